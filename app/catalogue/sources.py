"""The sources of the catalogue: what each is, who stands on it, and what became of every character of it."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalogue import listing, state
from app.content import problems, sources, statements
from app.db import stored, tables

Source, Use = tables.Source, tables.ProcedureSource
_MOST_COMPARED = 500
"""How many ids are looked through for one that was misspelt."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """A source with its ledger and the procedures that stand on it."""

    id: str
    source: dict[str, Any]
    ledger: tuple[sources.Span, ...]
    procedures: tuple[str, ...]
    catalogue: int


def listed(session: Session, *, size: int, after: listing.Key | None) -> listing.Listed[Known]:
    """Return a page of sources in the order of their ids."""
    query: listing.AnySelect = select(Source.id, Source.json).order_by(Source.id)
    start = listing.behind(after, str)
    behind = query.where(Source.id > start[0]) if start else query
    found = listing.page(
        session,
        behind,
        counted=query,
        size=size,
        make=lambda row: row,
        key=lambda row: (row.id,),
        name=("sources",),
    )
    using = _using(session, tuple(row.id for row in found.rows))
    return listing.Listed(
        rows=tuple(_known(row, using=using, catalogue=found.catalogue) for row in found.rows),
        last=found.last,
        total=found.total,
        catalogue=found.catalogue,
    )


def one(session: Session, source: str) -> Known:
    """Return a source with its ledger; raise SourceNotFound."""
    row = session.execute(
        select(Source.id, Source.json, Source.ledger).where(Source.id == source)
    ).one_or_none()
    if row is None:
        raise problems.SourceNotFound("There is no source with this id.")
    ledger = tuple(
        sources.Span.model_validate_json(json.dumps(span))
        for span in stored.tree(row.ledger, what="A source")
    )
    return _known(row, using=_using(session, (source,)), catalogue=state.revision(session), ledger=ledger)


def named(session: Session, source: str) -> Known:
    """Return a source without its ledger; raise SourceNotFound with the ids that look most like it."""
    row = session.execute(select(Source.id, Source.json).where(Source.id == source)).one_or_none()
    if row is not None:
        return _known(row, using=_using(session, (row.id,)), catalogue=state.revision(session))
    ids = session.scalars(select(Source.id).order_by(Source.id).limit(_MOST_COMPARED))
    near = process.extract(source.lower(), list(ids), scorer=fuzz.WRatio, limit=3, score_cutoff=50)
    raise problems.SourceNotFound("There is no source with this id.", nearest=[name for name, _, _ in near])


def graded(session: Session) -> tuple[Mapping[statements.Grade, int], int]:
    """Return how many sources have each grade, and the catalogue's revision; kinds are counted by their index."""
    counted: Counter[statements.Grade] = Counter()
    for kind, number in session.execute(select(Source.kind, func.count()).group_by(Source.kind)):
        counted[sources.graded(kind)] += number
    return {grade: counted[grade] for grade in sources.GRADE_ORDER}, state.revision(session)


def _using(session: Session, ids: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    query = (
        select(Use.source_id, Use.procedure_slug).where(Use.source_id.in_(ids)).order_by(Use.procedure_slug)
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in session.execute(query):
        found[row.source_id] = (*found.get(row.source_id, ()), row.procedure_slug)
    return found


def _known(
    row: listing.AnyRow,
    *,
    using: Mapping[str, tuple[str, ...]],
    catalogue: int,
    ledger: tuple[sources.Span, ...] = (),
) -> Known:
    return Known(
        id=row.id,
        source=stored.tree(row.json, what="A source"),
        ledger=ledger,
        procedures=using.get(row.id, ()),
        catalogue=catalogue,
    )
