"""Procedures as published: one by its slug, as the bytes of its document; many by filters, as their cards."""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select, true, tuple_, union
from sqlalchemy.orm import Session, aliased

from app.catalogue import absent, concepts, listing, totals, whole
from app.content import durations, problems, values, vocabulary
from app.db import standing, statements, stored, tables

Procedure, Statement, Section = tables.Procedure, statements.Statement, tables.Section
Sort = Literal["name", "-name", "published", "-published"]
PLACES = {
    "body_area": ("body_area", "body_areas"),
    "concern": ("indication", "indications"),
    "category": ("category", "categories"),
    "energy": ("category", "categories"),
}
"""The filters that name a concept: the kind of statement that must be about it, and the section it stands in."""
FEW = 2_000
"""How many statements about a concept are few enough to look up all their procedures."""
_RESOLVED = {"body_area": "body_area", "concern": "concern", "category": None, "energy": "energy"}
"""The scheme in which each of these filters is looked up; `category` takes any."""


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published document as it is stored, and the catalogue's revision of the same moment."""

    document: bytes
    sha256: str
    number: int
    published: str
    catalogue: int
    standing: values.Json = None
    """Where an earlier revision was asked for, what became of it."""


@dataclass(frozen=True, kw_only=True)
class CardRow:
    """What a list shows of a procedure."""

    slug: str
    name_key: str
    card: bytes
    sha256: str
    number: int
    published: str


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the listed procedures must have; concepts by id or exact label, lengths as ISO 8601 durations.

    With `include_unknown` a procedure also passes where our sources do not say.
    """

    body_area: str | None = None
    concern: str | None = None
    category: str | None = None
    energy: str | None = None
    technique: str | None = None
    alias: str | None = None
    invasiveness: str | None = None
    anaesthesia: str | None = None
    max_recovery: str | None = None
    max_session: str | None = None
    include_unknown: bool = False
    coverage: Mapping[str, str] = field(default_factory=dict)
    technique_is_concept: bool = False
    """Set by `resolved`: whether `technique` is the id of a technique type, not a technique's slug."""


_OF_REVISION = (Procedure.slug == tables.Revision.slug) & (Procedure.revision == tables.Revision.number)
_PUBLISHED = (
    select(
        tables.Revision.document,
        tables.Revision.sha256,
        tables.Revision.number,
        tables.Revision.published_at,
        tables.Catalogue.revision,
    )
    .join(Procedure, _OF_REVISION)
    .join(tables.Catalogue, true())
    .where(Procedure.slug == bindparam("slug"))
)
"""Made once: putting it together takes longer than asking it."""


def published(session: Session, slug: str) -> Published:
    """Return the newest published document of a procedure, by one SELECT; raise why there is none (absent.problem)."""
    row = session.execute(_PUBLISHED, {"slug": slug}).one_or_none()
    if row is None:
        raise absent.problem(session, slug)
    return of_row(*row)


def several(session: Session, slugs: Sequence[str]) -> Mapping[str, Published]:
    """Return the newest documents of these procedures, in this order; raise Damaged where one is not as published."""
    revision, catalogue = tables.Revision, tables.Catalogue
    query = (
        select(
            Procedure.slug,
            revision.document,
            revision.sha256,
            revision.number,
            revision.published_at,
            catalogue.revision,
        )
        .join(revision, (Procedure.slug == revision.slug) & (Procedure.revision == revision.number))
        .join(catalogue, true())
        .where(Procedure.slug.in_(slugs))
    )
    held = {row.slug: of_row(*row[1:]) for row in session.execute(query)}
    if len(held) < len(slugs):
        raise stored.damaged("A procedure")
    return {slug: held[slug] for slug in slugs}


def of_row(
    document: bytes, sha256: str, number: int, at: datetime.datetime, revision_of_all: int
) -> Published:
    """Return the document of a row of revisions; raise Damaged where its bytes are not those of its digest."""
    return Published(
        document=stored.intact(bytes(document), sha256=sha256),
        sha256=sha256,
        number=number,
        published=values.stamp(at),
        catalogue=revision_of_all,
    )


def listed(
    session: Session, filters: Filters, *, sort: Sort, size: int, after: listing.Key | None
) -> listing.Listed[CardRow]:
    """Return a page of procedures that pass all filters, in the order asked for, ties in the order of slugs.

    Raises UnknownConcept, BadCursor, and Damaged where a procedure is missing, or a card is not of what is public.
    """
    whole.assure(session)
    wanted = resolved(session, filters)
    column = Procedure.published_at if sort.endswith("published") else Procedure.name_key
    query = select(
        Procedure.slug,
        Procedure.name_key,
        Procedure.card,
        Procedure.sha256,
        Procedure.revision,
        Procedure.published_at,
        tables.Revision.sha256.label("kept"),
    ).outerjoin(tables.Revision, _OF_REVISION)
    counted: listing.AnySelect = select(Procedure.slug)
    for condition in _conditions(session, wanted):
        query, counted = query.where(condition), counted.where(condition)
    falling = sort.startswith("-")
    order = (column.desc(), Procedure.slug.desc()) if falling else (column, Procedure.slug)
    place = tuple_(column, Procedure.slug)
    behind = query
    if (start := listing.behind(after, str, str)) is not None:
        key = _key(start, sort=sort)
        behind = query.where(place < key if falling else place > key)
    return listing.page(
        session,
        behind.order_by(*order),
        counted=counted,
        size=size,
        make=_public_row,
        key=lambda row: (row.published if sort.endswith("published") else row.name_key, row.slug),
        name=("procedures", repr(wanted)),
    )


def _public_row(row: Any) -> CardRow:
    if row.kept != row.sha256:
        raise stored.damaged("A procedure")
    return card_row(row)


def known(session: Session, slug: str, *, parameter: str = "procedure") -> tuple[str, str]:
    """Return the slug and name of a procedure that a filter names.

    Raises UnknownProcedure with the nearest, WithdrawnProcedure, or Renamed.
    """
    row = session.execute(select(Procedure.slug, Procedure.name).where(Procedure.slug == slug)).one_or_none()
    if row is not None:
        return row.slug, row.name
    if (found := standing.of(session, slug)) is not None and found.successor is not None:
        raise absent.problem(session, slug)
    raise absent.unknown(session, {0: slug}, place=lambda _: {"in": "query", "name": parameter})


def card_row(row: Any) -> CardRow:
    """Return what a list shows of a procedure, from a row of its table."""
    return CardRow(
        slug=row.slug,
        name_key=row.name_key,
        card=bytes(row.card),
        sha256=row.sha256,
        number=row.revision,
        published=values.stamp(row.published_at),
    )


def _key(start: listing.Key, *, sort: Sort) -> tuple[Any, ...]:
    first, slug = start
    if not sort.endswith("published"):
        return (first, slug)
    try:
        return (datetime.datetime.fromisoformat(str(first)).astimezone(datetime.UTC), slug)
    except (ValueError, OverflowError):
        raise problems.BadCursor("The cursor does not fit this list.") from None


def resolved(session: Session, filters: Filters) -> Filters:
    """Return the filters with each concept by its id, `technique` too unless a technique has that slug.

    Raises UnknownConcept, with the nearest.
    """
    named: dict[str, Any] = {}
    for parameter, scheme in _RESOLVED.items():
        term = getattr(filters, parameter)
        if term is not None:
            named[parameter] = concepts.resolve(session, term, parameter=parameter, scheme=scheme)[0]
    if filters.technique is None or _is_technique(session, filters.technique):
        return dataclasses.replace(filters, **named)
    concept, _ = concepts.resolve(session, filters.technique, parameter="technique", scheme="technique_type")
    return dataclasses.replace(filters, **named, technique=concept, technique_is_concept=True)


def _conditions(session: Session, wanted: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for parameter, (kind, section) in PLACES.items():
        concept = getattr(wanted, parameter)
        if concept is not None and wanted.include_unknown:
            found.append(or_(about(kind, concept), _silent(section)))
        elif concept is not None:
            found.append(_about(session, kind, concept))
    if wanted.technique is not None:
        found.append(_technique(session, wanted))
    if wanted.alias is not None:
        found.append(_named(wanted.alias))
    if wanted.invasiveness is not None:
        stated = Procedure.invasiveness == wanted.invasiveness
        found.append(_or_unknown(stated, Procedure.invasiveness.is_(None), wanted))
    if wanted.anaesthesia is not None:
        found.append(_or_unknown(_of_type("anaesthesia", wanted.anaesthesia), _silent("anaesthesia"), wanted))
    for limit, column in (
        (wanted.max_recovery, Procedure.recovery_seconds),
        (wanted.max_session, Procedure.session_seconds),
    ):
        if limit is not None:
            found.append(_or_unknown(column <= durations.seconds(limit), column.is_(None), wanted))
    found.extend(_covered(name, coverage) for name, coverage in wanted.coverage.items())
    return found


def _about(session: Session, kind: str, concept: str) -> ColumnElement[bool]:
    """Return the condition of `about`, as it is quickest.

    Where few statements are about the concept, their procedures are looked up; where many are, a list in its order
    soon has a page of them. The other way round each would take as long as the catalogue is large.
    """
    claim, named = aliased(Statement), concepts.at_most_as_broad(concept)
    about_it = select(claim.procedure_slug).where(claim.kind == kind).where(claim.concept_id.in_(named))

    def bounded() -> int:
        return session.scalar(select(func.count()).select_from(about_it.limit(FEW + 1).subquery())) or 0

    if totals.remembered(session, ("about", kind, concept), bounded) > FEW:
        return about(kind, concept)
    return Procedure.slug.in_(about_it)


def about(kind: str, concept: str) -> ColumnElement[bool]:
    """Return the condition that a procedure has a statement of a kind about a concept or a narrower one."""
    return about_any(kind, concepts.at_most_as_broad(concept))


def about_any(kind: str, named: listing.AnySelect) -> ColumnElement[bool]:
    """Return the condition that a procedure has a statement of a kind about one of the concepts of a query."""
    claim = aliased(Statement)
    return exists(
        select(1)
        .where(claim.procedure_slug == Procedure.slug)
        .where(claim.kind == kind)
        .where(claim.concept_id.in_(named))
    )


def _or_unknown(
    condition: ColumnElement[bool], unknown: ColumnElement[bool], filters: Filters
) -> ColumnElement[bool]:
    return or_(condition, unknown) if filters.include_unknown else condition


def _silent(section: str) -> ColumnElement[bool]:
    return _covered(section, "not_addressed")


def _covered(section: str, coverage: str) -> ColumnElement[bool]:
    return exists(
        select(1)
        .where(Section.procedure_slug == Procedure.slug)
        .where(Section.name == section)
        .where(Section.coverage == coverage)
    )


def _is_technique(session: Session, term: str) -> bool:
    technique = statements.Technique.__table__
    return session.scalar(select(technique.c.id).where(technique.c.slug == term).limit(1)) is not None


def _technique(session: Session, wanted: Filters) -> ColumnElement[bool]:
    if wanted.technique_is_concept:
        return _about(session, "category", str(wanted.technique))
    technique = statements.Technique.__table__
    return exists(
        select(1).where(technique.c.owner_slug == Procedure.slug).where(technique.c.slug == wanted.technique)
    )


def _of_type(kind: str, value: str) -> ColumnElement[bool]:
    claim = aliased(Statement)
    return exists(
        select(1)
        .where(claim.procedure_slug == Procedure.slug)
        .where(claim.kind == kind)
        .where(claim.aspect == value)
    )


def _named(name: str) -> ColumnElement[bool]:
    wanted = vocabulary.normalized(name)
    named, claim = aliased(Procedure), aliased(Statement)
    # The few that have the name are looked up: an `or` of two conditions would be put to every procedure there is.
    return Procedure.slug.in_(
        union(
            select(named.slug).where(named.name_key == wanted),
            select(claim.procedure_slug).where(claim.label_key == wanted),
        )
    )
