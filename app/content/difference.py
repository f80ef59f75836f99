"""What differs between two revisions of a document, statement by statement and field by field."""

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from app.content import document, statements, values

Change = Literal["added", "changed", "removed", "judged"]
_JUDGED = frozenset({"grade", "review"})
"""What is said about a statement without changing what it says."""
_NESTED = frozenset({"use", "steps"})
"""What stands inside a technique and is a statement of its own."""
_WHOLE = ("slug", "name", "summary", "conflicts")
_SAFETY_SECTIONS = frozenset(
    name for name, kind in document.SECTION_KINDS.items() if kind in statements.SAFETY_KINDS
)
Tree = dict[str, values.Json]


def between(before: document.ProcedureDocument, after: document.ProcedureDocument) -> Tree:
    """Return what differs: `statements`, each with its `fields`, `parts` of the document, and how much in `counts`.

    What a statement nests is told as statements of its own. `judged`: only its review or grade is another.
    """
    listed = [*_statements(before, after)]
    parts = [*_parts(before, after)]
    counted = Counter(str(item["change"]) for item in listed)
    safety = sum(bool(item["safety"]) for item in [*listed, *parts] if item["change"] != "judged")
    counts: Tree = {name: counted[name] for name in ("added", "changed", "removed", "judged")}
    found: Tree = {"safety_changed": safety > 0, "counts": {**counts, "safety": safety}}
    if listed:
        found["statements"] = [*listed]
    if parts:
        found["parts"] = [*parts]
    return found


def _statements(before: document.ProcedureDocument, after: document.ProcedureDocument) -> Iterator[Tree]:
    """Yield what became of each statement, in the order of the later document; what was removed comes last."""
    old, new = dict(_placed(before)), dict(_placed(after))
    for name, (section, claim) in new.items():
        now = _own(claim)
        if name not in old:
            yield {**_named(claim, section, "added"), "after": now}
            continue
        was = _own(old[name][1])
        fields = [*_fields(was, now)]
        if fields:
            # That a reviewer disputes a statement is more than a judgement: readers are told not to rely on it.
            doubted = (old[name][1].review.state == "disputed") != (claim.review.state == "disputed")
            judged = {field["field"] for field in fields} <= _JUDGED and not doubted
            yield {**_named(claim, section, "judged" if judged else "changed"), "fields": [*fields]}
    stones = {stone.id: stone.tree() for stone in after.withdrawn}
    for name, (section, claim) in old.items():
        if name not in new:
            told = {"tombstone": stones[name]} if name in stones else {}
            yield {**_named(claim, section, "removed"), "before": _own(claim), **told}


def _named(claim: statements.Claim, section: str, change: Change) -> Tree:
    kind = document.kind(claim)
    safety = kind in statements.SAFETY_KINDS or (kind == "absence" and section in _SAFETY_SECTIONS)
    return {"id": claim.id, "kind": kind, "section": section, "change": change, "safety": safety}


def _placed(held: document.ProcedureDocument) -> Iterator[tuple[str, tuple[str, statements.Claim]]]:
    for alias in held.aliases:
        yield alias.id, ("aliases", alias)
    for _, name, section in document.sections(held):
        for claim in (*section.statements, *((section.finding,) if section.finding else ())):
            yield claim.id, (name, claim)


def _own(claim: statements.Claim) -> Tree:
    return {name: value for name, value in claim.tree().items() if name not in _NESTED}


def _fields(was: Tree, now: Tree) -> Iterator[Tree]:
    for name in (*now, *(name for name in was if name not in now)):
        if was.get(name) != now.get(name):
            yield {
                "field": name,
                **({"before": was[name]} if name in was else {}),
                **({"after": now[name]} if name in now else {}),
            }


def _parts(before: document.ProcedureDocument, after: document.ProcedureDocument) -> Iterator[Tree]:
    """Yield what differs beside the statements: the name, the summary, conflicts, and what sections' silence means."""
    old, new = before.tree(), after.tree()
    for name in _WHOLE:
        for field in _fields({name: old.get(name)}, {name: new.get(name)}):
            kept = {key: value for key, value in field.items() if key != "field" and value is not None}
            yield {"part": name, "change": "changed", "safety": False, **kept}
    was = {_path(before, pointer): section for pointer, _, section in document.sections(before)}
    for pointer, name, section in document.sections(after):
        earlier = was.get(_path(after, pointer))
        if earlier is not None and earlier.coverage != section.coverage:
            yield {
                "part": f"coverage of {_path(after, pointer)}",
                "change": "changed",
                "safety": name in _SAFETY_SECTIONS,
                "before": earlier.coverage,
                "after": section.coverage,
            }


def _path(held: document.ProcedureDocument, pointer: str) -> str:
    """Return the place of a section, by the technique's slug and not by its position."""
    steps = pointer.strip("/").split("/")
    if steps[0] == "techniques" and len(steps) > 1:
        return f"techniques/{held.techniques.statements[int(steps[2])].slug}/{steps[3]}"
    return steps[-1]
