"""What a worker knows of the keys, how soon, and that it believes none that it cannot confirm."""

import datetime
import time
from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy import exc, text

from app.access import keyring, keys, principals
from app.authoring import granting
from app.content import access_problems, problems
from app.db import access, clock, engine, freshness, tables
from tests import counting, holders


@pytest.fixture
def watcher(database: engine.Database) -> Iterator[freshness.Watcher]:
    """Return a watcher that asks when it is told to."""
    held = freshness.Watcher(database)
    yield held
    held.stop()


@pytest.fixture
def ring(database: engine.Database, watcher: freshness.Watcher) -> keyring.Keyring:
    return keyring.Keyring(database, watcher)


def proved(ring: keyring.Keyring, key: keys.Made) -> bool:
    try:
        ring.prove(key.text, address="192.0.2.1")
    except access_problems.Unauthenticated:
        return False
    return True


def test_a_key_speaks_for_its_holder_from_an_address(
    database: engine.Database, watcher: freshness.Watcher, ring: keyring.Keyring
) -> None:
    made = holders.made(database, role="reviewer", holder="Bo", procedures=("glow-peel",))
    watcher.poll()
    expected = principals.Principal(
        key_id=made.id,
        holder="Bo",
        role="reviewer",
        job="dermatologist",
        procedures=("glow-peel",),
        address="192.0.2.1",
    )
    assert ring.prove(made.text, address="192.0.2.1") == expected
    assert ring.recall(made.id, address="192.0.2.1") == expected


def test_a_key_is_known_from_the_next_look_and_unknown_from_the_next_after_its_end(
    database: engine.Database, watcher: freshness.Watcher, ring: keyring.Keyring
) -> None:
    watcher.poll()
    made = holders.made(database)
    assert not proved(ring, made)
    watcher.poll()
    assert proved(ring, made)
    with database.write() as session:
        granting.revoke(session, made.id, by=holders.by(clock.now()))
    watcher.poll()
    assert not proved(ring, made)
    with pytest.raises(access_problems.Unauthenticated):
        ring.recall(made.id, address="")


def test_the_end_of_a_key_is_looked_at_in_each_use(
    database: engine.Database, watcher: freshness.Watcher, ring: keyring.Keyring
) -> None:
    made = holders.made(database, lasts=datetime.timedelta(hours=1))
    watcher.poll()
    assert proved(ring, made)
    with time_machine.travel(clock.now() + datetime.timedelta(hours=1, seconds=1)):
        assert not proved(ring, made)


def test_the_id_of_a_key_with_another_s_secret_proves_nothing(
    database: engine.Database, watcher: freshness.Watcher, ring: keyring.Keyring
) -> None:
    made, other = holders.made(database), keys.make()
    watcher.poll()
    signed = f"cdr_{made.id}_{other.text[15:58]}"
    forged = signed + keys._checksum(signed)
    assert keys.parse(forged) is not None
    with pytest.raises(access_problems.Unauthenticated):
        ring.prove(forged, address="")


def test_no_key_is_believed_that_could_have_been_revoked_unseen(
    database: engine.Database,
    watcher: freshness.Watcher,
    ring: keyring.Keyring,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = holders.made(database)
    with pytest.raises(problems.Unavailable):
        ring.prove(made.text, address="")
    watcher.poll()
    assert proved(ring, made)
    monkeypatch.setattr(keyring, "LIMIT_SECONDS", 0.05)
    time.sleep(0.1)
    with pytest.raises(problems.Unavailable) as refusal:
        ring.prove(made.text, address="")
    assert refusal.value.headers["Retry-After"] == "1"
    with pytest.raises(problems.Unavailable):
        ring.recall(made.id, address="")


def test_keys_that_cannot_be_read_leave_the_watcher_unconfirmed(
    database: engine.Database, watcher: freshness.Watcher, ring: keyring.Keyring
) -> None:
    holders.made(database)
    with database.write() as session:
        session.execute(text("ALTER TABLE keys RENAME TO hidden"))
    with pytest.raises((problems.Unavailable, exc.SQLAlchemyError)):
        watcher.poll()
    assert watcher.revision is None
    with database.write() as session:
        session.execute(text("ALTER TABLE hidden RENAME TO keys"))
    watcher.poll()
    assert ring._held


def test_a_look_at_both_revisions_is_one_statement_and_proving_is_none(
    database: engine.Database, watcher: freshness.Watcher, ring: keyring.Keyring
) -> None:
    made = holders.made(database)
    watcher.poll()
    with counting.counted() as statements:
        watcher.poll()
        assert len(statements) == 1
        assert proved(ring, made)
        assert not proved(ring, keys.make())
        assert len(statements) == 1


def last_used(database: engine.Database, key: keys.Made) -> datetime.date | None:
    with database.read() as session:
        held = session.get(access.Key, key.id)
        assert held is not None
        return held.last_used_on


def test_the_day_of_the_last_use_is_written_once_a_day_without_audit_or_revision(
    database: engine.Database, watcher: freshness.Watcher, ring: keyring.Keyring
) -> None:
    used, idle = holders.made(database), holders.made(database)
    watcher.poll()
    with database.read() as session:
        before = session.query(tables.Audit).count(), session.query(access.Access).one().revision
    assert proved(ring, used)
    assert not proved(ring, keys.make())
    assert last_used(database, used) is None
    ring.flush()
    assert last_used(database, used) == clock.now().date()
    assert last_used(database, idle) is None
    assert proved(ring, used)
    with counting.counted() as statements:
        ring.flush()
    assert statements == []
    with time_machine.travel(clock.now() + datetime.timedelta(days=1)):
        assert proved(ring, used)
        ring.flush()
        assert last_used(database, used) == clock.now().date()
    with database.read() as session:
        assert before == (session.query(tables.Audit).count(), session.query(access.Access).one().revision)


def test_a_use_that_could_not_be_written_is_written_later(
    database: engine.Database, watcher: freshness.Watcher, ring: keyring.Keyring
) -> None:
    made = holders.made(database)
    watcher.poll()
    assert proved(ring, made)
    with database.write() as session:
        session.execute(text("ALTER TABLE keys RENAME TO hidden"))
    with pytest.raises((problems.Unavailable, exc.SQLAlchemyError)):
        ring.flush()
    with database.write() as session:
        session.execute(text("ALTER TABLE hidden RENAME TO keys"))
    ring.flush()
    assert last_used(database, made) == clock.now().date()


def test_uses_are_written_in_the_background_and_at_the_end(
    database: engine.Database, watcher: freshness.Watcher
) -> None:
    one, other = holders.made(database), holders.made(database)
    ring = keyring.Keyring(database, watcher, flush_seconds=0.05)
    watcher.poll()
    ring.start()
    assert proved(ring, one)
    deadline = time.monotonic() + 5
    while last_used(database, one) is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    ring._flush_seconds = 60
    assert proved(ring, other)
    ring.stop()
    assert last_used(database, other) == clock.now().date()
