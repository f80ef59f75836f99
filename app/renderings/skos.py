"""The vocabulary in SKOS, as JSON-LD and as Turtle: the same graph, written twice."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app.content import values, vocabulary

LINKED, TURTLE = "application/ld+json", "text/turtle"
Node = dict[str, Any]
"""A node of JSON-LD whose names are of the prefixes below, and whose values are lists of `@id`s and `@value`s."""
PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
_MESH, _MESH_TERM = "https://www.nlm.nih.gov/mesh", "http://id.nlm.nih.gov/mesh/"
_DESCRIPTOR = re.compile(r"D[0-9]{6,9}")
_LANGUAGE = "en"
_NOTE = (
    "Concepts by which procedures are asked about. Whether something is a concept here says nothing about any "
    "procedure."
)
_TURTLE_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Who publishes the vocabulary, and on what terms; `url` makes a path an absolute address."""

    url: Callable[[str], str]
    publisher: str
    licence: str


def linked(terms: vocabulary.Vocabulary, *, by: Publication) -> bytes:
    """Return the vocabulary as JSON-LD; the same vocabulary gives the same bytes."""
    return values.canonical({"@context": dict(PREFIXES), "@graph": list(_graph(terms, by=by))})


def turtle(terms: vocabulary.Vocabulary, *, by: Publication) -> bytes:
    """Return the vocabulary as Turtle in UTF-8; the same vocabulary gives the same bytes."""
    head = "".join(f"@prefix {name}: <{stem}> .\n" for name, stem in PREFIXES.items())
    return (head + "".join(map(_turtle, _graph(terms, by=by)))).encode("utf-8")


def _graph(terms: vocabulary.Vocabulary, *, by: Publication) -> Iterator[Node]:
    listed = sorted(terms.concepts.values(), key=lambda concept: concept.id)
    digest = values.digest(json.dumps([concept.tree() for concept in listed], sort_keys=True).encode())
    for scheme in sorted({concept.scheme for concept in listed}):
        within = [concept for concept in listed if concept.scheme == scheme and _is_top(concept, terms)]
        yield {
            "@id": _scheme(scheme, by=by),
            "@type": "skos:ConceptScheme",
            "skos:prefLabel": [_said(scheme.replace("_", " ").capitalize())],
            "dcterms:description": [_said(_NOTE)],
            "dcterms:license": [{"@id": _iri(by.licence)}],
            "dcterms:publisher": [{"@value": by.publisher}],
            "owl:versionInfo": [{"@value": f"SHA-256 of the vocabulary: {digest}"}],
            "skos:hasTopConcept": [_named(concept.id, by=by) for concept in within],
        }
    narrower: dict[str, list[str]] = {}
    for concept in listed:
        for name in concept.broader:
            narrower.setdefault(name, []).append(concept.id)
    for concept in listed:
        yield _concept(concept, terms, narrower=narrower.get(concept.id, []), by=by)


def _concept(
    concept: vocabulary.Concept, terms: vocabulary.Vocabulary, *, narrower: Sequence[str], by: Publication
) -> Node:
    """Return a concept; no label is of two sorts, as SKOS asks: the better sort keeps it."""
    others = [other.label for other in concept.labels if other.type != "misspelling"]
    misspelt = [other.label for other in concept.labels if other.type == "misspelling"]
    alternative = sorted(set(others) - {concept.label})
    scheme = {"@id": _scheme(concept.scheme, by=by)}
    members: Node = {
        "@id": _address(concept.id, by=by),
        "@type": "skos:Concept",
        "dcterms:identifier": [{"@value": concept.id}],
        "skos:inScheme": [scheme],
        "skos:topConceptOf": [scheme] if _is_top(concept, terms) else [],
        "skos:prefLabel": [_said(concept.label)],
        "skos:altLabel": [_said(label) for label in alternative],
        "skos:hiddenLabel": [_said(label) for label in sorted(set(misspelt) - {concept.label, *alternative})],
        "skos:definition": [_said(concept.definition)] if concept.definition else [],
        "skos:broader": [_named(name, by=by) for name in sorted(set(concept.broader)) if name in terms],
        "skos:narrower": [_named(name, by=by) for name in sorted(set(narrower))],
        "skos:historyNote": [
            _said(f"Once called “{gone.label}”, until {gone.on}. {gone.reason}") for gone in concept.retired
        ],
        **_codes(concept.codes),
    }
    return {name: value for name, value in members.items() if value != []}


def _codes(codes: Sequence[vocabulary.Code]) -> Node:
    """Return links to entries whose addresses are known; codes of other systems as notations or notes, no address."""
    found: Node = {"skos:exactMatch": [], "skos:broadMatch": [], "skos:notation": [], "skos:note": []}
    for code in sorted(set(codes), key=lambda code: (code.system, code.code, code.match)):
        if code.system == _MESH and _DESCRIPTOR.fullmatch(code.code):
            place = "skos:exactMatch" if code.match == "exact" else "skos:broadMatch"
            found[place].append({"@id": _MESH_TERM + code.code})
        elif code.match == "exact":
            found["skos:notation"].append({"@value": code.code, "@type": _iri(code.system)})
        else:
            found["skos:note"].append(_said(f"A broader code in the system {code.system}: {code.code}"))
    return found


def _is_top(concept: vocabulary.Concept, terms: vocabulary.Vocabulary) -> bool:
    return not any(name in terms and terms[name].scheme == concept.scheme for name in concept.broader)


def _scheme(scheme: str, *, by: Publication) -> str:
    return f"{by.url('/v1/concepts')}?scheme={scheme}"


def _address(concept: str, *, by: Publication) -> str:
    return by.url(f"/v1/concepts/{concept}")


def _named(concept: str, *, by: Publication) -> Node:
    return {"@id": _address(concept, by=by)}


def _said(words: str) -> Node:
    return {"@value": words, "@language": _LANGUAGE}


def _iri(address: str) -> str:
    """Return an address with what no IRI may hold encoded."""
    return quote(address, safe=":/?#[]@!$&'()*+,;=%~._-")


def _turtle(node: Node) -> str:
    lines = [f"a {node['@type']}"]
    lines += [
        f"{name} {', '.join(map(_object, value))}" for name, value in node.items() if not name.startswith("@")
    ]
    return f"\n<{node['@id']}>\n    " + " ;\n    ".join(lines) + " .\n"


def _object(value: Node) -> str:
    if "@id" in value:
        return f"<{value['@id']}>"
    text = '"' + "".join(map(_letter, value["@value"])) + '"'
    if "@language" in value:
        return f"{text}@{value['@language']}"
    return f"{text}^^<{value['@type']}>" if "@type" in value else text


def _letter(character: str) -> str:
    if character in _TURTLE_ESCAPES:
        return _TURTLE_ESCAPES[character]
    return f"\\u{ord(character):04X}" if ord(character) < 0x20 or ord(character) == 0x7F else character
