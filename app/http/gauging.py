"""What each process says of itself once a second: how old what it serves is, and how much it holds."""

import asyncio
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from app.catalogue.search import engine as search
from app.db import freshness
from app.http import counting

INTERVAL_SECONDS = 1.0
_STATM = Path("/proc/self/statm")
_TOTALS = ("hits", "misses", "bypassed", "stale", "collapsed")
_HELD = ("entries", "bytes")


class Gauging:
    """Write into a process's counts what can be measured at any moment; nothing here waits for anything.

    `cached` gives the counts of the response cache, by name.
    """

    def __init__(
        self,
        own: counting.Own,
        *,
        watcher: freshness.Watcher,
        finder: search.Engine,
        cached: Callable[[], Mapping[str, int]] = dict,
    ) -> None:
        self._own, self._watcher, self._finder, self._cached = own, watcher, finder, cached
        self._level = self._started = time.monotonic()

    def measure(self) -> None:
        """Measure now."""
        own, now = self._own, time.monotonic()
        own.gauge("in_progress", own.in_progress)
        own.gauge("resident_bytes", _resident())
        own.gauge("catalogue_revision", self._watcher.revision)
        age = self._watcher.age()
        # What never was confirmed counts from the start, so that whoever watches hears of it.
        own.gauge("confirmed_ms", int((now - age if age <= now else self._started) * 1000))
        revision = self._finder.revision
        own.gauge("index_revision", revision)
        if revision is not None and revision >= (self._watcher.revision or 0):
            self._level = now
        own.gauge("index_level_ms", int(self._level * 1000))
        counts = self._cached()
        for name in _TOTALS:
            if name in counts:
                own.total(f"cache_{name}", counts[name])
        for name in _HELD:
            own.gauge(f"cache_{name}", counts.get(name))

    async def run(self) -> None:
        """Measure every second, until cancelled."""
        while True:
            self.measure()
            await asyncio.sleep(INTERVAL_SECONDS)


def _resident() -> int | None:
    """Return the bytes of this process in memory, where the machine tells."""
    try:
        return int(_STATM.read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return None
