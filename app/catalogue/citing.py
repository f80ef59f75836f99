"""The statements that stand on a source: a page of them by procedure, each in the order of its document."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from app.catalogue import listing
from app.content import sources
from app.db import statements, tables

Procedure, Source, Statement = tables.Procedure, tables.Source, statements.Statement


@dataclass(frozen=True, kw_only=True)
class Citing:
    """A statement with evidence from the source."""

    id: str
    slug: str
    name: str
    """The name of its procedure."""
    ordinal: int
    json: bytes
    """The statement as in its document."""


def listed(session: Session, source: str, *, size: int, after: listing.Key | None) -> listing.Listed[Citing]:
    """Return a page of the statements that have evidence from a source."""
    claim, evidence = Statement, tables.Evidence
    query: listing.AnySelect = (
        select(
            claim.id,
            claim.procedure_slug,
            Procedure.name,
            claim.ordinal,
            claim.json,
        )
        .join(Procedure, Procedure.slug == claim.procedure_slug)
        .where(claim.id.in_(select(evidence.statement_id).where(evidence.source_id == source)))
        .order_by(claim.procedure_slug, claim.ordinal)
    )
    start = listing.behind(after, str, int)
    behind = query.where(tuple_(claim.procedure_slug, claim.ordinal) > start) if start else query
    return listing.page(
        session,
        behind,
        counted=query,
        size=size,
        make=_citing,
        key=lambda row: (row.slug, row.ordinal),
        name=("citing", source),
    )


def named(session: Session, ids: Collection[str]) -> Mapping[str, sources.CitedSource]:
    """Return the sources with these ids, as published documents carry them."""
    found = session.execute(select(Source.id, Source.json).where(Source.id.in_(ids)))
    return {row.id: sources.CitedSource.model_validate_json(bytes(row.json)) for row in found}


def _citing(row: listing.AnyRow) -> Citing:
    return Citing(
        id=row.id,
        slug=row.procedure_slug,
        name=row.name,
        ordinal=row.ordinal,
        json=bytes(row.json),
    )
