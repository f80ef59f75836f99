"""The extensions to FHIR R5 that documents need: what each means, what it holds and where it stands, in one table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Tree = dict[str, Any]
"""A part of a published document, or of the FHIR made of it."""

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
TARGET_ELEMENT = "http://hl7.org/fhir/StructureDefinition/targetElement"
UNKNOWN = "Our sources do not say."
PLACE = "/fhir/StructureDefinition/"
"""Where the extensions are described, below the public address."""
_STATEMENTS = ("ClinicalUseDefinition", "Basic", "PlanDefinition", "PlanDefinition.action")


@dataclass(frozen=True, kw_only=True)
class Definition:
    """Describe an extension; `holds` is the type of its value, or the types of its parts by their names."""

    says: str
    holds: str | Mapping[str, str]
    on: tuple[str, ...] = _STATEMENTS
    modifier: bool = False
    """Whether who does not know the extension may not use what it stands on."""


_SPAN = {"wording": "string", "min": "string", "max": "string", "unit": "code", "range": "Range"}
_LENGTH = (
    "The wording is the source's own, hedges included. `min` and `max` are ISO 8601 durations or `open`: the source "
    "sets no limit on that side. `range` repeats those bounds that one unit can hold. `unit` is that of a vague "
    "wording, for which no number is invented. Where our sources do not say, the wording is absent with a reason, and "
    "in our words."
)


def _length(says: str, **parts: str) -> Definition:
    return Definition(says=f"{says} {_LENGTH}", holds={**_SPAN, **parts})


DEFINITIONS: Mapping[str, Definition] = {
    "statement": Definition(
        says="A statement of the catalogue: its id, which is never reused, its kind, its text in our own plain words, "
        "the hedge as its source words it, its rank and the reason for one that is deprecated, the grade of its best "
        "evidence, and who reviewed it by role and when.",
        holds={
            "id": "string",
            "kind": "code",
            "text": "string",
            "hedge": "string",
            "rank": "code",
            "rank-reason": "string",
            "grade": "code",
            "review": "code",
            "reviewer": "string",
            "reviewed": "date",
            "review-due": "date",
        },
    ),
    "deprecated": Definition(
        says="The statement is no longer held, for the reason in `statement`. It is kept so that nothing is lost.",
        holds="boolean",
        modifier=True,
    ),
    "disputes": Definition(
        says="This source disputes the statement. Without this it would read as if it supported it.",
        holds="boolean",
        on=("Provenance.entity",),
        modifier=True,
    ),
    "conflict": Definition(
        says="A conflict that the statement is part of: statements that cannot all be true. Each side is kept.",
        holds={"id": "string", "text": "string"},
        on=(*_STATEMENTS, "Composition.section"),
    ),
    "coverage": Definition(
        says="What it means how much stands in a section. `stated` never means complete; `stated_none` is a finding "
        "with evidence of its own; `not_addressed` means that our sources are silent, which is not the same as safe; "
        "`not_applicable` that the question does not arise. `words` says it; `silent-on` is one gap within a section.",
        holds={"section": "string", "coverage": "code", "words": "string", "silent-on": "string"},
        on=("Composition.section", "ActivityDefinition", "PlanDefinition"),
    ),
    "words": Definition(
        says="In our words, what it means that a value is absent.", holds="string", on=("Element",)
    ),
    "tombstone": Definition(
        says="A statement that was withdrawn: its id, kind, day and reason stay. Delete it where you have loaded it.",
        holds={"id": "string", "kind": "code", "on": "date", "reason": "string"},
        on=("Composition.section",),
    ),
    "revision": Definition(
        says="The published revision that this was made of: its number, and the SHA-256 of its document in hexadecimal "
        "digits.",
        holds={"number": "integer", "sha256": "string", "published": "instant"},
        on=("Composition", "ActivityDefinition"),
    ),
    "review": Definition(
        says="How many of the statements a person has reviewed, and how many of them a reviewer disputes.",
        holds={"unreviewed": "integer", "reviewed": "integer", "disputed": "integer", "words": "string"},
        on=("Composition", "ActivityDefinition"),
    ),
    "summary": Definition(
        says="The procedure summed up in plain words; the entries of the section `summary` are what this sums up.",
        holds="string",
        on=("Composition",),
    ),
    "disclaimer": Definition(
        says="What this is, and what it is not.",
        holds="string",
        on=("Composition", "ActivityDefinition", "PlanDefinition"),
    ),
    "evidence": Definition(
        says="What a statement rests on. Of a document that we hold: the phrase as it stands there, with its offsets "
        "in characters and the SHA-256 of the document. Of one that we can only point to: where in it and when it "
        "was read there, and no phrase. `attributed-to` is whom the source itself cites.",
        holds={
            "access": "code",
            "stance": "code",
            "quality": "code",
            "phrase": "string",
            "start": "integer",
            "end": "integer",
            "sha256": "string",
            "language": "code",
            "attributed-to": "string",
            "note": "string",
            "doi": "string",
            "pmid": "string",
            "section": "string",
            "page": "string",
            "read-on": "date",
        },
        on=("Provenance.entity",),
    ),
    "source": Definition(
        says="A source: what kind of document it is, the grade of evidence that this earns, whether we hold it, who "
        "gains if a reader follows its advice, whose rights it is under, and the SHA-256 of its text in hexadecimal "
        "(`Attachment.hash` is defined as SHA-1 and so cannot hold it) with its length in characters.",
        holds={
            "id": "string",
            "kind": "code",
            "grade": "code",
            "access": "code",
            "address": "uri",
            "publisher": "string",
            "author": "string",
            "date": "string",
            "translated": "boolean",
            "commercial-interest": "string",
            "rights": "string",
            "sha256": "string",
            "length": "integer",
        },
        on=("DocumentReference",),
    ),
    "concept": Definition(says="The concept that the statement is about.", holds="CodeableConcept"),
    "procedure": Definition(says="The other procedure that the statement names.", holds="canonical"),
    "slug": Definition(says="The readable identifier of a technique within its procedure.", holds="string"),
    "label": Definition(says="Another name of the procedure, or that of a technique.", holds="string"),
    "title": Definition(says="The title of a step.", holds="string"),
    "type": Definition(says="Of a name, what sort of name; of anaesthesia, which.", holds="code"),
    "value": Definition(says="How far into the body the procedure goes.", holds="code"),
    "degree": Definition(
        says="How marked the concern is for which it is used, as the source words it.", holds="string"
    ),
    "strength": Definition(
        says="Whether a source says to avoid the procedure or to ask first.", holds="code"
    ),
    "mechanism": Definition(says="How a medicine and the procedure act together.", holds="string"),
    "severity": Definition(says="How marked a side effect is, as the source words it.", holds="string"),
    "onset": Definition(says="When a side effect begins, as the source words it.", holds="string"),
    "what-to-do": Definition(says="What a source says to do about it.", holds="string"),
    "ask": Definition(says="Whom to ask for help.", holds="string"),
    "action": Definition(
        says="Whether to do or to avoid it; `not_needed`: a source says that it need not be done.",
        holds="code",
    ),
    "phase": Definition(says="Whether it comes before, during or after the session.", holds="code"),
    "milestone": Definition(says="The milestone of recovery.", holds="code"),
    "aspect": Definition(
        says="Whether it is about the number of sessions, their spacing, or when to repeat.", holds="code"
    ),
    "level": Definition(says="How much it hurts, as the source words it.", holds="string"),
    "duration": _length(
        "How long a side effect lasts, or until a milestone of recovery is reached. `measures` says of a side effect "
        "whether that is until it is gone or only until it gets better.",
        measures="code",
    ),
    "lasts": _length("How long a result lasts."),
    "length": _length("How long one session takes."),
    "spacing": _length("How far apart sessions are."),
    "repeat-after": _length("After how long it is repeated."),
    "until": _length(
        "Until when something is to be done or avoided: a length, or an event in words.",
        **{"event": "string", "length-wording": "string"},
    ),
    "number": Definition(
        says="How many sessions, with the source's wording; `min` and `max` are numbers or `open`. Where our sources "
        "do not say, the wording is absent with a reason and in our words.",
        holds={"wording": "string", "min": "string", "max": "string", "range": "Range"},
    ),
}
"""Every extension of ours by its name."""


@dataclass(frozen=True, kw_only=True)
class Absent:
    """Stand for a value that our sources do not give, with the words that say so."""

    words: str = UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Maker:
    """Make extensions at the addresses of one installation; `url` makes a path an absolute address."""

    url: Callable[[str], str]

    def simple(self, name: str, value: Any) -> Tree:
        """Return an extension with one value, which may be absent."""
        return {"url": self.url(PLACE + name), **self._valued(str(DEFINITIONS[name].holds), value)}

    def parts(self, name: str, values: Mapping[str, Any]) -> Tree:
        """Return an extension with parts, leaving out those that are None; a list is a part for each item."""
        types = DEFINITIONS[name].holds
        assert not isinstance(types, str)  # noqa: S101 - the table says so; this is for the type checker
        held = [
            {"url": part, **self._valued(types[part], value)}
            for part, given in values.items()
            for value in (given if isinstance(given, list) else [given])
            if value is not None
        ]
        return {"url": self.url(PLACE + name), "extension": held}

    def absent(self, words: str = UNKNOWN, *, reason: str = "unknown") -> list[Tree]:
        """Return the extensions of something that is absent: the reason that FHIR has for it, and our words."""
        return [
            {"url": ABSENT, "valueCode": reason},
            {"url": self.url(f"{PLACE}words"), "valueString": words},
        ]

    def _valued(self, kind: str, value: Any) -> Tree:
        member = f"value{kind[0].upper()}{kind[1:]}"
        if isinstance(value, Absent):
            return {"extension": self.absent(value.words)}
        return {member: value}


def known(value: Any) -> Any:
    """Return the value of a member that may be `unknown`; that is absent, and said."""
    return Absent() if value == "unknown" else value


def definitions() -> Iterator[tuple[str, Definition]]:
    """Yield every extension with its name, in alphabetical order."""
    yield from sorted(DEFINITIONS.items())
