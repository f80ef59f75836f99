"""What all pages of the editor share: who is signed in, their policy, and the answer that nobody may keep."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import RedirectResponse, Response

from app.access import principals as roles
from app.access import sessions as tokens
from app.http import dependencies, principals, sessions
from app.renderings import editor
from app.site import views

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "frame-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types default preview"
)
"""Nothing runs but our files, and no text becomes markup but where app/renderings/static/editor/trusted.js lets it."""
_NEXT = re.compile(rf"{editor.BASE}(?:/procedures/[a-z0-9-]{{1,80}}(?:/check|/history)?)?")


class Elsewhere(Exception):  # noqa: N818 - it is no error: it leads somebody to the page where they sign in
    """Somebody who is not signed in asked for a page of the editor."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Who looks at a page of the editor, and with which session."""

    seen: views.View
    who: roles.Principal
    signed: tokens.Signed

    def page(self, kind: editor.Kind, *, title: str, slug: str = "") -> Response:
        """Answer with a page."""
        said = editor.Who(
            holder=self.who.holder,
            role=self.who.role,
            may=tuple(sorted(one.value for one in roles.Permission if self.who.may(one))),
        )
        return answer(self.seen, kind, title=title, who=said, token=self.signed.csrf, slug=slug)


def answer(seen: views.View, kind: editor.Kind, *, title: str, status: int = 200, **about: Any) -> Response:
    """Answer with a page of the editor, for whoever it is."""
    path = seen.here.publisher.path
    page = editor.Page(kind=kind, base=path(editor.BASE), root=path("/").rstrip("/"), **about)
    made = editor.page(page, frame=seen.frame(editor.BASE, title=title, indexed=False))
    headers = {**seen.headers(policy=POLICY), **sessions.PRIVATE}
    return Response(made, status_code=status, headers=headers, media_type="text/html")


def wanted(text: str) -> str:
    """Return the page of the editor that somebody wanted; whatever is none of them is the list."""
    return text if _NEXT.fullmatch(text) else editor.BASE


def to(seen: views.View, path: str, **query: str) -> Response:
    """Lead to a page of the editor."""
    location = seen.here.publisher.path(path, query=tuple(query.items()))
    return RedirectResponse(location, status_code=303, headers=dict(sessions.PRIVATE))


async def seated(request: Request, seen: views.Seen) -> Seat | Response:
    """Return who is signed in, or the answer that leads to where one signs in."""
    signed = await sessions.signed(request, seen.here)
    known = request.scope["state"].get(principals.KEYRING)
    who = sessions.principal(known, signed, address=principals.address(request.scope))
    if signed is None or who is None or not who.may(roles.Permission.READ_DRAFTS):
        away = to(seen, f"{editor.BASE}/sign-in", next=wanted(request.scope["path"]))
        sessions.take(away, publisher=seen.here.publisher)
        return away
    return Seat(seen=seen, who=who, signed=signed)


Seated = Annotated[Seat | Response, Depends(seated)]
"""Who is signed in, or the answer for those who are not."""
Here = dependencies.Here
