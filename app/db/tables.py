"""The tables: what was published and by whom (kept for ever), and the projection that questions are asked of.

Rows of the projection are derived from the newest revision of each procedure by app/db/projection.py and nobody else.
The statements, which refer to many of these tables, are in app/db/statements.py.
"""

import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import guarded, types

COVERAGES = ("stated", "stated_none", "not_addressed", "not_applicable")
NEVER_INAPPLICABLE = ("contraindications", "precautions", "interactions", "side_effects")
"""Sections that always apply: where our sources are silent, they must be said to be silent."""
_SHA256 = "length({column}) = 64"
_CORRECTED = text("corrections > 0")


class Catalogue(types.Base):
    """Hold the catalogue's revision number, in one row; every change of anything raises it."""

    __tablename__ = "catalogue"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("revision >= 0", name="revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]
    changed_at: Mapped[datetime.datetime]


class Revision(types.Base):
    """Keep one published document as its canonical bytes. Append-only."""

    __tablename__ = "revisions"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("catalogue_revision >= 1", name="catalogue_revision"),
        CheckConstraint(_SHA256.format(column="sha256"), name="sha256"),
        CheckConstraint("length(document) > 0", name="document"),
        Index("ix_revisions_catalogue_revision", "catalogue_revision", "slug"),
    )

    slug: Mapped[str] = mapped_column(types.SLUG, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[str] = mapped_column(types.DIGEST)
    document: Mapped[bytes]
    published_at: Mapped[datetime.datetime]
    editor: Mapped[str]
    reviewer: Mapped[str | None]
    note: Mapped[str]
    catalogue_revision: Mapped[int]


class Audit(types.Base):
    """Keep who changed what, when and why, numbered without gaps. Append-only."""

    __tablename__ = "audit"
    __table_args__ = (
        CheckConstraint("length(action) > 0", name="action"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint(_SHA256.format(column="before_sha256"), name="before_sha256"),
        CheckConstraint(_SHA256.format(column="after_sha256"), name="after_sha256"),
        CheckConstraint("action <> 'publish' OR revision IS NOT NULL", name="revision"),
        CheckConstraint("corrections >= 0", name="corrections"),
        ForeignKeyConstraint(
            ["subject", "revision"], ["revisions.slug", "revisions.number"], name="fk_audit_revision"
        ),
        Index("ix_audit_action_subject", "action", "subject", "number"),
        Index("ix_audit_subject_revision", "subject", "revision"),
        Index("ix_audit_corrected", "number", sqlite_where=_CORRECTED, postgresql_where=_CORRECTED),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime.datetime]
    editor: Mapped[str]
    """Who acted, by name."""
    actor: Mapped[str] = mapped_column(server_default="host")
    """By what right: `key:` and the id of a key, or `host` for whoever has the command line."""
    origin: Mapped[str] = mapped_column(server_default="command line")
    """From where: the address of a client, or `command line`."""
    action: Mapped[str] = mapped_column(types.WORD)
    subject: Mapped[str] = mapped_column(types.SLUG)
    revision: Mapped[int | None]
    """The procedure's revision that this made; whatever made none has none here."""
    catalogue_revision: Mapped[int]
    before_sha256: Mapped[str | None] = mapped_column(types.DIGEST)
    after_sha256: Mapped[str | None] = mapped_column(types.DIGEST)
    note: Mapped[str]
    corrections: Mapped[int]
    """How many published statements this changed or withdrew."""
    details: Mapped[bytes]
    """Canonical JSON: the statements added, changed and withdrawn."""


class Identifier(types.Base):
    """Keep every identifier ever published with its procedure and kind, so that none is used again. Append-only."""

    __tablename__ = "identifiers"
    __table_args__ = (Index("ix_identifiers_procedure_slug", "procedure_slug", "id"),)

    id: Mapped[str] = mapped_column(types.STATEMENT_ID, primary_key=True)
    procedure_slug: Mapped[str] = mapped_column(types.SLUG)
    kind: Mapped[str] = mapped_column(types.WORD)


class Tombstone(types.Base):
    """Keep the place of a withdrawn statement. Append-only."""

    __tablename__ = "tombstones"
    __table_args__ = (Index("ix_tombstones_procedure_slug", "procedure_slug", "id"),)

    id: Mapped[str] = mapped_column(types.STATEMENT_ID, ForeignKey("identifiers.id"), primary_key=True)
    procedure_slug: Mapped[str] = mapped_column(types.SLUG)
    kind: Mapped[str] = mapped_column(types.WORD)
    withdrawn_on: Mapped[datetime.date]
    reason: Mapped[str]


class Source(types.Base):
    """Hold a source's metadata and its ledger, as they are now."""

    __tablename__ = "sources"
    __table_args__ = (
        types.one_of("access", ("held", "referenced")),
        types.one_of("grade", ("low", "medium", "high")),
        CheckConstraint("(access = 'held') = (sha256 IS NOT NULL AND length IS NOT NULL)", name="held"),
        CheckConstraint(_SHA256.format(column="sha256"), name="sha256"),
        CheckConstraint("length >= 1", name="length"),
        UniqueConstraint("id", "sha256"),
        Index("ix_sources_kind", "kind", "id"),
    )

    id: Mapped[str] = mapped_column(types.SLUG, primary_key=True)
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(types.WORD)
    access: Mapped[str] = mapped_column(types.WORD)
    grade: Mapped[str] = mapped_column(types.WORD)
    sha256: Mapped[str | None] = mapped_column(types.DIGEST)
    length: Mapped[int | None]
    json: Mapped[bytes] = mapped_column(guarded.GuardedJson)
    """The metadata as canonical JSON, as published documents carry it (with `grade_of_evidence`)."""
    ledger: Mapped[bytes] = mapped_column(guarded.GuardedJson)
    """The ledger's spans as a canonical JSON list."""


class Concept(types.Base):
    """Hold an entry of the vocabulary."""

    __tablename__ = "concepts"
    __table_args__ = (Index("ix_concepts_scheme", "scheme", "id"),)

    id: Mapped[str] = mapped_column(types.SLUG, primary_key=True)
    scheme: Mapped[str] = mapped_column(types.WORD)
    label: Mapped[str]
    json: Mapped[bytes] = mapped_column(guarded.GuardedJson)
    """The concept as canonical JSON."""


class ConceptLabel(types.Base):
    """Hold one label of a concept, the preferred one included, and the form in which labels are compared."""

    __tablename__ = "concept_labels"
    __table_args__ = (
        types.one_of("type", ("preferred", "synonym", "brand", "lay", "abbreviation", "misspelling")),
        Index("ix_concept_labels_label_key", "label_key", "concept_id"),
    )

    concept_id: Mapped[str] = mapped_column(types.SLUG, ForeignKey("concepts.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    label: Mapped[str]
    label_key: Mapped[str] = mapped_column(types.LABEL_KEY)
    type: Mapped[str] = mapped_column(types.WORD)


class ConceptClosure(types.Base):
    """Hold every pair of a concept and a broader one, through any number of steps, and each with itself."""

    __tablename__ = "concept_closure"
    __table_args__ = (Index("ix_concept_closure_descendant_id", "descendant_id", "ancestor_id"),)

    ancestor_id: Mapped[str] = mapped_column(types.SLUG, ForeignKey("concepts.id"), primary_key=True)
    descendant_id: Mapped[str] = mapped_column(types.SLUG, ForeignKey("concepts.id"), primary_key=True)


class Procedure(types.Base):
    """Point at a procedure's newest revision, and hold what lists are filtered and sorted by."""

    __tablename__ = "procedures"
    __table_args__ = (
        types.one_of("invasiveness", ("non_surgical", "minimally_invasive", "surgical")),
        CheckConstraint(_SHA256.format(column="sha256"), name="sha256"),
        ForeignKeyConstraint(
            ["slug", "revision"], ["revisions.slug", "revisions.number"], name="fk_procedures_revision"
        ),
        Index("ix_procedures_slug_revision", "slug", "revision"),
        Index("ix_procedures_name_key", "name_key", "slug"),
        Index("ix_procedures_published_at", "published_at", "slug"),
        Index("ix_procedures_invasiveness", "invasiveness", "slug"),
        Index("ix_procedures_recovery_seconds", "recovery_seconds", "slug"),
        Index("ix_procedures_session_seconds", "session_seconds", "slug"),
    )

    slug: Mapped[str] = mapped_column(types.SLUG, primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(types.LABEL_KEY)
    card: Mapped[bytes] = mapped_column(guarded.GuardedJson)
    """What lists show of it, as canonical JSON: `content.cards.card` of its document."""
    revision: Mapped[int]
    sha256: Mapped[str] = mapped_column(types.DIGEST)
    published_at: Mapped[datetime.datetime]
    invasiveness: Mapped[str | None] = mapped_column(types.WORD)
    recovery_seconds: Mapped[int | None]
    """The longest time back to daily life; null where our sources give no bound, which never means short."""
    session_seconds: Mapped[int | None]
    """The longest duration of one session; null where our sources give no bound."""


class ProcedureConcept(types.Base):
    """Hold which concepts a procedure's document names."""

    __tablename__ = "procedure_concepts"
    __table_args__ = (Index("ix_procedure_concepts_concept_id", "concept_id", "procedure_slug"),)

    procedure_slug: Mapped[str] = mapped_column(types.SLUG, ForeignKey("procedures.slug"), primary_key=True)
    concept_id: Mapped[str] = mapped_column(types.SLUG, ForeignKey("concepts.id"), primary_key=True)


class ProcedureSource(types.Base):
    """Hold which sources a procedure's document rests on."""

    __tablename__ = "procedure_sources"
    __table_args__ = (Index("ix_procedure_sources_source_id", "source_id", "procedure_slug"),)

    procedure_slug: Mapped[str] = mapped_column(types.SLUG, ForeignKey("procedures.slug"), primary_key=True)
    source_id: Mapped[str] = mapped_column(types.SLUG, ForeignKey("sources.id"), primary_key=True)


class Section(types.Base):
    """Hold a section's coverage; two deferred keys keep it from disagreeing with its statements."""

    __tablename__ = "sections"
    __table_args__ = (
        types.one_of("coverage", COVERAGES),
        CheckConstraint("(coverage = 'stated') = (first_statement_id IS NOT NULL)", name="stated"),
        CheckConstraint("(coverage = 'stated_none') = (finding_id IS NOT NULL)", name="stated_none"),
        CheckConstraint(
            f"coverage <> 'not_applicable' OR name NOT IN ({', '.join(repr(name) for name in NEVER_INAPPLICABLE)})",
            name="always_applies",
        ),
        UniqueConstraint("procedure_slug", "path", "coverage"),
        ForeignKeyConstraint(
            ["first_statement_id", "procedure_slug", "path", "coverage"],
            [
                "statements.id",
                "statements.procedure_slug",
                "statements.section",
                "statements.section_coverage",
            ],
            name="fk_sections_first_statement",
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
        ForeignKeyConstraint(
            ["finding_id", "procedure_slug", "path", "coverage"],
            [
                "statements.id",
                "statements.procedure_slug",
                "statements.section",
                "statements.section_coverage",
            ],
            name="fk_sections_finding",
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
        Index("ix_sections_path", "path", "procedure_slug", "coverage"),
        Index("ix_sections_name_coverage", "name", "coverage", "procedure_slug", "path"),
        Index("ix_sections_first_statement_id", "first_statement_id"),
        Index("ix_sections_finding_id", "finding_id"),
    )

    procedure_slug: Mapped[str] = mapped_column(types.SLUG, ForeignKey("procedures.slug"), primary_key=True)
    path: Mapped[str] = mapped_column(types.PATH, primary_key=True)
    """The name, or for a section inside a technique `techniques/{slug}/{use or steps}`."""
    name: Mapped[str] = mapped_column(types.WORD)
    technique_slug: Mapped[str | None] = mapped_column(types.SLUG)
    position: Mapped[int]
    coverage: Mapped[str] = mapped_column(types.WORD)
    first_statement_id: Mapped[str | None] = mapped_column(types.STATEMENT_ID)
    finding_id: Mapped[str | None] = mapped_column(types.STATEMENT_ID)
    json: Mapped[bytes] = mapped_column(guarded.GuardedJson)
    """The section as canonical JSON, as in the document."""


class Conflict(types.Base):
    """Hold a contradiction that a document shows."""

    __tablename__ = "conflicts"
    __table_args__ = (UniqueConstraint("procedure_slug", "position"),)

    id: Mapped[str] = mapped_column(types.CONFLICT_ID, primary_key=True)
    procedure_slug: Mapped[str] = mapped_column(types.SLUG, ForeignKey("procedures.slug"))
    position: Mapped[int]
    json: Mapped[bytes] = mapped_column(guarded.GuardedJson)
    """The conflict as canonical JSON, as in the document."""


class ConflictStatement(types.Base):
    """Hold which statements a conflict is between."""

    __tablename__ = "conflict_statements"
    __table_args__ = (Index("ix_conflict_statements_statement_id", "statement_id", "conflict_id"),)

    conflict_id: Mapped[str] = mapped_column(types.CONFLICT_ID, ForeignKey("conflicts.id"), primary_key=True)
    statement_id: Mapped[str] = mapped_column(
        types.STATEMENT_ID, ForeignKey("statements.id"), primary_key=True
    )


class Evidence(types.Base):
    """Hold what stands behind a statement: a phrase at its place, or a locator and the day it was read."""

    __tablename__ = "evidence"
    __table_args__ = (
        types.one_of("stance", ("supports", "disputes")),
        types.one_of("quality", ("clear", "ambiguous", "corrupted")),
        types.one_of("access", ("held", "referenced")),
        CheckConstraint(
            "access <> 'held' OR (sha256 IS NOT NULL AND start_offset IS NOT NULL AND end_offset IS NOT NULL"
            " AND phrase IS NOT NULL AND length(phrase) >= 1 AND start_offset >= 0"
            " AND end_offset - start_offset = length(phrase))",
            name="offsets",
        ),
        CheckConstraint(
            "access <> 'referenced' OR (phrase IS NULL AND start_offset IS NULL AND end_offset IS NULL"
            " AND sha256 IS NULL AND read_on IS NOT NULL)",
            name="locator",
        ),
        UniqueConstraint("id", "statement_id"),
        UniqueConstraint("statement_id", "position"),
        ForeignKeyConstraint(
            ["source_id", "sha256"],
            ["sources.id", "sources.sha256"],
            name="fk_evidence_digest",
            deferrable=True,
            initially="DEFERRED",
        ),
        ForeignKeyConstraint(
            ["statement_id"],
            ["statements.id"],
            name="fk_evidence_statement",
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("ix_evidence_source_id", "source_id", "sha256", "start_offset", "id"),
    )

    id: Mapped[str] = mapped_column(types.EVIDENCE_ID, primary_key=True)
    """The statement's id, a stroke, and the position."""
    statement_id: Mapped[str] = mapped_column(types.STATEMENT_ID)
    position: Mapped[int]
    source_id: Mapped[str] = mapped_column(types.SLUG, ForeignKey("sources.id"))
    stance: Mapped[str] = mapped_column(types.WORD)
    quality: Mapped[str] = mapped_column(types.WORD)
    access: Mapped[str] = mapped_column(types.WORD)
    sha256: Mapped[str | None] = mapped_column(types.DIGEST)
    start_offset: Mapped[int | None]
    end_offset: Mapped[int | None]
    phrase: Mapped[str | None]
    read_on: Mapped[datetime.date | None]
