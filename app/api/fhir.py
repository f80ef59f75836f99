"""A procedure as FHIR R5, and what describes our extensions to it; this is no FHIR server."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.api import fhir_example
from app.catalogue import procedures
from app.content import problems
from app.http import caching, dependencies, representations
from app.renderings import fhir as renderings
from app.renderings import fhir_definitions, fhir_extensions

TAG = "FHIR"
router = APIRouter(tags=["Procedures"])
definitions = APIRouter(prefix="/fhir", tags=[TAG])
_NAME = Annotated[str, Path(pattern="^[a-z-]{1,40}$")]
_OBJECT: dict[str, Any] = {"type": "object", "additionalProperties": True}
_SCHEMA: dict[str, Any] = {
    "title": "FhirBundle",
    "type": "object",
    "description": "A Bundle of FHIR R5 (5.0.0) of the type `document`: a Composition and all that it refers to.",
    "required": ["resourceType", "type", "identifier", "timestamp", "entry"],
    "properties": {
        "resourceType": {"type": "string", "enum": ["Bundle"]},
        "type": {"type": "string", "enum": ["document"]},
        "identifier": _OBJECT,
        "timestamp": {"type": "string", "format": "date-time"},
        "entry": {"type": "array", "minItems": 1, "items": _OBJECT},
    },
    "additionalProperties": True,
}
_DEFINITION: dict[str, Any] = {
    "title": "FhirDefinition",
    "type": "object",
    "required": ["resourceType", "id", "url", "description"],
    "properties": {name: {"type": "string"} for name in ("resourceType", "id", "url", "description")},
    "additionalProperties": True,
}


class Fhir(Response):
    """An answer that is FHIR."""

    media_type = renderings.MEDIA_TYPE


def _defined(example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {Fhir.media_type: {"schema": _DEFINITION, "example": example}}}}


@router.get(
    "/procedures/{slug}.fhir.json",
    response_class=Fhir,
    responses={
        200: {
            "content": {Fhir.media_type: {"schema": _SCHEMA, "example": fhir_example.EXAMPLE}},
            "headers": representations.HEADERS,
        }
    },
    summary="Read a procedure as FHIR",
)
def read_fhir(request: Request, here: dependencies.Here, slug: dependencies.SlugInPath) -> Response:
    """The whole document as a Bundle of FHIR R5 that any server can load; there is no FHIR server here.

    Every statement is a resource, or an action of one, with a Provenance that quotes its sources. Coverage stands in
    the Composition and in the ActivityDefinition, each time also in words.
    """
    with here.database.read() as session:
        found = procedures.published(session, slug)
    return representations.answer(request, here, found, slug=slug, suffix="fhir.json")


@definitions.get(
    "/StructureDefinition/{name}",
    response_class=Fhir,
    responses=_defined(fhir_example.EXTENSION),
    summary="Read the definition of an extension to FHIR",
)
async def read_structure_definition(request: Request, here: dependencies.Here, name: _NAME) -> Response:
    """What an extension of ours means, and what it holds."""
    if name not in fhir_extensions.DEFINITIONS:
        raise problems.NotFound("There is no extension with this name.")
    make = fhir_extensions.Maker(url=here.publisher.url)
    return _answer(request, fhir_definitions.structure(name, make=make))


@definitions.get(
    "/CodeSystem/{name}",
    response_class=Fhir,
    responses=_defined(fhir_example.SYSTEM),
    summary="Read a code system of ours in FHIR",
)
async def read_code_system(request: Request, here: dependencies.Here, name: _NAME) -> Response:
    """The codes of a system of ours, and what they mean."""
    if name not in fhir_definitions.CODE_SYSTEMS:
        raise problems.NotFound("There is no code system with this name.")
    make = fhir_extensions.Maker(url=here.publisher.url)
    return _answer(request, fhir_definitions.code_system(name, make=make))


def _answer(request: Request, tree: fhir_extensions.Tree) -> Response:
    return caching.conditional(
        request,
        chunks=[fhir_definitions.content(tree)],
        media_type=Fhir.media_type + renderings.PARAMETERS,
    )
