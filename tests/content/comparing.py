"""Random documents to be compared: sections missing, concepts shared or not, ranks, conflicts, withdrawals, denials."""

import json
from typing import Any

from hypothesis import strategies as st

from app.content import document, freezing, vocabulary
from tests import builders, strategies

TERMS = vocabulary.Vocabulary(builders.concepts())
BROADER = {name: TERMS.broader(name) for name in TERMS.concepts}
EFFECTS = st.sampled_from(["bruising", "swelling", "skin-effect"])
STATES = st.sampled_from(["pregnancy", "dark-skin", "isotretinoin", "retinoids"])
CONCEPTS = {
    "side_effect_1": EFFECTS,
    "side_effect_2": EFFECTS,
    "contraindication": STATES,
    "precaution": STATES,
    "interaction": STATES,
    "warning_sign": EFFECTS | st.none(),
}
ONCE_DENIED = ("side_effects", "contraindications", "preparation", "recovery", "session_plan", "duration")
"""Sections to which the finding that there is nothing may be moved."""


@st.composite
def documents(draw: st.DrawFn) -> list[document.ProcedureDocument]:
    """Draw 2 to 6 documents; they may have been published on days with other titles and labels."""
    count = draw(st.integers(2, 6))
    return [_frozen(draw, _tree(draw, number)) for number in range(1, count + 1)]


def _frozen(draw: st.DrawFn, tree: Any) -> document.ProcedureDocument:
    title, label = draw(st.sampled_from(["The glow peel", "The new title"])), draw(st.sampled_from(["", "!"]))
    terms = vocabulary.Vocabulary(
        concept.changed(label=f"{concept.label}{label}") for concept in builders.concepts()
    )
    known = {builders.SOURCE: builders.source(title=title)}
    return freezing.freeze(builders.parsed(tree), known=known, terms=terms)


def _tree(draw: st.DrawFn, number: int) -> Any:
    tree: Any = json.loads(draw(strategies.drafts(procedure=number)).canonical())
    for line, concepts in CONCEPTS.items():
        claim = _found(tree, builders.named(line, procedure=number))
        concept = draw(concepts)
        if claim is not None and concept is not None:
            claim["concept"] = concept
    _deny(draw, tree)
    held = [claim["id"] for claim in _claims(tree)]
    for name in draw(st.sets(st.sampled_from(held), max_size=3)):
        claim = _found(tree, name)
        assert claim is not None
        claim |= {"rank": "deprecated", "rank_reason": "It was said again, better."}
    if draw(st.booleans()):
        gone = builders.identifier(900, procedure=number)
        tree["withdrawn"] = [
            {
                "id": gone,
                "kind": "side_effect",
                "on": "2026-11-01",
                "reason": "It was said of another procedure.",
            }
        ]
    return tree


def _deny(draw: st.DrawFn, tree: Any) -> None:
    """Move the finding that there is nothing to another section that is silent, where one is."""
    preparation = tree["sections"]["preparation"]
    name = draw(st.sampled_from(ONCE_DENIED))
    if "finding" in preparation and tree["sections"][name]["coverage"] == "not_addressed":
        tree["sections"][name], tree["sections"]["preparation"] = preparation, builders.silent()


def _claims(tree: Any) -> list[Any]:
    if isinstance(tree, list):
        return [claim for item in tree for claim in _claims(item)]
    if not isinstance(tree, dict):
        return []
    own = [tree] if "evidence" in tree else []
    return own + [claim for value in tree.values() for claim in _claims(value)]


def _found(tree: Any, name: str) -> Any:
    return next((claim for claim in _claims(tree) if claim["id"] == name), None)
