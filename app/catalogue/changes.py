"""The public log of changes, from a cursor on or the newest; replayed from the beginning it gives the catalogue."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue import listing, state
from app.content import problems, values
from app.db import following, publicity, tables

Log = following.Change
BEGINNING = "0"
"""The cursor before the first change."""
_CURSOR = re.compile(r"([1-9][0-9]{0,17})-([0-9a-f]{12})")


@dataclass(frozen=True, kw_only=True)
class Change:
    """What became of a procedure, and the cursor behind it."""

    number: int
    cursor: str
    kind: publicity.Kind
    slug: str
    revision: int
    sha256: str
    at: str
    safety_changed: bool
    reason: str | None
    successor: str | None


@dataclass(frozen=True, kw_only=True)
class Page:
    """Changes in the order in which they happened; `cursor` goes on behind them, `complete` says that none follow."""

    changes: tuple[Change, ...]
    cursor: str
    complete: bool
    catalogue: int


@dataclass(frozen=True, kw_only=True)
class Named:
    """A change with the name of the procedure, as it is now; its slug where it has none any more."""

    change: Change
    name: str


def since(session: Session, cursor: str | None, *, size: int) -> Page:
    """Return the changes behind a cursor, or from the beginning; raise BadCursor where it is not of this log.

    A log that was put back from a backup has other changes under the same numbers; a cursor knows which it is behind.
    """
    begun, expected = _place(cursor)
    query = select(Log).where(Log.number >= begun).order_by(Log.number).limit(size + 2)
    found = [_change(row) for row in session.scalars(query)]
    if begun:
        if not found or found[0].cursor != expected:
            raise problems.BadCursor(
                "The cursor is not one of this log as it is now: begin again without one."
            )
        found = found[1:]
    changes = tuple(found[:size])
    last = changes[-1].cursor if changes else expected or BEGINNING
    return Page(
        changes=changes,
        cursor=last,
        complete=len(found) <= size,
        catalogue=state.revision(session),
    )


def behind(session: Session, number: int) -> Change | None:
    """Return the first change behind a number, or None."""
    query = select(Log).where(Log.number > number).order_by(Log.number).limit(1)
    row = session.scalars(query).one_or_none()
    return None if row is None else _change(row)


def cursor_at(session: Session, number: int) -> str:
    """Return the cursor that goes on behind a number."""
    row = session.get(Log, number) if number else None
    return BEGINNING if row is None else _change(row).cursor


def tree(change: Change, *, url: Callable[[str], str]) -> dict[str, values.Json]:
    """Return a change as it is answered and sent; `url` makes absolute addresses."""
    shown: dict[str, values.Json] = {
        "cursor": change.cursor,
        "kind": change.kind,
        "slug": change.slug,
        "revision": change.revision,
        "sha256": change.sha256,
        "at": change.at,
        "safety_changed": change.safety_changed,
        "url": url(f"/v1/procedures/{change.slug}"),
    }
    if change.reason is not None:
        shown["reason"] = change.reason
    if change.successor is not None:
        shown["successor"] = change.successor
    return shown


def newest(session: Session, *, size: int) -> tuple[tuple[Named, ...], int]:
    """Return the newest changes, the newest first, and the catalogue's revision."""
    procedure = tables.Procedure
    query: listing.AnySelect = (
        select(Log, procedure.name)
        .join(procedure, procedure.slug == Log.slug, isouter=True)
        .order_by(Log.number.desc())
        .limit(size)
    )
    rows = tuple(
        Named(change=_change(row), name=name or row.slug.replace("-", " ").capitalize())
        for row, name in session.execute(query)
    )
    return rows, state.revision(session)


def _place(cursor: str | None) -> tuple[int, str | None]:
    if cursor is None or cursor == BEGINNING:
        return 0, None
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        raise problems.BadCursor("The cursor is not one that this service has given out.")
    return int(match[1]), cursor


def _change(row: following.Change) -> Change:
    kind: publicity.Kind = row.kind  # type: ignore[assignment]  # the database holds no other
    at = values.stamp(row.at)
    said: list[values.Json] = [row.number, kind, row.slug, row.revision, row.sha256, at]
    return Change(
        number=row.number,
        cursor=f"{row.number}-{values.digest(values.canonical(said))[:12]}",
        kind=kind,
        slug=row.slug,
        revision=row.revision,
        sha256=row.sha256,
        at=at,
        safety_changed=row.safety_changed,
        reason=row.reason,
        successor=row.successor,
    )
