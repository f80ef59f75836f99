"""Find the reviews that are overdue without looking at every statement."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_DUE = sa.text("review_due IS NOT NULL")


def upgrade() -> None:
    """Make the index; most statements have no day on which they are due, and stand in none."""
    op.create_index(
        "ix_statements_review_due",
        "statements",
        ["review_due", "procedure_slug"],
        sqlite_where=_DUE,
        postgresql_where=_DUE,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_statements_review_due", "statements")
