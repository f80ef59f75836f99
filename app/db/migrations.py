"""How the schema changes: Alembic, under a lock, in one transaction, watched so that no row is lost unsaid.

Loaded by the command line and by tests only.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alembic import command, util
from alembic.config import Config
from alembic.runtime import migration
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, make_url, select, table, text

from app.content import problems
from app.db import append_only, engine, types

FOLDER = Path(__file__).parents[2] / "migrations"
LOCK_SECONDS = 60.0
"""How long a migrator waits for another one."""
_LOCK = 4_201_763_905
"""The key of PostgreSQL's advisory lock."""


class Lost(Exception):  # noqa: N818 - it names what happened
    """A migration removed rows or checks that it did not say it would remove."""


class Damaged(Exception):  # noqa: N818 - it names what happened
    """After a migration the database holds rows that refer to nothing, or lacks a guard."""


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to a schema; raise Unavailable, and change nothing, if anything goes wrong on the way."""
    _make_folder(url)
    try:
        command.upgrade(configuration(url), revision)
    except (util.CommandError, Lost, Damaged) as error:
        raise problems.Unavailable("The schema of the database was not changed.") from error


def downgrade(url: str, revision: str) -> None:
    """Take the database back to an older schema."""
    command.downgrade(configuration(url), revision)


def check(url: str) -> None:
    """Raise CommandError where the tables in the code and in the database differ."""
    command.check(configuration(url))


def current(url: str) -> str | None:
    """Return the migration that the database stands at, or None."""
    with engine.connect(url, busy_seconds=engine.BUSY_SECONDS) as connection:
        return migration.MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """Return the newest migration."""
    found = ScriptDirectory(str(FOLDER)).get_current_head()
    if found is None:
        raise LookupError(f"there are no migrations in {FOLDER}")
    return found


def configuration(url: str) -> Config:
    """Return Alembic's configuration for one database."""
    config = Config(attributes={"url": url})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def run(url: str, context: Any) -> None:
    """Run what Alembic was asked to do, in one transaction that no other migrator can enter; called by env.py."""
    with engine.connect(url, busy_seconds=LOCK_SECONDS) as connection, connection.begin():
        _lock(connection)
        watch = _Watch(connection)
        context.configure(
            connection=connection,
            target_metadata=types.Base.metadata,
            render_as_batch=True,
            compare_type=True,
            compare_server_default=True,
            on_version_apply=watch.after_step,
        )
        with context.begin_transaction():
            context.run_migrations()
        if watch.steps:
            append_only.recreate(connection)
            _verify(connection)


def _make_folder(url: str) -> None:
    if engine.is_sqlite(url):
        Path(make_url(url).database or ".").parent.mkdir(parents=True, exist_ok=True)


def _lock(connection: Connection) -> None:
    """Keep other migrators out. On SQLite the transaction began as a writer and does."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{int(LOCK_SECONDS)}s'"))
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        connection.execute(text(f"SET LOCAL lock_timeout = '{int(engine.LOCK_SECONDS)}s'"))


class _Watch:
    """Compare every table before and after each migration: a batch migration can cascade, and forgets checks.

    A migration that means to remove rows or checks names the tables: `LOSES_ROWS_UP`, `LOSES_ROWS_DOWN`,
    `LOSES_CHECKS_UP`, `LOSES_CHECKS_DOWN`.
    """

    def __init__(self, connection: Connection) -> None:
        self.steps = 0
        self._connection = connection
        self._rows, self._checks = _counts(connection), _checks(connection)

    def after_step(self, *, step: Any, **_: object) -> None:
        """Compare with what was there before this migration; raise Lost."""
        rows, checks = _counts(self._connection), _checks(self._connection)
        lost = [
            f"rows of {name}: {count} → {rows.get(name, 0)}"
            for name, count in self._rows.items()
            if rows.get(name, 0) < count and name not in _declared(step, "ROWS")
        ]
        lost += [
            f"checks of {name}: {', '.join(sorted(held - checks.get(name, frozenset())))}"
            for name, held in self._checks.items()
            if held - checks.get(name, frozenset()) and name not in _declared(step, "CHECKS")
        ]
        if lost:
            raise Lost(
                f"The migration {step.up_revision_id} would lose {'; '.join(sorted(lost))}. Nothing was changed."
            )
        self.steps += 1
        self._rows, self._checks = rows, checks


def _declared(step: Any, what: str) -> frozenset[str]:
    return frozenset(
        getattr(step.up_revision.module, f"LOSES_{what}_{'UP' if step.is_upgrade else 'DOWN'}", ())
    )


def _tables(connection: Connection) -> list[str]:
    return [name for name in inspect(connection).get_table_names() if name != "alembic_version"]


def _counts(connection: Connection) -> Mapping[str, int]:
    return {
        name: connection.scalar(select(func.count()).select_from(table(name))) or 0
        for name in _tables(connection)
    }


def _checks(connection: Connection) -> Mapping[str, frozenset[str]]:
    inspector = inspect(connection)
    return {
        name: frozenset(str(check["name"]) for check in inspector.get_check_constraints(name))
        for name in _tables(connection)
    }


def _verify(connection: Connection) -> None:
    """Raise Damaged where keys point nowhere or a trigger is gone; SQLite did not look while it migrated."""
    if connection.dialect.name == "sqlite":
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if dangling:
            raise Damaged(
                f"{len(dangling)} rows refer to nothing, the first in {dangling[0][0]}. Nothing was changed."
            )
    gone = append_only.missing(connection)
    if gone:
        raise Damaged(f"The triggers {', '.join(gone)} are gone. Nothing was changed.")
