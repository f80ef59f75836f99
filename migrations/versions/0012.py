"""Give JSON that is served without a digest beside it an ending that tells whether it is still what was written."""

import hashlib
from typing import Any

from alembic import op

revision = "0012"
down_revision = "0011"

GUARDED = (
    ("sources", "json, ledger"),
    ("concepts", "json"),
    ("procedures", "card"),
    ("sections", "json"),
    ("statements", "json"),
    ("conflicts", "json"),
)
ENDING = 9
"""A line feed and the first eight digits of the SHA-256 of what is before it."""
POSTGRESQL = "{0} || convert_to(chr(10) || left(encode(sha256({0}), 'hex'), 8), 'UTF8')"
SQLITE = "candour_guard({0})"


def upgrade() -> None:
    """Write the endings, each of what is there now: `candour check` compares that with the documents."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.create_function("candour_guard", 1, _guard, deterministic=True)
        _update(SQLITE)
    else:
        _update(POSTGRESQL)


def downgrade() -> None:
    """Take them off again."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    cut = "substr({0}, 1, length({0}) - " if sqlite else "substring({0} from 1 for length({0}) - "
    _update(f"{cut}{ENDING})")


def _update(value: str) -> None:
    for table, columns in GUARDED:
        assigned = ", ".join(f"{column} = {value.format(column)}" for column in columns.split(", "))
        op.execute(f"UPDATE {table} SET {assigned}")  # noqa: S608 - both are written above


def _guard(content: bytes) -> bytes:
    return bytes(content) + b"\n" + hashlib.sha256(content).hexdigest()[:8].encode("ascii")
