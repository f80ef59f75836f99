"""The tables of those who follow: the public log of changes, webhooks, and what was delivered to them."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import types

CHANGES = ("create", "update", "withdraw", "restore", "rename")


class Change(types.Base):
    """Keep what happened to a procedure as the public may know it, numbered without gaps. Append-only."""

    __tablename__ = "changes"
    __table_args__ = (
        types.one_of("kind", CHANGES),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("kind NOT IN ('withdraw', 'rename') OR reason IS NOT NULL", name="reason"),
        CheckConstraint("(kind = 'rename') = (successor IS NOT NULL)", name="successor"),
        ForeignKeyConstraint(
            ["slug", "revision"], ["revisions.slug", "revisions.number"], name="fk_changes_revision"
        ),
        Index("ix_changes_slug_number", "slug", "number"),
        Index("ix_changes_slug_revision", "slug", "revision"),
        Index("ix_changes_successor", "successor"),
        Index("ix_changes_kind", "kind", "slug"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    slug: Mapped[str] = mapped_column(types.SLUG)
    kind: Mapped[str] = mapped_column(types.WORD)
    revision: Mapped[int]
    """The revision that this made public, or the one that was public when it was withdrawn or renamed."""
    sha256: Mapped[str] = mapped_column(types.DIGEST)
    """The digest of that revision."""
    at: Mapped[datetime.datetime]
    catalogue_revision: Mapped[int]
    safety_changed: Mapped[bool]
    reason: Mapped[str | None]
    successor: Mapped[str | None] = mapped_column(types.SLUG)
    """The slug that a renamed procedure has from then on."""


class Webhook(types.Base):
    """Hold where the changes are to be sent for a key, and how far that has come."""

    __tablename__ = "webhooks"
    __table_args__ = (
        CheckConstraint("delivered >= 0", name="delivered"),
        CheckConstraint("failures >= 0", name="failures"),
        ForeignKeyConstraint(["key_id"], ["keys.id"], name="fk_webhooks_key"),
        Index("ix_webhooks_key_id", "key_id", "id"),
        Index("ix_webhooks_next_at", "next_at", "id"),
    )

    id: Mapped[str] = mapped_column(types.KEY_ID, primary_key=True)
    key_id: Mapped[str] = mapped_column(types.KEY_ID)
    url: Mapped[str]
    secret: Mapped[str]
    """What its deliveries are signed with; shown once, when the webhook is made."""
    created_at: Mapped[datetime.datetime]
    delivered: Mapped[int]
    """The number of the newest change that was delivered, or where it began to follow."""
    failures: Mapped[int]
    """How often the next one was tried in vain."""
    next_at: Mapped[datetime.datetime | None]
    """When to try next; null where there is nothing to send or it was given up."""
    stopped: Mapped[str | None]
    """Why nothing is sent any more."""


class Delivery(types.Base):
    """Keep each attempt to send a change to a webhook."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "change_number", "attempt"),
        CheckConstraint("attempt >= 1", name="attempt"),
        ForeignKeyConstraint(["webhook_id"], ["webhooks.id"], name="fk_deliveries_webhook"),
    )

    webhook_id: Mapped[str] = mapped_column(types.KEY_ID, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    change_number: Mapped[int]
    attempt: Mapped[int]
    at: Mapped[datetime.datetime]
    status: Mapped[int | None]
    """The status of the answer; null where there was none."""
    error: Mapped[str | None]
    milliseconds: Mapped[int]
