"""The made-up vocabulary: concerns, side effects, conditions, medicines and more that nobody has or takes.

It is the same for every seed. Ids begin with `generated-`, preferred labels say so, and definitions too.
"""

import functools
from collections.abc import Mapping

from app.authoring.invented import draws, words
from app.content import vocabulary

PREFIX = "generated-"
COUNTS: Mapping[vocabulary.Scheme, int] = {
    "concern": 90,
    "side_effect": 90,
    "condition": 60,
    "medicine": 60,
    "exposure": 30,
    "technique_type": 40,
    "category": 24,
    "energy": 12,
}
_SAYS_SO = " (generated)"
_DEFINITION = "A generated example. It is made up, and nobody has met it."
_NARROWER, _LAY, _BRAND, _MISSPELT = 0.35, 0.4, 0.2, 0.5
_WORDS_EACH = 8
_BLOCK = 150 * _WORDS_EACH


@functools.cache
def concepts() -> tuple[vocabulary.Concept, ...]:
    """Return every made-up concept, the broader ones before those that name them."""
    made: list[vocabulary.Concept] = []
    for block, (scheme, count) in enumerate(COUNTS.items()):
        draw = draws.Draw(f"concepts {scheme}")
        ids: list[str] = []
        for number in range(count):
            found = _concept(draw, scheme, block * _BLOCK + number * _WORDS_EACH, earlier=ids)
            ids.append(found.id)
            made.append(found)
    return tuple(made)


@functools.cache
def ids(scheme: vocabulary.Scheme) -> tuple[str, ...]:
    """Return the ids of a scheme as a table: an even draw from it takes some far more often than others."""
    return draws.ranked([concept.id for concept in concepts() if concept.scheme == scheme], size=1024)


@functools.cache
def names() -> Mapping[str, str]:
    """Return the made-up word that texts use for each concept, by its id."""
    return {concept.id: concept.label.removesuffix(_SAYS_SO).lower() for concept in concepts()}


def _concept(
    draw: draws.Draw, scheme: vocabulary.Scheme, first: int, *, earlier: list[str]
) -> vocabulary.Concept:
    spelled = [words.made_up(first + place) for place in range(_WORDS_EACH)]
    name, synonym, lay, brand = spelled[:4]
    labels = [vocabulary.OtherLabel(label=synonym, type="synonym")]
    if draw.chance(_LAY):
        labels.append(vocabulary.OtherLabel(label=f"{lay} {draw.pick(words.NOUNS)}", type="lay"))
    if scheme == "medicine" and draw.chance(_BRAND):
        labels.append(vocabulary.OtherLabel(label=brand.capitalize(), type="brand"))
    if draw.chance(_MISSPELT):
        labels.append(vocabulary.OtherLabel(label=_misspelt(draw, name), type="misspelling"))
    return vocabulary.Concept(
        id=f"{PREFIX}{scheme.replace('_', '-')}-{name}",
        scheme=scheme,
        label=f"{name.capitalize()}{_SAYS_SO}",
        definition=_DEFINITION,
        labels=tuple(labels),
        broader=(draw.pick(earlier),) if earlier and draw.chance(_NARROWER) else (),
    )


def _misspelt(draw: draws.Draw, word: str) -> str:
    """Return the word with one letter left out or said twice, but for its first two."""
    place = draw.between(2, len(word) - 2)
    return word[:place] + (word[place + 1 :] if draw.chance(0.5) else word[place] + word[place:])
