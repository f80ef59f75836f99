"""Counts over everything found: how many of the procedures lie in each area, have each concern, and so forth."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import tantivy

from app.catalogue.search import entries

MOST_VALUES = 100
"""How many values of one facet an answer names; how many there are stands beside them."""
_MANY_VALUES = 65_000


@dataclass(frozen=True, kw_only=True)
class Facet:
    """The values of one facet with how many procedures have each, most first; and how many do not say."""

    name: str
    values: tuple[tuple[str, int], ...]
    different: int
    not_stated: int


def nothing() -> tuple[Facet, ...]:
    """Return the facets of a find of nothing."""
    return tuple(_facet(name, ()) for name in entries.FACETS)


def counted(searcher: tantivy.Searcher, query: tantivy.Query) -> tuple[Facet, ...]:
    """Return the facets of what a query finds, by walking through it; its cost grows with what is found."""
    # One count over all facets: six of them cost six times as much, however little is found.
    wanted = {"facet": {"terms": {"field": "facet", "size": _MANY_VALUES, "segment_size": _MANY_VALUES}}}
    held: dict[str, list[tuple[str, int]]] = {name: [] for name in entries.FACETS}
    for bucket in searcher.aggregate(query, wanted)["facet"]["buckets"]:
        name, _, value = bucket["key"].partition(":")
        held[name].append((value, bucket["doc_count"]))
    return tuple(_facet(name, counts) for name, counts in held.items())


class Bitmaps:
    """Count facets of large finds by the bits of whole numbers, one bit a procedure."""

    def __init__(self, values: Callable[[str], tuple[tuple[str, int], ...]]) -> None:
        """Take what gives a facet's values, each with the bits of the procedures that have it."""
        self._values = {
            name: sorted(((bits.bit_count(), value, bits) for value, bits in values(name)), reverse=True)
            for name in entries.FACETS
        }

    def counted(self, found: int) -> tuple[Facet, ...]:
        """Return the facets of the procedures whose bits are set; its cost does not grow with how many they are."""
        return tuple(
            _facet(name, ((value, (bits & found).bit_count()) for _, value, bits in held))
            for name, held in self._values.items()
        )


def _facet(name: str, counts: Iterable[tuple[str, int]]) -> Facet:
    held = {value: count for value, count in counts if count}
    not_stated = held.pop(entries.UNKNOWN, 0)
    ordered = sorted(held.items(), key=lambda item: (-item[1], item[0]))
    return Facet(
        name=name, values=tuple(ordered[:MOST_VALUES]), different=len(ordered), not_stated=not_stated
    )
