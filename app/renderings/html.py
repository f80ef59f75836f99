"""Pages as bytes of HTML: pure functions of plain values; every text is escaped by the template engine."""

import datetime
import importlib.resources
from dataclasses import dataclass

import jinja2

from app.content import values

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_KINDS = {"alias": "other name", "absence": "finding that there is none"}
"""The kinds whose own word a reader would not understand."""
_LINKABLE = ("https://", "http://", "mailto:")


@dataclass(frozen=True, kw_only=True)
class Asset:
    """A file that pages load; its name changes with its content, so that it may be kept for ever."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What stands around every page: who publishes, on what terms, where errors are reported."""

    publisher: str
    disclaimer: str
    licence: str
    licence_url: str
    contact: str | None
    report_url: str
    docs_url: str

    @property
    def contact_url(self) -> str | None:
        """Return the contact as a link, or None where it is not one that is safe to follow."""
        return self.contact if self.contact and self.contact.lower().startswith(_LINKABLE) else None

    @property
    def contact_words(self) -> str | None:
        """Return the contact as it is read: an e-mail address without `mailto:` and what follows it."""
        if self.contact and self.contact.lower().startswith("mailto:"):
            return self.contact[len("mailto:") :].partition("?")[0]
        return self.contact


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A statement that was changed; its words are the same where only its evidence or details were."""

    id: str
    url: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """A statement that was withdrawn."""

    id: str
    url: str
    kind: str
    on: datetime.date
    reason: str


@dataclass(frozen=True, kw_only=True)
class Correction:
    """One publication that changed or withdrew statements; `number` is its place in the audit log."""

    number: int
    at: datetime.datetime
    procedure: str
    procedure_url: str
    revision: int
    note: str
    changed: tuple[Changed, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Corrections:
    """A page of corrections, the newest first; `total` counts those of all pages."""

    frame: Frame
    corrections: tuple[Correction, ...]
    total: int
    first: bool
    page_url: str
    data_url: str
    next_url: str | None = None


def corrections(page: Corrections) -> bytes:
    """Return the page of corrections."""
    text = TEMPLATES.get_template("corrections.html").render(page=page, stylesheet=STYLESHEET.name)
    return text.encode("utf-8", errors="replace")


def _day(at: datetime.date) -> str:
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def _kind(kind: str) -> str:
    return _KINDS.get(kind, kind.replace("_", " "))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def read(name: str) -> bytes:
    """Return a file of static/ as it is."""
    return (importlib.resources.files("app.renderings") / "static" / name).read_bytes()


def _stylesheet() -> Asset:
    content = read("site.css")
    return Asset(name=f"site.{values.digest(content)[:16]}.css", content=content)


STYLESHEET = _stylesheet()
"""The one stylesheet of all pages; they look for it at static/ beside themselves."""
TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("app.renderings"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    auto_reload=False,
)
"""The one door for text into markup, HTML and SVG alike: everything is escaped, and what is missing is an error."""
TEMPLATES.filters.update(day=_day, kind=_kind, counted=_counted)
