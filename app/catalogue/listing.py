"""The page of a list as it comes from the database: rows, the key to go on from, the total, the revision."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import CompoundSelect, Row, select
from sqlalchemy.orm import Session

from app.catalogue import state, totals
from app.content import problems

R = TypeVar("R")
AnySelect: TypeAlias = totals.AnySelect
"""A query whose columns do not matter here."""
AnyRow: TypeAlias = Row[*tuple[Any, ...]]
Union: TypeAlias = CompoundSelect[*tuple[Any, ...]]
AT_ONCE = 200
"""How many queries one union takes; SQLite allows 500."""
Key: TypeAlias = tuple[bool | int | str | None, ...]


@dataclass(frozen=True, kw_only=True)
class Listed(Generic[R]):
    """Hold one page; `last` is the key of its last row where more rows follow, else None."""

    rows: tuple[R, ...]
    last: Key | None
    total: int
    catalogue: int


def behind(after: Key | None, *kinds: type) -> Key | None:
    """Return the key behind which a page begins; raise BadCursor where it is not made of these kinds of value.

    A cursor holds no secret, so anybody can make one with a key that no page of this list ends with.
    """
    if after is not None and tuple(type(part) for part in after) != kinds:
        raise problems.BadCursor("The cursor does not fit this list.")
    return after


def together(union: Callable[..., Union], parts: Sequence[AnySelect]) -> Union:
    """Return the union of queries, a few hundred at a time: SQLite takes no more in one."""
    few = [union(*parts[first : first + AT_ONCE]) for first in range(0, len(parts), AT_ONCE)]
    return few[0] if len(few) == 1 else union(*(select(each.subquery()) for each in few))


def page(
    session: Session,
    query: AnySelect,
    *,
    counted: AnySelect,
    size: int,
    make: Callable[[AnyRow], R],
    key: Callable[[R], Key],
    name: Hashable | None = None,
) -> Listed[R]:
    """Return the first `size` rows of an ordered query that already begins behind the cursor.

    With a `name` the total is kept while the catalogue stays as it is (totals.of).
    """
    found: Sequence[AnyRow] = session.execute(query.limit(size + 1)).all()
    rows = tuple(make(row) for row in found[:size])
    return Listed(
        rows=rows,
        last=key(rows[-1]) if len(found) > size else None,
        total=totals.of(session, counted, name=name),
        catalogue=state.revision(session),
    )
