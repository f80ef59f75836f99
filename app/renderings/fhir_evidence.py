"""What statements rest on, as FHIR says it: sources as DocumentReference, evidence as Provenance with quotations."""

import re
from collections.abc import Iterable

from app.renderings import fhir_extensions, fhir_naming
from app.renderings.fhir_extensions import Tree
from app.renderings.fhir_naming import Surroundings

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}-[0-9]{2})?")
_UNKNOWN = ("address", "publisher", "author", "date", "translated")
"""What may be unknown of a source."""


def provenance(statement: Tree, *, holder: Tree, element: str = "", around: Surroundings) -> Tree:
    """Return the evidence of a statement, which is a whole resource or an element of one."""
    target: Tree = {"reference": fhir_naming.reference(holder)}
    if element:
        target["extension"] = [{"url": fhir_extensions.TARGET_ELEMENT, "valueUri": element}]
    return {
        **around.base("Provenance", statement["id"]),
        "target": [target],
        "recorded": around.published,
        "agent": [{"type": {"text": "publisher"}, "who": {"reference": fhir_naming.PUBLISHER}}],
        "entity": [_entity(item, around=around) for item in statement["evidence"]],
    }


def _entity(item: Tree, *, around: Surroundings) -> Tree:
    language = around.languages[item["source"]]
    values = {
        **{name: item[name] for name in ("access", "stance", "quality")},
        **{name: item.get(name) for name in ("phrase", "start", "end", "sha256")},
        "language": language if "phrase" in item and language != around.language else None,
        "attributed-to": item.get("attributed_to"),
        "note": item.get("note"),
        **item.get("locator", {}),
        "read-on": item.get("read_on"),
    }
    entity: Tree = {"extension": [around.make.parts("evidence", values)]}
    if item["stance"] == "disputes":
        entity["modifierExtension"] = [around.make.simple("disputes", True)]  # noqa: FBT003 - the value itself
    return {
        **entity,
        "role": "quotation" if "phrase" in item else "source",
        "what": {"reference": f"DocumentReference/{fhir_naming.named(item['source'])}"},
    }


def document_reference(source: Tree, *, around: Surroundings) -> Tree:
    """Return a source: what is known of it, and of what is not that it is not known. Its text is never kept."""
    known = {name: value for name, value in source.items() if value != "unknown"}
    date = known.get("date", "")
    attachment = {
        "language": source["language"],
        "url": known.get("address"),
        "title": source["title"],
        "creation": date if _DATE.fullmatch(date) else None,
    }
    return fhir_naming.present(
        {
            **around.base("DocumentReference", source["id"], tagged=False),
            "text": fhir_naming.narrative(source["title"], source["about"], source["commercial_interest"]),
            "extension": [_source(source, around=around)],
            "identifier": [around.identifier(f"/v1/sources/{source['id']}")],
            "status": "current",
            "author": [{"display": known["author"]}] if "author" in known else None,
            "description": source["about"],
            "content": [{"attachment": fhir_naming.present(attachment)}],
        }
    )


def _source(source: Tree, *, around: Surroundings) -> Tree:
    values = {
        **{name: source[name] for name in ("id", "kind", "access", "rights")},
        "grade": source["grade_of_evidence"],
        **{name: fhir_extensions.known(source[name]) for name in _UNKNOWN},
        "commercial-interest": source["commercial_interest"],
        "sha256": source.get("sha256"),
        "length": source.get("length"),
    }
    return around.make.parts("source", values)


def artifacts(sources: Iterable[Tree]) -> list[Tree]:
    """Return what a definition cites."""
    return [
        {
            "type": "citation",
            "label": source["title"],
            "resourceReference": {"reference": f"DocumentReference/{fhir_naming.named(source['id'])}"},
        }
        for source in sources
    ]
