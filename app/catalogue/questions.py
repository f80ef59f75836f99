"""A question across procedures: what is said, what is said of something broader, and who says nothing of it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.catalogue import concepts, listing, procedures, statements


@dataclass(frozen=True, kw_only=True)
class Around:
    """How a concept was understood, what is said about broader ones, and which procedures address none of them."""

    concept: str
    label: str
    narrower: tuple[str, ...]
    broader: listing.Listed[statements.StatementRow]
    silent: statements.Silent


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The statements found; `around` for a question about one concept."""

    found: listing.Listed[statements.StatementRow]
    around: Around | None


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
    if concept is None:
        everything = statements.across(
            session, kind, concept=None, procedure=procedure, size=size, after=after
        )
        return Answered(found=everything, around=None)
    wanted, label = concepts.resolve(session, concept, parameter="concept")
    found = statements.across(session, kind, concept=wanted, procedure=procedure, size=size, after=after)
    around = Around(
        concept=wanted,
        label=label,
        narrower=concepts.narrower_ids(session, wanted),
        broader=statements.broader(session, kind, concept=wanted, procedure=procedure, size=size),
        silent=statements.silent(
            session, kind, concept=wanted, procedure=procedure, size=size, after=silent_after
        ),
    )
    return Answered(found=found, around=around)
