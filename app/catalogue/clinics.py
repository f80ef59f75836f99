"""What clinics say of themselves: public to read, one at a time, and beside the facts on cards."""

import contextlib
import datetime
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue import state
from app.content import beside_problems, clinics, problems, values, words
from app.db import clinics as tables
from app.db import standing, stored

Row = tables.Clinic


@dataclass(frozen=True, kw_only=True)
class Held:
    """A clinic as it is stored now."""

    slug: str
    number: int
    sha256: str
    clinic: clinics.Clinic
    changed: datetime.datetime
    catalogue: int

    def offer(self, session: Session, procedure: str) -> clinics.Offer | None:
        """Return what it says of a procedure, also under a slug that the procedure had before."""
        found = self.clinic.offer(procedure)
        if found is None and self.clinic.offers:
            renames = standing.renamed(session)
            found = next(
                (
                    each
                    for each in self.clinic.offers
                    if standing.current(each.procedure, renames=renames) == procedure
                ),
                None,
            )
        return found


def one(session: Session, slug: str) -> Held:
    """Return a clinic; raise ClinicNotFound or Damaged."""
    found = held(session, slug)
    if found is None:
        raise beside_problems.ClinicNotFound("There is no clinic with this slug.")
    return found


def held(session: Session, slug: str) -> Held | None:
    """Return a clinic, or None where there is none; raise Damaged."""
    return several(session, [slug]).get(slug)


def several(session: Session, slugs: Collection[str]) -> dict[str, Held]:
    """Return these clinics by their slugs, as far as they are there."""
    query = select(Row.slug, Row.number, Row.sha256, Row.json, Row.changed_at).where(Row.slug.in_(slugs))
    found = session.execute(query).all() if slugs else []
    revision = state.revision(session) if found else 0
    return {
        row.slug: Held(
            slug=row.slug,
            number=row.number,
            sha256=row.sha256,
            clinic=clinics.Clinic.model_validate_json(
                stored.intact(bytes(row.json), sha256=row.sha256, what="The clinic")
            ),
            changed=row.changed_at,
            catalogue=revision,
        )
        for row in found
    }


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What a clinic says beside the card of a procedure; without a clinic where none has this slug."""

    slug: str
    clinic: clinics.Clinic | None = None
    offer: clinics.Offer | None = None


def beside(session: Session, asked: Collection[tuple[str, str]]) -> dict[tuple[str, str], Beside]:
    """Return what clinics say beside cards, for pairs of a clinic and a procedure.

    A clinic that is damaged is as good as none: the facts are shown without it.
    """
    found: dict[str, Held] = {}
    for slug in {clinic for clinic, _ in asked}:
        with contextlib.suppress(problems.Damaged):
            found |= several(session, [slug])
    return {
        (slug, procedure): Beside(
            slug=slug,
            clinic=found[slug].clinic if slug in found else None,
            offer=found[slug].offer(session, procedure) if slug in found else None,
        )
        for slug, procedure in asked
    }


def tree(found: Held) -> values.Json:
    """Return a clinic as it is answered."""
    revision: values.Json = {
        "number": found.number,
        "sha256": found.sha256,
        "changed": values.stamp(found.changed),
    }
    return {"slug": found.slug, "words": words.OF_CLINIC, **found.clinic.tree(), "revision": revision}
