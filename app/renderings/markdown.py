"""A published document as Markdown, for people and language models: every statement, every gap, in plain text."""

import json
from collections.abc import Iterable, Iterator

from app.content import document as documents
from app.content import evidence_summary, words
from app.renderings import markdown_statements, markdown_text
from app.renderings.imprint import Imprint
from app.renderings.markdown_statements import Surroundings, Tree

MEDIA_TYPE = "text/markdown"
ORDER = (
    "contraindications",
    "precautions",
    "interactions",
    "side_effects",
    "warning_signs",
    "techniques",
    "mechanisms",
    "indications",
    "body_areas",
    "preparation",
    "aftercare",
    "recovery",
    "session_plan",
    "duration",
    "anaesthesia",
    "pain",
    "outcomes",
    "alternatives",
    "combinations",
    "cost_factors",
    "invasiveness",
    "categories",
)
"""The sections in the order of the page: what could hurt somebody comes first."""
READING = (
    "**How to read this:** each section first says in words how far our sources cover it, and then by one of four "
    "names. `stated`: our sources say this, and there may be more. `stated_none`: a source says that there is none. "
    f"`not_addressed`: our sources are silent. {words.NOT_SAFE} `not_applicable`: it does not apply to this "
    "procedure. Words in quotation marks are a source’s own. Bounds of time are ISO 8601 durations; `open` is a bound "
    "that no source sets. Whoever repeats a statement keeps its reserve (“usually”, “may”), names its source, and also "
    "says what our sources do not say."
)
"""What a reader should know who sees nothing else of ours."""
_TITLES = {
    "contraindications": "Who should not have it, or should ask first",
    "mechanisms": "How it is thought to work",
    "interactions": "Medicines that may act together with it",
}
_KINDS = documents.SECTION_KINDS | {
    "techniques": "technique",
    "body_areas": "body_area",
    "invasiveness": "invasiveness",
    "categories": "category",
}


def content(published: bytes, *, imprint: Imprint) -> bytes:
    """Return the Markdown of a stored document as UTF-8: the same document gives the same bytes."""
    document: Tree = json.loads(published)
    around = Surroundings(
        url=imprint.url,
        labels={concept["id"]: concept["label"] for concept in document.get("concepts", ())},
        conflicts={
            name: conflict["id"]
            for conflict in document["conflicts"].get("conflicts", ())
            for name in conflict["statements"]
        },
    )
    evidence = evidence_summary.summarise(documents.ProcedureDocument.model_validate_json(published)).words
    blocks = [
        *_head(document, evidence=evidence, imprint=imprint, around=around),
        *(block for name in ORDER for block in _section(name, document, around=around)),
        *_conflicts(document["conflicts"], around=around),
        *_withdrawn(document, around=around),
        *_aliases(document, around=around),
        *_sources(document, around=around),
        *_foot(document, imprint=imprint),
    ]
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def _head(document: Tree, *, evidence: str, imprint: Imprint, around: Surroundings) -> Iterator[str]:
    yield f"# {markdown_text.text(document['name'])}"
    yield f"> {markdown_text.text(imprint.disclaimer)}"
    summed = ", ".join(around.statement(name) for name in document["summary"]["statements"])
    yield markdown_text.text(document["summary"]["text"])
    yield f"**How sure this is:** {markdown_text.text(document['review']['words'])} {markdown_text.text(evidence)}"
    yield READING
    yield f"The summary above sums up these statements: {summed}."


def _section(name: str, document: Tree, *, around: Surroundings) -> Iterator[str]:
    section = (document if name in document else document["sections"])[name]
    yield f"## {_TITLES.get(name, _capital(words.NOUNS[name]))}"
    yield _coverage(name, section, name=name)
    if name == "techniques":
        for technique in section.get("statements", ()):
            yield from _technique(technique, around=around)
        yield from _items([section["finding"]] if "finding" in section else [], around=around)
    else:
        yield from _items(_claims(section), around=around)
    yield from _left_open(section)
    gone = [stone for stone in document.get("withdrawn", ()) if stone["kind"] == _KINDS[name]]
    for stone in gone:
        reason = markdown_text.sentence(stone["reason"])
        yield f"**A statement that stood here was withdrawn on {stone['on']}:** {reason}"


def _technique(technique: Tree, *, around: Surroundings) -> Iterator[str]:
    slug = technique["slug"]
    yield f"### {markdown_text.text(technique['name'])}"
    yield from _items([technique], around=around)
    for part, name, title in (("use", "technique_use", "When it is used"), ("steps", "steps", "Steps")):
        section = technique[part]
        yield f"#### {title}"
        yield _coverage(f"{name}:{slug}", section, name=name)
        yield from _items(_claims(section), around=around, numbered=name == "steps")
        yield from _left_open(section)


def _coverage(place: str, section: Tree, *, name: str) -> str:
    said = markdown_text.text(section["words"])
    held = [claim for claim in section.get("statements", ()) if claim["rank"] != "deprecated"]
    if section["coverage"] == "stated" and not held:
        said = f"**{words.NONE_HOLDS}** {words.coverage(name, 'not_addressed')}"
    return f"{said} (Coverage of {markdown_text.code(place)}: {markdown_text.code(section['coverage'])}.)"


def _claims(section: Tree) -> list[Tree]:
    return [*section.get("statements", ()), *([section["finding"]] if "finding" in section else ())]


def _items(claims: list[Tree], *, around: Surroundings, numbered: bool = False) -> Iterator[str]:
    """Yield one list of statements, or nothing where there are none."""
    lines: list[str] = []
    for number, claim in enumerate(claims, start=1):
        lines += markdown_statements.item(claim, around=around, number=number if numbered else None)
    if lines:
        yield "\n".join(lines)


def _left_open(section: Tree) -> Iterator[str]:
    for silence in section.get("silent_on", ()):
        yield markdown_text.text(silence["words"])


def _conflicts(conflicts: Tree, *, around: Surroundings) -> Iterator[str]:
    yield "## Where our sources contradict each other"
    yield markdown_text.text(conflicts["words"])
    yield from _listed(
        f"{markdown_text.code(conflict['id'])}: {markdown_text.text(conflict['text'])} "
        f"(Statements: {', '.join(around.statement(name) for name in conflict['statements'])}.)"
        for conflict in conflicts.get("conflicts", ())
    )


def _withdrawn(document: Tree, *, around: Surroundings) -> Iterator[str]:
    stones = document.get("withdrawn", ())
    if stones:
        yield "## Withdrawn statements"
        yield "What they said is not shown. Do not rely on copies of them."
    yield from _listed(
        f"{around.statement(stone['id'])}: {markdown_text.text(words.withdrawn(stone['kind'], stone['on']))} "
        f"Reason: {markdown_text.sentence(stone['reason'])}"
        for stone in stones
    )


def _aliases(document: Tree, *, around: Surroundings) -> Iterator[str]:
    if "aliases" in document:
        yield "## Other names"
        yield from _items(document["aliases"], around=around)


def _sources(document: Tree, *, around: Surroundings) -> Iterator[str]:
    yield "## Sources"
    yield from _listed(" ".join(_source(source, around=around)) for source in document["sources"])


def _source(source: Tree, *, around: Surroundings) -> Iterator[str]:
    yield f"{around.source(source['id'])}: {markdown_text.quoted(source['title'])}."
    yield f"Kind: {source['kind'].replace('_', ' ')}. Grade of evidence: {source['grade_of_evidence']}."
    known = {name: source[name] for name in ("publisher", "author", "date") if source[name] != "unknown"}
    yield from (f"{_capital(name)}: {markdown_text.sentence(value)}" for name, value in known.items())
    if source["address"] != "unknown":
        yield f"Address: {markdown_text.code(source['address'])}."
    yield f"Language: {markdown_text.text(source['language'])}."
    if source["translated"] != "unknown":
        yield "It is a translation." if source["translated"] else "It is not a translation."
    gaps = {name: name for name in ("address", "publisher", "author", "date")} | {
        "translated": "whether it is a translation"
    }
    missing = [said for name, said in gaps.items() if source[name] == "unknown"]
    if missing:
        yield f"Not known: {', '.join(missing)}."
    if source["date"] == "unknown":
        yield "So its age is unknown."
    for name in ("about", "commercial_interest", "rights"):
        yield markdown_text.sentence(source[name])
    if source["access"] == "held":
        yield f"We hold it: {source['length']} characters, SHA-256 {markdown_text.code(source['sha256'])}."
    else:
        yield "We do not hold it, and only point to it."


def _foot(document: Tree, *, imprint: Imprint) -> Iterator[str]:
    slug = document["slug"]
    page = markdown_text.link("The page of this procedure", imprint.url(f"/procedures/{slug}"))
    data = markdown_text.link("The same as data", imprint.url(f"/v1/procedures/{slug}"))
    digest = markdown_text.code(imprint.sha256)
    yield "## About this text"
    yield from _listed(
        [
            f"Publisher: {markdown_text.text(imprint.publisher)}. {page}. {data}.",
            f"Revision {imprint.revision}, published {imprint.published}. SHA-256 of its document: {digest}",
            f"Licence: {markdown_text.code(imprint.licence)}. Language: {markdown_text.text(document['language'])}.",
            f"{markdown_text.link('Report an error', imprint.url('/report-error'))}.",
        ]
    )


def _listed(lines: Iterable[str]) -> Iterator[str]:
    listed = [f"- {line}" for line in lines]
    if listed:
        yield "\n".join(listed)


def _capital(noun: str) -> str:
    return noun[0].upper() + noun[1:]
