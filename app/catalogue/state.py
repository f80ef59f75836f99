"""The state of the catalogue as a whole: its revision, and when it last changed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import tables


def revision(session: Session) -> int:
    """Return the catalogue's revision number; 0 where nothing was ever published."""
    return session.scalar(select(tables.Catalogue.revision)) or 0
