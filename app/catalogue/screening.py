"""A question about a person's circumstances, put to the documents of a page of procedures; nothing of it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import CTE, case, func, select, tuple_
from sqlalchemy.orm import Session

from app.catalogue import absent, concepts, listing, procedures, state, whole
from app.content import document, recognition, screening, words
from app.db import tables

Procedure, Named, Closure = tables.Procedure, tables.ProcedureConcept, tables.ConceptClosure


@dataclass(frozen=True, kw_only=True)
class Row:
    """The answer of one procedure, and the revision of its document that gave it."""

    answers: screening.Tree
    found: procedures.Published
    slug: str


@dataclass(frozen=True, kw_only=True)
class Screened:
    """What was understood, and a page of procedures: first those with a statement on it, each part by slug."""

    understood: recognition.Understood
    listed: listing.Listed[Row]
    matching: int
    """How many of all procedures asked about have a statement on a concept that was recognised."""

    def sentences(self) -> tuple[str, ...]:
        """Return what the answer comes to: what was not looked up, how many procedures say something, what follows."""
        if not self.understood.recognised:
            return (words.NOTHING_LOOKED_UP,)
        said = [words.found_in(self.matching, self.listed.total)]
        if self.understood.unrecognised:
            said.insert(0, words.NOT_ALL_LOOKED_UP)
        if self.listed.last is not None:
            said.append(words.MORE_FOLLOWS)
        return tuple(said)


def screen(
    session: Session,
    asked: Sequence[recognition.Term],
    *,
    slugs: Sequence[str],
    size: int,
    after: listing.Key | None,
) -> Screened:
    """Return what the documents of these procedures say, or of all where none is named; raise UnknownProcedure.

    Which procedures come first is read from the projection; what is answered comes from their documents alone.
    """
    whole.assure(session)
    terms = concepts.terms(session)
    understood = recognition.understand(asked, terms)
    _require_known(session, slugs)
    page = _page(
        session, [item.concept.id for item in understood.recognised], slugs=slugs, after=after, size=size
    )
    held = procedures.several(session, [slug for _, slug in page.keys[:size]])
    answers = screening.Screening(understood, terms)
    rows = tuple(
        Row(slug=slug, found=found, answers=answers.of(_parsed(found))) for slug, found in held.items()
    )
    total = len(set(slugs)) if slugs else session.scalar(select(func.count()).select_from(Procedure)) or 0
    return Screened(
        understood=understood,
        matching=page.matching,
        listed=listing.Listed(
            rows=rows,
            last=page.keys[size - 1] if len(page.keys) > size else None,
            total=total,
            catalogue=state.revision(session),
        ),
    )


def further(
    session: Session, shown: Screened, *, slugs: Sequence[str], size: int
) -> tuple[int, tuple[str, ...]]:
    """Return the slugs of procedures behind a page, and how many of all have a statement on it; these are first."""
    if shown.listed.last is None:
        return 0, ()
    ids = [item.concept.id for item in shown.understood.recognised]
    page = _page(session, ids, slugs=slugs, after=shown.listed.last, size=size)
    return max(0, shown.matching - len(shown.listed.rows)), tuple(slug for _, slug in page.keys[:size])


@dataclass(frozen=True, kw_only=True)
class _Page:
    """The keys of a page and of one row more: 0 for a procedure that matches, else 1, and the slug."""

    keys: tuple[tuple[int, str], ...]
    matching: int


def _page(
    session: Session, ids: Sequence[str], *, slugs: Sequence[str], size: int, after: listing.Key | None
) -> _Page:
    """Return which procedures stand on a page, by one SELECT that finds the matching ones once."""
    matching = _naming(ids, slugs=slugs)
    counted = select(func.count()).select_from(matching).scalar_subquery()
    part = case((matching.c.slug.is_not(None), 0), else_=1)
    query: listing.AnySelect = select(part, Procedure.slug, counted).outerjoin(
        matching, matching.c.slug == Procedure.slug
    )
    if slugs:
        query = query.where(Procedure.slug.in_(slugs))
    if (start := listing.behind(after, int, str)) is not None:
        query = query.where(tuple_(part, Procedure.slug) > start)
    found = session.execute(query.order_by(part, Procedure.slug).limit(size + 1)).all()
    count = found[0][2] if found else session.scalar(select(counted)) or 0
    return _Page(keys=tuple((row[0], row[1]) for row in found), matching=count)


def _naming(ids: Sequence[str], *, slugs: Sequence[str]) -> CTE:
    """Return the procedures whose documents name one of these concepts, or one narrower or broader."""
    under = select(Closure.descendant_id).where(Closure.ancestor_id.in_(ids))
    above = select(Closure.ancestor_id).where(Closure.descendant_id.in_(ids))
    naming = select(Named.procedure_slug.label("slug")).where(Named.concept_id.in_(under.union(above)))
    if slugs:
        naming = naming.where(Named.procedure_slug.in_(slugs))
    return naming.distinct().cte("matching")


def _parsed(found: procedures.Published) -> document.ProcedureDocument:
    return document.ProcedureDocument.model_validate_json(found.document)


def _require_known(session: Session, slugs: Sequence[str]) -> None:
    """Raise UnknownProcedure or WithdrawnProcedure, with the place of each slug that is not published."""
    if not slugs:
        return
    known = set(session.scalars(select(Procedure.slug).where(Procedure.slug.in_(slugs))))
    missing = {position: slug for position, slug in enumerate(slugs) if slug not in known}
    if missing:
        raise absent.unknown(
            session, missing, place=lambda position: {"in": "body", "pointer": f"/procedures/{position}"}
        )
