"""Answers kept in memory, bounded in bytes; what was asked for once never pushes out what is asked for again and again.

The algorithm is the segmented LRU: an answer begins on probation, and joins the protected ones when it is asked for a
second time. A flood of addresses that nobody asks for twice passes through the first part only.
"""

import collections
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

PROTECTED = 0.8
"""The share of the bytes that is for answers that were asked for more than once."""
LARGEST = 1 / 16
"""The share of the bytes that one answer may have."""
OVERHEAD_BYTES = 1_024
"""What an answer takes besides its body and headers: its key, its objects."""

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """An answer of status 200, as it was given."""

    headers: Headers
    body: bytes
    plain: bytes
    """The same without a coding."""
    tag: bytes | None
    """Its ETag, with the quotes."""
    revision: bytes | None
    """The catalogue's revision that it was made from; None for a file of ours."""
    day: int
    """The day in UTC on which it was made: from the next on a review may be overdue."""
    route: str
    """The template of its route, for the log."""
    head: bytes | None
    """The headers as they are written, where they can be written as they are."""
    unchanged: bytes | None
    """The same of a 304."""

    @property
    def size(self) -> int:
        """Return how many bytes it takes."""
        headers = sum(len(name) + len(value) for name, value in self.headers)
        plain = 0 if self.plain is self.body else len(self.plain)
        return len(self.body) + plain + 3 * headers + OVERHEAD_BYTES


class Store:
    """Keep answers under keys, as many as fit."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.largest = int(limit * LARGEST)
        self.bytes = 0
        self._protected_limit = int(limit * PROTECTED)
        self._protected_bytes = 0
        self._probation: collections.OrderedDict[Hashable, Kept] = collections.OrderedDict()
        self._protected: collections.OrderedDict[Hashable, Kept] = collections.OrderedDict()

    def get(self, key: Hashable) -> Kept | None:
        """Return what is kept under a key, and remember that it was asked for."""
        found = self._protected.get(key)
        if found is not None:
            self._protected.move_to_end(key)
            return found
        found = self._probation.pop(key, None)
        if found is not None:
            self._protect(key, found)
        return found

    def put(self, key: Hashable, kept: Kept) -> None:
        """Keep an answer in the place of the one before; drop the ones that were not asked for longest."""
        self.drop(key)
        if kept.size > self.largest:
            return
        self._probation[key] = kept
        self.bytes += kept.size
        while self.bytes > self.limit:
            self._evict()

    def drop(self, key: Hashable) -> None:
        """Forget what is kept under a key."""
        held = self._probation.pop(key, None)
        if held is None and (held := self._protected.pop(key, None)) is not None:
            self._protected_bytes -= held.size
        if held is not None:
            self.bytes -= held.size

    def clear(self) -> None:
        """Forget everything."""
        self._probation.clear()
        self._protected.clear()
        self.bytes = self._protected_bytes = 0

    def __len__(self) -> int:
        """Return how many answers are kept."""
        return len(self._probation) + len(self._protected)

    def __contains__(self, key: Any) -> bool:
        """Tell whether something is kept under a key, without counting as asking for it."""
        return key in self._protected or key in self._probation

    def _protect(self, key: Hashable, kept: Kept) -> None:
        self._protected[key] = kept
        self._protected_bytes += kept.size
        while self._protected_bytes > self._protected_limit:
            old_key, old = self._protected.popitem(last=False)
            self._protected_bytes -= old.size
            self._probation[old_key] = old

    def _evict(self) -> None:
        part = self._probation or self._protected
        _, old = part.popitem(last=False)
        self.bytes -= old.size
        if part is self._protected:
            self._protected_bytes -= old.size
