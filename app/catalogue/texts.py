"""The whole texts of sources, where somebody holds the right to show them; asked for on their own, never listed."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.catalogue import state
from app.content import beside_problems, marking, problems, sources
from app.db import clinics, projection, stored, tables
from app.db.statements import Statement

Source, Kept = tables.Source, clinics.SourceText


@dataclass(frozen=True, kw_only=True)
class Text:
    """A source's text, divided into what is used and what is not."""

    source: str
    sha256: str
    text: str
    right: str
    imported: datetime.datetime
    parts: tuple[marking.Marked, ...]
    procedures: Mapping[str, str]
    """The procedure that each statement named in the parts belongs to."""
    catalogue: int


def one(session: Session, source: str) -> Text:
    """Return the text of a source; raise SourceNotFound, or TextNotShown where there is no right to show it."""
    found = find(session, source)
    if found is None:
        if session.scalar(select(Source.id).where(Source.id == source)) is None:
            raise problems.SourceNotFound("There is no source with this id.")
        raise beside_problems.TextNotShown(
            "The text of this source is not shown here: only the phrases that prove statements are, with them."
        )
    return found


def find(session: Session, source: str) -> Text | None:
    """Return the text of a source where it may be shown and still is the document that the source describes."""
    row = session.execute(
        select(Source.ledger, Source.length, Kept.sha256, Kept.text, Kept.right_held, Kept.imported_at)
        .join(Kept, and_(Kept.source_id == Source.id, Kept.sha256 == Source.sha256))
        .where(Source.id == source)
    ).one_or_none()
    if row is None:
        return None
    content = stored.intact(bytes(row.text), sha256=row.sha256, what=f"The text of {source}")
    ledger = tuple(sources.Span.model_validate_json(json.dumps(span)) for span in stored.tree(row.ledger))
    named = {name for span in ledger for name in span.used}
    query = select(Statement.id, Statement.procedure_slug)
    standing = {
        each.id: each.procedure_slug for each in projection.among(session, query, Statement.id, named)
    }
    return Text(
        source=source,
        sha256=row.sha256,
        text=content.decode("utf-8"),
        right=row.right_held,
        imported=row.imported_at,
        parts=marking.divided(ledger, length=row.length, published=standing),
        procedures=standing,
        catalogue=state.revision(session),
    )
