"""The pages on which procedures are written, reviewed and published: shells that scripts fill, and the files they load.

The scripts stand under one address that changes whenever any of them does, so that they can name each other.
"""

import hashlib
import importlib.resources
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Literal

from app.content import document, statements, values
from app.renderings import html

Kind = Literal["sign_in", "list", "write", "check", "history"]
Fault = Literal["", "key", "role", "again"]
BASE = "/editor"
FOLDERS = ("editor", "vendor")
"""The folders of static/ whose files only these pages load."""
_TYPES = {".css": "text/css", ".js": "text/javascript"}
SAFETY = tuple(name for name, kind in document.SECTION_KINDS.items() if kind in statements.SAFETY_KINDS)
KINDS: Mapping[str, str] = {
    **document.SECTION_KINDS,
    "invasiveness": "invasiveness",
    "body_areas": "body_area",
    "categories": "category",
    "techniques": "technique",
}
"""The kind of statement that each section holds."""


@dataclass(frozen=True, kw_only=True)
class Who:
    """Say who is signed in, and what their key permits, as the pages need it."""

    holder: str
    role: str
    may: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Page:
    """What one of these pages is about."""

    kind: Kind
    base: str
    """The path of the list, with whatever path the service is published under."""
    root: str = ""
    """What stands before the addresses of the API."""
    who: Who | None = None
    token: str = ""
    """What proves that a change was asked for by a page of this session."""
    slug: str = ""
    next: str = ""
    fault: Fault = ""

    def file(self, name: str) -> str:
        """Return the link of a file that only these pages load."""
        return f"{self.root}/static/{DIGEST}/{name}"

    def told(
        self, words: dict[str, str], names: dict[str, dict[str, str]], hints: dict[str, str]
    ) -> dict[str, object]:
        """Return what the scripts are told."""
        return {
            "page": self.kind,
            "base": self.base,
            "root": self.root,
            "slug": self.slug,
            "token": self.token,
            "holder": self.who.holder if self.who else "",
            "may": self.who.may if self.who else (),
            "sections": tuple(document.SECTION_KINDS),
            "safety": SAFETY,
            "safety_kinds": sorted(statements.SAFETY_KINDS),
            "kinds": KINDS,
            "words": words,
            "names": names,
            "hints": hints,
        }


def page(shown: Page, *, frame: html.Frame) -> bytes:
    """Return the page."""
    return html.page(f"editor_{shown.kind}.html", frame, page=shown)


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, html.Asset]]:
    for held in sorted(folder.iterdir(), key=lambda one: one.name):
        name = f"{path}/{held.name}"
        if held.is_dir():
            yield from _files(held, name)
        elif (suffix := name[name.rfind(".") :]) in _TYPES:
            yield name, html.Asset(name=name, content=held.read_bytes(), media_type=_TYPES[suffix])


def _found() -> dict[str, html.Asset]:
    static = importlib.resources.files("app.renderings") / "static"
    return {name: asset for folder in FOLDERS for name, asset in _files(static / folder, folder)}


def _digest(found: Mapping[str, html.Asset]) -> str:
    seen = hashlib.sha256()
    for name, held in sorted(found.items()):
        seen.update(f"{name} {values.digest(held.content)}\n".encode())
    return seen.hexdigest()[:16]


FILES = _found()
"""The files that only these pages load, by their paths."""
DIGEST = _digest(FILES)
"""What their address changes with."""
