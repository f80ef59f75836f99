"""Where exports are made: one thread that writes what somebody asked for, once for each state of the catalogue."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.catalogue.exports import folder, moment
from app.content import export_problems, exports, problems, values
from app.db import engine, freshness

CONFIRMED_SECONDS = 5.0
"""How long ago the catalogue's revision may have been confirmed; after that nobody knows what is current."""
RECENT_SECONDS = 60.0
"""How long a whole file is given out after it was seen that the catalogue changed, while the next is being made."""
_TOO_LARGE_SECONDS = 3600
_FAILED_SECONDS, _BUSY_SECONDS = 5.0, 0.1
_CHECK_EVERY = 20
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Who publishes exports, and on what terms; all of it stands in them."""

    url: Callable[[str], str]
    publisher: str
    licence: str
    licence_url: str
    disclaimer: str
    version: str

    @property
    def mark(self) -> str:
        """Return what tells files of these terms from files of others."""
        told = (self.url("/"), self.publisher, self.licence, self.licence_url, self.disclaimer, self.version)
        return "\n".join(told)


class _Stopped(Exception):  # noqa: N818  it is no error
    """The process stops, and the file is not needed any more."""


class _TooLarge(Exception):  # noqa: N818  it becomes a problem, and is none that is described
    """The same catalogue would be too large again."""


class Press:
    """Make files of these forms in one folder, none larger than `limit` bytes, while the file before is given out."""

    def __init__(
        self,
        database: engine.Database,
        *,
        path: Path,
        forms: Iterable[exports.Form],
        terms: Terms,
        watcher: freshness.Watcher,
        limit: int,
    ) -> None:
        self.forms = {form.suffix: form for form in forms}
        self._database = database
        self._folder = folder.Folder(path)
        self._terms, self._watcher, self._limit = terms, watcher, limit
        self._stopping = threading.Event()
        self._guard = threading.Lock()
        self._wanted: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._waiting: set[str] = set()
        self._made: dict[str, folder.Printed] = {}
        self._outdated: dict[str, tuple[folder.Printed, float]] = {}
        self._too_large: dict[str, tuple[str, problems.Problem]] = {}
        self._failed: dict[str, tuple[problems.Problem, float]] = {}
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Clear away what others left; the thread begins with the first wish."""
        self._folder.begin()

    def stop(self) -> None:
        """Leave what is being made, end the thread, and delete the files that nobody else uses."""
        self._stopping.set()
        self._wanted.put(None)
        if self._thread is not None:
            self._thread.join()
        self._folder.end()

    def current(self, suffix: str) -> folder.Printed | None:
        """Return the whole file of the present catalogue, or None where there is none yet.

        Raises Unavailable while it cannot be confirmed what is present, and the problem that kept it from being made.
        """
        state = self._watcher.state
        if state is None or self._watcher.age() > CONFIRMED_SECONDS:
            raise problems.Unavailable(
                "The database does not answer, so that nobody can say whether an export is current.",
                headers={"Retry-After": "1"},
            )
        made, key = self._made.get(suffix), self._key(*state)
        if made is not None and made.key == key:
            return made
        if made is not None and self._outdated.get(suffix, (None, 0.0))[0] != made:
            self._outdated[suffix] = (made, time.monotonic())
        large = self._too_large.get(suffix)
        if large is not None and large[0] == key:
            raise large[1]
        failed = self._failed.get(suffix)
        if failed is not None and time.monotonic() < failed[1]:
            raise failed[0]
        return None

    def recent(self, suffix: str) -> folder.Printed | None:
        """Return the whole file made last, unless it was seen a while ago that the catalogue has changed since."""
        made = self._made.get(suffix)
        since = self._outdated.get(suffix)
        if since is not None and since[0] == made and time.monotonic() - since[1] >= RECENT_SECONDS:
            return None
        return made

    def want(self, suffix: str) -> None:
        """Have the file of the present catalogue made, unless that is being done already."""
        with self._guard:
            if suffix in self._waiting or self._stopping.is_set():
                return
            self._waiting.add(suffix)
            self._wanted.put(suffix)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="exports", daemon=True)
                self._thread.start()

    def forget(self, printed: folder.Printed) -> None:
        """Take note that a file is not there any more."""
        for suffix, held in list(self._made.items()):
            if held == printed:
                self._made.pop(suffix, None)

    def _run(self) -> None:
        while (suffix := self._wanted.get()) is not None and not self._stopping.is_set():
            try:
                self._made[suffix] = self._make(self.forms[suffix])
                self._failed.pop(suffix, None)
            except _Stopped:
                return
            except problems.Problem as problem:
                self._fail(suffix, problem)
            except Exception:  # noqa: BLE001  nothing may end the thread, or nothing would be made again
                _log.exception("export_failed", extra={"form": suffix})
                self._fail(suffix, export_problems.NotMade("This export could not be made."))
            finally:
                with self._guard:
                    self._waiting.discard(suffix)

    def _fail(self, suffix: str, problem: problems.Problem) -> None:
        _log.error("export_not_made", extra={"form": suffix, "code": problem.code, "reason": problem.detail})
        problem.headers.setdefault("Retry-After", str(int(_FAILED_SECONDS)))
        self._failed[suffix] = (problem, time.monotonic() + _FAILED_SECONDS)

    def _make(self, form: exports.Form) -> folder.Printed:
        """Return the file of the present catalogue: the one that another process made, or a new one."""
        while True:
            try:
                with self._folder.making(form.suffix):
                    return self._made_or_found(form)
            except folder.Busy:
                if self._stopping.wait(_BUSY_SECONDS):
                    raise _Stopped from None

    def _made_or_found(self, form: exports.Form) -> folder.Printed:
        database = self._database.apart()
        try:
            with database.read() as session:  # one snapshot, until the last document is written
                key = self._key(*moment.state(session))
                found = self._folder.find(form.suffix, key=key)
                if found is not None:
                    return found
                seen = moment.seen(session)

                def write(stream: BinaryIO, scratch: Path) -> None:
                    held = self._watched(moment.documents(session), form.suffix)
                    form.write(stream, held, self._about(seen, scratch))

                try:
                    return self._folder.make(form.suffix, key=key, write=write, check=self._check)
                except _TooLarge as large:
                    again = {"Retry-After": str(_TOO_LARGE_SECONDS)}
                    problem = export_problems.NotMade(str(large), headers=again)
                    self._too_large[form.suffix] = (key, problem)
                    raise problem from None
        finally:
            database.dispose()

    def _watched(self, documents: Iterator[exports.Published], suffix: str) -> Iterator[exports.Published]:
        """Yield the documents while the process goes on and there is room for what is made of them."""
        for number, published in enumerate(documents):
            if self._stopping.is_set():
                raise _Stopped
            if number % _CHECK_EVERY == 0:
                self._check(self._folder.size(suffix))
            yield published

    def _check(self, size: int) -> None:
        if size > self._limit:
            raise _TooLarge(f"This export would be larger than {self._limit} bytes.")

    def _about(self, seen: moment.Moment, scratch: Path) -> exports.About:
        return exports.About(
            revision=seen.revision,
            changed=seen.changed,
            url=self._terms.url,
            publisher=self._terms.publisher,
            licence=self._terms.licence,
            licence_url=self._terms.licence_url,
            disclaimer=self._terms.disclaimer,
            version=self._terms.version,
            procedures=seen.procedures,
            concepts=seen.concepts,
            sources=seen.sources,
            withdrawn=seen.withdrawn,
            renamed=seen.renamed,
            scratch=str(scratch),
        )

    def _key(self, revision: int, changed: str) -> str:
        return f"{revision}-{values.digest(f'{changed}{self._terms.mark}'.encode())[:16]}"
