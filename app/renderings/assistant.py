"""What assistants are told of a document: every statement with its evidence, its section's coverage and its revision.

A statement leaves only by `Document.statement`, so that none can be parted from what it must not be read without.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from app.content import cards, comparison_words, document, problems, words
from app.renderings.imprint import Imprint
from app.renderings.jsonld_statements import DISPUTES, NO_PHRASE, Tree

SAFETY = cards.SAFETY
"""The sections that are told whole wherever a procedure is told: they can be neither left out nor cut."""
ABOVE = ("techniques", "invasiveness", "body_areas", "categories")
SECTIONS = (*SAFETY, *(name for name in document.SECTION_KINDS if name not in SAFETY), *ABOVE)
"""The sections that can be asked for, those about safety first."""
_PARTS = {"use": "technique_use", "steps": "steps"}
"""The sections within a technique."""
_TOLD_APART = frozenset({"evidence", "concept", "procedure", "status", *_PARTS})
"""Members of a statement that are told in another form, or say nothing."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A statement, and the section that it stands in."""

    claim: Tree
    section: Tree


@dataclass(frozen=True)
class Document:
    """A published document, ready to be told in parts; `imprint` says which revision it is."""

    tree: Tree
    imprint: Imprint
    places: dict[str, Place] = field(default_factory=dict)

    @classmethod
    def read(cls, published: bytes, *, imprint: Imprint) -> "Document":
        """Return a stored document with the place of everything in it that carries evidence."""
        tree: Tree = json.loads(published)
        found = cls(tree, imprint)
        found.places.update({place.claim["id"]: place for place in found._placed()})
        return found

    @property
    def slug(self) -> str:
        """Return the slug of the procedure."""
        return str(self.tree["slug"])

    @property
    def heading(self) -> Tree:
        """Return which procedure this is, as of which revision, and how much of it a person has reviewed."""
        return {
            "slug": self.slug,
            "name": self.tree["name"],
            "language": self.tree["language"],
            "url": self.imprint.url(f"/v1/procedures/{self.slug}"),
            "page": self.imprint.url(f"/procedures/{self.slug}"),
            "revision": {**self._revision, "published": self.imprint.published},
            "review": self.tree["review"],
        }

    @property
    def withdrawn(self) -> list[Tree]:
        """Return the statements that were withdrawn, each with the day, the reason and what follows."""
        return [
            {**stone, "words": words.withdrawn(stone["kind"], stone["on"])}
            for stone in self.tree.get("withdrawn", ())
        ]

    @property
    def _revision(self) -> Tree:
        return {"procedure": self.slug, "number": self.imprint.revision, "sha256": self.imprint.sha256}

    def statement(self, identifier: str) -> Tree:
        """Return a statement as it is told by itself; of a technique the parts are named only.

        Raises Damaged where nothing of it can be shown.
        """
        place = self._place(identifier)
        parts = [
            self._named(place.claim[key], name=name) for key, name in _PARTS.items() if key in place.claim
        ]
        return {**self._told(place), **({"parts": parts} if parts else {})}

    def statements(self, identifiers: Iterable[str]) -> list[Tree]:
        """Return several statements, each once."""
        return [self.statement(name) for name in dict.fromkeys(identifiers)]

    def whole(self, name: str) -> Tree:
        """Return one section with its coverage in words and everything in it."""
        return self._whole(self.held(name), name=name)

    def named(self, name: str) -> Tree:
        """Return one section with its coverage in words, how much it holds, and which tool tells the rest."""
        return self._named(self.held(name), name=name)

    def held(self, name: str) -> Tree:
        """Return a section as the document holds it."""
        found: Tree = self.tree[name] if name in ABOVE else self.tree["sections"][name]
        return found

    def names(self) -> Tree:
        """Return the other names, or that our sources give none."""
        held = [alias["id"] for alias in self.tree.get("aliases", ())]
        return {
            **_names(self.tree),
            "heading": "Other names",
            **({"statements": self.statements(held)} if held else {}),
        }

    def conflicts(self, identifiers: Iterable[str]) -> list[Tree]:
        """Return the contradictions that these statements are part of, each with all its sides."""
        asked = set(identifiers)
        return [
            {**conflict, "words": words.CONFLICT, "statements": self.statements(conflict["statements"])}
            for conflict in self.tree["conflicts"].get("conflicts", ())
            if asked & set(conflict["statements"])
        ]

    def sources(self, identifiers: Iterable[str]) -> list[Tree]:
        """Return what is known of the sources that these statements stand on."""
        cited = {item["source"] for name in identifiers for item in self.places[name].claim["evidence"]}
        return [source(found, url=self.imprint.url) for found in self.tree["sources"] if found["id"] in cited]

    def cited(self, *, only: str | None = None) -> list[Tree]:
        """Return the sources with the statements that stand on each, or one of them; raise SourceNotFound."""
        standing: dict[str, list[str]] = {held["id"]: [] for held in self.tree["sources"]}
        for name, place in self.places.items():
            for cited in dict.fromkeys(item["source"] for item in place.claim["evidence"]):
                standing[cited].append(name)
        if only is not None and only not in standing:
            raise problems.SourceNotFound(
                "This procedure has no source with this id.", nearest=list(standing)
            )
        return [
            {**source(held, url=self.imprint.url), "statements": standing[held["id"]]}
            for held in self.tree["sources"]
            if only in (None, held["id"])
        ]

    def speaks_of(self, concepts: frozenset[str]) -> bool:
        """Tell whether a statement that still holds is about one of these concepts."""
        return any(
            place.claim.get("concept") in concepts for place in self.places.values() if _holds(place.claim)
        )

    def label(self, concept: str) -> str:
        """Return the label of a concept that the document names."""
        return next(
            (str(held["label"]) for held in self.tree.get("concepts", ()) if held["id"] == concept), concept
        )

    def _whole(self, held: Tree, *, name: str) -> Tree:
        told = _headed(held, name=name)
        if "statements" in held:
            told["statements"] = [self.in_full(claim["id"]) for claim in held["statements"]]
        if "finding" in held:
            told["finding"] = self.statement(held["finding"]["id"])
        return told

    def _named(self, held: Tree, *, name: str) -> Tree:
        count = len(held.get("statements", ())) + ("finding" in held)
        told = _headed(held, name=name)
        return {**told, "statements_held": count, "read_with": _how(self.slug, name)} if count else told

    def in_full(self, identifier: str) -> Tree:
        """Return a statement with all that stands within it: a technique with when it is used, and its steps."""
        place = self._place(identifier)
        parts = [
            self._whole(place.claim[key], name=name) for key, name in _PARTS.items() if key in place.claim
        ]
        return {**self._told(place), **({"parts": parts} if parts else {})}

    def _place(self, identifier: str) -> Place:
        if identifier not in self.places:
            raise problems.Damaged("A statement is not where it should be, and is not shown.")
        return self.places[identifier]

    def _told(self, place: Place) -> Tree:
        claim = place.claim
        if not claim.get("evidence"):
            raise problems.Damaged("A statement was found without evidence, and is not shown.")
        told: Tree = {
            "id": claim["id"],
            "url": self.imprint.url(f"/v1/statements/{claim['id']}"),
            **{name: value for name, value in claim.items() if name not in _TOLD_APART},
        }
        if "concept" in claim:
            told["about"] = {"id": claim["concept"], "label": self.label(claim["concept"])}
        if "procedure" in claim:
            told["other_procedure"] = claim["procedure"]
        conflicts = [
            {**held, "words": words.CONFLICT}
            for held in self.tree["conflicts"].get("conflicts", ())
            if claim["id"] in held["statements"]
        ]
        return {
            **told,
            "section": place.section,
            "evidence": [self._evidence(item) for item in claim["evidence"]],
            "revision": self._revision,
            **({"conflicts": conflicts} if conflicts else {}),
        }

    def _evidence(self, item: Tree) -> Tree:
        cited = next(held for held in self.tree["sources"] if held["id"] == item["source"])
        said = [DISPUTES] if item["stance"] == "disputes" else []
        said += [] if "phrase" in item else [NO_PHRASE]
        kept = {name: item[name] for name in _KEPT if name in item}
        return {
            "source": {
                **{name: cited[name] for name in ("id", "title", "kind", "date")},
                "grade": cited["grade_of_evidence"],
                "url": self.imprint.url(f"/v1/sources/{cited['id']}"),
            },
            **kept,
            **({"words": " ".join(said)} if said else {}),
        }

    def _placed(self) -> Iterator[Place]:
        for alias in self.tree.get("aliases", ()):
            yield Place(claim=alias, section=_names(self.tree))
        for name in SECTIONS:
            yield from _within(self.held(name), section=_brief(self.held(name), name=name))
        for technique in self.tree["techniques"].get("statements", ()):
            for key, name in _PARTS.items():
                brief = {**_brief(technique[key], name=name), "technique": technique["slug"]}
                yield from _within(technique[key], section=brief)


_KEPT = ("stance", "quality", "access", "phrase", "locator", "read_on", "attributed_to", "note")


def ids(part: Any) -> set[str]:
    """Return the ids of all statements that a part of an answer tells."""
    if isinstance(part, list):
        return {name for item in part for name in ids(item)}
    if not isinstance(part, dict):
        return set()
    own = {str(part["id"])} if "evidence" in part and "id" in part else set()
    return own | {name for key, value in part.items() if key != "evidence" for name in ids(value)}


def source(held: Tree, *, url: Callable[[str], str]) -> Tree:
    """Return what is known of a source: what it is, who gains from it, and what evidence from it is worth."""
    told = {
        name: value for name, value in held.items() if name not in ("sha256", "length", "grade_of_evidence")
    }
    return {**told, "grade": held["grade_of_evidence"], "url": url(f"/v1/sources/{held['id']}")}


def _within(held: Tree, *, section: Tree) -> Iterator[Place]:
    finding = [held["finding"]] if "finding" in held else []
    for claim in (*held.get("statements", ()), *finding):
        yield Place(claim=claim, section=section)


def _brief(held: Tree, *, name: str) -> Tree:
    said = held["words"]
    if held["coverage"] == "stated" and not any(_holds(claim) for claim in held.get("statements", ())):
        said = f"{words.NONE_HOLDS} {words.coverage(name, 'not_addressed')}"
    return {"name": name, "coverage": held["coverage"], "words": said}


def _holds(claim: Tree) -> bool:
    return bool(claim["rank"] != "deprecated")


def _headed(held: Tree, *, name: str) -> Tree:
    silent = {"silent_on": held["silent_on"]} if "silent_on" in held else {}
    return {"heading": comparison_words.section(name), **_brief(held, name=name), **silent}


def _names(tree: Tree) -> Tree:
    if tree.get("aliases"):
        return {"name": "names", "coverage": "stated", "words": comparison_words.ALIASES}
    return {"name": "names", "coverage": "not_addressed", "words": comparison_words.NO_ALIASES}


def _how(slug: str, name: str) -> Tree:
    section = "techniques" if name in _PARTS.values() else name
    if section in SAFETY:
        return {"tool": "get_procedure", "arguments": {"procedure": slug}}
    return {"tool": "get_section", "arguments": {"procedure": slug, "section": section}}
