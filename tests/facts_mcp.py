"""The facts that answers to assistants tell, found in them alone, to be held equal to those of the document."""

from collections.abc import Iterable, Iterator
from typing import Any

from tests import facts

Tree = dict[str, Any]
_WITHIN = ("technique_use", "steps")


def of_mcp(answers: Iterable[Tree]) -> facts.Facts:
    """Return the facts of several structured answers together, as of a procedure and of each of its sections."""
    several = list(answers)
    claims = [claim for answer in several for claim in _claims(answer)]
    return facts.Facts(
        statements=frozenset(claim["id"] for claim in claims),
        lengths=frozenset(length for claim in claims for length in _lengths(claim, statement=claim["id"])),
        coverage=frozenset(found for answer in several for found in _coverage(answer, technique="")),
    )


def _claims(part: Any) -> Iterator[Tree]:
    if isinstance(part, dict) and "evidence" in part and "id" in part:
        yield part
    for member in _members(part):
        yield from _claims(member)


def _lengths(part: Any, *, statement: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(part, dict) and "min" in part:
        yield statement, str(part["min"]), str(part["max"])
    for name, member in part.items() if isinstance(part, dict) else ():
        if name != "parts":  # what stands within a technique measures something of its own
            yield from _lengths(member, statement=statement)


def _coverage(part: Any, *, technique: str) -> Iterator[tuple[str, str]]:
    if isinstance(part, dict):
        technique = part["slug"] if part.get("kind") == "technique" else technique
        if "heading" in part and "coverage" in part and part["name"] != "names":
            name = part["name"]
            yield f"{name}:{technique}" if name in _WITHIN else name, part["coverage"]
    for member in _members(part):
        yield from _coverage(member, technique=technique)


def _members(part: Any) -> Iterator[Any]:
    if isinstance(part, list):
        yield from part
    elif isinstance(part, dict):
        yield from part.values()
