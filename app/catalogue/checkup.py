"""Looks, beside the requests, at what they need: the schema, the folder for files, and the figures for operators."""

import contextlib
import dataclasses
import datetime
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.catalogue import figures
from app.db import clock, engine, freshness, schema

INTERVAL_SECONDS = 10.0
_FIRST_SECONDS, _PATIENCE_SECONDS = 0.5, 2.0
FULL_BYTES = 16 * 1024 * 1024
"""Below this much free room a folder is as good as full."""

Room = Literal["writable", "full", "not_writable"]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Say how the database's schema and the folder for files stood at the last look."""

    schema: str | None
    room: Room
    free_bytes: int | None


class Checkup:
    """Look every few seconds in a thread, at a database whose schema was current at first.

    `keep` takes figures, and only where `leads` says that this process counts for all of its service.
    The catalogue is counted at most once for each of its states and each day, webhooks at every look.
    """

    def __init__(
        self,
        database: engine.Database,
        watcher: freshness.Watcher,
        *,
        folder: Path,
        keep: Callable[[Mapping[str, int | None]], None] | None = None,
        leads: Callable[[], bool] = lambda: True,
        interval: float = INTERVAL_SECONDS,
    ) -> None:
        room, free = _room(folder)
        self.seen = Seen(schema=schema.HEAD, room=room, free_bytes=free)
        self._database, self._watcher, self._folder = database, watcher, folder
        self._keep, self._leads, self._interval = keep, leads, interval
        self._counted: tuple[tuple[int, str] | None, datetime.date] | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look, in a thread."""
        self._thread = threading.Thread(target=self._run, name="checkup", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(_PATIENCE_SECONDS)

    def look(self) -> None:
        """Look now; raises Unavailable where the database does not answer, after having looked at the folder."""
        room, free = _room(self._folder)
        self.seen = dataclasses.replace(self.seen, room=room, free_bytes=free)
        self.seen = dataclasses.replace(self.seen, schema=schema.current(self._database))
        if self._keep is not None and self._leads():
            self._keep({**self._count(), "figures_ms": int(time.monotonic() * 1000), "disk_free_bytes": free})

    def _count(self) -> dict[str, int]:
        wanted = (self._watcher.state, clock.now().date())
        found: dict[str, int] = {}
        with self._database.read() as session:
            found |= dataclasses.asdict(figures.webhooks(session))
            if wanted != self._counted:
                found |= dataclasses.asdict(figures.catalogue(session, today=wanted[1]))
                self._counted = wanted
        return found

    def _run(self) -> None:
        pause = _FIRST_SECONDS
        while not self._stopping.wait(pause):
            # Nothing may end the thread: what could not be seen shows by its age.
            with contextlib.suppress(Exception):
                self.look()
            pause = self._interval


def _room(folder: Path) -> tuple[Room, int | None]:
    """Tell whether there can be files in a folder that may not have been made yet, and how many bytes are free."""
    there = next((path for path in (folder, *folder.absolute().parents) if path.is_dir()), None)
    if there is None or not os.access(there, os.W_OK):
        return "not_writable", None
    held = os.statvfs(there)
    free = held.f_bavail * held.f_frsize
    return ("writable" if free >= FULL_BYTES else "full"), free
