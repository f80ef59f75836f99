"""A primary and its standby: which is asked for what, what a standby alone is worth, and how writing comes back."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select, text, update

from app.content import problems
from app.db import engine, freshness, migrations, replication, tables
from tests import cluster

RAISE = update(tables.Catalogue).values(revision=tables.Catalogue.revision + 1)


@pytest.fixture
def servers(postgres_server: str) -> Iterator[tuple[cluster.Server, cluster.Server]]:
    """Return a primary with a migrated database and its standby."""
    assert postgres_server
    with cluster.pair(synchronous=False, fsync="off", max_standby_streaming_delay="50ms") as both:
        migrations.upgrade(both[0].url)
        yield both


def test_a_standby_is_read_until_it_is_the_primary(servers: tuple[cluster.Server, cluster.Server]) -> None:
    """One pair of servers takes as long to start as all that is tried with it."""
    primary, standby = servers
    url = cluster.both(standby, primary)  # whoever writes must pass over the first
    database = engine.Database(url, read_url=url, busy_seconds=2)
    the_public_reads_the_standby_and_whoever_writes_the_primary(database, primary, standby)
    a_standby_that_does_not_keep_up_is_not_level(database, primary, standby)
    a_question_in_the_way_of_the_primary_is_told_as_unavailable(database)
    a_standby_alone_is_read_but_not_confirmed_until_it_is_promoted(database, primary, standby)
    database.dispose()


def port(database: engine.Database, door: str) -> int:
    with getattr(database, door)() as session:
        return int(session.scalar(text("SELECT inet_server_port()")) or 0)


def is_level(database: engine.Database, *, seconds: float = replication.SECONDS) -> bool:
    with database.read() as session:
        return bool(session.scalar(select(replication.level(session, seconds=seconds))))


def the_public_reads_the_standby_and_whoever_writes_the_primary(
    database: engine.Database, primary: cluster.Server, standby: cluster.Server
) -> None:
    asked = {door: port(database, door) for door in ("read", "latest", "write")}
    assert asked == {"read": standby.port, "latest": primary.port, "write": primary.port}
    assert port(database.apart(), "read") == standby.port


def a_standby_that_does_not_keep_up_is_not_level(
    database: engine.Database, primary: cluster.Server, standby: cluster.Server
) -> None:
    watcher = freshness.Watcher(database)
    before = watcher.poll()
    assert is_level(database)
    standby.ask("SELECT pg_wal_replay_pause()")
    try:
        with database.write() as session:
            session.execute(RAISE)
        primary.ask("SELECT pg_switch_wal()")
        assert watcher.poll() == before  # the revision of what it reads, not of what was written
        cluster.wait(lambda: not is_level(database, seconds=0.05))
    finally:
        standby.ask("SELECT pg_wal_replay_resume()")
    cluster.wait(lambda: is_level(database, seconds=0.05))
    assert watcher.poll() == before + 1
    watcher.stop()


def a_question_in_the_way_of_the_primary_is_told_as_unavailable(database: engine.Database) -> None:
    with pytest.raises(problems.Unavailable):
        ask_until_something_is_in_the_way(database)
    assert is_level(database)


def ask_until_something_is_in_the_way(database: engine.Database) -> None:
    with database.read() as session:
        session.execute(text("SELECT * FROM catalogue"))
        with engine.connect(database.url, busy_seconds=2) as connection:
            connection.execute(text("LOCK TABLE catalogue IN ACCESS EXCLUSIVE MODE"))
            connection.commit()
        cluster.wait(lambda: session.scalar(text("SELECT count(*) FROM catalogue")) == -1)


def a_standby_alone_is_read_but_not_confirmed_until_it_is_promoted(
    database: engine.Database, primary: cluster.Server, standby: cluster.Server
) -> None:
    watcher = freshness.Watcher(database)
    known = watcher.poll()
    port(database, "write")
    primary.kill()
    cluster.wait(lambda: not is_level(database))
    age = watcher.age()
    assert watcher.poll() == known
    assert watcher.age() > age

    begun = freshness.Watcher(database)  # in a process that starts now
    assert begun.poll() == known
    assert freshness.UNLEVEL_SECONDS < begun.age() < freshness.UNLEVEL_SECONDS + 5
    begun.stop()
    for door in (database.write, database.latest):
        with pytest.raises(problems.Unavailable) as told, door() as session:
            session.execute(RAISE)
        assert told.value.headers["Retry-After"] == "1"

    standby.promote()
    with database.write() as session:
        session.execute(RAISE)
    assert watcher.poll() == known + 1
    assert watcher.age() < 5
    watcher.stop()
