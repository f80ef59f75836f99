"""Why a procedure was found: its statements that hold most of what was asked, and where in them the words stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.catalogue.search import entries, reading, texts

MOST = 3
"""How many statements of one procedure an answer shows; `more` counts the others."""
_FIRST_KINDS = (
    "contraindication",
    "interaction",
    "side_effect",
    "warning_sign",
    "precaution",
    "indication",
    "category",
    "alias",
    "body_area",
)
_NAMED, _NARROWER, _WORDS, _PARTLY, _BROADER, _ALSO = 8, 7, 6, 4, 2, 3
_UNNAMED = 8
"""How many times more a unit tells that the names do not hold."""
_TOGETHER, _OFTEN = 12, 4
"""What each part of a question is worth that one statement holds; and how many more such statements count."""
Relation = Literal["same", "narrower", "broader", "words"]


@dataclass(frozen=True, kw_only=True)
class Concept:
    """A concept by which a statement was found, and how it stands to the one asked for."""

    id: str
    relation: Relation


@dataclass(frozen=True, kw_only=True)
class Match:
    """One statement that was found, by which units of the question, and by which concepts."""

    id: str
    kind: str
    units: tuple[int, ...]
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, kw_only=True)
class Matches:
    """The statements of one procedure that were found, best first, and how many more there are."""

    best: tuple[Match, ...]
    more: int


def of(matter: str, units: Sequence[reading.Unit], weights: Sequence[int]) -> Matches:
    """Return the statements of an entry that hold units of a question: those that hold what tells most come first."""
    worth: dict[int, dict[int, int]] = {}
    concepts: dict[int, dict[str, Relation]] = {}
    named = [_names(matter, unit) for unit in units]
    for position, unit in enumerate(units):
        # What the name says already explains no statement, unless nothing else was asked.
        weight = weights[position] * (1 if named[position] and not all(named) else _UNNAMED)
        for ordinal, value, concept in _found(matter, unit):
            held = worth.setdefault(ordinal, {})
            held[position] = max(value * weight, held.get(position, 0))
            if concept is not None:
                concepts.setdefault(ordinal, {}).setdefault(concept.id, concept.relation)
    claims = {ordinal: entries.statement(matter, ordinal) for ordinal in worth}
    order = sorted(worth, key=lambda ordinal: _order(ordinal, claims[ordinal].kind, worth[ordinal]))
    best = tuple(
        Match(
            id=claims[ordinal].id,
            kind=claims[ordinal].kind,
            units=tuple(sorted(worth[ordinal])),
            concepts=tuple(
                Concept(id=name, relation=relation)
                for name, relation in sorted(concepts.get(ordinal, {}).items())
            ),
        )
        for ordinal in order[:MOST]
    )
    return Matches(best=best, more=len(order) - len(best))


def told(matter: str, units: Sequence[reading.Unit], weights: Sequence[int]) -> int:
    """Return how well an entry's statements tell what was asked: one that holds it all over many that share it."""
    worth: dict[int, int] = {}
    for unit, weight in zip(units, weights, strict=True):
        for ordinal in {ordinal for ordinal, _, _ in _found(matter, unit)}:
            worth[ordinal] = worth.get(ordinal, 0) + weight
    best = max(worth.values(), default=0)
    again = sum(1 for value in worth.values() if value == best) - 1
    return _TOGETHER * best + min(again, _OFTEN)


def marked(text: str, units: Sequence[reading.Unit]) -> list[tuple[int, int]]:
    """Return where words of a question stand in a text: start and end in characters (Unicode code points)."""
    wanted = {stem for unit in units for stems in unit.stems for stem in stems}
    wanted |= {stem for unit in units for stem in unit.prefixes}
    return [(word.start, word.end) for word in texts.words(text) if word.stem in wanted]


def _order(ordinal: int, kind: str, held: dict[int, int]) -> tuple[int, int, int]:
    first = _FIRST_KINDS.index(kind) if kind in _FIRST_KINDS else len(_FIRST_KINDS)
    return (-sum(held.values()), first, ordinal)


def _found(matter: str, unit: reading.Unit) -> Iterator[tuple[int, int, Concept | None]]:
    """Yield each statement with a unit, what that is worth, and the concept that brought it."""
    worded = _worded(matter, unit)
    for concepts, worth, relation in _ways(unit):
        for name in sorted(concepts):
            for ordinal in entries.ordinals(matter, f"#{name}"):
                yield (
                    ordinal,
                    worth + (_ALSO if ordinal in worded else 0),
                    Concept(id=name, relation=relation),
                )
    for ordinal in sorted(worded):
        yield ordinal, _WORDS, None


def _names(matter: str, unit: reading.Unit) -> bool:
    """Tell whether a unit says which procedure is meant: it is in the names, or is what the procedure is."""
    if all(any(entries.ordinals(matter, f"@{stem}") for stem in stems) for stems in unit.stems):
        return True
    about = {ordinal for name in unit.narrower for ordinal in entries.ordinals(matter, f"#{name}")}
    return any(entries.statement(matter, ordinal).kind == "category" for ordinal in about)


def _worded(matter: str, unit: reading.Unit) -> set[int]:
    """Return the statements that hold every word of a unit, the last perhaps only begun."""
    last = (*unit.stems[-1], *unit.prefixes)
    held = [
        {ordinal for stem in stems for ordinal in entries.ordinals(matter, stem)}
        for stems in (*unit.stems[:-1], last)
    ]
    return set.intersection(*held)


def _ways(unit: reading.Unit) -> Iterator[tuple[frozenset[str], int, Relation]]:
    named = frozenset(unit.concepts)
    yield named, _NAMED, "same"
    yield unit.narrower - named, _NARROWER, "narrower"
    yield unit.partly, _PARTLY, "words"
    yield unit.broader, _BROADER, "broader"
