"""The pages that there are, in one fixed order, so that any range of them can be listed by itself."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, literal, null, select
from sqlalchemy.orm import Session

from app.catalogue import listing, state, whole
from app.db import tables

Concept, Named, Procedure, Source = (
    tables.Concept,
    tables.ProcedureConcept,
    tables.Procedure,
    tables.Source,
)


@dataclass(frozen=True, kw_only=True)
class Page:
    """The path of a page, and the day on which what it shows was published; None where that is not kept."""

    path: str
    changed: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class Range:
    """Some of all pages, how many there are in all, and the catalogue's revision."""

    pages: tuple[Page, ...]
    total: int
    catalogue: int


def listed(session: Session, *, standing: Sequence[str], first: int, size: int) -> Range:
    """Return pages from a place on: those that are always there, then procedures, sources, and concepts in use."""
    whole.assure(session)
    found = [Page(path=path) for path in standing[first : first + size]]
    passed = len(standing)
    for folder, query in _kinds():
        there = _count(session, query)
        start, left = max(0, first - passed), size - len(found)
        if left > 0 and start < there:
            rows = session.execute(query.order_by("name").offset(start).limit(left))
            found += [Page(path=f"{folder}{row.name}", changed=_day(row.at)) for row in rows]
        passed += there
    return Range(pages=tuple(found), total=passed, catalogue=state.revision(session))


def _kinds() -> Iterable[tuple[str, listing.AnySelect]]:
    nothing = null().label("at")
    in_use = select(literal(1)).where(Named.concept_id == Concept.id).exists()
    yield "/procedures/", select(Procedure.slug.label("name"), Procedure.published_at.label("at"))
    yield "/sources/", select(Source.id.label("name"), nothing)
    yield "/concepts/", select(Concept.id.label("name"), nothing).where(in_use)


def _count(session: Session, query: listing.AnySelect) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _day(at: datetime.datetime | None) -> datetime.date | None:
    return at.date() if at else None
