"""What procedures say of a concept, of narrower and of broader ones, and which procedures say nothing of any of them.

Each concept is one range of an index that is in the order of the answer, so a page costs the same wherever it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    exists,
    func,
    literal,
    not_,
    select,
    tuple_,
    union,
    union_all,
)
from sqlalchemy.orm import Session

from app.catalogue import concepts, conflicts, listing, procedures, whole
from app.catalogue import statements as rows
from app.content import mentions
from app.db import statements, tables

Procedure, Section, Statement = tables.Procedure, tables.Section, statements.Statement
Relations = Mapping[str, mentions.Relation]
"""What each concept that an answer takes in has to do with the one asked about."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Say what was asked: about which concept, and which statements count."""

    concept: str
    kind: mentions.Kind | None = None
    procedure: str | None = None


@dataclass(frozen=True, kw_only=True, order=True)
class Place:
    """Say where a statement stands in the answer: a procedure's statements are told apart, then as in its document."""

    slug: str
    rank: int
    ordinal: int


@dataclass(frozen=True, kw_only=True)
class Mention:
    """One statement as in its document, and the way from the concept asked about to the one that it is about."""

    id: str
    slug: str
    name: str
    relation: mentions.Relation
    path: tuple[tuple[str, str], ...]
    section: str
    json: bytes


@dataclass(frozen=True, kw_only=True)
class Mentioned:
    """A page of what is said of a concept, how much there is in all, and a page of the procedures that are silent.

    `procedure` is the name of the one asked about; `continues` tells whether the page goes on with the last procedure
    of the one before, `cut` whether the next goes on with the last of this one.
    """

    known: concepts.Known
    procedure: str | None
    found: listing.Listed[Mention]
    by_kind: Mapping[str, int]
    by_relation: Mapping[str, int]
    mentioning: int
    silent: rows.Silent
    conflicts: conflicts.Found
    continues: bool
    cut: bool


def of(
    session: Session, asked: Asked, *, size: int, after: listing.Key | None, silent_after: str | None
) -> Mentioned:
    """Return what is said of a concept; raise ConceptNotFound, UnknownProcedure, BadCursor."""
    whole.assure(session)
    known = concepts.one(session, asked.concept)
    name = procedures.known(session, asked.procedure)[1] if asked.procedure is not None else None
    relations = _relations(known)
    behind = _place(after)
    places = _places(session, relations, asked, size=size, behind=behind)
    there = list(places)
    shown = _shown(session, known, relations, {place: places[place] for place in there[:size]})
    counted = _counted(session, relations, asked)
    mentioning, silent = _silence(session, relations, asked, size=size, after=silent_after)
    more = len(there) > size
    return Mentioned(
        known=known,
        procedure=name,
        found=listing.Listed(
            rows=shown,
            last=(there[size - 1].slug, there[size - 1].rank, there[size - 1].ordinal) if more else None,
            total=sum(counted.values()),
            catalogue=known.catalogue,
        ),
        by_kind=_by_kind(counted),
        by_relation=_by_relation(counted, relations),
        mentioning=mentioning,
        silent=silent,
        conflicts=conflicts.of(session, [row.id for row in shown]),
        continues=bool(behind and there and there[0].slug == behind.slug),
        cut=more and there[size].slug == there[size - 1].slug,
    )


def _relations(known: concepts.Known) -> Relations:
    asked = known.concept["id"]
    broader = known.terms.broader(asked)
    return {
        concept: "same" if concept == asked else "broader" if concept in broader else "narrower"
        for concept in known.terms.concepts
    }


def _place(after: listing.Key | None) -> Place | None:
    key = listing.behind(after, str, int, int)
    return None if key is None else Place(slug=str(key[0]), rank=int(key[1] or 0), ordinal=int(key[2] or 0))


def _places(
    session: Session, relations: Relations, asked: Asked, *, size: int, behind: Place | None
) -> dict[Place, str]:
    """Return the ids of the statements of a page, and of one more where there is one, by their places, in order."""
    ranges = [
        _range(concept, mentions.RELATIONS.index(relation), asked, size=size, behind=behind)
        for concept, relation in relations.items()
    ]
    query = listing.together(union_all, ranges).order_by("procedure_slug", "rank", "ordinal").limit(size + 1)
    return {
        Place(slug=row.procedure_slug, rank=row.rank, ordinal=row.ordinal): row.id
        for row in session.execute(query)
    }


def _range(concept: str, rank: int, asked: Asked, *, size: int, behind: Place | None) -> listing.AnySelect:
    """Return the query of the first statements about one concept that a page could hold."""
    query = _about(concept, asked).with_only_columns(
        Statement.procedure_slug, literal(rank).label("rank"), Statement.ordinal, Statement.id
    )
    if behind is not None:
        query = query.where(_behind(rank, behind))
    ordered = query.order_by(Statement.procedure_slug, Statement.ordinal).limit(size + 1)
    return select(ordered.subquery())


def _about(concept: str, asked: Asked) -> listing.AnySelect:
    """Return the query of the procedures of the statements about one concept that count."""
    query: listing.AnySelect = select(Statement.procedure_slug).where(Statement.concept_id == concept)
    if asked.kind is not None:
        query = query.where(Statement.kind == asked.kind)
    if asked.procedure is not None:
        query = query.where(Statement.procedure_slug == asked.procedure)
    return query


def _behind(rank: int, place: Place) -> ColumnElement[bool]:
    slug = Statement.procedure_slug
    if rank == place.rank:
        return tuple_(slug, Statement.ordinal) > (place.slug, place.ordinal)
    return slug >= place.slug if rank > place.rank else slug > place.slug


def _shown(
    session: Session, known: concepts.Known, relations: Relations, places: Mapping[Place, str]
) -> tuple[Mention, ...]:
    query = (
        select(
            Statement.id,
            Statement.concept_id,
            Statement.section,
            Statement.json,
            Procedure.slug,
            Procedure.name,
        )
        .join(Procedure, Procedure.slug == Statement.procedure_slug)
        .where(Statement.id.in_(places.values()))
    )
    found = {row.id: row for row in session.execute(query)}
    return tuple(_mention(found[name], known, relations) for name in places.values())


def _mention(row: listing.AnyRow, known: concepts.Known, relations: Relations) -> Mention:
    relation = relations[row.concept_id]
    asked, terms = known.concept["id"], known.terms
    up = terms.path(row.concept_id, asked) if relation == "narrower" else terms.path(asked, row.concept_id)
    way = reversed(up) if relation == "narrower" else up
    return Mention(
        id=row.id,
        slug=row.slug,
        name=row.name,
        relation=relation,
        path=tuple((concept, terms[concept].label) for concept in way),
        section=row.section,
        json=bytes(row.json),
    )


def _counted(session: Session, relations: Relations, asked: Asked) -> Mapping[tuple[str, str], int]:
    """Return how many statements of each kind there are about each concept, from an index alone."""
    kinds = [asked.kind] if asked.kind is not None else list(mentions.SECTION_OF)
    query = (
        select(Statement.kind, Statement.concept_id, func.count())
        .where(Statement.concept_id.in_(relations))
        .where(Statement.kind.in_(kinds))  # all of them too: so each is a narrow range of the index
        .group_by(Statement.kind, Statement.concept_id)
    )
    if asked.procedure is not None:
        query = query.where(Statement.procedure_slug == asked.procedure)
    return {(kind, str(concept)): count for kind, concept, count in session.execute(query)}


def _by_kind(counted: Mapping[tuple[str, str], int]) -> dict[str, int]:
    summed = {
        name: sum(n for (kind, _), n in counted.items() if kind == name) for name in mentions.SECTION_OF
    }
    return {name: count for name, count in summed.items() if count}


def _by_relation(counted: Mapping[tuple[str, str], int], relations: Relations) -> dict[str, int]:
    summed = {
        name: sum(n for (_, concept), n in counted.items() if relations[concept] == name)
        for name in mentions.RELATIONS
    }
    return {name: count for name, count in summed.items() if count}


def _silence(
    session: Session, relations: Relations, asked: Asked, *, size: int, after: str | None
) -> tuple[int, rows.Silent]:
    """Return how many procedures say something, and a page of those that say nothing."""
    speaking = listing.together(
        union, [_about(concept, asked).distinct() for concept in relations]
    ).subquery()
    every = select(func.count()).select_from(Procedure)
    if asked.procedure is not None:
        every = every.where(Procedure.slug == asked.procedure)
    number = select(func.count()).select_from(speaking)
    total, mentioning = session.execute(select(every.scalar_subquery(), number.scalar_subquery())).one()
    query = _silent(relations, asked).order_by(Procedure.slug).limit(size + 1)
    behind = query.where(Procedure.slug > after) if after is not None else query
    listed = session.execute(behind).all() if total > mentioning else []
    silent = rows.Silent(
        section=mentions.SECTION_OF[asked.kind] if asked.kind else "",
        procedures=tuple(rows.silent_procedure(*row) for row in listed[:size]),
        total=total - mentioning,
        last=listed[size - 1].slug if len(listed) > size else None,
    )
    return mentioning, silent


def _silent(relations: Relations, asked: Asked) -> listing.AnySelect:
    """Return the query of the procedures that say nothing, with what the section of the kind asked about says."""
    says = (
        select(1).where(Statement.procedure_slug == Procedure.slug).where(Statement.concept_id.in_(relations))
    )
    coverage: ColumnElement[str] = literal("not_addressed")
    if asked.kind is not None:
        says = says.where(Statement.kind == asked.kind)
        coverage = (
            select(Section.coverage)
            .where(Section.procedure_slug == Procedure.slug)
            .where(Section.path == mentions.SECTION_OF[asked.kind])
            .scalar_subquery()
        )
    query: listing.AnySelect = select(Procedure.slug, Procedure.name, coverage).where(not_(exists(says)))
    return query if asked.procedure is None else query.where(Procedure.slug == asked.procedure)
