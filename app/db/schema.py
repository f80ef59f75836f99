"""Which schema the code needs, and whether the database has it; the running service never migrates."""

from sqlalchemy import column, inspect, select, table

from app.content import problems
from app.db import engine

HEAD = "0012"
"""The newest migration; a test holds it equal to Alembic's."""
_VERSIONS = table("alembic_version", column("version_num"))


def current(database: engine.Database) -> str | None:
    """Return the migration that the database stands at, or None where it was never migrated."""
    with database.read() as session:
        if not inspect(session.connection()).has_table(_VERSIONS.name):
            return None
        found = session.scalars(select(_VERSIONS.c.version_num)).all()
    return found[0] if len(found) == 1 else None


def check(database: engine.Database) -> None:
    """Raise Unavailable, saying what to run, unless the database is at the schema that this code needs."""
    found = current(database)
    if found != HEAD:
        if found and found > HEAD:
            raise problems.Unavailable(
                f"The database has the schema {found}: it needs a newer version than this one."
            )
        has = f"has the schema {found}" if found else "has no schema"
        raise problems.Unavailable(
            f"The database {has}, this version needs {HEAD}: run `candour migrate`. "
            "It changes nothing that was published."
        )
