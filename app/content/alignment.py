"""The sections on safety side by side, concept by concept: whoever is silent on one is seen to be silent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.content import cards, cells, comparison_words, document, statements

ALIGNED = cards.SAFETY
"""The sections that have a row for each concept that any procedure names there."""
_BEARING = (*ALIGNED, "preparation", "aftercare")
"""The sections of which a statement bears on a concept elsewhere: they say what to avoid or to ask."""
Broader = Mapping[str, frozenset[str]]
"""For a concept the ids of all broader ones, through any number of steps."""


@dataclass(frozen=True, kw_only=True)
class _Mention:
    section: str
    claim: statements.Claim
    concept: str

    @property
    def row(self) -> str:
        return _key(self.section, self.concept) if self.section in ALIGNED else self.section


_Bearing = tuple[cells.Relation, _Mention]


@dataclass(frozen=True, kw_only=True)
class _Aligned:
    """A document whose statements can be found by what they are about."""

    published: document.ProcedureDocument
    broader: Broader

    @cached_property
    def mentions(self) -> Mapping[str, Sequence[_Mention]]:
        """Return the mentions of each concept in the sections that bear on safety, in document order."""
        found: dict[str, list[_Mention]] = {}
        for name in _BEARING:
            for claim in cells.section(self.published, name).statements:
                concept = getattr(claim, "concept", None)
                if concept is not None:
                    mention = _Mention(section=name, claim=claim, concept=concept)
                    found.setdefault(concept, []).append(mention)
        return found

    @cached_property
    def below(self) -> Mapping[str, Sequence[_Mention]]:
        """Return the mentions of narrower concepts by each concept that is broader than theirs."""
        found: dict[str, list[_Mention]] = {}
        for concept, mentions in self.mentions.items():
            for above in self.broader.get(concept, ()):
                found.setdefault(above, []).extend(mentions)
        return found

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Return the labels of the concepts as this document has them."""
        return {concept.id: concept.label for concept in self.published.concepts}

    def about(self, section: str, concept: str) -> tuple[statements.Claim, ...]:
        """Return the statements of a section about exactly this concept."""
        return tuple(item.claim for item in self.mentions.get(concept, ()) if item.section == section)


def rows(
    name: str, columns: Sequence[document.ProcedureDocument], broader: Broader
) -> Iterator[cells.ComparisonRow]:
    """Yield the row of a section as a whole, then one for each concept, in an order that columns do not change."""
    held = [_Aligned(published=published, broader=broader) for published in columns]
    yield cells.ComparisonRow(
        key=name,
        label=f"{comparison_words.row(name)}: on the whole",
        section=name,
        cells=tuple(_on_the_whole(name, item) for item in held),
    )
    for concept in _concepts(name, held):
        yield cells.ComparisonRow(
            key=_key(name, concept),
            label=_label(concept, held),
            section=name,
            concept=concept,
            cells=tuple(_cell(name, concept, item) for item in held),
        )


def _on_the_whole(name: str, held: _Aligned) -> cells.ComparisonCell:
    section = cells.section(held.published, name)
    concepts = [getattr(claim, "concept", None) for claim in section.statements]
    below = tuple(dict.fromkeys(_key(name, concept) for concept in concepts if concept is not None))
    said = cells.coverage_words(name, section)
    return cells.filled(
        held.published,
        coverage=section.coverage,
        said=f"{said} {comparison_words.IN_ROWS_BELOW}" if below else said,
        claims=(claim for claim in section.statements if getattr(claim, "concept", None) is None),
        finding=section.finding,
        rows=below,
    )


def _concepts(name: str, columns: Iterable[_Aligned]) -> list[str]:
    """Return the concepts of a section: what is to be avoided first, then what most procedures name, then by label."""
    named: dict[str, list[_Aligned]] = {}
    for column in columns:
        for concept in column.mentions:
            if column.about(name, concept):
                named.setdefault(concept, []).append(column)

    def place(concept: str) -> tuple[bool, int, str, str]:
        stated = [claim for column in named[concept] for claim in column.about(name, concept)]
        avoided = any(getattr(claim, "strength", None) == "avoid" for claim in stated)
        return (not avoided, -len(named[concept]), _label(concept, named[concept]).casefold(), concept)

    return sorted(named, key=place)


def _label(concept: str, columns: Iterable[_Aligned]) -> str:
    """Return the concept's label; both where documents of different days have different ones."""
    found = {column.labels.get(concept, concept) for column in columns if concept in column.mentions}
    return " / ".join(sorted(found))


def _cell(name: str, concept: str, column: _Aligned) -> cells.ComparisonCell:
    section = cells.section(column.published, name)
    own = column.about(name, concept)
    bearing = tuple(_bearing(name, concept, column))
    here = any(mention.section == name for _, mention in bearing)
    coverage, said = section.coverage, cells.coverage_words(name, section)
    if own or here:
        coverage, said = "stated", comparison_words.EXACTLY if own else comparison_words.NOT_EXACTLY
    elif coverage == "stated":
        coverage, said = "not_addressed", comparison_words.silent(name)
    return cells.filled(
        column.published,
        coverage=coverage,
        said=f"{said} {comparison_words.pointers(name, _by_relation(bearing, column))}".rstrip(),
        claims=own,
        related=(*cells.of_finding(section, row=name), *_related(bearing, column)),
    )


def _bearing(name: str, concept: str, column: _Aligned) -> Iterator[_Bearing]:
    """Yield what bears on a row without standing in it: the same concept elsewhere, broader and narrower ones."""
    for mention in column.mentions.get(concept, ()):
        if mention.section != name:
            yield "same", mention
    for above in sorted(column.broader.get(concept, frozenset()) & column.mentions.keys()):
        yield from (("broader", mention) for mention in column.mentions[above])
    yield from (("narrower", mention) for mention in column.below.get(concept, ()))


def _related(bearing: Iterable[_Bearing], column: _Aligned) -> Iterator[cells.RelatedStatements]:
    found: dict[tuple[cells.Relation, str, str], list[str]] = {}
    for relation, mention in bearing:
        found.setdefault((relation, mention.row, mention.concept), []).append(mention.claim.id)
    for (relation, row, concept), ids in found.items():
        yield cells.RelatedStatements(
            relation=relation,
            row=row,
            statements=tuple(ids),
            concept=concept,
            label=column.labels.get(concept, concept),
        )


def _by_relation(bearing: Iterable[_Bearing], column: _Aligned) -> dict[tuple[str, str], dict[str, None]]:
    found: dict[tuple[str, str], dict[str, None]] = {}
    for relation, mention in bearing:
        label = column.labels.get(mention.concept, mention.concept)
        found.setdefault((relation, mention.section), {})[label] = None
    return found


def _key(section: str, concept: str) -> str:
    return f"{section}/{concept}"
