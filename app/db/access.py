"""The tables of who may do what: keys, and the one number that tells every worker that they changed."""

import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import types

ROLES = ("reader", "clinic", "author", "reviewer", "publisher", "admin")


class Access(types.Base):
    """Hold a number in one row that grows whenever a key is made, replaced or revoked."""

    __tablename__ = "access"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("revision >= 0", name="revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]


class Key(types.Base):
    """Hold what is known of a key; of the key itself only its digest."""

    __tablename__ = "keys"
    __table_args__ = (
        types.one_of("role", ROLES),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("(role = 'clinic') = (clinic_slug IS NOT NULL)", name="clinic_slug"),
        CheckConstraint("expires_at IS NULL OR expires_at > created_at", name="expires_at"),
        UniqueConstraint("sha256"),
        Index("ix_keys_holder_id", "holder", "id"),
    )

    id: Mapped[str] = mapped_column(types.KEY_ID, primary_key=True)
    """Ten characters that stand in the key itself and in the audit log."""
    sha256: Mapped[str] = mapped_column(types.DIGEST)
    holder: Mapped[str]
    """The person or the system that was given the key; two keys of one person name the same holder."""
    role: Mapped[str] = mapped_column(types.WORD)
    job: Mapped[str | None]
    """What a reviewer is by profession; shown with every review made with the key."""
    clinic_slug: Mapped[str | None] = mapped_column(types.SLUG)
    scopes: Mapped[bytes]
    """Canonical JSON: the slugs of the procedures that the key is confined to; an empty list confines nothing."""
    created_at: Mapped[datetime.datetime]
    expires_at: Mapped[datetime.datetime | None]
    revoked_at: Mapped[datetime.datetime | None]
    replaced_by: Mapped[str | None] = mapped_column(types.KEY_ID)
    last_used_on: Mapped[datetime.date | None]
