"""The one table of statements, with a class for each kind: everything in a document that carries evidence is a row."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from app.db import guarded, tables, types

KINDS = (
    "indication",
    "contraindication",
    "precaution",
    "interaction",
    "side_effect",
    "warning_sign",
    "outcome",
    "mechanism",
    "preparation",
    "aftercare",
    "recovery",
    "session_plan",
    "duration",
    "anaesthesia",
    "pain",
    "alternative",
    "combination",
    "cost_factor",
    "alias",
    "invasiveness",
    "body_area",
    "category",
    "technique",
    "technique_use",
    "step",
    "absence",
)
_ABOUT = (
    "'indication', 'contraindication', 'precaution', 'interaction', 'side_effect', 'body_area', 'category'"
)
_STRONG = "'contraindication', 'precaution'"
_PHASED = "'preparation', 'aftercare', 'step'"
_HAS_DAY = text("review_due IS NOT NULL")
_SAFETY_SECTIONS = ", ".join(f"'{name}'" for name in tables.NEVER_INAPPLICABLE)


class Statement(types.Base):
    """Hold one claim of a published document, as its JSON there and in the columns that questions need.

    Three keys make impossible what must not be: a statement without evidence (`first_evidence_id`, deferred), one in a
    section whose coverage says otherwise (`section_coverage`), and one about a concept that the vocabulary lacks.
    """

    __tablename__ = "statements"
    __table_args__: tuple[SchemaItem, ...] = (
        types.one_of("kind", KINDS),
        types.one_of("rank", ("preferred", "normal", "deprecated")),
        types.one_of("review", ("unreviewed", "reviewed", "disputed")),
        types.one_of("grade", ("low", "medium", "high")),
        types.one_of("strength", ("avoid", "ask_first")),
        types.one_of("phase", ("before", "during", "after")),
        CheckConstraint(f"(kind IN ({_STRONG})) = (strength IS NOT NULL)", name="has_strength"),
        CheckConstraint(f"(kind IN ({_PHASED})) = (phase IS NOT NULL)", name="has_phase"),
        CheckConstraint(f"kind NOT IN ({_ABOUT}) OR concept_id IS NOT NULL", name="has_concept"),
        CheckConstraint(
            "kind NOT IN ('alternative', 'combination') OR (concept_id IS NULL) <> (other_slug IS NULL)",
            name="names_one",
        ),
        CheckConstraint("(kind = 'alias') = (section IS NULL)", name="has_section"),
        CheckConstraint("(kind = 'alias') = (label_key IS NOT NULL)", name="has_label"),
        CheckConstraint("(kind = 'absence') = (section_coverage = 'stated_none')", name="absence"),
        types.one_of("section_coverage", ("stated", "stated_none")),
        CheckConstraint(
            f"kind <> 'absence' OR section NOT IN ({_SAFETY_SECTIONS}) OR (review = 'reviewed' AND grade <> 'low')",
            name="trustworthy_absence",
        ),
        CheckConstraint("min_seconds >= 0 AND max_seconds >= min_seconds", name="bounds"),
        UniqueConstraint("id", "procedure_slug", "section", "section_coverage", name="uq_statements_place"),
        UniqueConstraint("procedure_slug", "ordinal"),
        ForeignKeyConstraint(
            ["first_evidence_id", "id"],
            ["evidence.id", "evidence.statement_id"],
            name="fk_statements_first_evidence",
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
        ForeignKeyConstraint(
            ["procedure_slug", "section", "section_coverage"],
            ["sections.procedure_slug", "sections.path", "sections.coverage"],
            name="fk_statements_section",
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("ix_statements_kind", "kind", "procedure_slug", "ordinal"),
        Index("ix_statements_concept_id", "concept_id", "kind", "procedure_slug", "ordinal"),
        Index("ix_statements_concept_place", "concept_id", "procedure_slug", "ordinal"),
        Index("ix_statements_section", "procedure_slug", "section", "section_coverage", "position"),
        Index("ix_statements_label_key", "label_key", "procedure_slug"),
        Index("ix_statements_other_slug", "other_slug"),
        Index("ix_statements_first_evidence_id", "first_evidence_id", "id"),
        Index(
            "ix_statements_review_due",
            "review_due",
            "procedure_slug",
            sqlite_where=_HAS_DAY,
            postgresql_where=_HAS_DAY,
        ),
    )
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_abstract": True}

    id: Mapped[str] = mapped_column(types.STATEMENT_ID, primary_key=True)
    kind: Mapped[str] = mapped_column(types.WORD)
    procedure_slug: Mapped[str] = mapped_column(types.SLUG, ForeignKey("procedures.slug"))
    ordinal: Mapped[int]
    """The place among all statements of the procedure, in the document's order."""
    section: Mapped[str | None] = mapped_column(types.PATH)
    """The path of the section that holds it; an alias stands in none."""
    section_coverage: Mapped[str] = mapped_column(types.WORD)
    position: Mapped[int]
    """The place within the section."""
    pointer: Mapped[str] = mapped_column(types.PATH)
    """Where it stands in the document, as a JSON pointer."""
    text: Mapped[str]
    rank: Mapped[str] = mapped_column(types.WORD)
    review: Mapped[str] = mapped_column(types.WORD)
    review_due: Mapped[datetime.date | None]
    grade: Mapped[str] = mapped_column(types.WORD)
    concept_id: Mapped[str | None] = mapped_column(types.SLUG, ForeignKey("concepts.id"))
    other_slug: Mapped[str | None] = mapped_column(types.SLUG)
    """The other procedure that an alternative or a combination names; it may have been withdrawn since."""
    strength: Mapped[str | None] = mapped_column(types.WORD)
    phase: Mapped[str | None] = mapped_column(types.WORD)
    aspect: Mapped[str | None] = mapped_column(types.WORD)
    """What a closed list says about it: milestone, aspect, action, type or value, by kind."""
    label_key: Mapped[str | None] = mapped_column(types.LABEL_KEY)
    min_seconds: Mapped[int | None]
    max_seconds: Mapped[int | None]
    """Bounds of its length of time, for comparison only; null where open or not stated."""
    first_evidence_id: Mapped[str] = mapped_column(types.EVIDENCE_ID)
    json: Mapped[bytes] = mapped_column(guarded.GuardedJson)
    """The claim as canonical JSON, as in the document."""


class Indication(Statement):
    """What it is used for."""

    __mapper_args__ = {"polymorphic_identity": "indication"}


class Contraindication(Statement):
    """Who should not have it, or should ask first."""

    __mapper_args__ = {"polymorphic_identity": "contraindication"}


class Precaution(Statement):
    """What to be careful about."""

    __mapper_args__ = {"polymorphic_identity": "precaution"}


class Interaction(Statement):
    """Which medicine acts together with it."""

    __mapper_args__ = {"polymorphic_identity": "interaction"}


class SideEffect(Statement):
    """What can go wrong or be felt."""

    __mapper_args__ = {"polymorphic_identity": "side_effect"}


class WarningSign(Statement):
    """When to seek help."""

    __mapper_args__ = {"polymorphic_identity": "warning_sign"}


class Outcome(Statement):
    """What result can be expected."""

    __mapper_args__ = {"polymorphic_identity": "outcome"}


class Mechanism(Statement):
    """How it is thought to work."""

    __mapper_args__ = {"polymorphic_identity": "mechanism"}


class Preparation(Statement):
    """What to do or avoid before."""

    __mapper_args__ = {"polymorphic_identity": "preparation"}


class Aftercare(Statement):
    """What to do or avoid afterwards."""

    __mapper_args__ = {"polymorphic_identity": "aftercare"}


class Recovery(Statement):
    """When a milestone of recovery is reached."""

    __mapper_args__ = {"polymorphic_identity": "recovery"}


class SessionPlan(Statement):
    """How many sessions, how far apart, when to repeat."""

    __mapper_args__ = {"polymorphic_identity": "session_plan"}


class SessionDuration(Statement):
    """How long one session takes."""

    __mapper_args__ = {"polymorphic_identity": "duration"}


class Anaesthesia(Statement):
    """Which anaesthesia is used, needed or offered."""

    __mapper_args__ = {"polymorphic_identity": "anaesthesia"}


class Pain(Statement):
    """How much it hurts."""

    __mapper_args__ = {"polymorphic_identity": "pain"}


class Alternative(Statement):
    """Another way to treat the same concern."""

    __mapper_args__ = {"polymorphic_identity": "alternative"}


class Combination(Statement):
    """What can be done together with it."""

    __mapper_args__ = {"polymorphic_identity": "combination"}


class CostFactor(Statement):
    """What the price depends on."""

    __mapper_args__ = {"polymorphic_identity": "cost_factor"}


class Alias(Statement):
    """Another name of the procedure."""

    __mapper_args__ = {"polymorphic_identity": "alias"}


class Invasiveness(Statement):
    """How far into the body it goes."""

    __mapper_args__ = {"polymorphic_identity": "invasiveness"}


class BodyArea(Statement):
    """A part of the body on which it is used."""

    __mapper_args__ = {"polymorphic_identity": "body_area"}


class Category(Statement):
    """A category, technique type or energy that it belongs to."""

    __mapper_args__ = {"polymorphic_identity": "category"}


class TechniqueUse(Statement):
    """When a technique is used."""

    __mapper_args__ = {"polymorphic_identity": "technique_use"}


class Absence(Statement):
    """What a source says there is none of."""

    __mapper_args__ = {"polymorphic_identity": "absence"}


class Technique(Statement):
    """One way of performing the procedure."""

    __tablename__ = "techniques"
    __table_args__ = (
        UniqueConstraint("owner_slug", "slug"),
        Index("ix_techniques_slug", "slug", "owner_slug"),
    )
    __mapper_args__ = {"polymorphic_identity": "technique"}

    id: Mapped[str] = mapped_column(types.STATEMENT_ID, ForeignKey("statements.id"), primary_key=True)
    owner_slug: Mapped[str] = mapped_column(types.SLUG, ForeignKey("procedures.slug"))
    slug: Mapped[str] = mapped_column(types.SLUG)
    name: Mapped[str]


class Step(Statement):
    """One ordered action of a technique."""

    __tablename__ = "steps"
    __table_args__ = (Index("ix_steps_technique_id", "technique_id", "id"),)
    __mapper_args__ = {"polymorphic_identity": "step"}

    id: Mapped[str] = mapped_column(types.STATEMENT_ID, ForeignKey("statements.id"), primary_key=True)
    technique_id: Mapped[str] = mapped_column(types.STATEMENT_ID, ForeignKey("techniques.id"))
    title: Mapped[str | None]
