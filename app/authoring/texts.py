"""How the whole text of a source comes in, and goes: that of a held source, byte for byte, with a right to show it."""

import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.authoring import edits, folders, refusals
from app.content import reading, values
from app.db import clinics, tables

Text = clinics.SourceText


def bring_in(
    session: Session,
    source: str,
    content: bytes,
    *,
    right: str,
    editor: str,
    note: str,
    now: datetime.datetime,
) -> bool:
    """Keep the text of a source, to be shown from then on; return whether anything changed. Raise Refused.

    It must be the document that the source's digest and length name. `right` is by what right it may be shown, and
    readers see it.
    """
    refusals.require_plain(reason=right)
    edit = edits.Edit(session, editor=editor, note=note, now=now)
    held = session.execute(
        select(tables.Source.sha256, tables.Source.length).where(tables.Source.id == source)
    ).one_or_none()
    if held is None:
        raise _refused(source, "unknown_source", "There is no source with this id.")
    if held.sha256 is None:
        raise _refused(source, "not_held", "is only pointed to: there is no digest that a text could have.")
    _require_same(source, content, sha256=held.sha256, length=held.length)
    kept = session.execute(select(Text.sha256, Text.right_held).where(Text.source_id == source)).one_or_none()
    if kept is not None and (kept.sha256, kept.right_held) == (held.sha256, right):
        return False
    row = {
        "sha256": held.sha256,
        "text": content,
        "right_held": right,
        "imported_at": edit.at,
        "editor": editor,
    }
    if kept is None:
        session.execute(insert(Text), [{"source_id": source, **row}])
    else:
        session.execute(update(Text).where(Text.source_id == source).values(**row))
    before = kept.sha256 if kept is not None else None
    edit.record("text", source, before=before, after=held.sha256, details={"right": right})
    edit.finish()
    return True


def take_out(session: Session, source: str, *, editor: str, note: str, now: datetime.datetime) -> None:
    """Remove the text of a source, so that only phrases are shown again; raise Refused where there is none."""
    edit = edits.Edit(session, editor=editor, note=note, now=now)
    before = session.scalar(select(Text.sha256).where(Text.source_id == source))
    if before is None:
        raise _refused(source, "no_text", "No text of it is kept.")
    session.execute(delete(Text).where(Text.source_id == source))
    edit.record("text", source, before=before, after=None)
    edit.finish()


def _require_same(source: str, content: bytes, *, sha256: str, length: int) -> None:
    if len(content) > reading.MAX_BYTES:
        raise _refused(source, "too_large", f"The text is larger than {reading.MAX_BYTES} bytes.")
    if values.digest(content) != sha256:
        message = (
            f"The file has the digest {values.digest(content)}, the source {sha256}: it is another text."
        )
        raise _refused(source, "wrong_document", message)
    try:
        characters = len(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _refused(
            source, "wrong_document", "The file is not UTF-8: offsets in it mean nothing."
        ) from error
    if characters != length:
        message = f"The file has {characters} characters, the source {length}."
        raise _refused(source, "wrong_document", message)


def _refused(place: str, code: str, message: str) -> refusals.Refused:
    return refusals.Refused([folders.fault(place, code, message)])
