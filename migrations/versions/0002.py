"""Create the sources and the vocabulary."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

TABLES = (
    "concepts",
    "sources",
    "concept_closure",
    "concept_labels",
)
"""In the order in which they are made."""
LOSES_ROWS_DOWN = LOSES_CHECKS_DOWN = frozenset(TABLES)


def _key(length: int) -> sa.String:
    return sa.String(length).with_variant(postgresql.VARCHAR(length, collation="C"), "postgresql")


SLUG, LABEL_KEY, WORD, DIGEST = _key(80), _key(240), _key(24), _key(64)


def _concepts() -> None:
    op.create_table(
        "concepts",
        sa.Column("id", SLUG, nullable=False),
        sa.Column("scheme", WORD, nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_concepts"),
    )
    op.create_index("ix_concepts_scheme", "concepts", ["scheme", "id"])


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", SLUG, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("access", WORD, nullable=False),
        sa.Column("grade", WORD, nullable=False),
        sa.Column("sha256", DIGEST, nullable=True),
        sa.Column("length", sa.BigInteger(), nullable=True),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.Column("ledger", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(access = 'held') = (sha256 IS NOT NULL AND length IS NOT NULL)", name=op.f("ck_sources_held")
        ),
        sa.CheckConstraint("access IN ('held', 'referenced')", name=op.f("ck_sources_access")),
        sa.CheckConstraint("grade IN ('low', 'medium', 'high')", name=op.f("ck_sources_grade")),
        sa.CheckConstraint("length >= 1", name=op.f("ck_sources_length")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_sources_sha256")),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint("id", "sha256", name="uq_sources_id_sha256"),
    )
    op.create_index("ix_sources_kind", "sources", ["kind", "id"])


def _concept_closure() -> None:
    op.create_table(
        "concept_closure",
        sa.Column("ancestor_id", SLUG, nullable=False),
        sa.Column("descendant_id", SLUG, nullable=False),
        sa.ForeignKeyConstraint(["ancestor_id"], ["concepts.id"], name="fk_concept_closure_ancestor_id"),
        sa.ForeignKeyConstraint(["descendant_id"], ["concepts.id"], name="fk_concept_closure_descendant_id"),
        sa.PrimaryKeyConstraint("ancestor_id", "descendant_id", name="pk_concept_closure"),
    )
    op.create_index("ix_concept_closure_descendant_id", "concept_closure", ["descendant_id", "ancestor_id"])


def _concept_labels() -> None:
    op.create_table(
        "concept_labels",
        sa.Column("concept_id", SLUG, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("label_key", LABEL_KEY, nullable=False),
        sa.Column("type", WORD, nullable=False),
        sa.CheckConstraint(
            "type IN ('preferred', 'synonym', 'brand', 'lay', 'abbreviation', 'misspelling')",
            name=op.f("ck_concept_labels_type"),
        ),
        sa.ForeignKeyConstraint(["concept_id"], ["concepts.id"], name="fk_concept_labels_concept_id"),
        sa.PrimaryKeyConstraint("concept_id", "position", name="pk_concept_labels"),
    )
    op.create_index("ix_concept_labels_label_key", "concept_labels", ["label_key", "concept_id"])


def upgrade() -> None:
    """Create the tables."""
    _concepts()
    _sources()
    _concept_closure()
    _concept_labels()


def downgrade() -> None:
    """Remove them; a later import brings their rows back."""
    for table in reversed(TABLES):
        op.drop_table(table)
