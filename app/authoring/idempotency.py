"""How a request that is sent twice is done once: its answer is kept in the transaction of its effect."""

import datetime
import json
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.content import values, writing_problems
from app.db import drafts, locks

KEPT = datetime.timedelta(days=7)
"""How long an answer is kept."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """Name a request: whose it is, which route it is for, its own key, and the digest of its address and body."""

    key_id: str
    route: str
    key: str
    fingerprint: str

    @property
    def name(self) -> str:
        """Return what tells it from all others, for locks."""
        return f"{self.key_id} {self.route} {self.key}"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Hold what a request was answered."""

    status: int
    headers: dict[str, str]
    body: bytes


def earlier(session: Session, request: Request) -> Answer | None:
    """Return what the same request was answered before, or None.

    Raises InProgress where it is being answered by another process, IdempotencyKeyReused where it was another request.
    """
    if not locks.try_lock(session, request.name):
        raise being_done()
    held = drafts.Answered
    row = session.execute(
        select(held.fingerprint, held.status, held.headers, held.body)
        .where(held.key_id == request.key_id)
        .where(held.route == request.route)
        .where(held.idempotency_key == request.key)
    ).one_or_none()
    if row is None:
        return None
    if row.fingerprint != request.fingerprint:
        raise writing_problems.IdempotencyKeyReused("This Idempotency-Key came before with another request.")
    return Answer(status=row.status, headers=json.loads(bytes(row.headers)), body=bytes(row.body))


def keep(session: Session, request: Request, answer: Answer, *, now: datetime.datetime) -> None:
    """Keep an answer beside its effect, and forget those that are old."""
    held = drafts.Answered
    session.execute(delete(held).where(held.at < now - KEPT))
    row = {
        "key_id": request.key_id,
        "route": request.route,
        "idempotency_key": request.key,
        "fingerprint": request.fingerprint,
        "status": answer.status,
        "headers": values.canonical(dict(answer.headers)),
        "body": answer.body,
        "at": now,
    }
    session.execute(insert(held), [row])


def being_done() -> writing_problems.InProgress:
    """Return the problem of a request that is being answered at this moment."""
    return writing_problems.InProgress("The same request is being answered.", headers={"Retry-After": "1"})
