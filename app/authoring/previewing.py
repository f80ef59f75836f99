"""What a draft would look like if it were published now; nothing is stored."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.authoring import changes, drafts, library, refusals
from app.content import document, drafting, freezing, values
from app.db import projection


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Hold the document that would be published, and under which number."""

    document: bytes
    sha256: str
    number: int
    at: datetime.datetime


def preview(session: Session, tree: dict[str, Any], *, now: datetime.datetime) -> Preview:
    """Return what a tree would be published as, faults and all; raise Refused where there is no showing it."""
    published = frozen(session, tree)
    content = published.canonical()
    newest = projection.latest(session, published.slug)
    return Preview(
        document=content,
        sha256=values.digest(content),
        number=(newest[1].number if newest else 0) + 1,
        at=now,
    )


def difference(session: Session, tree: dict[str, Any]) -> tuple[tuple[changes.Line, ...], tuple[str, ...]]:
    """Return what publishing a tree would change, statement by statement, and what else differs; raise Refused."""
    after = frozen(session, tree)
    newest = projection.latest(session, after.slug)
    before = newest[0] if newest else None
    lines = changes.lines(before, after)
    gone = changes.left_out(before, after) if before else ()
    return (*lines, *gone), changes.parts(before, after)


def frozen(session: Session, tree: dict[str, Any]) -> document.ProcedureDocument:
    """Return the document that a tree makes; raise Refused with every violation where it makes none."""
    try:
        draft = drafting.parsed(tree)
        shelf = library.load(session, freezing.cited(draft))
        return freezing.freeze(draft, known=shelf.known, terms=shelf.terms)
    except (KeyError, ValueError):  # unfinished, or a source or a concept that there is not
        violations = drafts.violations(session, tree)
        raise refusals.Refused(refusals.at(str(tree.get("slug", "draft")), violations)) from None
