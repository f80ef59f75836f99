"""Ways around every guard of a database, for whoever holds its file or its password."""

import contextlib
from typing import Any

import psycopg
from sqlalchemy import make_url

from app.db import engine


def tamper(url: str, statement: str, *values: object) -> int:
    """Change rows with triggers and foreign keys out of force; `?` marks values. Return how many rows it touched."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        driver: Any = engine._driver()  # two SQLites in one process would undo each other's locks
        with contextlib.closing(driver.connect(str(address.database))) as connection, connection:
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            return int(connection.execute(statement, values).rowcount)
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as server:
        server.execute("SET session_replication_role = replica")
        return server.execute(statement.replace("?", "%s").encode(), values).rowcount
