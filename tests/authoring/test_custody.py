"""What editors published here is not undone by the folder that it once came from."""

from pathlib import Path

import pytest

from app.authoring import drafts, importing, withdrawing
from app.catalogue import procedures, sources
from app.content import ledger
from app.db import clock, engine, standing
from tests import builders, writers

SLUG = "example-peel"
EFFECT = builders.named("side_effect_1")


@pytest.fixture
def edited(filled: engine.Database) -> engine.Database:
    """Return that database after its procedure was edited with a key, and quotes one phrase more."""
    held = writers.create(filled, SLUG)
    claim = builders.found(held.tree, EFFECT)
    claim["text"] = "Bruising fades, usually within a week."
    claim["evidence"].append(builders.evidence("Result number 9 can be seen"))
    writers.replace(filled, SLUG, held.tree)
    writers.submit(filled, SLUG)
    writers.approve(filled, SLUG)
    writers.publish(filled, SLUG)
    return filled


def _number(database: engine.Database) -> int:
    with database.read() as session:
        return procedures.published(session, SLUG).number


def test_the_same_folder_again_is_refused_until_it_is_allowed(
    edited: engine.Database, tmp_path: Path
) -> None:
    folder = builders.folder(tmp_path / "again")
    with pytest.raises(importing.ImportRefused) as refused:
        importing.import_folder(edited, folder)
    assert "edited_here" in {fault.code for fault in refused.value.faults}
    assert _number(edited) == 2
    importing.import_folder(edited, folder, allow_dropping={SLUG})
    assert _number(edited) == 3


def test_the_seed_leaves_it_alone_with_the_ledger_of_its_source(
    edited: engine.Database, tmp_path: Path
) -> None:
    folder = builders.folder(
        tmp_path / "again", builders.draft_tree(), builders.draft_tree("new-peel", procedure=2)
    )
    report = importing.import_folder(edited, folder, yields=True)
    assert {item.name: item.outcome for item in report.items if item.kind == "procedure"} == {
        SLUG: "kept",
        "new-peel": "stored",
    }
    assert _number(edited) == 2
    with edited.read() as session:
        found = sources.one(session, builders.SOURCE)
    assert any(EFFECT in span.used and span.end - span.start == 27 for span in found.ledger)


def test_the_seed_brings_nothing_back_that_was_withdrawn(filled: engine.Database, tmp_path: Path) -> None:
    with filled.write() as session:
        edit = drafts.signed(session, writers.PUBLISHER, now=clock.now())
        withdrawing.withdraw(edit, SLUG, reason="It was wrong.")
        edit.finish()
    report = importing.import_folder(filled, builders.folder(tmp_path / "again"), yields=True)
    assert report.count("kept") == 1
    with filled.read() as session:
        found = standing.of(session, SLUG)
    assert found is not None
    assert not found.public


def test_a_source_without_a_ledger_is_unused(database: engine.Database, tmp_path: Path) -> None:
    folder = builders.folder(tmp_path / "bare", described=builders.source().changed(ledger=()))
    (folder / "procedures" / f"{SLUG}.json").unlink()
    importing.import_folder(database, folder)
    with database.read() as session:
        (span,) = sources.one(session, builders.SOURCE).ledger
    assert (span.start, span.end, span.excluded) == (0, len(builders.TEXT), ledger.UNUSED)
