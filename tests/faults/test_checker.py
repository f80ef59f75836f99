"""The checker that runs after every fault finds each way in which a database can be wrong, and none in a sound one."""

import contextlib
import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, func, make_url, select, text, update
from sqlalchemy.orm import Session

from app.authoring import importing, preconditions, publishing, releasing
from app.content import values
from app.db import append_only, clock, engine, types
from tests import builders, databases, writers
from tests.authoring import test_withdrawing as withdrawing
from tests.faults import checker

SLUG, OTHER, GONE = "example-peel", "other-peel", "gone-peel"
EFFECT = builders.named("side_effect_1")
Damage = Callable[[Connection], None]


def _sql(*statements: str) -> Damage:
    def damage(connection: Connection) -> None:
        for statement in statements:
            assert connection.execute(text(statement)).rowcount > 0, statement

    return damage


def _document(change: Callable[[bytes], bytes], *, with_digest: bool = False) -> Damage:
    def damage(connection: Connection) -> None:
        revision = types.Base.metadata.tables["revisions"]
        mine = (revision.c.slug == SLUG) & (revision.c.number == 2)
        held = bytes(connection.scalar(select(revision.c.document).where(mine)) or b"")
        changed = change(held)
        assert changed != held
        given = {"document": changed, **({"sha256": values.digest(changed)} if with_digest else {})}
        connection.execute(update(revision).where(mine).values(given))

    return damage


def _newest_undone(connection: Connection) -> None:
    """Take the newest revision of one procedure away with all that was written with it, as if it had never been."""
    damage = _sql(
        f"DELETE FROM changes WHERE slug = '{OTHER}' AND revision = 2",
        f"DELETE FROM audit WHERE subject = '{OTHER}' AND revision = 2",
        f"DELETE FROM revisions WHERE slug = '{OTHER}' AND number = 2",
    )
    damage(connection)


MUTANTS: dict[str, tuple[Damage, str]] = {
    "a lost statement row": (_sql(f"DELETE FROM statements WHERE id = '{EFFECT}'"), f"{EFFECT} is missing"),
    "a lost row of evidence": (
        _sql(f"DELETE FROM evidence WHERE statement_id = '{EFFECT}'"),
        "evidence: " + EFFECT,
    ),
    "a missing audit row": (
        _sql(f"DELETE FROM audit WHERE subject = '{SLUG}' AND revision = 1"),
        "not the one that the audit log has",
    ),
    "a gap in the audit log": (_sql("DELETE FROM audit WHERE number = 3"), "entries were written"),
    "a change that was not announced": (
        _sql(f"DELETE FROM changes WHERE slug = '{SLUG}' AND revision = 2"),
        "is not in the log of changes",
    ),
    "an altered byte in a document": (
        _document(lambda held: held.replace(b'"avoid"', b'"avoie"')),
        "not the bytes",
    ),
    "a document that was forged with its digest": (
        _document(lambda held: held.replace(b'"P3D"', b'"P8D"'), with_digest=True),
        "not the one that the audit log has",
    ),
    "a revision without its projection": (
        _sql(f"DELETE FROM procedures WHERE slug = '{SLUG}'"),
        f"procedures: {SLUG} is missing",
    ),
    "a projection of an older revision": (
        _sql(f"UPDATE procedures SET revision = 1 WHERE slug = '{SLUG}'"),
        "differs in revision",
    ),
    "a section that denies what it holds": (
        _sql(
            "UPDATE sections SET coverage = 'not_addressed', first_statement_id = NULL"
            f" WHERE procedure_slug = '{SLUG}' AND name = 'side_effects'"
        ),
        "differs in coverage",
    ),
    "a lost source": (_sql("DELETE FROM sources"), "the sources example-page are not there"),
    "a lost identifier": (_sql(f"DELETE FROM identifiers WHERE id = '{EFFECT}'"), "are not kept"),
    "a lost tombstone": (_sql("DELETE FROM tombstones"), "tombstones: "),
    "a missing revision": (
        _sql(f"DELETE FROM revisions WHERE slug = '{SLUG}' AND number = 1"),
        "Revision 1 is missing",
    ),
    "an acknowledged write that is gone": (_newest_undone, f"the revision 2 of {OTHER} was acknowledged"),
    "a withdrawal that is gone": (
        _sql(f"DELETE FROM changes WHERE slug = '{GONE}' AND kind = 'withdraw'"),
        f"of {GONE} was acknowledged",
    ),
    "a draft's lost version": (
        _sql(f"DELETE FROM draft_revisions WHERE slug = '{OTHER}' AND number = 1"),
        "a version of the draft",
    ),
    "a draft that is not its newest version": (
        _sql(f"UPDATE drafts SET number = number + 1 WHERE slug = '{OTHER}'"),
        "is not its newest version",
    ),
    "times that run backwards": (
        _sql(f"UPDATE revisions SET published_at = '2001-01-01' WHERE slug = '{SLUG}' AND number = 2"),
        "is not later than the one before it",
    ),
    "a catalogue that is behind": (
        _sql("UPDATE catalogue SET revision = revision - 1"),
        "ahead of the catalogue's revision",
    ),
    "a row that refers to nothing": (
        _sql(f"UPDATE techniques SET owner_slug = 'nobody' WHERE owner_slug = '{SLUG}'"),
        "refer to nothing",
    ),
    "a guard that is gone": (_sql(), "are gone"),
}
"""How a sound database is damaged, and what the checker must say of it."""


@pytest.fixture
def sound(filled: engine.Database) -> tuple[engine.Database, list[checker.Acknowledged]]:
    """Return a database of two procedures, a withdrawn one and a draft, and what was acknowledged of it."""
    made = []
    for number, slug in enumerate((SLUG, OTHER, GONE), start=1):
        for word in ("first", "second"):
            tree = builders.draft_tree(slug, procedure=number)
            tree["summary"]["text"] = f"It is done without surgery, said the {word} time."
            if slug != SLUG or word == "second":
                made.append(writers.bring_out(filled, slug, tree))
    made.append(withdrawing.recall(filled, "side_effect_2"))
    gone = withdrawing.withdraw(filled, GONE)
    tree = builders.draft_tree(OTHER, procedure=2)
    tree["name"] = "Another name"
    draft = writers.create(filled, OTHER, tree)
    told = [checker.Acknowledged("revision", one.slug, one.number, one.sha256) for one in made]
    told.append(checker.Acknowledged("withdrawal", GONE, gone.catalogue_revision, gone.sha256))
    told.append(checker.Acknowledged("draft", OTHER, draft.number, draft.sha256))
    return filled, told


@contextlib.contextmanager
def _undone(url: str) -> Iterator[Connection]:
    """Open a connection that nothing guards, whose transaction is rolled back."""
    with engine.connect(url, busy_seconds=5) as connection, connection.begin() as transaction:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        yield connection
        transaction.rollback()


def test_nothing_is_found_in_a_sound_database(sound: tuple[engine.Database, Any]) -> None:
    database, told = sound
    assert checker.has_amcheck(database.url)
    assert checker.faults(database.url, told) == ()


def test_every_kind_of_damage_is_found(sound: tuple[engine.Database, Any]) -> None:
    database, told = sound
    for name, (damage, said) in MUTANTS.items():
        with _undone(database.url) as connection:
            append_only.drop(connection)
            damage(connection)
            if said != "are gone":
                append_only.recreate(connection)
            found = checker.in_session(Session(connection), told)
        assert [line for line in found if said in line], (name, found)
    assert checker.faults(database.url, told) == ()


def test_what_is_left_of_a_publication_without_a_transaction_is_found(
    sound: tuple[engine.Database, Any],
) -> None:
    """As if each statement had been committed by itself, and the process had died before every fourth of them."""
    database, told = sound
    writers.submit(database, OTHER)
    writers.approve(database, OTHER)
    seen = partial = 0
    for last in itertools.count(1, 4):
        with _undone(database.url) as connection:
            before = _counts(connection)
            ended = _published_up_to(connection, last)
            if not ended and _counts(connection) != before:
                partial += 1
                seen += bool(checker.in_session(Session(connection), told))
        if ended:
            break
    assert partial == seen > 3


def _counts(connection: Connection) -> list[int]:
    return [
        connection.scalar(select(func.count()).select_from(table)) or 0
        for table in types.Base.metadata.tables.values()
    ]


def _published_up_to(connection: Connection, last: int) -> bool:
    """Publish a draft on a connection, but for the statements from one on; tell whether there were none of these."""
    left = last

    class Died(Exception):  # noqa: N818 - it names what happened
        pass

    def count(asked: Connection, *_: object) -> None:
        nonlocal left
        if asked is connection:
            left -= 1
            if left == 0:
                raise Died

    event.listen(Engine, "before_cursor_execute", count)
    try:
        releasing.publish(
            Session(connection, autoflush=False),
            writers.PUBLISHER,
            OTHER,
            conditions=publishing.Conditions(),
            note="",
            expected=preconditions.ANYTHING,
            now=clock.now(),
        )
    except Died:
        return False
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    return True


def test_pages_that_are_not_what_was_written_are_found(tmp_path: Path) -> None:
    url = databases.sqlite(tmp_path, template="migrated")
    made = engine.Database(url)
    importing.import_folder(made, builders.folder(tmp_path / "catalogue"))
    made.dispose()
    path = Path(make_url(url).database or "")
    held, chance = path.read_bytes(), random.Random(1)
    for _ in range(3):
        start = chance.randrange(20, len(held) // 4096) * 4096
        path.write_bytes(held[:start] + bytes(4096) + held[start + 4096 :])
        assert checker.faults(url) != (), start // 4096
    path.write_bytes(held[: len(held) // 2])
    assert checker.faults(url) != ()
    path.write_bytes(b"")
    assert checker.faults(url) != ()
