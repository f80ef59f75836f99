"""Making, replacing and revoking keys: what each leaves behind, and what is refused."""

import datetime
import json

import pytest
from sqlalchemy import select

from app.access import keys
from app.authoring import granting, refusals
from app.db import access, clock, engine, tables
from tests import holders

CANARY_PARTS = 12


def rows(database: engine.Database) -> list[tables.Audit]:
    with database.read() as session:
        return list(session.scalars(select(tables.Audit).order_by(tables.Audit.number)))


def held(database: engine.Database, key_id: str) -> access.Key:
    with database.read() as session:
        found = session.get(access.Key, key_id)
    assert found is not None
    return found


def revisions(database: engine.Database) -> tuple[int, int]:
    with database.read() as session:
        return session.scalars(select(access.Access.revision)).one(), session.scalars(
            select(tables.Catalogue.revision)
        ).one()


def rotate(database: engine.Database, key_id: str, **options: object) -> keys.Made:
    with database.write() as session:
        return granting.rotate(session, key_id, by=holders.by(clock.now()), **options)  # type: ignore[arg-type] # reason: passed on


def revoke(database: engine.Database, key_id: str) -> bool:
    with database.write() as session:
        return granting.revoke(session, key_id, by=holders.by(clock.now()))


def test_each_change_of_a_key_is_one_audit_row_and_raises_the_revision_of_keys_alone(
    database: engine.Database,
) -> None:
    start = revisions(database)
    made = holders.made(database, holder="Ada")
    replaced = rotate(database, made.id)
    assert revoke(database, replaced.id)
    assert [(row.action, row.subject) for row in rows(database)] == [
        ("create_key", made.id),
        ("rotate_key", made.id),
        ("revoke_key", replaced.id),
    ]
    assert revisions(database) == (start[0] + 3, start[1])
    first = rows(database)[0]
    assert (first.editor, first.actor, first.origin, first.note) == (
        "The host",
        "host",
        "command line",
        "For a test.",
    )


def test_the_key_itself_is_nowhere_in_the_database(database: engine.Database) -> None:
    made = holders.made(database)
    replaced = rotate(database, made.id, overlap=datetime.timedelta(hours=1))
    with database.read() as session:
        kept = [
            repr(row)
            for table in access.Key.metadata.sorted_tables
            for row in session.execute(select(table)).all()
        ]
    for key in (made, replaced):
        secret = key.text[15:]
        assert not any(secret[:CANARY_PARTS] in row for row in kept)
        assert sum(key.sha256 in row for row in kept) == 1


def test_a_key_that_is_replaced_at_once_is_revoked_and_the_new_one_permits_the_same(
    database: engine.Database,
) -> None:
    made = holders.made(database, role="author", procedures=("glow-peel",), lasts=datetime.timedelta(days=30))
    new = held(database, rotate(database, made.id).id)
    old = held(database, made.id)
    assert (old.replaced_by, old.revoked_at is not None) == (new.id, True)
    assert (new.holder, new.role, new.scopes) == (old.holder, old.role, old.scopes)
    assert new.expires_at is not None
    assert old.expires_at is not None
    assert new.expires_at - new.created_at == old.expires_at - old.created_at


@pytest.mark.parametrize(("lasts", "left"), [(None, 24), (48, 24), (3, 3)])
def test_a_key_with_an_overlap_is_valid_for_that_time_and_never_longer_than_it_was(
    database: engine.Database, lasts: int | None, left: int
) -> None:
    made = holders.made(database, lasts=datetime.timedelta(hours=lasts) if lasts else None)
    rotate(database, made.id, overlap=datetime.timedelta(hours=24), lifetime=granting.Lifetime())
    old = held(database, made.id)
    assert old.revoked_at is None
    assert old.expires_at is not None
    ends = old.expires_at - clock.now()
    assert datetime.timedelta(hours=left, minutes=-5) < ends <= datetime.timedelta(hours=left)


def test_a_key_is_replaced_once_and_not_after_it_was_revoked(database: engine.Database) -> None:
    made, revoked = holders.made(database), holders.made(database)
    rotate(database, made.id, overlap=datetime.timedelta(hours=1))
    revoke(database, revoked.id)
    before = len(rows(database))
    for key_id in (made.id, revoked.id, "0123456789"):
        with pytest.raises(refusals.Refused):
            rotate(database, key_id)
    with pytest.raises(refusals.Refused):
        revoke(database, "0123456789")
    assert len(rows(database)) == before


def test_revoking_twice_changes_nothing(database: engine.Database) -> None:
    made = holders.made(database)
    assert revoke(database, made.id) is True
    before = held(database, made.id).revoked_at, revisions(database), len(rows(database))
    assert revoke(database, made.id) is False
    assert before == (held(database, made.id).revoked_at, revisions(database), len(rows(database)))


@pytest.mark.parametrize(
    "change",
    [
        {"holder": ""},
        {"holder": "a\u202eb"},
        {"holder": "x" * 121},
        {"role": "clinic"},
        {"clinic": "glow"},
        {"role": "clinic", "clinic": "Not A Slug"},
        {"role": "reviewer"},
        {"role": "author", "job": "surgeon"},
        {"role": "reviewer", "job": ""},
        {"role": "reader", "procedures": ("glow-peel",)},
        {"role": "author", "procedures": ("Not A Slug",)},
        {"role": "author", "procedures": tuple(f"p-{n}" for n in range(201))},
        {"expires_at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)},
    ],
)
def test_a_grant_that_makes_no_sense_is_refused(database: engine.Database, change: dict[str, object]) -> None:
    grant = granting.Grant(**{"holder": "Ada", "role": "admin", **change})  # type: ignore[arg-type] # reason: wrong on purpose
    with pytest.raises(refusals.Refused), database.write() as session:
        granting.create(session, grant, by=holders.by(clock.now()))
    assert rows(database) == []
    with database.read() as session:
        assert session.scalars(select(access.Key)).all() == []


def test_what_the_audit_log_says_of_a_key_is_what_it_is_for(database: engine.Database) -> None:
    holders.made(database, role="reviewer", holder="Bo", procedures=("glow-peel",))
    (row,) = rows(database)
    assert json.loads(row.details) == {
        "holder": "Bo",
        "role": "reviewer",
        "job": "dermatologist",
        "procedures": ["glow-peel"],
        "expires_at": "never",
    }
