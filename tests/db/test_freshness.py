"""How soon a worker knows, and that it does not claim to know what it could not confirm."""

import contextlib
import math
import threading
import time
import typing
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, literal, select, text, update
from sqlalchemy.orm import Session

from app.content import problems
from app.db import access, engine, freshness, replication, tables
from tests import databases


@pytest.fixture
def watcher(filled: engine.Database) -> Iterator[freshness.Watcher]:
    """Return a watcher that runs."""
    running = freshness.Watcher(filled)
    running.start()
    yield running
    running.stop()


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Tell whether something holds before the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.01)
    return False


def raise_revision(database: engine.Database) -> None:
    with database.write() as session:
        session.execute(update(tables.Catalogue).values(revision=tables.Catalogue.revision + 1))


def test_the_revision_is_known_before_the_first_request(watcher: freshness.Watcher) -> None:
    assert watcher.revision == 1
    assert watcher.age() < 5


def test_a_change_by_anybody_is_known_within_half_a_second(
    filled: engine.Database, watcher: freshness.Watcher
) -> None:
    for expected in (2, 3):
        raise_revision(filled)
        assert within(0.5, lambda expected=expected: watcher.revision == expected)  # type: ignore[misc]  # bound now


def test_a_watcher_that_never_asked_knows_nothing(filled: engine.Database) -> None:
    idle = freshness.Watcher(filled)
    assert (idle.revision, idle.age()) == (None, math.inf)
    idle.stop()


def test_what_cannot_be_confirmed_grows_old_and_is_confirmed_again_afterwards(
    filled: engine.Database, watcher: freshness.Watcher
) -> None:
    with filled.write() as session:
        session.execute(text("ALTER TABLE catalogue RENAME TO hidden"))
    assert within(3, lambda: watcher.age() > 0.6)
    assert watcher.revision == 1
    with filled.write() as session:
        session.execute(text("ALTER TABLE hidden RENAME TO catalogue"))
    raise_revision(filled)
    assert within(3, lambda: watcher.revision == 2)
    assert watcher.age() < 1


def test_a_server_that_comes_back_is_asked_again(postgresql_only: engine.Database) -> None:
    running = freshness.Watcher(postgresql_only)
    running.start()
    others = "pid <> pg_backend_pid() AND datname = current_database()"
    with postgresql_only.write() as session:
        session.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))
    raise_revision(postgresql_only)
    assert within(3, lambda: running.revision == 1)
    running.stop()


def test_a_database_that_is_not_there_is_no_reason_not_to_start() -> None:
    away = engine.Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    running = freshness.Watcher(away)
    running.start()
    assert (running.revision, running.age()) == (None, math.inf)
    with pytest.raises(problems.Unavailable):
        running.poll()
    running.stop()
    away.dispose()


def test_watching_takes_none_of_the_requests_connections(database_url: str) -> None:
    narrow = engine.Database(database_url, pool_size=1, busy_seconds=0.3)
    running = freshness.Watcher(narrow)
    with narrow.read() as session:
        session.execute(text("SELECT 1"))
        running.poll()
    running.stop()
    narrow.dispose()


def test_a_fault_of_any_kind_does_not_end_the_watching(filled: engine.Database) -> None:
    running = freshness.Watcher(filled, interval=0.01)
    running.start()

    def fail(*_: object) -> None:
        if threading.current_thread().name == "freshness":
            raise RuntimeError("something unforeseen")

    event.listen(Engine, "before_cursor_execute", fail)
    time.sleep(0.1)
    event.remove(Engine, "before_cursor_execute", fail)
    raise_revision(filled)
    assert within(3, lambda: running.revision == 2)
    running.stop()


class _Moving:
    """Stand for the door to two servers: which of them is asked, and whether it is level, the test says."""

    def __init__(self, asked: engine.Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = asked
        self.level = True
        monkeypatch.setattr(replication, "level", lambda _: literal(self.level))

    def apart(self, **_: float) -> "_Moving":
        return self

    def dispose(self) -> None:
        """Leave the databases to the test."""

    def read(self) -> contextlib.AbstractContextManager[Session]:
        return self.asked.read()


@pytest.fixture
def moving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[_Moving, engine.Database]]:
    """Return the door to a primary at revision 9, and a standby that is at an older one."""
    primary, standby = (engine.Database(databases.sqlite(tmp_path, template="migrated")) for _ in range(2))
    for database, revision in ((primary, 9), (standby, 4)):
        with database.write() as session:
            session.execute(update(tables.Catalogue).values(revision=revision))
            session.execute(update(access.Access).values(revision=revision))
    yield _Moving(primary, monkeypatch), standby
    for database in (primary, standby):
        database.dispose()


def _over(door: _Moving) -> freshness.Watcher:
    return freshness.Watcher(typing.cast("engine.Database", door))


def test_nothing_is_confirmed_from_the_moment_that_an_older_state_is_read_which_is_not_level(
    moving: tuple[_Moving, engine.Database],
) -> None:
    door, standby = moving
    watcher = _over(door)
    assert (watcher.poll(), watcher.confirmed) == (9, True)
    door.asked, door.level = standby, False
    assert (watcher.poll(), watcher.confirmed) == (4, False)
    age = watcher.age()
    assert age >= freshness.UNLEVEL_SECONDS
    watcher.poll()
    assert watcher.age() >= age  # it goes on to grow
    door.level = True
    assert (watcher.poll(), watcher.confirmed) == (4, True)  # a backup that was put back on purpose


def test_a_standby_that_lost_its_primary_and_says_the_same_is_believed_for_a_moment(
    moving: tuple[_Moving, engine.Database],
) -> None:
    door, _ = moving
    watcher = _over(door)
    watcher.when_access_changes(lambda _: None)
    watcher.poll()
    door.level = False
    assert (watcher.poll(), watcher.confirmed) == (9, True)


def test_no_older_keys_are_read_from_what_is_not_level(moving: tuple[_Moving, engine.Database]) -> None:
    door, standby = moving
    watcher = _over(door)
    read: list[int | None] = []
    watcher.when_access_changes(lambda session: read.append(session.scalar(select(access.Access.revision))))
    watcher.poll()
    with standby.write() as session:
        session.execute(update(tables.Catalogue).values(revision=9))
    door.asked, door.level = standby, False
    watcher.poll()
    assert (read, watcher.confirmed) == ([9], False)
    door.level = True
    watcher.poll()
    assert (read, watcher.confirmed) == ([9, 4], True)
