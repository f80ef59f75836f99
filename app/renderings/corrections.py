"""The page of corrections: what was published and then changed or withdrawn."""

import datetime
from dataclasses import dataclass
from typing import Literal

from app.renderings import html


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A statement that was changed; its words are the same where only its evidence or details were."""

    id: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """A statement that was withdrawn."""

    id: str
    kind: str
    on: datetime.date
    reason: str


@dataclass(frozen=True, kw_only=True)
class Correction:
    """One publication that changed or withdrew statements; `number` is its place in the audit log."""

    number: int
    at: datetime.datetime
    slug: str
    procedure: str
    """The name of the procedure, as it is now."""
    revision: int
    note: str
    changed: tuple[Changed, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    whole: Literal["withdrawn", "restored"] | None = None
    """What became of the whole procedure, where it was withdrawn or came back."""
    reason: str = ""
    """Why the whole procedure was withdrawn."""


@dataclass(frozen=True, kw_only=True)
class Corrections:
    """A page of corrections, the newest first; `total` counts those of all pages."""

    corrections: tuple[Correction, ...]
    total: int
    first: bool
    next: str | None = None
    """A link to the page that follows, None at the end."""


def page(held: Corrections, *, frame: html.Frame) -> bytes:
    """Return the page of corrections."""
    return html.page("corrections.html", frame, page=held)
