"""The vocabulary as a question meets it: concepts by the words of their labels, in any order, and by parts of them."""

import bisect
import functools
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.catalogue.search import texts
from app.content import vocabulary

LONGEST_LABEL = 8
"""How many telling words of a question may together be one label."""
_NOT_OFFERED = frozenset({"misspelling"})
_SLIP = 2
"""How many letters of a word are wrong in a misspelling at the most."""


@dataclass(frozen=True, order=True)
class Offer:
    """A label to offer while somebody types: from which word on it is compared, its concept, and its spelling."""

    key: str
    concept: str
    label: str


class Lexicon:
    """Answer which concepts words may mean; made from one state of the vocabulary."""

    def __init__(self, terms: vocabulary.Vocabulary) -> None:
        self.terms = terms
        labels: dict[tuple[str, ...], dict[str, None]] = {}
        parts: dict[str, dict[str, None]] = {}
        folded: dict[str, None] = {}
        offers: list[Offer] = []
        for concept in terms.concepts.values():
            for label, kind in _labels(concept):
                found = texts.words(label)
                labels.setdefault(key(found), {})[concept.id] = None
                for word in texts.telling(found):
                    parts.setdefault(word.stem, {})[concept.id] = None
                    if kind not in _NOT_OFFERED:
                        folded[word.folded] = None
                if kind not in _NOT_OFFERED:
                    offers += _offers(concept.id, label, found)
        self._respelled = _respelled(terms.concepts.values())
        self._labels: Mapping[tuple[str, ...], tuple[str, ...]] = {k: tuple(v) for k, v in labels.items()}
        self._parts: Mapping[str, tuple[str, ...]] = {stem: tuple(held) for stem, held in parts.items()}
        self.folded: tuple[str, ...] = tuple(sorted(folded))
        self._offers = sorted(set(offers))
        self.spelled: tuple[str, ...] = tuple(dict.fromkeys(offer.label for offer in self._offers))
        """Every label that may be offered, misspellings not among them."""

    def labelled(self, found: tuple[str, ...]) -> tuple[str, ...]:
        """Return the concepts one of whose labels is known by these stems."""
        return self._labels.get(found, ())

    def holding(self, stem: str) -> tuple[str, ...]:
        """Return the concepts one of whose labels holds a word of this stem."""
        return self._parts.get(stem, ())

    def respelled(self, folded: str) -> tuple[str, ...]:
        """Return the words that a word stands for in listed misspellings: no guess, for the vocabulary says so."""
        return self._respelled.get(folded, ())

    def beginning(self, typed: str) -> list[str]:
        """Return the words of labels that begin like this."""
        first = bisect.bisect_left(self.folded, typed)
        found = []
        for word in self.folded[first:]:
            if not word.startswith(typed):
                break
            found.append(word)
        return found

    def offered(self, typed: str, *, limit: int) -> list[Offer]:
        """Return labels with a word from which on they begin as typed: preferred spellings first, then shorter ones."""
        first = bisect.bisect_left(self._offers, Offer(typed, "", ""))
        found: dict[str, Offer] = {}
        for offer in self._offers[first:]:
            if not offer.key.startswith(typed):
                break
            held = found.get(offer.concept)
            if held is None or self._order(offer) < self._order(held):
                found[offer.concept] = offer
        return sorted(found.values(), key=self._order)[:limit]

    def _order(self, offer: Offer) -> tuple[bool, bool, int, str]:
        whole = len(offer.key) != len(" ".join(word.folded for word in texts.words(offer.label)))
        return (whole, offer.label != self.terms[offer.concept].label, len(offer.label), offer.label)

    @functools.lru_cache(maxsize=4096)  # noqa: B019  a lexicon lives as long as one state of the vocabulary
    def same_or_narrower(self, concept: str) -> frozenset[str]:
        """Return a concept with all narrower ones."""
        return frozenset({concept, *self._narrower.get(concept, ())})

    def broader(self, concept: str) -> frozenset[str]:
        """Return all concepts broader than this one."""
        return self.terms.broader(concept) if concept in self.terms else frozenset()

    @functools.cached_property
    def _narrower(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for concept in self.terms.concepts:
            for broader in self.terms.broader(concept):
                found.setdefault(broader, []).append(concept)
        return {concept: tuple(held) for concept, held in found.items()}


def key(found: Sequence[texts.Word], stems: Iterable[str] | None = None) -> tuple[str, ...]:
    """Return the stems by which a label is known: the telling ones in order of the alphabet.

    A label of one telling word among others ("with child") is known by all its words: the one alone means more.
    `stems` stand for the words where these may have been meant to be others.
    """
    spelled = list(zip(found, stems or [word.stem for word in found], strict=True))
    telling = [stem for word, stem in spelled if word.folded not in texts.STOP_WORDS]
    return tuple(sorted(telling if len(telling) > 1 else [stem for _, stem in spelled]))


class Dictionary:
    """Answer which of many words a word may have been meant to be."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(words):
            self._by_length.setdefault(len(word), []).append(word)

    def nearest(self, word: str, *, limit: int = 8) -> list[str]:
        """Return the words that differ by the fewest letters, and by no more than the length of the word allows."""
        allowed = edits(word)
        found: list[tuple[int, str]] = []
        for length in range(len(word) - allowed, len(word) + allowed + 1) if allowed else ():
            near = process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=allowed,
                limit=None,
            )
            found += [(int(distance), other) for other, distance, _ in near]
        least = min(found, default=(0, ""))[0]
        alike = [other for distance, other in found if distance == least]
        return sorted(alike, key=lambda other: (other[:1] != word[:1], other))[:limit]


def edits(word: str) -> int:
    """Return how many letters of a word may be wrong, by its length."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2


def _respelled(concepts: Iterable[vocabulary.Concept]) -> Mapping[str, tuple[str, ...]]:
    """Return each word of a misspelt label with the word of a right one of the same concept that it stands for."""
    found: dict[str, dict[str, None]] = {}
    for concept in concepts:
        right = [texts.words(label) for label, kind in _labels(concept) if kind not in _NOT_OFFERED]
        wrong = [texts.words(label) for label, kind in _labels(concept) if kind in _NOT_OFFERED]
        for misspelt, label in itertools.product(wrong, right):
            if len(misspelt) != len(label):
                continue
            pairs = [(one.folded, other.folded) for one, other in zip(misspelt, label, strict=True)]
            if all(OSA.distance(one, other) <= _SLIP for one, other in pairs):
                for one, other in pairs:
                    if one != other:
                        found.setdefault(one, {})[other] = None
    return {word: tuple(others) for word, others in found.items()}


def _labels(concept: vocabulary.Concept) -> Iterable[tuple[str, str]]:
    yield concept.label, "preferred"
    for other in concept.labels:
        yield other.label, other.type
    for code in concept.codes:
        if code.match == "exact":
            yield code.code, "code"


def _offers(concept: str, label: str, found: list[texts.Word]) -> Iterable[Offer]:
    folded = [word.folded for word in found]
    for position, word in enumerate(folded):
        if position == 0 or word not in texts.STOP_WORDS:
            yield Offer(" ".join(folded[position:]), concept, label)
