"""Statements that are shown apart from their documents, which keep whatever says how far they can be relied on."""

import datetime
from dataclasses import dataclass
from typing import Annotated

import pydantic

from app.content import cells, document, statements

_CLAIM: pydantic.TypeAdapter[statements.Claim] = pydantic.TypeAdapter(
    Annotated[
        cells.Placed | statements.TechniqueUse | statements.Step | document.Absence,
        pydantic.Field(discriminator="kind"),
    ]
)


@dataclass(frozen=True, kw_only=True)
class Named:
    """The document that a statement is from; statements of several on one page have no slug in common."""

    slug: str = ""
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class Apart:
    """What statements need beside them where their document is not at hand."""

    document: Named
    today: datetime.date

    def overdue(self, claim: statements.Claim) -> bool:
        """Tell whether the review of a statement is due again."""
        return claim.review.next_due is not None and claim.review.next_due < self.today

    def doubts(self, claim: statements.Claim) -> list[str]:
        """Return what speaks against relying on a statement; a contradiction is known only where both its sides are."""
        qualities = {item.quality for item in claim.evidence}
        found = {
            "deprecated": claim.rank == "deprecated",
            "disputed": claim.review.state == "disputed",
            "overdue": self.overdue(claim),
            "contested": any(item.stance == "disputes" for item in claim.evidence),
            "corrupted": "corrupted" in qualities,
            "ambiguous": "ambiguous" in qualities,
        }
        return [name for name, holds in found.items() if holds]


def beside(slug: str, *, today: datetime.date) -> Apart:
    """Return what the statements of a procedure need beside them on a day."""
    return Apart(document=Named(slug=slug), today=today)


def claim(held: bytes) -> statements.Claim:
    """Return a stored statement of any kind."""
    return _CLAIM.validate_json(held)
