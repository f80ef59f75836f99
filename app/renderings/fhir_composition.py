"""The document itself as a Composition: every section with its coverage in words, and what stands in it."""

from collections.abc import Iterator, Mapping

from app.content import words
from app.renderings import fhir_extensions, fhir_naming, fhir_sections, fhir_statements
from app.renderings.fhir_extensions import Tree
from app.renderings.fhir_naming import Surroundings

_EMPTY = "http://terminology.hl7.org/CodeSystem/list-empty-reason"
_REASONS = {"not_addressed": "unknown", "not_applicable": "not-applicable"}
"""The reason that FHIR has for what a coverage leaves absent; a finding that there is none is not absent."""


def composition(document: Tree, *, homes: Mapping[str, str], revision: Tree, around: Surroundings) -> Tree:
    """Return the composition; `homes` are the references under which the statements are found."""
    review = {name: document["review"][name] for name in ("unreviewed", "reviewed", "disputed", "words")}
    slug = document["slug"]
    return {
        **around.base("Composition", slug),
        "text": fhir_naming.narrative(document["summary"]["text"], around.disclaimer),
        "extension": [
            revision,
            around.make.parts("review", review),
            around.make.simple("summary", document["summary"]["text"]),
            around.make.simple("disclaimer", around.disclaimer),
        ],
        "url": around.url(f"/v1/procedures/{slug}"),
        "identifier": [around.identifier(f"/v1/procedures/{slug}")],
        "version": around.version,
        "status": "preliminary" if around.experimental else "final",
        "type": {"text": "What is known about a procedure, with the evidence behind each statement"},
        "subject": [{"reference": around.procedure}],
        "date": around.published,
        "author": [{"reference": fhir_naming.PUBLISHER}],
        "title": document["name"],
        "section": list(_sections(document, homes=homes, around=around)),
    }


def _sections(document: Tree, *, homes: Mapping[str, str], around: Surroundings) -> Iterator[Tree]:
    summary = document["summary"]
    yield _plain("summary", [summary["text"]], entry=_entries(summary["statements"], homes), around=around)
    yield _plain("review", [document["review"]["words"]], around=around)
    aliases = document.get("aliases", [])
    if aliases:
        told = [fhir_statements.told(alias) for alias in aliases]
        entries = _entries([alias["id"] for alias in aliases], homes)
        yield _plain("aliases", told, entry=entries, around=around)
    for name, section in fhir_sections.own(document):
        yield _section(name, section, homes=homes, around=around)
    yield _conflicts(document["conflicts"], homes=homes, around=around)
    if "withdrawn" in document:
        yield _withdrawn(document["withdrawn"], around=around)
    cited = [
        {"reference": f"DocumentReference/{fhir_naming.named(source['id'])}", "display": source["title"]}
        for source in document["sources"]
    ]
    yield _plain("sources", [source["title"] for source in document["sources"]], entry=cited, around=around)
    terms = [around.disclaimer, f"The licence of this data: {around.licence}"]
    yield _plain("terms", terms, around=around)


def _plain(name: str, said: list[str], *, entry: list[Tree] | None = None, around: Surroundings) -> Tree:
    return fhir_naming.present(
        {
            "title": words.NOUNS.get(name, name),
            "code": around.code(fhir_naming.SECTIONS, name, words.NOUNS.get(name, name)),
            "text": fhir_naming.narrative(*said),
            "entry": entry,
        }
    )


def _section(name: str, section: Tree, *, homes: Mapping[str, str], around: Surroundings) -> Tree:
    """Return a section; one of which our sources say nothing gives the reason and our words, never `none known`."""
    noun = name.partition(":")[0]
    claims = fhir_sections.held(section)
    gaps = [silence["words"] for silence in section.get("silent_on", ())]
    told = [fhir_statements.told(claim) for claim in claims]
    extension = [fhir_sections.coverage(name, section, make=around.make)]
    if section["coverage"] in _REASONS:
        extension.append({"url": fhir_extensions.ABSENT, "valueCode": _REASONS[section["coverage"]]})
    return fhir_naming.present(
        {
            "extension": extension,
            "title": words.NOUNS[noun],
            "code": around.code(fhir_naming.SECTIONS, noun, words.NOUNS[noun]),
            "text": fhir_naming.narrative(section["words"], *gaps, listed=told),
            "entry": _entries([claim["id"] for claim in claims], homes),
            "emptyReason": _reason(section) if not claims else None,
            "section": [
                {
                    "title": technique["name"],
                    "text": fhir_naming.narrative(fhir_statements.told(technique)),
                    "entry": _entries([technique["id"]], homes),
                    "section": [
                        _section(inner, part, homes=homes, around=around)
                        for inner, part in fhir_sections.within(technique)
                    ],
                }
                for technique in (claims if name == "techniques" else ())
                if technique["kind"] == "technique"
            ],
        }
    )


def _reason(section: Tree) -> Tree:
    """Return why a section is empty: what our sources do not give is unavailable, which is not `nil known`."""
    if section["coverage"] == "not_addressed":
        return {"coding": [{"system": _EMPTY, "code": "unavailable"}], "text": section["words"]}
    return {"text": section["words"]}


def _entries(names: list[str], homes: Mapping[str, str]) -> list[Tree]:
    return [{"reference": home} for home in dict.fromkeys(homes[name] for name in names if name in homes)]


def _conflicts(conflicts: Tree, *, homes: Mapping[str, str], around: Surroundings) -> Tree:
    section = _plain("conflicts", [conflicts["words"]], around=around)
    within = [
        fhir_naming.present(
            {
                "extension": [
                    around.make.parts("conflict", {name: conflict[name] for name in ("id", "text")})
                ],
                "text": fhir_naming.narrative(conflict["text"]),
                "entry": _entries(conflict["statements"], homes),
            }
        )
        for conflict in conflicts.get("conflicts", ())
    ]
    return fhir_naming.present({**section, "section": within})


def _withdrawn(stones: list[Tree], *, around: Surroundings) -> Tree:
    within = [
        {
            "extension": [
                around.make.parts("tombstone", {name: stone[name] for name in ("id", "kind", "on", "reason")})
            ],
            "text": fhir_naming.narrative(words.withdrawn(stone["kind"], stone["on"]), stone["reason"]),
        }
        for stone in stones
    ]
    said = ["These statements were withdrawn."]
    return {**_plain("withdrawn", said, around=around), "section": within}
