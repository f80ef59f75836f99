"""The guide: a chapter for each audience, and a reference that is made from the code."""

import dataclasses
import functools
from collections.abc import Callable, Mapping

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.responses import Response

from app.content import problems
from app.http import readers, urls
from app.renderings import chapters, html, reference
from app.site import views

router = APIRouter()
INDEX = "/guide"
WRITTEN = {
    "index": "The guide",
    "clinic": "For clinics: ten minutes to a card",
    "cards": "Cards, in full",
    "offers": "A clinic’s own offers",
    "developer": "For developers: the first call and after",
    "following": "Following what changes",
    "editor": "For editors: write, review, publish",
    "operator": "For operators: run it",
    "keys": "Keys",
    "commands": "Every command",
}
"""The chapters that stand in Markdown, each by what lists of chapters call it."""
MADE = {
    "endpoints": "Every address of the API",
    "document": "What a document holds",
    "vocabulary": "The vocabulary",
    "errors": "Every error",
    "settings": "Every setting",
}
"""The chapters that are made from the code at their first request."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Documented:
    """What the reference says of the settings, which only main knows: their schema, and each default in words."""

    schema: Mapping[str, object]
    defaults: Mapping[str, str]


def install(app: FastAPI, *, documented: Documented) -> None:
    """Hold ready what the reference says of the settings."""
    app.state.documented = documented


def _path(name: str) -> str:
    return INDEX if name == "index" else f"{INDEX}/{name}"


LISTED = tuple((_path(name), words) for name, words in (WRITTEN | MADE).items())
"""All chapters: the address of each without the prefix of a language, and what it is called."""


def _serve(name: str) -> None:
    @router.get(_path(name), name=f"show_guide_{name}")
    def show_chapter(seen: views.Seen) -> Response:
        return _page(seen, name)


for _name in WRITTEN | MADE:
    _serve(_name)


def _page(seen: views.View, name: str) -> Response:
    text = chapters.source(name) if name in WRITTEN else _made(name, seen.request.app)
    held = _chapter(text, prefix=seen.prefix, publisher=seen.here.publisher)
    frame = seen.frame(_path(name), title=held.title, description=held.about)
    return seen.answer(html.page("guide.html", frame, chapter=held, chapters=LISTED), revision=None)


@functools.lru_cache(maxsize=64)
def _chapter(text: str, *, prefix: str, publisher: urls.Publisher) -> chapters.Chapter:
    return chapters.chapter(
        text,
        link=functools.partial(_link, prefix=prefix, publisher=publisher),
        home=publisher.url("/").removesuffix("/"),
    )


def _link(written: str, *, prefix: str, publisher: urls.Publisher) -> str:
    """Return where a link of the sources leads: a chapter by its file, a page or data of the service by its address."""
    if written.startswith("#"):
        return written
    place, _, fragment = written.partition("#")
    behind = f"#{fragment}" if fragment else ""
    if place.endswith(".md"):
        return publisher.path(f"{prefix}{_path(place.removesuffix('.md'))}") + behind
    if not place.startswith(f"{chapters.HOME}/"):
        return written
    path, _, query = place.removeprefix(chapters.HOME).partition("?")
    begin = prefix if readers.are_at(path) and not path.startswith(("/docs", "/editor")) else ""
    return publisher.path(f"{begin}{path}") + (f"?{query}" if query else "") + behind


def _made(name: str, app: FastAPI) -> str:
    makers: dict[str, Callable[[], str]] = {
        "endpoints": lambda: _endpoints(app),
        "document": reference.documents,
        "vocabulary": reference.vocabularies,
        "errors": lambda: reference.errors(problems.every().values()),
        "settings": lambda: reference.settings(app.state.documented.schema, app.state.documented.defaults),
    }
    return makers[name]()


_described: dict[frozenset[str], str] = {}


def _endpoints(app: FastAPI) -> str:
    """Return the chapter on endpoints, made once for all applications of a process that have the same routes."""
    key = frozenset(f"{route.methods} {route.path}" for route in app.routes if isinstance(route, APIRoute))
    if key not in _described:
        _described[key] = reference.endpoints(app.openapi())
    return _described[key]
