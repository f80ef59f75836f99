"""A procedure as JSON-LD, for machines that know schema.org and not us."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.catalogue import procedures
from app.content import words
from app.http import dependencies, representations
from app.renderings import jsonld as renderings

router = APIRouter(tags=["Procedures"])
_PLACE = "https://candour.example"
_SCHEMA: dict[str, Any] = {
    "title": "MedicalWebPage",
    "type": "object",
    "description": "A MedicalWebPage of schema.org 30.0; its main entity is the procedure.",
    "required": ["@context", "@id", "@type", "mainEntity", "hasPart", "citation"],
    "properties": {
        "@context": {"type": "string", "enum": ["https://schema.org"]},
        "@type": {"type": "string", "enum": ["MedicalWebPage"]},
        "@id": {"type": "string", "format": "uri"},
        "mainEntity": {"type": "object", "additionalProperties": True},
        "hasPart": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "additionalProperties": True},
        },
        "citation": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "additionalProperties": True},
        },
    },
    "additionalProperties": True,
}
EXAMPLE: dict[str, Any] = {
    "@context": "https://schema.org",
    "@id": f"{_PLACE}/procedures/mesotherapy",
    "@type": "MedicalWebPage",
    "citation": [
        {
            "@id": f"{_PLACE}/v1/sources/mesotherapy-directory",
            "@type": "CreativeWork",
            "additionalType": "directory",
            "keywords": ["grade: low", "access: held"],
            "name": "Mesotherapy for cellulite treatment and weight loss",
        }
    ],
    "hasPart": [
        {
            "@id": f"{_PLACE}/procedures/mesotherapy#side_effects",
            "@type": "HealthTopicContent",
            "creativeWorkStatus": "stated",
            "hasHealthAspect": "https://schema.org/SideEffectsHealthAspect",
            "hasPart": [
                {
                    "@id": f"{_PLACE}/v1/statements/st_7mpvn2ty07",
                    "@type": "Claim",
                    "about": {
                        "@id": f"{_PLACE}/v1/concepts/bruising",
                        "@type": "DefinedTerm",
                        "name": "Bruising",
                    },
                    "additionalType": "side_effect",
                    "creativeWorkStatus": ["unreviewed"],
                    "isBasedOn": [
                        {
                            "@type": "Quotation",
                            "isBasedOn": {"@id": f"{_PLACE}/v1/sources/mesotherapy-directory"},
                            "keywords": ["stance: supports", "quality: clear"],
                            "text": "usually fade within 1 week",
                        }
                    ],
                    "keywords": "grade: low",
                    "mentions": [
                        {
                            "@type": "PropertyValue",
                            "propertyID": "duration",
                            "value": "usually fades within 1 week",
                            "valueReference": [
                                {"@type": "PropertyValue", "propertyID": "max", "value": "P1W"},
                                {"@type": "PropertyValue", "propertyID": "measures", "value": "until_gone"},
                                {"@type": "PropertyValue", "propertyID": "min", "value": "open"},
                            ],
                        }
                    ],
                    "text": "Bruising, such as at the place of the injection, is the most common side effect. "
                    "It usually fades within a week.",
                }
            ],
            "name": "side effects",
            "text": [words.coverage("side_effects", "stated")],
        }
    ],
    "inLanguage": "en",
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "mainEntity": {
        "@id": f"{_PLACE}/procedures/mesotherapy#procedure",
        "@type": "MedicalTherapy",
        "contraindication": [words.coverage("contraindications", "not_addressed")],
        "name": "Mesotherapy",
    },
    "name": "Mesotherapy",
    "url": f"{_PLACE}/procedures/mesotherapy",
}
"""An answer of which most parts are left out."""


class JsonLd(Response):
    """An answer that is JSON-LD."""

    media_type = renderings.MEDIA_TYPE


@router.get(
    "/procedures/{slug}.jsonld",
    response_class=JsonLd,
    responses={
        200: {
            "content": {JsonLd.media_type: {"schema": _SCHEMA, "example": EXAMPLE}},
            "headers": representations.HEADERS,
        }
    },
    summary="Read a procedure as JSON-LD",
)
def read_jsonld(request: Request, here: dependencies.Here, slug: dependencies.SlugInPath) -> Response:
    """The whole document in the words of schema.org: every statement a `Claim` at its own address.

    The coverage of each section is its `creativeWorkStatus`, and stands in words in its `text`.
    """
    with here.database.read() as session:
        found = procedures.published(session, slug)
    return representations.answer(request, here, found, slug=slug, suffix="jsonld")
