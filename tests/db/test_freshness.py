"""How soon a worker knows, and that it does not claim to know what it could not confirm."""

import math
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, event, text, update

from app.content import problems
from app.db import engine, freshness, tables


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
