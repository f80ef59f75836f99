"""How procedures from elsewhere become drafts: read whole, all of them or none; nothing of it is published."""

import datetime
from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.access import principals
from app.authoring import bundles, drafts, folders, refusals
from app.catalogue import drafts as reading
from app.content import document


def read(sent: bytes, *, form: bundles.Form) -> folders.Contents:
    """Return the procedures of a bundle; raise Refused with every fault, and for whatever else it holds."""
    contents = bundles.parse(sent, form=form, name="the body")
    faults = list(contents.faults)
    faults += [
        refusals.Fault(
            place=item.name,
            code="not_a_procedure",
            pointer="",
            message=f"The {item.kind} {item.name} can only be imported by whoever has the command line.",
        )
        for item in contents.found
        if item.kind != "procedure"
    ]
    if faults:
        raise refusals.Refused(faults)
    return contents


def store(
    session: Session,
    who: principals.Principal,
    procedures: Iterable[document.ProcedureDraft],
    *,
    now: datetime.datetime,
) -> list[reading.Draft]:
    """Begin a draft of each; raises what `require_room` and `drafts.create` raise."""
    listed = list(procedures)
    require_room(session, who, listed)
    return [
        drafts.create(session, who, one.slug, name=None, tree=one.tree(), now=now, action="import_draft")
        for one in listed
    ]


def require_room(
    session: Session, who: principals.Principal, procedures: Iterable[document.ProcedureDraft]
) -> None:
    """Raise Refused, naming them, where there are drafts already or the key does not reach."""
    listed = list(procedures)
    faults = [
        refusals.Fault(
            place=one.slug, code="out_of_reach", pointer="", message=f"This key does not reach {one.slug}."
        )
        for one in listed
        if not who.reaches(one.slug)
    ]
    faults += [
        refusals.Fault(
            place=one.slug, code="draft_exists", pointer="", message=f"There is a draft of {one.slug}."
        )
        for one in listed
        if reading.find(session, one.slug) is not None
    ]
    if faults:
        raise refusals.Refused(faults)
