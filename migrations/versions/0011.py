"""Find what was withdrawn or renamed without looking through the whole log."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_changes_kind", "changes", ["kind", "slug"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_changes_kind", "changes")
