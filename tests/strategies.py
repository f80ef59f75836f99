"""Random valid procedures for Hypothesis: sections missing, lengths and numbers of every form, odd words."""

from typing import Any

from hypothesis import strategies as st

from app.content import document, durations, values
from tests import builders


def _plain(text: str) -> bool:
    try:
        return values.clean(text) == text
    except ValueError:
        return False


STEPS = ("step_1", "step_2")
WITHIN_TECHNIQUE = ("technique_use", *STEPS)
SAFETY = frozenset({"contraindications", "precautions", "interactions", "side_effects"})
ODD = (
    "no",
    "yes",
    "010",
    "0x1F",
    "1:30",
    "1e3",
    "1.50",
    "-0",
    "null",
    "~",
    "=1+1",
    "½",
    "0",
    "3,5",
    "<b>",
    "١٢",
)
"""Words that a careless reader would take for something else."""
WORDINGS = st.sampled_from(ODD) | st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp", "Zs")),
    min_size=1,
    max_size=20,
).filter(_plain)
UNITS = st.sampled_from(["PT{}S", "PT{}M", "PT{}H", "P{}D", "P{}W", "P{}M", "P{}Y", "P1Y2M{}DT4H", "P{}DT0M"])


@st.composite
def iso_durations(draw: st.DrawFn) -> str:
    """Draw an ISO 8601 duration, leading noughts included."""
    written = draw(UNITS).format(draw(st.sampled_from(["0", "1", "01", "7", "30", "090", "365", "999"])))
    return str(written)


@st.composite
def spans(draw: st.DrawFn, /, **more: Any) -> Any:
    """Draw a length of time: bounds in order or open; or that it is not stated."""
    if draw(st.booleans()) and draw(st.booleans()):
        return {"status": "not_stated", "words": "Our sources do not say how long."}
    low, high = sorted([draw(iso_durations()), draw(iso_durations())], key=durations.seconds)
    span = {
        "status": "stated",
        "min": draw(st.sampled_from(["open", low])),
        "max": draw(st.sampled_from(["open", high])),
        "wording": draw(WORDINGS),
    }
    return {**span, **more}


@st.composite
def counts(draw: st.DrawFn) -> Any:
    """Draw a number of sessions: bounds in order or open."""
    low, high = sorted([draw(st.integers(0, 1000)), draw(st.integers(0, 1000))])
    bounds = {"min": draw(st.sampled_from(["open", low])), "max": draw(st.sampled_from(["open", high]))}
    return {"status": "stated", **bounds, "wording": draw(WORDINGS)}


@st.composite
def drafts(draw: st.DrawFn, *, procedure: int = 1) -> document.ProcedureDraft:
    """Draw a procedure that may be published, of which anything may be missing."""
    tree = builders.draft_tree(f"random-{procedure}", procedure=procedure)
    _fill(draw, tree, procedure)
    dropped = draw(st.sets(st.sampled_from(sorted(builders.LINES)), max_size=len(builders.LINES) - 1))
    kept = [line for line in builders.LINES if line not in dropped]
    if "technique" in dropped:
        kept = [line for line in kept if line not in WITHIN_TECHNIQUE]
    if not kept:
        dropped.remove("alias")
        kept = ["alias"]
    gone = {builders.named(line, procedure=procedure) for line in dropped}
    tree = builders.settled(without(tree, gone), gone)
    if len(kept) > 1 and draw(st.booleans()):
        sides = draw(st.lists(st.sampled_from(kept), min_size=2, max_size=4, unique=True))
        tree["conflicts"] = {"conflicts": [builders.conflict(*sides, number=2, procedure=procedure)]}
    summed = draw(st.sampled_from(kept))
    tree["summary"]["statements"] = [builders.named(summed, procedure=procedure)]
    for name, section in tree["sections"].items():
        if (
            section["coverage"] == "not_addressed"
            and name not in (*SAFETY, "warning_signs")
            and draw(st.booleans())
        ):
            section["coverage"] = "not_applicable"
    return builders.parsed(tree)


def _fill(draw: st.DrawFn, tree: Any, procedure: int) -> None:
    def put(line: str, **fields: Any) -> None:
        builders.found(tree, builders.named(line, procedure=procedure)).update(fields)

    measured = st.sampled_from(["until_gone", "until_better"])
    for line in ("side_effect_1", "side_effect_2"):
        put(
            line,
            duration=draw(spans(measures=draw(measured))),
            frequency=draw(WORDINGS),
            hedge=draw(WORDINGS),
        )
    put("recovery", duration=draw(spans()), milestone=draw(st.sampled_from(["daily_life", "skin_healed"])))
    put("session_plan", number=draw(counts()))
    put("duration", length=draw(spans()))


def without(tree: Any, ids: set[str]) -> Any:
    """Leave these claims out; a section that loses its last one, or its finding, falls silent."""
    if isinstance(tree, list):
        return [without(item, ids) for item in tree if not (isinstance(item, dict) and item.get("id") in ids)]
    if not isinstance(tree, dict):
        return tree
    left = {key: without(value, ids) for key, value in tree.items()}
    if "coverage" in left and not left.get("statements"):
        finding = left.get("finding")
        return left if finding and finding["id"] not in ids else builders.silent()
    return left
