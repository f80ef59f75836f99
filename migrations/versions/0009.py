"""Give an index to what was found only by looking through a whole table that grows with the catalogue."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_CORRECTED = sa.text("corrections > 0")


def upgrade() -> None:
    """Make the indexes."""
    op.create_index("ix_sections_path", "sections", ["path", "procedure_slug", "coverage"])
    op.create_index("ix_techniques_slug", "techniques", ["slug", "owner_slug"])
    op.create_index(
        "ix_audit_corrected", "audit", ["number"], sqlite_where=_CORRECTED, postgresql_where=_CORRECTED
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_audit_corrected", "audit")
    op.drop_index("ix_techniques_slug", "techniques")
    op.drop_index("ix_sections_path", "sections")
