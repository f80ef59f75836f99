"""How a draft comes from its authors to its reviewer and back; nobody reviews what they wrote."""

import copy
import dataclasses
import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.access import principals
from app.authoring import drafts as writing
from app.authoring import preconditions, refusals
from app.catalogue import drafts
from app.content import document, drafting, statements, writing_problems

Tree = dict[str, Any]
SAFETY_SECTIONS = tuple(
    name for name, kind in document.SECTION_KINDS.items() if kind in statements.SAFETY_KINDS
)
FARTHEST = datetime.timedelta(days=5 * 366)
"""How far ahead a review may be said to be due again."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Say what a reviewer found: which statements hold, which they dispute, and when to look again."""

    reviewed: frozenset[str]
    disputed: frozenset[str] = frozenset()
    next_due: datetime.date | None = None


def submit(
    session: Session,
    who: principals.Principal,
    slug: str,
    *,
    note: str,
    expected: preconditions.Expected,
    now: datetime.datetime,
) -> drafts.Draft:
    """Hand a draft to review; raise Refused while the rules find anything, WrongState unless it is a draft."""
    edit = writing.signed(session, who, now=now, note=note)
    held = writing.expect(session, slug, expected)
    _require(held, "draft")
    _require_sound(session, held)
    return writing.step(edit, held, dataclasses.replace(held, state="in_review"), action="submit")


def approve(
    session: Session,
    who: principals.Principal,
    slug: str,
    verdict: Verdict,
    *,
    note: str,
    expected: preconditions.Expected,
    now: datetime.datetime,
) -> drafts.Draft:
    """Mark statements as reviewed, and the draft as approved where every statement about safety is.

    Raises OwnWork for one of its authors; Refused where the key names no profession, where a statement is not there,
    or where one about safety would stay unreviewed; WrongState unless it is in review.
    """
    edit = writing.signed(session, who, now=now, note=note)
    held = writing.expect(session, slug, expected)
    _require(held, "in_review")
    # Also who wrote a draft that somebody else discarded and sent again in their own name.
    wrote = drafts.writers_since(session, slug, revision=held.base_revision) | set(held.authors)
    if any(who.is_same_person(author) for author in wrote):
        raise writing_problems.OwnWork("You are one of its authors: somebody else must review it.")
    faults = _faults(who, slug, held.tree, verdict, today=edit.at.date())
    if faults:
        raise refusals.Refused(faults)
    tree = _marked(held.tree, verdict, role=str(who.job), on=edit.at.date())
    return writing.step(
        edit,
        held,
        dataclasses.replace(held, tree=tree, state="approved", reviewer=who.holder),
        action="approve",
        details={"reviewed": [*sorted(verdict.reviewed)], "disputed": [*sorted(verdict.disputed)]},
    )


def send_back(
    session: Session,
    who: principals.Principal,
    slug: str,
    *,
    note: str,
    expected: preconditions.Expected,
    now: datetime.datetime,
) -> drafts.Draft:
    """Give a draft back to its authors with a note; raise Refused without one, WrongState where nobody submitted it.

    What was reviewed since the last publication needs a review again: the draft may be back because that was wrong.
    """
    edit = writing.signed(session, who, now=now, note=note)
    held = writing.expect(session, slug, expected)
    _require(held, "in_review", "approved")
    if not note:
        raise refusals.Refused([_fault(slug, "no_note", "/note", "Say what its authors should mend.")])
    tree = writing.unapproved(session, held)
    return writing.step(
        edit, held, dataclasses.replace(held, tree=tree, state="draft", reviewer=None), action="send_back"
    )


def _require(held: drafts.Draft, *states: drafts.State) -> None:
    if held.state not in states:
        wanted = " or ".join(_said(state) for state in states)
        raise writing_problems.WrongState(
            f"The draft is {_said(held.state)}; for this it must be {wanted}.", state=held.state
        )


def _said(state: drafts.State) -> str:
    return {"draft": "being written", "in_review": "in review", "approved": "approved"}[state]


def _require_sound(session: Session, held: drafts.Draft) -> None:
    found = writing.violations(session, held.tree)
    if found:
        raise refusals.Refused(refusals.at(held.slug, found))


def _faults(
    who: principals.Principal, slug: str, tree: Tree, verdict: Verdict, *, today: datetime.date
) -> list[refusals.Fault]:
    claims = {str(claim.get("id")): (pointer, claim) for pointer, claim in drafting.claims(tree)}
    seen = verdict.reviewed | verdict.disputed
    faults = [
        _fault(slug, "missing_statement", "/statements", f"{name} is not in this draft.")
        for name in sorted(seen - set(claims))
    ]
    if not who.job:
        faults.append(_fault(slug, "no_job", "", "This key does not say what its holder is by profession."))
    faults += [
        _fault(slug, "two_verdicts", "/disputed", f"{name} cannot be both.")
        for name in sorted(verdict.reviewed & verdict.disputed)
    ]
    if verdict.next_due is not None and not today < verdict.next_due <= today + FARTHEST:
        faults.append(
            _fault(slug, "wrong_day", "/next_due", "This must be a day within the next five years.")
        )
    for name, (pointer, claim) in claims.items():
        about_safety = claim.get("kind") in statements.SAFETY_KINDS or _of_safety(pointer)
        if about_safety and name not in seen and not drafting.is_reviewed(claim):
            message = f"{name} is about safety and is not among the statements that you reviewed."
            faults.append(_fault(slug, "unreviewed", f"{pointer}/review", message))
    return faults


def _of_safety(pointer: str) -> bool:
    """Tell whether a place in a draft is one of a section about safety, whatever stands there."""
    return pointer.startswith(tuple(f"/sections/{name}/" for name in SAFETY_SECTIONS))


def _marked(tree: Tree, verdict: Verdict, *, role: str, on: datetime.date) -> Tree:
    made = copy.deepcopy(tree)
    due = {"next_due": verdict.next_due.isoformat()} if verdict.next_due else {}
    for _, claim in drafting.claims(made):
        name = claim.get("id")
        if name in verdict.reviewed or name in verdict.disputed:
            found = "disputed" if name in verdict.disputed else "reviewed"
            claim["review"] = {"state": found, "role": role, "on": on.isoformat(), **due}
    return made


def _fault(slug: str, code: str, pointer: str, message: str) -> refusals.Fault:
    return refusals.Fault(place=slug, code=code, pointer=pointer, message=message)
