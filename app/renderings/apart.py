"""Statements that are shown apart from their documents, which keep whatever says how far they can be relied on."""

import datetime
from dataclasses import dataclass
from typing import Annotated

import pydantic

from app.content import cells, document, statements
from app.renderings import doubts

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
        return doubts.overdue(claim, today=self.today)

    def doubts(self, claim: statements.Claim) -> list[str]:
        """Return what speaks against relying on a statement; a contradiction is known only where both its sides are."""
        return doubts.of(claim, today=self.today)


def beside(slug: str, *, today: datetime.date) -> Apart:
    """Return what the statements of a procedure need beside them on a day."""
    return Apart(document=Named(slug=slug), today=today)


def claim(held: bytes) -> statements.Claim:
    """Return a stored statement of any kind."""
    return _CLAIM.validate_json(held)
