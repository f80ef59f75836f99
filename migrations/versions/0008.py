"""Create the table of who is signed in to the editor."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"

LOSES_ROWS_DOWN = frozenset({"sessions"})
LOSES_CHECKS_DOWN = frozenset({"sessions"})


def _key(length: int) -> sa.String:
    return sa.String(length).with_variant(postgresql.VARCHAR(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "sessions",
        sa.Column("sha256", _key(64), nullable=False),
        sa.Column("key_id", _key(10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_sessions_sha256")),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_sessions_expires_at")),
        sa.ForeignKeyConstraint(["key_id"], ["keys.id"], name="fk_sessions_key_id"),
        sa.PrimaryKeyConstraint("sha256", name="pk_sessions"),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_index("ix_sessions_key_id", "sessions", ["key_id"])


def downgrade() -> None:
    """Drop it: everybody is signed out."""
    op.drop_table("sessions")
