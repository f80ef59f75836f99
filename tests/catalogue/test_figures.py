"""The figures for operators are those of the documents, and cost little."""

import dataclasses
import datetime
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import text

from app.authoring import importing
from app.catalogue import checkup, figures
from app.content import document
from app.db import engine, freshness, schema
from tests import builders, counting

DUE = datetime.date(2026, 11, 30)
REVIEW = {"state": "reviewed", "role": "dermatologist", "on": "2026-01-01", "next_due": DUE.isoformat()}


@pytest.fixture
def reviewed(database: engine.Database, tmp_path: Path) -> engine.Database:
    """Return a database with two procedures, of which one has two statements whose review falls due."""
    tree = builders.draft_tree()
    for line in ("side_effect_1", "contraindication"):
        builders.found(tree, builders.named(line))["review"] = REVIEW
    other = builders.draft_tree("other-peel", procedure=2)
    importing.import_folder(database, builders.folder(tmp_path / "catalogue", tree, other))
    return database


class Kept(dict[str, int | None]):
    """Keep what a checkup tells."""

    def take(self, found: Mapping[str, int | None]) -> None:
        self.update(found)


@pytest.mark.parametrize(
    ("today", "expected"), [(DUE, (2, 0, 0)), (DUE + datetime.timedelta(days=1), (2, 2, 1))]
)
def test_a_review_is_overdue_from_the_day_after_it_was_due(
    reviewed: engine.Database, today: datetime.date, expected: tuple[int, int, int]
) -> None:
    with reviewed.read() as session:
        assert dataclasses.astuple(figures.catalogue(session, today=today)) == expected


def test_overdue_reviews_are_found_by_an_index(reviewed: engine.Database) -> None:
    with counting.counted() as asked, reviewed.read() as session:
        figures.catalogue(session, today=DUE)
    overdue = next(statement for statement in asked if "review_due" in statement)
    literal = overdue.replace("?", "'2026-11-30'").replace("%(review_due_1)s::DATE", "DATE '2026-11-30'")
    explain = "EXPLAIN QUERY PLAN" if engine.is_sqlite(reviewed.url) else "EXPLAIN"
    with reviewed.read() as session:
        if not engine.is_sqlite(reviewed.url):
            session.execute(
                text("SET LOCAL enable_seqscan = off")
            )  # a table this small is read faster as it is
        plan = "\n".join(str(row) for row in session.execute(text(f"{explain} {literal}")))
    assert "ix_statements_review_due" in plan


def looking(database: engine.Database, folder: Path, kept: Kept) -> checkup.Checkup:
    watcher = freshness.Watcher(database)
    watcher.poll()
    found = checkup.Checkup(database, watcher, folder=folder, keep=kept.take)
    watcher.stop()
    return found


def test_the_catalogue_is_counted_once_for_each_of_its_states_and_each_day(
    reviewed: engine.Database, tmp_path: Path
) -> None:
    kept = Kept()
    noon = datetime.datetime.combine(DUE, datetime.time(12), tzinfo=datetime.UTC)
    with counting.counted() as asked, time_machine.travel(noon, tick=False) as clock:
        look = looking(reviewed, tmp_path, kept)
        look.look()
        assert (kept["procedures"], kept["statements_overdue"]) == (2, 0)
        look.look()
        assert sum("review_due" in statement for statement in asked) == 1
        clock.shift(datetime.timedelta(days=1))
        look.look()
        assert sum("review_due" in statement for statement in asked) == 2
        assert (kept["statements_overdue"], kept["procedures_overdue"]) == (2, 1)


def test_a_process_that_does_not_lead_counts_nothing(reviewed: engine.Database, tmp_path: Path) -> None:
    kept = Kept()
    watcher = freshness.Watcher(reviewed)
    look = checkup.Checkup(reviewed, watcher, folder=tmp_path, keep=kept.take, leads=lambda: False)
    look.look()
    watcher.stop()
    assert kept == {}
    assert look.seen.schema == schema.HEAD


def test_a_folder_without_room_or_right_is_told(
    reviewed: engine.Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = looking(reviewed, tmp_path / "not" / "made" / "yet", Kept())
    told = [look.seen.room]
    monkeypatch.setattr(checkup, "FULL_BYTES", 2**62)
    look.look()
    told.append(look.seen.room)
    monkeypatch.setattr(os, "access", lambda *_: False)
    look.look()
    told.append(look.seen.room)
    assert told == ["writable", "full", "not_writable"]
    assert look.seen.free_bytes is None


def test_every_claim_of_a_document_is_among_the_counted(reviewed: engine.Database) -> None:
    with reviewed.read() as session:
        claims = session.execute(text("SELECT count(*) FROM statements")).scalar_one()
        documents = [row[0] for row in session.execute(text("SELECT document FROM revisions"))]
    held = [document.ProcedureDocument.model_validate_json(bytes(found)) for found in documents]
    assert claims == sum(len(list(document.claims(found))) for found in held)
