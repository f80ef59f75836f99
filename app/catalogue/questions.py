"""A question across procedures: what is said, what is said of something broader, and who says nothing of it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.catalogue import concepts, conflicts, listing, procedures, statements

MOST_BROADER = 100
"""How many statements about broader concepts stand beside an answer; they are not paged."""
_RATHER = {
    "indication": "concern",
    "contraindication": "condition",
    "interaction": "medicine",
    "side_effect": "side_effect",
}
"""The scheme that a kind of statement is about, where a label stands in several."""


@dataclass(frozen=True, kw_only=True)
class Around:
    """How a concept was understood, and what is said about broader ones."""

    concept: str
    label: str
    broader_ids: tuple[str, ...]
    narrower: tuple[str, ...]
    broader: listing.Listed[statements.StatementRow]


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The statements found, the procedures that say nothing; `around` for a question about one concept."""

    found: listing.Listed[statements.StatementRow]
    silent: statements.Silent
    around: Around | None
    conflicts: conflicts.Found
    """Those of all statements found, broader ones included."""


def ask(
    session: Session,
    kind: str,
    *,
    concept: str | None,
    procedure: str | None,
    size: int,
    after: listing.Key | None,
    silent_after: str | None,
) -> Answered:
    """Return the statements of one kind; `concept` is an id or exact label. Raises UnknownConcept, UnknownProcedure."""
    if procedure is not None:
        procedures.known(session, procedure)
    wanted, around = None, None
    if concept is not None:
        wanted, label = concepts.resolve(session, concept, parameter="concept", rather=_RATHER.get(kind))
        above = tuple(session.scalars(concepts.broader_than(wanted).order_by("ancestor_id")))
        around = Around(
            concept=wanted,
            label=label,
            broader_ids=above,
            narrower=concepts.narrower_ids(session, wanted),
            broader=statements.broader(
                session, kind, concept=wanted, ids=above, procedure=procedure, size=MOST_BROADER
            ),
        )
    found = statements.across(
        session,
        kind,
        concept=wanted,
        narrower=around.narrower if around else (),
        procedure=procedure,
        size=size,
        after=after,
    )
    shown = (*found.rows, *(around.broader.rows if around else ()))
    return Answered(
        found=found,
        silent=statements.silent(
            session, kind, concept=wanted, procedure=procedure, size=size, after=silent_after
        ),
        around=around,
        conflicts=conflicts.of(session, [row.id for row in shown]),
    )
