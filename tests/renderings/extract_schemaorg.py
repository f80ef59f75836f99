"""How schemaorg-30.0.json was made: names and relations of the terms below, and nothing else, from the release.

    python tests/renderings/extract_schemaorg.py schemaorg-all-https.jsonld

The release stands in data/releases/30.0/ of github.com/schemaorg/schemaorg.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

OUT = Path(__file__).with_name("schemaorg-30.0.json")
CLASSES = (
    *("MedicalWebPage", "MedicalTherapy", "SurgicalProcedure", "MedicalContraindication", "MedicalCondition"),
    *("MedicalDevice", "MedicalStudy", "MedicalCode", "AnatomicalStructure", "MedicalSymptom", "Drug"),
    *("HealthTopicContent", "WebContent", "Claim", "Quotation", "CorrectionComment", "HowTo", "HowToStep"),
    *("DefinedTerm", "PropertyValue", "QuantitativeValue", "MediaObject", "Organization", "Person"),
    *("ContactPoint", "Product", "Duration", "Rating", "ClaimReview"),
)
"""What our output is made of, and neighbours that it must not use."""
PROPERTIES = (
    *("about", "additionalProperty", "additionalType", "adverseOutcome", "alternateName", "bodyLocation"),
    *("citation", "code", "contactPoint", "contactType", "contentUrl", "contraindication", "copyrightNotice"),
    *("correction", "creativeWorkStatus", "creditText", "dateModified", "datePublished", "description"),
    *("duplicateTherapy", "encoding", "encodingFormat", "followup", "hasHealthAspect", "hasPart"),
    *("howPerformed", "identifier", "inLanguage", "interactingDrug", "isBasedOn", "jobTitle", "keywords"),
    *("lastReviewed", "license", "mainEntity", "maxValue", "mentions", "minValue", "name"),
    *("naturalProgression", "position", "possibleTreatment", "preparation", "procedureType", "propertyID"),
    *("publisher", "reviewedBy", "sameAs", "seriousAdverseOutcome", "status", "step", "subjectOf"),
    *("temporal", "text", "totalTime", "url", "usageInfo", "value", "valueReference", "version"),
)
ENUMERATIONS = ("HealthAspectEnumeration", "MedicalProcedureType", "EventStatusType", "MedicalStudyStatus")


def extract(release: bytes) -> dict[str, Any]:
    """Return the extract of a release."""
    graph = json.loads(release)["@graph"]
    classes = {_name(term): _names(term, "rdfs:subClassOf") for term in graph if _is(term, "rdfs:Class")}
    described = {_name(term): term for term in graph if _is(term, "rdf:Property")}
    return {
        "origin": "github.com/schemaorg/schemaorg: data/releases/30.0/schemaorg-all-https.jsonld",
        "sha256": hashlib.sha256(release).hexdigest(),
        "classes": {
            name: sorted(classes[name])
            for name in sorted(_with_ancestors([*CLASSES, *ENUMERATIONS], classes))
        },
        "properties": {
            name: {
                "domain": sorted(_names(described[name], "schema:domainIncludes")),
                "range": sorted(_names(described[name], "schema:rangeIncludes")),
            }
            for name in sorted(PROPERTIES)
        },
        "members": {
            name: sorted(_name(term) for term in graph if _is(term, f"schema:{name}"))
            for name in sorted(ENUMERATIONS)
        },
    }


def _with_ancestors(names: list[str], classes: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in classes and name not in found:
            found.add(name)
            waiting += classes[name]
    return found


def _is(term: dict[str, Any], kind: str) -> bool:
    return kind in _listed(term["@type"])


def _name(term: dict[str, Any]) -> str:
    return str(term["@id"]).removeprefix("schema:")


def _names(term: dict[str, Any], key: str) -> list[str]:
    return [_name(named) for named in _listed(term.get(key, []))]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


if __name__ == "__main__":
    OUT.write_text(json.dumps(extract(Path(sys.argv[1]).read_bytes()), indent=1) + "\n", encoding="utf-8")
