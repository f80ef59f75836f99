"""The sections of a document as schema.org says them: each with its coverage, in a word and in a sentence."""

from app.content import document, words
from app.renderings import jsonld_statements
from app.renderings.jsonld_statements import Surroundings, Tree

FIRST = ("invasiveness", "body_areas", "categories", "techniques")
"""The sections that stand in the document itself, before those of `sections`."""
_ASPECTS = {
    "categories": "Types",
    "techniques": "HowItWorks",
    "technique_use": "UsageOrSchedule",
    "steps": "HowItWorks",
    "indications": "MayTreat",
    "contraindications": "Safety",
    "precautions": "Safety",
    "interactions": "Safety",
    "side_effects": "SideEffects",
    "warning_signs": "SeeDoctor",
    "outcomes": "Effectiveness",
    "mechanisms": "HowItWorks",
    "aftercare": "SelfCare",
    "recovery": "Prognosis",
    "session_plan": "UsageOrSchedule",
    "alternatives": "RelatedTopics",
    "combinations": "RelatedTopics",
}
"""The aspect of health that a section is about, where schema.org names one that fits."""


def parts(published: Tree, *, around: Surroundings) -> list[Tree]:
    """Return all sections in the document's order, those of techniques inside their technique."""
    held = {name: published[name] for name in FIRST} | {
        name: published["sections"][name] for name in document.SECTION_KINDS
    }
    return [_section(name, section, around=around) for name, section in held.items()]


def _section(name: str, section: Tree, *, around: Surroundings, technique: str = "") -> Tree:
    """Return a section; the coverage is its status, and each gap is a sentence of its text."""
    make = _technique if name == "techniques" else jsonld_statements.claim
    claims = [*section.get("statements", ()), *([section["finding"]] if "finding" in section else ())]
    aspect = _ASPECTS.get(name)
    return jsonld_statements.present(
        {
            "@type": "HealthTopicContent" if aspect else "WebContent",
            "@id": around.place(f"{name}:{technique}" if technique else name),
            "name": words.NOUNS[name],
            "hasHealthAspect": f"https://schema.org/{aspect}HealthAspect" if aspect else None,
            "creativeWorkStatus": section["coverage"],
            "text": [section["words"], *(silence["words"] for silence in section.get("silent_on", ()))],
            "hasPart": [make(claim, around=around) for claim in claims],
        }
    )


def _technique(technique: Tree, *, around: Surroundings) -> Tree:
    """Return a technique: a claim, and instructions as well as far as it and its steps are still held."""
    node = jsonld_statements.claim(technique, around=around)
    steps = technique["steps"].get("statements", [])
    told = jsonld_statements.held(steps) if jsonld_statements.held([technique]) else []
    untold = {**technique["steps"], "statements": [step for step in steps if step not in told]}
    within = [
        _section(name, section, around=around, technique=technique["slug"])
        for name, section in (("technique_use", technique["use"]), ("steps", untold))
    ]
    if jsonld_statements.held([technique]):
        node["@type"] = ["HowTo", "Claim"]
    numbered = [_step(step, position=place, around=around) for place, step in enumerate(told, start=1)]
    return jsonld_statements.present({**node, "step": numbered, "hasPart": within})


def _step(step: Tree, *, position: int, around: Surroundings) -> Tree:
    node = jsonld_statements.claim(step, around=around)
    return {**node, "@type": ["HowToStep", "Claim"], "position": position}
