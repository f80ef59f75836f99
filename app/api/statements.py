"""One statement at an address that is never reused."""

import json
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.api import answers, shapes
from app.catalogue import statements
from app.http import dependencies, models, parameters
from app.renderings import excerpts

router = APIRouter(tags=["Statements"])


@router.get(
    "/statements/{identifier}",
    response_model=models.Answer[shapes.PlacedStatement],
    responses={410: {"$ref": "#/components/responses/Problem410"}},
    summary="Read a statement",
)
def read_statement(
    request: Request,
    here: dependencies.Here,
    identifier: Annotated[parameters.StatementId, Path(description="`st_` and ten characters.")],
) -> Response:
    """One statement with its evidence, procedure and sources. A withdrawn one answers 410 with its tombstone."""
    with here.database.read() as session:
        placed = statements.one(session, identifier)
    tree = excerpts.statement(json.loads(placed.found.document), identifier, placed.section)
    return answers.excerpt(request, here, placed.found, tree)
