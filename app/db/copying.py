"""Copies of a whole database: one snapshot of it as a file of SQLite, and such a file back into either kind.

Loaded by the command line and by tests only, as it migrates.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, insert, inspect, make_url, select, table, text

from app.db import append_only, engine, migrations, soundness, types

Progress = Callable[[int, int, str], None]
"""Called with what is done, how much there is, and what comes next."""
_ONE_ROW = frozenset({"catalogue", "access"})
"""Tables that hold one row from the beginning."""
_AT_ONCE = 500
_PAGES = 4_096


def write(database: engine.Database, path: Path, *, progress: Progress) -> Mapping[str, int]:
    """Write one snapshot into a file, which must be there and empty; return how many rows each table had.

    Writers go on meanwhile. On SQLite its pages are copied, from PostgreSQL the rows, into the same schema.
    """
    if engine.is_sqlite(database.url):
        with database.read() as session:
            counted = counts(session.connection())
            raw: Any = session.connection().connection.driver_connection
            _copy_pages(raw, path, progress=progress)
        return counted
    migrations.upgrade(_url(path))
    with database.read() as session, _opened(_url(path)) as target:
        counted = counts(session.connection())
        _copy_rows(session.connection(), target, counted=counted, progress=progress)
    engine.settle(path)
    return counted


def read(path: Path, url: str, *, progress: Progress) -> None:
    """Put what a file holds in the place of what a database holds; on PostgreSQL in one transaction."""
    if engine.is_sqlite(url):
        file = Path(make_url(url).database or "")
        file.parent.mkdir(parents=True, exist_ok=True)
        with engine.outages(), contextlib.closing(engine.open_still(path)) as pages:
            _copy_pages(pages, file, progress=progress)
        return
    with engine.connect_still(path) as source, _opened(url) as target:
        _copy_rows(source, target, counted=counts(source), progress=progress)


def counts(connection: Connection) -> dict[str, int]:
    """Return how many rows each table holds."""
    return {
        name: connection.scalar(select(func.count()).select_from(table(name))) or 0
        for name in sorted(inspect(connection).get_table_names())
        if name != "alembic_version"
    }


def contents(url: str) -> int:
    """Return how many rows a database holds beside those it began with; none where nobody made it yet."""
    if engine.is_sqlite(url) and not Path(make_url(url).database or "").exists():
        return 0
    with engine.connect(url, busy_seconds=engine.BUSY_SECONDS) as connection:
        return sum(count for name, count in counts(connection).items() if name not in _ONE_ROW)


def name(url: str) -> str:
    """Return the name of a database: that of its file, or the one its server knows it by."""
    database = make_url(url).database or ""
    return Path(database).name if engine.is_sqlite(url) else database


def faults(connection: Connection) -> Iterator[str]:
    """Yield what is wrong with a database as such: damaged pages, rows that refer to nothing, guards that are gone."""
    if connection.dialect.name == "sqlite":
        yield from soundness.faults(connection)
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        yield from (f"A row of {row[0]} refers to nothing in {row[2]}" for row in dangling[:5])
    gone = append_only.missing(connection)
    if gone:
        yield f"The triggers {', '.join(gone)} are gone"


def schema(path: Path) -> str | None:
    """Return the migration that a file stands at, or None where it is no database of this service."""
    with engine.connect_still(path) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def upgrade(path: Path) -> None:
    """Bring a file to the newest schema."""
    migrations.upgrade(_url(path))
    engine.settle(path)


def guard(url: str) -> None:
    """Make every trigger of a database anew."""
    with _opened(url) as connection:
        append_only.recreate(connection)


def _url(path: Path) -> str:
    return f"sqlite:///{path}"


@contextlib.contextmanager
def _opened(url: str) -> Iterator[Connection]:
    with engine.connect(url, busy_seconds=engine.BUSY_SECONDS) as connection, connection.begin():
        yield connection


def _copy_pages(source: Any, path: Path, *, progress: Progress) -> None:
    def shown(_: int, remaining: int, total: int) -> None:
        progress(total - remaining, total, "")

    with engine.outages(), contextlib.closing(engine.open_file(path)) as target:
        source.backup(target, pages=_PAGES, progress=shown)


def _copy_rows(
    source: Connection, target: Connection, *, counted: Mapping[str, int], progress: Progress
) -> None:
    """Replace all rows of the target by those of the source; the triggers stand aside meanwhile."""
    append_only.drop(target)
    _defer(target)
    ordered = types.Base.metadata.sorted_tables
    for held in reversed(ordered):
        target.execute(delete(held))
    done, total = 0, sum(counted.values())
    for held in ordered:
        with source.execution_options(yield_per=_AT_ONCE).execute(select(held)) as found:
            for part in found.mappings().partitions():  # closed too where a row is damaged
                target.execute(insert(held), [dict(row) for row in part])
                done += len(part)
                progress(done, total, held.name)
    append_only.recreate(target)


def _defer(connection: Connection) -> None:
    """Look at keys at the end; on SQLite they are off here, and are looked at afterwards."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))
