"""What changed between two revisions of a document, statement by statement, as the audit log keeps it."""

from dataclasses import dataclass

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
    """Whether a statement about safety was added, changed or withdrawn."""

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
    touched = [new[name] for name in (*added, *changed)] + [old[stone.id] for stone in stones]
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


def _judgement(claim: statements.Claim) -> list[values.Json]:
    tree = claim.tree()
    return [tree.get(name) for name in _JUDGED]
