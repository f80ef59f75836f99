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
