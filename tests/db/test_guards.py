"""What the database itself refuses, whoever asks: each row here would be a lie, a loss or a forgery."""

from pathlib import Path

import pytest
from sqlalchemy import delete, exc, select, text, update

from app.db import append_only, engine, projection, tables, types
from app.db.statements import Statement
from tests import builders
from tests.db import conftest

TABLES = types.Base.metadata.tables
BRUISING = builders.named("side_effect_1")


def refuses(database: engine.Database, *statements: str) -> bool:
    """Tell whether the database refuses these statements, at once or when they are committed."""
    try:
        with database.write() as session:
            for statement in statements:
                session.execute(text(statement))
    except (exc.IntegrityError, exc.InternalError):
        return True
    return False


FORGERIES = {
    "a statement whose evidence is taken away": f"DELETE FROM evidence WHERE statement_id = '{BRUISING}'",
    "evidence moved to another statement": (
        f"UPDATE evidence SET statement_id = '{builders.named('duration')}', position = 7"
        f" WHERE statement_id = '{BRUISING}'"
    ),
    "a statement without evidence": f"UPDATE statements SET first_evidence_id = NULL WHERE id = '{BRUISING}'",
    "a statement with another's evidence": (
        f"UPDATE statements SET first_evidence_id = '{builders.named('duration')}/0' WHERE id = '{BRUISING}'"
    ),
    "a coverage of stated with no statement": ("UPDATE sections SET coverage = 'stated' WHERE name = 'pain'"),
    "a coverage of stated_none with no finding": "UPDATE sections SET coverage = 'stated_none' WHERE name = 'pain'",
    "a coverage of not_addressed with statements": (
        "UPDATE sections SET coverage = 'not_addressed', first_statement_id = NULL WHERE name = 'side_effects'"
    ),
    "a section that points at another's statement": (
        f"UPDATE sections SET coverage = 'stated', first_statement_id = '{BRUISING}' WHERE name = 'pain'"
    ),
    "a finding of nothing that is a statement": (
        f"UPDATE sections SET coverage = 'stated_none', finding_id = '{BRUISING}', first_statement_id = NULL"
        " WHERE name = 'side_effects'"
    ),
    "a statement in a section that is silent": f"UPDATE statements SET section = 'pain' WHERE id = '{BRUISING}'",
    "a safety section that does not apply": (
        "UPDATE sections SET coverage = 'not_applicable', first_statement_id = NULL WHERE name = 'contraindications'"
    ),
    "an unknown coverage": "UPDATE sections SET coverage = 'none' WHERE name = 'pain'",
    "a kind that is no kind": f"UPDATE statements SET kind = 'rumour' WHERE id = '{BRUISING}'",
    "a contraindication without strength": "UPDATE statements SET strength = NULL WHERE kind = 'contraindication'",
    "a strength that is no strength": "UPDATE statements SET strength = 'maybe' WHERE kind = 'contraindication'",
    "a side effect about nothing": f"UPDATE statements SET concept_id = NULL WHERE id = '{BRUISING}'",
    "a side effect about an unknown concept": f"UPDATE statements SET concept_id = 'none' WHERE id = '{BRUISING}'",
    "a step without a phase": "UPDATE statements SET phase = NULL WHERE kind = 'step'",
    "an alternative that names nothing": "UPDATE statements SET concept_id = NULL WHERE kind = 'alternative'",
    "bounds the wrong way round": f"UPDATE statements SET min_seconds = 5, max_seconds = 4 WHERE id = '{BRUISING}'",
    "an untrustworthy finding of no side effects": (
        "UPDATE statements SET section = 'side_effects' WHERE kind = 'absence'"
    ),
    "an unknown grade": f"UPDATE statements SET grade = 'best' WHERE id = '{BRUISING}'",
    "offsets that do not fit the phrase": "UPDATE evidence SET end_offset = end_offset + 1",
    "a negative offset": "UPDATE evidence SET start_offset = -1, end_offset = length(phrase) - 1",
    "a phrase that is gone": "UPDATE evidence SET phrase = NULL",
    "an offset that is gone": "UPDATE evidence SET start_offset = NULL",
    "a digest that is not the source's": f"UPDATE evidence SET sha256 = '{'0' * 64}'",
    "held evidence without a digest": "UPDATE evidence SET sha256 = NULL",
    "evidence from an unknown source": "UPDATE evidence SET source_id = 'none', sha256 = NULL",
    "a pointed-to phrase": "UPDATE evidence SET access = 'referenced'",
    "a held source without a digest": "UPDATE sources SET sha256 = NULL",
    "a source in use that vanishes": "DELETE FROM sources",
    "a concept in use that vanishes": "DELETE FROM concepts WHERE id = 'pregnancy'",
    "a procedure that points at no revision": "UPDATE procedures SET revision = 9",
    "a second catalogue": "INSERT INTO catalogue SELECT 2, revision, changed_at FROM catalogue",
    "a catalogue that is gone": "DELETE FROM catalogue",
    "a catalogue's revision that falls": "UPDATE catalogue SET revision = 0",
    "a catalogue's revision that stays": "UPDATE catalogue SET changed_at = changed_at",
    "a revision number of nought": (
        "INSERT INTO revisions SELECT slug, 0, sha256, document, published_at, editor, reviewer, note,"
        " catalogue_revision FROM revisions"
    ),
    "a revision with half a digest": (
        "INSERT INTO revisions SELECT slug, 2, 'abc', document, published_at, editor, reviewer, note,"
        " catalogue_revision FROM revisions"
    ),
    "an audit entry of no revision": (
        "INSERT INTO audit (number, at, editor, action, subject, revision, catalogue_revision, after_sha256, note,"
        " corrections, details) SELECT number + 100, at, editor, action, subject, 9, catalogue_revision,"
        " after_sha256, note, corrections, details FROM audit WHERE action = 'publish'"
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_the_database_refuses(unharmed: engine.Database, forgery: str) -> None:
    assert refuses(unharmed, FORGERIES[forgery])
    with unharmed.read() as session:
        assert projection.differences(session) == ()


@pytest.mark.parametrize("table", append_only.TABLES)
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_what_is_kept_for_ever_is_neither_altered_nor_removed(
    unharmed: engine.Database, table: str, change: str
) -> None:
    column = next(iter(TABLES[table].primary_key)).name
    count = len(rows(unharmed, table))
    assert count
    assert refuses(unharmed, change.format(table, column, column))
    assert len(rows(unharmed, table)) == count


def test_insert_or_replace_forges_nothing(sqlite_only: engine.Database, tmp_path: Path) -> None:
    conftest.withdraw(sqlite_only, tmp_path)
    for table in append_only.TABLES:
        assert refuses(sqlite_only, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"), table
        key = next(iter(TABLES[table].primary_key)).name
        assert refuses(sqlite_only, f"UPDATE OR REPLACE {table} SET {key} = {key}"), table


def test_truncate_empties_nothing(postgresql_only: engine.Database) -> None:
    for table in (*append_only.TABLES, "catalogue", "access"):
        assert refuses(postgresql_only, f"TRUNCATE {table} CASCADE"), table


def test_rows_of_the_projection_may_be_derived_anew(filled: engine.Database) -> None:
    with filled.write() as session:
        session.execute(delete(TABLES["evidence"]))
        assert projection.rebuild(session) == 1
    with filled.write() as session:
        session.execute(
            update(tables.Procedure).where(tables.Procedure.slug == "example-peel").values(name="Other")
        )
    with filled.read() as session:
        found = projection.differences(session)
    assert [(item.table, item.key) for item in found] == [("procedures", "example-peel")]


def test_a_class_for_each_kind_finds_its_statements(filled: engine.Database) -> None:
    with filled.read() as session:
        found = {statement.id: type(statement).__name__ for statement in session.scalars(select(Statement))}
    assert found[BRUISING] == "SideEffect"
    assert found[builders.named("contraindication")] == "Contraindication"
    assert found[builders.named("step_1")] == "Step"
    assert found[builders.named("absence")] == "Absence"


def rows(database: engine.Database, table: str) -> list[object]:
    """Return all rows of a table."""
    with database.read() as session:
        return [tuple(row) for row in session.execute(select(TABLES[table]))]
