"""Add the conflicts to the projection, from the documents that are published."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

TABLES = (
    "conflicts",
    "conflict_statements",
)
"""In the order in which they are made."""
LOSES_ROWS_DOWN = LOSES_CHECKS_DOWN = frozenset(TABLES)
AT_ONCE = 20
"""How many documents are held in memory."""


def _key(length: int) -> sa.String:
    return sa.String(length).with_variant(postgresql.VARCHAR(length, collation="C"), "postgresql")


SLUG, STATEMENT_ID, CONFLICT_ID = _key(80), _key(13), _key(13)


def _conflicts() -> sa.Table:
    return op.create_table(
        "conflicts",
        sa.Column("id", CONFLICT_ID, nullable=False),
        sa.Column("procedure_slug", SLUG, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["procedure_slug"], ["procedures.slug"], name="fk_conflicts_procedure_slug"),
        sa.PrimaryKeyConstraint("id", name="pk_conflicts"),
        sa.UniqueConstraint("procedure_slug", "position", name="uq_conflicts_procedure_slug_position"),
    )


def _conflict_statements() -> sa.Table:
    made = op.create_table(
        "conflict_statements",
        sa.Column("conflict_id", CONFLICT_ID, nullable=False),
        sa.Column("statement_id", STATEMENT_ID, nullable=False),
        sa.ForeignKeyConstraint(["conflict_id"], ["conflicts.id"], name="fk_conflict_statements_conflict_id"),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name="fk_conflict_statements_statement_id"
        ),
        sa.PrimaryKeyConstraint("conflict_id", "statement_id", name="pk_conflict_statements"),
    )
    op.create_index(
        "ix_conflict_statements_statement_id", "conflict_statements", ["statement_id", "conflict_id"]
    )
    return made


def _documents() -> Iterator[tuple[str, Any]]:
    """Yield the newest document of each procedure that has a projection; of a damaged one nothing is used."""
    revisions = sa.table("revisions", *map(sa.column, ("slug", "number", "sha256", "document")))
    procedures = sa.table("procedures", sa.column("slug"), sa.column("revision"))
    query = (
        sa.select(revisions.c.slug, revisions.c.sha256, revisions.c.document)
        .join(
            procedures,
            (procedures.c.slug == revisions.c.slug) & (procedures.c.revision == revisions.c.number),
        )
        .order_by(revisions.c.slug)
        .limit(AT_ONCE)
    )
    found: Sequence[Any] = op.get_bind().execute(query).all()
    while found:
        for slug, sha256, stored in found:
            if hashlib.sha256(bytes(stored)).hexdigest() == sha256:
                yield slug, json.loads(bytes(stored))
        found = op.get_bind().execute(query.where(revisions.c.slug > found[-1].slug)).all()


def _canonical(tree: Any) -> bytes:
    return json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def _fill(conflicts: sa.Table, conflict_statements: sa.Table) -> None:
    for slug, tree in _documents():
        listed = tree.get("conflicts", {}).get("conflicts", [])
        if listed:
            rows = [
                {"id": item["id"], "procedure_slug": slug, "position": position, "json": _canonical(item)}
                for position, item in enumerate(listed)
            ]
            between = [
                {"conflict_id": item["id"], "statement_id": name}
                for item in listed
                for name in _present(item["statements"])
            ]
            op.bulk_insert(conflicts, rows)
            op.bulk_insert(conflict_statements, between)


def _present(wanted: list[str]) -> list[str]:
    """Leave out what the projection has lost: `candour check` names it, and no old fault stops a migration."""
    statements = sa.table("statements", sa.column("id"))
    return list(
        op.get_bind().scalars(
            sa.select(statements.c.id).where(statements.c.id.in_(wanted)).order_by(statements.c.id)
        )
    )


def upgrade() -> None:
    """Create the tables, and fill them for the procedures that have a projection."""
    _fill(_conflicts(), _conflict_statements())


def downgrade() -> None:
    """Remove them; going up again fills them."""
    for table in reversed(TABLES):
        op.drop_table(table)
