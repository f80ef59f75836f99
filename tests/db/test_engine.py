"""The doors: who may write, when a transaction begins, what a failing commit leaves, how an outage is told."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import exc, insert, select, text, update
from sqlalchemy.orm import Session

from app.content import problems
from app.db import engine, tables, types
from app.db.statements import Statement
from tests import builders

RAISE = update(tables.Catalogue).values(revision=tables.Catalogue.revision + 1)


@pytest.fixture
def other(database_url: str) -> Iterator[engine.Database]:
    """Return the same database as another process would hold it."""
    held = engine.Database(database_url, busy_seconds=0.3)
    yield held
    held.dispose()


def revision(session: Session) -> int:
    return session.scalar(select(tables.Catalogue.revision)) or 0


def unproved(database: engine.Database, row: dict[str, object]) -> None:
    with database.write() as session:
        session.execute(RAISE)
        session.execute(insert(types.Base.metadata.tables["statements"]), [row])


def broken(database: engine.Database) -> None:
    with database.write() as session:
        session.execute(RAISE)
        raise ZeroDivisionError


def test_the_door_for_reading_writes_nothing(filled: engine.Database) -> None:
    with pytest.raises((exc.InternalError, problems.Unavailable)), filled.read() as session:
        session.execute(RAISE)
    with filled.read() as session:
        assert revision(session) == 1


def test_a_session_for_reading_stays_on_one_snapshot(filled: engine.Database, other: engine.Database) -> None:
    with filled.read() as session:
        before = revision(session)
        with other.write() as writing:
            writing.execute(RAISE)
        assert revision(session) == before
    with filled.read() as session:
        assert revision(session) == before + 1


def test_two_writers_that_read_first_both_succeed(filled: engine.Database, database_url: str) -> None:
    """Without BEGIN IMMEDIATE the second fails on SQLite at once, whatever the time it may wait."""
    second = engine.Database(database_url, busy_seconds=5)
    begun, overlapped = threading.Event(), threading.Event()

    def late() -> None:
        begun.wait()
        with second.write() as session:
            revision(session)
            session.execute(RAISE)
        overlapped.set()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(late)
        with filled.write() as session:
            revision(session)
            begun.set()
            overlapped.wait(0.3)
            session.execute(RAISE)
        done.result()
    second.dispose()
    with filled.read() as session:
        assert revision(session) == 3


def test_a_write_transaction_begins_as_a_writer(sqlite_only: engine.Database) -> None:
    other = engine.Database(sqlite_only.url, busy_seconds=0.05)
    with sqlite_only.write() as session:
        revision(session)
        with pytest.raises(problems.Unavailable), other.write():
            pytest.fail("a second writer came in")
    other.dispose()


def test_a_commit_that_fails_raises_and_leaves_nothing_open(filled: engine.Database) -> None:
    with filled.read() as session:
        row = dict(session.execute(select(Statement.__table__).limit(1)).mappings().one())
    row |= {"id": builders.identifier(999), "ordinal": 999, "first_evidence_id": "st_nothing/0"}
    with pytest.raises(exc.IntegrityError):
        unproved(filled, row)
    with filled.write() as session:  # the same connection: a transaction left open would fail here
        assert revision(session) == 1
        assert session.get(Statement, row["id"]) is None
        session.execute(RAISE)
    with filled.read() as session:
        assert revision(session) == 2


def test_a_failure_inside_the_door_undoes_everything(filled: engine.Database) -> None:
    with pytest.raises(ZeroDivisionError):
        broken(filled)
    with filled.read() as session:
        assert revision(session) == 1


def test_a_lock_that_is_not_freed_in_time_is_told_as_unavailable(
    filled: engine.Database, other: engine.Database
) -> None:
    with filled.write() as session:
        session.execute(RAISE)
        begun = time.monotonic()
        with pytest.raises(problems.Unavailable) as raised, other.write() as late:
            late.execute(RAISE)
        assert time.monotonic() - begun < 3
    assert raised.value.headers["Retry-After"] == "1"


def test_no_free_connection_is_told_as_unavailable(database_url: str) -> None:
    narrow = engine.Database(database_url, pool_size=1, busy_seconds=0.2)
    holding, release = threading.Event(), threading.Event()

    def hold() -> None:
        with narrow.read() as session:
            revision(session)
            holding.set()
            release.wait(5)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold)
        holding.wait()
        with pytest.raises(problems.Unavailable), narrow.read() as session:
            revision(session)
        release.set()
    narrow.dispose()


def test_one_thread_never_opens_a_door_inside_another(filled: engine.Database) -> None:
    with filled.read(), pytest.raises(RuntimeError, match="inside another"), filled.read():
        pytest.fail("two connections in one thread")
    with filled.read() as session:
        assert revision(session) == 1


def test_many_readers_on_few_connections_never_wait_for_each_other(filled: engine.Database) -> None:
    def ask(_: int) -> int:
        with filled.read() as session:
            return revision(session)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(32))) == [1] * 32


def test_a_server_that_is_not_there_is_told_as_unavailable() -> None:
    away = engine.Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(problems.Unavailable), away.read() as session:
        session.execute(text("SELECT 1"))
    away.dispose()


def test_a_file_that_is_not_there_is_told_as_unavailable(tmp_path: Path) -> None:
    away = engine.Database(f"sqlite:///{tmp_path}/missing/candour.db")
    with pytest.raises(problems.Unavailable), away.read() as session:
        session.execute(text("SELECT 1"))
    away.dispose()


@pytest.mark.parametrize("damage", [b"", b"not a database at all, " * 400])
def test_a_damaged_file_is_told_as_unavailable(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "damaged.db"
    path.write_bytes(damage)
    damaged = engine.Database(f"sqlite:///{path}")
    with pytest.raises(problems.Unavailable), damaged.read() as session:
        revision(session)
    damaged.dispose()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="in memory"):
        engine.Database(url)


@pytest.mark.parametrize(
    ("version", "faulty"),
    [((3, 6, 23), False), ((3, 7, 0), True), ((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False)],
)
def test_the_versions_that_can_corrupt_a_database_are_known(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], *, faulty: bool
) -> None:
    monkeypatch.setattr(engine._DRIVER, "sqlite_version_info", version)
    assert engine.wal_reset_fault("sqlite:///any.db") is faulty
    assert engine.wal_reset_fault("postgresql+psycopg://any/any") is False


@pytest.mark.parametrize(
    ("setting", "value"),
    [("journal_mode", "wal"), ("synchronous", 1), ("foreign_keys", 1), ("recursive_triggers", 1)],
)
def test_every_connection_is_prepared(sqlite_only: engine.Database, setting: str, value: object) -> None:
    for door in (sqlite_only.read, sqlite_only.write):
        with door() as session:
            assert session.scalar(text(f"PRAGMA {setting}")) == value


def test_a_connection_to_a_server_that_only_reads_now_is_left(postgresql_only: engine.Database) -> None:
    with postgresql_only.write() as session:
        session.execute(text("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"))
    with pytest.raises(problems.Unavailable) as told, postgresql_only.write() as session:
        session.execute(RAISE)
    assert told.value.headers["Retry-After"] == "1"
    with postgresql_only.write() as session:
        session.execute(RAISE)


def test_a_server_with_another_schema_is_told_as_unavailable(postgresql_only: engine.Database) -> None:
    with postgresql_only.write() as session:
        session.execute(text("ALTER TABLE catalogue RENAME COLUMN revision TO hidden"))
    with pytest.raises(problems.Unavailable), postgresql_only.read() as session:
        revision(session)
