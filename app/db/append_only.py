"""The triggers that keep what was published: rows of these tables are added, never altered, replaced or removed."""

from collections.abc import Mapping

from sqlalchemy import Connection, inspect, text

TABLES = (
    "revisions",
    "audit",
    "identifiers",
    "tombstones",
    "changes",
    "draft_revisions",
    "clinic_revisions",
)
"""Tables that only grow."""
_FUNCTION = """
CREATE OR REPLACE FUNCTION candour_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% may not be changed this way: %', TG_TABLE_NAME, TG_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def triggers(dialect: str) -> Mapping[str, tuple[str, str]]:
    """Return the table and the definition of each trigger, by its name."""
    found: dict[str, tuple[str, str]] = {}
    for table in TABLES:
        for event in ("UPDATE", "DELETE"):
            found[f"{table}_no_{event.lower()}"] = (table, _row_trigger(dialect, table, event))
    found["catalogue_no_delete"] = ("catalogue", _row_trigger(dialect, "catalogue", "DELETE"))
    grows = _row_trigger(dialect, "catalogue", "UPDATE", when="NEW.revision <= OLD.revision", name="grows")
    found["catalogue_grows"] = ("catalogue", grows)
    found["access_no_delete"] = ("access", _row_trigger(dialect, "access", "DELETE"))
    found["access_grows"] = (
        "access",
        _row_trigger(dialect, "access", "UPDATE", when="NEW.revision <= OLD.revision", name="grows"),
    )
    if dialect == "postgresql":
        for table in (*TABLES, "catalogue", "access"):
            found[f"{table}_no_truncate"] = (table, _truncate_trigger(table))
    return found


def recreate(connection: Connection) -> None:
    """Make every trigger anew on the tables that are there; a batch migration drops them unseen."""
    dialect, present = connection.dialect.name, set(inspect(connection).get_table_names())
    if dialect == "postgresql":
        connection.execute(text(_FUNCTION))
    for name, (table, definition) in triggers(dialect).items():
        if table in present:
            on = f" ON {table}" if dialect == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}{on}"))
            connection.execute(text(definition))


def drop(connection: Connection) -> None:
    """Take every trigger away, for whoever puts a whole database in the place of another; `recreate` must follow."""
    dialect = connection.dialect.name
    for name, (table, _) in triggers(dialect).items():
        on = f" ON {table}" if dialect == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}{on}"))


def missing(connection: Connection) -> tuple[str, ...]:
    """Return the names of triggers that are not there although their tables are, or whose definition differs."""
    dialect, present = connection.dialect.name, set(inspect(connection).get_table_names())
    held = _held(connection)
    return tuple(
        name
        for name, (table, definition) in triggers(dialect).items()
        if table in present and held.get(name) != _comparable(dialect, definition)
    )


def _held(connection: Connection) -> dict[str, str]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT tgname, CASE WHEN tgenabled = 'O' THEN 'on' ELSE 'off' END FROM pg_trigger"
            " WHERE NOT tgisinternal"
        )
    return {str(name): str(definition) for name, definition in connection.execute(text(query))}


def _comparable(dialect: str, definition: str) -> str:
    """Return what the database is expected to say of a trigger: its text on SQLite, that it is on elsewhere."""
    return definition if dialect == "sqlite" else "on"


def _row_trigger(dialect: str, table: str, event: str, *, when: str = "", name: str = "") -> str:
    name = f"{table}_{name or f'no_{event.lower()}'}"
    if dialect == "sqlite":
        condition = f" WHEN {when}" if when else ""
        refusal = f"SELECT RAISE(ABORT, '{table} may not be changed this way: {name}')"
        return f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW{condition} BEGIN {refusal}; END"
    condition = f" WHEN ({when})" if when else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW{condition} EXECUTE FUNCTION candour_refuse()"


def _truncate_trigger(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION candour_refuse()"
    )
