"""The sources as those who write need them: all of them by name, and the texts that were imported."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.content import problems
from app.db import clinics, stored, tables


def sources(session: Session) -> list[dict[str, Any]]:
    """Return every source with whether its text is here, by id."""
    source, text = tables.Source, clinics.SourceText
    query = (
        select(source.id, source.title, source.access, source.sha256, text.sha256.label("imported"))
        .join(text, (text.source_id == source.id) & (text.sha256 == source.sha256), isouter=True)
        .order_by(source.id)
    )
    return [
        {
            "id": row.id,
            "title": row.title,
            "access": row.access,
            **({"sha256": row.sha256} if row.sha256 else {}),
            "has_text": row.imported is not None,
        }
        for row in session.execute(query)
    ]


def text(session: Session, source: str) -> dict[str, Any]:
    """Return the imported text of a source; raise SourceNotFound where there is none, Damaged where it was altered."""
    held, known = clinics.SourceText, tables.Source
    row = session.execute(
        select(held.text, held.sha256, held.right_held, known.title)
        .join(known, known.id == held.source_id)
        .where(held.source_id == source)
    ).one_or_none()
    if row is None:
        raise problems.SourceNotFound("The text of this source was not imported, or there is no such source.")
    content = stored.intact(bytes(row.text), sha256=row.sha256, what=f"The text of {source}")
    return {
        "id": source,
        "title": row.title,
        "sha256": row.sha256,
        "text": content.decode("utf-8"),
        "right_held": row.right_held,
    }
