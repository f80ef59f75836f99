"""A total is counted once for each state of the catalogue, and is never of another state or another database."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.authoring import importing
from app.catalogue import totals
from app.db import engine, tables
from tests import builders, counting

EVERY = select(tables.Procedure.slug)


def counted(database: engine.Database, *, name: str | None = "every") -> tuple[int, int]:
    """Return a total, and how many statements counted it."""
    with counting.counted() as asked, database.read() as session:
        total = totals.of(session, EVERY, name=name)
    return total, sum("count(" in statement for statement in asked)


def test_a_total_is_counted_once_and_anew_after_each_publication(
    filled: engine.Database, tmp_path: Path
) -> None:
    assert [counted(filled), counted(filled)] == [(1, 1), (1, 0)]
    trees = [builders.draft_tree(), builders.draft_tree("second-peel", procedure=2)]
    more = builders.folder(tmp_path / "more", *trees)
    importing.import_folder(filled, more)
    assert [counted(filled), counted(filled)] == [(2, 1), (2, 0)]


def test_a_total_without_a_name_is_counted_each_time(filled: engine.Database) -> None:
    assert [counted(filled, name=None), counted(filled, name=None)] == [(1, 1), (1, 1)]


def test_totals_are_forgotten_before_they_fill_the_memory(
    filled: engine.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(totals, "MOST_KEPT", 3)
    for number in range(3):
        counted(filled, name=f"query {number}")
    assert counted(filled, name="query 0") == (1, 0)
    counted(filled, name="one too many")
    assert counted(filled, name="query 0") == (1, 1)
