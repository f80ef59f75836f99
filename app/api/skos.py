"""The whole vocabulary in SKOS, for tools that know thesauri and not us."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.catalogue import concepts
from app.http import caching, dependencies, envelope, urls
from app.renderings import skos

router = APIRouter(tags=["Vocabulary"])
_PLACE = "https://candour.example/v1/concepts"
_LINKED_EXAMPLE: dict[str, Any] = {
    "@context": dict(skos.PREFIXES),
    "@graph": [
        {
            "@id": f"{_PLACE}/bruising",
            "@type": "skos:Concept",
            "skos:inScheme": [{"@id": f"{_PLACE}?scheme=side_effect"}],
            "skos:prefLabel": [{"@language": "en", "@value": "Bruising"}],
        }
    ],
}
_TURTLE_EXAMPLE = f"""\
@prefix skos: <{skos.PREFIXES["skos"]}> .

<{_PLACE}/bruising>
    a skos:Concept ;
    skos:inScheme <{_PLACE}?scheme=side_effect> ;
    skos:prefLabel "Bruising"@en .
"""


class Linked(Response):
    """An answer that is JSON-LD."""

    media_type = skos.LINKED


class Turtle(Response):
    """An answer that is Turtle."""

    media_type = skos.TURTLE


@router.get(
    "/concepts.jsonld",
    response_class=Linked,
    responses={200: {"content": {skos.LINKED: {"schema": {"type": "object"}, "example": _LINKED_EXAMPLE}}}},
    summary="The whole vocabulary in SKOS, as JSON-LD",
)
def read_concepts_as_jsonld(request: Request, here: dependencies.Here) -> Response:
    """Every concept with all its labels, its broader and narrower ones, and links to entries of public vocabularies.

    Misspellings are hidden labels. A concept's `@id` is its address here.
    """
    with here.database.read() as session:
        found, revision = concepts.whole(session)
    made = skos.linked(found, by=_publication(here.publisher))
    return caching.conditional(request, chunks=[made], revision=revision, media_type=skos.LINKED)


@router.get(
    "/concepts.ttl",
    response_class=Turtle,
    responses={200: {"content": {skos.TURTLE: {"schema": {"type": "string"}, "example": _TURTLE_EXAMPLE}}}},
    summary="The whole vocabulary in SKOS, as Turtle",
)
def read_concepts_as_turtle(request: Request, here: dependencies.Here) -> Response:
    """The same graph as `/v1/concepts.jsonld`."""
    with here.database.read() as session:
        found, revision = concepts.whole(session)
    made = skos.turtle(found, by=_publication(here.publisher))
    media_type = f"{skos.TURTLE}; charset=utf-8"
    return caching.conditional(request, chunks=[made], revision=revision, media_type=media_type)


def _publication(publisher: urls.Publisher) -> skos.Publication:
    return skos.Publication(url=publisher.url, publisher=publisher.name, licence=str(envelope.LICENCE["url"]))
