"""How a draft becomes a published revision: rules, identifiers, shrink guard, freeze, revision, projection, audit."""

import dataclasses
import datetime
import functools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.authoring import changes, edits, library, refusals, shrink
from app.content import document, freezing, rules, statements, values
from app.db import audit, projection, publicity, rows, standing, tables
from app.db.statements import Statement

Latest = tuple[document.ProcedureDocument, rows.Version]
"""The newest revision of a procedure."""
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
class Present:
    """Hold what a database has of some drafts and of what they name, looked up for all of them at once."""

    previous: Mapping[str, tuple[document.ProcedureDocument, rows.Version]]
    """The newest revision of each, where there is one."""
    procedures: frozenset[str]
    """The slugs that an alternative or a combination may name."""
    owners: Mapping[str, tuple[str, str]]
    """Which procedure each identifier was given to, by the slug that it has now, and as what kind."""
    away: Mapping[str, standing.Standing]
    """Those of their slugs at which something was public and is not any more."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """Say as what a new revision is kept: in the audit log, and in the public log of changes."""

    action: audit.Action = "publish"
    kind: publicity.Kind | None = None
    """None for what it is by itself: a creation or an update."""
    reason: str | None = None
    """Why, as the public log of changes says it."""


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A draft that was checked: its document where the rules allow one, its faults, and what it would take away."""

    slug: str
    published: document.ProcedureDocument | None
    previous: tuple[document.ProcedureDocument, rows.Version] | None
    faults: tuple[refusals.Fault, ...]
    losses: tuple[shrink.Loss, ...]
    act: Act = Act()

    @property
    def document(self) -> document.ProcedureDocument:
        """Return what is to be published; raise Refused where there are faults."""
        if self.published is None:
            raise refusals.Refused(self.faults)
        return self.published

    @functools.cached_property
    def sha256(self) -> str:
        """Return the digest of its bytes."""
        return values.digest(self.document.canonical())

    @property
    def number(self) -> int:
        """Return the number of the revision that says this: the newest, or the one to be made."""
        return (self.previous[1].number if self.previous else 0) + (not self.unchanged)

    @property
    def unchanged(self) -> bool:
        """Tell whether the newest revision already says the same, byte for byte."""
        return (
            self.published is not None
            and self.previous is not None
            and self.sha256 == self.previous[1].sha256
        )


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
    outcome = release(edit, draft, conditions=conditions)
    edit.finish()
    return outcome


def release(
    edit: edits.Edit,
    draft: document.ProcedureDraft,
    *,
    conditions: Conditions | None = None,
    act: Act | None = None,
) -> Outcome:
    """Publish one draft as a part of an edit, which the caller finishes; raise Refused with every fault."""
    conditions, session = conditions or Conditions(), edit.session
    shelf, present = library.load(session, freezing.cited(draft)), look_up(session, [draft])
    prepared = prepare(edit, draft, present=present, shelf=shelf, conditions=conditions, place=draft.slug)
    faults = [*prepared.faults, *shrinking(session, [prepared], conditions=conditions)]
    if faults:
        raise refusals.Refused(faults)
    (outcome,) = store(edit, [dataclasses.replace(prepared, act=act or prepared.act)])
    return outcome


def look_up(session: Session, drafts: Sequence[document.ProcedureDraft]) -> Present:
    """Return what the database has of these drafts and of what they name."""
    slugs = {draft.slug for draft in drafts}
    named = frozenset().union(*(others(draft) for draft in drafts))
    ids = [row["id"] for draft in drafts for row in rows.identifiers(draft)]
    identifier, revision = tables.Identifier, tables.Revision
    revised = select(revision.slug).distinct()
    previous = {
        row.slug: projection.latest(session, row.slug)
        for row in projection.among(session, revised, revision.slug, slugs)
    }
    renames = standing.renamed(session)
    # What was withdrawn since may go on being named: its address says that it was, and why.
    named_before = frozenset().union(*(others(found[0]) for found in previous.values() if found is not None))
    return Present(
        previous={slug: found for slug, found in previous.items() if found is not None},
        procedures=frozenset(slugs | named_before).union(
            row.slug
            for row in projection.among(session, select(tables.Procedure.slug), tables.Procedure.slug, named)
        ),
        owners={
            row.id: (standing.current(row.procedure_slug, renames=renames), row.kind)
            for row in projection.among(session, select(*identifier.__table__.columns), identifier.id, ids)
        },
        away=standing.away(session, slugs),
    )


def others(draft: document.ProcedureDraft) -> frozenset[str]:
    """Return the slugs of the procedures that a draft names as alternatives or to be combined with."""
    return frozenset(
        claim.procedure
        for _, claim in document.claims(draft)
        if isinstance(claim, statements.Alternative | statements.Combination) and claim.procedure is not None
    )


def prepare(
    edit: edits.Edit,
    draft: document.ProcedureDraft,
    *,
    present: Present,
    shelf: library.Library,
    conditions: Conditions,
    place: str,
) -> Prepared:
    """Check a draft and freeze it; `present` was looked up for it together with all others of the same edit."""
    previous = present.previous.get(draft.slug)
    lost = shrink.losses(previous[0], draft) if previous else ()
    unexplained = tuple(
        shrink.unexplained(lost, draft, allowed=conditions.allow_dropping, reason=conditions.reason)
    )
    draft = _with_tombstones(
        draft, previous[0] if previous else None, lost, on=edit.at.date(), reason=conditions.reason
    )
    context = rules.Context(terms=shelf.terms, known=shelf.known, procedures=present.procedures)
    faults = [*refusals.at(place, rules.check(draft, context)), *_identifiers(present, draft, place)]
    faults += unexplained
    if not conditions.allow_unreviewed:
        faults += _unreviewed(draft, place)
    prepared = Prepared(
        slug=draft.slug,
        published=None if faults else freezing.freeze(draft, known=shelf.known, terms=shelf.terms),
        previous=previous,
        faults=tuple(faults),
        losses=lost,
    )
    gone = present.away.get(draft.slug)
    if gone is None or prepared.unchanged:
        return prepared
    return dataclasses.replace(prepared, published=None, faults=(_away(gone, place), *faults))


def shrinking(
    session: Session, prepared: Sequence[Prepared], *, conditions: Conditions
) -> Iterator[refusals.Fault]:
    """Yield what all drafts of one edit take away together and was not allowed."""
    found = [loss for item in prepared for loss in item.losses]
    if found:
        total = session.scalar(select(func.count()).select_from(Statement.__table__)) or 0
        yield from shrink.faults(found, allowed=conditions.allow_dropping, total=total)


def store(edit: edits.Edit, prepared: Sequence[Prepared]) -> list[Outcome]:
    """Write revisions, what is kept of them, their projection and audit rows; nothing of what is unchanged."""
    changed = [item for item in prepared if not item.unchanged]
    if changed:
        keep(edit, [(item.document, _version(edit, item)) for item in changed])
    for item in changed:
        _record(edit, item)
    return [
        Outcome(
            slug=item.slug,
            number=item.number,
            sha256=item.sha256,
            changed=not item.unchanged,
            catalogue_revision=edit.before if item.unchanged else edit.revision,
        )
        for item in prepared
    ]


def keep(edit: edits.Edit, made: Sequence[tuple[document.ProcedureDocument, rows.Version]]) -> None:
    """Write revisions with what is kept of them for ever, and the projection that is derived from them."""
    edit.session.execute(insert(tables.Revision), [_revision(edit, *each) for each in made])
    projection.keep(edit.session, [published for published, _ in made])
    projection.write(edit.session, made)


def _version(edit: edits.Edit, item: Prepared) -> rows.Version:
    return rows.Version(number=item.number, sha256=item.sha256, published_at=edit.at)


def _revision(edit: edits.Edit, published: document.ProcedureDocument, version: rows.Version) -> rows.Row:
    return {
        "slug": published.slug,
        "number": version.number,
        "sha256": version.sha256,
        "document": published.canonical(),
        "published_at": edit.at,
        "editor": edit.editor,
        "reviewer": edit.reviewer,
        "note": edit.note,
        "catalogue_revision": edit.revision,
    }


def _record(edit: edits.Edit, item: Prepared) -> None:
    difference = changes.between(item.previous[0] if item.previous else None, item.document)
    edit.record(
        item.act.action,
        item.slug,
        before=item.previous[1].sha256 if item.previous else None,
        after=item.sha256,
        revision=item.number,
        corrections=difference.corrections,
        details=difference.details(),
    )
    edit.announce(
        item.act.kind or ("update" if item.previous else "create"),
        item.slug,
        revision=item.number,
        sha256=item.sha256,
        safety_changed=difference.safety,
        reason=item.act.reason,
    )


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


def _away(gone: standing.Standing, place: str) -> refusals.Fault:
    """Return the fault of a draft for a slug at which nothing may be published: none is ever used again."""
    if gone.successor is not None:
        what = f"{gone.slug} was renamed: write to {gone.successor}."
        return refusals.Fault(place=place, code="renamed", pointer="/slug", message=what)
    what = f"{gone.slug} was withdrawn on {gone.at.date()}: “{gone.reason}” Restore it before you publish it anew."
    return refusals.Fault(place=place, code="withdrawn", pointer="/slug", message=what)


def _identifiers(present: Present, draft: document.ProcedureDraft, place: str) -> Iterator[refusals.Fault]:
    """Yield ids that another procedure or another kind of statement has had: an id means one thing for ever."""
    gone = present.away.get(draft.slug)
    if gone is not None and gone.successor is not None:
        return  # the ids went on with the procedure, and this draft is refused unless it says nothing new
    for row in rows.identifiers(draft):
        owner, kind = present.owners.get(row["id"], (draft.slug, row["kind"]))
        if (owner, kind) != (draft.slug, row["kind"]):
            yield refusals.Fault(
                place=place,
                code="reused_id",
                pointer="",
                message=f"{row['id']} is a {kind} of {owner} for ever: give this one an id of its own.",
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
