"""The tables of what stands beside the facts: clinics with every version of them, and imported texts of sources."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db import types


class Clinic(types.Base):
    """Hold what a clinic says of itself now, with its offers."""

    __tablename__ = "clinics"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        Index("ix_clinics_slug_sha256", "slug", "sha256"),
    )

    slug: Mapped[str] = mapped_column(types.SLUG, primary_key=True)
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(types.DIGEST)
    json: Mapped[bytes]
    """The clinic as canonical JSON."""
    changed_at: Mapped[datetime.datetime]


class ClinicRevision(types.Base):
    """Keep every version of what a clinic said. Append-only."""

    __tablename__ = "clinic_revisions"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
    )

    slug: Mapped[str] = mapped_column(types.SLUG, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[str] = mapped_column(types.DIGEST)
    json: Mapped[bytes]
    at: Mapped[datetime.datetime]
    editor: Mapped[str]


class SourceText(types.Base):
    """Hold the whole text of a held source, where the operator has the right to show it."""

    __tablename__ = "source_texts"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("length(right_held) > 0", name="right_held"),
        ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_source_texts_source"),
    )

    source_id: Mapped[str] = mapped_column(types.SLUG, primary_key=True)
    sha256: Mapped[str] = mapped_column(types.DIGEST)
    text: Mapped[bytes]
    """The bytes of the document, UTF-8."""
    right_held: Mapped[str]
    """By what right it may be shown, in the editor's words; readers see it."""
    imported_at: Mapped[datetime.datetime]
    editor: Mapped[str]
