"""The notice of a withdrawal, as pages and cards say it: when, and why."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from app.content import problems, values


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """Say when a procedure or a statement was withdrawn, and for which reason."""

    slug: str
    on: datetime.date
    reason: str


def of(notice: values.Json) -> Withdrawal | None:
    """Return the withdrawal that a notice tells of, None where there is none."""
    if not isinstance(notice, dict):
        return None
    day = datetime.date.fromisoformat(str(notice["on"]))
    return Withdrawal(slug=str(notice["procedure"]), on=day, reason=str(notice["reason"]))


def told(problem: problems.Problem) -> Withdrawal | None:
    """Return the withdrawal for which something is gone, None where the problem is another."""
    return of(problem.extra.get("withdrawal")) or of(problem.extra.get("tombstone"))


def several(problem: problems.Problem) -> Mapping[str, Withdrawal]:
    """Return the withdrawals of the procedures that a question named, by slug."""
    listed = problem.extra.get("withdrawals")
    found = map(of, listed) if isinstance(listed, list) else ()
    return {one.slug: one for one in found if one is not None}
