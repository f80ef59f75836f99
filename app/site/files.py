"""The files that pages load, at addresses that change with their content."""

import re

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.content import problems
from app.http import caching
from app.renderings import html

KEPT = "public, max-age=31536000, immutable"
FOLLOWED = "public, max-age=60"
"""How long the present file is kept under the name of another: as long as a page that names that one."""
_FILES = {asset.name: asset for asset in html.ASSETS.values()}
_NAMED = re.compile(r"([a-z]+)\.[0-9a-f]{16}\.([a-z]+)")
router = APIRouter(include_in_schema=False)


@router.get("/static/{name}")
async def read_file(request: Request, name: str) -> Response:
    """Return a file that pages load; pages of another version, which caches still hold, get the file of this one."""
    named = _NAMED.fullmatch(name)
    found = _FILES.get(name) or (html.ASSETS.get(".".join(named.groups())) if named else None)
    if found is None:
        raise problems.NotFound("There is no such file.")
    kept = KEPT if found.name == name else FOLLOWED
    return caching.conditional(
        request, chunks=[found.content], media_type=found.media_type, cache_control=kept
    )
