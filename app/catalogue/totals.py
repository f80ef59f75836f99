"""How many rows there are in all: counted once for each state of the catalogue, since every page of a list says it.

A count looks through all that it counts, and that grows with the catalogue; a page does not. What is kept belongs to
one database and to one state of it, by the same snapshot that the page is read from, so it is never of another moment.
"""

import datetime
import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import Select, func, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from app.catalogue import state

AnySelect: TypeAlias = Select[*tuple[Any, ...]]
MOST_KEPT = 4_096
"""How many totals of one database are kept; when there are more, all are counted anew."""


class _Kept:
    """Hold the totals of one state of one database."""

    def __init__(self) -> None:
        self.state: tuple[int, datetime.datetime | None] | None = None
        self.totals: dict[Hashable, int] = {}


_KEPT: WeakKeyDictionary[Engine | Connection, _Kept] = WeakKeyDictionary()
_LOCK = threading.Lock()


def of(session: Session, query: AnySelect, *, name: Hashable | None) -> int:
    """Return how many rows a query has.

    `name` tells the query from all others, with every value in it, and says that the catalogue's revision is raised
    whenever its rows change; a total without a name is counted each time.
    """
    if name is None:
        return _counted(session, query)
    return remembered(session, name, lambda: _counted(session, query))


def remembered(session: Session, name: Hashable, make: Callable[[], int]) -> int:
    """Return the number that `make` finds in the tables, found once for each state of the catalogue."""
    now, database = state.moment(session), session.get_bind()
    with _LOCK:
        kept = _KEPT.setdefault(database, _Kept())
        if kept.state != now:
            kept.state, kept.totals = now, {}
        if name in kept.totals:
            return kept.totals[name]
    total = make()
    with _LOCK:
        if kept.state == now:
            if len(kept.totals) >= MOST_KEPT:
                kept.totals.clear()
            kept.totals[name] = total
    return total


def _counted(session: Session, query: AnySelect) -> int:
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
