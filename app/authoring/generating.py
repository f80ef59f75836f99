"""How a database is filled with made-up procedures, for benchmarks and tests; never one that people read.

What is made up, and how, is in app/authoring/invented/. It is checked by the rules and published like everything else.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.authoring import edits, importing, library, publishing, refusals
from app.authoring.invented import concepts, identity, procedures
from app.content import vocabulary
from app.db import clock, engine, projection, tables

EDITOR = "candour generate"
NOTE = "Generated example: made up for benchmarks and tests."
BATCH = 50
"""How many procedures share a transaction: enough to be quick, few enough to be held in memory."""
_BEHIND = identity.PREFIX[:-1] + chr(ord(identity.PREFIX[-1]) + 1)
"""The first text that sorts behind every slug of a made-up procedure."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """Say how many procedures were made up and stored, and how many were there already, the same."""

    stored: int
    unchanged: int
    catalogue_revision: int


def generate(
    database: engine.Database,
    count: int,
    *,
    seed: int,
    real: Iterable[vocabulary.Concept],
    beside: bool = False,
    progress: importing.Progress | None = None,
    now: datetime.datetime | None = None,
) -> Report:
    """Publish this many made-up procedures; raise Refused where the database holds others and `beside` is not given.

    `real` are the concepts that come with the code, added where they are missing: made-up procedures name some of
    them. What is there already, made up from the same seed, is left as it is: a run that was stopped can go on.
    """
    if not (0 < count <= identity.MOST_PROCEDURES and 0 <= seed <= identity.LARGEST_SEED):
        raise ValueError("so many procedures, or such a seed, have no names")
    told = progress or (lambda *_: None)
    with database.write() as session:
        edit = edits.Edit(session, editor=EDITOR, note=NOTE, now=now or clock.now())
        if not beside:
            _refuse_beside(session)
        terms = _add_concepts(edit, [*real, *concepts.concepts()])
        revision = edit.finish()
    changed: list[bool] = []
    for first in range(1, count + 1, BATCH):
        told(first - 1, count, "")
        made = [
            procedures.invent(number, seed=seed) for number in range(first, min(first + BATCH, count + 1))
        ]
        with database.write() as session:
            edit = edits.Edit(session, editor=EDITOR, note=NOTE, now=now or clock.now())
            if edit.before != revision:
                terms = projection.vocabulary_of(session)
            changed += _publish(edit, made, terms)
            revision = edit.finish()
    told(count, count, "")
    return Report(stored=sum(changed), unchanged=len(changed) - sum(changed), catalogue_revision=revision)


def are_in(database: engine.Database) -> bool:
    """Tell whether a database holds made-up procedures."""
    slug = tables.Procedure.slug
    with database.read() as session:
        query = select(slug).where(slug >= identity.PREFIX, slug < _BEHIND).limit(1)
        return session.scalar(query) is not None


def _refuse_beside(session: Session) -> None:
    """Raise Refused where the database holds a procedure that was not made up."""
    slug = tables.Procedure.slug
    others = select(func.count()).where(or_(slug < identity.PREFIX, slug >= _BEHIND))
    if found := session.scalar(others):
        message = (
            f"It holds {found} published {'procedure' if found == 1 else 'procedures'} that nobody made up. "
            "Made-up ones would stand among them, for every reader. Use another database; only where nobody "
            "reads this one, `--beside` puts them there all the same."
        )
        raise refusals.Refused([_fault("the database", "not_generated", message)])


def _add_concepts(edit: edits.Edit, wanted: Iterable[vocabulary.Concept]) -> vocabulary.Vocabulary:
    """Store what is missing of these concepts; return the vocabulary that there is then."""
    before = projection.vocabulary_of(edit.session)
    missing = {concept.id: concept for concept in wanted if concept.id not in before}.values()
    shelf = library.Library(known={}, terms=before).with_changes([], missing)
    faults = [
        _fault(fault.concept, "vocabulary", f"{fault.concept} {fault.message}.")
        for fault in shelf.terms.faults()
    ]
    if faults:
        raise refusals.Refused(faults)
    library.store_concepts(edit, missing, before=before, after=shelf)
    return shelf.terms


def _publish(
    edit: edits.Edit, made: Sequence[procedures.Invented], terms: vocabulary.Vocabulary
) -> list[bool]:
    """Publish these procedures; return of each whether it was not there before."""
    drafts = [each.draft for each in made]
    present = publishing.look_up(edit.session, drafts)
    known = {source.id: source for each in made for source in each.sources}
    shelf = library.Library(known=known, terms=terms)
    conditions = publishing.Conditions(allow_unreviewed=True)
    prepared = [
        publishing.prepare(edit, draft, present=present, shelf=shelf, conditions=conditions, place=draft.slug)
        for draft in drafts
    ]
    faults = [fault for item in prepared for fault in item.faults]
    for item in prepared:
        if item.previous is not None and not item.unchanged:
            message = (
                "It was made up by another version of the generator. Use a new database, or another seed."
            )
            faults.append(_fault(item.slug, "made_differently", message))
    if faults:
        raise refusals.Refused(faults)
    new = {item.slug for item in prepared if not item.unchanged}
    sources = [source for each in made if each.draft.slug in new for source in each.sources]
    library.store_sources(edit, sources, before={})
    return [outcome.changed for outcome in publishing.store(edit, prepared)]


def _fault(place: str, code: str, message: str) -> refusals.Fault:
    return refusals.Fault(place=place, code=code, pointer="", message=message)
