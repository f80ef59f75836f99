"""One editor's changes in one transaction: they share a time, a note and the next revision of the catalogue."""

import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.authoring import refusals
from app.content import problems, values
from app.db import audit, tables

_TICK = datetime.timedelta(microseconds=1)


class Edit:
    """Hold what the changes of one transaction share, and write their audit rows.

    Making one takes the catalogue's row, so that no other edit runs at the same time on either database. Its time is
    later than every earlier edit's, even where the clock was set back.
    """

    def __init__(
        self,
        session: Session,
        *,
        editor: str,
        note: str,
        now: datetime.datetime,
        reviewer: str | None = None,
    ) -> None:
        refusals.require_plain(editor=editor, reviewer=reviewer, note=note)
        held = session.execute(
            select(tables.Catalogue.revision, tables.Catalogue.changed_at).with_for_update()
        ).one_or_none()
        if held is None:
            raise problems.Unavailable("The database holds no catalogue: run `candour migrate`.")
        self.session = session
        self.editor, self.reviewer, self.note = editor, reviewer, note
        self.before = held.revision
        self.revision = held.revision + 1
        self.at = max(now, held.changed_at + _TICK)
        self._entries: list[audit.Entry] = []

    def record(
        self,
        action: audit.Action,
        subject: str,
        *,
        before: str | None,
        after: str,
        revision: int | None = None,
        corrections: int = 0,
        details: dict[str, values.Json] | None = None,
    ) -> None:
        """Keep the audit row of one change, to be written when the edit is finished."""
        entry = audit.Entry(
            at=self.at,
            editor=self.editor,
            action=action,
            subject=subject,
            revision=revision,
            catalogue_revision=self.revision,
            before=before,
            after=after,
            note=self.note,
            corrections=corrections,
            details=details or {},
        )
        self._entries.append(entry)

    def finish(self) -> int:
        """Write what was recorded and raise the catalogue's revision, if anything was; return the one that holds."""
        if not self._entries:
            return int(self.before)
        audit.append(self.session, self._entries)
        self.session.execute(
            update(tables.Catalogue)
            .where(tables.Catalogue.id == 1)
            .values(revision=self.revision, changed_at=self.at)
        )
        return int(self.revision)
