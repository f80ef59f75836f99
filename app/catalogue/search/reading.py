"""How a question is understood: its words, the concepts they name, and what they may have been meant to be."""

import dataclasses
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from app.catalogue.search import lexicon, texts

MOST_UNITS = 24
"""How many words or concepts of one question are looked for."""
MOST_READINGS = 24
"""How many combinations of spellings are tried for a label."""


_QUIET = texts.STOP_WORDS | texts.VERDICTS


class Terms(Protocol):
    """What the index knows of words."""

    def known(self, stem: str) -> bool:
        """Tell whether a word of this stem stands in any published procedure."""

    def beginning(self, typed: str) -> list[str]:
        """Return published words that begin like this, the commonest first."""

    def alike(self, folded: str) -> list[str]:
        """Return published words and words of labels that differ from this one by few letters."""


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One thing asked for: a word or several that are one label, and every way in which it may be found."""

    words: tuple[texts.Word, ...]
    stems: tuple[tuple[str, ...], ...]
    """For each word its stem, or the stems of the words that it may have been meant to be."""
    exact: bool
    """Whether the words are looked for as they were typed."""
    prefixes: tuple[str, ...] = ()
    """Stems of words that begin like the last one, which may not have been typed to its end."""
    concepts: tuple[str, ...] = ()
    """The concepts that the words name."""
    narrower: frozenset[str] = frozenset()
    """Those concepts with all narrower ones."""
    broader: frozenset[str] = frozenset()
    """What is broader than any of them."""
    partly: frozenset[str] = frozenset()
    """Concepts with a label of which the word is a part, where no published text holds the word."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A word that stands nowhere, and the words that were looked for instead."""

    word: str
    instead: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question as it was understood."""

    units: tuple[Unit, ...]
    corrections: tuple[Correction, ...] = ()
    unread: tuple[str, ...] = field(default=())
    """Words beyond those that are looked for."""
    verdicts: tuple[str, ...] = ()
    """Words that ask for a verdict."""

    @property
    def unsought(self) -> tuple[str, ...]:
        """Return those of the verdicts that are not looked for either."""
        sought = {word.folded for unit in self.units for word in unit.words}
        return tuple(word for word in self.verdicts if word not in sought)


@dataclass(frozen=True, kw_only=True)
class _Spelled:
    """A word with the stems it may have been meant to be, its own first if it is known."""

    word: texts.Word
    stems: tuple[str, ...]
    exact: bool
    prefixes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    """Those of the stems that no published text holds."""


def understood(text: str, *, words: lexicon.Lexicon, terms: Terms) -> Question:
    """Return how a question is understood; one without any word has no units."""
    found = texts.asked(text)
    typing = bool(text) and not text[-1].isspace()
    corrections: list[Correction] = []
    spelled = [
        _spelled(
            word,
            last=typing and position == len(found) - 1,
            words=words,
            terms=terms,
            corrections=corrections,
        )
        for position, word in enumerate(found)
    ]
    units = _telling(list(_units(spelled, words)))
    unread = [word.folded for unit in units[MOST_UNITS:] for word in unit.words]
    verdicts = dict.fromkeys(word.folded for word in found if word.folded in texts.VERDICTS)
    return Question(
        units=tuple(units[:MOST_UNITS]),
        corrections=tuple(corrections),
        unread=tuple(unread),
        verdicts=tuple(verdicts),
    )


def spelled(unit: Unit) -> str:
    """Return the words of a unit as they were asked, in lower case."""
    return " ".join(word.folded for word in unit.words)


def _spelled(
    word: texts.Word,
    *,
    last: bool,
    words: lexicon.Lexicon,
    terms: Terms,
    corrections: list[Correction],
) -> _Spelled:
    published = terms.known(word.stem)
    known = published or bool(words.holding(word.stem)) or word.folded in _QUIET
    begun: tuple[str, ...] = ()
    if last and len(word.folded) > 1:
        longer = dict.fromkeys([*words.beginning(word.folded), *terms.beginning(word.folded)])
        begun = tuple(dict.fromkeys(texts.stem(other) for other in longer if other != word.folded))
        begun = tuple(stem for stem in begun if stem != word.stem)
    if known or begun:
        listed = [texts.stem(other) for other in words.respelled(word.folded)]
        unread = () if published else (word.stem,)
        stems = tuple(dict.fromkeys([word.stem, *listed]))
        return _Spelled(word=word, stems=stems, exact=True, prefixes=begun, unread=unread)
    alike = terms.alike(word.folded)
    if not alike:
        return _Spelled(word=word, stems=(word.stem,), exact=True)
    corrections.append(Correction(word=word.folded, instead=tuple(alike)))
    stems = tuple(dict.fromkeys(map(texts.stem, alike)))
    return _Spelled(
        word=word, stems=stems, exact=False, unread=tuple(stem for stem in stems if not terms.known(stem))
    )


def _units(spelled: list[_Spelled], words: lexicon.Lexicon) -> Iterator[Unit]:
    """Read from left to right, each time the longest run of words that is a label, else one word."""
    position = 0
    while position < len(spelled):
        for length in range(min(lexicon.LONGEST_LABEL, len(spelled) - position), 0, -1):
            run = spelled[position : position + length]
            if length > 1 and all(word.word.folded in texts.STOP_WORDS for word in run):
                continue
            concepts = _named(run, words)
            if concepts or length == 1:
                yield _unit(run, concepts, words)
                position += length
                break


def _named(run: list[_Spelled], words: lexicon.Lexicon) -> tuple[str, ...]:
    """Return the concepts of which these words are a label, as typed if they are one so, else as they may be meant."""
    found = [word.word for word in run]
    typed = words.labelled(lexicon.key(found, [word.stems[0] for word in run]))
    if typed or all(len(word.stems) == 1 and not word.prefixes for word in run):
        return typed
    choices = [word.stems if not word.prefixes else (*word.stems, *word.prefixes) for word in run]
    readings = itertools.islice(itertools.product(*choices), MOST_READINGS)
    return tuple(
        dict.fromkeys(name for stems in readings for name in words.labelled(lexicon.key(found, stems)))
    )


def _telling(units: list[Unit]) -> list[Unit]:
    """Leave out the words that carry no subject, unless there are no others; in labels they stay."""
    telling = [unit for unit in units if unit.concepts or any(w.folded not in _QUIET for w in unit.words)]
    return [_without_stop_words(unit) for unit in telling] or units


def _without_stop_words(unit: Unit) -> Unit:
    kept = [n for n, word in enumerate(unit.words) if word.folded not in texts.STOP_WORDS]
    if not kept or len(kept) == len(unit.words):
        return unit
    prefixes = unit.prefixes if kept[-1] == len(unit.words) - 1 else ()
    return dataclasses.replace(
        unit,
        words=tuple(unit.words[n] for n in kept),
        stems=tuple(unit.stems[n] for n in kept),
        prefixes=prefixes,
    )


def _unit(run: list[_Spelled], concepts: tuple[str, ...], words: lexicon.Lexicon) -> Unit:
    narrower = frozenset(name for concept in concepts for name in words.same_or_narrower(concept))
    broader = frozenset(name for concept in concepts for name in words.broader(concept))
    alone = run[0] if len(run) == 1 else None
    partly = {name for stem in alone.unread for name in words.holding(stem)} if alone else set()
    return Unit(
        words=tuple(word.word for word in run),
        stems=tuple(word.stems for word in run),
        exact=all(word.exact for word in run),
        prefixes=run[-1].prefixes,
        concepts=concepts,
        narrower=narrower,
        broader=broader - narrower,
        partly=frozenset(partly) - narrower,
    )
