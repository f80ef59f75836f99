"""What the terms of a question mean: exact labels and codes lead to concepts; anything else is a suggestion only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.content import values, vocabulary, words

Place = Literal["circumstances", "medicines", "concerns"]
Tree = dict[str, values.Json]
MOST_SUGGESTED = 5
_MEANT: Mapping[Place, frozenset[vocabulary.Scheme]] = {
    "circumstances": frozenset({"condition", "exposure"}),
    "medicines": frozenset({"medicine"}),
    "concerns": frozenset({"concern", "side_effect"}),
}
"""What each list is for; a hint to the reader, never a filter: a term is looked up as whatever it names."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """One term as it was asked, and where it stands in the question."""

    place: Place
    position: int
    text: str

    def tree(self) -> Tree:
        """Return the term as it is shown to the asker."""
        return {"list": self.place, "position": self.position, "term": self.text}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a term led to a concept: by which of its labels, and what sort of label that is."""

    term: Term
    label: str
    type: str


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A concept that was asked about, by one term or several."""

    concept: vocabulary.Concept
    readings: tuple[Reading, ...]
    beside: tuple[vocabulary.Concept, ...]
    """Other concepts that one of its terms names as well."""

    def tree(self) -> Tree:
        """Return what was understood, by which terms, and what a reader might not expect of it."""
        shown: Tree = {
            "concept": named(self.concept),
            "terms": [_reading(item, self.concept) for item in self.readings],
        }
        if self.beside:
            shown["also"] = [named(concept) for concept in self.beside]
            shown["words"] = words.SEVERAL
        return shown


@dataclass(frozen=True, kw_only=True)
class Unrecognised:
    """A term that no concept bears, and the concepts that look most like it, best first."""

    term: Term
    nearest: tuple[vocabulary.Concept, ...]

    def tree(self) -> Tree:
        """Return the term with suggestions, and that nothing was looked up for it."""
        shown: Tree = {
            **self.term.tree(),
            "words": words.NEAREST if self.nearest else words.NOTHING_NEAR,
        }
        return {
            **shown,
            **({"nearest": [named(concept) for concept in self.nearest]} if self.nearest else {}),
        }


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What became of every term of a question: none is lost."""

    recognised: tuple[Recognised, ...]
    unrecognised: tuple[Unrecognised, ...]

    def tree(self) -> Tree:
        """Return it as it is shown to the asker."""
        shown: Tree = {"words": self.words()}
        if self.recognised:
            shown["recognised"] = [item.tree() for item in self.recognised]
        if self.unrecognised:
            shown["unrecognised"] = [item.tree() for item in self.unrecognised]
        return shown

    def words(self) -> str:
        """Return the sentence that says how much of the question was looked up."""
        if not self.recognised:
            return words.NOTHING_LOOKED_UP
        return words.PARTLY_LOOKED_UP if self.unrecognised else words.LOOKED_UP


def understand(asked: Iterable[Term], terms: vocabulary.Vocabulary) -> Understood:
    """Return what the terms name, each concept once, in the order of the question.

    A term is taken for every concept that bears it exactly, whatever the scheme: too much can be seen to be too much.
    """
    readings: dict[str, list[Reading]] = {}
    unrecognised: list[Unrecognised] = []
    for term in asked:
        found = dict(_exactly(term, terms))
        for name, reading in found.items():
            readings.setdefault(name, []).append(reading)
        if not found:
            unrecognised.append(Unrecognised(term=term, nearest=_nearest(term.text, terms)))
    recognised = [
        Recognised(concept=terms[name], readings=tuple(held), beside=_beside(name, held, readings, terms))
        for name, held in readings.items()
    ]
    return Understood(recognised=tuple(recognised), unrecognised=tuple(unrecognised))


def named(concept: vocabulary.Concept) -> Tree:
    """Return the few words that say which concept it is."""
    return {"id": concept.id, "label": concept.label, "scheme": concept.scheme}


def _exactly(term: Term, terms: vocabulary.Vocabulary) -> Iterator[tuple[str, Reading]]:
    for name in terms.coded(term.text):
        yield name, Reading(term=term, label=term.text.strip(), type="code")
    for name in terms.resolve(term.text):
        label, kind = _borne(terms[name], vocabulary.normalized(term.text))
        yield name, Reading(term=term, label=label, type=kind)


def _borne(concept: vocabulary.Concept, spelling: str) -> tuple[str, str]:
    """Return the label by which a concept bears a spelling, and its type; its id is the last to be asked."""
    if vocabulary.normalized(concept.label) == spelling:
        return concept.label, "preferred"
    for other in concept.labels:
        if vocabulary.normalized(other.label) == spelling:
            return other.label, other.type
    return concept.id, "id"


def _beside(
    name: str,
    held: Sequence[Reading],
    readings: Mapping[str, Sequence[Reading]],
    terms: vocabulary.Vocabulary,
) -> tuple[vocabulary.Concept, ...]:
    own = {reading.term for reading in held}
    return tuple(
        terms[other]
        for other, theirs in readings.items()
        if other != name and own & {reading.term for reading in theirs}
    )


def _nearest(text: str, terms: vocabulary.Vocabulary) -> tuple[vocabulary.Concept, ...]:
    """Return suggestions: concepts once called so, concepts within a code, then those whose labels look like it."""
    ids = (*terms.once_called(text), *terms.coded(text, match="broader"), *terms.nearest(text))
    return tuple(terms[name] for name in dict.fromkeys(ids))[:MOST_SUGGESTED]


def _reading(item: Reading, concept: vocabulary.Concept) -> Tree:
    shown: Tree = {**item.term.tree(), "label": item.label, "type": item.type}
    if concept.scheme not in _MEANT[item.term.place]:
        shown["words"] = words.elsewhere(concept.scheme, item.term.place)
    return shown
