"""How a draft becomes a document: grades, words, labels and sources are inlined; nothing is looked up later."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeVar

from app.content import document, evidence, sources, statements, vocabulary, words

C = TypeVar("C", bound=statements.Claim)


def freeze(
    draft: document.ProcedureDraft,
    *,
    known: Mapping[str, sources.Source],
    terms: vocabulary.Vocabulary,
) -> document.ProcedureDocument:
    """Return the document to publish. The draft must have passed the rules; else KeyError or ValueError."""
    fields: dict[str, Any] = {name: getattr(draft, name) for name in document.ProcedureDraft.model_fields}
    fields["aliases"] = tuple(_graded(alias, known) for alias in draft.aliases)
    for name in ("invasiveness", "body_areas", "categories", "techniques"):
        fields[name] = _worded(name, getattr(draft, name), known)
    held = {name: _worded(name, getattr(draft.sections, name), known) for name in document.SECTION_KINDS}
    fields["sections"] = document.Sections(**held)
    said = words.CONFLICT if draft.conflicts.conflicts else words.NO_CONFLICT
    fields["conflicts"] = draft.conflicts.changed(words=said)
    fields["sources"] = tuple(sources.CitedSource.cite(known[name]) for name in sorted(cited(draft)))
    fields["concepts"] = tuple(
        document.ConceptLabel(id=name, scheme=terms[name].scheme, label=terms[name].label)
        for name in sorted(concepts(draft))
    )
    fields["review"] = _review(draft)
    return document.ProcedureDocument(**fields)


def thaw(published: document.ProcedureDocument) -> document.ProcedureDraft:
    """Return the draft that a document was published from."""
    tree = published.tree()
    for key in ("sources", "concepts", "review"):
        tree.pop(key, None)
    found = tree.get("conflicts")
    if isinstance(found, dict):
        found.pop("words", None)
    return document.ProcedureDraft.model_validate(_unworded(tree))


def concepts(draft: document.ProcedureDraft) -> frozenset[str]:
    """Return the ids of all concepts that the draft names."""
    named = {vars(claim).get("concept") for _, claim in document.claims(draft)}
    return frozenset(str(name) for name in named if name is not None)


def grade(
    evidence_held: tuple[evidence.Evidence, ...], known: Mapping[str, sources.Source]
) -> statements.Grade:
    """Return the grade of the best supporting evidence; evidence that disputes lends no grade."""
    supporting = [known[item.source].grade for item in evidence_held if item.stance == "supports"]
    return max(supporting, key=sources.GRADE_ORDER.index, default="low")


def _review(draft: document.ProcedureDraft) -> document.ReviewSummary:
    counted = Counter(claim.review.state for _, claim in document.claims(draft))
    return document.ReviewSummary(
        unreviewed=counted["unreviewed"],
        reviewed=counted["reviewed"],
        disputed=counted["disputed"],
        words=words.review(
            unreviewed=counted["unreviewed"], disputed=counted["disputed"], total=counted.total()
        ),
    )


def cited(draft: document.ProcedureDraft) -> frozenset[str]:
    """Return the ids of all sources that the draft names."""
    return frozenset(item.source for _, claim in document.claims(draft) for item in claim.evidence)


def _graded(claim: C, known: Mapping[str, sources.Source]) -> C:
    graded = claim.changed(grade=grade(claim.evidence, known))
    if isinstance(graded, document.Technique):
        return graded.changed(
            use=_worded("technique_use", graded.use, known), steps=_worded("steps", graded.steps, known)
        )
    return graded


def _worded(
    name: str, section: document.Section[C], known: Mapping[str, sources.Source]
) -> document.Section[C]:
    fields = map(vars, section.statements)
    given = {str(held.get("aspect", held.get("milestone", ""))) for held in fields}
    silent = words.silences(name, given) if section.coverage == "stated" else ()
    return section.changed(
        words=words.coverage(
            name, section.coverage, hedge=section.finding.hedge if section.finding else None
        ),
        statements=tuple(_graded(claim, known) for claim in section.statements),
        finding=_graded(section.finding, known) if section.finding else None,
        silent_on=tuple(document.Silence(aspect=aspect, words=said) for aspect, said in silent),
    )


def _unworded(tree: Any) -> Any:
    if isinstance(tree, list):
        return [_unworded(item) for item in tree]
    if not isinstance(tree, dict):
        return tree
    if "coverage" in tree:
        tree = {key: value for key, value in tree.items() if key not in {"words", "silent_on"}}
    return {key: _unworded(value) for key, value in tree.items() if key != "grade"}
