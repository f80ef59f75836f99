"""How somebody signs in to the editor and out: each in one transaction with its audit row."""

import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from app.access import principals
from app.access import sessions as tokens
from app.authoring import edits
from app.db import sessions


def sign_in(session: Session, who: principals.Principal, *, now: datetime.datetime) -> str:
    """Return the token of a new session, which ends after twelve hours; those that have ended are taken away."""
    edit = _edit(session, who, now=now)
    token = tokens.make()
    held = sessions.EditorSession
    session.execute(delete(held).where(held.expires_at <= now))
    row = {
        "sha256": tokens.digest(token),
        "key_id": who.key_id,
        "created_at": now,
        "expires_at": now + tokens.LASTS,
    }
    session.execute(insert(held), [row])
    edit.record("sign_in", who.key_id, before=None, after=None)
    edit.finish()
    return token


def sign_out(session: Session, who: principals.Principal, token: str, *, now: datetime.datetime) -> None:
    """End a session."""
    edit = _edit(session, who, now=now)
    held = sessions.EditorSession
    session.execute(delete(held).where(held.sha256 == tokens.digest(token)))
    edit.record("sign_out", who.key_id, before=None, after=None)
    edit.finish()


def _edit(session: Session, who: principals.Principal, *, now: datetime.datetime) -> edits.Edit:
    return edits.Edit(session, editor=who.holder, note="", now=now, actor=who.actor, origin=who.address)
