"""The tables of what is not published: drafts with every version of them, and the answers to repeated requests."""

import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db import types

STATES = ("draft", "in_review", "approved")


class Draft(types.Base):
    """Hold where the draft of a procedure stands now."""

    __tablename__ = "drafts"
    __table_args__ = (
        types.one_of("state", STATES),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("(state = 'approved') = (reviewer IS NOT NULL)", name="reviewer"),
        Index("ix_drafts_state_slug", "state", "slug"),
    )

    slug: Mapped[str] = mapped_column(types.SLUG, primary_key=True)
    number: Mapped[int]
    """The newest version; versions are counted on for ever, also over a draft that was discarded or published."""
    first_number: Mapped[int]
    """The version that this draft began with: whoever wrote from there on is one of its authors."""
    sha256: Mapped[str] = mapped_column(types.DIGEST)
    state: Mapped[str] = mapped_column(types.WORD)
    base_revision: Mapped[int | None]
    """The published revision that it was begun from."""
    created_at: Mapped[datetime.datetime]
    changed_at: Mapped[datetime.datetime]
    authors: Mapped[bytes]
    """Canonical JSON: the holders of the keys that wrote it, as a sorted list."""
    reviewer: Mapped[str | None]
    """The holder of the key that approved it."""
    note: Mapped[str]
    """What its reviewer or author said of it last."""


class DraftRevision(types.Base):
    """Keep every version of every draft. Append-only."""

    __tablename__ = "draft_revisions"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("length(document) > 0", name="document"),
    )

    slug: Mapped[str] = mapped_column(types.SLUG, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[str] = mapped_column(types.DIGEST)
    document: Mapped[bytes]
    at: Mapped[datetime.datetime]
    editor: Mapped[str]
    action: Mapped[str] = mapped_column(types.WORD)
    note: Mapped[str]


class Answered(types.Base):
    """Keep what a request with an Idempotency-Key was answered, written in the transaction of its effect."""

    __tablename__ = "answered"
    __table_args__ = (
        CheckConstraint("length(fingerprint) = 64", name="fingerprint"),
        Index("ix_answered_at", "at"),
    )

    key_id: Mapped[str] = mapped_column(types.KEY_ID, primary_key=True)
    route: Mapped[str] = mapped_column(types.ROUTE, primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(types.IDEMPOTENCY_KEY, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(types.DIGEST)
    """The digest of the request's address and body."""
    status: Mapped[int]
    headers: Mapped[bytes]
    """Canonical JSON."""
    body: Mapped[bytes]
    at: Mapped[datetime.datetime]
