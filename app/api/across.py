"""Questions across procedures: the statements of one kind, and who is silent on the concept asked about."""

import functools
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.api import answers, queries, shapes
from app.catalogue import conflicts as conflicts_
from app.catalogue import questions, statements
from app.content import statements as kinds
from app.content import values, words
from app.db import stored
from app.http import dependencies, envelope, paging

router = APIRouter(tags=["Questions across procedures"])
Asked = Annotated[queries.Across, Query()]


def _answer(request: Request, here: dependencies.Service, kind: str, query: queries.Across) -> Response:
    after = paging.after(request, query.cursor)
    with here.database.read() as session:
        answered = questions.ask(
            session,
            kind,
            concept=query.concept,
            procedure=query.procedure,
            size=query.limit,
            after=after,
            silent_after=query.silent_after,
        )
    show = functools.partial(_tree, here, conflicts=answered.conflicts)
    beside = {
        **_understood(answered.around, show),
        "not_addressed": answers.silence(request, here, answered.silent),
        **_note(answered),
    }
    rows = [envelope.dumps(show(row)) for row in answered.found.rows]
    return answers.page(request, here, rows, listed=answered.found, size=query.limit, beside=beside)


def _note(answered: questions.Answered) -> dict[str, values.Json]:
    if not answered.found.total and answered.around is not None and answered.around.broader.total:
        return {"note": words.ONLY_BROADER}
    return answers.note(answered.found)


def _understood(
    around: questions.Around | None, show: Callable[[statements.StatementRow], answers.Tree]
) -> dict[str, values.Json]:
    if around is None:
        return {}
    question: answers.Tree = {"concept": {"id": around.concept, "label": around.label}}
    if around.broader_ids:
        question["broader"] = list(around.broader_ids)
    if around.narrower:
        question["narrower"] = list(around.narrower)
    beside: dict[str, values.Json] = {"question": question}
    if around.broader.total:
        beside["broader"] = {
            "words": words.BROADER,
            "total": around.broader.total,
            "complete": around.broader.last is None,
            "statements": [show(row) for row in around.broader.rows],
        }
    return beside


def _tree(
    here: dependencies.Service, row: statements.StatementRow, *, conflicts: conflicts_.Found
) -> answers.Tree:
    tree: answers.Tree = {"procedure": {"slug": row.slug, "name": row.name, "language": "en"}}
    if row.technique is not None:
        tree["technique"] = {"slug": row.technique[0], "name": row.technique[1]}
        tree["position"] = row.position + 1
    return {**tree, "statement": stored.tree(row.json), **answers.conflicts(here, conflicts, row.id)}


@router.get(
    "/side-effects", response_model=shapes.Answers[shapes.Row[kinds.SideEffect]], summary="Side effects"
)
def list_side_effects(request: Request, here: dependencies.Here, query: Asked) -> Response:
    """What can go wrong or be felt, by procedure: how marked, how often, for how long, as our sources word it."""
    return _answer(request, here, "side_effect", query)


@router.get(
    "/contraindications",
    response_model=shapes.Answers[shapes.Row[kinds.Contraindication]],
    summary="Contraindications",
)
def list_contraindications(request: Request, here: dependencies.Here, query: Asked) -> Response:
    """Who should not have a procedure, or should ask first. A procedure that is not listed is not thereby safe."""
    return _answer(request, here, "contraindication", query)


@router.get(
    "/interactions", response_model=shapes.Answers[shapes.Row[kinds.Interaction]], summary="Interactions"
)
def list_interactions(request: Request, here: dependencies.Here, query: Asked) -> Response:
    """Medicines that may act together with a procedure; ask by generic name, brand or class."""
    return _answer(request, here, "interaction", query)


@router.get(
    "/indications", response_model=shapes.Answers[shapes.Row[kinds.Indication]], summary="Indications"
)
def list_indications(request: Request, here: dependencies.Here, query: Asked) -> Response:
    """What procedures are used for, as their sources say."""
    return _answer(request, here, "indication", query)


@router.get("/steps", response_model=shapes.Answers[shapes.StepRow], summary="Steps")
def list_steps(request: Request, here: dependencies.Here, query: Asked) -> Response:
    """The steps of every technique, in order. A concept here is a category, a body area or a concern."""
    return _answer(request, here, "step", query)
