"""How a draft becomes a published revision: rules, identifiers, shrink guard, freeze, revision, projection, audit."""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.authoring import changes, edits, library, refusals, shrink
from app.content import document, freezing, rules, statements, values
from app.db import projection, rows, tables
from app.db.statements import Statement

NO_REASON = "Left out of the new revision; no reason was recorded."


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """Say what a publication may drop and why, and whether it may go ahead without a review."""

    allow_dropping: Collection[str] = frozenset()
    reason: str | None = None
    """Why statements that the draft leaves out are withdrawn; their tombstones say it."""
    allow_unreviewed: bool = False
    """Only the command line's import may publish safety statements that nobody has reviewed."""

    def __post_init__(self) -> None:
        refusals.require_plain(reason=self.reason)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Say what publishing came to."""

    slug: str
    number: int
    sha256: str
    changed: bool
    catalogue_revision: int


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A draft that was checked: its document where the rules allow one, its faults, and what it would take away."""

    slug: str
    published: document.ProcedureDocument | None
    previous: tuple[document.ProcedureDocument, rows.Version] | None
    faults: tuple[refusals.Fault, ...]
    losses: tuple[shrink.Loss, ...]

    @property
    def unchanged(self) -> bool:
        """Tell whether the newest revision already says the same, byte for byte."""
        if self.published is None or self.previous is None:
            return False
        return values.digest(self.published.canonical()) == self.previous[1].sha256


def publish(
    session: Session,
    draft: document.ProcedureDraft,
    *,
    editor: str,
    note: str,
    now: datetime.datetime,
    reviewer: str | None = None,
    conditions: Conditions | None = None,
) -> Outcome:
    """Publish one draft; raise Refused with every fault, having written nothing."""
    edit = edits.Edit(session, editor=editor, note=note, now=now, reviewer=reviewer)
    conditions = conditions or Conditions()
    shelf = library.load(session)
    prepared = prepare(edit, draft, shelf=shelf, conditions=conditions, beside=frozenset(), place=draft.slug)
    faults = [*prepared.faults, *shrinking(session, [prepared], conditions=conditions)]
    if faults:
        raise refusals.Refused(faults)
    outcome = store(edit, prepared)
    edit.finish()
    return outcome


def prepare(
    edit: edits.Edit,
    draft: document.ProcedureDraft,
    *,
    shelf: library.Library,
    conditions: Conditions,
    beside: frozenset[str],
    place: str,
) -> Prepared:
    """Check a draft and freeze it; `beside` names procedures that are published in the same edit."""
    previous = projection.latest(edit.session, draft.slug)
    lost = shrink.losses(previous[0], draft) if previous else ()
    unexplained = tuple(
        shrink.unexplained(lost, draft, allowed=conditions.allow_dropping, reason=conditions.reason)
    )
    draft = _with_tombstones(
        draft, previous[0] if previous else None, lost, on=edit.at.date(), reason=conditions.reason
    )
    slugs = frozenset(edit.session.scalars(select(tables.Procedure.slug))) | beside
    context = rules.Context(terms=shelf.terms, known=shelf.known, procedures=slugs)
    faults = [*refusals.at(place, rules.check(draft, context)), *_identifiers(edit.session, draft, place)]
    faults += unexplained
    if not conditions.allow_unreviewed:
        faults += _unreviewed(draft, place)
    return Prepared(
        slug=draft.slug,
        published=None if faults else freezing.freeze(draft, known=shelf.known, terms=shelf.terms),
        previous=previous,
        faults=tuple(faults),
        losses=lost,
    )


def shrinking(
    session: Session, prepared: Sequence[Prepared], *, conditions: Conditions
) -> Iterator[refusals.Fault]:
    """Yield what all drafts of one edit take away together and was not allowed."""
    found = [loss for item in prepared for loss in item.losses]
    if found:
        total = session.scalar(select(func.count()).select_from(Statement.__table__)) or 0
        yield from shrink.faults(found, allowed=conditions.allow_dropping, total=total)


def store(edit: edits.Edit, prepared: Prepared) -> Outcome:
    """Write the revision, what is kept of it, its projection and its audit row; nothing where it is unchanged."""
    published, previous = prepared.published, prepared.previous
    if published is None:
        raise refusals.Refused(prepared.faults)
    content = published.canonical()
    sha256 = values.digest(content)
    if previous is not None and previous[1].sha256 == sha256:
        number = previous[1].number
        return Outcome(
            slug=published.slug, number=number, sha256=sha256, changed=False, catalogue_revision=edit.before
        )
    number = previous[1].number + 1 if previous else 1
    version = rows.Version(number=number, sha256=sha256, published_at=edit.at)
    edit.session.execute(insert(tables.Revision), [_revision(edit, published.slug, content, version)])
    projection.keep(edit.session, published)
    projection.write(edit.session, published, version)
    difference = changes.between(previous[0] if previous else None, published)
    edit.record(
        "publish",
        published.slug,
        before=previous[1].sha256 if previous else None,
        after=sha256,
        revision=number,
        corrections=difference.corrections,
        details=difference.details(),
    )
    return Outcome(
        slug=published.slug, number=number, sha256=sha256, changed=True, catalogue_revision=edit.revision
    )


def _revision(edit: edits.Edit, slug: str, content: bytes, version: rows.Version) -> rows.Row:
    return {
        "slug": slug,
        "number": version.number,
        "sha256": version.sha256,
        "document": content,
        "published_at": version.published_at,
        "editor": edit.editor,
        "reviewer": edit.reviewer,
        "note": edit.note,
        "catalogue_revision": edit.revision,
    }


def _with_tombstones(
    draft: document.ProcedureDraft,
    previous: document.ProcedureDocument | None,
    lost: Sequence[shrink.Loss],
    *,
    on: datetime.date,
    reason: str | None,
) -> document.ProcedureDraft:
    """Return the draft with every earlier tombstone, and one for each statement that it leaves out."""
    stones = {stone.id: stone for stone in (previous.withdrawn if previous else ())}
    for stone in draft.withdrawn:
        stones.setdefault(stone.id, stone)
    for loss in lost:
        if loss.removed:
            new = document.Tombstone(id=loss.id, kind=loss.kind, on=on, reason=reason or NO_REASON)
            stones.setdefault(loss.id, new)
    return draft.changed(withdrawn=tuple(stones.values()))


def _identifiers(session: Session, draft: document.ProcedureDraft, place: str) -> Iterator[refusals.Fault]:
    """Yield ids that another procedure or another kind of statement has had: an id means one thing for ever."""
    wanted = {row["id"]: row["kind"] for row in rows.identifiers(draft)}
    held = session.execute(
        select(tables.Identifier.id, tables.Identifier.procedure_slug, tables.Identifier.kind).where(
            tables.Identifier.id.in_(wanted)
        )
    )
    for row in held:
        if (row.procedure_slug, row.kind) != (draft.slug, wanted[row.id]):
            yield refusals.Fault(
                place=place,
                code="reused_id",
                pointer="",
                message=f"{row.id} is a {row.kind} of {row.procedure_slug} for ever: give this one an id of its own.",
            )


def _unreviewed(draft: document.ProcedureDraft, place: str) -> Iterator[refusals.Fault]:
    for pointer, claim in document.claims(draft):
        if document.kind(claim) in statements.SAFETY_KINDS and claim.review.state == "unreviewed":
            yield refusals.Fault(
                place=place,
                code="unreviewed",
                pointer=f"{pointer}/review",
                message=f"{claim.id} is about safety and nobody has reviewed it.",
            )
