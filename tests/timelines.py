"""Random documents for timelines: every kind of statement that has a place in time, in every form, or silence."""

from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import strategies as st

from app.content import document, freezing, vocabulary
from tests import builders, strategies

Tree = dict[str, Any]
KINDS = {
    "preparation": "preparation",
    "duration": "duration",
    "anaesthesia": "anaesthesia",
    "side_effects": "side_effect",
    "warning_signs": "warning_sign",
    "aftercare": "aftercare",
    "recovery": "recovery",
    "session_plan": "session_plan",
    "outcomes": "outcome",
}
"""The sections that a timeline is made from, beside the steps, and the kinds in them."""
LABELS = strategies.WORDINGS
_EVIDENCE = builders.evidence("It is done without surgery.")
_PHASES = st.sampled_from(["before", "during", "after"])
_CONCEPTS = st.sampled_from(["bruising", "swelling", "skin-effect"])


def frozen(tree: Tree, *, concepts: Iterable[vocabulary.Concept] | None = None) -> document.ProcedureDocument:
    """Return the document of a tree, whatever rules it breaks."""
    return freezing.freeze(
        builders.parsed(tree),
        known={builders.SOURCE: builders.source().metadata()},
        terms=vocabulary.Vocabulary(builders.concepts() if concepts is None else concepts),
    )


def claim(identity: int, of_kind: str, /, **fields: Any) -> Tree:
    """Return a statement with evidence."""
    base = {"id": f"st_{identity:010d}", "kind": of_kind, "text": f"Statement number {identity} says so."}
    return {**base, "evidence": [_EVIDENCE], **fields}


def bare(**sections: list[Tree]) -> Tree:
    """Return a procedure of which our sources say nothing but these statements."""
    tree = builders.draft_tree()
    tree["techniques"] = builders.silent()
    tree["sections"] = {name: builders.silent() for name in document.SECTION_KINDS}
    for name, held in sections.items():
        tree["sections"][name] = builders.stated(*held)
    return tree


def effect(identity: int, /, **fields: Any) -> Tree:
    """Return a side effect."""
    return claim(identity, "side_effect", **{"concept": "bruising", **fields})


def span(minimum: str, maximum: str, wording: str = "as worded", **fields: Any) -> Tree:
    """Return a length of time as it is drafted."""
    return {"status": "stated", "min": minimum, "max": maximum, "wording": wording, **fields}


@st.composite
def documents(draw: st.DrawFn, *, most: int = 4) -> document.ProcedureDocument:
    """Draw a document in which every section concerned has up to so many statements, or none."""
    tree = bare()
    tree["name"] = draw(LABELS)
    number = 10_000  # beyond the ids of what every draft holds
    for section, kind in KINDS.items():
        held = []
        for _ in range(draw(st.integers(0, most))):
            number += 1
            held.append(claim(number, kind, **_common(draw), **_fields(draw, kind)))
        if held:
            tree["sections"][section] = builders.stated(*held)
        elif section not in {"side_effects", "warning_signs"}:
            number += 1
            tree["sections"][section] = _absence(draw, number)
    techniques = [_technique(draw, 2000 + 10 * place) for place in range(draw(st.integers(0, 2)))]
    if techniques:
        tree["techniques"] = builders.stated(*techniques)
    return frozen(tree)


def _common(draw: st.DrawFn) -> Tree:
    common: Tree = {"text": draw(LABELS)}
    if draw(st.booleans()):
        common["hedge"] = draw(LABELS)
    if draw(st.integers(0, 9)) == 0:
        common |= {"rank": "deprecated", "rank_reason": "It was wrong."}
    if draw(st.integers(0, 9)) == 0:
        common["review"] = {"state": "disputed", "role": "clinician", "on": "2026-01-01"}
    return common


def _fields(draw: st.DrawFn, kind: str) -> Tree:
    if kind in {"preparation", "aftercare"}:
        return {"action": draw(st.sampled_from(["do", "avoid", "not_needed"])), "phase": draw(_PHASES)} | (
            {"until": draw(_until())} if draw(st.booleans()) else {}
        )
    if kind == "side_effect":
        measures = draw(st.sampled_from(["until_gone", "until_better"]))
        onset = {"onset": draw(LABELS)} if draw(st.booleans()) else {}
        length = {"duration": draw(strategies.spans(measures=measures))} if draw(st.booleans()) else {}
        return {"concept": draw(_CONCEPTS), **onset, **length}
    if kind == "session_plan":
        aspect = draw(st.sampled_from(["number", "spacing", "repeat_after"]))
        return {"aspect": aspect, aspect: draw(_number() if aspect == "number" else strategies.spans())}
    made: dict[str, Callable[[], Tree]] = {
        "duration": lambda: {"length": draw(strategies.spans())},
        "anaesthesia": lambda: {"type": draw(st.sampled_from(["none", "topical", "general"]))},
        "warning_sign": lambda: {"ask": draw(LABELS)},
        "recovery": lambda: {
            "milestone": draw(st.sampled_from(["daily_life", "skin_healed", "results_visible"])),
            "duration": draw(strategies.spans()),
        },
        "outcome": lambda: {"lasts": draw(strategies.spans())} if draw(st.booleans()) else {},
    }
    return made[kind]()


@st.composite
def _until(draw: st.DrawFn) -> Tree:
    period: Tree = {"status": "stated", "wording": draw(LABELS)}
    if draw(st.booleans()):
        return period | {"event": draw(LABELS)}
    length = draw(strategies.spans())
    return period | {"length": length} if length["status"] == "stated" else length


def _number() -> st.SearchStrategy[Any]:
    return strategies.counts() | st.just({"status": "not_stated", "words": "It differs."})


def _technique(draw: st.DrawFn, number: int) -> Tree:
    steps = [
        claim(number + place, "step", phase=draw(_PHASES), title=draw(LABELS))
        for place in range(1, 1 + draw(st.integers(0, 4)))
    ]
    technique = claim(number, "technique", slug=f"technique-{number}", name=draw(LABELS))
    return {
        **technique,
        "use": builders.silent(),
        "steps": builders.stated(*steps) if steps else builders.silent(),
    }


def _absence(draw: st.DrawFn, number: int) -> Tree:
    coverage = draw(st.sampled_from(["not_addressed", "not_applicable", "stated_none"]))
    if coverage != "stated_none":
        return {"coverage": coverage}
    return {"coverage": coverage, "finding": claim(number, "absence", text=draw(LABELS))}
