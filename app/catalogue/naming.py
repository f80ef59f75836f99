"""Which procedure is meant by what somebody calls it: its slug, one that it had, or a name that only it has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue import absent, procedures
from app.content import problems
from app.db import standing, tables

_APART = re.compile(r"[^a-z0-9]+")
_LONGEST = 80


@dataclass(frozen=True, kw_only=True)
class Meant:
    """A procedure, and how it was come to: by its slug, by one that it had before, or by a name that only it has."""

    slug: str
    by: Literal["slug", "earlier_slug", "name"]


def meant(session: Session, called: str) -> Meant:
    """Return the procedure that is meant; raise Gone, Damaged, or ProcedureNotFound with the nearest."""
    slug = slug_of(called)
    procedure = tables.Procedure
    if session.scalar(select(procedure.slug).where(procedure.slug == slug)) is not None:
        return Meant(slug=slug, by="slug")
    problem = absent.problem(session, slug)
    if isinstance(problem, absent.Renamed):
        return Meant(slug=problem.successor, by="earlier_slug")
    if not isinstance(problem, problems.ProcedureNotFound):
        raise problem
    named = _named(session, called)
    if len(named) == 1:
        return Meant(slug=named[0], by="name")
    near = dict.fromkeys((*named, *absent.nearest_to(session, slug)))
    raise problems.ProcedureNotFound(problem.detail, called=called, nearest=list(near))


def withdrawn(session: Session, called: str) -> problems.Gone | None:
    """Return the notice of the procedure of this slug where it was withdrawn, else None."""
    found = standing.of(session, slug_of(called))
    if found is None or found.public or found.successor is not None:
        return None
    return absent.gone(found)


def slug_of(called: str) -> str:
    """Return the slug that a name would have; what has no letter or digit gives an empty one."""
    return _APART.sub("-", called.casefold()).strip("-")[:_LONGEST]


def _named(session: Session, called: str) -> Sequence[str]:
    """Return the slugs of procedures that have exactly this name, two at the most."""
    asked = procedures.Filters(alias=called)
    found = procedures.listed(session, asked, sort="name", size=2, after=None)
    return [row.slug for row in found.rows]
