"""Which pages of other sites may act with a key: those of the origins that a clinic names, and no other."""

from collections.abc import Collection

from starlette.requests import Request
from starlette.responses import Response

from app.content import problems

_READING = ("GET", "HEAD")
_METHODS = ("GET", "HEAD", "PUT", "PATCH", "DELETE")
_KEYED = ("Authorization", "Content-Type", "If-Match", "If-None-Match", "X-Request-ID")
_VARY = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"


def headers(origin: str | None, *, allowed: Collection[str]) -> dict[str, str]:
    """Return the headers of a private answer that let a page of an allowed origin read it; none for any other."""
    if origin is None or origin not in allowed:
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Vary": "Origin",
    }


def preflight(request: Request, *, allowed: Collection[str]) -> Response:
    """Answer whether a page may send what it is about to; raise BadRequest where it may not."""
    origin = request.headers.get("origin", "")
    wanted = request.headers.get("access-control-request-method", "GET").upper()
    named = {
        name.strip().lower()
        for name in request.headers.get("access-control-request-headers", "").split(",")
        if name.strip()
    }
    if origin in allowed and wanted in _METHODS and named <= {name.lower() for name in _KEYED}:
        return _may(origin, methods=_METHODS, names=_KEYED)
    public = [name for name in _KEYED if name != "Authorization"]
    if wanted in _READING and named <= {name.lower() for name in public}:
        return _may("*", methods=_READING, names=public)
    raise problems.BadRequest(
        "Pages of other origins may read here without a key; with one only those of the origins that the clinic names."
    )


def _may(origin: str, *, methods: Collection[str], names: Collection[str]) -> Response:
    return Response(
        status_code=204,
        headers={
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": ", ".join(methods),
            "Access-Control-Allow-Headers": ", ".join(names),
            "Access-Control-Max-Age": "600",
            "Cache-Control": "no-store",
            "Vary": _VARY,
        },
    )
