"""The table of who is signed in to the editor: one row for each browser, which is gone when it signs out."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db import types


class EditorSession(types.Base):
    """Hold that a browser acts with a key until some time; of what the browser holds, only the digest."""

    __tablename__ = "sessions"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("expires_at > created_at", name="expires_at"),
        ForeignKeyConstraint(["key_id"], ["keys.id"]),
        Index("ix_sessions_expires_at", "expires_at"),
        Index("ix_sessions_key_id", "key_id"),
    )

    sha256: Mapped[str] = mapped_column(types.DIGEST, primary_key=True)
    key_id: Mapped[str] = mapped_column(types.KEY_ID)
    created_at: Mapped[datetime.datetime]
    expires_at: Mapped[datetime.datetime]
