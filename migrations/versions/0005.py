"""Index the statements about a concept in the order in which they are shown: by procedure, then as in its document."""

from alembic import op

revision = "0005"
down_revision = "0004"

NAME = "ix_statements_concept_place"


def upgrade() -> None:
    """Create the index."""
    op.create_index(NAME, "statements", ["concept_id", "procedure_slug", "ordinal"])


def downgrade() -> None:
    """Remove it."""
    op.drop_index(NAME, "statements")
