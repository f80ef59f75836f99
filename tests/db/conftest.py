"""Fixtures of the tests of the database."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from app.authoring import importing
from app.db import clinics, drafts, engine
from tests import builders, databases


@pytest.fixture
def sqlite_only(tmp_path: Path) -> Iterator[engine.Database]:
    """Return a migrated, empty SQLite database, for what only SQLite does."""
    held = engine.Database(databases.sqlite(tmp_path, template="migrated"))
    yield held
    held.dispose()


@pytest.fixture
def postgresql_only(postgres_server: str) -> Iterator[engine.Database]:
    """Return a migrated, empty PostgreSQL database, for what only PostgreSQL does."""
    assert postgres_server
    url = databases.postgresql(template="migrated")
    held = engine.Database(url)
    yield held
    held.dispose()
    databases.drop_postgresql(url)


@pytest.fixture(scope="module", params=["sqlite_only", "postgresql_only"])
def unharmed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[engine.Database]:
    """Return a database with a withdrawn statement that the tests of a module share: each proves it unharmed."""
    folder = tmp_path_factory.mktemp("unharmed")
    if request.param == "sqlite_only":
        url = databases.sqlite(folder, template="migrated")
    else:
        request.getfixturevalue("postgres_server")
        url = databases.postgresql(template="migrated")
    held = engine.Database(url)
    withdraw(held, folder)
    yield held
    held.dispose()
    if not engine.is_sqlite(url):
        databases.drop_postgresql(url)


def withdraw(database: engine.Database, folder: Path) -> None:
    """Publish one small procedure, then again without one of its statements."""
    gone = builders.named("indication")
    importing.import_folder(database, builders.folder(folder / "first"))
    smaller = builders.folder(folder / "second", builders.without(builders.draft_tree(), gone))
    importing.import_folder(database, smaller, allow_dropping={gone}, reason="It was wrong.")
    keep_versions(database)


def keep_versions(database: engine.Database) -> None:
    """Keep a version of a draft and of a clinic."""
    at = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    kept = {"slug": "example", "number": 1, "sha256": "0" * 64, "at": at, "editor": "Somebody"}
    with database.write() as session:
        session.execute(
            insert(drafts.DraftRevision), [{**kept, "document": b"{}", "action": "create", "note": ""}]
        )
        session.execute(insert(clinics.ClinicRevision), [{**kept, "json": b"{}"}])
