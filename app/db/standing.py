"""What became of a procedure: public, withdrawn or renamed, as the newest entry about it in the public log says."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import following, publicity, tables

Change = following.Change
AWAY = ("withdraw", "rename")
"""The kinds of change after which nothing is public at a slug."""
_AT_ONCE = 500
"""How many values one query is given."""
_HAS_SUCCESSOR = Change.successor > ""
"""Not `is_not(None)`, for which SQLite would look through the whole log instead of its index."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Hold the newest change at a slug."""

    slug: str
    kind: publicity.Kind
    revision: int
    sha256: str
    at: datetime.datetime
    reason: str | None
    successor: str | None

    @property
    def public(self) -> bool:
        """Tell whether the procedure can be read at this slug."""
        return self.kind not in AWAY


def of(session: Session, slug: str) -> Standing | None:
    """Return how a slug stands, or None where nothing was ever published at it."""
    found = _newest(session, [slug])
    return found.get(slug)


def away(session: Session, slugs: Collection[str] | None = None) -> Mapping[str, Standing]:
    """Return those of some slugs, or of all, at which something was public and is not any more."""
    if slugs is None:
        slugs = session.scalars(select(Change.slug).where(Change.kind.in_(AWAY)).distinct()).all()
    return {slug: found for slug, found in _newest(session, slugs).items() if not found.public}


def renamed(session: Session) -> Mapping[str, str]:
    """Return the slug that followed each one that was given up for another."""
    query = select(Change.slug, Change.successor).where(_HAS_SUCCESSOR)
    return {slug: str(successor) for slug, successor in session.execute(query)}


def continued(session: Session) -> Mapping[str, int]:
    """Return the number after which the revisions of each slug that a procedure took later are counted on."""
    query = select(Change.successor, Change.revision).where(_HAS_SUCCESSOR)
    return {str(successor): revision for successor, revision in session.execute(query)}


def current(slug: str, *, renames: Mapping[str, str]) -> str:
    """Return the slug that a procedure has now; no slug is used twice, so this ends."""
    while slug in renames:
        slug = renames[slug]
    return slug


def lineage(session: Session, slug: str) -> tuple[str, ...]:
    """Return all slugs that a procedure had up to this one, the oldest first."""
    found = [slug]
    query = select(Change.slug)
    while (earlier := session.scalar(query.where(Change.successor == found[0]))) is not None:
        found.insert(0, earlier)
    return tuple(found)


def withdrawn(session: Session, ids: Collection[str]) -> frozenset[str]:
    """Return those of some statements that were withdrawn, by themselves or with their procedure."""
    renames, gone = renamed(session), {found.slug for found in away(session).values() if not found.successor}
    identifier, stone = tables.Identifier, tables.Tombstone
    found: set[str] = set()
    listed = sorted(ids)
    for first in range(0, len(listed), _AT_ONCE):
        some = listed[first : first + _AT_ONCE]
        found.update(session.scalars(select(stone.id).where(stone.id.in_(some))))
        owned = select(identifier.id, identifier.procedure_slug).where(identifier.id.in_(some))
        rows = session.execute(owned) if gone else ()
        found.update(row.id for row in rows if current(row.procedure_slug, renames=renames) in gone)
    return frozenset(found)


def of_procedures(session: Session, slugs: Collection[str]) -> frozenset[str]:
    """Return every identifier that was ever given to one of these procedures, under whatever slug it had."""
    renames = renamed(session)
    every = {*slugs, *(old for old in renames if current(old, renames=renames) in slugs)}
    identifier = tables.Identifier
    return frozenset(
        name
        for slug in sorted(every)
        for name in session.scalars(select(identifier.id).where(identifier.procedure_slug == slug))
    )


def identifiers(session: Session, slug: str) -> tuple[tuple[str, str], ...]:
    """Return every identifier that was ever given to a procedure, under whatever slug it had, each with its kind."""
    identifier = tables.Identifier
    query = select(identifier.id, identifier.kind).order_by(identifier.id)
    rows = session.execute(query.where(identifier.procedure_slug.in_(lineage(session, slug))))
    return tuple((row.id, row.kind) for row in rows)


def _newest(session: Session, slugs: Collection[str]) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    listed = sorted(slugs)
    for first in range(0, len(listed), _AT_ONCE):
        some = listed[first : first + _AT_ONCE]
        newest = select(func.max(Change.number)).where(Change.slug.in_(some)).group_by(Change.slug)
        for row in session.scalars(select(Change).where(Change.number.in_(newest))):
            found[row.slug] = _standing(row)
    return found


def _standing(row: following.Change) -> Standing:
    kind: publicity.Kind = row.kind  # type: ignore[assignment]  # the database holds no other
    return Standing(
        slug=row.slug,
        kind=kind,
        revision=row.revision,
        sha256=row.sha256,
        at=row.at,
        reason=row.reason,
        successor=row.successor,
    )
