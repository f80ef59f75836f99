"""What speaks against relying on a statement, wherever it is shown."""

import datetime

from app.content import statements


def of(claim: statements.Claim, *, today: datetime.date) -> list[str]:
    """Return what speaks against relying on a statement by itself, the gravest first; templates say it in words."""
    qualities = {item.quality for item in claim.evidence}
    found = {
        "deprecated": claim.rank == "deprecated",
        "disputed": claim.review.state == "disputed",
        "overdue": overdue(claim, today=today),
        "contested": any(item.stance == "disputes" for item in claim.evidence),
        "corrupted": "corrupted" in qualities,
        "ambiguous": "ambiguous" in qualities,
    }
    return [name for name, holds in found.items() if holds]


def overdue(claim: statements.Claim, *, today: datetime.date) -> bool:
    """Tell whether the review of a statement is due again."""
    return claim.review.next_due is not None and claim.review.next_due < today
