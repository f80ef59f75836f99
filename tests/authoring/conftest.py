"""Fixtures of the tests of authoring."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.authoring import importing
from app.db import engine
from tests import builders


@pytest.fixture
def database(database_url: str) -> Iterator[engine.Database]:
    """Return a migrated, empty database; each test runs on both kinds."""
    held = engine.Database(database_url, busy_seconds=2)
    yield held
    held.dispose()


@pytest.fixture
def filled(database: engine.Database, tmp_path: Path) -> engine.Database:
    """Return a database that holds one small procedure."""
    importing.import_folder(database, builders.folder(tmp_path / "catalogue"))
    return database


@pytest.fixture
def withdrawn(filled: engine.Database, tmp_path: Path) -> engine.Database:
    """Return that database after one statement of it was withdrawn."""
    gone = builders.named("indication")
    smaller = builders.folder(tmp_path / "smaller", builders.without(builders.draft_tree(), gone))
    importing.import_folder(filled, smaller, allow_dropping={gone}, reason="It was wrong.")
    return filled
