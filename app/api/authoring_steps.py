"""The steps of a draft over HTTP: submitted, approved, sent back, compared anew, published, begun from a revision."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.access.principals import Permission, Principal
from app.api import authoring, authoring_examples
from app.api import authoring_shapes as shapes
from app.authoring import drafts, publishing, releasing, reviewing
from app.authoring.preconditions import Expected
from app.content import values
from app.db import clock
from app.http import bodies, dependencies, models, preconditions, principals, writes

router = APIRouter(tags=[authoring.TAG])
Reviewer = Annotated[Principal, principals.needs(Permission.REVIEW)]
Publisher = Annotated[Principal, principals.needs(Permission.PUBLISH)]
Noted = Annotated[shapes.Remark, Depends(bodies.reader(shapes.Remark))]
NOTED = bodies.described(shapes.Remark, example=authoring_examples.NOTED)
DRAFT = models.Answer[shapes.DraftState]
PLACE = authoring.PREFIX + "/{slug}"


@router.post(
    PLACE + "/submit", response_model=DRAFT, openapi_extra=NOTED, summary="Submit a draft for review"
)
def submit_draft(
    here: dependencies.Here,
    who: authoring.Author,
    slug: dependencies.SlugInPath,
    asked: Noted,
    expected: preconditions.IfMatch,
) -> Response:
    """The rules must find nothing any more. A statement of safety that nobody has reviewed is the reviewer's matter."""
    principals.require_reach(who, slug)
    act = reviewing.submit
    return writes.answer(here, lambda session: _step(session, act, who, slug, asked.note, expected))


@router.post(
    PLACE + "/approve",
    response_model=DRAFT,
    openapi_extra=bodies.described(shapes.Approval, example=authoring_examples.APPROVAL),
    summary="Approve a draft",
)
def approve_draft(
    here: dependencies.Here,
    who: Reviewer,
    slug: dependencies.SlugInPath,
    asked: Annotated[shapes.Approval, Depends(bodies.reader(shapes.Approval))],
    expected: preconditions.IfMatch,
) -> Response:
    """The statements named become reviewed, with the profession that the key says and today's date.

    Every statement about safety must be among them, or have been reviewed before in the very same words. None of its
    authors can approve a draft.
    """
    principals.require_reach(who, slug)
    return writes.answer(here, lambda session: _approved(session, who, slug, asked, expected))


@router.post(PLACE + "/send-back", response_model=DRAFT, openapi_extra=NOTED, summary="Send a draft back")
def send_draft_back(
    here: dependencies.Here,
    who: Reviewer,
    slug: dependencies.SlugInPath,
    asked: Noted,
    expected: preconditions.IfMatch,
) -> Response:
    """Back to its authors, with a note that says what to mend."""
    principals.require_reach(who, slug)
    act = reviewing.send_back
    return writes.answer(here, lambda session: _step(session, act, who, slug, asked.note, expected))


@router.post(
    PLACE + "/rebase", response_model=DRAFT, openapi_extra=NOTED, summary="Say that a draft was compared"
)
def rebase_draft(
    here: dependencies.Here,
    who: authoring.Author,
    slug: dependencies.SlugInPath,
    asked: Noted,
    expected: preconditions.IfMatch,
) -> Response:
    """Something was published since the draft was begun: say that the draft was compared with it, and holds."""
    principals.require_reach(who, slug)
    act = releasing.rebase
    return writes.answer(here, lambda session: _step(session, act, who, slug, asked.note, expected))


@router.post(
    PLACE + "/publish",
    response_model=models.Answer[shapes.PublishedDraft],
    openapi_extra=bodies.described(shapes.Publication, example=authoring_examples.PUBLICATION),
    summary="Publish a draft",
)
def publish_draft(
    here: dependencies.Here,
    who: Publisher,
    slug: dependencies.SlugInPath,
    asked: Annotated[shapes.Publication, Depends(bodies.reader(shapes.Publication))],
    expected: preconditions.IfMatch,
    once: writes.Repeatable,
) -> Response:
    """An approved draft becomes the next revision, and readers see it within a second.

    Whatever it would take away of what is published must be allowed by its id. Send the same Idempotency-Key again
    after a failure: the draft is published once.
    """
    principals.require_reach(who, slug)
    return writes.answer_once(
        here, who, once, lambda session: _published(session, who, slug, asked, expected)
    )


@router.post(
    PLACE + "/restore",
    status_code=201,
    response_model=DRAFT,
    openapi_extra=bodies.described(shapes.Restoration, example=authoring_examples.RESTORATION),
    summary="Begin a draft from an old revision",
)
def restore_revision(
    here: dependencies.Here,
    who: authoring.Author,
    slug: dependencies.SlugInPath,
    asked: Annotated[shapes.Restoration, Depends(bodies.reader(shapes.Restoration))],
) -> Response:
    """A draft that says what a revision said. What was withdrawn since stays withdrawn, and is named."""
    principals.require_reach(who, slug)
    return writes.answer(here, lambda session: _restored(here, session, who, slug, asked))


def _step(session: Any, act: Any, who: Principal, slug: str, note: str, expected: Expected) -> writes.Made:
    return authoring.made(session, act(session, who, slug, note=note, expected=expected, now=clock.now()))


def _approved(
    session: Any, who: Principal, slug: str, asked: shapes.Approval, expected: Expected
) -> writes.Made:
    verdict = reviewing.Verdict(
        reviewed=frozenset(asked.statements), disputed=frozenset(asked.disputed), next_due=asked.next_due
    )
    found = reviewing.approve(
        session, who, slug, verdict, note=asked.note, expected=expected, now=clock.now()
    )
    return authoring.made(session, found)


def _published(
    session: Any, who: Principal, slug: str, asked: shapes.Publication, expected: Expected
) -> writes.Made:
    conditions = publishing.Conditions(allow_dropping=frozenset(asked.allow), reason=asked.reason)
    found = releasing.publish(
        session, who, slug, conditions=conditions, note=asked.note, expected=expected, now=clock.now()
    )
    return writes.Made(data=outcome(found))


def outcome(found: publishing.Outcome) -> dict[str, values.Json]:
    """Return what a publication came to."""
    return {
        "slug": found.slug,
        "number": found.number,
        "sha256": found.sha256,
        "changed": found.changed,
        "catalogue_revision": found.catalogue_revision,
    }


def _restored(
    here: dependencies.Service, session: Any, who: Principal, slug: str, asked: shapes.Restoration
) -> writes.Made:
    found, left = drafts.restore(
        session, who, slug, revision=asked.revision, note=asked.note, now=clock.now()
    )
    beside: dict[str, values.Json] = {"left_withdrawn": list(left)} if left else {}
    return writes.Made(
        data=authoring.told(session, found, beside=beside),
        tag=found.tag,
        status=201,
        location=here.publisher.url(f"/v1{authoring.PREFIX}/{slug}"),
    )
