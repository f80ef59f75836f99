"""Statements as resources of FHIR: clinical use where FHIR has a form for it, else a Basic with a kind of our own."""

from collections.abc import Callable, Iterator

from app.renderings import fhir_extensions, fhir_lengths, fhir_naming
from app.renderings.fhir_extensions import Tree
from app.renderings.fhir_naming import Surroundings

_STATUSES = "http://hl7.org/fhir/publication-status"
_INTERACTIONS = "http://hl7.org/fhir/interaction-type"
_WORDS = ("degree", "mechanism", "severity", "onset", "what_to_do", "ask", "level", "label", "title", "slug")
_CODES = ("strength", "action", "phase", "milestone", "aspect", "type", "value")


def resource(statement: Tree, *, around: Surroundings, subject: str = "") -> Tree:
    """Return the resource of a statement about the procedure, or about the `subject`."""
    made = _FORMS.get(statement["kind"])
    about = {"reference": subject or around.procedure}
    if made is None:
        return _basic(statement, about=about, around=around)
    form, body = made
    members = {
        "type": form,
        "category": [_kind(statement["kind"], around=around)],
        "subject": [about],
        "status": {"coding": [{"system": _STATUSES, "code": "active" if held(statement) else "retired"}]},
        **body(statement, around),
    }
    return {**_head("ClinicalUseDefinition", statement, around=around), **members}


def resource_type(kind: str) -> str:
    """Return the sort of resource in which a kind of statement is, or would be if it were no part of another."""
    if kind == "technique":
        return "PlanDefinition"
    return "ClinicalUseDefinition" if kind in _FORMS else "Basic"


def held(statement: Tree) -> bool:
    """Tell whether a statement is still held; what is deprecated must not read as if it were."""
    return bool(statement["rank"] != "deprecated")


def marks(statement: Tree, *, around: Surroundings) -> Tree:
    """Return the extensions of a statement: what it is, what it measures, what speaks against it."""
    own = [_statement(statement, around=around), *_fields(statement, around=around)]
    lengths = list(fhir_lengths.extensions(statement, make=around.make))
    marked: Tree = {"extension": [*own, *lengths, *_conflicts(statement["id"], around=around)]}
    if not held(statement):
        marked["modifierExtension"] = [around.make.simple("deprecated", True)]  # noqa: FBT003 - the value itself
    return marked


def told(statement: Tree) -> str:
    """Return a statement as people read it: its text, and what speaks against relying on it."""
    doubts = [
        *(["No longer held:", statement["rank_reason"]] if not held(statement) else ()),
        *(["A reviewer disputes this."] if statement["review"]["state"] == "disputed" else ()),
        *(
            ["A source disputes this."]
            if any(item["stance"] == "disputes" for item in statement["evidence"])
            else ()
        ),
    ]
    return " ".join([*doubts, statement["text"]])


def _head(kind: str, statement: Tree, *, around: Surroundings) -> Tree:
    return {
        **around.base(kind, statement["id"]),
        "text": fhir_naming.narrative(told(statement)),
        **marks(statement, around=around),
        "identifier": [around.identifier(f"/v1/statements/{statement['id']}")],
    }


def _basic(statement: Tree, *, about: Tree, around: Surroundings) -> Tree:
    head = _head("Basic", statement, around=around)
    return {
        **head,
        "extension": [*head["extension"], *_about(statement, around=around)],
        "code": _kind(statement["kind"], around=around),
        "subject": about,
    }


def _kind(kind: str, *, around: Surroundings) -> Tree:
    return around.code(fhir_naming.KINDS, kind, kind.replace("_", " "))


def _about(statement: Tree, *, around: Surroundings) -> Iterator[Tree]:
    if "concept" in statement:
        yield around.make.simple("concept", around.concept(statement["concept"]))
    if "procedure" in statement:
        yield around.make.simple("procedure", around.url(f"/v1/procedures/{statement['procedure']}"))


def _statement(statement: Tree, *, around: Surroundings) -> Tree:
    review = statement["review"]
    values = {
        **{name: statement[name] for name in ("id", "kind", "text")},
        "hedge": statement.get("hedge"),
        "rank": statement["rank"],
        "rank-reason": statement.get("rank_reason"),
        "grade": statement["grade"],
        "review": review["state"],
        "reviewer": review.get("role"),
        "reviewed": review.get("on"),
        "review-due": review.get("next_due"),
    }
    return around.make.parts("statement", values)


def _fields(statement: Tree, *, around: Surroundings) -> Iterator[Tree]:
    names = [*_WORDS, *_CODES]
    if statement["kind"] == "technique":
        names.append("name")
    for name in names:
        if name in statement:
            value = fhir_extensions.known(statement[name])
            yield around.make.simple("label" if name == "name" else name.replace("_", "-"), value)


def _conflicts(name: str, *, around: Surroundings) -> Iterator[Tree]:
    for conflict in around.conflicts.get(name, ()):
        yield around.make.parts("conflict", {"id": conflict["id"], "text": conflict["text"]})


def _indication(statement: Tree, around: Surroundings) -> Tree:
    return {"indication": {"diseaseSymptomProcedure": {"concept": around.concept(statement["concept"])}}}


def _contraindication(statement: Tree, around: Surroundings) -> Tree:
    return {
        "contraindication": {"diseaseSymptomProcedure": {"concept": around.concept(statement["concept"])}}
    }


def _warning(statement: Tree, around: Surroundings) -> Tree:
    code = around.concept(statement["concept"]) if "concept" in statement else None
    return {"warning": fhir_naming.present({"description": told(statement), "code": code})}


def _interaction(statement: Tree, around: Surroundings) -> Tree:
    what = statement["what_to_do"]
    return {
        "interaction": {
            "interactant": [{"itemCodeableConcept": around.concept(statement["concept"])}],
            "type": {"coding": [{"system": _INTERACTIONS, "code": "other"}], "text": "drug-procedure"},
            "effect": {"concept": {"text": told(statement)}},
            "management": [_worded(what, around=around)],
        }
    }


def _undesirable(statement: Tree, around: Surroundings) -> Tree:
    return {
        "undesirableEffect": {
            "symptomConditionEffect": {"concept": around.concept(statement["concept"])},
            "frequencyOfOccurrence": _worded(statement["frequency"], around=around),
        }
    }


def _worded(words: str, *, around: Surroundings) -> Tree:
    """Return a source's own words where FHIR wants a code; what is unknown is absent, and said."""
    return {"extension": around.make.absent()} if words == "unknown" else {"text": words}


_FORMS: dict[str, tuple[str, Callable[[Tree, Surroundings], Tree]]] = {
    "indication": ("indication", _indication),
    "contraindication": ("contraindication", _contraindication),
    "precaution": ("warning", _warning),
    "interaction": ("interaction", _interaction),
    "side_effect": ("undesirable-effect", _undesirable),
    "warning_sign": ("warning", _warning),
}
"""The kinds that are said as clinical use: as which type, and with which body, of which there is one only."""
