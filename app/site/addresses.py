"""Addresses of pages as others write them: what they append is passed over, and other spellings lead to the page."""

import re
from collections.abc import Collection, Iterable
from urllib.parse import parse_qsl, unquote_plus

from starlette import types
from starlette.responses import Response

from app.http import readers, urls

APPENDED = frozenset(
    {
        "fbclid",
        "gclid",
        "gbraid",
        "wbraid",
        "dclid",
        "gad_source",
        "gad_campaignid",
        "srsltid",
        "msclkid",
        "yclid",
        "ttclid",
        "twclid",
        "li_fat_id",
        "igsh",
        "igshid",
        "mc_cid",
        "mc_eid",
        "_ga",
        "_gl",
    }
)
"""What social networks, search engines and newsletters append to links, besides all that begins with `utm_`."""
KEPT = "public, max-age=3600"
_READING = {"GET", "HEAD"}
_PARAMETER = re.compile(r"\{[a-z]+\}")
_SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"


class Addressed:
    """Read an address of a page as it was meant; programs (readers.PROGRAMS) are taken at their word."""

    def __init__(
        self, app: types.ASGIApp, *, publisher: urls.Publisher, offered: Iterable[str], paths: Collection[str]
    ) -> None:
        self.app = app
        self._publisher = publisher
        self._tags = {tag.lower(): tag for tag in offered}
        patterns = (_SLUG.join(map(re.escape, _PARAMETER.split(path))) for path in sorted(paths))
        self._page = re.compile("|".join(patterns))

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        if scope["type"] != "http" or not readers.are_at(scope["path"]):
            await self.app(scope, receive, send)
            return
        # Layers outside have seen the address already; those inside are to see nothing of what was appended.
        scope["query_string"] = without_appended(scope["query_string"])
        meant = self.meant(scope["path"]) if scope["method"] in _READING else None
        answer = self._moved(meant, scope["query_string"]) if meant else self.app
        await answer(scope, receive, send)

    def meant(self, path: str) -> str | None:
        """Return the path of the page that a path is another spelling of, None where it is the page's own or of none.

        It may differ in capitals, in the slash at its end, and in the one behind the tag of a language. What is
        returned has the form of an address of ours, so that it never leads to another host.
        """
        if not path.isascii():
            return None
        first, *rest = path.removeprefix("/").removesuffix("/").split("/")
        tag = self._tags.get(first.lower())
        bare = "/" + "/".join(rest if tag else [first, *rest]).lower()
        found = f"/{tag}{bare}" if tag else bare
        return found if found != path and self._page.fullmatch(bare) else None

    def _moved(self, path: str, query: bytes) -> Response:
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, errors="replace")
        location = self._publisher.path(path, query=pairs)
        return Response(status_code=308, headers={"Location": location, "Cache-Control": KEPT})


def without_appended(query: bytes) -> bytes:
    """Return a query string without the parameters that others append to links."""
    return b"&".join(part for part in query.split(b"&") if not _is_appended(part))


def _is_appended(part: bytes) -> bool:
    name = unquote_plus(part.partition(b"=")[0].decode("latin-1")).lower()
    return name in APPENDED or name.startswith("utm_")
