"""The rows of a published document, of the vocabulary and of sources: nothing is left out that a document says."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.content import document as model
from app.content import durations, exports, values, words
from app.renderings import tabular, tabular_tables

Tree = dict[str, Any]
Rows = dict[str, list[tabular.Row]]


@dataclass(frozen=True, kw_only=True)
class _Around:
    """What a statement needs of its document."""

    slug: str
    url: Callable[[str], str]
    labels: Mapping[str, str]
    conflicting: frozenset[str]


_ABOVE = ("invasiveness", "body_areas", "categories", "techniques")
_WITHIN = {"use": "technique_use", "steps": "steps"}
_LENGTHS = {
    "side_effect": "duration",
    "outcome": "lasts",
    "preparation": "until",
    "aftercare": "until",
    "recovery": "duration",
    "duration": "length",
}
"""The field that holds the length, for each kind that has one; a plan of sessions names it in `aspect`."""


def of_all(documents: Iterable[exports.Published], about: exports.About) -> Iterator[Rows]:
    """Yield all rows of an export, in an order in which what is referenced comes first."""
    yield of_concepts(about.concepts)
    yield of_sources(about.sources)
    yield _gone(about)
    for published in documents:
        yield of_document(published, url=about.url, licence=about.licence_url)


def of_document(published: exports.Published, *, url: Callable[[str], str], licence: str) -> Rows:
    """Return the rows of one published document, by table."""
    tree: Tree = json.loads(published.document)
    slug = tree["slug"]
    around = _Around(
        slug=slug,
        url=url,
        labels={concept["id"]: concept["label"] for concept in tree.get("concepts", ())},
        conflicting=frozenset(
            name for conflict in tree["conflicts"].get("conflicts", ()) for name in conflict["statements"]
        ),
    )
    made: Rows = {name: [] for name in tabular_tables.TABLES}
    made["procedures"].append(_procedure(tree, published, url=url, licence=licence))
    made["procedure_sources"] += [{"procedure": slug, "source": source["id"]} for source in tree["sources"]]
    for position, alias in enumerate(tree.get("aliases", ()), start=1):
        _claim(made, alias, around=around, section=None, technique=None, position=position)
        made["aliases"].append(
            {"statement": alias["id"], "procedure": slug, "label": alias["label"], "type": alias["type"]}
        )
    for name, technique, section in _sections(tree):
        place = f"{slug}/{name}" + (f":{technique}" if technique else "")
        made["sections"].append(_section(section, slug=slug, place=place, name=name, technique=technique))
        made["silences"] += [
            {"section_id": place, "procedure": slug, "aspect": silence["aspect"], "words": silence["words"]}
            for silence in section.get("silent_on", ())
        ]
        for position, claim in enumerate(_claims(section), start=1):
            _claim(made, claim, around=around, section=place, technique=technique, position=position)
            _special(made, claim, slug=slug, technique=technique, position=position)
    _beside(made, tree, slug)
    return made


def of_concepts(stored: Iterable[bytes]) -> Rows:
    """Return the rows of the vocabulary, by table."""
    concepts: list[Tree] = [json.loads(held) for held in stored]
    return {
        "concepts": [
            {name: concept.get(name) for name in ("id", "scheme", "label", "definition")}
            for concept in concepts
        ],
        "concept_labels": [
            {"concept": concept["id"], **said} for concept in concepts for said in _labels(concept)
        ],
        "concept_broader": [
            {"concept": concept["id"], "broader": above}
            for concept in concepts
            for above in concept.get("broader", ())
        ],
        "concept_codes": [
            {"concept": concept["id"], **{name: code[name] for name in ("system", "code", "match")}}
            for concept in concepts
            for code in concept.get("codes", ())
        ],
    }


def _gone(about: exports.About) -> Rows:
    """Return the rows of what was public once and is not."""
    return {
        "withdrawn_procedures": [
            {
                "slug": gone.slug,
                "withdrawn_on": gone.on,
                "reason": gone.reason,
                "revision": gone.number,
                "sha256": gone.sha256,
            }
            for gone in about.withdrawn
        ],
        "withdrawn_statements": [
            {"id": name, "procedure": gone.slug, "kind": kind}
            for gone in about.withdrawn
            for name, kind in gone.statements
        ],
        "renamed_procedures": [
            {"slug": each.slug, "successor": each.successor, "renamed_on": each.on, "reason": each.reason}
            for each in about.renamed
        ],
    }


def of_sources(stored: Iterable[bytes]) -> Rows:
    """Return the rows of sources, by table."""
    return {"sources": [source(json.loads(held)) for held in stored]}


def source(tree: Tree) -> tabular.Row:
    """Return the row of a source as a document carries it."""
    names = [column.name for column in tabular_tables.columns("sources")]
    row = {name: tree.get(name) for name in names}
    translated = tree["translated"]
    said = translated if isinstance(translated, str) else str(translated).lower()
    return {**row, "grade": tree["grade_of_evidence"], "translated": said}


def _labels(concept: Tree) -> Iterator[Tree]:
    for other in concept.get("labels", ()):
        yield {"label": other["label"], "type": other["type"], "retired_on": None, "reason": None}
    for gone in concept.get("retired", ()):
        yield {"label": gone["label"], "type": "retired", "retired_on": gone["on"], "reason": gone["reason"]}


def _procedure(
    tree: Tree, published: exports.Published, *, url: Callable[[str], str], licence: str
) -> tabular.Row:
    return {
        "slug": tree["slug"],
        "name": tree["name"],
        "summary": tree["summary"]["text"],
        "language": tree["language"],
        "revision": published.number,
        "sha256": published.sha256,
        "published": published.published,
        **{name: tree["review"][name] for name in ("reviewed", "unreviewed", "disputed")},
        "review_words": tree["review"]["words"],
        "conflict_words": tree["conflicts"]["words"],
        "address": url(f"/v1/procedures/{tree['slug']}"),
        "licence": licence,
        "format": tree["format"],
    }


def _sections(tree: Tree) -> Iterator[tuple[str, str | None, Tree]]:
    for name in _ABOVE:
        yield name, None, tree[name]
    for technique in tree["techniques"].get("statements", ()):
        for member, name in _WITHIN.items():
            yield name, technique["slug"], technique[member]
    for name in model.SECTION_KINDS:
        yield name, None, tree["sections"][name]


def _claims(section: Tree) -> list[Tree]:
    finding = section.get("finding")
    return [*section.get("statements", ()), *([finding] if finding else ())]


def _section(section: Tree, *, slug: str, place: str, name: str, technique: str | None) -> tabular.Row:
    return {
        "id": place,
        "procedure": slug,
        "section": name,
        "technique": technique,
        "coverage": section["coverage"],
        "words": _words(section, name=name),
        "statements": len(section.get("statements", ())),
    }


def _words(section: Tree, *, name: str) -> str:
    """Return what a section's coverage means; where all that stood in it is deprecated, our sources are silent."""
    claims = _claims(section)
    if claims and all(claim["rank"] == "deprecated" for claim in claims):
        return f"No statement here holds any longer. {words.coverage(name, 'not_addressed')}"
    return str(section["words"])


def _claim(
    made: Rows,
    claim: Tree,
    *,
    around: _Around,
    section: str | None,
    technique: str | None,
    position: int,
) -> None:
    review, concept = claim["review"], claim.get("concept")
    whole = {name: value for name, value in claim.items() if name not in _WITHIN}
    made["statements"].append(
        {
            "id": claim["id"],
            "procedure": around.slug,
            "section_id": section,
            "position": position,
            "kind": claim["kind"],
            "technique": claim["slug"] if claim["kind"] == "technique" else technique,
            "text": claim["text"],
            "hedge": claim.get("hedge"),
            "concept": concept,
            "concept_label": around.labels[concept] if concept else None,
            "other_procedure": claim.get("procedure"),
            **{name: claim.get(name) for name in tabular_tables.FIELDS},
            "title": claim.get("title", claim.get("name", claim.get("label"))),
            **_length(claim),
            "rank": claim["rank"],
            "rank_reason": claim.get("rank_reason"),
            "doubts": _doubts(claim, around) or None,
            "grade": claim["grade"],
            "review": review["state"],
            "review_role": review.get("role"),
            "review_on": review.get("on"),
            "review_due": review.get("next_due"),
            "address": around.url(f"/v1/statements/{claim['id']}"),
            "json": values.canonical(whole).decode("utf-8"),
        }
    )
    made["evidence"] += [
        _evidence(claim["id"], number, item) for number, item in enumerate(claim["evidence"], start=1)
    ]


def _doubts(claim: Tree, around: _Around) -> str:
    evidence = claim["evidence"]
    found = [
        *(["deprecated"] if claim["rank"] == "deprecated" else ()),
        *(["disputed"] if claim["review"]["state"] == "disputed" else ()),
        *(["contested"] if any(item["stance"] == "disputes" for item in evidence) else ()),
        *(["conflict"] if claim["id"] in around.conflicting else ()),
        *sorted({item["quality"] for item in evidence} - {"clear"}),
    ]
    return " ".join(found)


def _length(claim: Tree) -> Tree:
    of = claim["aspect"] if claim["kind"] == "session_plan" else _LENGTHS.get(claim["kind"])
    made: Tree = dict.fromkeys(_LENGTH_COLUMNS)
    if of is None:
        return {**made, **dict.fromkeys(("length_status", "min_bound", "max_bound"), "does_not_apply")}
    held = claim[of]
    made |= {"length_of": of, "length_words": held.get("words", held.get("wording"))}
    if held["status"] != "stated" or "event" in held:
        status = "event" if "event" in held else held["status"]
        return {**made, **dict.fromkeys(("length_status", "min_bound", "max_bound"), status)}
    span = held.get("length", held)
    made |= {
        "length_status": "stated",
        "length_unit": span.get("unit"),
        "length_measures": span.get("measures"),
    }
    for side in ("min", "max"):
        bound = span[side]
        made |= {f"length_{side}": str(bound), f"{side}_bound": "open" if bound == "open" else "known"}
        if bound != "open":
            counted = isinstance(bound, int)
            made[f"{side}_count" if counted else f"{side}_seconds"] = (
                bound if counted else durations.seconds(bound)
            )
    return made


_LENGTH_COLUMNS = (
    *(
        "length_of",
        "length_status",
        "length_words",
        "length_min",
        "length_max",
        "length_unit",
        "length_measures",
    ),
    *("min_bound", "max_bound", "min_seconds", "max_seconds", "min_count", "max_count"),
)


def _special(made: Rows, claim: Tree, *, slug: str, technique: str | None, position: int) -> None:
    base: Tree = {"statement": claim["id"], "procedure": slug}
    if claim["kind"] == "technique":
        made["techniques"].append({**base, "slug": claim["slug"], "name": claim["name"]})
    if claim["kind"] == "step":
        said = {name: claim.get(name) for name in ("phase", "title", "text")}
        made["steps"].append({**base, "technique": technique, "number": position, **said})


def _evidence(statement: str, number: int, item: Tree) -> tabular.Row:
    locator = item.get("locator", {})
    return {
        "statement": statement,
        "number": number,
        "source": item["source"],
        "start_offset": item.get("start"),
        "end_offset": item.get("end"),
        "doi": locator.get("doi"),
        "pmid": locator.get("pmid"),
        "place": locator.get("section"),
        "page": locator.get("page"),
        **{name: item[name] for name in ("stance", "quality", "access")},
        **{name: item.get(name) for name in ("note", "attributed_to", "phrase", "sha256", "read_on")},
    }


def _beside(made: Rows, tree: Tree, slug: str) -> None:
    made["summary_statements"] += [
        {"procedure": slug, "statement": name} for name in dict.fromkeys(tree["summary"]["statements"])
    ]
    for conflict in tree["conflicts"].get("conflicts", ()):
        made["conflicts"].append({"id": conflict["id"], "procedure": slug, "text": conflict["text"]})
        made["conflict_statements"] += [
            {"conflict": conflict["id"], "statement": name} for name in dict.fromkeys(conflict["statements"])
        ]
    made["tombstones"] += [
        {
            "id": stone["id"],
            "procedure": slug,
            "kind": stone["kind"],
            "withdrawn_on": stone["on"],
            "reason": stone["reason"],
        }
        for stone in tree.get("withdrawn", ())
    ]
