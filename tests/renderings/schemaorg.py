"""A checker of JSON-LD: no type, property, domain, range or member of an enumeration that schema.org 30.0 lacks."""

import datetime
import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Tree = dict[str, Any]
EXTRACT: Tree = json.loads(Path(__file__).with_name("schemaorg-30.0.json").read_text())
CONTEXT = "https://schema.org"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DURATION = re.compile(r"P(?=[0-9T])[0-9YMWDTHS]+")


def faults(tree: Tree) -> list[str]:
    """Return what is wrong in a document, each fault with its place; nothing where all is right."""
    types: dict[str, set[str]] = {}
    for node in _nodes(tree):
        if "@id" in node and "@type" in node:
            types.setdefault(node["@id"], set()).update(_types(node))
    context = [] if tree.get("@context") == CONTEXT else [f"the context is not {CONTEXT}"]
    return [*context, *_node(tree, place="", types=types)]


def _node(node: Tree, *, place: str, types: dict[str, set[str]]) -> Iterator[str]:
    unknown = [name for name in _types(node) if name not in EXTRACT["classes"]]
    yield from (f"{place}: {name} is no type" for name in unknown)
    if "@type" not in node:
        yield f"{place}: has no type"
    if unknown or "@type" not in node:
        return
    kinds = _kinds(_types(node))
    for name, value in node.items():
        here = f"{place}/{name}"
        if name.startswith("@"):
            if name not in {"@id", "@type"} and (name, place) != ("@context", ""):
                yield f"{here}: is not for here"
            continue
        term = EXTRACT["properties"].get(name)
        if term is None:
            yield f"{here}: is no property"
            continue
        if not kinds & set(term["domain"]):
            yield f"{here}: is no property of {'/'.join(_types(node))}"
        for item in value if isinstance(value, list) else [value]:
            yield from _value(item, term=term, place=here, types=types)
        if value == []:
            yield f"{here}: is empty"


def _value(value: Any, *, term: Tree, place: str, types: dict[str, set[str]]) -> Iterator[str]:
    allowed = set(term["range"])
    if isinstance(value, dict) and set(value) == {"@id"}:
        if value["@id"] not in types:
            yield f"{place}: refers to {value['@id']}, which is not described"
        elif not _kinds(sorted(types[value["@id"]])) & allowed:
            yield f"{place}: may not be a {'/'.join(sorted(types[value['@id']]))}"
    elif isinstance(value, dict):
        yield from _node(value, place=place, types=types)
        if not _kinds(_types(value)) & allowed:
            yield f"{place}: may not be a {'/'.join(_types(value))}"
    elif not any(_is(value, kind) for kind in allowed):
        yield f"{place}: may not be {value!r}"


def _is(value: Any, kind: str) -> bool:
    """Tell whether a plain value is one of a data type, or a member of an enumeration."""
    if isinstance(value, bool):
        return kind == "Boolean"
    if isinstance(value, int | float):
        return kind == "Number" or (kind == "Integer" and isinstance(value, int))
    if not isinstance(value, str) or not value:
        return False
    if kind in EXTRACT["members"]:
        return value.removeprefix(f"{CONTEXT}/") in EXTRACT["members"][kind] and value.startswith(CONTEXT)
    forms = {
        "Text": True,
        "URL": _ADDRESS.fullmatch(value),
        "Date": _DATE.fullmatch(value),
        "DateTime": _is_moment(value),
        "Duration": _DURATION.fullmatch(value),
    }
    return bool(forms.get(kind))


def _is_moment(text: str) -> bool:
    try:
        return "T" in text and datetime.datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _nodes(part: Any) -> Iterator[Tree]:
    if isinstance(part, dict):
        yield part
    for item in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _nodes(item)


def _types(node: Tree) -> list[str]:
    named = node.get("@type", [])
    return named if isinstance(named, list) else [named]


def _kinds(names: list[str]) -> set[str]:
    return {kind for name in names for kind in _with_ancestors(name)}


@functools.cache
def _with_ancestors(name: str) -> frozenset[str]:
    above = [_with_ancestors(parent) for parent in EXTRACT["classes"].get(name, ())]
    return frozenset({name}).union(*above)
