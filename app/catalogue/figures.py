"""What operators are told about the catalogue in numbers; counted beside the requests, never for one of them."""

import datetime
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import following, statements, tables


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Say how many procedures are public, and how many reviews were due before a day."""

    procedures: int
    statements_overdue: int
    procedures_overdue: int


@dataclass(frozen=True, kw_only=True)
class Webhooks:
    """Say how many webhooks are served, how many of them failed last, how many were given up, and what waits."""

    webhooks_active: int
    webhooks_failing: int
    webhooks_stopped: int
    deliveries_waiting: int


def catalogue(session: Session, *, today: datetime.date) -> Catalogue:
    """Count what is public, in two statements of SQL, of which one walks over the reviews that are overdue."""
    claim = statements.Statement
    overdue, behind = session.execute(
        select(func.count(), func.count(claim.procedure_slug.distinct())).where(claim.review_due < today)
    ).one()
    published = session.scalar(select(func.count()).select_from(tables.Procedure)) or 0
    return Catalogue(procedures=published, statements_overdue=overdue, procedures_overdue=behind)


def webhooks(session: Session) -> Webhooks:
    """Count webhooks and the changes that they have not been sent; those that were given up wait for nothing."""
    hook = following.Webhook
    newest = session.scalar(select(func.max(following.Change.number))) or 0
    active, failing, delivered = session.execute(
        select(
            func.count(),
            func.count().filter(hook.failures > 0),
            func.coalesce(func.sum(hook.delivered), 0),
        ).where(hook.stopped.is_(None))
    ).one()
    stopped = session.scalar(select(func.count()).where(hook.stopped.is_not(None))) or 0
    return Webhooks(
        webhooks_active=active,
        webhooks_failing=failing,
        webhooks_stopped=stopped,
        deliveries_waiting=max(0, active * newest - int(delivered)),
    )
