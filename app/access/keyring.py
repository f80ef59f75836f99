"""The keys that a worker knows: all of them in memory, read anew when their revision moves, so that no request asks."""

import contextlib
import datetime
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from app.access import keys, principals
from app.content import access_problems, problems
from app.db import access, clock, engine, freshness

LIMIT_SECONDS = 5.0
"""How long ago the keys may have been confirmed; beyond it none is believed, since it could have been revoked."""
FLUSH_SECONDS = 30.0
"""How often the days on which keys were used are written."""
_NOBODY = "0" * 64


@dataclass(frozen=True, kw_only=True)
class _Held:
    """Hold what proves a key, and whom it speaks for."""

    sha256: str
    principal: principals.Principal
    expires_at: datetime.datetime | None
    last_used_on: datetime.date | None


class Keyring:
    """Prove keys from a snapshot of all that are not revoked, and remember by day which were used.

    Make it before the watcher is started: the watcher's first look at the database fills it.
    """

    def __init__(
        self, database: engine.Database, watcher: freshness.Watcher, *, flush_seconds: float = FLUSH_SECONDS
    ) -> None:
        self._database = database
        self._watcher = watcher
        self._flush_seconds = flush_seconds
        self._held: Mapping[str, _Held] = {}
        self._used: dict[str, datetime.date] = {}
        """The newest use that this worker knows of, by the id of the key."""
        self._unwritten: dict[str, datetime.date] = {}
        self._noting = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        watcher.when_access_changes(self._read)

    def prove(self, text: str, *, address: str) -> principals.Principal:
        """Return whom a key speaks for; raise Unauthenticated, or Unavailable where nobody can tell at present."""
        self._require_fresh()
        presented = keys.parse(text)
        held = self._held.get(presented.id) if presented else None
        if presented is None or not keys.is_proved(presented, kept=held.sha256 if held else _NOBODY):
            raise access_problems.Unauthenticated
        return self._speaking(held, address=address)

    def recall(self, key_id: str, *, address: str) -> principals.Principal:
        """Return whom a key speaks for that was proved before, in a session; raise as `prove` does."""
        self._require_fresh()
        return self._speaking(self._held.get(key_id), address=address)

    def start(self) -> None:
        """Begin to write the days of use, in a thread."""
        self._thread = threading.Thread(target=self._run, name="keyring", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what is left, where the database lets us, and end the thread."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        with contextlib.suppress(Exception):
            self.flush()

    def flush(self) -> None:
        """Write the days on which keys were used since the last time; what cannot be written is kept."""
        with self._noting:
            used, self._unwritten = self._unwritten, {}
        if not used:
            return
        try:
            with self._database.write() as session:
                for day in sorted(set(used.values())):
                    _write(session, [key_id for key_id, on in used.items() if on == day], day=day)
        except BaseException:
            with self._noting:
                self._unwritten = {**used, **self._unwritten}
            raise

    def _require_fresh(self) -> None:
        if self._watcher.age() > LIMIT_SECONDS:
            raise problems.Unavailable(
                "Keys cannot be confirmed at present, and none is believed unconfirmed.",
                headers={"Retry-After": "1"},
            )

    def _speaking(self, held: _Held | None, *, address: str) -> principals.Principal:
        now = clock.now()
        if held is None or (held.expires_at is not None and held.expires_at <= now):
            raise access_problems.Unauthenticated
        self._note(held, on=now.date())
        return held.principal.at(address)

    def _run(self) -> None:
        while not self._stopping.wait(self._flush_seconds):
            # Nothing may end the thread; days that could not be written are written later.
            with contextlib.suppress(Exception):
                self.flush()

    def _note(self, held: _Held, *, on: datetime.date) -> None:
        key_id = held.principal.key_id
        known = max(filter(None, (held.last_used_on, self._used.get(key_id))), default=datetime.date.min)
        if known < on:
            with self._noting:
                self._used[key_id] = self._unwritten[key_id] = on

    def _read(self, session: Session) -> None:
        rows = session.scalars(select(access.Key).where(access.Key.revoked_at.is_(None))).all()
        self._held = {row.id: _held(row) for row in rows}  # one assignment, so that nobody sees half of it
        with self._noting:
            self._used = {key_id: on for key_id, on in self._used.items() if key_id in self._held}


def _held(row: access.Key) -> _Held:
    principal = principals.Principal(
        key_id=row.id,
        holder=row.holder,
        role=principals.role(row.role),
        job=row.job,
        clinic=row.clinic_slug,
        procedures=principals.confined(row.scopes),
    )
    return _Held(
        sha256=row.sha256, principal=principal, expires_at=row.expires_at, last_used_on=row.last_used_on
    )


def _write(session: Session, key_ids: list[str], *, day: datetime.date) -> None:
    session.execute(
        update(access.Key)
        .where(access.Key.id.in_(key_ids))
        .where(or_(access.Key.last_used_on.is_(None), access.Key.last_used_on < day))
        .values(last_used_on=day)
    )
