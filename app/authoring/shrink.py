"""The shrink guard: what a change would take away from what is published, listed one by one."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from app.authoring import refusals
from app.content import document, statements, vocabulary

LARGEST_SHARE = 0.02
"""The share of all published statements that one change may remove without naming each."""


@dataclass(frozen=True, kw_only=True)
class Loss:
    """Name one thing that would no longer be said, and how it would be lost."""

    id: str
    procedure: str
    kind: str
    text: str
    how: str
    safety: bool
    removed: bool


def losses(published: document.ProcedureDocument, draft: document.ProcedureDraft) -> tuple[Loss, ...]:
    """Return what the draft takes away from the published document of the same procedure."""
    kept = {claim.id: claim for _, claim in document.claims(draft)}
    found: list[Loss] = []
    for _, claim in document.claims(published):
        kind = document.kind(claim)
        safety = kind in statements.SAFETY_KINDS
        how = _how(claim, kept.get(claim.id), safety=safety)
        if how is not None:
            found.append(
                Loss(
                    id=claim.id,
                    procedure=published.slug,
                    kind=kind,
                    text=claim.text,
                    how=how,
                    safety=safety,
                    removed=claim.id not in kept,
                )
            )
    return tuple(found)


def faults(found: Iterable[Loss], *, allowed: Collection[str], total: int) -> Iterator[refusals.Fault]:
    """Yield a fault for each loss that was not allowed by its id.

    Every safety statement needs to be named; the rest only where together they are more than 2 % of all statements.
    """
    unsaid = [loss for loss in found if loss.id not in allowed]
    removed = sum(loss.removed for loss in unsaid)
    many = removed > LARGEST_SHARE * total
    for loss in unsaid:
        if loss.safety:
            yield _fault(loss, "drops_safety", "This is safety information")
        elif many and loss.removed:
            yield _fault(loss, "drops_many", f"{removed} of {total} statements would go at once")


def unexplained(
    found: Iterable[Loss], draft: document.ProcedureDraft, *, allowed: Collection[str], reason: str | None
) -> Iterator[refusals.Fault]:
    """Yield a fault for each safety statement that may go but without a reason: readers are told why, for ever."""
    explained = {stone.id for stone in draft.withdrawn}
    for loss in found:
        going = loss.safety and loss.removed and loss.id in allowed
        if going and reason is None and loss.id not in explained:
            yield refusals.Fault(
                place=loss.procedure,
                code="no_reason",
                pointer="/withdrawn",
                message=f"{loss.kind} {loss.id} would go without a reason: give one, or write its tombstone.",
            )


def vocabulary_faults(
    before: vocabulary.Vocabulary, changed: Iterable[vocabulary.Concept], *, allowed: Collection[str]
) -> Iterator[refusals.Fault]:
    """Yield a fault for each concept that loses names or broader concepts: who asks by them would find nothing.

    A name that the concept itself says it retired, with the day and the reason, may go.
    """
    for concept in changed:
        if concept.id not in before or concept.id in allowed:
            continue
        retired = {vocabulary.normalized(gone.label) for gone in concept.retired}
        lost = sorted(_names(before[concept.id]) - _names(concept) - retired)
        lost += sorted(set(before[concept.id].broader) - set(concept.broader))
        if lost:
            yield refusals.Fault(
                place=concept.id,
                code="drops_names",
                pointer="/concepts",
                message=f"The concept would lose {', '.join(lost)}, by which it is found. Allow {concept.id} to do so.",
            )


def _how(claim: statements.Claim, kept: statements.Claim | None, *, safety: bool) -> str | None:
    """Say how a claim would be lost, or weakened where it is about safety; None where it is kept."""
    if kept is None:
        return "would be removed"
    return next(_weakened(claim, kept), None) if safety else None


def _weakened(claim: statements.Claim, kept: statements.Claim) -> Iterator[str]:
    if kept.rank == "deprecated" and claim.rank != "deprecated":
        yield "would be deprecated"
    if getattr(claim, "strength", None) == "avoid" and getattr(kept, "strength", None) != "avoid":
        yield "would be weakened from avoid to ask first"
    was, now = (getattr(item, "concept", None) for item in (claim, kept))
    if was != now:
        yield f"would be about {now} instead of {was}"
    if not any(item.stance == "supports" for item in kept.evidence):
        yield "would lose all its evidence"


def _fault(loss: Loss, code: str, why: str) -> refusals.Fault:
    said = f"{loss.kind} {loss.id} {loss.how}: “{loss.text}” {why}."
    return refusals.Fault(
        place=loss.procedure, code=code, pointer="", message=f"{said} Allow {loss.id} to do so."
    )


def _names(concept: vocabulary.Concept) -> set[str]:
    return {
        vocabulary.normalized(label) for label in (concept.label, *(other.label for other in concept.labels))
    }
