"""How an approved draft goes live: rules, reviews, shrink guard, revision and audit in one transaction."""

import dataclasses
import datetime

from pydantic import ValidationError
from sqlalchemy.orm import Session

from app.access import principals
from app.authoring import drafts as writing
from app.authoring import ledgers, preconditions, publishing, refusals
from app.catalogue import drafts
from app.content import drafting, rules, writing_problems
from app.db import projection


def publish(
    session: Session,
    who: principals.Principal,
    slug: str,
    *,
    conditions: publishing.Conditions,
    note: str,
    expected: preconditions.Expected,
    now: datetime.datetime,
) -> publishing.Outcome:
    """Publish the approved draft of a procedure, and take the draft away.

    Raises WrongState unless it was approved, and where the procedure was taken away; Outdated where something was
    published since it was begun; Refused with every fault (rules, reviews, what it would take away), having written
    nothing.
    """
    edit = writing.signed(session, who, now=now, note=note)
    held = writing.expect(session, slug, expected)
    edit.reviewer = held.reviewer
    if held.state != "approved":
        raise writing_problems.WrongState(
            "Only a draft that a reviewer approved is published.", state=held.state
        )
    writing.require_not_away(session, slug)
    require_current(session, held)
    try:
        draft = drafting.parsed(held.tree)
    except ValidationError as error:
        raise refusals.Refused(refusals.at(slug, rules.unreadable(error))) from None
    before = projection.latest(session, slug)
    outcome = publishing.release(edit, draft, conditions=conditions)
    ledgers.keep(edit, before=before[0] if before else None, after=draft)
    writing.remove(edit, held)
    edit.finish()
    return outcome


def rebase(
    session: Session,
    who: principals.Principal,
    slug: str,
    *,
    note: str,
    expected: preconditions.Expected,
    now: datetime.datetime,
) -> drafts.Draft:
    """Say that a draft was compared with the newest revision; it needs a review again."""
    edit = writing.signed(session, who, now=now, note=note)
    held = writing.expect(session, slug, expected)
    compared = dataclasses.replace(held, base_revision=_newest(session, slug), state="draft", reviewer=None)
    return writing.step(edit, held, compared, action="edit_draft")


def require_current(session: Session, held: drafts.Draft) -> None:
    """Raise Outdated where something was published that whoever wrote the draft has not seen."""
    newest = _newest(session, held.slug)
    if newest != held.base_revision:
        raise writing_problems.Outdated(
            "Something else was published since the draft was begun.", published=newest
        )


def _newest(session: Session, slug: str) -> int | None:
    found = projection.latest(session, slug)
    return None if found is None else found[1].number
