"""How what was published is taken away: a procedure, or single statements; and how a procedure comes back.

None of it needs a review. A draft that takes statements away with others put in their place is published as any other.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from app.authoring import edits, ledgers, library, publishing, refusals
from app.catalogue import absent
from app.content import document, freezing, statements, values
from app.db import projection, rows, standing

_NAMED = "It named the procedure {}, which was withdrawn."
C = TypeVar("C", bound=statements.Claim)


@dataclass(frozen=True, kw_only=True)
class Recall:
    """Name the statements to take away and why; and what stands in the place of words that named them.

    `summary` is needed where the summary names one of them, a text in `conflicts` (by the conflict's id) where one of
    them took part and two others stay: these words may repeat what is recalled.
    """

    statements: Collection[str]
    reason: str
    summary: document.Summary | None = None
    conflicts: Mapping[str, str] = field(default_factory=dict)


def withdraw(edit: edits.Edit, slug: str, *, reason: str) -> publishing.Outcome:
    """Withdraw a whole procedure as a part of an edit, which the caller finishes.

    From then on every address of it answers 410 with the reason. Raises ProcedureNotFound, Gone or Renamed where it is
    not public.
    """
    refusals.require_plain(reason=reason)
    published, version = _public(edit, slug)
    projection.remove(edit.session, slug)
    claims = [claim for _, claim in document.claims(published)]
    details: dict[str, values.Json] = {
        "procedure": {"reason": reason, "revision": version.number, "name": published.name}
    }
    edit.record(
        "withdraw",
        slug,
        before=version.sha256,
        after=None,
        corrections=len(claims),
        details=details,
    )
    edit.announce(
        "withdraw",
        slug,
        revision=version.number,
        sha256=version.sha256,
        safety_changed=any(document.kind(claim) in statements.SAFETY_KINDS for claim in claims),
        reason=reason,
    )
    return _outcome(edit, slug, version.number, version.sha256)


def recall(edit: edits.Edit, slug: str, asked: Recall) -> publishing.Outcome:
    """Publish a procedure without some of its statements, as a part of an edit; each leaves a tombstone.

    Raises Refused where something that would be left names one of them.
    """
    refusals.require_plain(reason=asked.reason)
    published, _ = _public(edit, slug)
    draft = freezing.thaw(published)
    faults = tuple(_faults(draft, asked))
    if faults:
        raise refusals.Refused(faults)
    conditions = publishing.Conditions(
        allow_dropping=frozenset(asked.statements), reason=asked.reason, allow_unreviewed=True
    )
    act = publishing.Act(action="withdraw", kind="update", reason=asked.reason)
    return publishing.release(edit, without(draft, asked), conditions=conditions, act=act)


def reinstate(edit: edits.Edit, slug: str) -> publishing.Outcome:
    """Publish the last revision of a withdrawn procedure again, as a new one and as a part of an edit.

    Raises ProcedureNotFound or Renamed where there is none, Refused where it is not withdrawn.
    """
    found = standing.of(edit.session, slug)
    latest = projection.latest(edit.session, slug)
    if found is None or found.successor is not None:
        raise absent.problem(edit.session, slug)
    if latest is None or found.public:
        raise refusals.Refused([_fault(slug, "not_withdrawn", "is not withdrawn, so it cannot come back.")])
    draft, number = freezing.thaw(latest[0]), latest[1].number + 1
    shelf = library.load(edit.session, freezing.cited(draft))
    # Not byte for byte where a source or a label changed meanwhile: documents carry these as they are now.
    published = freezing.freeze(draft, known=shelf.known, terms=shelf.terms)
    new = rows.Version(number=number, sha256=values.digest(published.canonical()), published_at=edit.at)
    publishing.keep(edit, [(published, new)])
    ledgers.keep(edit, before=None, after=draft)
    claims = [claim for _, claim in document.claims(published)]
    edit.record(
        "restore",
        slug,
        before=None,
        after=new.sha256,
        revision=new.number,
        corrections=len(claims),
        details={"procedure": {"restored": True, "revision": new.number, "name": published.name}},
    )
    edit.announce(
        "restore",
        slug,
        revision=new.number,
        sha256=new.sha256,
        safety_changed=any(document.kind(claim) in statements.SAFETY_KINDS for claim in claims),
        reason=edit.note or None,
    )
    return _outcome(edit, slug, new.number, new.sha256)


def unlinked(
    draft: document.ProcedureDraft, away: Mapping[str, standing.Standing]
) -> document.ProcedureDraft:
    """Return a draft without the alternatives and combinations that name a withdrawn procedure, with tombstones."""
    stones = [
        document.Tombstone(
            id=claim.id, kind=document.kind(claim), on=found.at.date(), reason=_NAMED.format(found.slug)
        )
        for claim in (*draft.sections.alternatives.statements, *draft.sections.combinations.statements)
        if claim.procedure is not None and (found := away.get(claim.procedure)) is not None
    ]
    if not stones:
        return draft
    ids = {stone.id for stone in stones}
    kept = tuple(name for name in draft.summary.statements if name not in ids)
    summary = draft.summary.changed(statements=kept) if kept else draft.summary
    texts = {conflict.id: conflict.text for conflict in draft.conflicts.conflicts}
    asked = Recall(statements=ids, reason="", summary=summary, conflicts=texts)
    return without(draft, asked).changed(withdrawn=(*draft.withdrawn, *stones))


def without(draft: document.ProcedureDraft, asked: Recall) -> document.ProcedureDraft:
    """Return a draft without some statements; a section that becomes empty is one that our sources do not address."""
    ids = frozenset(asked.statements)
    techniques = _left(draft.techniques, ids)
    inner = tuple(
        technique.changed(use=_left(technique.use, ids), steps=_left(technique.steps, ids))
        for technique in techniques.statements
    )
    held = {name: _left(getattr(draft.sections, name), ids) for name in document.SECTION_KINDS}
    return draft.changed(
        aliases=tuple(alias for alias in draft.aliases if alias.id not in ids),
        summary=asked.summary or draft.summary,
        techniques=techniques.changed(statements=inner),
        sections=document.Sections(**held),
        conflicts=draft.conflicts.changed(conflicts=tuple(_conflicts(draft, asked))),
        **{name: _left(getattr(draft, name), ids) for name in ("invasiveness", "body_areas", "categories")},
    )


def _left(section: document.Section[C], ids: frozenset[str]) -> document.Section[C]:
    kept = tuple(claim for claim in section.statements if claim.id not in ids)
    finding = section.finding if section.finding is not None and section.finding.id not in ids else None
    empty = section.coverage in {"stated", "stated_none"} and not kept and finding is None
    return section.changed(
        statements=kept, finding=finding, coverage="not_addressed" if empty else section.coverage
    )


def _conflicts(draft: document.ProcedureDraft, asked: Recall) -> Iterator[document.Conflict]:
    for conflict in draft.conflicts.conflicts:
        left = _staying(conflict, asked)
        if len(left) == len(dict.fromkeys(conflict.statements)):
            yield conflict
        elif len(left) >= 2:
            yield conflict.changed(statements=left, text=asked.conflicts[conflict.id])


def _staying(conflict: document.Conflict, asked: Recall) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(conflict.statements) if name not in asked.statements)


def _faults(draft: document.ProcedureDraft, asked: Recall) -> Iterator[refusals.Fault]:
    """Yield what keeps statements from being recalled: there is none of them, or something left would name one."""
    ids, there = frozenset(asked.statements), {claim.id for _, claim in document.claims(draft)}
    gone = {stone.id: stone for stone in draft.withdrawn}
    if not ids:
        yield _fault(draft.slug, "nothing_named", "Name at least one statement to recall.")
    for name in sorted(ids - there):
        what = (
            f"was withdrawn already, on {gone[name].on}" if name in gone else "is not one of its statements"
        )
        yield _fault(draft.slug, "unknown_statement", f"{name} {what}.")
    for technique in draft.techniques.statements:
        inside = [claim.id for claim in (*technique.use.statements, *technique.steps.statements)]
        inside += [s.finding.id for s in (technique.use, technique.steps) if s.finding is not None]
        left = [name for name in inside if name not in ids]
        if technique.id in ids and left:
            message = f"The technique {technique.id} goes with what stands in it: name {', '.join(left)} too."
            yield _fault(draft.slug, "left_inside", message)
    if set(draft.summary.statements) & ids and asked.summary is None:
        named = ", ".join(sorted(set(draft.summary.statements) & ids))
        message = f"The summary names {named} and may repeat it: give another summary."
        yield _fault(draft.slug, "named_in_summary", message, pointer="/summary")
    if asked.summary is not None and set(asked.summary.statements) & ids:
        yield _fault(draft.slug, "named_in_summary", "The new summary names it too.", pointer="/summary")
    yield from _conflict_faults(draft, asked)


def _conflict_faults(draft: document.ProcedureDraft, asked: Recall) -> Iterator[refusals.Fault]:
    for position, conflict in enumerate(draft.conflicts.conflicts):
        left = _staying(conflict, asked)
        changes = len(left) < len(dict.fromkeys(conflict.statements))
        if changes and len(left) >= 2 and conflict.id not in asked.conflicts:
            message = f"The conflict {conflict.id} goes on without it and may repeat it: give another text."
            pointer = f"/conflicts/conflicts/{position}"
            yield _fault(draft.slug, "named_in_conflict", message, pointer=pointer)


def _public(edit: edits.Edit, slug: str) -> publishing.Latest:
    found = standing.of(edit.session, slug)
    latest = projection.latest(edit.session, slug)
    if latest is None or found is None or not found.public:
        raise absent.problem(edit.session, slug)
    return latest


def _outcome(edit: edits.Edit, slug: str, number: int, sha256: str) -> publishing.Outcome:
    return publishing.Outcome(
        slug=slug, number=number, sha256=sha256, changed=True, catalogue_revision=edit.revision
    )


def _fault(slug: str, code: str, message: str, *, pointer: str = "") -> refusals.Fault:
    return refusals.Fault(place=slug, code=code, pointer=pointer, message=message)
