"""Let a statement name a procedure that was withdrawn: a key would keep it from being taken away."""

from alembic import op

revision = "0007"
down_revision = "0006"

KEY = "fk_statements_other"


def upgrade() -> None:
    """Remove the key."""
    with op.batch_alter_table("statements") as batch:
        batch.drop_constraint(KEY, type_="foreignkey")


def downgrade() -> None:
    """Make it anew; where a statement names a procedure that was withdrawn, that fails and nothing is changed."""
    with op.batch_alter_table("statements") as batch:
        batch.create_foreign_key(
            KEY, "procedures", ["other_slug"], ["slug"], deferrable=True, initially="DEFERRED"
        )
