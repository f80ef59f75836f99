"""The vocabulary: the concepts by which procedures are asked about."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from app.api import answers, queries, shapes
from app.catalogue import concepts
from app.content import values, vocabulary
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


@router.get(
    "/concepts/{concept}", response_model=models.Answer[shapes.ConceptAnswer], summary="Read a concept"
)
def read_concept(
    request: Request,
    here: dependencies.Here,
    concept: Annotated[
        parameters.Slug,
        Path(description="The concept's id.", openapi_examples=parameters.example("isotretinoin")),
    ],
) -> Response:
    """One concept with all its broader and its directly narrower ones."""
    with here.database.read() as session:
        known = concepts.one(session, concept)
    around = {"all_broader": _named(known.all_broader), "narrower": _named(known.narrower)}
    tree = {**known.concept, **{name: listed for name, listed in around.items() if listed}}
    return answers.one(request, here, tree, revision=known.catalogue)


def _named(pairs: tuple[tuple[str, str], ...]) -> list[values.Json]:
    return [{"id": name, "label": label} for name, label in pairs]
