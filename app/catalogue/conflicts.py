"""The conflicts that statements are part of: contradictions of which each side must be shown with the other."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.content import document
from app.db import tables

Found = Mapping[str, tuple[document.Conflict, ...]]
"""The conflicts of each statement that has any, by its id, in the order of their document."""


def of(session: Session, ids: Collection[str]) -> Found:
    """Return the conflicts that these statements are part of, by one SELECT; a conflict stands under each of them."""
    conflict, between = tables.Conflict, tables.ConflictStatement
    query = (
        select(between.statement_id, conflict.json)
        .join(conflict, conflict.id == between.conflict_id)
        .where(between.statement_id.in_(ids))
        .order_by(conflict.procedure_slug, conflict.position, between.statement_id)
    )
    found: dict[str, tuple[document.Conflict, ...]] = {}
    for row in session.execute(query):
        held = document.Conflict.model_validate_json(bytes(row.json))
        found[row.statement_id] = (*found.get(row.statement_id, ()), held)
    return found
