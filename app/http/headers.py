"""The headers that every answer carries, errors included: security, sharing between origins, caching, variance."""

import functools
import re
from collections.abc import Iterable

from starlette import types

from app.http import urls

API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
EXPOSED = (
    "ETag",
    "Link",
    "Content-Location",
    "Catalogue-Revision",
    "Catalogue-Freshness",
    "Cache-Status",
    "Age",
    "X-Request-ID",
    "Retry-After",
    "RateLimit",
    "RateLimit-Policy",
    "Allow",
)

_STANDARD = {
    "content-security-policy": API_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",
    "access-control-expose-headers": ", ".join(EXPOSED),
    "cache-control": "no-store",
}
_SECURE = {"strict-transport-security": "max-age=31536000"}
_POLICY, _FRAMED = b"content-security-policy", re.compile(rb"frame-ancestors (?!'none')")
_RESOURCE = b"cross-origin-resource-policy"
_SHARED = {b"access-control-allow-origin", b"access-control-expose-headers"}
_DROPPED = {b"server", b"x-powered-by"}


Raw = list[tuple[bytes, bytes]]


def completed(given: Iterable[tuple[bytes, bytes]], *, publisher: urls.Publisher) -> Raw:
    """Return the headers of an answer with the standard ones added that it does not have."""
    headers = [(name, value) for name, value in given if name.lower() not in _DROPPED]
    present = {name.lower() for name, _ in headers}
    if any(name.lower() == _POLICY and _FRAMED.search(value) for name, value in headers):
        present.add(b"x-frame-options")  # it has no word for other sites; the policy decides
    if any(name.lower() == _RESOURCE and value == b"same-origin" for name, value in headers):
        present |= _SHARED  # what no other site may load, none may read either
    headers += [default for default in _defaults(secure=publisher.secure) if default[0] not in present]
    if not any(name.lower() == b"vary" and b"accept-encoding" in value.lower() for name, value in headers):
        headers.append((b"vary", b"Accept-Encoding"))
    return headers


@functools.cache
def _defaults(*, secure: bool) -> Raw:
    headers = {**_STANDARD, **(_SECURE if secure else {})}
    return [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]


class StandardHeaders:
    """Add what an answer does not say itself; a page with needs of its own (the docs) sends its own policy.

    `Access-Control-Allow-Origin: *` is sent whether or not the request names an origin: a shared cache may keep the
    answer to a request without one and give it to a browser.
    """

    def __init__(self, app: types.ASGIApp, *, publisher: urls.Publisher) -> None:
        self.app = app
        self.publisher = publisher

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def complete(message: types.Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = completed(message.get("headers", ()), publisher=self.publisher)
            await send(message)

        await self.app(scope, receive, complete)
