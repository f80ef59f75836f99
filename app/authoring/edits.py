"""One editor's changes in one transaction: they share a time, a note and the next revision of the catalogue."""

import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.authoring import refusals
from app.content import problems, values
from app.db import audit, publicity, tables

_TICK = datetime.timedelta(microseconds=1)


class Edit:
    """Hold what the changes of one transaction share, and write their audit rows.

    Making one takes the catalogue's row, so that no other edit runs at the same time on either database. Its time is
    later than every earlier edit's, even where the clock was set back. A rehearsal takes no row, works in a session
    that only reads, and cannot be finished.
    """

    def __init__(
        self,
        session: Session,
        *,
        editor: str,
        note: str,
        now: datetime.datetime,
        reviewer: str | None = None,
        actor: str = audit.HOST,
        origin: str = audit.COMMAND_LINE,
        rehearsal: bool = False,
    ) -> None:
        refusals.require_plain(editor=editor, reviewer=reviewer, note=note)
        query = select(tables.Catalogue.revision, tables.Catalogue.changed_at)
        held = session.execute(query if rehearsal else query.with_for_update()).one_or_none()
        if held is None:
            raise problems.Unavailable("The database holds no catalogue: run `candour migrate`.")
        self.session, self.rehearsal = session, rehearsal
        self.editor, self.reviewer, self.note = editor, reviewer, note
        self.actor, self.origin = actor, origin
        self.before = held.revision
        self.revision = held.revision + 1
        self.at = max(now, held.changed_at + _TICK)
        self._entries: list[audit.Entry] = []
        self._changes: list[publicity.Change] = []

    def record(
        self,
        action: audit.Action,
        subject: str,
        *,
        before: str | None,
        after: str | None,
        revision: int | None = None,
        corrections: int = 0,
        details: dict[str, values.Json] | None = None,
    ) -> None:
        """Keep the audit row of one change, to be written when the edit is finished."""
        entry = audit.Entry(
            at=self.at,
            editor=self.editor,
            actor=self.actor,
            origin=self.origin,
            action=action,
            subject=subject,
            revision=revision,
            catalogue_revision=self.revision if action in audit.PUBLIC else self.before,
            before=before,
            after=after,
            note=self.note,
            corrections=corrections,
            details=details or {},
        )
        self._entries.append(entry)

    def announce(
        self,
        kind: publicity.Kind,
        slug: str,
        *,
        revision: int,
        sha256: str,
        safety_changed: bool,
        reason: str | None = None,
        successor: str | None = None,
    ) -> None:
        """Keep the entry of one change in the public log, to be written when the edit is finished."""
        change = publicity.Change(
            kind=kind,
            slug=slug,
            revision=revision,
            sha256=sha256,
            at=self.at,
            catalogue_revision=self.revision,
            safety_changed=safety_changed,
            reason=reason,
            successor=successor,
        )
        self._changes.append(change)

    def finish(self) -> int:
        """Write what was recorded, and raise the catalogue's revision where the public can see any of it.

        Return the revision that holds from then on.
        """
        if self.rehearsal:
            raise RuntimeError("a rehearsal was to be finished; it writes nothing")
        audit.append(self.session, self._entries)
        publicity.append(self.session, self._changes)
        if not any(entry.action in audit.PUBLIC for entry in self._entries):
            return int(self.before)
        self.session.execute(
            update(tables.Catalogue)
            .where(tables.Catalogue.id == 1)
            .values(revision=self.revision, changed_at=self.at)
        )
        return int(self.revision)
