"""Create the projection, which questions are asked of."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

TABLES = (
    "procedures",
    "procedure_concepts",
    "procedure_sources",
    "sections",
    "statements",
    "evidence",
    "techniques",
    "steps",
)
"""In the order in which they are made."""
LOSES_ROWS_DOWN = LOSES_CHECKS_DOWN = frozenset(TABLES)
PLACE = ["id", "procedure_slug", "section", "section_coverage"]
CIRCULAR = (
    (
        "fk_statements_first_evidence",
        "statements",
        ["first_evidence_id", "id"],
        "evidence",
        ["id", "statement_id"],
    ),
    (
        "fk_sections_first_statement",
        "sections",
        ["first_statement_id", "procedure_slug", "path", "coverage"],
        "statements",
        PLACE,
    ),
    (
        "fk_sections_finding",
        "sections",
        ["finding_id", "procedure_slug", "path", "coverage"],
        "statements",
        PLACE,
    ),
)


def _key(length: int) -> sa.String:
    return sa.String(length).with_variant(postgresql.VARCHAR(length, collation="C"), "postgresql")


SLUG, STATEMENT_ID, EVIDENCE_ID, PATH = _key(80), _key(13), _key(20), _key(120)
LABEL_KEY, WORD, DIGEST = _key(240), _key(24), _key(64)


def _procedures() -> None:
    op.create_table(
        "procedures",
        sa.Column("slug", SLUG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", LABEL_KEY, nullable=False),
        sa.Column("card", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("sha256", DIGEST, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invasiveness", WORD, nullable=True),
        sa.Column("recovery_seconds", sa.BigInteger(), nullable=True),
        sa.Column("session_seconds", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "invasiveness IN ('non_surgical', 'minimally_invasive', 'surgical')",
            name=op.f("ck_procedures_invasiveness"),
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_procedures_sha256")),
        sa.ForeignKeyConstraint(
            ["slug", "revision"], ["revisions.slug", "revisions.number"], name="fk_procedures_revision"
        ),
        sa.PrimaryKeyConstraint("slug", name="pk_procedures"),
    )
    op.create_index("ix_procedures_invasiveness", "procedures", ["invasiveness", "slug"])
    op.create_index("ix_procedures_name_key", "procedures", ["name_key", "slug"])
    op.create_index("ix_procedures_published_at", "procedures", ["published_at", "slug"])
    op.create_index("ix_procedures_recovery_seconds", "procedures", ["recovery_seconds", "slug"])
    op.create_index("ix_procedures_session_seconds", "procedures", ["session_seconds", "slug"])
    op.create_index("ix_procedures_slug_revision", "procedures", ["slug", "revision"])


def _procedure_concepts() -> None:
    op.create_table(
        "procedure_concepts",
        sa.Column("procedure_slug", SLUG, nullable=False),
        sa.Column("concept_id", SLUG, nullable=False),
        sa.ForeignKeyConstraint(["concept_id"], ["concepts.id"], name="fk_procedure_concepts_concept_id"),
        sa.ForeignKeyConstraint(
            ["procedure_slug"], ["procedures.slug"], name="fk_procedure_concepts_procedure_slug"
        ),
        sa.PrimaryKeyConstraint("procedure_slug", "concept_id", name="pk_procedure_concepts"),
    )
    op.create_index(
        "ix_procedure_concepts_concept_id", "procedure_concepts", ["concept_id", "procedure_slug"]
    )


def _procedure_sources() -> None:
    op.create_table(
        "procedure_sources",
        sa.Column("procedure_slug", SLUG, nullable=False),
        sa.Column("source_id", SLUG, nullable=False),
        sa.ForeignKeyConstraint(
            ["procedure_slug"], ["procedures.slug"], name="fk_procedure_sources_procedure_slug"
        ),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_procedure_sources_source_id"),
        sa.PrimaryKeyConstraint("procedure_slug", "source_id", name="pk_procedure_sources"),
    )
    op.create_index("ix_procedure_sources_source_id", "procedure_sources", ["source_id", "procedure_slug"])


def _sections() -> None:
    op.create_table(
        "sections",
        sa.Column("procedure_slug", SLUG, nullable=False),
        sa.Column("path", PATH, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("technique_slug", SLUG, nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("coverage", WORD, nullable=False),
        sa.Column("first_statement_id", STATEMENT_ID, nullable=True),
        sa.Column("finding_id", STATEMENT_ID, nullable=True),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(coverage = 'stated') = (first_statement_id IS NOT NULL)", name=op.f("ck_sections_stated")
        ),
        sa.CheckConstraint(
            "(coverage = 'stated_none') = (finding_id IS NOT NULL)", name=op.f("ck_sections_stated_none")
        ),
        sa.CheckConstraint(
            "coverage <> 'not_applicable' OR name NOT IN ('contraindications', 'precautions', "
            "'interactions', 'side_effects')",
            name=op.f("ck_sections_always_applies"),
        ),
        sa.CheckConstraint(
            "coverage IN ('stated', 'stated_none', 'not_addressed', 'not_applicable')",
            name=op.f("ck_sections_coverage"),
        ),
        sa.ForeignKeyConstraint(
            ["finding_id", "procedure_slug", "path", "coverage"],
            [
                "statements.id",
                "statements.procedure_slug",
                "statements.section",
                "statements.section_coverage",
            ],
            name="fk_sections_finding",
            initially="DEFERRED",
            deferrable=True,
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["first_statement_id", "procedure_slug", "path", "coverage"],
            [
                "statements.id",
                "statements.procedure_slug",
                "statements.section",
                "statements.section_coverage",
            ],
            name="fk_sections_first_statement",
            initially="DEFERRED",
            deferrable=True,
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(["procedure_slug"], ["procedures.slug"], name="fk_sections_procedure_slug"),
        sa.PrimaryKeyConstraint("procedure_slug", "path", name="pk_sections"),
        sa.UniqueConstraint(
            "procedure_slug", "path", "coverage", name="uq_sections_procedure_slug_path_coverage"
        ),
    )
    op.create_index("ix_sections_finding_id", "sections", ["finding_id"])
    op.create_index("ix_sections_first_statement_id", "sections", ["first_statement_id"])
    op.create_index("ix_sections_name_coverage", "sections", ["name", "coverage", "procedure_slug", "path"])


def _statements() -> None:
    op.create_table(
        "statements",
        sa.Column("id", STATEMENT_ID, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("procedure_slug", SLUG, nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("section", PATH, nullable=True),
        sa.Column("section_coverage", WORD, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("pointer", PATH, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("rank", WORD, nullable=False),
        sa.Column("review", WORD, nullable=False),
        sa.Column("review_due", sa.Date(), nullable=True),
        sa.Column("grade", WORD, nullable=False),
        sa.Column("concept_id", SLUG, nullable=True),
        sa.Column("other_slug", SLUG, nullable=True),
        sa.Column("strength", WORD, nullable=True),
        sa.Column("phase", WORD, nullable=True),
        sa.Column("aspect", WORD, nullable=True),
        sa.Column("label_key", LABEL_KEY, nullable=True),
        sa.Column("min_seconds", sa.BigInteger(), nullable=True),
        sa.Column("max_seconds", sa.BigInteger(), nullable=True),
        sa.Column("first_evidence_id", EVIDENCE_ID, nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'absence') = (section_coverage = 'stated_none')", name=op.f("ck_statements_absence")
        ),
        sa.CheckConstraint(
            "(kind = 'alias') = (label_key IS NOT NULL)", name=op.f("ck_statements_has_label")
        ),
        sa.CheckConstraint("(kind = 'alias') = (section IS NULL)", name=op.f("ck_statements_has_section")),
        sa.CheckConstraint(
            "(kind IN ('contraindication', 'precaution')) = (strength IS NOT NULL)",
            name=op.f("ck_statements_has_strength"),
        ),
        sa.CheckConstraint(
            "(kind IN ('preparation', 'aftercare', 'step')) = (phase IS NOT NULL)",
            name=op.f("ck_statements_has_phase"),
        ),
        sa.CheckConstraint("grade IN ('low', 'medium', 'high')", name=op.f("ck_statements_grade")),
        sa.CheckConstraint(
            "kind <> 'absence' OR section NOT IN ('contraindications', 'precautions', 'interactions', "
            "'side_effects') OR (review = 'reviewed' AND grade <> 'low')",
            name=op.f("ck_statements_trustworthy_absence"),
        ),
        sa.CheckConstraint(
            "kind IN ('indication', 'contraindication', 'precaution', 'interaction', 'side_effect', "
            "'warning_sign', 'outcome', 'mechanism', 'preparation', 'aftercare', 'recovery', "
            "'session_plan', 'duration', 'anaesthesia', 'pain', 'alternative', 'combination', "
            "'cost_factor', 'alias', 'invasiveness', 'body_area', 'category', 'technique', "
            "'technique_use', 'step', 'absence')",
            name=op.f("ck_statements_kind"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('alternative', 'combination') OR (concept_id IS NULL) <> (other_slug IS NULL)",
            name=op.f("ck_statements_names_one"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('indication', 'contraindication', 'precaution', 'interaction', "
            "'side_effect', 'body_area', 'category') OR concept_id IS NOT NULL",
            name=op.f("ck_statements_has_concept"),
        ),
        sa.CheckConstraint("phase IN ('before', 'during', 'after')", name=op.f("ck_statements_phase")),
        sa.CheckConstraint("rank IN ('preferred', 'normal', 'deprecated')", name=op.f("ck_statements_rank")),
        sa.CheckConstraint(
            "review IN ('unreviewed', 'reviewed', 'disputed')", name=op.f("ck_statements_review")
        ),
        sa.CheckConstraint(
            "section_coverage IN ('stated', 'stated_none')", name=op.f("ck_statements_section_coverage")
        ),
        sa.CheckConstraint("strength IN ('avoid', 'ask_first')", name=op.f("ck_statements_strength")),
        sa.CheckConstraint(
            "min_seconds >= 0 AND max_seconds >= min_seconds", name=op.f("ck_statements_bounds")
        ),
        sa.ForeignKeyConstraint(["concept_id"], ["concepts.id"], name="fk_statements_concept_id"),
        sa.ForeignKeyConstraint(
            ["first_evidence_id", "id"],
            ["evidence.id", "evidence.statement_id"],
            name="fk_statements_first_evidence",
            initially="DEFERRED",
            deferrable=True,
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["other_slug"],
            ["procedures.slug"],
            name="fk_statements_other",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["procedure_slug", "section", "section_coverage"],
            ["sections.procedure_slug", "sections.path", "sections.coverage"],
            name="fk_statements_section",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["procedure_slug"], ["procedures.slug"], name="fk_statements_procedure_slug"),
        sa.PrimaryKeyConstraint("id", name="pk_statements"),
        sa.UniqueConstraint(
            "id", "procedure_slug", "section", "section_coverage", name="uq_statements_place"
        ),
        sa.UniqueConstraint("procedure_slug", "ordinal", name="uq_statements_procedure_slug_ordinal"),
    )
    op.create_index(
        "ix_statements_concept_id", "statements", ["concept_id", "kind", "procedure_slug", "ordinal"]
    )
    op.create_index("ix_statements_first_evidence_id", "statements", ["first_evidence_id", "id"])
    op.create_index("ix_statements_kind", "statements", ["kind", "procedure_slug", "ordinal"])
    op.create_index("ix_statements_label_key", "statements", ["label_key", "procedure_slug"])
    op.create_index("ix_statements_other_slug", "statements", ["other_slug"])
    op.create_index(
        "ix_statements_section", "statements", ["procedure_slug", "section", "section_coverage", "position"]
    )


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", EVIDENCE_ID, nullable=False),
        sa.Column("statement_id", STATEMENT_ID, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("source_id", SLUG, nullable=False),
        sa.Column("stance", WORD, nullable=False),
        sa.Column("quality", WORD, nullable=False),
        sa.Column("access", WORD, nullable=False),
        sa.Column("sha256", DIGEST, nullable=True),
        sa.Column("start_offset", sa.BigInteger(), nullable=True),
        sa.Column("end_offset", sa.BigInteger(), nullable=True),
        sa.Column("phrase", sa.String(), nullable=True),
        sa.Column("read_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "access <> 'held' OR (sha256 IS NOT NULL AND start_offset IS NOT NULL AND end_offset IS "
            "NOT NULL AND phrase IS NOT NULL AND length(phrase) >= 1 AND start_offset >= 0 AND "
            "end_offset - start_offset = length(phrase))",
            name=op.f("ck_evidence_offsets"),
        ),
        sa.CheckConstraint(
            "access <> 'referenced' OR (phrase IS NULL AND start_offset IS NULL AND end_offset IS "
            "NULL AND sha256 IS NULL AND read_on IS NOT NULL)",
            name=op.f("ck_evidence_locator"),
        ),
        sa.CheckConstraint("access IN ('held', 'referenced')", name=op.f("ck_evidence_access")),
        sa.CheckConstraint(
            "quality IN ('clear', 'ambiguous', 'corrupted')", name=op.f("ck_evidence_quality")
        ),
        sa.CheckConstraint("stance IN ('supports', 'disputes')", name=op.f("ck_evidence_stance")),
        sa.ForeignKeyConstraint(
            ["source_id", "sha256"],
            ["sources.id", "sources.sha256"],
            name="fk_evidence_digest",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_evidence_source_id"),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statements.id"],
            name="fk_evidence_statement",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.UniqueConstraint("id", "statement_id", name="uq_evidence_id_statement_id"),
        sa.UniqueConstraint("statement_id", "position", name="uq_evidence_statement_id_position"),
    )
    op.create_index("ix_evidence_source_id", "evidence", ["source_id", "sha256", "start_offset", "id"])


def _techniques() -> None:
    op.create_table(
        "techniques",
        sa.Column("id", STATEMENT_ID, nullable=False),
        sa.Column("owner_slug", SLUG, nullable=False),
        sa.Column("slug", SLUG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["statements.id"], name="fk_techniques_id"),
        sa.ForeignKeyConstraint(["owner_slug"], ["procedures.slug"], name="fk_techniques_owner_slug"),
        sa.PrimaryKeyConstraint("id", name="pk_techniques"),
        sa.UniqueConstraint("owner_slug", "slug", name="uq_techniques_owner_slug_slug"),
    )


def _steps() -> None:
    op.create_table(
        "steps",
        sa.Column("id", STATEMENT_ID, nullable=False),
        sa.Column("technique_id", STATEMENT_ID, nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["statements.id"], name="fk_steps_id"),
        sa.ForeignKeyConstraint(["technique_id"], ["techniques.id"], name="fk_steps_technique_id"),
        sa.PrimaryKeyConstraint("id", name="pk_steps"),
    )
    op.create_index("ix_steps_technique_id", "steps", ["technique_id", "id"])


def upgrade() -> None:
    """Create the tables, then the keys that run in circles."""
    _procedures()
    _procedure_concepts()
    _procedure_sources()
    _sections()
    _statements()
    _evidence()
    _techniques()
    _steps()
    if op.get_bind().dialect.supports_alter:  # SQLite took these with their tables, before what they refer to
        for name, table, columns, referred, referred_columns in CIRCULAR:
            op.create_foreign_key(
                name, table, referred, columns, referred_columns, deferrable=True, initially="DEFERRED"
            )


def downgrade() -> None:
    """Remove them; a rebuild from the revisions brings their rows back."""
    if op.get_bind().dialect.supports_alter:
        for name, table, *_ in CIRCULAR:
            op.drop_constraint(name, table, type_="foreignkey")
    for table in reversed(TABLES):
        op.drop_table(table)
