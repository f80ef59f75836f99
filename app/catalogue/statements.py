"""Statements across procedures, one statement by its id, and the procedures that are silent on a concept."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select, true, tuple_, union_all
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.elements import Tuple

from app.catalogue import absent, concepts, listing, procedures, state, totals, whole
from app.content import document, problems
from app.db import standing, statements, stored, tables

Procedure, Statement = tables.Procedure, statements.Statement
_SECTION_OF = {kind: section for section, kind in document.SECTION_KINDS.items()}
_DESCRIBING = ("category", "body_area", "indication")
"""The kinds whose concepts say what sort of procedure it is; a step is asked for by these."""


@dataclass(frozen=True, kw_only=True)
class StatementRow:
    """One statement as in its document, its procedure, and its place."""

    id: str
    slug: str
    name: str
    ordinal: int
    json: bytes
    position: int
    technique: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class SilentProcedure:
    """A procedure without a statement on what was asked; `coverage` is `not_addressed` unless its section says more."""

    slug: str
    name: str
    coverage: document.Coverage


@dataclass(frozen=True, kw_only=True)
class Silent:
    """A page of procedures whose sources do not address a concept; `last` where more follow."""

    section: str
    procedures: tuple[SilentProcedure, ...]
    total: int
    last: str | None


@dataclass(frozen=True, kw_only=True)
class Placed:
    """The document that holds a statement, and the path of the section it stands in."""

    found: procedures.Published
    section: str


def across(
    session: Session,
    kind: str,
    *,
    concept: str | None,
    narrower: Collection[str] = (),
    procedure: str | None,
    size: int,
    after: listing.Key | None,
) -> listing.Listed[StatementRow]:
    """Return a page of the statements of one kind, by procedure and in each document's order.

    `narrower` are the ids of all concepts that are narrower than the one asked about.
    """
    query, start = _of(_query(kind), procedure), listing.behind(after, str, int)
    behind = query.where(_place() > start) if start else query
    if concept is None:
        return _page(session, behind, counted=query, size=size, name=("across", kind, procedure))
    counted = query.where(_on(kind, concept))
    if kind == "step":
        behind = behind.where(_describes(concept))
    else:
        behind = _first_about([concept, *narrower], kind, procedure, size=size, start=start)
    return _page(session, behind, counted=counted, size=size, name=("across", kind, procedure, concept))


def broader(
    session: Session,
    kind: str,
    *,
    concept: str,
    ids: Collection[str],
    procedure: str | None,
    size: int,
) -> listing.Listed[StatementRow]:
    """Return the first statements about concepts that include the one asked about; what they say may hold for it.

    `ids` are those of these concepts. A step is about no concept, so there are none of steps.
    """
    if not ids:
        return listing.Listed(rows=(), last=None, total=0, catalogue=state.revision(session))
    counted = _of(_query(kind), procedure).where(Statement.concept_id.in_(concepts.broader_than(concept)))
    query = _first_about(ids, kind, procedure, size=size, start=None)
    return _page(session, query, counted=counted, size=size, name=("broader", kind, procedure, concept))


def _first_about(
    ids: Collection[str], kind: str, procedure: str | None, *, size: int, start: listing.Key | None
) -> listing.AnySelect:
    """Return the query of the statements about some concepts that a page could hold.

    Those of each concept are one range of an index, in the order of the answer: no more of them are looked at than a
    page holds, however many there are.
    """
    ranges = []
    for concept in sorted(ids):
        query = _of(select(Statement.procedure_slug, Statement.ordinal, Statement.id), procedure)
        query = query.where(Statement.concept_id == concept).where(Statement.kind == kind)
        if start is not None:
            query = query.where(_place() > start)
        ordered = query.order_by(Statement.procedure_slug, Statement.ordinal).limit(size + 1)
        ranges.append(select(ordered.subquery()))
    first = (
        listing.together(union_all, ranges).order_by("procedure_slug", "ordinal").limit(size + 1).subquery()
    )
    # Without the kind again, by whose index SQLite would look through all of that kind for these few.
    return _columns(kind).where(Statement.id.in_(select(first.c.id)))


def _place() -> Tuple:
    return tuple_(Statement.procedure_slug, Statement.ordinal)


def silent(
    session: Session, kind: str, *, concept: str | None, procedure: str | None, size: int, after: str | None
) -> Silent:
    """Return a page of the procedures with nothing of the kind: about a concept, narrower or broader, or at all."""
    whole.assure(session)
    section = _SECTION_OF.get(kind, "techniques")
    coverage = tables.Section
    query: listing.AnySelect = (
        select(Procedure.slug, Procedure.name, coverage.coverage)
        .join(coverage, coverage.procedure_slug == Procedure.slug)
        .where(coverage.path == section)
        .where(not_(_addressed(kind, concept)))
    )
    if procedure is not None:
        query = query.where(Procedure.slug == procedure)
    total = totals.of(session, query, name=("silent", kind, concept, procedure))
    # The index of the sections has them in this order, so that a page costs the same wherever it stands.
    behind = query.where(coverage.procedure_slug > after) if after is not None else query
    rows = session.execute(behind.order_by(coverage.procedure_slug).limit(size + 1)).all()
    return Silent(
        section=section,
        procedures=tuple(silent_procedure(*row) for row in rows[:size]),
        total=total,
        last=rows[size - 1].slug if len(rows) > size else None,
    )


def _addressed(kind: str, concept: str | None) -> ColumnElement[bool]:
    """Return the condition that a procedure has a statement of a kind on what was asked."""
    claim = aliased(Statement)
    any_of_kind = exists(select(1).where(claim.procedure_slug == Procedure.slug).where(claim.kind == kind))
    if concept is None:
        return any_of_kind
    if kind == "step":
        return and_(_describes(concept), any_of_kind)
    return or_(procedures.about(kind, concept), procedures.about_any(kind, concepts.broader_than(concept)))


def silent_procedure(slug: str, name: str, section: document.Coverage) -> SilentProcedure:
    """Keep what the section as a whole says; that it has statements on other things says nothing of this one."""
    said: document.Coverage = section if section in {"stated_none", "not_applicable"} else "not_addressed"
    return SilentProcedure(slug=slug, name=name, coverage=said)


def one(session: Session, statement: str) -> Placed:
    """Return the document that holds a statement; raise Gone with its tombstone, or StatementNotFound."""
    revision, catalogue = tables.Revision, tables.Catalogue
    query = (
        select(
            Statement.section,
            revision.document,
            revision.sha256,
            revision.number,
            revision.published_at,
            catalogue.revision,
        )
        .join(Procedure, Procedure.slug == Statement.procedure_slug)
        .join(revision, (Procedure.slug == revision.slug) & (Procedure.revision == revision.number))
        .join(catalogue, true())
        .where(Statement.id == statement)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise _missing(session, statement)
    section, stored, sha256, number, at, revision_of_all = row
    return Placed(
        found=procedures.of_row(stored, sha256, number, at, revision_of_all), section=section or "aliases"
    )


def _missing(session: Session, statement: str) -> problems.Problem:
    tombstone = session.get(tables.Tombstone, statement)
    renames = standing.renamed(session)
    if tombstone is None:
        known = session.get(tables.Identifier, statement)
        if known is not None:
            found = standing.of(session, standing.current(known.procedure_slug, renames=renames))
            if found is not None and not found.public:
                return absent.gone(found, what="The procedure of this statement")
            return stored.damaged("The statement")
        return problems.StatementNotFound("There is no statement with this id.")
    return problems.Gone(
        "This statement was withdrawn.",
        tombstone={
            "id": tombstone.id,
            "kind": tombstone.kind,
            "procedure": standing.current(tombstone.procedure_slug, renames=renames),
            "on": tombstone.withdrawn_on.isoformat(),
            "reason": tombstone.reason,
        },
    )


def _of(query: listing.AnySelect, procedure: str | None) -> listing.AnySelect:
    return query if procedure is None else query.where(Statement.procedure_slug == procedure)


def _page(
    session: Session, query: listing.AnySelect, *, counted: listing.AnySelect, size: int, name: Hashable
) -> listing.Listed[StatementRow]:
    whole.assure(session)
    return listing.page(
        session,
        query.order_by(Statement.procedure_slug, Statement.ordinal),
        counted=counted,
        size=size,
        make=_row,
        key=lambda row: (row.slug, row.ordinal),
        name=name,
    )


def _query(kind: str) -> listing.AnySelect:
    return _columns(kind).where(Statement.kind == kind)


def _columns(kind: str) -> listing.AnySelect:
    query: listing.AnySelect = select(
        Statement.id,
        Procedure.slug,
        Procedure.name,
        Statement.ordinal,
        Statement.position,
        Statement.json,
    ).join(Procedure, Procedure.slug == Statement.procedure_slug)
    if kind != "step":
        return query
    step, technique = statements.Step.__table__, statements.Technique.__table__
    return (
        query.join(step, step.c.id == Statement.id)
        .join(technique, technique.c.id == step.c.technique_id)
        .add_columns(technique.c.slug.label("technique_slug"), technique.c.name.label("technique_name"))
    )


def _on(kind: str, concept: str) -> ColumnElement[bool]:
    if kind == "step":
        return _describes(concept)
    return Statement.concept_id.in_(concepts.at_most_as_broad(concept))


def _describes(concept: str) -> ColumnElement[bool]:
    return or_(*(procedures.about(kind, concept) for kind in _DESCRIBING))


def _row(row: Any) -> StatementRow:
    slug = getattr(row, "technique_slug", None)
    return StatementRow(
        id=row.id,
        slug=row.slug,
        name=row.name,
        ordinal=row.ordinal,
        position=row.position,
        json=bytes(row.json),
        technique=(slug, row.technique_name) if slug is not None else None,
    )
