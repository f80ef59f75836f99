"""What a procedure's document says on the concepts of a question, and for each concept that it says nothing.

It is a search, never a verdict: what it returns is for a professional to judge.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.content import document, recognition, statements, values, vocabulary, words

Relation = Literal["same", "narrower", "broader"]
"""What a statement's concept is to the one asked about."""
Tree = dict[str, values.Json]
RELEVANT = (
    "contraindications",
    "interactions",
    "precautions",
    "side_effects",
    "warning_signs",
    "preparation",
    "aftercare",
    "anaesthesia",
)
"""The sections that bear on who should have it and what to heed, in the order in which they are shown."""
ABOUT_CONCEPTS = frozenset(
    {
        *statements.SAFETY_KINDS,
        *("indication", "outcome", "mechanism", "preparation", "aftercare", "anaesthesia"),
        *("alternative", "combination", "body_area", "category"),
    }
)
"""The kinds of statement that can be about a concept."""


@dataclass(frozen=True, kw_only=True)
class Match:
    """How a statement's concept answers a question: its relation to the one asked about, and the way between them."""

    relation: Relation
    path: tuple[vocabulary.Concept, ...]
    """From the concept asked about to the statement's, step by step."""


class Screening:
    """Answer one question from documents, one after another; the ways between concepts are found once."""

    def __init__(self, understood: recognition.Understood, terms: vocabulary.Vocabulary) -> None:
        self.understood, self.terms = understood, terms
        self._ways: dict[tuple[str, str], Match | None] = {}

    def of(self, published: document.ProcedureDocument) -> Tree:
        """Return the answer of one document: an entry for each concept and each unknown term, none left out.

        Beside them stand the sections about safety and care that hold no statements, and the statements withdrawn.
        """
        gone = _withdrawn(published) if self.understood.recognised else []
        entries: list[values.Json] = [
            self._entry(published, asked, withdrawn=gone != []) for asked in self.understood.recognised
        ]
        entries += [_not_looked_up(item) for item in self.understood.unrecognised]
        shown: Tree = {"procedure": _named(published), "answers": entries}
        if self.understood.recognised:
            shown["sections"] = [*_bare_sections(published)]
            shown["withdrawn"] = gone
        return {name: held for name, held in shown.items() if held != []}

    def _entry(
        self, published: document.ProcedureDocument, asked: recognition.Recognised, *, withdrawn: bool
    ) -> Tree:
        found = list(self._found(published, asked.concept.id))
        relations = {match.relation for _, _, match in found}
        said = _said(relations) if found else words.SILENT
        shown: Tree = {
            "concept": recognition.named(asked.concept),
            "coverage": "stated" if found else "not_addressed",
            "words": f"{said} {words.SOME_WITHDRAWN}" if withdrawn else said,
        }
        if found:
            shown["statements"] = [
                _statement(published, section, claim, asked=asked, match=match)
                for section, claim, match in found
            ]
        return shown

    def _found(
        self, published: document.ProcedureDocument, concept: str
    ) -> Iterator[tuple[str, statements.Claim, Match]]:
        """Yield the statements that match, with their sections: those about safety and care first."""
        for name, section in _in_order(published):
            for claim in section.statements:
                stated = getattr(claim, "concept", None)
                match = self._match(concept, str(stated)) if stated is not None else None
                if match is not None:
                    yield name, claim, match

    def _match(self, asked: str, stated: str) -> Match | None:
        if (asked, stated) not in self._ways:
            self._ways[asked, stated] = self._way(asked, stated)
        return self._ways[asked, stated]

    def _way(self, asked: str, stated: str) -> Match | None:
        relation: Relation = "same" if asked == stated else "broader"
        path = self.terms.path(asked, stated)
        if not path:
            relation = "narrower"
            path = self.terms.path(stated, asked)[::-1]
        if not path:
            return None
        return Match(relation=relation, path=tuple(self.terms[name] for name in path))


def _in_order(
    published: document.ProcedureDocument,
) -> list[tuple[str, document.Section[statements.Claim]]]:
    listed = [(name, section) for _, name, section in document.sections(published)]
    return sorted(listed, key=lambda item: RELEVANT.index(item[0]) if item[0] in RELEVANT else len(RELEVANT))


def _said(relations: set[Relation]) -> str:
    if "same" in relations:
        return words.ABOUT_IT
    if relations == {"broader"}:
        return words.ONLY_BROADER
    return words.ONLY_NARROWER if relations == {"narrower"} else words.NARROWER_AND_BROADER


def _statement(
    published: document.ProcedureDocument,
    section: str,
    claim: statements.Claim,
    *,
    asked: recognition.Recognised,
    match: Match,
) -> Tree:
    shown: Tree = {
        "section": section,
        "matched": {
            "terms": [{"term": item.term.text, "label": item.label} for item in asked.readings],
            "concept": recognition.named(asked.concept),
            "relation": match.relation,
            "path": [{"id": concept.id, "label": concept.label} for concept in match.path],
            "words": words.matched(asked.concept.label, match.path[-1].label, match.relation),
        },
        "statement": claim.tree(),
    }
    conflicts: list[values.Json] = [
        _conflict(published, conflict, claim.id)
        for conflict in published.conflicts.conflicts
        if claim.id in conflict.statements
    ]
    return {**shown, **({"conflicts": conflicts} if conflicts else {})}


def _conflict(published: document.ProcedureDocument, conflict: document.Conflict, statement: str) -> Tree:
    sides = [
        claim.tree()
        for _, claim in document.claims(published)
        if claim.id in conflict.statements and claim.id != statement
    ]
    return {**conflict.tree(), "words": words.CONFLICT, "sides": list(sides)}


def _not_looked_up(item: recognition.Unrecognised) -> Tree:
    return {**item.term.tree(), "coverage": "not_looked_up", "words": words.NOT_LOOKED_UP}


def _bare_sections(published: document.ProcedureDocument) -> Iterator[Tree]:
    """Yield the sections about safety and care that have no statements: why, in words, with the finding if any."""
    for name in RELEVANT:
        section: document.Section[statements.Claim] = getattr(published.sections, name)
        if section.coverage != "stated":
            shown: Tree = {"section": name, "coverage": section.coverage, "words": section.words}
            yield {**shown, **({"finding": section.finding.tree()} if section.finding else {})}


def _withdrawn(published: document.ProcedureDocument) -> list[values.Json]:
    """Return the statements that were withdrawn, of the kinds that could have been about what was asked."""
    return [
        {
            "id": stone.id,
            "kind": stone.kind,
            "on": stone.on.isoformat(),
            "words": words.withdrawn(stone.kind, stone.on.isoformat()),
        }
        for stone in published.withdrawn
        if stone.kind in ABOUT_CONCEPTS
    ]


def _named(published: document.ProcedureDocument) -> Tree:
    return {"slug": published.slug, "name": published.name, "language": published.language}
