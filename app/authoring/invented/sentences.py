"""How made-up statements are worded: a few patterns for each kind, filled with drawn words."""

import functools
import re
from collections.abc import Mapping

from app.authoring.invented import draws, words

SAYS_SO = "Generated example:"
"""What every made-up statement begins with."""
_RARE_IN_PHRASE = 0.2
_RARE_EACH = 12
_PHRASE_COUNT = 8192
_SLOT = re.compile(r"\{(\w+)\}")
_PHRASES = draws.ranked(
    ["{a} {n}", "{a} {n} {n}", "{v} {n}", "{n} {n}", "{a} {v} {n}", "{n} of the {n}"], size=64
)
PATTERNS: Mapping[str, tuple[str, ...]] = {
    "alias": (
        "it is also called {c}, after the {q}.",
        "{c} is another name for it, from the {q}.",
    ),
    "invasiveness": (
        "it reaches the {n} without more than a {q}.",
        "the {n} is {v} from outside with a {q}.",
    ),
    "body_area": (
        "it is used on the {c}, where the {n} is {v} with {q}.",
        "the {c} is {v}, most of all the {q}.",
    ),
    "category": (
        "it counts among {c}, for the {q}.",
        "because of the {q} it is listed with {c}.",
    ),
    "technique": (
        "the {c} is done with a {a} {n} and {q}.",
        "for the {c} the {n} is {v} in {q}.",
    ),
    "technique_use": (
        "the {c} is chosen where the {n} is {a}, and for {q}.",
        "it is used for {q}.",
    ),
    "step": (
        "the {n} is {v} with a {a} {n}, then comes {q}.",
        "then the {q} is {v}.",
        "the specialist checks the {n} and the {q}.",
        "a {a} {n} passes over the {n} until the {q} is {v}.",
    ),
    "indication": (
        "it is offered for {c}, where the {n} shows {q}.",
        "people with {c} come to it for {q}.",
        "it is meant to ease {c} of the {n} by {q}.",
    ),
    "contraindication": (
        "people with {c} should not have it, because of {q}.",
        "with {c} the {n} cannot be {v}, and {q} is left out.",
    ),
    "precaution": (
        "with {c} ask a specialist first about {q}.",
        "take care with {c}: the {q} can be {a}.",
    ),
    "interaction": (
        "with {c} the {n} reacts to {q}.",
        "{c} acts together with the {a} {n} and {q}.",
    ),
    "side_effect": (
        "{c} {h}follows the {q} and fades {w}.",
        "the {n} {h}shows {c} after {q}; it goes {w}.",
        "{c} of the {a} {n} {h}comes with {q} and is better {w}.",
    ),
    "side_effect_open": (
        "{c} {h}follows the {q}.",
        "the {n} {h}shows {c} after {q}.",
        "with the {a} {n} comes {c}, {h}near the {q}.",
    ),
    "warning_sign": (
        "call the clinic when the {n} turns {a} after {q}.",
        "ask for help where {q} does not end.",
    ),
    "outcome": (
        "the {n} {h}looks more {a}, with {q}.",
        "{h}the {q} is {v} and the {n} feels {a}.",
        "the {a} {n} {h}shows {q} after some {n}.",
    ),
    "mechanism": (
        "the {n} is {v}, which makes the skin form {q}.",
        "collagen in the {a} {n} is {v} by {q}.",
        "the laser warms the {n} and the {q}.",
    ),
    "preparation": (
        "before the treatment the {n} is {v} with {q}.",
        "keep the {n} {a} before the session, and think of {q}.",
    ),
    "aftercare": (
        "after the treatment keep the {n} {a}, with {q}.",
        "leave the {q} alone until the {n} is {v}.",
        "the skin needs a {a} {n} and {q}.",
    ),
    "recovery": (
        "people {h}go back to their {n} {w}.",
        "the {n} is {h}{v} {w}.",
    ),
    "session_plan": (
        "the plan for the {n} is {w}.",
        "sessions for a {a} {n} come to {w}.",
    ),
    "duration": ("a session of {a} {n} takes {w}.", "the treatment of the {n} takes {w}."),
    "anaesthesia": ("before it the {n} is {v} with {q}.", "the {n} needs {q}."),
    "pain": ("most people find the {n} {a}, like {q}.", "it feels like {q} on the {n}."),
    "alternative": ("{c} is another way to treat the {n}, with {q}.", "instead, {c} brings {q}."),
    "combination": ("it can be done together with {c} for {q}.", "{c} goes with it, for the {a} {q}."),
    "cost_factor": ("the price depends on the {n} and the {q}.", "a {a} {q} costs more."),
    "mention": ("the {n} is {v} with {q}, {c} or not.", "this is also said about {c}: {q}."),
    "absence": ("there is nothing to do about the {n}, nor about {q}.",),
}


class Speaker:
    """Word the statements of one procedure: its rare words come back, so that its texts belong together."""

    def __init__(self, draw: draws.Draw) -> None:
        self._draw = draw
        self._glossary = [words.rare(draw) for _ in range(_RARE_EACH)]

    def phrase(self) -> str:
        """Return a few words that a source could hold."""
        draw = self._draw
        if draw.chance(_RARE_IN_PHRASE):
            return f"{draw.pick(words.ADJECTIVES)} {draw.pick(self._glossary)}"
        return draw.pick(_phrases())

    def say(self, kind: str, **given: str) -> str:
        """Return a sentence of this kind that says of itself that it is made up."""
        draw = self._draw
        pattern, slots = draw.pick(_patterns()[kind])
        return pattern % tuple([given[slot] if slot in given else draw.pick(_TABLES[slot]) for slot in slots])


_TABLES = {"n": words.NOUNS, "a": words.ADJECTIVES, "v": words.VERBS, "h": ("",)}


@functools.cache
def _patterns() -> Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return each kind's patterns with a place for every slot, and the slots in their order."""
    return {
        kind: tuple(
            (f"{SAYS_SO} {_SLOT.sub('%s', pattern)}", tuple(_SLOT.findall(pattern))) for pattern in listed
        )
        for kind, listed in PATTERNS.items()
    }


@functools.cache
def _phrases() -> tuple[str, ...]:
    """Return phrases of common words, made once: to draw every word would take most of the time."""
    draw = draws.Draw("phrases")
    return tuple(
        _SLOT.sub(lambda slot: draw.pick(_TABLES[slot[1]]), draw.pick(_PHRASES)) for _ in range(_PHRASE_COUNT)
    )
