"""Exports of documents that are in no database, and a catalogue of documents that hold whatever a document may."""

import functools
import itertools
import tempfile
from collections.abc import Iterable
from pathlib import Path

from app.content import document, exports, values
from app.renderings import exports as forms
from tests import builders, generated, timelines
from tests.content import seed
from tests.hostile import texts

FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "'=1+1", "''", "'", '"=1+1"', '" =1+1', "“=1+1”", "\u2212 1", "\uff1d1+1",
    "=cmd|' /C calc'!A0", 'a,"b"', "a;=1+1", "00012", "1e9", "TRUE", "2026-01-01", "NULL", "-", "=",
)  # fmt: skip
"""Texts that a spreadsheet runs, or takes for something else."""
PHRASES = ("=1+1\n=2+2", "\t=1+1", "\n=1+1", "  =1+1", "\n\n", " '", "a\n'b", "a\tb", '"', '\n"')
"""Words of sources, which may begin with white space and hold lines."""
GONE = exports.Withdrawn(
    slug="gone-peel",
    on="2026-11-21",
    reason="=it was wrong",
    number=2,
    sha256="0" * 64,
    statements=(("st_0000088001", "side_effect"), ("st_0000088002", "technique")),
)
RENAMED = exports.Renamed(slug="old-peel", successor="silent-peel", on="2026-11-20", reason="Its usual name.")


def url(path: str) -> str:
    """Return the absolute address of a path."""
    return f"https://candour.example{path}"


def clean() -> list[str]:
    """Return hostile texts that a document takes."""
    found = []
    for text in (*FORMULAS, *texts.WORDS.values()):
        try:
            found.append(values.clean(text))
        except ValueError:
            continue
    return found


@functools.cache
def hostile() -> document.ProcedureDocument:
    """Return a document whose every text is hostile, with a withdrawn statement and everything that may be doubted."""
    tree = builders.draft_tree("hostile-peel", procedure=7, extra=len(clean()))
    wild = itertools.cycle(clean())
    phrases = itertools.cycle(PHRASES)

    def wilder(part: object) -> None:
        for member in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            wilder(member)
        if isinstance(part, dict) and "evidence" in part:
            part["text"], part["hedge"] = next(wild), next(wild)
            part["evidence"][0]["phrase"] = next(phrases)
            part["evidence"][0]["attributed_to"] = next(wild)
            for name in ("frequency", "severity", "onset", "what_to_do"):
                part.update({name: next(wild)} if name in part else {})

    wilder(tree)
    tree["name"] = tree["summary"]["text"] = "=1+1"
    doubted = builders.found(tree, builders.named("side_effect_1", procedure=7))
    doubted |= {"rank": "deprecated", "rank_reason": "@old"}
    doubted["evidence"].append(
        {**doubted["evidence"][0], "stance": "disputes", "quality": "ambiguous", "note": "-"}
    )
    doubted["review"] = {"state": "disputed", "role": "+nurse", "on": "2026-01-02"}
    doubted["concept"] = "bruising"
    tree["conflicts"] = {"conflicts": [builders.conflict("side_effect_1", "side_effect_2", procedure=7)]}
    tree["withdrawn"] = [
        {"id": "st_0000009999", "kind": "side_effect", "on": "2026-02-03", "reason": "=it was wrong"}
    ]
    return timelines.frozen(tree)


@functools.cache
def lasting() -> document.ProcedureDocument:
    """Return a document with side effects of every sort of length, of which one alone is surely gone within a week."""
    spans: tuple[tuple[str, str, str, builders.Tree], ...] = (
        ("P8D", "open", "until_gone", {}),
        ("P1D", "P2W", "until_gone", {}),
        ("open", "open", "until_gone", {}),
        ("P1D", "P3D", "until_better", {}),
        ("P1D", "P1W", "until_gone", {"hedge": "usually"}),
        ("P1D", "P1W", "until_gone", {"rank": "deprecated", "rank_reason": "Another source is newer."}),
        ("P1D", "P1W", "until_gone", {}),
        ("P1D", "P1W", "until_gone", {"review": {"state": "disputed", "role": "nurse", "on": "2026-01-02"}}),
    )
    effects = [
        timelines.effect(90_000 + number, duration=timelines.span(least, most, measures=measures), **fields)
        for number, (least, most, measures, fields) in enumerate(spans, start=1)
    ]
    return _bare("lasting-peel", timelines.bare(side_effects=[*effects, timelines.effect(90_000)]))


def _bare(slug: str, tree: builders.Tree) -> document.ProcedureDocument:
    tree |= {"slug": slug, "name": slug.replace("-", " ").capitalize(), "conflicts": {"conflicts": []}}
    for number, claim in enumerate(tree["aliases"] + _claims(tree), start=1):
        claim["id"] = f"st_{int(values.digest(slug.encode())[:4], 16) * 100 + number:010d}"
    tree["summary"]["statements"] = [tree["aliases"][0]["id"]]
    return timelines.frozen(tree)


def _claims(tree: builders.Tree) -> list[builders.Tree]:
    return [
        claim
        for name in ("invasiveness", "body_areas", "categories")
        for claim in tree[name].get("statements", [])
    ]


@functools.cache
def documents() -> tuple[document.ProcedureDocument, ...]:
    """Return the documents of the seed, made-up ones, one without a statement on most things, and a hostile one."""
    own = [seed.frozen(slug) for slug in seed.trees()]
    made = [*own, *generated.documents(8), hostile(), lasting(), _bare("silent-peel", timelines.bare())]
    return tuple(sorted(made, key=lambda each: each.slug))


def published(document: document.ProcedureDocument) -> exports.Published:
    """Return a document as if it were published."""
    content = document.canonical()
    return exports.Published(
        slug=document.slug,
        document=content,
        sha256=values.digest(content),
        number=3,
        published="2026-11-22T01:02:03.000004Z",
    )


def printed(form: str, made: Iterable[document.ProcedureDocument], folder: Path) -> Path:
    """Return the file of an export of these documents in one form."""
    held = list(made)
    concepts = {
        concept.id: concept.canonical()
        for concept in (*generated.terms().concepts.values(), *builders.concepts())
    }
    sources = {source.id: source.canonical() for each in held for source in each.sources}
    with (
        tempfile.TemporaryDirectory(dir=folder) as scratch,
        (folder / f"candour-5.{form}").open("w+b") as file,
    ):
        about = exports.About(
            revision=5,
            changed="2026-11-22T01:02:03.000004Z",
            url=url,
            publisher="Candour",
            licence="CC BY 4.0",
            licence_url="https://creativecommons.org/licenses/by/4.0/",
            disclaimer="General information, not medical advice.",
            version="0",
            procedures=len(held),
            concepts=tuple(concepts[name] for name in sorted(concepts)),
            sources=tuple(sources[name] for name in sorted(sources)),
            withdrawn=(GONE,),
            renamed=(RENAMED,),
            scratch=scratch,
        )
        {each.suffix: each for each in forms.FORMS}[form].write(file, map(published, held), about)
    return folder / f"candour-5.{form}"


def statements(held: document.ProcedureDocument) -> dict[str, values.Json]:
    """Return every statement of a document as a tree by its id, techniques without their own sections."""
    return {
        claim.id: {name: value for name, value in claim.tree().items() if name not in {"use", "steps"}}
        for _, claim in document.claims(held)
    }
