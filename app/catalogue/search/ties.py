"""The order of what is worth the same: by slug, whatever the index happens to look like.

Of a large catalogue many thousands can tie, and an entry takes 16 µs to read. So each slug is read once for a commit.
"""

import functools
import heapq
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import tantivy

Ranked: TypeAlias = tuple[float, tantivy.DocAddress]


class Ties:
    """Hold the slugs of the entries of one commit, as far as they were needed."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._slugs: dict[tuple[int, int], str] = {}

    def first(self, hits: Sequence[Ranked], wanted: int) -> list[Ranked]:
        """Return the first so many of some hits, which are in the order of their worth; ties by slug."""
        last = hits[min(wanted, len(hits)) - 1][0] if hits else 0
        near = [hit for hit in hits if hit[0] >= last]
        return heapq.nsmallest(wanted, near, key=lambda hit: (-hit[0], self._slug(hit[1])))

    def read(self, every: tantivy.Query, count: int) -> Iterator[Callable[[], object]]:
        """Yield what reads the slug of each entry, where ties will have to be told apart by them."""
        if self._searcher.num_segments > 1:
            for _, address in self._searcher.search(every, count, count=False).hits:
                yield functools.partial(self._slug, address)

    def _slug(self, address: tantivy.DocAddress) -> str:
        place = (address.segment_ord, address.doc)
        held = self._slugs.get(place)
        if held is None:
            held = self._slugs[place] = str(self._searcher.doc(address)["slug"][0])
        return held
