"""The page of comparison: what to choose from, and procedures side by side, every gap in words."""

from dataclasses import dataclass

from app.content import comparison
from app.renderings import html, shown, withdrawal


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """A procedure that was asked for and is not known; its name only where it is plain enough to be repeated."""

    position: int
    slug: str | None
    nearest: tuple[tuple[str, str], ...]
    """Slugs that look like it, each with the address of the comparison with it instead."""
    withdrawn: withdrawal.Withdrawal | None = None
    """Why it is not public any more, where it once was."""


@dataclass(frozen=True, kw_only=True)
class Chooser:
    """The form: what is offered and ticked, what was looked for, and what is wrong with the choice."""

    offered: tuple[tuple[str, str], ...]
    ticked: frozenset[str]
    others: str = ""
    """Slugs that were given and are not offered, as they stand in the field for them."""
    more: bool = False
    looked_for: str = ""
    too_few: bool = False
    too_many: int = 0
    unknown: tuple[Unknown, ...] = ()

    @property
    def refused(self) -> bool:
        """Tell whether there is something wrong with the choice."""
        return bool(self.too_few or self.too_many or self.unknown)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A comparison with the documents that it compares, in the order of its columns."""

    comparison: comparison.Comparison
    documents: tuple[shown.Shown, ...]


def page(chooser: Chooser, table: Table | None, *, frame: html.Frame) -> bytes:
    """Return the page: the form, and the table where something is compared."""
    limits = {"fewest": comparison.FEWEST, "most": comparison.MOST}
    return html.page("compare.html", frame, chooser=chooser, table=table, **limits)
