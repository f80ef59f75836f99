"""Exporting: a catalogue leaves and comes back the same, from one kind of database to the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.authoring import exporting, importing, refusals
from app.db import engine, tables
from tests import builders


@pytest.fixture
def elsewhere(empty_database_url: str) -> Iterator[engine.Database]:
    """Return an empty database of either kind."""
    from app.db import migrations  # noqa: PLC0415  loads Alembic

    migrations.upgrade(empty_database_url)
    held = engine.Database(empty_database_url)
    yield held
    held.dispose()


def digests(database: engine.Database) -> dict[str, str]:
    """Return the digest of every procedure's newest document."""
    with database.read() as session:
        return {
            row.slug: row.sha256
            for row in session.execute(select(tables.Procedure.slug, tables.Procedure.sha256))
        }


def test_an_exported_catalogue_comes_back_with_equal_digests(
    withdrawn: engine.Database, elsewhere: engine.Database, tmp_path: Path
) -> None:
    """From SQLite to PostgreSQL, back, and each to itself; tombstones travel too."""
    written = exporting.export_folder(withdrawn, tmp_path / "out")
    assert (written.sources, written.concepts, written.procedures) == (1, len(builders.concepts()), 1)
    importing.import_folder(elsewhere, tmp_path / "out")
    assert digests(elsewhere) == digests(withdrawn)
    with elsewhere.read() as session:
        assert session.scalars(select(tables.Tombstone.id)).all() == [builders.named("indication")]
    exporting.export_folder(elsewhere, tmp_path / "back")
    assert importing.import_folder(withdrawn, tmp_path / "back").changes == 0


def test_an_export_overwrites_nothing(filled: engine.Database, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "mine.txt").write_text("Mine.")
    with pytest.raises(refusals.Refused, match="not empty"):
        exporting.export_folder(filled, tmp_path / "here")
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["mine.txt"]
