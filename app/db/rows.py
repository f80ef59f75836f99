"""The rows of the projection as a pure function of a published document."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.content import cards, document, durations, evidence, statements, values, vocabulary

Row = dict[str, Any]
_LONGEST_KEY = 240


@dataclass(frozen=True, kw_only=True)
class Version:
    """Say which revision a document is."""

    number: int
    sha256: str
    published_at: datetime.datetime


class _Place(NamedTuple):
    pointer: str
    section: str | None
    coverage: str
    position: int
    claim: statements.Claim


def of_document(published: document.ProcedureDocument, version: Version) -> dict[str, list[Row]]:
    """Return the rows of every table of the projection for one document, by table, in the order to insert them."""
    tree = published.tree()
    places = list(_places(published))
    techniques = published.techniques.statements
    return {
        "procedures": [_procedure(published, version)],
        "procedure_concepts": [
            {"procedure_slug": published.slug, "concept_id": concept.id} for concept in published.concepts
        ],
        "procedure_sources": [
            {"procedure_slug": published.slug, "source_id": source.id} for source in published.sources
        ],
        "sections": list(_sections(published, tree)),
        "statements": [
            _statement(published.slug, tree, ordinal, place) for ordinal, place in enumerate(places)
        ],
        "techniques": [
            {"id": technique.id, "owner_slug": published.slug, "slug": technique.slug, "name": technique.name}
            for technique in techniques
        ],
        "steps": [
            {"id": step.id, "technique_id": technique.id, "title": step.title}
            for technique in techniques
            for step in technique.steps.statements
        ],
        "evidence": [row for place in places for row in _evidence(place.claim)],
        **_conflicts(published),
    }


def tombstones(published: document.ProcedureDocument) -> list[Row]:
    """Return the rows of the statements that the document says were withdrawn."""
    return [
        {
            "id": stone.id,
            "procedure_slug": published.slug,
            "kind": stone.kind,
            "withdrawn_on": stone.on,
            "reason": stone.reason,
        }
        for stone in published.withdrawn
    ]


def identifiers(published: document.ProcedureDraft) -> list[Row]:
    """Return a row for every identifier that the document uses or withdrew."""
    found = {claim.id: document.kind(claim) for _, claim in document.claims(published)}
    found |= {conflict.id: "conflict" for conflict in published.conflicts.conflicts}
    found |= {stone.id: stone.kind for stone in published.withdrawn}
    return [{"id": name, "procedure_slug": published.slug, "kind": kind} for name, kind in found.items()]


def of_vocabulary(terms: vocabulary.Vocabulary) -> dict[str, list[Row]]:
    """Return the rows of the labels and of the closure of a vocabulary."""
    labels: list[Row] = []
    closure: list[Row] = []
    for concept in terms.concepts.values():
        spelled = [(concept.label, "preferred"), *((other.label, other.type) for other in concept.labels)]
        labels += [
            {
                "concept_id": concept.id,
                "position": position,
                "label": label,
                "label_key": label_key(label),
                "type": kind,
            }
            for position, (label, kind) in enumerate(spelled)
        ]
        closure += [
            {"ancestor_id": ancestor, "descendant_id": concept.id}
            for ancestor in sorted({concept.id, *terms.broader(concept.id)})
        ]
    return {"concept_labels": labels, "concept_closure": closure}


def label_key(label: str) -> str:
    """Return the form in which labels are compared and sorted, cut to what the column holds."""
    return vocabulary.normalized(label)[:_LONGEST_KEY]


def _procedure(published: document.ProcedureDocument, version: Version) -> Row:
    ranked = [claim.value for claim in published.invasiveness.statements if claim.rank != "deprecated"]
    recovery = [
        claim.duration
        for claim in published.sections.recovery.statements
        if claim.milestone == "daily_life" and claim.rank != "deprecated"
    ]
    session = [claim.length for claim in published.sections.duration.statements if claim.rank != "deprecated"]
    return {
        "slug": published.slug,
        "name": published.name,
        "name_key": label_key(published.name),
        "card": values.canonical(cards.card(published)),
        "revision": version.number,
        "sha256": version.sha256,
        "published_at": version.published_at,
        "invasiveness": ranked[0] if ranked else None,
        "recovery_seconds": _longest(recovery),
        "session_seconds": _longest(session),
    }


def _longest(lengths: list[durations.TimeSpan | durations.Unstated]) -> int | None:
    """Return the longest upper bound; None unless every length has one, for an open length may be any length."""
    bounds = [_bounds(length)[1] for length in lengths]
    known = [bound for bound in bounds if bound is not None]
    return max(known) if known and len(known) == len(bounds) else None


def _bounds(length: object) -> tuple[int | None, int | None]:
    if isinstance(length, durations.Period):
        length = length.length
    if not isinstance(length, durations.TimeSpan):
        return None, None
    low, high = (None if bound == "open" else durations.seconds(bound) for bound in (length.min, length.max))
    return low, high


def _path(pointer: str, published: document.ProcedureDraft) -> tuple[str, str | None]:
    """Return the path of the section at a pointer, and the slug of the technique it belongs to."""
    parts = pointer.strip("/").split("/")
    if parts[0] == "techniques" and len(parts) > 1:
        technique = published.techniques.statements[int(parts[2])].slug
        return f"techniques/{technique}/{parts[3]}", technique
    return parts[-1], None


def _places(published: document.ProcedureDocument) -> Iterator[_Place]:
    for position, alias in enumerate(published.aliases):
        yield _Place(f"/aliases/{position}", None, "stated", position, alias)
    for pointer, _, section in document.sections(published):
        path, _ = _path(pointer, published)
        for position, claim in enumerate(section.statements):
            yield _Place(f"{pointer}/statements/{position}", path, section.coverage, position, claim)
        if section.finding is not None:
            yield _Place(f"{pointer}/finding", path, section.coverage, 0, section.finding)


def _sections(published: document.ProcedureDocument, tree: values.Json) -> Iterator[Row]:
    for position, (pointer, name, section) in enumerate(document.sections(published)):
        path, technique = _path(pointer, published)
        yield {
            "procedure_slug": published.slug,
            "path": path,
            "name": name,
            "technique_slug": technique,
            "position": position,
            "coverage": section.coverage,
            "first_statement_id": section.statements[0].id if section.statements else None,
            "finding_id": section.finding.id if section.finding else None,
            "json": values.canonical(_at(tree, pointer)),
        }


def _statement(slug: str, tree: values.Json, ordinal: int, place: _Place) -> Row:
    claim, held = place.claim, vars(place.claim)
    low, high = _length(claim)
    return {
        "id": claim.id,
        "kind": document.kind(claim),
        "procedure_slug": slug,
        "ordinal": ordinal,
        "section": place.section,
        "section_coverage": place.coverage,
        "position": place.position,
        "pointer": place.pointer,
        "text": claim.text,
        "rank": claim.rank,
        "review": claim.review.state,
        "review_due": claim.review.next_due,
        "grade": claim.grade,
        "concept_id": held.get("concept"),
        "other_slug": held.get("procedure"),
        "strength": held.get("strength"),
        "phase": held.get("phase"),
        "aspect": _aspect(claim),
        "label_key": label_key(claim.label) if isinstance(claim, statements.Alias) else None,
        "min_seconds": low,
        "max_seconds": high,
        "first_evidence_id": _first_evidence(claim),
        "json": values.canonical(_at(tree, place.pointer)),
    }


def _aspect(claim: statements.Claim) -> str | None:
    for name in ("aspect", "milestone", "action", "type", "value"):
        if (value := vars(claim).get(name)) is not None:
            return str(value)
    return None


def _length(claim: statements.Claim) -> tuple[int | None, int | None]:
    for name in ("duration", "length", "spacing", "repeat_after", "lasts", "until"):
        if (length := vars(claim).get(name)) is not None:
            return _bounds(length)
    return None, None


def _first_evidence(claim: statements.Claim) -> str | None:
    for position, item in enumerate(claim.evidence):
        if item.stance == "supports":
            return f"{claim.id}/{position}"
    return None


def _evidence(claim: statements.Claim) -> Iterator[Row]:
    for position, item in enumerate(claim.evidence):
        held = item if isinstance(item, evidence.HeldEvidence) else None
        yield {
            "id": f"{claim.id}/{position}",
            "statement_id": claim.id,
            "position": position,
            "source_id": item.source,
            "stance": item.stance,
            "quality": item.quality,
            "access": item.access,
            "sha256": held.sha256 if held else None,
            "start_offset": held.start if held else None,
            "end_offset": held.end if held else None,
            "phrase": held.phrase if held else None,
            "read_on": item.read_on if isinstance(item, evidence.ReferencedEvidence) else None,
        }


def _conflicts(published: document.ProcedureDocument) -> dict[str, list[Row]]:
    conflicts = published.conflicts.conflicts
    return {
        "conflicts": [
            {
                "id": conflict.id,
                "procedure_slug": published.slug,
                "position": position,
                "json": conflict.canonical(),
            }
            for position, conflict in enumerate(conflicts)
        ],
        "conflict_statements": [
            {"conflict_id": conflict.id, "statement_id": name}
            for conflict in conflicts
            for name in dict.fromkeys(conflict.statements)
        ],
    }


def _at(tree: values.Json, pointer: str) -> values.Json:
    for part in pointer.strip("/").split("/"):
        if isinstance(tree, dict):
            tree = tree[part]
        elif isinstance(tree, list):
            tree = tree[int(part)]
    return tree
