"""Whether the table that lists are read from holds every procedure that the public log says is public, and no other.

A document is compared with its digest whenever it is read; a row that is gone has none, and a list without it would
only be shorter. So the rows are counted and compared with the log, once for each state of the catalogue.
"""

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from app.catalogue import totals
from app.db import following, standing, stored, tables

_LATER = aliased(following.Change)
_GONE = (
    select(func.count())
    .select_from(following.Change)
    .where(following.Change.kind.in_(standing.AWAY))
    .where(
        ~exists(
            select(1)
            .where(_LATER.slug == following.Change.slug)
            .where(_LATER.number > following.Change.number)
        )
    )
    .scalar_subquery()
)
_EVER = (
    select(func.count())
    .select_from(select(following.Change.slug).group_by(following.Change.slug).subquery())
    .scalar_subquery()
)
_HELD = select(func.count()).select_from(tables.Procedure).scalar_subquery()
_TOO_FEW = select(_EVER - _GONE - _HELD)


def assure(session: Session) -> None:
    """Raise Damaged where the table of procedures has more or fewer rows than procedures are public."""
    if totals.remembered(session, "too few", lambda: session.scalar(_TOO_FEW) or 0):
        raise stored.damaged("The list of procedures")
