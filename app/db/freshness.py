"""How a worker knows that the catalogue changed: it asks the database it reads from, four times a second."""

import contextlib
import math
import threading
import time

from sqlalchemy import exc, select

from app.content import problems
from app.db import engine, tables

INTERVAL_SECONDS = 0.25
_TRANSIENT = (problems.Unavailable, exc.SQLAlchemyError)


class Watcher:
    """Hold the catalogue's revision and when it was last confirmed.

    It has a connection of its own, so that it never waits for the requests, nor they for it.
    """

    def __init__(self, database: engine.Database, *, interval: float = INTERVAL_SECONDS) -> None:
        self._database = engine.Database(database.url, pool_size=1, busy_seconds=interval * 4)
        self._interval = interval
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._confirmed: tuple[int, float] | None = None

    @property
    def revision(self) -> int | None:
        """Return the revision that was confirmed last, or None before the first time."""
        return self._confirmed[0] if self._confirmed else None

    def age(self) -> float:
        """Return the seconds since the revision was confirmed; infinite before the first time."""
        return time.monotonic() - self._confirmed[1] if self._confirmed else math.inf

    def start(self) -> None:
        """Ask once, so that the first request knows, then go on in a thread."""
        with contextlib.suppress(*_TRANSIENT):
            self.poll()
        self._thread = threading.Thread(target=self._run, name="freshness", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and close the connection."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        self._database.dispose()

    def poll(self) -> int:
        """Ask now; raise Unavailable where the database does not answer or holds no catalogue."""
        asked = time.monotonic()
        with self._database.read() as session:
            revision: int | None = session.scalar(select(tables.Catalogue.revision))
        if revision is None:
            raise problems.Unavailable("The database holds no catalogue.", headers={"Retry-After": "1"})
        self._confirmed = (revision, asked)  # one assignment, so that readers never see half of it
        return revision

    def _run(self) -> None:
        while not self._stopping.wait(self._interval):
            # Nothing may end the thread, or the process would never be ready again: the age that grows tells the rest.
            with contextlib.suppress(Exception):
                self.poll()
