"""The vocabulary as published: looked up by id or exact label, and never guessed at."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.catalogue import listing, state
from app.content import problems, vocabulary
from app.db import stored, tables

Concept, Label, Closure = tables.Concept, tables.ConceptLabel, tables.ConceptClosure


@dataclass(frozen=True, kw_only=True)
class Known:
    """A concept with the ones around it."""

    concept: dict[str, Any]
    all_broader: tuple[tuple[str, str], ...]
    narrower: tuple[tuple[str, str], ...]
    terms: vocabulary.Vocabulary
    """The concept itself, all broader and all narrower ones."""
    catalogue: int


def resolve(
    session: Session, term: str, *, parameter: str, scheme: str | None = None, rather: str | None = None
) -> tuple[str, str]:
    """Return the id and label of the concept that a caller names by its id or by exactly one of its labels.

    A label that several concepts share means the one of the scheme that the question is `rather` about. Raises
    UnknownConcept, with the nearest ids, for anything else: a guess is never taken silently.
    """
    bearing = select(Label.concept_id).where(Label.label_key == vocabulary.normalized(term))
    query = (
        select(Concept.id, Concept.label, Concept.scheme)
        .where((Concept.id == term) | Concept.id.in_(bearing))
        .order_by(Concept.id)
    )
    found = session.execute(_within(query, scheme)).all()
    exact = [row for row in found if row.id == term] or found
    meant = [row for row in exact if row.scheme == rather] or exact
    if len(meant) == 1:
        return meant[0].id, meant[0].label
    nearest = [row.id for row in exact] or nearest_to(session, term, scheme=scheme)
    what = "names several concepts" if exact else "is not in the vocabulary"
    said = f"{what}; see `nearest`" if nearest else what
    fault = {"in": "query", "name": parameter, "code": "unknown_concept", "message": said}
    raise problems.UnknownConcept(
        f"The value of {parameter} {what}.",
        errors=[{**fault, **({"nearest": ", ".join(nearest)} if nearest else {})}],
        nearest=list(nearest),
    )


def nearest_to(session: Session, term: str, *, scheme: str | None = None) -> tuple[str, ...]:
    """Return the ids of the concepts whose labels look most like the term, best first."""
    return terms(session, scheme=scheme).nearest(term)


def terms(session: Session, *, scheme: str | None = None) -> vocabulary.Vocabulary:
    """Return the published vocabulary, or one scheme of it."""
    found = session.scalars(_within(select(Concept.json).order_by(Concept.id), scheme))
    return vocabulary.Vocabulary(vocabulary.Concept.model_validate_json(row) for row in found)


def whole(session: Session) -> tuple[vocabulary.Vocabulary, int]:
    """Return the published vocabulary and the catalogue's revision."""
    return terms(session), state.revision(session)


def at_most_as_broad(concept: str) -> listing.AnySelect:
    """Return the query of the ids of a concept and all narrower ones."""
    return select(Closure.descendant_id).where(Closure.ancestor_id == concept)


def broader_than(concept: str) -> listing.AnySelect:
    """Return the query of the ids of all concepts broader than this one."""
    return (
        select(Closure.ancestor_id)
        .where(Closure.descendant_id == concept)
        .where(Closure.ancestor_id != concept)
    )


def narrower_ids(session: Session, concept: str) -> tuple[str, ...]:
    """Return the ids of all narrower concepts, without the concept itself."""
    query = (
        select(Closure.descendant_id)
        .where(Closure.ancestor_id == concept)
        .where(Closure.descendant_id != concept)
        .order_by(Closure.descendant_id)
    )
    return tuple(session.scalars(query))


def listed(
    session: Session, *, scheme: str | None, label: str | None, size: int, after: listing.Key | None
) -> listing.Listed[bytes]:
    """Return a page of concepts in the order of their ids."""
    query = _within(select(Concept.json, Concept.id).order_by(Concept.id), scheme)
    if label is not None:
        bearing = select(Label.concept_id).where(Label.label_key == vocabulary.normalized(label))
        query = query.where(Concept.id.in_(bearing))
    start = listing.behind(after, str)
    behind = query.where(Concept.id > start[0]) if start else query
    return listing.page(
        session,
        behind,
        counted=query,
        size=size,
        make=lambda row: bytes(row.json),
        key=lambda row: (stored.tree(row, what="A concept")["id"],),
    )


def one(session: Session, concept: str) -> Known:
    """Return a concept with all its broader and its directly narrower ones; raise ConceptNotFound."""
    query = (
        select(Concept.id, Concept.json)
        .where(or_(Concept.id.in_(at_most_as_broad(concept)), Concept.id.in_(broader_than(concept))))
        .order_by(Concept.id)
    )
    found = {row.id: bytes(row.json) for row in session.execute(query)}
    if concept not in found:
        nearest = nearest_to(session, concept)
        raise problems.ConceptNotFound("The vocabulary has no concept with this id.", nearest=list(nearest))
    around = vocabulary.Vocabulary(vocabulary.Concept.model_validate_json(held) for held in found.values())
    above = around.broader(concept)
    return Known(
        concept=stored.tree(found[concept], what="A concept"),
        all_broader=tuple(
            (other.id, other.label) for name, other in around.concepts.items() if name in above
        ),
        narrower=tuple(
            (other.id, other.label) for other in around.concepts.values() if concept in other.broader
        ),
        terms=around,
        catalogue=state.revision(session),
    )


def _within(query: listing.AnySelect, scheme: str | None) -> listing.AnySelect:
    return query if scheme is None else query.where(Concept.scheme == scheme)
