"""Who is signed in, by the cookie of the editor, and whether a page of ours asked for what they send.

The cookie alone proves nothing: other sites can have a browser send it, or so it must be assumed. A request counts as
that of an editor where it also carries what only a page of the session knows, and where the browser does not say that
another site sent it.
"""

import hmac
from collections.abc import Mapping

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from app.access import keyring, principals, sessions
from app.content import access_problems
from app.db import clock
from app.http import dependencies, urls

HEADER = "X-CSRF-Token"
_PLAIN, _BY_TLS = "candour-session", "__Host-candour-session"
_NAMES = {_PLAIN, _BY_TLS}
_SAFE = frozenset({"GET", "HEAD"})


def cookie(publisher: urls.Publisher) -> str:
    """Return the name of the cookie; by TLS browsers take the name itself as a promise that nobody else set it."""
    return _BY_TLS if publisher.secure else _PLAIN


def give(answer: Response, token: str, *, publisher: urls.Publisher) -> None:
    """Have the browser hold a session."""
    answer.set_cookie(
        cookie(publisher),
        token,
        max_age=int(sessions.LASTS.total_seconds()),
        path="/",
        secure=publisher.secure,
        httponly=True,
        samesite="strict",
    )


def take(answer: Response, *, publisher: urls.Publisher) -> None:
    """Have the browser forget its session."""
    answer.delete_cookie(
        cookie(publisher), path="/", secure=publisher.secure, httponly=True, samesite="strict"
    )


def held(request: Request, *, publisher: urls.Publisher) -> str | None:
    """Return the token that the browser holds, if any."""
    return request.cookies.get(cookie(publisher))


def is_from_us(request: Request, *, publisher: urls.Publisher) -> bool:
    """Tell whether a page of ours sent a request, as far as its browser says; silence is no yes to a change."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    if origin is not None:
        return hmac.compare_digest(origin.encode("utf-8", "replace"), publisher.origin.encode("utf-8"))
    return site is not None or request.method in _SAFE


async def signed(request: Request, here: dependencies.Service) -> sessions.Signed | None:
    """Return the session of a browser, or None; the one question to the database is answered before the route's."""
    token = held(request, publisher=here.publisher)
    if token is None:
        return None

    def find() -> sessions.Signed | None:
        with here.database.latest() as session:
            return sessions.find(session, token, now=clock.now())

    return await anyio.to_thread.run_sync(find)


def principal(known: object, found: sessions.Signed | None, *, address: str) -> principals.Principal | None:
    """Return whom a session speaks for; None where its key was revoked or has run out, which ends the session."""
    if found is None or not isinstance(known, keyring.Keyring):
        return None
    try:
        return known.recall(found.key_id, address=address)
    except access_problems.Unauthenticated:
        return None


async def acting(request: Request, *, known: object, address: str) -> principals.Principal | None:
    """Return who sends a request to the API from a page of the editor; raise CrossSite for what others send."""
    if not _NAMES & set(request.cookies):
        return None
    here = await dependencies.service(request)
    found = await signed(request, here)
    who = principal(known, found, address=address)
    if found is None or who is None:
        return None
    require(request, found, publisher=here.publisher, sent=request.headers.get(HEADER, ""))
    return who


def require(request: Request, found: sessions.Signed, *, publisher: urls.Publisher, sent: str) -> None:
    """Raise CrossSite unless a page of this session asks."""
    if not (is_from_us(request, publisher=publisher) and sessions.is_from_a_page(found, sent=sent)):
        raise access_problems.CrossSite("The request does not come from a page of this session.")


PRIVATE: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # with none at all browsers say of our own forms that nobody sent them
    "X-Robots-Tag": "noindex, nofollow",
}
"""What answers to editors say: nobody keeps them, no other site loads them, no search engine lists them."""
