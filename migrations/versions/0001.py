"""Create the tables of what is kept for ever: revisions, audit, identifiers, tombstones."""

import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

TABLES = (
    "catalogue",
    "revisions",
    "audit",
    "identifiers",
    "tombstones",
)
"""In the order in which they are made."""
LOSES_ROWS_DOWN = LOSES_CHECKS_DOWN = frozenset(TABLES)


def _key(length: int) -> sa.String:
    return sa.String(length).with_variant(postgresql.VARCHAR(length, collation="C"), "postgresql")


SLUG, STATEMENT_ID, WORD, DIGEST = _key(80), _key(13), _key(24), _key(64)


def _catalogue() -> None:
    op.create_table(
        "catalogue",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_catalogue_one_row")),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_catalogue_revision")),
        sa.PrimaryKeyConstraint("id", name="pk_catalogue"),
    )


def _revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("slug", SLUG, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sha256", DIGEST, nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("editor", sa.String(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("catalogue_revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("catalogue_revision >= 1", name=op.f("ck_revisions_catalogue_revision")),
        sa.CheckConstraint("length(document) > 0", name=op.f("ck_revisions_document")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_revisions_sha256")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_revisions_number")),
        sa.PrimaryKeyConstraint("slug", "number", name="pk_revisions"),
    )
    op.create_index("ix_revisions_catalogue_revision", "revisions", ["catalogue_revision", "slug"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("editor", sa.String(), nullable=False),
        sa.Column("action", WORD, nullable=False),
        sa.Column("subject", SLUG, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=True),
        sa.Column("catalogue_revision", sa.BigInteger(), nullable=False),
        sa.Column("before_sha256", DIGEST, nullable=True),
        sa.Column("after_sha256", DIGEST, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("corrections", sa.BigInteger(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("(action = 'publish') = (revision IS NOT NULL)", name=op.f("ck_audit_revision")),
        sa.CheckConstraint("action IN ('publish', 'source', 'concept')", name=op.f("ck_audit_action")),
        sa.CheckConstraint("corrections >= 0", name=op.f("ck_audit_corrections")),
        sa.CheckConstraint("length(after_sha256) = 64", name=op.f("ck_audit_after_sha256")),
        sa.CheckConstraint("length(before_sha256) = 64", name=op.f("ck_audit_before_sha256")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_audit_number")),
        sa.ForeignKeyConstraint(
            ["subject", "revision"], ["revisions.slug", "revisions.number"], name="fk_audit_revision"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_index("ix_audit_action_subject", "audit", ["action", "subject", "number"])
    op.create_index("ix_audit_subject_revision", "audit", ["subject", "revision"])


def _identifiers() -> None:
    op.create_table(
        "identifiers",
        sa.Column("id", STATEMENT_ID, nullable=False),
        sa.Column("procedure_slug", SLUG, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_identifiers"),
    )
    op.create_index("ix_identifiers_procedure_slug", "identifiers", ["procedure_slug", "id"])


def _tombstones() -> None:
    op.create_table(
        "tombstones",
        sa.Column("id", STATEMENT_ID, nullable=False),
        sa.Column("procedure_slug", SLUG, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["identifiers.id"], name="fk_tombstones_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tombstones"),
    )
    op.create_index("ix_tombstones_procedure_slug", "tombstones", ["procedure_slug", "id"])


def upgrade() -> None:
    """Create the tables, and the one row of the catalogue."""
    _catalogue()
    _revisions()
    _audit()
    _identifiers()
    _tombstones()
    op.execute(
        sa.text("INSERT INTO catalogue (id, revision, changed_at) VALUES (1, 0, :now)").bindparams(
            sa.bindparam(
                "now", datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC), sa.DateTime(timezone=True)
            )
        )
    )


def downgrade() -> None:
    """Remove them, and with them all that was ever published."""
    for table in reversed(TABLES):
        op.drop_table(table)
