"""The procedure as an ActivityDefinition and each technique as a PlanDefinition; neither prescribes anything."""

import itertools

from app.content import words
from app.renderings import fhir_evidence, fhir_naming, fhir_sections, fhir_statements
from app.renderings.fhir_extensions import Tree
from app.renderings.fhir_naming import Surroundings

_PLAN = "http://terminology.hl7.org/CodeSystem/plan-definition-type"
_SAFETY = ("contraindications", "precautions", "interactions", "side_effects", "warning_signs")


def activity(document: Tree, *, revision: Tree, around: Surroundings) -> Tree:
    """Return the procedure; it says the coverage of every section, since what is silent has no resource of its own."""
    make = around.make
    review = {name: document["review"][name] for name in ("unreviewed", "reviewed", "disputed", "words")}
    said = [document["summary"]["text"], *_gaps(document), around.disclaimer]
    return fhir_naming.present(
        {
            **around.base("ActivityDefinition", document["slug"]),
            "text": fhir_naming.narrative(*said),
            "extension": [
                revision,
                make.parts("review", review),
                make.simple("disclaimer", around.disclaimer),
                *(fhir_sections.coverage(*named, make=make) for named in fhir_sections.every(document)),
            ],
            "url": around.url(f"/v1/procedures/{document['slug']}"),
            "identifier": [around.identifier(f"/procedures/{document['slug']}")],
            **_published(document["name"], around=around),
            **_reviewed(document),
            "description": "\n\n".join(said),
            "topic": _concepts(document["categories"], around=around),
            "relatedArtifact": fhir_evidence.artifacts(document["sources"]),
            "kind": "ServiceRequest",
            "code": {
                "coding": [
                    {
                        "system": around.url("/v1/procedures"),
                        "code": document["slug"],
                        "display": document["name"],
                    }
                ],
                "text": document["name"],
            },
            "bodySite": _concepts(document["body_areas"], around=around),
        }
    )


def _reviewed(document: Tree) -> Tree:
    """Return when the oldest review was made: only if each statement was found right."""
    if document["review"]["unreviewed"] or document["review"]["disputed"]:
        return {}
    return {"lastReviewDate": min(claim["review"]["on"] for claim in fhir_sections.claims(document))}


def _gaps(document: Tree) -> list[str]:
    """Return for each section about safety how much is said, so that who reads nothing else reads this."""
    return [
        words.coverage(name, "not_addressed") if _emptied(document["sections"][name]) else said
        for name in _SAFETY
        for said in [document["sections"][name]["words"]]
    ]


def _emptied(section: Tree) -> bool:
    held = [claim for claim in section.get("statements", ()) if fhir_statements.held(claim)]
    return section["coverage"] == "stated" and not held


def _published(title: str, *, around: Surroundings) -> Tree:
    return {
        "version": around.version,
        "name": "".join(["Candour", *(part.capitalize() for part in around.slug.split("-"))]),
        "title": title,
        "status": "active",
        "experimental": around.experimental,
        "date": around.published,
        "publisher": around.publisher,
        "contact": [
            {
                "name": "Corrections",
                "telecom": [{"system": "url", "value": around.url("/report-error")}],
            }
        ],
        "copyright": f"The licence of this data: {around.licence} The rights in what it quotes stay with the sources.",
    }


def _concepts(section: Tree, *, around: Surroundings) -> list[Tree]:
    return [
        around.concept(claim["concept"])
        for claim in section.get("statements", ())
        if fhir_statements.held(claim)
    ]


def plan(technique: Tree, *, around: Surroundings) -> Tree:
    """Return a technique with those of its steps that are still held, in order; nothing is said of what is required."""
    marks = fhir_statements.marks(technique, around=around)
    title = around.slug + "-" + technique["slug"]
    uses = [claim["text"] for claim in technique["use"].get("statements", ()) if fhir_statements.held(claim)]
    named = _published(technique["name"], around=around)
    return fhir_naming.present(
        {
            **around.base("PlanDefinition", technique["id"]),
            "text": fhir_naming.narrative(fhir_statements.told(technique)),
            **marks,
            "extension": [
                *marks["extension"],
                around.make.simple("disclaimer", around.disclaimer),
                *(
                    fhir_sections.coverage(name, section, make=around.make)
                    for name, section in fhir_sections.within(technique)
                ),
            ],
            "url": around.url(f"/v1/statements/{technique['id']}"),
            "identifier": [around.identifier(f"/v1/statements/{technique['id']}")],
            **named,
            "name": "".join(["Candour", *(part.capitalize() for part in title.split("-"))]),
            "status": "active" if fhir_statements.held(technique) else "retired",
            "type": {"coding": [{"system": _PLAN, "code": "clinical-protocol"}]},
            "description": technique["text"],
            "usage": "\n\n".join([*uses, technique["use"]["words"]]),
            "relatedArtifact": [{"type": "part-of", "resource": around.url(f"/v1/procedures/{around.slug}")}],
            "action": _groups(technique, around=around),
        }
    )


def told_steps(technique: Tree) -> list[Tree]:
    """Return the steps that are actions: those that are held, of a technique that is; all others would instruct."""
    if not fhir_statements.held(technique):
        return []
    return [step for step in technique["steps"].get("statements", ()) if fhir_statements.held(step)]


def _groups(technique: Tree, *, around: Surroundings) -> list[Tree]:
    """Return the steps as actions, each after the one before it, those next to each other of one phase together."""
    steps = told_steps(technique)
    after = dict(zip((step["id"] for step in steps[1:]), steps, strict=False))
    numbers = {step["id"]: str(place) for place, step in enumerate(steps, start=1)}
    return [
        {
            "linkId": f"{phase}-{place}",
            "title": phase.capitalize(),
            "groupingBehavior": "logical-group",
            "action": [
                _action(step, prefix=numbers[step["id"]], after=after.get(step["id"]), around=around)
                for step in group
            ],
        }
        for place, (phase, group) in enumerate(
            itertools.groupby(steps, key=lambda step: str(step["phase"])), start=1
        )
    ]


def _action(step: Tree, *, prefix: str, after: Tree | None, around: Surroundings) -> Tree:
    following = [{"targetId": link(after["id"]), "relationship": "after"}] if after else None
    return fhir_naming.present(
        {
            "id": link(step["id"]),
            **fhir_statements.marks(step, around=around),
            "linkId": link(step["id"]),
            "prefix": prefix,
            "title": step.get("title"),
            "textEquivalent": fhir_statements.told(step),
            "relatedAction": following,
        }
    )


def link(identifier: str) -> str:
    """Return the id of the action that a step is."""
    return identifier.replace("_", "-")
