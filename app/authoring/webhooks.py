"""How a key gets webhooks and loses them; who sends is the subject of app/authoring/sending.py."""

import base64
import datetime
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.access import principals
from app.authoring import drafts as writing
from app.catalogue import webhooks
from app.content import values, webhook_problems
from app.db import following

MOST = 5
"""How many webhooks a key may have."""
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_PREFIX = "whsec_"
Webhook, Delivery, Change = following.Webhook, following.Delivery, following.Change


@dataclass(frozen=True, kw_only=True)
class Made:
    """A webhook that was made, and the secret that its deliveries are signed with, which is shown this once."""

    webhook: webhooks.Webhook
    secret: str = field(repr=False)


def create(session: Session, who: principals.Principal, url: str, *, now: datetime.datetime) -> Made:
    """Send what changes from now on to an address, which was looked at before; raise TooManyWebhooks."""
    edit = writing.signed(session, who, now=now)
    own = select(func.count()).select_from(Webhook).where(Webhook.key_id == who.key_id)
    if (session.scalar(own) or 0) >= MOST:
        raise webhook_problems.TooManyWebhooks(f"A key may have {MOST} webhooks.", limit=MOST)
    identifier = "".join(secrets.choice(_LETTERS) for _ in range(10))
    secret = _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    row = {
        "id": identifier,
        "key_id": who.key_id,
        "url": url,
        "secret": secret,
        "created_at": edit.at,
        "delivered": session.scalar(select(func.max(Change.number))) or 0,
        "failures": 0,
        "next_at": None,
        "stopped": None,
    }
    session.execute(insert(Webhook), [row])
    host = urlsplit(url).hostname or ""  # the rest of an address may hold what opens it
    edit.record("create_webhook", identifier, before=None, after=_digest(url), details={"host": host})
    edit.finish()
    return Made(webhook=webhooks.one(session, who.key_id, identifier), secret=secret)


def remove(session: Session, who: principals.Principal, identifier: str, *, now: datetime.datetime) -> None:
    """Send nothing to a webhook any more, and forget what was sent; raise WebhookNotFound."""
    edit = writing.signed(session, who, now=now)
    held = webhooks.one(session, who.key_id, identifier)
    session.execute(delete(Delivery).where(Delivery.webhook_id == identifier))
    session.execute(delete(Webhook).where(Webhook.id == identifier))
    edit.record("remove_webhook", identifier, before=_digest(held.url), after=None)
    edit.finish()


def hand_over(session: Session, *, old: str, new: str) -> None:
    """Let the webhooks of a key go on for the one that took its place."""
    session.execute(update(Webhook).where(Webhook.key_id == old).values(key_id=new))


def _digest(url: str) -> str:
    return values.digest(url.encode("utf-8"))
