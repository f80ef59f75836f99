"""Backups: taken under writes, proved, brought back into either kind of database; never called good unseen."""

import hashlib
import os
import shutil
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from app.authoring import backups, checking, importing, refusals
from app.db import append_only, copying, drafts, engine, migrations, tables, types
from tests import builders, commands

TRIALS = int(os.environ.get("CANDOUR_BACKUPS", "4"))
"""How many backups are taken while somebody writes."""


def silent(_done: int, _total: int, _current: str) -> None:
    """Tell nobody."""


def contents(database: engine.Database) -> dict[str, str]:
    """Return a digest of every row of every table."""
    with database.read() as session:
        return {
            name: hashlib.sha256(repr(sorted(map(repr, session.execute(select(table))))).encode()).hexdigest()
            for name, table in types.Base.metadata.tables.items()
        }


def back_up(database: engine.Database, path: Path) -> Path:
    """Take a backup; return its file."""
    backups.back_up(database, path, progress=silent)
    return path


def restore(path: Path, url: str, *, replace: str | None = None) -> None:
    """Bring a backup back."""
    backups.restore(path, url, replace=replace, progress=silent)


@pytest.fixture
def elsewhere(empty_database_url: str) -> Iterator[engine.Database]:
    """Return a database of either kind that was never migrated."""
    held = engine.Database(empty_database_url)
    yield held
    held.dispose()


def test_a_backup_of_either_kind_comes_back_into_either_kind(
    withdrawn: engine.Database, elsewhere: engine.Database, tmp_path: Path
) -> None:
    before = contents(withdrawn)
    path = back_up(withdrawn, tmp_path / "candour.backup")
    assert [found.name for found in tmp_path.glob("*candour.backup*")] == ["candour.backup"]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    restore(path, elsewhere.url)
    assert contents(elsewhere) == before
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
    with elsewhere.read() as session:
        assert append_only.missing(session.connection()) == ()
    assert migrations.current(elsewhere.url) == migrations.head()
    migrations.check(elsewhere.url)
    assert checking.check(elsewhere, builders.folder(tmp_path / "again")).ok
    with elsewhere.write() as session, pytest.raises(Exception, match="may not be changed this way"):
        session.execute(text("DELETE FROM audit"))


def test_only_its_owner_may_read_a_backup(filled: engine.Database, tmp_path: Path) -> None:
    """It holds digests of keys and what webhooks are signed with."""
    path = back_up(filled, tmp_path / "candour.backup")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_backup_overwrites_nothing(filled: engine.Database, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("Mine.")
    with pytest.raises(refusals.Refused, match="overwrites nothing"):
        back_up(filled, tmp_path / "mine")
    assert (tmp_path / "mine").read_text() == "Mine."


def test_every_backup_that_is_taken_while_somebody_writes_is_sound(
    filled: engine.Database, tmp_path: Path
) -> None:
    """Each holds some committed state, and writers do not wait for it."""
    stop, written, seen = threading.Event(), [0], 1

    def write() -> None:
        own = engine.Database(filled.url, pool_size=1)
        while not stop.is_set():
            written[0] += 1
            tree = {**builders.draft_tree(), "name": f"Peel {written[0]}"}
            importing.import_folder(own, builders.folder(tmp_path / "new", tree))
        own.dispose()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for trial in range(TRIALS):
            path = back_up(filled, tmp_path / f"{trial}.backup")
            with engine.connect_still(path) as connection:
                counted = copying.counts(connection)
            assert counted["changes"] == counted["revisions"] >= seen
            seen = counted["revisions"]
    finally:
        stop.set()
        writer.join(timeout=30)
    assert written[0] > TRIALS


def test_a_database_that_is_not_empty_is_replaced_only_by_its_name(
    filled: engine.Database, tmp_path: Path
) -> None:
    path = back_up(filled, tmp_path / "candour.backup")
    before = contents(filled)
    importing.import_folder(filled, builders.folder(tmp_path / "more", builders.draft_tree(extra=1)))
    later = contents(filled)
    for wrong in (None, "another"):
        with pytest.raises(refusals.Refused, match=r"not empty|not the database"):
            restore(path, filled.url, replace=wrong)
    assert contents(filled) == later != before
    restore(path, filled.url, replace=copying.name(filled.url))
    assert contents(filled) == before


def test_an_older_backup_is_brought_to_this_schema(elsewhere: engine.Database, tmp_path: Path) -> None:
    old = tmp_path / "old.backup"
    migrations.upgrade(f"sqlite:///{old}", "0005")
    digest = hashlib.sha256(old.read_bytes()).hexdigest()
    restore(old, elsewhere.url)
    assert migrations.current(elsewhere.url) == migrations.head()
    assert hashlib.sha256(old.read_bytes()).hexdigest() == digest


def altered(database: engine.Database, statement: str, path: Path) -> Path:
    """Return a backup in which somebody altered something past the triggers."""
    back_up(database, path)
    connection = engine.open_file(path)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute(statement)
    connection.close()
    connection = engine.Database(f"sqlite:///{path}")
    with connection.write() as session:
        append_only.recreate(session.connection())
    connection.dispose()
    engine.settle(path)
    return path


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE revisions SET document = CAST(replace(document, 'peel', 'heel') AS BLOB)", "not the bytes"),
        ("DELETE FROM audit WHERE number = 2", "entries were written"),
        ("DELETE FROM changes WHERE number = 1", "changes"),
        ("DELETE FROM concepts WHERE id = 'face'", "refers to nothing"),
    ],
)
def test_a_backup_that_was_altered_is_not_restored(
    withdrawn: engine.Database, elsewhere: engine.Database, tmp_path: Path, statement: str, said: str
) -> None:
    path = altered(withdrawn, statement, tmp_path / "candour.backup")
    with pytest.raises(refusals.Refused, match=said):
        restore(path, elsewhere.url)
    assert copying.contents(elsewhere.url) == 0


def test_a_backup_without_its_guards_or_with_fewer_rows_is_not_called_good(
    filled: engine.Database, tmp_path: Path
) -> None:
    path = back_up(filled, tmp_path / "candour.backup")
    with engine.connect_still(path) as connection:
        counted = copying.counts(connection)
    backups._require_sound(path, counted=counted)
    with pytest.raises(refusals.Refused, match=r"evidence: .* rows were to be copied"):
        backups._require_sound(path, counted={**counted, "evidence": counted["evidence"] + 1})
    connection = engine.open_file(path)
    connection.execute("DROP TRIGGER audit_no_delete")
    connection.close()
    with pytest.raises(refusals.Refused, match="audit_no_delete are gone"):
        backups._require_sound(path)


@pytest.mark.parametrize("kept", [10_000, 100, 0])
def test_a_backup_that_was_cut_short_is_not_restored(
    filled: engine.Database, elsewhere: engine.Database, tmp_path: Path, kept: int
) -> None:
    path = back_up(filled, tmp_path / "candour.backup")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(refusals.Refused):
        restore(path, elsewhere.url)
    assert copying.contents(elsewhere.url) == 0


def test_a_backup_of_a_damaged_database_is_not_called_good(filled: engine.Database, tmp_path: Path) -> None:
    with filled.write() as session:
        append_only.drop(session.connection())
        session.execute(tables.Revision.__table__.update().values(document=b"{}"))  # type: ignore[attr-defined]  # a table
        append_only.recreate(session.connection())
    with pytest.raises(refusals.Refused, match="not the bytes"):
        back_up(filled, tmp_path / "candour.backup")
    assert list(tmp_path.glob("*.backup*")) == list(tmp_path.glob(".*.part*")) == []


@pytest.mark.parametrize("forged", ["UPDATE procedures SET card = 'x'", "UPDATE concepts SET json = 'x'"])
def test_a_backup_of_what_says_something_else_than_was_written_is_not_called_good(
    filled: engine.Database, tmp_path: Path, forged: str
) -> None:
    with filled.write() as session:
        session.execute(text(forged))
    with pytest.raises(refusals.Refused, match=r"not what was written|candour check"):
        back_up(filled, tmp_path / "candour.backup")
    assert list(tmp_path.glob("*.backup*")) == list(tmp_path.glob(".*.part*")) == []


def test_a_version_of_a_draft_that_was_altered_is_found(filled: engine.Database, tmp_path: Path) -> None:
    row = {"slug": "x", "number": 1, "sha256": "0" * 64, "document": b"{}", "editor": "E", "action": "create"}
    with filled.write() as session:
        at = session.scalar(select(tables.Catalogue.changed_at))
        session.execute(insert(drafts.DraftRevision), [{**row, "at": at, "note": ""}])
    with pytest.raises(refusals.Refused, match="draft_revisions"):
        back_up(filled, tmp_path / "candour.backup")


def test_the_commands_say_what_was_kept_and_how_to_replace(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'candour.db'}"
    commands.candour("migrate", url=url)
    commands.candour("import", str(builders.folder(tmp_path / "a")), url=url)
    path = tmp_path / "candour.backup"
    made = commands.candour("backup", str(path), url=url)
    assert (made.returncode, made.stdout) == (0, "")
    assert "1 revisions of 1 procedures" in made.stderr
    refused = commands.candour("restore", str(path), url=url)
    assert (refused.returncode, "--replace candour.db" in refused.stderr) == (1, True)
    assert commands.candour("restore", str(path), "--replace", "candour.db", url=url).returncode == 0
    fresh = f"sqlite:///{tmp_path / 'fresh' / 'candour.db'}"
    assert commands.candour("restore", str(path), url=fresh).returncode == 0
    assert commands.candour("check", "--folder", str(tmp_path / "a"), url=fresh).returncode == 0
    shutil.copyfile(tmp_path / "a" / "procedures" / "example-peel.json", tmp_path / "text")
    wrong = commands.candour("restore", str(tmp_path / "text"), url=f"{fresh}3")
    assert (wrong.returncode, "not a backup" in wrong.stderr) == (1, True)
