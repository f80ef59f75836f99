"""Why a procedure cannot be shown: it was withdrawn, goes by another slug, was lost, or never was there."""

from collections.abc import Callable, Mapping

from rapidfuzz import fuzz, process
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from app.catalogue import listing
from app.content import problems, values
from app.db import standing, stored, tables

Procedure = tables.Procedure


class Renamed(Exception):  # noqa: N818 - it names what happened
    """A procedure goes by another slug; its addresses lead on to those with the other."""

    def __init__(self, slug: str, successor: str) -> None:
        super().__init__(f"{slug} was renamed")
        self.slug, self.successor = slug, successor


def problem(session: Session, slug: str) -> Exception:
    """Return why nothing is public at a slug: Renamed, Gone, Damaged or ProcedureNotFound."""
    found = standing.of(session, slug)
    if found is not None and found.successor is not None:
        renames = standing.renamed(session)
        return Renamed(slug, standing.current(slug, renames=renames))
    if found is not None and not found.public:
        return gone(found)
    if found is not None or lost(session, slug):
        return stored.damaged("The procedure")
    return problems.ProcedureNotFound(
        "There is no procedure with this slug.", nearest=list(nearest_to(session, slug))
    )


def unknown(
    session: Session, slugs: Mapping[int, str], *, place: Callable[[int], Mapping[str, str]]
) -> problems.UnknownProcedure:
    """Return the problem of a question that names procedures which are not public, by their positions in it."""
    away = standing.away(session, slugs.values())
    led_on = any(found.successor is not None for found in away.values())
    renames = standing.renamed(session) if led_on else {}
    faults: list[dict[str, str]] = []
    near: list[str] = []
    for position, slug in slugs.items():
        said, nearest = _said(session, slug, away.get(slug), renames=renames)
        near += nearest
        faults.append({**place(position), **said, **({"nearest": ", ".join(nearest)} if nearest else {})})
    withdrawn = [notice(found) for found in away.values() if found.successor is None]
    detail = f"{faults[0].get('pointer') or 'The value of ' + faults[0]['name']} {faults[0]['message']}."
    errors: list[values.Json] = [dict(fault) for fault in faults]
    nearest_of_all: list[values.Json] = [*dict.fromkeys(near)]
    if withdrawn:
        return problems.WithdrawnProcedure(
            detail, errors=errors, nearest=nearest_of_all, withdrawals=[*withdrawn]
        )
    return problems.UnknownProcedure(detail, errors=errors, nearest=nearest_of_all)


def _said(
    session: Session, slug: str, found: standing.Standing | None, *, renames: Mapping[str, str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what is wrong with naming a procedure, and what may be named instead."""
    if found is None:
        said = {"code": problems.UnknownProcedure.code, "message": "is not a published procedure"}
        return said, nearest_to(session, slug)
    if found.successor is None:
        message = f"was withdrawn on {found.at.date()}: {found.reason}"
        return {"code": problems.WithdrawnProcedure.code, "message": message}, ()
    now = standing.current(slug, renames=renames)
    return {"code": "renamed_procedure", "message": f"goes by another slug now: {now}"}, (now,)


def gone(found: standing.Standing, *, what: str = "This procedure") -> problems.Gone:
    """Return the problem of a procedure that was withdrawn."""
    return problems.Gone(
        f"{what} was withdrawn on {found.at.date()}. Reason: {found.reason}",
        withdrawal=notice(found),
    )


def notice(found: standing.Standing) -> dict[str, values.Json]:
    """Return the notice of a withdrawal: of what, when, why, and the last revision that was public."""
    return {
        "procedure": found.slug,
        "on": found.at.date().isoformat(),
        "at": values.stamp(found.at),
        "reason": found.reason,
        "revision": {"number": found.revision, "sha256": found.sha256},
    }


def lost(session: Session, slug: str) -> bool:
    """Tell what was published and cannot be found from what never was: the first must not look like the second."""
    derived = exists().where(Procedure.slug == slug)
    published = exists().where(tables.Revision.slug == slug)
    return bool(session.scalar(select(or_(derived, published))))


def nearest_to(session: Session, slug: str) -> tuple[str, ...]:
    """Return the slugs that look most like this one, best first.

    They are looked for among those that begin alike, so that a wrong slug costs no walk through the whole catalogue.
    """
    begins: listing.AnySelect = (
        select(Procedure.slug)
        .where(Procedure.slug >= slug[:1])
        .where(Procedure.slug < slug[:1] + "\u007f")
        .order_by(Procedure.slug)
        .limit(500)
    )
    matches = process.extract(
        slug, list(session.scalars(begins)), scorer=fuzz.WRatio, limit=3, score_cutoff=60
    )
    return tuple(name for name, _, _ in matches)
