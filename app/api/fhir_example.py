"""What a procedure looks like as FHIR, for the OpenAPI description: a part of a real answer."""

from typing import Any

from app.content import words

_PLACE = "https://candour.example"
_OURS = f"{_PLACE}/fhir/StructureDefinition"
_SILENT = words.coverage("contraindications", "not_addressed")
_COMPOSITION: dict[str, Any] = {
    "resourceType": "Composition",
    "id": "candour-mesotherapy",
    "status": "preliminary",
    "title": "Mesotherapy",
    "subject": [{"reference": "ActivityDefinition/candour-mesotherapy"}],
    "section": [
        {
            "title": "who should not have it",
            "extension": [
                {
                    "url": f"{_OURS}/coverage",
                    "extension": [
                        {"url": "section", "valueString": "contraindications"},
                        {"url": "coverage", "valueCode": "not_addressed"},
                        {"url": "words", "valueString": _SILENT},
                    ],
                },
                {
                    "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
                    "valueCode": "unknown",
                },
            ],
            "emptyReason": {
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/list-empty-reason",
                        "code": "unavailable",
                    }
                ],
                "text": _SILENT,
            },
        }
    ],
}
_EFFECT: dict[str, Any] = {
    "resourceType": "ClinicalUseDefinition",
    "id": "candour-st-7mpvn2ty07",
    "type": "undesirable-effect",
    "subject": [{"reference": "ActivityDefinition/candour-mesotherapy"}],
    "extension": [
        {
            "url": f"{_OURS}/statement",
            "extension": [
                {"url": "id", "valueString": "st_7mpvn2ty07"},
                {"url": "kind", "valueCode": "side_effect"},
                {
                    "url": "text",
                    "valueString": "Bruising, such as at the place of the injection, is the most common side effect. "
                    "It usually fades within a week.",
                },
                {"url": "grade", "valueCode": "low"},
                {"url": "review", "valueCode": "unreviewed"},
            ],
        },
        {
            "url": f"{_OURS}/duration",
            "extension": [
                {"url": "wording", "valueString": "usually fades within 1 week"},
                {"url": "min", "valueString": "open"},
                {"url": "max", "valueString": "P1W"},
                {"url": "measures", "valueCode": "until_gone"},
            ],
        },
    ],
    "undesirableEffect": {"symptomConditionEffect": {"concept": {"text": "Bruising"}}},
}
_PROVENANCE: dict[str, Any] = {
    "resourceType": "Provenance",
    "id": "candour-st-7mpvn2ty07",
    "target": [{"reference": "ClinicalUseDefinition/candour-st-7mpvn2ty07"}],
    "entity": [
        {
            "role": "quotation",
            "what": {"reference": "DocumentReference/candour-mesotherapy-directory"},
            "extension": [
                {
                    "url": f"{_OURS}/evidence",
                    "extension": [
                        {"url": "stance", "valueCode": "supports"},
                        {"url": "quality", "valueCode": "clear"},
                        {"url": "phrase", "valueString": "usually fade within 1 week"},
                    ],
                }
            ],
        }
    ],
}
EXAMPLE: dict[str, Any] = {
    "resourceType": "Bundle",
    "id": "candour-mesotherapy",
    "type": "document",
    "identifier": {
        "system": "urn:ietf:rfc:3986",
        "value": f"{_PLACE}/v1/procedures/mesotherapy?revision=1",
    },
    "timestamp": "2026-12-01T10:00:00.000000Z",
    "entry": [
        {"fullUrl": f"{_PLACE}/fhir/{resource['resourceType']}/{resource['id']}", "resource": resource}
        for resource in (_COMPOSITION, _EFFECT, _PROVENANCE)
    ],
}
"""A Bundle of which most parts are left out."""
EXTENSION: dict[str, Any] = {
    "resourceType": "StructureDefinition",
    "id": "onset",
    "url": f"{_OURS}/onset",
    "description": "When a side effect begins, as the source words it.",
    "type": "Extension",
}
"""A definition of which most parts are left out."""
SYSTEM: dict[str, Any] = {
    "resourceType": "CodeSystem",
    "id": "statement-kind",
    "url": f"{_PLACE}/fhir/CodeSystem/statement-kind",
    "description": "The kinds of statement.",
    "concept": [{"code": "warning_sign", "definition": "When to seek help, and from whom."}],
}
"""A code system of which most parts are left out."""
