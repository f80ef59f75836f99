"""The vocabulary: the concepts by which procedures are asked about."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from app.api import answers, mentioned, queries
from app.catalogue import concepts, mentions
from app.content import vocabulary
from app.http import dependencies, models, paging, parameters

router = APIRouter(tags=["Vocabulary"])


@router.get("/concepts", response_model=models.Listed[vocabulary.Concept], summary="List concepts")
def list_concepts(
    request: Request, here: dependencies.Here, query: Annotated[queries.ConceptQuery, Query()]
) -> Response:
    """The concepts with their labels, broader concepts and codes. Find one by any of its names with `label`."""
    after = paging.after(request, query.cursor)
    with here.database.read() as session:
        found = concepts.listed(
            session, scheme=query.scheme, label=query.label, size=query.limit, after=after
        )
    return answers.page(request, here, found.rows, listed=found, size=query.limit)


@router.get("/concepts/{concept}", response_model=mentioned.ConceptPage, summary="Read a concept")
def read_concept(
    request: Request,
    here: dependencies.Here,
    concept: Annotated[
        parameters.Slug,
        Path(description="The concept's id.", openapi_examples=parameters.example("isotretinoin")),
    ],
    query: Annotated[queries.Mentioning, Query()],
) -> Response:
    """One concept with all its broader and its directly narrower ones, and what every procedure says of it.

    `mentions` holds the statements about it, about narrower and about broader concepts, procedure by procedure;
    `not_addressed` the procedures without one. That a procedure is silent does not mean that it is safe.
    """
    asked = mentions.Asked(concept=concept, kind=query.kind, procedure=query.procedure)
    after = paging.after(request, query.cursor)
    with here.database.read() as session:
        found = mentions.of(session, asked, size=query.limit, after=after, silent_after=query.silent_after)
    return mentioned.answer(request, here, asked, found, size=query.limit)
