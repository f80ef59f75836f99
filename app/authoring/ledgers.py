"""How the ledgers of sources follow what is published from them, so that every character stays accounted for."""

from sqlalchemy import select, update

from app.authoring import edits, library
from app.content import document, freezing, ledger, values
from app.db import projection, tables


def keep(edit: edits.Edit, *, before: document.ProcedureDraft | None, after: document.ProcedureDraft) -> None:
    """Enter into the ledgers of its sources what a procedure quotes now, and take out what it does not any more."""
    cited = freezing.cited(after) | (freezing.cited(before) if before else frozenset())
    for name, held in library.sources_of(edit.session, cited).items():
        if held.access == "held":
            spans = ledger.rewritten(held, ledger.quotations([*_others(edit, name, after.slug), after], name))
            if spans != held.ledger:
                kept = values.canonical([span.tree() for span in spans])
                edit.session.execute(
                    update(tables.Source).where(tables.Source.id == name).values(ledger=kept)
                )


def _others(edit: edits.Edit, source: str, slug: str) -> list[document.ProcedureDraft]:
    """Return the other procedures that stand on a source."""
    held = tables.ProcedureSource
    query = select(held.procedure_slug).where(held.source_id == source).where(held.procedure_slug != slug)
    found = [projection.latest(edit.session, name) for name in edit.session.scalars(query).all()]
    return [one[0] for one in found if one is not None]
