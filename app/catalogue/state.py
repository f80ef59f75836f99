"""The state of the catalogue as a whole: its revision, and when it last changed."""

import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import engine, tables

Moment = tuple[int, datetime.datetime | None]


def revision(session: Session) -> int:
    """Return the catalogue's revision number; 0 where nothing was ever published."""
    return moment(session)[0]


def moment(session: Session) -> Moment:
    """Return the revision and when the catalogue changed to it, which tells it from one that was put back.

    A session that reads one snapshot asks once.
    """
    held: dict[str, Moment] | None = session.info.get(engine.SNAPSHOT)
    if held is None:
        return _moment(session)
    if "moment" not in held:
        held["moment"] = _moment(session)
    return held["moment"]


def _moment(session: Session) -> Moment:
    found = session.execute(select(tables.Catalogue.revision, tables.Catalogue.changed_at)).one_or_none()
    return (found.revision, found.changed_at) if found is not None else (0, None)
