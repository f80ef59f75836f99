"""What is published taken away over HTTP, whole procedures and single statements; brought back, and renamed."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.access.principals import Principal
from app.api import authoring, authoring_examples, authoring_steps
from app.api import authoring_shapes as shapes
from app.authoring import drafts, edits, publishing, renaming, withdrawing
from app.content import document
from app.db import clock
from app.http import bodies, dependencies, models, principals, writes

router = APIRouter(tags=[authoring.TAG])
OUTCOME = models.Answer[shapes.PublishedDraft]
PLACE = authoring.PREFIX + "/{slug}"


@router.post(
    PLACE + "/withdraw",
    response_model=OUTCOME,
    openapi_extra=bodies.described(shapes.Withdrawal, example=authoring_examples.WITHDRAWAL),
    summary="Withdraw a procedure",
)
def withdraw_procedure(
    here: dependencies.Here,
    who: authoring_steps.Publisher,
    slug: dependencies.SlugInPath,
    asked: Annotated[shapes.Withdrawal, Depends(bodies.reader(shapes.Withdrawal))],
) -> Response:
    """From now on every address of it answers 410 with the reason, on every worker within a second."""
    principals.require_reach(who, slug)
    return writes.answer(
        here, lambda session: _done(session, who, withdrawing.withdraw, slug, reason=asked.reason)
    )


@router.post(
    PLACE + "/recall",
    response_model=OUTCOME,
    openapi_extra=bodies.described(shapes.Recall, example=authoring_examples.RECALL),
    summary="Withdraw single statements",
)
def recall_statements(
    here: dependencies.Here,
    who: authoring_steps.Publisher,
    slug: dependencies.SlugInPath,
    asked: Annotated[shapes.Recall, Depends(bodies.reader(shapes.Recall))],
) -> Response:
    """A new revision without them, at once and without a review; each leaves a mark with the day and the reason.

    Where the summary or a contradiction names one of them, say what stands there from now on.
    """
    principals.require_reach(who, slug)
    return writes.answer(here, lambda session: _done(session, who, withdrawing.recall, slug, _recall(asked)))


@router.post(
    PLACE + "/reinstate",
    response_model=OUTCOME,
    openapi_extra=authoring_steps.NOTED,
    summary="Bring a withdrawn procedure back",
)
def reinstate_procedure(
    here: dependencies.Here,
    who: authoring_steps.Publisher,
    slug: dependencies.SlugInPath,
    asked: authoring_steps.Noted,
) -> Response:
    """Its last revision is published again, under the next number. Readers see the note as the reason, for ever."""
    principals.require_reach(who, slug)
    return writes.answer(
        here, lambda session: _done(session, who, withdrawing.reinstate, slug, note=asked.note)
    )


@router.post(
    PLACE + "/rename",
    response_model=OUTCOME,
    openapi_extra=bodies.described(shapes.Renaming, example=authoring_examples.RENAMING),
    summary="Give a procedure another slug",
)
def rename_procedure(
    here: dependencies.Here,
    who: authoring_steps.Publisher,
    slug: dependencies.SlugInPath,
    asked: Annotated[shapes.Renaming, Depends(bodies.reader(shapes.Renaming))],
) -> Response:
    """Old addresses lead on to the new ones (308), revisions are counted on, and neither slug is ever used again."""
    principals.require_reach(who, slug)
    return writes.answer(
        here, lambda session: _done(session, who, renaming.rename, slug, to=asked.to, reason=asked.reason)
    )


def _done(
    session: Any, who: Principal, act: Any, slug: str, *asked: withdrawing.Recall, note: str = "", **more: str
) -> writes.Made:
    edit: edits.Edit = drafts.signed(session, who, now=clock.now(), note=note)
    found: publishing.Outcome = act(edit, slug, *asked, **more)
    edit.finish()
    return writes.Made(data=authoring_steps.outcome(found))


def _recall(asked: shapes.Recall) -> withdrawing.Recall:
    return withdrawing.Recall(
        statements=asked.statements,
        reason=asked.reason,
        summary=document.Summary(text=asked.summary.text, statements=asked.summary.statements)
        if asked.summary
        else None,
        conflicts=asked.conflicts,
    )
