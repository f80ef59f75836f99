"""Made-up lengths of time and counts, in every form that sources use: bounded, open on one side or both, vague."""

from collections.abc import Mapping
from typing import Any

from app.authoring.invented import draws
from app.content import durations

Tree = dict[str, Any]
_FORMS = draws.ranked(["range", "up_to", "exact", "at_least", "vague"], size=64)
_WRITTEN: Mapping[durations.Unit, str] = {
    "minutes": "PT{}M",
    "hours": "PT{}H",
    "days": "P{}D",
    "weeks": "P{}W",
    "months": "P{}M",
    "years": "P{}Y",
}
_MOST: Mapping[durations.Unit, int] = {
    "minutes": 60,
    "hours": 48,
    "days": 14,
    "weeks": 8,
    "months": 12,
    "years": 5,
}


def span(draw: draws.Draw, *units: durations.Unit) -> Tree:
    """Return a length in one of these units; the wording says no more than the bounds do."""
    unit = draw.pick(units)
    low, more = draw.between(1, _MOST[unit]), draw.between(1, 4)
    if unit == "minutes":
        low, more = 5 * draw.between(1, 18), 5 * more
    least, most = _WRITTEN[unit].format(low), _WRITTEN[unit].format(low + more)
    noun = unit if low > 1 else unit.removesuffix("s")
    forms: dict[str, Tree] = {
        "range": {"min": least, "max": most, "wording": f"in {low} to {low + more} {unit}"},
        "up_to": {"min": "open", "max": least, "wording": f"within {low} {noun}"},
        "exact": {"min": least, "max": least, "wording": f"after {low} {noun}"},
        "at_least": {"min": least, "max": "open", "wording": f"after at least {low} {noun}"},
        "vague": {"min": "open", "max": "open", "unit": unit, "wording": f"after several {unit}"},
    }
    return {"status": "stated", **forms[draw.pick(_FORMS)]}


def count(draw: draws.Draw) -> Tree:
    """Return a number of sessions."""
    low, more = draw.between(1, 6), draw.between(1, 4)
    forms: tuple[Tree, ...] = (
        {"min": low, "max": low + more, "wording": f"{low} to {low + more} sessions"},
        {"min": low, "max": low, "wording": f"{low} in all"},
        {"min": low, "max": "open", "wording": f"at least {low}"},
        {"min": "open", "max": "open", "wording": "several sessions"},
    )
    return {"status": "stated", **draw.pick(forms)}
