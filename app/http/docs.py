"""The docs page at /docs and the description at /openapi.json; no other host is asked for anything."""

import importlib.resources

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.http import caching, envelope, urls

_VENDORED = importlib.resources.files("fastapi_offline") / "static"
_OURS = importlib.resources.files("app.http") / "static"
_ASSETS = {
    "docs.js": (_OURS, "text/javascript"),
    "swagger-ui-bundle.js": (_VENDORED, "text/javascript"),
    "swagger-ui.css": (_VENDORED, "text/css"),
    "favicon.png": (_VENDORED, "image/png"),
}
_KEPT = "public, max-age=3600"


def policy(publisher: urls.Publisher) -> str:
    """Return the content security policy of the docs page: its own scripts and styles, and calls to this API."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            f"connect-src 'self' {publisher.origin}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )


def routes(*, publisher: urls.Publisher) -> APIRouter:
    """Return the routes; the application that they are in is asked for the OpenAPI document once, at the first request.

    They hold nothing of the application: FastAPI remembers every function that it made a route of, for ever.
    """
    router = APIRouter(include_in_schema=False)
    page = (_OURS / "docs.html").read_bytes()
    assets = {name: (folder / name).read_bytes() for name, (folder, _) in _ASSETS.items()}
    described: list[bytes] = []

    @router.get("/docs")
    async def docs(request: Request) -> Response:
        headers = {"Content-Security-Policy": policy(publisher)}
        return caching.conditional(request, chunks=[page], media_type="text/html", headers=headers)

    @router.get("/openapi.json")
    async def openapi(request: Request) -> Response:
        if not described:
            described.append(envelope.dumps(request.app.openapi()))
        return caching.conditional(request, chunks=described)

    def serve(name: str) -> None:
        @router.get(f"/docs/{name}")
        async def asset(request: Request) -> Response:
            return caching.conditional(
                request, chunks=[assets[name]], media_type=_ASSETS[name][1], cache_control=_KEPT
            )

    for name in _ASSETS:
        serve(name)
    return router
