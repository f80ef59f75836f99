"""What changed between two revisions of a document, statement by statement, as the audit log keeps it."""

from dataclasses import dataclass
from typing import Any, Literal

from app.content import document, statements, values

_JUDGED = ("grade", "review")
"""What is said about a statement without changing what it says."""
_NESTED = ("use", "steps")
"""What stands inside a technique and is a statement of its own."""


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Name the statements that were added, changed, withdrawn, or judged anew (reviewed, graded)."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    withdrawn: tuple[document.Tombstone, ...]
    judged: tuple[str, ...]
    texts: dict[str, values.Json]
    """The words of what was changed or withdrawn, as they were and as they are now."""
    safety: bool
    """Whether a statement about safety was added, changed or withdrawn, or is disputed now or not any more."""

    @property
    def corrections(self) -> int:
        """Return how many published statements were changed or withdrawn."""
        return len(self.changed) + len(self.withdrawn)

    def details(self) -> dict[str, values.Json]:
        """Return the changes as the audit log keeps them; what did not happen is left out."""
        found: dict[str, values.Json] = {
            "added": list(self.added),
            "changed": list(self.changed),
            "withdrawn": [stone.tree() for stone in self.withdrawn],
            "judged": list(self.judged),
            "texts": self.texts,
        }
        return {name: listed for name, listed in found.items() if listed}


def between(before: document.ProcedureDocument | None, after: document.ProcedureDocument) -> Changes:
    """Return what changed from one revision to the next; before the first there was nothing."""
    old = {claim.id: claim for _, claim in document.claims(before)} if before else {}
    new = {claim.id: claim for _, claim in document.claims(after)}
    changed = tuple(name for name in new if name in old and _said(old[name]) != _said(new[name]))
    judged = tuple(name for name in new if name in old and _judgement(old[name]) != _judgement(new[name]))
    stones = tuple(stone for stone in after.withdrawn if stone.id in old)
    texts: dict[str, values.Json] = {
        name: {"before": old[name].text, "after": new[name].text} for name in changed
    }
    texts |= {stone.id: {"before": old[stone.id].text} for stone in stones}
    added = tuple(name for name in new if name not in old)
    doubted = [name for name in judged if _disputed(old[name]) != _disputed(new[name])]
    touched = [new[name] for name in (*added, *changed, *doubted)] + [old[stone.id] for stone in stones]
    return Changes(
        added=added,
        changed=changed,
        withdrawn=stones,
        judged=judged,
        texts=texts,
        safety=any(document.kind(claim) in statements.SAFETY_KINDS for claim in touched),
    )


def _said(claim: statements.Claim) -> dict[str, values.Json]:
    return {name: value for name, value in claim.tree().items() if name not in {*_JUDGED, *_NESTED}}


def _disputed(claim: statements.Claim) -> bool:
    return claim.review.state == "disputed"


def _judgement(claim: statements.Claim) -> list[values.Json]:
    tree = claim.tree()
    return [tree.get(name) for name in _JUDGED]


@dataclass(frozen=True, kw_only=True)
class Line:
    """Say what becomes of one statement, as a person reads it before agreeing."""

    id: str
    kind: str
    what: Literal["added", "changed", "withdrawn", "judged"]
    safety: bool
    before: str | None = None
    """Its words as they were; absent for what is new."""
    after: str | None = None
    """Its words as they will be, or why it goes."""
    fields: tuple[str, ...] = ()
    """What differs beside the words."""


def lines(before: document.ProcedureDocument | None, after: document.ProcedureDocument) -> tuple[Line, ...]:
    """Return what becomes of each statement, in the order of the document; what goes comes last."""
    found = between(before, after)
    old = {claim.id: claim for _, claim in document.claims(before)} if before else {}
    made: list[Line] = []
    for _, claim in document.claims(after):
        earlier = old.get(claim.id)
        if claim.id in found.added:
            made.append(_line(claim, "added", after=claim.text))
        elif earlier and claim.id in found.changed:
            fields = _differing(_said(earlier), _said(claim))
            made.append(_line(claim, "changed", before=earlier.text, after=claim.text, fields=fields))
        elif earlier and claim.id in found.judged:
            made.append(_line(claim, "judged", fields=_differing(earlier.tree(), claim.tree())))
    gone = (
        _line(old[stone.id], "withdrawn", before=old[stone.id].text, after=stone.reason)
        for stone in found.withdrawn
    )
    return (*made, *gone)


def left_out(before: document.ProcedureDocument, after: document.ProcedureDocument) -> tuple[Line, ...]:
    """Return the statements that are gone without a tombstone: of a draft, which gets them when it is published."""
    kept = {claim.id for _, claim in document.claims(after)} | {stone.id for stone in after.withdrawn}
    return tuple(
        _line(claim, "withdrawn", before=claim.text)
        for _, claim in document.claims(before)
        if claim.id not in kept
    )


def parts(before: document.ProcedureDocument | None, after: document.ProcedureDocument) -> tuple[str, ...]:
    """Return what else differs: the name, the summary, conflicts, and sections whose coverage is another."""
    if before is None:
        return ()
    found = [name for name in _WHOLE if getattr(before, name) != getattr(after, name)]
    for name in _INLINED:
        held = {item.id: item for item in getattr(before, name)}
        found += [f"{name}: {item.id}" for item in getattr(after, name) if held.get(item.id, item) != item]
    was = {pointer: section.coverage for pointer, _, section in document.sections(before)}
    for pointer, name, section in document.sections(after):
        if was.get(pointer, section.coverage) != section.coverage:
            found.append(f"coverage of {name}: {was[pointer]} → {section.coverage}")
    return tuple(found)


_WHOLE = ("name", "summary", "conflicts")
"""What a document says beside its statements."""
_INLINED = ("sources", "concepts")
"""What a document carries of others, of which some may come and go with the statements."""


def _line(
    claim: statements.Claim, what: Literal["added", "changed", "withdrawn", "judged"], **said: Any
) -> Line:
    kind = document.kind(claim)
    return Line(id=claim.id, kind=kind, what=what, safety=kind in statements.SAFETY_KINDS, **said)


def _differing(was: dict[str, values.Json], now: dict[str, values.Json]) -> tuple[str, ...]:
    names = sorted({*was, *now} - {"text", *_NESTED})
    return tuple(name for name in names if was.get(name) != now.get(name))
