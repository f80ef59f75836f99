"""What a browser that is signed in holds, and how it is compared with the digest that is kept; never the key itself.

The token that proves that a page of ours asked for a change is made from the session's: whoever cannot read the
cookie, which no script can, cannot make it, and nothing more has to be kept.
"""

import datetime
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import sessions

LASTS = datetime.timedelta(hours=12)
_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Say with which key a browser is signed in, and what proves that one of our pages asks for something."""

    key_id: str
    csrf: str = field(repr=False)


def make() -> str:
    """Return a new session's token, with 256 bits of chance in it."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("ascii")).hexdigest()


def csrf(token: str) -> str:
    """Return what pages of this session send with each change."""
    return hmac.new(token.encode("ascii"), b"candour: asked for by a page", hashlib.sha256).hexdigest()


def is_from_a_page(signed: Signed, *, sent: str) -> bool:
    """Tell whether what was sent with a change is what pages of this session send."""
    return hmac.compare_digest(signed.csrf.encode("ascii"), sent.encode("utf-8", "replace"))


def find(session: Session, token: str, *, now: datetime.datetime) -> Signed | None:
    """Return with which key the browser that holds this token is signed in, None where it is not."""
    if _FORM.fullmatch(token) is None:
        return None
    held = sessions.EditorSession
    query = select(held.key_id).where(held.sha256 == digest(token)).where(held.expires_at > now)
    key_id = session.scalar(query)
    return None if key_id is None else Signed(key_id=key_id, csrf=csrf(token))
