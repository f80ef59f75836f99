"""The documents to be compared, from one snapshot, with what of their concepts is broader than what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from app.catalogue import absent, procedures
from app.content import problems, values
from app.db import standing, stored, tables

_NAMEABLE = re.compile(r"[A-Za-z0-9 ._-]{1,80}")
"""What may be repeated to whoever asked: plain letters and digits, not any text that an address can hold."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """The documents in the order asked for, and for each concept that they name the broader ones that they name."""

    found: tuple[procedures.Published, ...]
    broader: Mapping[str, frozenset[str]]
    catalogue: int


def compared(session: Session, slugs: Sequence[str]) -> Compared:
    """Return the newest documents of these procedures, by two SELECTs; raise why one is not there."""
    revision, catalogue, procedure = tables.Revision, tables.Catalogue, tables.Procedure
    query = (
        select(
            procedure.slug,
            revision.document,
            revision.sha256,
            revision.number,
            revision.published_at,
            catalogue.revision.label("catalogue"),
        )
        .join(procedure, (procedure.slug == revision.slug) & (procedure.revision == revision.number))
        .join(catalogue, true())
        .where(procedure.slug.in_(slugs))
    )
    rows = {row.slug: row for row in session.execute(query)}
    unknown = [slug for slug in slugs if slug not in rows]
    if unknown:
        raise _missing(session, unknown, asked=slugs)
    found = tuple(procedures.of_row(*rows[slug][1:]) for slug in slugs)
    return Compared(found=found, broader=_broader(session, slugs), catalogue=found[0].catalogue)


def _broader(session: Session, slugs: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return the broader concepts of each concept, among those that these documents name."""
    closure, named = tables.ConceptClosure, tables.ProcedureConcept
    concepts = select(named.concept_id).where(named.procedure_slug.in_(slugs))
    query = (
        select(closure.ancestor_id, closure.descendant_id)
        .where(closure.ancestor_id.in_(concepts))
        .where(closure.descendant_id.in_(concepts))
        .where(closure.ancestor_id != closure.descendant_id)
    )
    found: dict[str, frozenset[str]] = {}
    for above, below in session.execute(query):
        found[below] = found.get(below, frozenset()) | {above}
    return found


def _missing(session: Session, unknown: Sequence[str], *, asked: Sequence[str]) -> Exception:
    """Return the problem that names every procedure that is not there; that one was lost goes before all.

    Where one goes by another slug it is Renamed; where one was withdrawn it is Gone.
    """
    away = standing.away(session, unknown)
    if any(absent.lost(session, slug) for slug in unknown if slug not in away):
        return stored.damaged("A procedure")
    renamed = [slug for slug, found in away.items() if found.successor is not None]
    if renamed:
        return absent.problem(session, renamed[0])
    alike = {slug: absent.nearest_to(session, "-".join(slug.lower().split())) for slug in unknown}
    each = [
        _unknown(slug, position=asked.index(slug) + 1, nearest=alike[slug], gone=away.get(slug))
        for slug in unknown
    ]
    if away:
        said = " ".join(
            f"{slug} was withdrawn on {found.at.date()}: {found.reason}" for slug, found in away.items()
        )
        return problems.Gone(said, unknown=each)
    named = [f"“{slug}”" for slug in unknown if _NAMEABLE.fullmatch(slug)]
    listed = ", ".join(named) or "see `unknown`"
    return problems.ProcedureNotFound(
        f"Asked for, and not known here: {listed}.",
        unknown=each,
        nearest=list(dict.fromkeys(name for names in alike.values() for name in names)),
    )


def _unknown(
    slug: str, *, position: int, nearest: Sequence[str], gone: standing.Standing | None
) -> values.Json:
    shown: dict[str, values.Json] = {"position": position}
    if _NAMEABLE.fullmatch(slug):
        shown["slug"] = slug
    if gone is not None:
        return {**shown, "withdrawal": absent.notice(gone)}
    if nearest:
        shown["nearest"] = list(nearest)
    return shown
