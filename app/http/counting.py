"""Counts of answers that the processes of one service share: each writes its own file, and whoever is asked adds up.

A file is mapped into memory, so that counting is three small writes there and nothing is lost with a process that
is killed. What is counted is bounded by the size of the file: methods, templates of routes, statuses; never what was
asked for.
"""

import bisect
import contextlib
import fcntl
import hashlib
import mmap
import os
import secrets
import shutil
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""The bounds of what is told apart of how long answers take, in seconds."""
COUNTERS = ("started", "cache_hits", "cache_misses", "cache_bypassed", "cache_stale", "cache_collapsed")
"""What only grows, and stays when a process ends."""
GAUGES = (
    "in_progress",
    "resident_bytes",
    "cache_entries",
    "cache_bytes",
    "catalogue_revision",
    "confirmed_ms",
    "index_revision",
    "index_level_ms",
    "figures_ms",
    "disk_free_bytes",
    "procedures",
    "statements_overdue",
    "procedures_overdue",
    "webhooks_active",
    "webhooks_failing",
    "webhooks_stopped",
    "deliveries_waiting",
)
"""What goes up and down, and is forgotten when a process ends; those in `_ms` are moments of the machine's clock."""
MOST_SERIES = 1_024
"""How many kinds of answers are told apart; any more are one."""
KEY_BYTES = 128
OTHER = ("application", "OTHER", "other", 0)
_WORD = 8
_COUNTER_CELLS, _GAUGE_CELLS = 16, 48
_KEY_CELLS, _VALUE_CELLS = KEY_BYTES // _WORD, 2 + len(BOUNDS)
_SERIES_CELLS = _KEY_CELLS + _VALUE_CELLS
_HEAD_CELLS = _COUNTER_CELLS + _GAUGE_CELLS
SIZE = (_HEAD_CELLS + MOST_SERIES * _SERIES_CELLS) * _WORD
_IN_USE, _ADDING, _LEADING, _GONE = "in-use.lock", "adding.lock", "leading.lock", "gone"

Series = tuple[str, str, str, int]
"""Who answered (`cache` or `application`), method, template of the route, and status."""


class Own:
    """Count for this process. Only the thread of its event loop may call what counts answers."""

    def __init__(self, memory: mmap.mmap) -> None:
        self.in_progress = 0
        self._memory = memory
        self._cells = memoryview(memory).cast("Q")
        self._places: dict[Series, int] = {}

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer of the application."""
        self._count(("application", method, route, status), seconds)

    def hit(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer that the cache gave without the application."""
        self._count(("cache", method, route, status), seconds)

    def total(self, name: str, value: int) -> None:
        """Set what one of the counters has come to in this process."""
        self._cells[COUNTERS.index(name)] = value

    def gauge(self, name: str, value: int | None) -> None:
        """Set one of the gauges; None where it is not known, which is told apart from 0."""
        self._cells[_COUNTER_CELLS + GAUGES.index(name)] = 0 if value is None else value + 1

    def move(self, memory: mmap.mmap) -> None:
        """Go on counting in other memory."""
        memory[:] = self._memory[:]
        self.close()
        self._memory = memory
        self._cells = memoryview(memory).cast("Q")

    def restore(self, series: Series, values: Sequence[int]) -> None:
        """Count what was counted elsewhere: nanoseconds, and how many took how long."""
        place = self._place(series)
        for position, value in enumerate(values):
            self._cells[place + position] += value

    def content(self) -> bytes:
        """Return all of it as it stands in a file."""
        return bytes(self._memory[:])

    def close(self) -> None:
        """Let go of the memory."""
        self._cells.release()
        self._memory.close()

    def _count(self, series: Series, seconds: float) -> None:
        place = self._places.get(series)
        if place is None:
            place = self._place(series)
        cells = self._cells
        cells[place] += int(seconds * 1e9)
        cells[place + 1 + bisect.bisect_left(BOUNDS, seconds)] += 1

    def _place(self, series: Series) -> int:
        """Return where a kind of answers is counted, which is made at its first."""
        number = len(set(self._places.values()))
        key = _packed(series)
        if number >= MOST_SERIES - 1 or len(key) > KEY_BYTES:
            number, key = MOST_SERIES - 1, _packed(OTHER)
        begin = _HEAD_CELLS + number * _SERIES_CELLS
        self._memory[begin * _WORD : begin * _WORD + len(key)] = key
        self._places[series] = begin + _KEY_CELLS
        return self._places[series]


def alone() -> Own:
    """Return counts that no other process sees."""
    return Own(mmap.mmap(-1, SIZE))


@dataclass
class Sums:
    """Hold what the processes of a service have counted: answers by kind as nanoseconds and how many took how long."""

    answers: dict[Series, list[int]] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTERS, 0))
    gauges: dict[str, list[int]] = field(default_factory=dict)
    """What each process that lives has said, without those that do not know."""
    living: int = 0

    def add(self, content: bytes, *, lives: bool) -> None:
        """Add the file of a process; one that ended has no gauges any more."""
        if len(content) != SIZE:
            return  # it is just being made
        cells = memoryview(content).cast("Q")
        for number, name in enumerate(COUNTERS):
            self.counters[name] += cells[number]
        self.living += lives
        for number, name in enumerate(GAUGES if lives else ()):
            if cells[_COUNTER_CELLS + number]:
                self.gauges.setdefault(name, []).append(cells[_COUNTER_CELLS + number] - 1)
        for number in range(MOST_SERIES):
            begin = _HEAD_CELLS + number * _SERIES_CELLS
            key = content[begin * _WORD : (begin + _KEY_CELLS) * _WORD].rstrip(b"\0")
            if key:
                held = self.answers.setdefault(_unpacked(key), [0] * _VALUE_CELLS)
                for position in range(_VALUE_CELLS):
                    held[position] += cells[begin + _KEY_CELLS + position]

    def content(self) -> bytes:
        """Return the file of a process that has counted all of this and ended."""
        held = alone()
        try:
            for name, value in self.counters.items():
                held.total(name, value)
            for series, values in self.answers.items():
                held.restore(series, values)
            return held.content()
        finally:
            held.close()


class Shared:
    """Keep the files of the processes of one service in a folder, which the first of them finds empty.

    `parent` may hold the folders of several services: each has its own by the name of the machine and its address.
    """

    def __init__(self, parent: Path, *, host: str, port: int) -> None:
        known = f"{socket.gethostname()} {host} {port}".encode()
        self.path = parent / hashlib.sha256(known).hexdigest()[:16]
        self._used: TextIO | None = None
        self._file: TextIO | None = None
        self._leading: TextIO | None = None

    def begin(self, own: Own) -> None:
        """Clear away what processes left that ended, and have this one count in a file here; raises OSError."""
        self._clear()
        self._used = self._use()
        with self._adding(fcntl.LOCK_EX):
            self._put_together()
        path = self.path / f"{os.getpid()}-{secrets.token_hex(4)}"
        self._file = path.open("x+")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        # The room is taken now: a disk that is full later would end the process in the middle of counting.
        os.posix_fallocate(self._file.fileno(), 0, SIZE)
        own.move(mmap.mmap(self._file.fileno(), SIZE))
        own.total("started", 1)

    def end(self, own: Own) -> None:
        """Let go of the files; the last process takes the folder with it."""
        own.move(mmap.mmap(-1, SIZE))
        for held in (self._file, self._leading, self._used):
            if held is not None:
                held.close()
        self._file = self._leading = self._used = None
        self._clear()

    def leads(self) -> bool:
        """Tell whether this process is the one of them that does what only one need do."""
        if self._leading is None and self._file is not None:
            lock = (self.path / _LEADING).open("a")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.close()
                return False
            self._leading = lock
        return self._leading is not None

    def sums(self) -> Sums:
        """Add up what the processes have counted, those that have ended among them."""
        found = Sums()
        with self._adding(fcntl.LOCK_SH):
            for path in self._files():
                with path.open("rb") as file:
                    found.add(file.read(), lives=_is_locked(file.fileno()))
        return found

    @contextlib.contextmanager
    def _adding(self, kind: int) -> Iterator[None]:
        """Keep files from being put together while they are added up."""
        with (self.path / _ADDING).open("a") as lock:
            fcntl.flock(lock, kind)
            yield

    def _put_together(self) -> None:
        """Make one file of those of processes that have ended, so that restarts do not fill the folder."""
        gone, ended = Sums(), []
        for path in self._files():
            with path.open("rb") as file:
                content = file.read()
                if not _is_locked(file.fileno()) and len(content) == SIZE:
                    gone.add(content, lives=False)
                    ended.append(path)
        if len(ended) > 1:
            new = self.path / f".{_GONE}"
            new.write_bytes(gone.content())
            for path in ended:
                path.unlink()
            new.replace(self.path / _GONE)

    def _files(self) -> list[Path]:
        return sorted(path for path in self.path.iterdir() if path.suffix != ".lock" and path.name[0] != ".")

    def _use(self) -> TextIO:
        """Say that this process uses the folder, for as long as it runs."""
        while True:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                lock = (self.path / _IN_USE).open("a")
                fcntl.flock(lock, fcntl.LOCK_SH)
                if (self.path / _IN_USE).exists():  # nobody took the folder away meanwhile
                    return lock
                lock.close()

    def _clear(self) -> None:
        """Remove the folders of services that have ended."""
        for folder in self.path.parent.glob("*"):
            with contextlib.suppress(OSError), (folder / _IN_USE).open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)


def _is_locked(file: int) -> bool:
    """Tell whether the process that made a file still lives."""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(file, fcntl.LOCK_UN)
    return False


def _packed(series: Series) -> bytes:
    return "\t".join(map(str, series)).encode("utf-8")


def _unpacked(key: bytes) -> Series:
    by, method, route, status = key.decode("utf-8").split("\t")
    return by, method, route, int(status)
