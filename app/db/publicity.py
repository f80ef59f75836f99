"""The public log of changes: one way to add to it, none to change it."""

import dataclasses
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.db import following

Kind = Literal["create", "update", "withdraw", "restore", "rename"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """Say what happened to a procedure, as the public may know it."""

    kind: Kind
    slug: str
    revision: int
    """The revision that this made public, or the last that was."""
    sha256: str
    at: datetime.datetime
    catalogue_revision: int
    safety_changed: bool
    reason: str | None = None
    successor: str | None = None


def append(session: Session, changes: Sequence[Change]) -> None:
    """Add changes in their order; numbers have no gaps, because writers hold the catalogue's row."""
    if changes:
        newest = session.scalar(select(func.max(following.Change.number))) or 0
        found = [
            {"number": number, **dataclasses.asdict(change)}
            for number, change in enumerate(changes, start=newest + 1)
        ]
        session.execute(insert(following.Change), found)
