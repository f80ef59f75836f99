"""The files that only the pages of the editor load, the library of forms among them."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.content import problems
from app.http import caching
from app.renderings import editor
from app.site import files

router = APIRouter(include_in_schema=False)


@router.get("/static/{digest}/{name:path}")
async def read_file(request: Request, digest: str, name: str) -> Response:
    """Return a file; its address changes whenever any of them does."""
    found = editor.FILES.get(name)
    if found is None or digest != editor.DIGEST:
        raise problems.NotFound("There is no such file.")
    return caching.conditional(
        request,
        chunks=[found.content],
        media_type=found.media_type,
        cache_control=files.KEPT,
        headers={"Cross-Origin-Resource-Policy": "same-origin"},
    )
