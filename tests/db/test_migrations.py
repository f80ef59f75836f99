"""How the schema changes: one at a time, all or nothing, with no row, check or trigger lost unsaid."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import MetaData, create_engine, event, inspect, select, text
from sqlalchemy.engine import Connection

from app.authoring import importing
from app.content import problems, values
from app.db import append_only, engine, guarded, migrations, projection, schema, types
from tests import builders, tampering

HEADER = '''"""A migration of a test."""

import sqlalchemy as sa
from alembic import op

revision = "test"
down_revision = "{down}"


def upgrade() -> None:
{body}


def downgrade() -> None:
    pass
'''
WIDEN = """    with op.batch_alter_table("{table}") as batch:
        batch.alter_column("{column}", type_=sa.Text())
"""


def migrate(url: str, folder: Path, body: str, *, declared: str = "") -> None:
    """Run one more migration, which stands beside the real ones."""
    folder.mkdir(exist_ok=True)
    (folder / "test.py").write_text(HEADER.format(down=schema.HEAD, body=body) + declared)
    configuration = migrations.configuration(url)
    configuration.set_main_option("version_locations", f"{migrations.FOLDER / 'versions'}:{folder}")
    command.upgrade(configuration, "head")


def digests(url: str, *, beside: frozenset[str] = frozenset()) -> Mapping[str, tuple[int, str]]:
    """Return the number of rows and a digest of all content beside these columns, by table."""
    metadata = MetaData()
    with engine.connect(url, busy_seconds=2) as connection:
        metadata.reflect(connection)
        found = {}
        for table in metadata.tables.values():
            columns = [column for name, column in sorted(table.columns.items()) if name not in beside]
            lines = sorted(repr(tuple(row)) for row in connection.execute(select(*columns)))
            found[table.name] = (len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest())
    return found


def test_the_newest_migration_is_the_schema_that_the_code_needs() -> None:
    assert migrations.head() == schema.HEAD


def test_a_migrated_database_has_the_tables_of_the_code(database_url: str) -> None:
    migrations.check(database_url)
    assert migrations.current(database_url) == schema.HEAD


def test_a_migrated_database_has_the_checks_and_keys_of_the_code(empty_database_url: str) -> None:
    """Alembic compares neither checks nor triggers, nor when a key is deferred."""
    made = create_engine(empty_database_url)
    # A copy: SQLAlchemy marks keys it once added by ALTER, and would leave them out on SQLite from then on.
    tables = MetaData()
    for table in types.Base.metadata.tables.values():
        table.to_metadata(tables)
    tables.create_all(made)
    with made.connect() as connection:
        expected = constraints(connection)
    tables.drop_all(made)
    made.dispose()
    migrations.upgrade(empty_database_url)
    with engine.connect(empty_database_url, busy_seconds=2) as connection:
        assert constraints(connection) == expected
        assert append_only.missing(connection) == ()


def constraints(connection: Connection) -> Mapping[str, object]:
    """Return the checks and the foreign keys of every table."""
    inspector = inspect(connection)
    return {
        name: (
            sorted(
                (c["name"], " ".join(c["sqltext"].split())) for c in inspector.get_check_constraints(name)
            ),
            sorted(
                (str(k["name"]), k["constrained_columns"], k["referred_table"], sorted(k["options"].items()))
                for k in inspector.get_foreign_keys(name)
            ),
        )
        for name in inspector.get_table_names()
        if name != "alembic_version"
    }


def test_every_foreign_key_is_indexed(database_url: str) -> None:
    with engine.connect(database_url, busy_seconds=2) as connection:
        inspector = inspect(connection)
        for table in types.Base.metadata.tables:
            led = [index["column_names"] for index in inspector.get_indexes(table)]
            led.append(list(inspector.get_pk_constraint(table)["constrained_columns"]))
            led += [list(unique["column_names"]) for unique in inspector.get_unique_constraints(table)]
            for key in inspector.get_foreign_keys(table):
                columns = key["constrained_columns"]
                assert any(
                    set(found[: len(columns)]) == set(columns) or found[:1] == columns[:1] for found in led
                ), f"{table}: {columns}"


def test_migrating_again_changes_nothing(database_url: str) -> None:
    before = digests(database_url)
    migrations.upgrade(database_url)
    assert digests(database_url) == before


def test_down_and_up_again_keeps_all_that_is_kept_for_ever(filled: engine.Database) -> None:
    before, newer = digests(filled.url), frozenset({"actor", "origin"})
    migrations.downgrade(filled.url, "0011")
    older = digests(filled.url, beside=newer)
    migrations.downgrade(filled.url, "0002")
    between = digests(filled.url, beside=newer)
    assert {name: between[name] for name in between if name != "alembic_version"} == {
        name: older[name] for name in between if name != "alembic_version"
    }
    migrations.upgrade(filled.url)
    with filled.write() as session:
        projection.rebuild(session)
    assert digests(filled.url) == before


def test_json_gets_its_ending_and_loses_it_again(filled: engine.Database) -> None:
    guarded_ = [
        (table.name, column.name)
        for table in types.Base.metadata.tables.values()
        for column in guarded.columns(table)
    ]
    assert len(guarded_) == 7
    before = digests(filled.url)
    migrations.downgrade(filled.url, "0011")
    with engine.connect(filled.url, busy_seconds=2) as connection:
        for table, column in guarded_:
            for content in connection.scalars(text(f"SELECT {column} FROM {table}")):
                assert values.canonical(json.loads(content)) == content
    migrations.upgrade(filled.url)
    assert digests(filled.url) == before


def test_conflicts_of_what_was_published_before_are_there_after_migrating(filled: engine.Database) -> None:
    before = digests(filled.url)
    assert (before["conflicts"][0], before["conflict_statements"][0]) == (1, 2)
    migrations.downgrade(filled.url, "0003")
    assert "conflicts" not in digests(filled.url)
    migrations.upgrade(filled.url)
    assert digests(filled.url) == before
    with filled.read() as session:
        assert projection.differences(session) == ()


def test_more_documents_than_are_read_at_once_are_migrated(database: engine.Database, tmp_path: Path) -> None:
    trees = [builders.draft_tree(f"peel-{number}", procedure=number) for number in range(1, 46)]
    importing.import_folder(database, builders.folder(tmp_path / "catalogue", *trees))
    before = digests(database.url)
    assert (before["conflicts"][0], before["conflict_statements"][0]) == (45, 90)
    migrations.downgrade(database.url, "0003")
    migrations.upgrade(database.url)
    assert digests(database.url) == before


def test_nothing_of_a_damaged_document_is_migrated_and_it_stops_nothing(filled: engine.Database) -> None:
    migrations.downgrade(filled.url, "0003")
    tampering.tamper(filled.url, "UPDATE revisions SET document = ?", b'{"conflicts": {}}')
    migrations.upgrade(filled.url)
    assert digests(filled.url)["conflicts"][0] == 0


def test_all_the_way_down_and_up_leaves_an_empty_catalogue(filled: engine.Database, tmp_path: Path) -> None:
    migrations.downgrade(filled.url, "base")
    migrations.upgrade(filled.url)
    report = importing.import_folder(filled, builders.folder(tmp_path / "again"))
    assert report.catalogue_revision == 1


@pytest.mark.parametrize("table", ["statements", "procedures", "concepts", "sources", "revisions"])
def test_a_batch_migration_of_a_parent_keeps_its_children(
    cascading: engine.Database, tmp_path: Path, table: str
) -> None:
    before = digests(cascading.url)
    column = {"statements": "text", "procedures": "name", "concepts": "label", "sources": "title"}.get(
        table, "note"
    )
    migrate(cascading.url, tmp_path / "versions", WIDEN.format(table=table, column=column))
    after = digests(cascading.url)
    assert {name: count for name, (count, _) in after.items()} == {
        name: count for name, (count, _) in before.items()
    }
    assert after["note"] == before["note"]


def test_triggers_that_a_batch_migration_dropped_are_made_again(
    filled: engine.Database, tmp_path: Path
) -> None:
    body = WIDEN.format(table="audit", column="note")
    migrate(filled.url, tmp_path / "versions", body)
    with engine.connect(filled.url, busy_seconds=2) as connection:
        assert append_only.missing(connection) == ()


def test_a_missing_trigger_is_noticed(database_url: str) -> None:
    with engine.connect(database_url, busy_seconds=2) as connection, connection.begin():
        on = "" if engine.is_sqlite(database_url) else " ON audit"
        connection.execute(text(f"DROP TRIGGER audit_no_update{on}"))
        assert append_only.missing(connection) == ("audit_no_update",)
        append_only.recreate(connection)
        assert append_only.missing(connection) == ()


def test_a_migration_that_loses_rows_unsaid_changes_nothing(filled: engine.Database, tmp_path: Path) -> None:
    before = digests(filled.url)
    body = '    op.execute("DELETE FROM procedure_sources")\n    op.execute("CREATE TABLE half (id INTEGER)")'
    with pytest.raises(migrations.Lost, match="procedure_sources: 1 → 0"):
        migrate(filled.url, tmp_path / "versions", body)
    assert digests(filled.url) == before
    migrate(filled.url, tmp_path / "versions", body, declared='\nLOSES_ROWS_UP = ("procedure_sources",)\n')
    assert digests(filled.url)["procedure_sources"][0] == 0


def test_a_cascade_of_a_batch_migration_is_noticed(
    sqlite_filled: engine.Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With foreign keys left on, SQLite deletes the children when the old table is dropped; the count says so."""
    with sqlite_filled.write() as session:
        session.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY, name VARCHAR)"))
        session.execute(text("CREATE TABLE child (parent INTEGER REFERENCES parent (id) ON DELETE CASCADE)"))
        session.execute(text("INSERT INTO parent VALUES (1, 'one')"))
        session.execute(text("INSERT INTO child VALUES (1)"))
    before = digests(sqlite_filled.url)
    opened = engine._sqlite
    monkeypatch.setattr(
        engine, "_sqlite", lambda url, **given: opened(url, **{**given, "foreign_keys": True})
    )
    with pytest.raises(migrations.Lost, match="rows of child: 1 → 0"):
        migrate(sqlite_filled.url, tmp_path / "versions", WIDEN.format(table="parent", column="name"))
    assert digests(sqlite_filled.url) == before


def test_a_migration_that_drops_a_check_unsaid_changes_nothing(database_url: str, tmp_path: Path) -> None:
    body = """    with op.batch_alter_table("evidence") as batch:
        batch.drop_constraint(op.f("ck_evidence_offsets"), type_="check")
"""
    with pytest.raises(migrations.Lost, match="checks of evidence: ck_evidence_offsets"):
        migrate(database_url, tmp_path / "versions", body)
    assert migrations.current(database_url) == schema.HEAD


def test_a_migration_that_leaves_rows_without_parents_changes_nothing(
    sqlite_filled: engine.Database, tmp_path: Path
) -> None:
    with pytest.raises(migrations.Damaged, match="refer to nothing"):
        migrate(
            sqlite_filled.url, tmp_path / "versions", "    op.execute(\"UPDATE sources SET id = 'other'\")"
        )
    assert migrations.current(sqlite_filled.url) == schema.HEAD


def test_a_failure_at_any_statement_leaves_nothing(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrations.upgrade(empty_database_url)
    migrations.downgrade(empty_database_url, "base")
    count = _statements(empty_database_url, monkeypatch, fail_at=None)
    assert count > 50
    migrations.downgrade(empty_database_url, "base")
    for k in {1, 2, 3, count // 3, count // 2, count - 3, count - 2, count - 1, count}:
        _statements(empty_database_url, monkeypatch, fail_at=k)
        with engine.connect(empty_database_url, busy_seconds=2) as connection:
            assert set(inspect(connection).get_table_names()) <= {"alembic_version"}, k
    migrations.upgrade(empty_database_url)
    migrations.check(empty_database_url)


def _statements(url: str, monkeypatch: pytest.MonkeyPatch, *, fail_at: int | None) -> int:
    """Upgrade and count the statements; fail at one of them."""
    seen = 0
    original = engine.connect

    def watched(url: str, *, busy_seconds: float) -> object:
        manager = original(url, busy_seconds=busy_seconds)

        class Watched:
            def __enter__(self) -> Connection:
                connection = manager.__enter__()
                event.listen(connection, "before_cursor_execute", count)
                return connection

            def __exit__(self, *failure: object) -> bool | None:
                return manager.__exit__(*failure)  # type: ignore[arg-type]  # passed on as it came

        return Watched()

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == fail_at:
            raise InterruptedError

    with monkeypatch.context() as patch:
        patch.setattr(engine, "connect", watched)
        if fail_at is None:
            migrations.upgrade(url)
        else:
            with pytest.raises(InterruptedError):
                migrations.upgrade(url)
    return seen


def test_only_one_migrator_runs(empty_database_url: str) -> None:
    program = "import sys; from app.db import migrations; migrations.upgrade(sys.argv[1])"
    racing = [subprocess.Popen([sys.executable, "-c", program, empty_database_url]) for _ in range(3)]
    assert [process.wait(60) for process in racing] == [0, 0, 0]
    migrations.check(empty_database_url)


def test_the_service_refuses_another_schema_and_says_what_to_run(
    empty_database_url: str,
) -> None:
    database = engine.Database(empty_database_url)
    with pytest.raises(problems.Unavailable, match="run `candour migrate`"):
        schema.check(database)
    migrations.upgrade(empty_database_url, "0001")
    with pytest.raises(problems.Unavailable, match="0001"):
        schema.check(database)
    migrations.upgrade(empty_database_url)
    schema.check(database)
    database.dispose()


def test_migrating_makes_the_folder_of_a_new_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/folder/candour.db"
    migrations.upgrade(url)
    assert migrations.current(url) == schema.HEAD


@pytest.fixture
def cascading(filled: engine.Database) -> engine.Database:
    """Return a filled database with a table whose rows go with those they refer to."""
    _add_cascades(filled)
    return filled


@pytest.fixture
def sqlite_filled(sqlite_only: engine.Database, tmp_path: Path) -> engine.Database:
    """Return a SQLite database that holds one small procedure."""
    importing.import_folder(sqlite_only, builders.folder(tmp_path / "catalogue"))
    return sqlite_only


def _add_cascades(database: engine.Database) -> None:
    parents = {"statements": "id", "procedures": "slug", "concepts": "id", "sources": "id"}
    size = {"statements": 13}
    columns = ", ".join(
        f"{name}_key VARCHAR({size.get(name, 80)}) REFERENCES {name} ({key}) ON DELETE CASCADE"
        for name, key in parents.items()
    )
    chosen = ", ".join(f"{name}.{key}" for name, key in parents.items())
    with database.write() as session:
        session.execute(text(f"CREATE TABLE note ({columns})"))
        session.execute(text(f"INSERT INTO note SELECT {chosen} FROM {', '.join(parents)}"))
