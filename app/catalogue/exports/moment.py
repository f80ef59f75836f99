"""Everything that is published, as it is at one moment: the session's snapshot, read in batches."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalogue import whole
from app.content import exports, values
from app.db import standing, stored, tables

BATCH = 50
"""How many documents are read at once; one has about 50 KB."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Which state of the catalogue a session sees, and what is known in it beside the procedures."""

    revision: int
    changed: str
    procedures: int
    concepts: tuple[bytes, ...]
    sources: tuple[bytes, ...]
    withdrawn: tuple[exports.Withdrawn, ...]
    renamed: tuple[exports.Renamed, ...]


def state(session: Session) -> tuple[int, str]:
    """Return the catalogue's revision and when it changed: a database that was put back differs in one of them."""
    row = session.execute(select(tables.Catalogue.revision, tables.Catalogue.changed_at)).one_or_none()
    return (row.revision, values.stamp(row.changed_at)) if row else (0, "never")


def seen(session: Session) -> Moment:
    """Return what a session sees of everything but the documents."""
    revision, changed = state(session)
    concepts = session.scalars(select(tables.Concept.json).order_by(tables.Concept.id))
    sources = session.scalars(select(tables.Source.json).order_by(tables.Source.id))
    return Moment(
        revision=revision,
        changed=changed,
        procedures=session.scalar(select(func.count()).select_from(tables.Procedure)) or 0,
        concepts=tuple(bytes(held) for held in concepts),
        sources=tuple(bytes(held) for held in sources),
        **_away(session),
    )


class _Away(TypedDict):
    withdrawn: tuple[exports.Withdrawn, ...]
    renamed: tuple[exports.Renamed, ...]


def _away(session: Session) -> _Away:
    """Return what was public once and is not: to leave it out without a word would keep it alive in every copy."""
    found = [each for _, each in sorted(standing.away(session).items())]
    renames = standing.renamed(session) if found else {}
    return {
        "withdrawn": tuple(
            exports.Withdrawn(
                slug=each.slug,
                on=each.at.date().isoformat(),
                reason=each.reason or "",
                number=each.revision,
                sha256=each.sha256,
                statements=standing.identifiers(session, each.slug),
            )
            for each in found
            if each.successor is None
        ),
        "renamed": tuple(
            exports.Renamed(
                slug=each.slug,
                successor=standing.current(each.slug, renames=renames),
                on=each.at.date().isoformat(),
                reason=each.reason or "",
            )
            for each in found
            if each.successor is not None
        ),
    }


def documents(session: Session) -> Iterator[exports.Published]:
    """Yield the newest document of every public procedure, by slug; raise Damaged for one that was altered."""
    whole.assure(session)
    revision, procedure = tables.Revision, tables.Procedure
    query = (
        select(revision.slug, revision.document, revision.sha256, revision.number, revision.published_at)
        .join(procedure, (procedure.slug == revision.slug) & (procedure.revision == revision.number))
        .order_by(procedure.slug)
        .limit(BATCH)
    )
    last = ""
    while rows := session.execute(query.where(procedure.slug > last)).all():
        for row in rows:
            yield exports.Published(
                slug=row.slug,
                document=stored.intact(
                    bytes(row.document), sha256=row.sha256, what=f"The document of {row.slug}"
                ),
                sha256=row.sha256,
                number=row.number,
                published=values.stamp(row.published_at),
            )
        last = rows[-1].slug
