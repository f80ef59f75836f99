"""How a draft is written: begun, replaced, patched, discarded; each is one transaction with one audit row."""

import dataclasses
import datetime
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from app.access import principals
from app.authoring import edits, library, preconditions, publishing, renaming
from app.catalogue import drafts
from app.content import document, drafting, freezing, rules, values, writing_problems
from app.db import audit, clock, projection, standing
from app.db import drafts as tables

Tree = dict[str, Any]
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def create(
    session: Session,
    who: principals.Principal,
    slug: str,
    *,
    name: str | None,
    tree: Tree | None,
    now: datetime.datetime,
    action: audit.Action = "create_draft",
) -> drafts.Draft:
    """Begin a draft: from this tree, from what is published, or from nothing.

    Raises DraftExists; WrongState where the procedure was withdrawn or has another name now.
    """
    edit = _edit(session, who, now=now)
    held = drafts.find(session, slug)
    if held is not None:
        raise writing_problems.DraftExists("A draft of this procedure is there already.", current=state(held))
    published = _published(session, slug)
    if tree is None:
        tree = freezing.thaw(published[0]).tree() if published else drafting.begun(slug, name or slug)
    made = _written({**tree, "slug": slug}, earlier=[], published=published)
    return begin(edit, who, slug, made, base=published[1] if published else None, action=action)


def begin(
    edit: edits.Edit,
    who: principals.Principal,
    slug: str,
    tree: Tree,
    *,
    base: int | None,
    action: audit.Action,
    details: dict[str, values.Json] | None = None,
) -> drafts.Draft:
    """Store the first version of a draft; the edit is finished with it."""
    number = drafts.newest_number(edit.session, slug) + 1
    held = drafts.Draft(
        slug=slug,
        number=number,
        first_number=number,
        sha256=values.digest(values.canonical(tree)),
        state="draft",
        base_revision=base,
        authors=(who.holder,),
        reviewer=None,
        note=edit.note,
        created_at=edit.at,
        changed_at=edit.at,
        tree=tree,
    )
    edit.session.execute(
        insert(tables.Draft), [{"slug": slug, **_row(held), "first_number": number, "created_at": edit.at}]
    )
    _keep(edit, held, action=action)
    edit.record(action, slug, before=None, after=held.sha256, details={"draft": number, **(details or {})})
    edit.finish()
    return held


def replace(
    session: Session,
    who: principals.Principal,
    slug: str,
    tree: Tree,
    *,
    expected: preconditions.Expected,
    now: datetime.datetime,
) -> drafts.Draft:
    """Put another document in the place of a draft's, whatever state it is in; it is a draft again.

    Raises DraftNotFound, PreconditionFailed, ForgedReview.
    """
    edit = _edit(session, who, now=now)
    held = expect(session, slug, expected)
    made = _written({**tree, "slug": slug}, earlier=[held.tree], published=_latest(session, slug))
    return step(edit, held, _rewritten(held, made, who), action="edit_draft")


def patch(
    session: Session,
    who: principals.Principal,
    slug: str,
    changes: Mapping[str, values.Json],
    *,
    expected: preconditions.Expected,
    now: datetime.datetime,
) -> drafts.Draft:
    """Apply a JSON Merge Patch to a draft; raises what `replace` raises."""
    edit = _edit(session, who, now=now)
    held = expect(session, slug, expected)
    merged = drafting.merged(held.tree, dict(changes))
    tree = merged if isinstance(merged, dict) else {}
    made = _written({**tree, "slug": slug}, earlier=[held.tree], published=_latest(session, slug))
    return step(edit, held, _rewritten(held, made, who), action="edit_draft")


def discard(
    session: Session,
    who: principals.Principal,
    slug: str,
    *,
    expected: preconditions.Expected,
    now: datetime.datetime,
) -> None:
    """Take a draft away; its versions are kept. Raises DraftNotFound, PreconditionFailed."""
    edit = _edit(session, who, now=now)
    held = expect(session, slug, expected)
    remove(edit, held)
    edit.record("discard", slug, before=held.sha256, after=None, details={"draft": held.number})
    edit.finish()


def remove(edit: edits.Edit, held: drafts.Draft) -> None:
    """Take the row of a draft away, as a part of an edit; its versions are kept."""
    edit.session.execute(delete(tables.Draft).where(tables.Draft.slug == held.slug))


def restore(
    session: Session,
    who: principals.Principal,
    slug: str,
    *,
    revision: int,
    note: str,
    now: datetime.datetime,
) -> tuple[drafts.Draft, tuple[str, ...]]:
    """Begin a draft from an old revision; return it with the ids that stay withdrawn and were left out.

    Raises DraftExists, WrongState; DraftNotFound where there is no such revision.
    """
    edit = _edit(session, who, now=now, note=note)
    if drafts.find(session, slug) is not None:
        raise writing_problems.DraftExists("A draft of this procedure is there already: discard it first.")
    published = _published(session, slug)
    old = _revision(session, slug, revision)
    if old is None or published is None:
        raise writing_problems.DraftNotFound("There is no such revision to begin from.")
    gone = frozenset(stone.id for stone in published[0].withdrawn)
    left = tuple(sorted(gone & {claim.id for _, claim in document.claims(old)}))
    renames = standing.renamed(session)
    now_named = {name: standing.current(name, renames=renames) for name in renames}
    tree = drafting.without(renaming.carried(freezing.thaw(old), now_named).tree(), gone)
    tree["withdrawn"] = [stone.tree() for stone in published[0].withdrawn]
    made = _written(tree, earlier=[old.tree()], published=published)
    details: dict[str, values.Json] = {"from_revision": revision, "left_withdrawn": list(left)}
    return begin(edit, who, slug, made, base=published[1], action="restore_draft", details=details), left


def step(
    edit: edits.Edit,
    before: drafts.Draft,
    after: drafts.Draft,
    *,
    action: audit.Action,
    details: dict[str, values.Json] | None = None,
) -> drafts.Draft:
    """Store the next version of a draft with its state and one audit row; the edit is finished with it."""
    made = dataclasses.replace(
        after,
        number=before.number + 1,
        sha256=values.digest(values.canonical(after.tree)),
        note=edit.note,
        changed_at=edit.at,
    )
    edit.session.execute(update(tables.Draft).where(tables.Draft.slug == made.slug).values(**_row(made)))
    _keep(edit, made, action=action)
    edit.record(
        action,
        made.slug,
        before=before.sha256,
        after=made.sha256,
        details={"draft": made.number, **(details or {})},
    )
    edit.finish()
    return made


def expect(session: Session, slug: str, expected: preconditions.Expected) -> drafts.Draft:
    """Return the draft if it is the one that the change was made for; raise DraftNotFound, PreconditionFailed."""
    held = drafts.one(session, slug)
    expected.require(held.tag, current=lambda: state(held))
    return held


def unapproved(session: Session, held: drafts.Draft) -> Tree:
    """Return the document of a draft with no other reviews than those that are published."""
    published = _latest(session, held.slug)
    earlier = [freezing.thaw(published[0]).tree()] if published else []
    return drafting.reviewed_as_before(held.tree, earlier=earlier)[0]


def violations(session: Session, tree: Tree) -> tuple[rules.Violation, ...]:
    """Return what stands between a draft and its publication, reviews and the shrink guard aside."""
    try:
        draft = drafting.parsed(tree)
    except ValueError:
        return drafting.violations(tree, rules.Context(terms=projection.vocabulary_of(session), known={}))
    shelf, present = library.load(session, freezing.cited(draft)), publishing.look_up(session, [draft])
    context = rules.Context(terms=shelf.terms, known=shelf.known, procedures=present.procedures)
    return (*rules.check(draft, context), *_taken(draft, present))


def _taken(draft: document.ProcedureDraft, present: publishing.Present) -> Iterator[rules.Violation]:
    """Yield statements that were withdrawn, and ids that belong to another procedure."""
    previous = present.previous.get(draft.slug)
    gone = {stone.id for stone in previous[0].withdrawn} if previous else set()
    for pointer, claim in document.claims(draft):
        owner, kind = present.owners.get(claim.id, (draft.slug, document.kind(claim)))
        if claim.id in gone:
            message = f"{claim.id} was withdrawn: say it anew under another id, if it is to be said again."
            yield rules.Violation(code="withdrawn_statement", pointer=f"{pointer}/id", message=message)
        elif (owner, kind) != (draft.slug, document.kind(claim)):
            message = f"{claim.id} is a {kind} of {owner} for ever: give this one an id of its own."
            yield rules.Violation(code="reused_id", pointer=f"{pointer}/id", message=message)
    said = {claim.id for _, claim in document.claims(previous[0])} if previous else set()
    for position, stone in enumerate(draft.withdrawn):
        owner, kind = present.owners.get(stone.id, (draft.slug, stone.kind))
        at = f"/withdrawn/{position}"
        if (owner, kind) != (draft.slug, stone.kind):
            message = f"{stone.id} is a {kind} of {owner}: what is withdrawn here cannot be named so."
            yield rules.Violation(code="reused_id", pointer=f"{at}/id", message=message)
        elif stone.id not in gone | said:
            message = f"{stone.id} is not published, so it cannot be withdrawn."
            yield rules.Violation(code="not_published", pointer=f"{at}/id", message=message)
        elif stone.id not in gone and stone.on > clock.now().date():
            message = "Nothing is withdrawn before its day."
            yield rules.Violation(code="wrong_day", pointer=f"{at}/on", message=message)


def state(held: drafts.Draft) -> dict[str, values.Json]:
    """Return a draft as a JSON tree; what is not there is left out."""
    told: dict[str, values.Json] = {
        "slug": held.slug,
        "state": held.state,
        "number": held.number,
        "sha256": held.sha256,
        "authors": list(held.authors),
        "note": held.note,
        "created_at": held.created_at.isoformat().replace("+00:00", "Z"),
        "changed_at": held.changed_at.isoformat().replace("+00:00", "Z"),
        "document": held.tree,
    }
    if held.base_revision is not None:
        told["base_revision"] = held.base_revision
    if held.reviewer is not None:
        told["reviewer"] = held.reviewer
    return told


def signed(
    session: Session,
    who: principals.Principal,
    *,
    now: datetime.datetime,
    note: str = "",
    reviewer: str | None = None,
) -> edits.Edit:
    """Return an edit in the name of whoever holds the key, from where they are."""
    return edits.Edit(
        session,
        editor=who.holder,
        note=note,
        now=now,
        reviewer=reviewer,
        actor=who.actor,
        origin=who.address,
    )


_edit = signed


def _published(session: Session, slug: str) -> tuple[document.ProcedureDocument, int] | None:
    """Return what is published of a procedure with its number; raise WrongState where it was taken away."""
    require_not_away(session, slug)
    return _latest(session, slug)


def require_not_away(session: Session, slug: str) -> None:
    """Raise WrongState where the procedure was withdrawn, or has another name now."""
    held = standing.of(session, slug)
    if held is not None and not held.public:
        said = f"is now {held.successor}" if held.successor else "was withdrawn: bring it back first"
        raise writing_problems.WrongState(f"The procedure {said}.", state=held.kind)


def _latest(session: Session, slug: str) -> tuple[document.ProcedureDocument, int] | None:
    """Return what was published last of a procedure, be it public or not, with its number."""
    found = projection.latest(session, slug)
    return None if found is None else (found[0], found[1].number)


def _revision(session: Session, slug: str, number: int) -> document.ProcedureDocument | None:
    """Return a revision of a procedure, also one from before it was renamed: revisions are counted on."""
    every = (projection.revision(session, name, number) for name in standing.lineage(session, slug))
    return next((found for found in every if found is not None), None)


def _written(
    tree: Tree, *, earlier: list[Tree], published: tuple[document.ProcedureDocument, int] | None
) -> Tree:
    """Return the tree as it is stored: with ids for what is new, and with no review that nobody made."""
    known = [*earlier, *([freezing.thaw(published[0]).tree()] if published else [])]
    reviewed, forged = drafting.reviewed_as_before(tree, earlier=known)
    if forged:
        raise writing_problems.ForgedReview(
            "The draft claims reviews that nobody made. Nothing was stored.",
            errors=[
                {"in": "body", "pointer": at, "code": "forged_review", "message": "nobody made this review"}
                for at in forged
            ],
        )
    return drafting.identified(reviewed, statement=lambda: _fresh("st"), conflict=lambda: _fresh("cf"))


def _fresh(prefix: str) -> str:
    return f"{prefix}_{''.join(secrets.choice(_ALPHABET) for _ in range(10))}"


def _rewritten(held: drafts.Draft, tree: Tree, who: principals.Principal) -> drafts.Draft:
    authors = tuple(sorted({*held.authors, who.holder}))
    return dataclasses.replace(held, tree=tree, state="draft", reviewer=None, authors=authors)


def _row(held: drafts.Draft) -> dict[str, Any]:
    return {
        "number": held.number,
        "sha256": held.sha256,
        "state": held.state,
        "base_revision": held.base_revision,
        "changed_at": held.changed_at,
        "authors": values.canonical(list(held.authors)),
        "reviewer": held.reviewer,
        "note": held.note,
    }


def _keep(edit: edits.Edit, held: drafts.Draft, *, action: audit.Action) -> None:
    kept = {
        "slug": held.slug,
        "number": held.number,
        "sha256": held.sha256,
        "document": values.canonical(held.tree),
        "at": edit.at,
        "editor": edit.editor,
        "action": action,
        "note": edit.note,
    }
    edit.session.execute(insert(tables.DraftRevision), [kept])
