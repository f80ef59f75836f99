"""Lengths of time and numbers of sessions as extensions of FHIR: worded, with ISO 8601 bounds, open ends left open."""

import re
from collections.abc import Iterator

from app.renderings.fhir_extensions import Absent, Maker, Tree

LENGTHS = ("duration", "lasts", "length", "spacing", "repeat_after", "until", "number")
"""The members of statements that hold a length or a number."""
_ONE_UNIT = re.compile(r"P(?:(\d+)([YMWD])|T(\d+)([HMS]))", re.ASCII)
_UNITS = {
    "Y": ("year", "a"),
    "M": ("month", "mo"),
    "W": ("week", "wk"),
    "D": ("day", "d"),
    "TH": ("hour", "h"),
    "TM": ("minute", "min"),
    "TS": ("second", "s"),
}
_UCUM = "http://unitsofmeasure.org"


def extensions(statement: Tree, *, make: Maker) -> Iterator[Tree]:
    """Yield the lengths of a statement, those that our sources do not give included."""
    for name in LENGTHS:
        if name in statement:
            yield make.parts(name.replace("_", "-"), _parts(statement[name], of=name))


def _parts(held: Tree, *, of: str) -> Tree:
    if held["status"] == "not_stated":
        return {"wording": Absent(words=held["words"])}
    if of == "until":
        inner = held.get("length")
        if inner is None:
            return {"wording": held["wording"], "event": held["event"]}
        return {**_span(inner), "wording": held["wording"], "length-wording": inner["wording"]}
    if of == "number":
        return {**_bounds(held), "range": _range(held, {end: _counted(held[end]) for end in ("min", "max")})}
    return _span(held)


def _span(held: Tree) -> Tree:
    return {
        **_bounds(held),
        "unit": held.get("unit"),
        "measures": held.get("measures"),
        "range": _range(held, {end: _quantity(held[end]) for end in ("min", "max")}),
    }


def _bounds(held: Tree) -> Tree:
    return {"wording": held["wording"], "min": str(held["min"]), "max": str(held["max"])}


def _range(held: Tree, made: dict[str, Tree | None]) -> Tree | None:
    """Return the bounds as a range, or None where a bound that is stated does not fit into one quantity."""
    if any(made[end] is None for end in ("min", "max") if held[end] != "open"):
        return None
    ends = {"low": made["min"], "high": made["max"]}
    return {name: quantity for name, quantity in ends.items() if quantity is not None} or None


def _quantity(duration: str) -> Tree | None:
    match = _ONE_UNIT.fullmatch(duration)
    if match is None:
        return None
    date, unit, time, part = match.groups()
    name, code = _UNITS[unit or f"T{part}"]
    return {"value": int(date or time), "unit": name, "system": _UCUM, "code": code}


def _counted(number: int | str) -> Tree | None:
    return None if number == "open" else {"value": number, "unit": "sessions"}
