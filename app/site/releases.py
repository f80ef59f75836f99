"""The script that shows cards on other sites: each version at an address that never changes what it answers."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.http import caching
from app.renderings import release
from app.site import files

MAJOR = 1
_TYPES = {"js": "text/javascript", "css": "text/css"}
_FILES = {name: (content, held) for held in release.every() for name, content in held.files.items()}
_NEWEST = release.newest(major=MAJOR)
_HOUR = "public, max-age=3600"
router = APIRouter(include_in_schema=False)


@router.get(f"/embed/v{MAJOR}.js")
async def read_newest(request: Request) -> Response:
    """The newest version whose snippets need no change; it may be another one tomorrow."""
    content = _NEWEST.files[f"{_NEWEST.version}.js"]
    return caching.conditional(request, chunks=[content], media_type=_TYPES["js"], cache_control=_HOUR)


def _serve(name: str) -> None:
    @router.get(f"/embed/{name}")
    async def read_file(request: Request) -> Response:
        """A file of a version, to be kept for ever once that was released."""
        content, held = _FILES[name]
        media_type = _TYPES[name.rpartition(".")[2]]
        kept = files.KEPT if held.released else caching.PUBLIC
        return caching.conditional(request, chunks=[content], media_type=media_type, cache_control=kept)


for _name in _FILES:
    _serve(_name)
