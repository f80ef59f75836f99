"""Procedures side by side, at one address."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import AfterValidator, StringConstraints, WithJsonSchema
from starlette.responses import Response

from app.api import answers
from app.catalogue import comparison as documents
from app.catalogue import procedures
from app.content import comparison, document, values
from app.http import dependencies, models, parameters

router = APIRouter(tags=["Comparison"])
FEWEST, MOST, LONGEST = comparison.FEWEST, comparison.MOST, 600
"""How many procedures are compared, and how many characters may name them."""


def _several(text: str) -> str:
    slugs = text.split(",")
    if not FEWEST <= len(slugs) <= MOST:
        raise ValueError(f"must name {FEWEST} to {MOST} procedures, separated by commas")
    if not all(slugs):
        raise ValueError("must hold a slug before and after each comma")
    if len(set(slugs)) < len(slugs):
        raise ValueError("must not name a procedure twice")
    return text


_SHAPE = {
    "type": "string",
    "pattern": f"^[^,]+(,[^,]+){{{FEWEST - 1},{MOST - 1}}}$",
    "maxLength": LONGEST,
    "examples": ["laser-skin-tightening,mesotherapy"],
}
Slugs = Annotated[
    str,
    StringConstraints(max_length=LONGEST),
    AfterValidator(_several),
    WithJsonSchema(_SHAPE),
]
"""Different slugs, separated by commas; each is taken as it is, spaces included."""


class ComparedProcedure(comparison.ComparisonColumn):
    """A column: which procedure it shows, as of which revision, and how far what it says can be relied on."""

    url: models.Url
    """The whole document."""
    revision: models.DocumentRevision


class ProcedureComparison(comparison.Comparison):
    """Procedures side by side: the same rows for each, in equal detail, and no cell blank."""

    columns: tuple[ComparedProcedure, ...]


class CompareQuery(parameters.Query):
    """What to compare."""

    procedures: Slugs
    """The slugs of 2 to 6 procedures, separated by commas, in the order in which they are to stand."""


@router.get(
    "/compare",
    response_model=models.Answer[ProcedureComparison],
    responses={404: {"$ref": "#/components/responses/Problem404"}},
    summary="Compare procedures",
)
def compare_procedures(
    request: Request, here: dependencies.Here, query: Annotated[CompareQuery, Query()]
) -> Response:
    """The same rows for every procedure: each cell holds statements with their evidence, or says why there are none.

    Side effects, contraindications, precautions, interactions and warning signs stand side by side by concept. A
    procedure with fewer entries is not thereby safer.
    """
    with here.database.read() as session:
        found = documents.compared(session, query.procedures.split(","))
    return answers.one(request, here, _tree(here, found), revision=found.catalogue)


def _tree(here: dependencies.Service, compared: documents.Compared) -> values.Json:
    held = [document.ProcedureDocument.model_validate_json(found.document) for found in compared.found]
    table = comparison.compare(held, broader=compared.broader)
    columns: list[values.Json] = [
        {**column.tree(), **_published(here, slug=column.slug, found=found)}
        for column, found in zip(table.columns, compared.found, strict=True)
    ]
    return {**table.tree(), "columns": columns}


def _published(
    here: dependencies.Service, *, slug: str, found: procedures.Published
) -> dict[str, values.Json]:
    return {
        "url": here.publisher.url(f"/v1/procedures/{slug}"),
        "revision": {"number": found.number, "sha256": found.sha256, "published": found.published},
    }
