"""How a worker knows that the catalogue or the keys changed: four times a second it asks the database it reads from."""

import contextlib
import datetime
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import exc, select
from sqlalchemy.orm import Session

from app.content import problems, values
from app.db import access, engine, replication, tables

INTERVAL_SECONDS = 0.25
UNLEVEL_SECONDS = 10.0
"""How old that counts which another server would know better: nobody knows how old it is, but it is not confirmed."""
CONFIRMED_SECONDS = 2.0
"""How long ago the revision may have been confirmed for what rests on it to count as confirmed."""
_REVISIONS = select(
    tables.Catalogue.revision.label("catalogue"),
    tables.Catalogue.changed_at,
    access.Access.revision.label("access"),
).join(access.Access, access.Access.id == tables.Catalogue.id)
_TRANSIENT = (problems.Unavailable, exc.SQLAlchemyError)


@dataclass(frozen=True, kw_only=True)
class Known:
    """Say in which state the catalogue was seen: what was answered in one state holds as long as it is that one."""

    revision: int
    changed: datetime.datetime
    """When the catalogue changed to this revision, which tells it from one that was put back by a restore."""


class Watcher:
    """Hold the catalogue's revision and when it was last confirmed.

    It has a connection of its own, so that it never waits for the requests, nor they for it.
    """

    def __init__(self, database: engine.Database, *, interval: float = INTERVAL_SECONDS) -> None:
        self._database = database.apart(busy_seconds=interval * 4)
        self._interval = interval
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.known: Known | None = None
        """The state that was confirmed last; the same object for as long as it is the same state."""
        self._confirmed_at = -math.inf
        self._read_access: Callable[[Session], None] | None = None
        self._access: int | None = None
        self._reached_at = -math.inf

    @property
    def revision(self) -> int | None:
        """Return the revision that was confirmed last, or None before the first time."""
        return self.known.revision if self.known else None

    @property
    def state(self) -> tuple[int, str] | None:
        """Return that revision and when the catalogue changed to it."""
        known = self.known
        return (known.revision, values.stamp(known.changed)) if known else None

    def age(self) -> float:
        """Return the seconds since the revision was confirmed; infinite before the first time."""
        return time.monotonic() - self._confirmed_at

    @property
    def confirmed(self) -> bool:
        """Tell whether the revision was confirmed of late."""
        return self.age() <= CONFIRMED_SECONDS

    def when_access_changes(self, read: Callable[[Session], None]) -> None:
        """Call this when the keys changed, with the session that saw it; their revision is confirmed by its success."""
        self._read_access = read

    def reached(self) -> float:
        """Return the seconds since a database answered, be it one that cannot confirm what it says; infinite before."""
        return time.monotonic() - self._reached_at

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
        """Ask now; raise Unavailable where the database does not answer or holds no catalogue.

        What a standby says is known, but not confirmed, while it is not level with its primary. Where it says something
        else than what was confirmed, as when this connection moved to one that is still catching up, nothing is
        confirmed from that moment on, and no older keys are read. A restored backup is confirmed once what is read is
        level with it.
        """
        asked = time.monotonic()
        with self._database.read() as session:
            query = _REVISIONS.add_columns(replication.level(session).label("level"))
            found = session.execute(query).one_or_none()
            if found is None:
                raise problems.Unavailable("The database holds no catalogue.", headers={"Retry-After": "1"})
            self._reached_at = asked
            seen = Known(revision=found.catalogue, changed=found.changed_at)
            other_keys = self._read_access is not None and found.access != self._access
            if not found.level and (other_keys or seen != self.known):
                # Before the state, so that what was confirmed of another one never passes for this one's.
                self._confirmed_at = min(self._confirmed_at, asked - UNLEVEL_SECONDS)
            older_keys = self._access is not None and found.access < self._access
            if self._read_access is not None and other_keys and (found.level or not older_keys):
                self._read_access(session)
                self._access = found.access
        if seen != self.known:
            self.known = seen
        # After the state, so that no older one ever passes for confirmed.
        if found.level:
            self._confirmed_at = asked
        elif math.isinf(self._confirmed_at):
            self._confirmed_at = asked - UNLEVEL_SECONDS
        return seen.revision

    def _run(self) -> None:
        while not self._stopping.wait(self._interval):
            # Nothing may end the thread, or the process would never be ready again: the age that grows tells the rest.
            with contextlib.suppress(Exception):
                self.poll()
