"""All or nothing: an import that ends at any statement leaves nothing, and its repetition gives the same."""

import itertools
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select

from app.authoring import importing
from app.db import engine, projection, tables, types
from tests import builders, databases

PROGRAM = """
import os, sys
from pathlib import Path
from sqlalchemy import Engine, event
from app.authoring import importing
from app.db import engine

left = int(sys.argv[3])

@event.listens_for(Engine, "before_cursor_execute")
def end(*_):
    global left
    left -= 1
    if left == 0:
        os._exit(9)

importing.import_folder(engine.Database(sys.argv[1]), Path(sys.argv[2]))
"""


class Ended(Exception):  # noqa: N818 - it names what happened
    """The import was ended on purpose."""


def content(database: engine.Database) -> dict[str, list[str]]:
    """Return everything that is stored but the times."""
    with database.read() as session:
        return {
            name: sorted(
                repr(
                    {
                        key: value
                        for key, value in row.items()
                        if key not in {"at", "published_at", "changed_at"}
                    }
                )
                for row in session.execute(select(table)).mappings()
            )
            for name, table in types.Base.metadata.tables.items()
        }


def count_statements(database: engine.Database, folder: Path, *, end_at: int | None = None) -> int:
    """Import and return the number of statements; end at one of them."""
    seen, importing_thread = 0, threading.current_thread()

    def count(*_: object) -> None:
        nonlocal seen
        if threading.current_thread() is not importing_thread:
            return  # a server of another test watches its catalogue in this process
        seen += 1
        if seen == end_at:
            raise Ended

    event.listen(Engine, "before_cursor_execute", count)
    try:
        importing.import_folder(database, folder)
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    return seen


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """Return a folder that changes a source, a concept and a procedure of the filled database, and adds another."""
    tree, other = builders.draft_tree(), builders.draft_tree("other-peel", procedure=2)
    tree["name"] = "Another name"
    concepts = [concept.changed(definition="A part of the body.") for concept in builders.concepts()]
    drafts = [builders.parsed(tree), builders.parsed(other)]
    return builders.folder(
        tmp_path / "changed",
        tree,
        other,
        listed=concepts,
        described=builders.source(drafts, title="Second edition"),
    )


def test_an_import_that_fails_at_any_statement_leaves_nothing(filled: engine.Database, changed: Path) -> None:
    before = content(filled)
    for k in itertools.count(1):
        try:
            total = count_statements(filled, changed, end_at=k)
        except Ended:
            assert content(filled) == before, f"statement {k} left something"
        else:
            break
    assert total == k - 1 > 40
    with filled.read() as session:
        assert projection.differences(session) == ()
        assert session.scalar(select(tables.Catalogue.revision)) == 2


def test_a_process_that_dies_at_any_statement_leaves_nothing(
    sqlite_template: Path, changed: Path, tmp_path: Path
) -> None:
    """The process ends without a word, as by a loss of power; every nineteenth statement, and the last."""
    first = engine.Database(_copy(sqlite_template, tmp_path, "first"))
    before = content(first)
    total = count_statements(first, changed)
    after = content(first)
    first.dispose()
    for k in [*range(1, total, 19), total]:
        url = _copy(sqlite_template, tmp_path, f"at-{k}")
        died = subprocess.run([sys.executable, "-c", PROGRAM, url, changed, str(k)], check=False)
        assert died.returncode == 9, k
        survivor = engine.Database(url)
        assert content(survivor) == before, k
        importing.import_folder(survivor, changed)
        assert content(survivor) == after, k
        survivor.dispose()


def test_four_imports_at_once_have_one_effect(database: engine.Database, tmp_path: Path) -> None:
    folder = builders.folder(tmp_path, builders.draft_tree(), builders.draft_tree("other-peel", procedure=2))
    arguments = [sys.executable, "-c", PROGRAM, database.url, str(folder), "-1"]
    racing = [subprocess.Popen(arguments) for _ in range(4)]
    assert [process.wait(60) for process in racing] == [0] * 4
    with database.read() as session:
        assert session.scalar(select(tables.Catalogue.revision)) == 1
        assert session.scalar(select(func.count()).select_from(tables.Revision)) == 2
        assert session.scalar(select(func.max(tables.Audit.number))) == 1 + len(builders.concepts()) + 2
        assert projection.differences(session) == ()


@pytest.fixture
def sqlite_template(tmp_path: Path) -> Path:
    """Return a SQLite file that holds one small procedure."""
    url = databases.sqlite(tmp_path, template="migrated")
    held = engine.Database(url)
    importing.import_folder(held, builders.folder(tmp_path / "catalogue"))
    held.dispose()
    return Path(url.removeprefix("sqlite:///"))


def _copy(template: Path, folder: Path, name: str) -> str:
    path = folder / f"{name}.db"
    path.write_bytes(template.read_bytes())
    return f"sqlite:///{path}"
