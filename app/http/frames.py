"""What other sites show in frames: whatever goes wrong there is said in the frame, in words and with a link.

No frame is left empty: an empty box beside a clinic's offer reads as if there were nothing to say.
"""

import urllib.parse

from starlette import types

from app.content import problems
from app.http import logging, readers, urls
from app.renderings import embedded, languages

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""A card in a frame loads our style sheets and one script, sends nothing anywhere, and may be framed by any site."""
HEADERS = {"Content-Security-Policy": POLICY, "Cross-Origin-Embedder-Policy": "require-corp"}
"""Sites that isolate themselves frame only what says that it lets itself be isolated."""
_PLACE = "/embed/"
_FILES = (".js", ".css", ".json")


def are_at(path: str) -> bool:
    """Tell whether an address is one of a frame, whether or not there is a card."""
    return path.startswith(_PLACE) and not path.endswith(_FILES)


def problem_page(
    problem: problems.Problem, scope: types.Scope, *, publisher: urls.Publisher
) -> tuple[bytes, dict[str, str]] | None:
    """Return what stands in the place of a card and its headers; None where even that cannot be made."""
    try:
        return _page(problem, scope, publisher=publisher), HEADERS
    except Exception as error:  # noqa: BLE001 - whatever it is, the problem itself must still be answered
        logging.log.error("problem_page", error=logging.described(error))
        return None


def _page(problem: problems.Problem, scope: types.Scope, *, publisher: urls.Publisher) -> bytes:
    query = urllib.parse.parse_qs(scope.get("query_string", b"").decode("latin-1"))
    slug = scope["path"].removeprefix(_PLACE).removesuffix("/").lower()
    theme: embedded.Theme | None = "dark" if query.get("theme") == ["dark"] else None
    offered = scope.get("state", {}).get(readers.STATE) or languages.ONLY_ENGLISH
    language = languages.best(query.get("lang", [""])[-1] or None, offered=offered)
    published = readers.published_by(publisher)
    page = embedded.Page(
        card=embedded.missing(
            problem, slug=slug, language=language, publisher=published, level=1, theme=theme
        ),
        title=embedded.title(slug, publisher=published),
        address=published.url("/"),
        language=language,
        publisher=published,
    )
    return embedded.page(page)
