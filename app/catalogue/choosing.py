"""What the pages with a choice of procedures need: the procedures to choose from, and what the choice leads to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue import comparison, listing, screening, state, whole
from app.content import problems, recognition
from app.db import tables

Procedure = tables.Procedure
MOST_OFFERED = 50
"""How many procedures a page offers to choose from, by name."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Offer procedures, each by its slug and name, those of `also` that exist among them; `more` were left out."""

    procedures: tuple[tuple[str, str], ...]
    more: bool
    catalogue: int


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A choice, and what is compared; neither `found` nor `unknown` where nothing was to be compared."""

    choice: Choice
    found: comparison.Compared | None = None
    unknown: problems.ProcedureNotFound | problems.Gone | None = None


@dataclass(frozen=True, kw_only=True)
class Screened:
    """A choice, and what was found in it; neither `found` nor `unknown` where nothing was asked."""

    choice: Choice
    found: screening.Screened | None = None
    unknown: problems.UnknownProcedure | None = None


def procedures(session: Session, *, also: Sequence[str] = ()) -> Choice:
    """Return the first procedures by name, and before them those of `also` that are not among these."""
    whole.assure(session)
    query: listing.AnySelect = select(Procedure.slug, Procedure.name).order_by(
        Procedure.name_key, Procedure.slug
    )
    rows = [(row.slug, row.name) for row in session.execute(query.limit(MOST_OFFERED + 1))]
    first = rows[:MOST_OFFERED]
    missing = set(also) - {slug for slug, _ in first}
    others = session.execute(query.where(Procedure.slug.in_(missing))) if missing else ()
    return Choice(
        procedures=(*((row.slug, row.name) for row in others), *first),
        more=len(rows) > MOST_OFFERED,
        catalogue=state.revision(session),
    )


def compared(session: Session, slugs: Sequence[str], *, chosen: Sequence[str]) -> Compared:
    """Return these procedures compared, if any are named, with a choice that has those chosen; raise Damaged."""
    choice = procedures(session, also=chosen)
    if not slugs:
        return Compared(choice=choice)
    try:
        return Compared(choice=choice, found=comparison.compared(session, slugs))
    except (problems.ProcedureNotFound, problems.Gone) as problem:
        return Compared(choice=choice, unknown=problem)


def screened(
    session: Session,
    asked: Sequence[recognition.Term],
    *,
    slugs: Sequence[str],
    size: int,
    after: listing.Key | None,
) -> Screened:
    """Return what the documents say on these terms, if there are any, with a choice that has these; raise Damaged."""
    choice = procedures(session, also=slugs)
    if not asked:
        return Screened(choice=choice)
    try:
        found = screening.screen(session, asked, slugs=slugs, size=size, after=after)
    except problems.UnknownProcedure as problem:
        return Screened(choice=choice, unknown=problem)
    return Screened(choice=choice, found=found)
