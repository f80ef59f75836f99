"""The door to search: keeps a snapshot of the index current in the background, and gives it to whoever asks."""

import contextlib
import logging
import threading
import time
from pathlib import Path

from sqlalchemy import exc

from app.catalogue import concepts
from app.catalogue.search import folder, following, lexicon, snapshot
from app.content import problems
from app.db import engine, freshness

PATIENCE_SECONDS = 0.5
"""How long a question waits for the index to catch up with a change that is known of."""
_AGAIN_SECONDS, _BUSY_SECONDS, _LATER_SECONDS, _LOOK_SECONDS, _TRIES = 0.05, 0.2, 1.0, 5.0, 3
_TRANSIENT = (problems.Unavailable, problems.Damaged, exc.SQLAlchemyError)
_log = logging.getLogger(__name__)


class Engine:
    """Follow the catalogue of one database with the index in one folder; `path` None keeps it in memory."""

    def __init__(self, database: engine.Database, *, path: Path | None, watcher: freshness.Watcher) -> None:
        self._database = database.apart()
        self._path = path
        self._folder = folder.Folder(path)
        self._following = following.Following(self._database, self._folder)
        self._watcher = watcher
        self._stopping = threading.Event()
        self._turned = threading.Condition()
        self._snapshot: snapshot.Snapshot | None = None
        self._stamp: tuple[int, int] | None = None
        self._warmed: snapshot.Snapshot | None = None
        self._in_vain: tuple[int | None, snapshot.Snapshot | None] | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to follow, in a thread; the first snapshot of a large catalogue may come later."""
        try:
            if self._following.soon():
                self.turn()
        except _TRANSIENT:
            pass
        except BaseException as error:
            if not folder.is_fault(error):
                raise
        self._thread = threading.Thread(target=self._run, name="search", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and close the connection."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        self._database.dispose()

    def current(self) -> snapshot.Snapshot:
        """Return the newest snapshot, after waiting a moment for it to be level with the catalogue.

        Raises Unavailable while there is none: the index is being made.
        """
        held = self._waited()
        if held is None:
            raise problems.Unavailable(
                "The search index is being made. Procedures can be listed and read meanwhile.",
                headers={"Retry-After": "2"},
            )
        return held

    @property
    def revision(self) -> int | None:
        """Return the catalogue's revision that is searched in, or None while the index is being made."""
        held = self._snapshot
        return held.state.revision if held is not None else None

    def level(self, held: snapshot.Snapshot) -> bool:
        """Tell whether a snapshot is level with what is known of the catalogue."""
        return held.state.revision >= (self._watcher.revision or 0)

    def turn(self) -> None:
        """Catch up now, in this thread, and take the newest snapshot; errors are those of `Following.catch_up`."""
        done = None
        with contextlib.suppress(folder.Busy):
            done = self._following.catch_up()
        stamp = self._folder.stamp()
        found, held = self._folder.read(), self._snapshot
        unchanged = held is not None and found is not None and held.state == found[1] and stamp == self._stamp
        if found is None or (done is None and unchanged):
            return
        with self._database.read() as session:
            words = lexicon.Lexicon(concepts.terms(session))
        with self._turned:
            self._snapshot, self._stamp = snapshot.Snapshot(*found, words), stamp
            self._in_vain = None
            self._turned.notify_all()

    def _waited(self) -> snapshot.Snapshot | None:
        held = self._snapshot
        if held is not None and self.level(held):
            return held
        wanted = self._watcher.revision
        if self._in_vain == (wanted, held):
            return held  # others have waited for this already, and threads are few
        until = time.monotonic() + PATIENCE_SECONDS
        with self._turned:
            while (left := until - time.monotonic()) > 0:
                held = self._snapshot
                if held is not None and self.level(held):
                    return held
                self._turned.wait(left)
            self._in_vain = (wanted, self._snapshot)
            return self._snapshot

    def _run(self) -> None:
        pause, failed, looked = 0.0, 0, 0.0
        while not self._stopping.wait(pause):
            if not self._behind() and time.monotonic() - looked < _LOOK_SECONDS:
                self._warm()
                pause = _AGAIN_SECONDS
                continue
            before, looked = self._snapshot, time.monotonic()
            try:
                self.turn()
                # Where nothing came of it another process is at work, and asking it often does not help it.
                pause, failed = _AGAIN_SECONDS if self._snapshot is not before else _BUSY_SECONDS, 0
            except _TRANSIENT:
                pause = _LATER_SECONDS  # the database is away; requests say so themselves
            except (KeyboardInterrupt, SystemExit):
                raise
            except BaseException:  # noqa: BLE001  nothing may end the thread, or nothing new would be found again
                _log.exception("search_failed")
                pause, failed = _LATER_SECONDS, failed + 1
                if failed >= _TRIES and self._path is not None:
                    self._go_on_in_memory()

    def _behind(self) -> bool:
        held = self._snapshot
        return (
            held is None
            or held.state.revision != self._watcher.revision
            or self._folder.stamp() != self._stamp
        )

    def _warm(self) -> None:
        held = self._snapshot
        if held is not None and held is not self._warmed:
            self._warmed = held
            held.warm(lambda: not self._behind() and not self._stopping.is_set())

    def _go_on_in_memory(self) -> None:
        """Leave a folder that cannot be written or read: this process then has an index of its own."""
        _log.warning("search_in_memory", extra={"folder": str(self._path)})
        self._path = None
        self._folder = folder.Folder(None)
        self._following = following.Following(self._database, self._folder)
