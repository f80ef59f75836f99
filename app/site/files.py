"""The files that pages load, at addresses that change with their content."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.content import problems
from app.http import caching
from app.renderings import html

KEPT = "public, max-age=31536000, immutable"
_FILES = {asset.name: asset for asset in html.ASSETS.values()}
router = APIRouter(include_in_schema=False)


@router.get("/static/{name}")
async def read_file(request: Request, name: str) -> Response:
    """Return a file that pages load; it never changes under its name."""
    if name not in _FILES:
        raise problems.NotFound("There is no such file.")
    found = _FILES[name]
    return caching.conditional(
        request, chunks=[found.content], media_type=found.media_type, cache_control=KEPT
    )
