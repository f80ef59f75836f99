"""The audit log: one way to add to it, none to change it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.content import values
from app.db import tables

Action = Literal[
    "publish",
    "withdraw",
    "restore",
    "rename",
    "source",
    "concept",
    "text",
    "clinic",
    "create_draft",
    "edit_draft",
    "import_draft",
    "restore_draft",
    "discard",
    "submit",
    "approve",
    "send_back",
    "create_key",
    "rotate_key",
    "revoke_key",
    "sign_in",
    "sign_out",
    "create_webhook",
    "remove_webhook",
]
PUBLIC: frozenset[Action] = frozenset(
    {"publish", "withdraw", "restore", "rename", "source", "concept", "text", "clinic"}
)
"""The actions that change what the public reads; the others leave the catalogue's revision alone."""
HOST = "host"
"""The actor who has the command line."""
COMMAND_LINE = "command line"
"""Where such an actor acts from."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Say who changed what, when and why, with the digests before and after."""

    at: datetime.datetime
    editor: str
    actor: str = HOST
    origin: str = COMMAND_LINE
    action: Action
    subject: str
    revision: int | None = None
    catalogue_revision: int
    before: str | None
    after: str | None
    note: str
    corrections: int = 0
    details: dict[str, values.Json] = field(default_factory=dict)


def append(session: Session, entries: Sequence[Entry]) -> None:
    """Add entries in their order; numbers have no gaps, because writers hold the catalogue's row."""
    newest = session.scalar(select(func.max(tables.Audit.number))) or 0
    found = [_row(number, entry) for number, entry in enumerate(entries, start=newest + 1)]
    if found:
        session.execute(insert(tables.Audit), found)


def _row(number: int, entry: Entry) -> dict[str, object]:
    return {
        "number": number,
        "at": entry.at,
        "editor": entry.editor,
        "actor": entry.actor,
        "origin": entry.origin,
        "action": entry.action,
        "subject": entry.subject,
        "revision": entry.revision,
        "catalogue_revision": entry.catalogue_revision,
        "before_sha256": entry.before,
        "after_sha256": entry.after,
        "note": entry.note,
        "corrections": entry.corrections,
        "details": values.canonical(entry.details),
    }
