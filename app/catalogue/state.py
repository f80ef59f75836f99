"""The state of the catalogue as a whole: its revision, and when it last changed."""

import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import tables


def revision(session: Session) -> int:
    """Return the catalogue's revision number; 0 where nothing was ever published."""
    return session.scalar(select(tables.Catalogue.revision)) or 0


def moment(session: Session) -> tuple[int, datetime.datetime | None]:
    """Return the revision and when the catalogue changed to it, which tells it from one that was put back."""
    found = session.execute(select(tables.Catalogue.revision, tables.Catalogue.changed_at)).one_or_none()
    return (found.revision, found.changed_at) if found is not None else (0, None)
