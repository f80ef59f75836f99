"""Statements as schema.org says them: each a Claim at its own address, with what it measures and what it rests on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.content import durations, placement

Tree = dict[str, Any]
"""A part of a published document, or of the JSON-LD made of it."""

UNKNOWN = durations.Unstated().words
DISPUTES = "This source disputes the statement."
NO_PHRASE = "We can only point to this place; no phrase of it is kept."
_SAID_ELSEWHERE = frozenset(
    {"id", "kind", "text", "rank", "rank_reason", "review", "evidence", "grade", "concept", "procedure"}
    | {"name", "title", "label", "slug", "use", "steps", "status"}
)
"""Members of a statement that have a property of their own; all others become property values."""
_NOT_VALUES = frozenset({"status", "wording", "words"})


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a statement needs to be said: addresses, and the concepts and sources of its document by their ids."""

    url: Callable[[str], str]
    slug: str
    language: str
    labels: Mapping[str, str]
    languages: Mapping[str, str]
    """The language of each source."""

    @property
    def page(self) -> str:
        """Return the address of the page about the procedure."""
        return self.url(f"/procedures/{self.slug}")

    def place(self, name: str) -> str:
        """Return the name of something on the page that has no address of its own."""
        return f"{self.page}#{name}"

    @property
    def therapy(self) -> Tree:
        """Return a reference to the procedure itself."""
        return {"@id": self.place("procedure")}

    def statement(self, identifier: str) -> Tree:
        """Return a reference to a statement."""
        return {"@id": self.url(f"/v1/statements/{identifier}")}

    def source(self, identifier: str) -> Tree:
        """Return a reference to a source."""
        return {"@id": self.url(f"/v1/sources/{identifier}")}

    def other(self, slug: str) -> Tree:
        """Return another procedure, of which a document holds the slug and no more."""
        page = self.url(f"/procedures/{slug}")
        return {"@type": "MedicalTherapy", "@id": f"{page}#procedure", "url": page}


def held(claims: list[Tree]) -> list[Tree]:
    """Return the statements that are still held; those that are deprecated must not read as if they were."""
    return [claim for claim in claims if claim["rank"] != "deprecated"]


def claim(statement: Tree, *, around: Surroundings) -> Tree:
    """Return a statement with its evidence, its typed fields, its grade and its state of review."""
    evidence = statement["evidence"]
    supports = [_evidence(item, around=around) for item in evidence if item["stance"] == "supports"]
    disputes = [_evidence(item, around=around) for item in evidence if item["stance"] == "disputes"]
    members: Tree = {
        "@type": "Claim",
        **around.statement(statement["id"]),
        "additionalType": statement["kind"],
        "text": statement["text"],
        "name": statement.get("name") or statement.get("title") or statement.get("label"),
        "identifier": statement.get("slug"),
        "about": _about(statement, around=around),
        "mentions": list(_typed(statement)),
        "keywords": f"grade: {statement['grade']}",
        "creativeWorkStatus": list(_states(statement)),
        "isBasedOn": supports,
        "citation": disputes,
    }
    return present(members)


def present(members: Tree) -> Tree:
    """Return a node without the properties that have no value here."""
    return {name: value for name, value in members.items() if value not in (None, [], {})}


def measured(name: str, value: Any) -> Tree:
    """Return a typed field, in the source's own words where it has any, with its bounds and units beside them."""
    node: Tree = {"@type": "PropertyValue", "propertyID": name}
    if not isinstance(value, dict):
        node["value"] = UNKNOWN if value == "unknown" else value
        if (name, value) == ("measures", "until_better"):
            node["description"] = placement.BETTER
        return node
    node["value"] = value.get("wording") or value["words"]
    beside = [measured(key, part) for key, part in value.items() if key not in _NOT_VALUES]
    return present({**node, "valueReference": beside})


def condition(statement: Tree, *, around: Surroundings) -> Tree:
    """Return what an indication is about, with the procedure as one thing that may be done about it."""
    node: Tree = {
        "@type": "MedicalCondition",
        "name": around.labels[statement["concept"]],
        "sameAs": around.url(f"/v1/concepts/{statement['concept']}"),
    }
    # Only what is still held may say that the procedure treats anything.
    return {**node, "possibleTreatment": around.therapy} if held([statement]) else node


def _about(statement: Tree, *, around: Surroundings) -> Tree | None:
    if statement["kind"] == "indication":
        return condition(statement, around=around)
    if "procedure" in statement:
        return around.other(statement["procedure"])
    if "concept" not in statement:
        return None
    concept = statement["concept"]
    return {
        "@type": "DefinedTerm",
        "@id": around.url(f"/v1/concepts/{concept}"),
        "name": around.labels[concept],
    }


def _typed(statement: Tree) -> Iterator[Tree]:
    for name, value in statement.items():
        if name not in _SAID_ELSEWHERE:
            yield measured(name, value)


def _states(statement: Tree) -> Iterator[str]:
    review = statement["review"]
    yield review["state"]
    if review["state"] != "unreviewed":
        verb = "Reviewed" if review["state"] == "reviewed" else "Disputed"
        due = f" The next review is due on {review['next_due']}." if "next_due" in review else ""
        yield f"{verb} by: {review['role']}, on {review['on']}.{due}"
    if statement["rank"] != "normal":
        yield statement["rank"]
    if "rank_reason" in statement:
        yield statement["rank_reason"]


def _evidence(item: Tree, *, around: Surroundings) -> Tree:
    language = around.languages[item["source"]]
    notes = [
        DISPUTES if item["stance"] == "disputes" else None,
        None if "phrase" in item else NO_PHRASE,
        f"Read there on {item['read_on']}." if "read_on" in item else None,
        item.get("note"),
    ]
    members: Tree = {
        "@type": "Quotation" if "phrase" in item else "CreativeWork",
        "isBasedOn": around.source(item["source"]),
        "text": item.get("phrase"),
        "inLanguage": language if language != around.language else None,
        "keywords": [f"stance: {item['stance']}", f"quality: {item['quality']}"],
        "creditText": item.get("attributed_to"),
        "description": [note for note in notes if note is not None],
        "identifier": [measured(name, value) for name, value in item.get("locator", {}).items()],
    }
    return present(members)
