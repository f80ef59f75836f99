"""How far what can be found is to be relied on: in how many procedures anything was reviewed, or rests on more."""

import functools
from dataclasses import dataclass

from app.catalogue.search import asking, reading, snapshot


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Count procedures: all, and those with a statement that was reviewed, that is disputed, that rests on more."""

    procedures: int
    reviewed: int
    disputed: int
    wholly_reviewed: int
    """Those of which every statement was looked at by a reviewer."""
    better: int
    """Those with a statement whose best evidence is of a medium or high grade."""


@functools.lru_cache(maxsize=1)
def of(held: snapshot.Snapshot) -> Standing:
    """Return how far the published procedures are to be relied on, as of a snapshot; counted once for each."""
    total = held.procedures
    return Standing(
        procedures=total,
        reviewed=_with(held, "review:reviewed"),
        disputed=_with(held, "review:disputed"),
        wholly_reviewed=total - _with(held, "review:unreviewed"),
        better=_with(held, "grade:high", "grade:medium"),
    )


def _with(held: snapshot.Snapshot, *terms: str) -> int:
    """Return how many procedures have a statement with one of these terms."""
    filters = asking.Filters(terms=(frozenset(terms),))
    return held.find(reading.Question(units=()), filters, sort="name", size=1, faceted=False).total
