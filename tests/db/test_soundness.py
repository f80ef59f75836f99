"""A file of SQLite of which a page is not where it should be: nothing is shown from it."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import make_url
from starlette.testclient import TestClient

from app import console, main, settings
from app.authoring import checking
from app.content import problems
from app.db import engine, soundness
from tests import commands, databases

INDEXES = ("ix_concept_closure_descendant_id", "ix_procedures_name_key")


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return the address of a seeded file of SQLite."""
    return databases.sqlite(tmp_path, template="seeded")


def _exchange(url: str) -> None:
    """Put the first page of one index in the place of another's: each finds nothing then, without an error."""
    path = Path(make_url(url).database or "")
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        one, two = ((connection.execute(query, (name,)).fetchone()[0] - 1) * size for name in INDEXES)
    content = bytearray(path.read_bytes())
    first, second = content[one : one + size], content[two : two + size]
    content[one : one + size], content[two : two + size] = second, first
    path.write_bytes(content)


def _checked(url: str) -> None:
    database = engine.Database(url, pool_size=1)
    try:
        soundness.check(database)
    finally:
        database.dispose()


def test_a_sound_file_passes(url: str) -> None:
    _checked(url)


def test_a_file_with_exchanged_pages_is_not_served(url: str) -> None:
    _exchange(url)
    with pytest.raises(problems.Unavailable):
        _checked(url)
    configured = settings.Settings(database_url=SecretStr(url))
    with pytest.raises(problems.Unavailable), TestClient(main.create_app(configured)):
        pytest.fail("it started")
    said = commands.candour("serve", url=url)
    assert said.returncode == console.EXIT_PROBLEMS
    assert "candour restore" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_large_file_is_left_to_those_who_check_it(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _exchange(url)
    monkeypatch.setattr(soundness, "LARGEST_BYTES", 1_000)
    _checked(url)
    database = engine.Database(url, pool_size=1)
    report = checking.check(database, databases.SEED)
    database.dispose()
    assert any(re.search(r"ix_|[Pp]age|index", fault.message) for fault in report.faults), report.faults
    assert {"database"} <= {fault.place for fault in report.faults}


def test_postgresql_looks_after_its_own(database: engine.Database) -> None:
    soundness.check(database)
