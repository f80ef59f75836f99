"""How a procedure gets another slug: its revisions are counted on, its old addresses lead on, nothing is used twice."""

import dataclasses
from collections.abc import Iterator, Mapping

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select

from app.authoring import edits, library, publishing, refusals
from app.catalogue import absent
from app.content import document, freezing, statements, values
from app.db import drafts, projection, standing, tables
from app.db.statements import Statement

_SLUG: TypeAdapter[str] = TypeAdapter(values.Slug)
_FREELY = publishing.Conditions(allow_unreviewed=True)
"""Nothing is said anew, so nothing needs to be reviewed."""


def rename(edit: edits.Edit, slug: str, *, to: str, reason: str) -> publishing.Outcome:
    """Publish a procedure under another slug as a part of an edit, which the caller finishes.

    Procedures that name it are published anew with the slug of now. Raises Refused where the new slug was ever used or
    somebody is at work on a draft; ProcedureNotFound, Gone or Renamed where the procedure is not public.
    """
    refusals.require_plain(reason=reason)
    found, latest = standing.of(edit.session, slug), projection.latest(edit.session, slug)
    if found is None or latest is None or not found.public:
        raise absent.problem(edit.session, slug)
    faults = tuple(_faults(edit, slug, to))
    if faults:
        raise refusals.Refused(faults)
    naming = edit.session.scalars(
        select(Statement.procedure_slug).where(Statement.other_slug == slug).distinct()
    )
    others = [projection.latest(edit.session, name) for name in sorted(naming)]
    drafts_ = [freezing.thaw(held[0]) for held in (latest, *others) if held is not None]
    changed = [carried(draft, {slug: to}) for draft in drafts_]
    prepared = _prepared(edit, changed, slug=slug, latest=latest)
    edit.announce(
        "rename",
        slug,
        revision=latest[1].number,
        sha256=latest[1].sha256,
        safety_changed=False,
        reason=reason,
        successor=to,
    )
    projection.remove(edit.session, slug)
    outcome, *_ = publishing.store(edit, prepared)
    return outcome


def _prepared(
    edit: edits.Edit,
    changed: list[document.ProcedureDraft],
    *,
    slug: str,
    latest: publishing.Latest,
) -> list[publishing.Prepared]:
    """Return the revision under the new slug, the first of these drafts, and those of the procedures that name it."""
    to = changed[0].slug
    present = publishing.look_up(edit.session, changed)
    owners = {name: (to if owner == slug else owner, kind) for name, (owner, kind) in present.owners.items()}
    present = dataclasses.replace(present, previous={**present.previous, to: latest}, owners=owners)
    shelf = library.load(edit.session, frozenset().union(*map(freezing.cited, changed)))
    prepared = [
        publishing.prepare(edit, draft, present=present, shelf=shelf, conditions=_FREELY, place=draft.slug)
        for draft in changed
    ]
    faults = [fault for item in prepared for fault in item.faults]
    if faults:
        raise refusals.Refused(faults)
    return [dataclasses.replace(prepared[0], act=publishing.Act(action="rename")), *prepared[1:]]


def _faults(edit: edits.Edit, slug: str, to: str) -> Iterator[refusals.Fault]:
    try:
        _SLUG.validate_python(to)
    except ValidationError:
        message = "A slug has lower-case letters, digits and single hyphens, and at most 80 of them."
        yield refusals.Fault(place=slug, code="malformed", pointer="/slug", message=message)
        return
    revision, draft = tables.Revision.slug, drafts.Draft.slug
    if edit.session.scalar(select(revision).where(revision == to).limit(1)) is not None:
        message = f"{to} was used before, and no slug is ever used again."
        yield refusals.Fault(place=slug, code="used_slug", pointer="/slug", message=message)
    for name in edit.session.scalars(select(draft).where(draft.in_([slug, to])).order_by(draft)):
        message = f"There is a draft of {name}: publish or discard it first."
        yield refusals.Fault(place=slug, code="draft_open", pointer="/slug", message=message)


def carried(draft: document.ProcedureDraft, renames: Mapping[str, str]) -> document.ProcedureDraft:
    """Return a draft that calls itself, and what it names, by the slugs of now."""
    alternatives, combinations = draft.sections.alternatives, draft.sections.combinations
    sections = draft.sections.changed(
        alternatives=alternatives.changed(
            statements=tuple(_naming(claim, renames) for claim in alternatives.statements)
        ),
        combinations=combinations.changed(
            statements=tuple(_naming(claim, renames) for claim in combinations.statements)
        ),
    )
    return draft.changed(slug=renames.get(draft.slug, draft.slug), sections=sections)


def _naming(
    claim: statements.Alternative | statements.Combination, renames: Mapping[str, str]
) -> statements.Alternative | statements.Combination:
    return (
        claim.changed(procedure=renames.get(claim.procedure, claim.procedure)) if claim.procedure else claim
    )
