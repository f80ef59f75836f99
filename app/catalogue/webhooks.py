"""The webhooks of a key, and what was sent to each."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue import changes, listing, state
from app.content import values, webhook_problems
from app.db import following

Row = following.Webhook


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """Where changes are sent for a key, and how far that has come; the secret stays where it is."""

    id: str
    url: str
    created_at: str
    cursor: str
    """Behind the newest change that was delivered."""
    failures: int
    next_at: str | None
    stopped: str | None


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One attempt to send a change."""

    number: int
    change: int
    attempt: int
    at: str
    status: int | None
    error: str | None
    milliseconds: int


def of(session: Session, key_id: str) -> tuple[Webhook, ...]:
    """Return the webhooks of a key, by their ids."""
    rows = session.scalars(select(Row).where(Row.key_id == key_id).order_by(Row.id))
    return tuple(_webhook(session, row) for row in rows)


def one(session: Session, key_id: str, identifier: str) -> Webhook:
    """Return one webhook of a key; raise WebhookNotFound."""
    row = session.scalar(select(Row).where(Row.key_id == key_id).where(Row.id == identifier))
    if row is None:
        raise webhook_problems.WebhookNotFound("This key has no webhook with this id.")
    return _webhook(session, row)


def deliveries(
    session: Session, key_id: str, identifier: str, *, size: int, after: listing.Key | None
) -> listing.Listed[Delivery]:
    """Return a page of what was sent to a webhook of a key, the newest first; raise WebhookNotFound."""
    one(session, key_id, identifier)
    attempt = following.Delivery
    query: listing.AnySelect = (
        select(*attempt.__table__.columns)
        .where(attempt.webhook_id == identifier)
        .order_by(attempt.number.desc())
    )
    start = listing.behind(after, int)
    behind = query.where(attempt.number < start[0]) if start else query
    return listing.page(
        session, behind, counted=query, size=size, make=_delivery, key=lambda row: (row.number,)
    )


def catalogue(session: Session) -> int:
    """Return the catalogue's revision."""
    return state.revision(session)


def _webhook(session: Session, row: following.Webhook) -> Webhook:
    waits = row.stopped is None and row.failures > 0 and row.next_at is not None
    return Webhook(
        id=row.id,
        url=row.url,
        created_at=values.stamp(row.created_at),
        cursor=changes.cursor_at(session, row.delivered),
        failures=row.failures,
        next_at=values.stamp(row.next_at) if waits and row.next_at is not None else None,
        stopped=row.stopped,
    )


def _delivery(row: listing.AnyRow) -> Delivery:
    return Delivery(
        number=row.number,
        change=row.change_number,
        attempt=row.attempt,
        at=values.stamp(row.at),
        status=row.status,
        error=row.error,
        milliseconds=row.milliseconds,
    )
