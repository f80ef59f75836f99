"""The facts of a document, told apart from how they are shown, so that what shows them can be held equal to it."""

import dataclasses
import datetime
import html.parser
import typing
from collections.abc import Iterator
from typing import Any

from app.content import document

Tree = dict[str, Any]
FIELDS = ("frequency", "severity", "onset", "mechanism", "what_to_do", "degree", "level")
"""The fields of statements that hold words."""
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
"""Elements that have no end."""
COVERAGES: frozenset[str] = frozenset(typing.get_args(document.Coverage))


@dataclasses.dataclass(frozen=True, kw_only=True)
class Facts:
    """What nothing that shows a document may lose or add.

    `lengths` are (statement, minimum, maximum) as the document writes them, `open` included; numbers of sessions count
    as lengths, as decimal digits. `coverage` are (section, coverage); within a technique the section's name is followed
    by a colon and the technique's slug.
    """

    statements: frozenset[str]
    lengths: frozenset[tuple[str, str, str]]
    coverage: frozenset[tuple[str, str]]


def of_document(tree: Tree) -> Facts:
    """Return the facts of a document as it is served, found by their form alone, wherever they stand."""
    return Facts(
        statements=frozenset(_statements(tree)),
        lengths=frozenset(_lengths(tree, statement="")),
        coverage=frozenset(_coverage(tree, name="", technique="")),
    )


def of_linked_data(tree: Tree) -> Facts:
    """Return the facts of JSON-LD: of its claims, of the values in them, of the parts whose status is a coverage."""
    claims = [node for node in _nodes(tree) if "Claim" in _types(node)]
    return Facts(
        statements=frozenset(_last(claim["@id"], "/") for claim in claims),
        lengths=frozenset(
            (_last(claim["@id"], "/"), bounds["min"], bounds["max"])
            for claim in claims
            for value in claim.get("mentions", ())
            for bounds in _bounds(value)
        ),
        coverage=frozenset(
            (_last(node["@id"], "#"), node["creativeWorkStatus"])
            for node in _nodes(tree)
            if isinstance(status := node.get("creativeWorkStatus"), str) and status in COVERAGES
        ),
    )


def of_fhir(tree: Tree) -> Facts:
    """Return the facts of FHIR, by the extensions that mark them: those of a document, or of many in one Bundle."""
    resources = [entry["resource"] for entry in tree["entry"]]
    marked = [(resource["resourceType"], found) for resource in resources for found in _marked(resource)]
    held = [(_parts(found["statement"][0]), found) for _, found in marked if "statement" in found]
    return Facts(
        statements=frozenset(statement["id"] for statement, _ in held),
        lengths=frozenset(
            (statement["id"], bounds["min"], bounds["max"])
            for statement, found in held
            for extensions in found.values()
            for bounds in map(_parts, extensions)
            if "min" in bounds
        ),
        coverage=frozenset(
            (part["section"], part["coverage"])
            for kind, found in marked
            if kind == "Composition"
            for said in found.get("coverage", ())
            for part in [_parts(said)]
        ),
    )


def of_fhirs(tree: Tree) -> dict[str, Facts]:
    """Return the facts of each procedure in a Bundle of many, by its slug, with which its resources are tagged."""
    held: dict[str, list[Tree]] = {}
    for entry in tree["entry"]:
        for tag in entry.get("resource", {}).get("meta", {}).get("tag", ()):
            held.setdefault(tag["code"], []).append(entry)
    return {slug: of_fhir({"entry": entries}) for slug, entries in held.items()}


def _marked(part: Tree) -> Iterator[dict[str, list[Tree]]]:
    """Yield the extensions of a resource, its sections and its actions, by the last part of their address."""
    found: dict[str, list[Tree]] = {}
    for extension in part.get("extension", ()):
        found.setdefault(_last(extension["url"], "/"), []).append(extension)
    yield found
    for inner in (*part.get("section", ()), *part.get("action", ())):
        yield from _marked(inner)


def _parts(extension: Tree) -> dict[str, Any]:
    """Return the values of an extension's parts, of those that have one."""
    return {
        part["url"]: value
        for part in extension.get("extension", ())
        for name, value in part.items()
        if name.startswith("value")
    }


def _bounds(value: Tree) -> Iterator[dict[str, str]]:
    beside = {part["propertyID"]: part for part in value.get("valueReference", ())}
    if {"min", "max"} <= set(beside):
        yield {name: str(beside[name]["value"]) for name in ("min", "max")}
    for part in beside.values():
        yield from _bounds(part)


def _types(node: Tree) -> list[str]:
    named = node.get("@type", [])
    return named if isinstance(named, list) else [named]


def _nodes(part: Any) -> Iterator[Tree]:
    if isinstance(part, dict):
        yield part
    for member in _members(part):
        yield from _nodes(member)


def _last(address: str, mark: str) -> str:
    return address.rpartition(mark)[2]


def _statements(part: Any) -> Iterator[str]:
    if isinstance(part, dict) and "evidence" in part:
        yield part["id"]
    for member in _members(part):
        yield from _statements(member)


def _lengths(part: Any, *, statement: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(part, dict):
        statement = part["id"] if "evidence" in part else statement
        if "min" in part:
            yield statement, str(part["min"]), str(part["max"])
    for member in _members(part):
        yield from _lengths(member, statement=statement)


def _coverage(part: Any, *, name: str, technique: str) -> Iterator[tuple[str, str]]:
    if isinstance(part, list):
        for item in part:
            yield from _coverage(item, name=name, technique=technique)
    if not isinstance(part, dict):
        return
    technique = part["slug"] if part.get("kind") == "technique" else technique
    if "coverage" in part:
        qualified = {"use": f"technique_use:{technique}", "steps": f"steps:{technique}"}
        yield qualified.get(name, name), part["coverage"]
    for key, value in part.items():
        yield from _coverage(value, name=key, technique=technique)


def _members(part: Any) -> Iterator[Any]:
    if isinstance(part, list):
        yield from part
    elif isinstance(part, dict):
        yield from part.values()


def of_html(markup: str) -> Facts:
    """Return the facts that a page or a card shows, by the attributes that mark them.

    A length belongs to the statement around it; one that stands outside of all repeats another and is not counted.
    """
    reading = _read(markup)
    return Facts(
        statements=frozenset(reading.statements),
        lengths=frozenset(reading.lengths),
        coverage=frozenset(reading.coverage),
    )


def doubts_of(held: document.ProcedureDocument, *, today: datetime.date) -> frozenset[tuple[str, str]]:
    """Return what speaks against relying on which statement, and which statements were withdrawn."""
    found = {(stone.id, "withdrawn") for stone in held.withdrawn}
    found |= {(name, "conflict") for conflict in held.conflicts.conflicts for name in conflict.statements}
    for _, claim in document.claims(held):
        found |= {(claim.id, item.quality) for item in claim.evidence if item.quality != "clear"}
        found |= {(claim.id, "contested") for item in claim.evidence if item.stance == "disputes"}
        found |= {(claim.id, "deprecated")} if claim.rank == "deprecated" else set()
        found |= {(claim.id, "disputed")} if claim.review.state == "disputed" else set()
        due = claim.review.next_due
        found |= {(claim.id, "overdue")} if due is not None and due < today else set()
    return frozenset(found)


def doubts_of_html(markup: str) -> frozenset[tuple[str, str]]:
    """Return the doubts and withdrawals that a page or a card shows."""
    return frozenset(_read(markup).doubts)


def fields_of(held: document.ProcedureDocument) -> frozenset[tuple[str, str, str]]:
    """Return the fields of statements that are worded by sources or editors and known: (statement, field, words)."""
    return frozenset(
        (claim.id, name, getattr(claim, name))
        for _, claim in document.claims(held)
        for name in FIELDS
        if getattr(claim, name, "unknown") != "unknown"
    )


def fields_of_html(markup: str) -> frozenset[tuple[str, str, str]]:
    """Return the fields of statements that a page or a card shows."""
    return frozenset((name, field, words.strip()) for name, field, words in _read(markup).fields)


def _read(markup: str) -> "_Reading":
    reading = _Reading()
    reading.feed(markup)
    reading.close()
    return reading


class _Reading(html.parser.HTMLParser):
    """Read marked facts off the elements, knowing the statement around each."""

    def __init__(self) -> None:
        super().__init__()
        self.statements: list[str] = []
        self.lengths: list[tuple[str, str, str]] = []
        self.coverage: list[tuple[str, str]] = []
        self.doubts: list[tuple[str, str]] = []
        self.fields: list[tuple[str, str, str]] = []
        self._around: list[tuple[str, str]] = []
        self._field = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        within = held.get("data-statement") or (self._around[-1][1] if self._around else "")
        if name := held.get("data-statement"):
            self.statements.append(name)
        if (length := held.get("data-length")) and within:
            least, _, most = length.partition("/")
            self.lengths.append((within, least, most))
        if (doubt := held.get("data-doubt")) and within:
            self.doubts.append((within, doubt))
        if withdrawn := held.get("data-withdrawn"):
            self.doubts.append((withdrawn, "withdrawn"))
        if (field := held.get("data-field")) and within:
            self.fields.append((within, field, ""))
            self._field = len(self._around) + 1
        if section := held.get("data-section"):
            self.coverage.append((section, held["data-coverage"] or ""))
        if tag not in _VOID:
            self._around.append((tag, within))

    def handle_endtag(self, tag: str) -> None:
        while self._around and self._around.pop()[0] != tag:
            pass
        if len(self._around) < self._field:
            self._field = 0

    def handle_data(self, data: str) -> None:
        if self._field:
            name, field, words = self.fields[-1]
            self.fields[-1] = (name, field, words + data)
