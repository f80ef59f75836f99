"""Fixtures of the tests of authoring."""

from pathlib import Path

import pytest

from app.authoring import importing
from app.db import engine
from tests import builders


@pytest.fixture
def withdrawn(filled: engine.Database, tmp_path: Path) -> engine.Database:
    """Return that database after one statement of it was withdrawn."""
    gone = builders.named("indication")
    smaller = builders.folder(tmp_path / "smaller", builders.without(builders.draft_tree(), gone))
    importing.import_folder(filled, smaller, allow_dropping={gone}, reason="It was wrong.")
    return filled
