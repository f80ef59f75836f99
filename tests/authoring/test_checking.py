"""Checking: a catalogue is accounted for to the last character, and one altered byte anywhere is found."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from app.authoring import checking
from app.content import readability
from app.db import engine
from tests import builders


def codes(report: checking.CheckReport) -> set[str]:
    """Return the codes of all faults."""
    return {fault.code for fault in report.faults}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a catalogue's folder."""
    return builders.folder(tmp_path / "catalogue")


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """Return the folder of its source's document."""
    return builders.documents(tmp_path / "documents")


def test_a_sound_catalogue_is_accounted_for(folder: Path, held: Path) -> None:
    report = checking.check(None, folder, held)
    assert report.ok
    (source,) = report.accounted
    assert source.used + source.excluded == pytest.approx(1)
    assert source.unaccounted == 0
    assert source.quoted is not None
    assert 0 < source.quoted < 0.35
    assert source.phrases == len(builders.LINES)
    (words,) = report.readable
    assert (words.procedure, words.hard) == ("example-peel", False)
    assert (report.formula, report.target) == (readability.FORMULA, readability.TARGET)


def test_without_the_documents_the_quoted_share_is_not_known(folder: Path) -> None:
    report = checking.check(None, folder)
    assert report.ok
    assert report.accounted[0].quoted is None


def _phrase(folder: Path, _: Path) -> None:
    tree = builders.draft_tree()
    item = builders.found(tree, builders.named("duration"))["evidence"][0]
    item["phrase"] = item["phrase"].replace("thirty", "twenty")
    (folder / "procedures" / "example-peel.json").write_text(json.dumps(tree))


def _digest(folder: Path, _: Path) -> None:
    path = folder / "sources" / f"{builders.SOURCE}.json"
    path.write_text(path.read_text().replace(builders.DIGEST, "0" * 64))


def _span(folder: Path, _: Path) -> None:
    path = folder / "sources" / f"{builders.SOURCE}.json"
    tree = json.loads(path.read_text())
    tree["ledger"][3]["end"] -= 1
    path.write_text(json.dumps(tree))


def _document(_: Path, held: Path) -> None:
    (held / "page.txt").write_text(builders.TEXT.replace("thirty", "twenty"))


def _gone(_: Path, held: Path) -> None:
    (held / "page.txt").unlink()


def _nowhere(_: Path, held: Path) -> None:
    (held / "page.txt").unlink()
    held.rmdir()


def _sentence(folder: Path, _: Path) -> None:
    tree = builders.draft_tree()
    line = builders.LINES["alternative"]
    builders.found(tree, builders.named("alternative"))["evidence"] = [builders.evidence(line)]
    builders.found(tree, builders.named("alternative"))["evidence"][0].update(start=builders.TEXT.index(line))
    (folder / "procedures" / "example-peel.json").write_text(json.dumps(tree))


ALTERATIONS: dict[str, tuple[Callable[[Path, Path], None], str]] = {
    "a phrase": (_phrase, "phrase_differs"),
    "a hash": (_digest, "missing_document"),
    "a span": (_span, "ledger_gap"),
    "a document": (_document, "missing_document"),
    "a missing document": (_gone, "missing_document"),
    "a missing folder": (_nowhere, "no_folder"),
    "a whole sentence": (_sentence, "whole_sentence"),
}


@pytest.mark.parametrize("what", ALTERATIONS)
def test_an_alteration_is_found(folder: Path, held: Path, what: str) -> None:
    alter, code = ALTERATIONS[what]
    alter(folder, held)
    report = checking.check(None, folder, held)
    assert not report.ok
    assert code in codes(report)


def test_an_altered_document_is_named(folder: Path, held: Path) -> None:
    _document(folder, held)
    (fault,) = checking.check(None, folder, held).faults
    assert builders.SOURCE in fault.message
    assert "page.txt" in fault.message


def test_quoting_too_much_is_found(tmp_path: Path, held: Path) -> None:
    folder = builders.folder(tmp_path / "catalogue", builders.draft_tree(extra=70))
    assert "quotes_too_much" in codes(checking.check(None, folder, held))


def test_a_sound_database_agrees_with_its_revisions(filled: engine.Database, folder: Path) -> None:
    report = checking.check(filled, folder)
    assert (report.ok, report.revisions, report.rebuilt) == (True, 1, None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE statements SET text = 'It is safe.' WHERE kind = 'side_effect'",
        "UPDATE statements SET json = 'x' WHERE kind = 'contraindication'",
        "DELETE FROM steps",
        "UPDATE procedures SET recovery_seconds = 0",
        "DELETE FROM concept_labels WHERE label = 'Accutane'",
        "DELETE FROM concept_closure",
        "UPDATE sections SET json = 'x'",
        "UPDATE procedures SET card = 'x'",
        "DELETE FROM procedure_concepts",
        "UPDATE evidence SET stance = 'disputes'",
        "DELETE FROM conflict_statements",
        "UPDATE conflicts SET json = 'x'",
    ],
)
def test_a_projection_that_differs_is_found_and_rebuilt(
    filled: engine.Database, folder: Path, statement: str
) -> None:
    with filled.write() as session:
        session.execute(text(statement))
    assert codes(checking.check(filled, folder)) == {"projection_differs"}
    report = checking.check(filled, folder, rebuild=True)
    assert (report.ok, report.rebuilt) == (True, 1)


@pytest.mark.parametrize("column", ["sources.json", "sources.ledger", "concepts.json"])
def test_what_is_derived_from_nothing_and_was_altered_is_found(
    filled: engine.Database, folder: Path, column: str
) -> None:
    table, name = column.split(".")
    with filled.write() as session:
        content = session.scalar(text(f"SELECT {name} FROM {table} ORDER BY id LIMIT 1"))
        altered = bytes(content).replace(b"e", b"a")
        session.execute(text(f"UPDATE {table} SET {name} = :altered"), {"altered": altered})
    report = checking.check(filled, folder, rebuild=True)
    assert (codes(report), report.rebuilt) == ({"damaged"}, None)
    assert any(fault.place == table and f"The {name} of " in fault.message for fault in report.faults)


def test_a_damaged_revision_is_found_and_nothing_is_derived_from_it(
    filled: engine.Database, folder: Path
) -> None:
    forged = "x'78'" if engine.is_sqlite(filled.url) else "'x'"
    with filled.write() as session:
        for statement in _unguarded(filled, "revisions", f"UPDATE revisions SET document = {forged}"):
            session.execute(text(statement))
    report = checking.check(filled, folder, rebuild=True)
    assert codes(report) == {"damaged"}
    assert report.rebuilt is None


def test_a_gap_in_the_audit_log_is_found(filled: engine.Database, folder: Path) -> None:
    with filled.write() as session:
        for statement in _unguarded(filled, "audit", "DELETE FROM audit WHERE number = 1"):
            session.execute(text(statement))
    assert codes(checking.check(filled, folder)) == {"gap"}


def _unguarded(database: engine.Database, table: str, statement: str) -> list[str]:
    """Return the statements by which somebody who may alter the schema gets around the triggers."""
    if engine.is_sqlite(database.url):
        return [f"DROP TRIGGER {table}_no_update", f"DROP TRIGGER {table}_no_delete", statement]
    return [f"ALTER TABLE {table} DISABLE TRIGGER ALL", statement]
