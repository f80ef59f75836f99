"""The procedure itself as schema.org's MedicalTherapy: what its properties can hold, and gaps in sentences."""

from collections.abc import Iterator

from app.content import words
from app.renderings import jsonld_statements
from app.renderings.jsonld_statements import Surroundings, Tree


def therapy(published: Tree, *, around: Surroundings) -> Tree:
    """Return the procedure; nothing that is deprecated is said of it, and no silent safety section is left out."""
    sections = published["sections"]
    return jsonld_statements.present(
        {
            "@type": _types(published),
            **around.therapy,
            "name": published["name"],
            "alternateName": [alias["label"] for alias in _held(published, "aliases")],
            "description": [published["summary"]["text"], *_absence("side_effects", sections)],
            "bodyLocation": [around.labels[area["concept"]] for area in _held(published, "body_areas")],
            "howPerformed": _said("techniques", published),
            "preparation": _said("preparation", sections),
            "followup": [
                said for name in ("warning_signs", "aftercare", "recovery") for said in _said(name, sections)
            ],
            "contraindication": list(_contraindications(sections, around=around)),
            "adverseOutcome": [_outcome(effect, around=around) for effect in _held(sections, "side_effects")],
            "duplicateTherapy": [_other(other, around=around) for other in _held(sections, "alternatives")],
        }
    )


def _held(holder: Tree, name: str) -> list[Tree]:
    part = holder.get(name, [])
    return jsonld_statements.held(part if isinstance(part, list) else part.get("statements", []))


def _types(published: Tree) -> str | list[str]:
    values = {claim["value"] for claim in _held(published, "invasiveness")}
    return ["SurgicalProcedure", "MedicalTherapy"] if "surgical" in values else "MedicalTherapy"


def _absence(name: str, holder: Tree) -> list[str]:
    """Return the sentence that says how complete a section is, and before it the finding that there is none."""
    section = holder[name]
    emptied = section["coverage"] == "stated" and not _held(holder, name)
    said = words.coverage(name, "not_addressed") if emptied else section["words"]
    return [*([section["finding"]["text"]] if "finding" in section else ()), said]


def _said(name: str, holder: Tree) -> list[str]:
    return [*(claim["text"] for claim in _held(holder, name)), *_absence(name, holder)]


def _contraindications(sections: Tree, *, around: Surroundings) -> Iterator[Tree | str]:
    for name in ("contraindications", "precautions", "interactions"):
        for claim in _held(sections, name):
            yield {
                "@type": "MedicalContraindication",
                "name": around.labels[claim["concept"]],
                "description": claim["text"],
                "subjectOf": around.statement(claim["id"]),
            }
        yield from _absence(name, sections)


def _outcome(effect: Tree, *, around: Surroundings) -> Tree:
    lasts = jsonld_statements.measured("duration", effect["duration"])
    measures = [part["description"] for part in lasts.get("valueReference", ()) if "description" in part]
    return {
        "@type": "MedicalCondition",
        "name": around.labels[effect["concept"]],
        "description": effect["text"],
        "naturalProgression": [lasts["value"], *measures],
        "subjectOf": around.statement(effect["id"]),
    }


def _other(alternative: Tree, *, around: Surroundings) -> Tree:
    said = {"description": alternative["text"], "subjectOf": around.statement(alternative["id"])}
    if "procedure" in alternative:
        return {**around.other(alternative["procedure"]), **said}
    return {"@type": "MedicalTherapy", "name": around.labels[alternative["concept"]], **said}
