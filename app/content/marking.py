"""A source's text divided by its ledger: what statements use, what was left out and why, what nobody accounted for."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import Field

from app.content import sources, values


class Marked(values.Value):
    """The characters [start, end) of a text, and what became of them."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    state: Literal["used", "excluded", "unused"]
    statements: tuple[values.StatementId, ...] = ()
    """The published statements that rest on it; absent where those that did were withdrawn."""
    reason: sources.ExclusionReason | None = None
    note: values.Text | None = None
    """Why it was left out, in our own words."""


def divided(ledger: Iterable[sources.Span], *, length: int, published: Iterable[str]) -> tuple[Marked, ...]:
    """Return the parts of a text in their order, with no gap between them; `published` are statements that stand."""
    return tuple(_divided(ledger, length=length, published=frozenset(published)))


def _divided(ledger: Iterable[sources.Span], *, length: int, published: frozenset[str]) -> Iterator[Marked]:
    behind = 0
    for span in ledger:
        start, end = min(max(span.start, behind), length), min(span.end, length)
        if start > behind:
            yield Marked(start=behind, end=start, state="unused")
            behind = start
        if start >= end:
            continue
        if span.excluded is None:
            kept = tuple(name for name in span.used if name in published)
            yield Marked(start=start, end=end, state="used", statements=kept, note=span.note)
        else:
            yield Marked(start=start, end=end, state="excluded", reason=span.excluded, note=span.note)
        behind = end
    if behind < length:
        yield Marked(start=behind, end=length, state="unused")
