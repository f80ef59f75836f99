"""Made-up statements of every kind, each with evidence from a made-up page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.authoring.invented import concepts, draws, identity, lengths, pages, sentences, words
from app.content import durations, vocabulary

Tree = dict[str, Any]
BODY_AREAS = draws.ranked(["face", "body", "neck", "eye-area", "lips", "head-and-neck"], size=64)
CATEGORIES = draws.ranked(["cosmetic-procedures", "body-contouring"], size=64)
ENERGIES = draws.ranked(["laser-light", "heat", "light-energy"], size=64)
"""Real concepts of the vocabulary that comes with the code, so that procedures can be filtered by them; the broad ones
only, for who looks for a narrow one must find what is real."""
_HEDGES = ("", "", "", "usually", "often", "may be", "generally", "sometimes")
_FREQUENCIES = ("unknown", "unknown", "common", "rare", "in some people", "occasional")
_SEVERITIES = ("unknown", "unknown", "unknown", "mild", "moderate", "marked")
_UNITS: Mapping[str, tuple[durations.Unit, ...]] = {
    "daily_life": ("hours", "days", "days"),
    "skin_healed": ("days", "weeks"),
    "results_visible": ("weeks", "months"),
    "spacing": ("weeks",),
    "repeat_after": ("months", "years"),
}
_HEDGED = frozenset(kind for kind, listed in sentences.PATTERNS.items() if "{h}" in listed[0])
"""The patterns that have a place for a hedge."""
_EVIDENCE = (1, 1, 1, 1, 1, 2, 2, 2, 3, 4)
_AMBIGUOUS, _CORRUPTED, _DISPUTED, _CITING = 0.04, 0.005, 0.01, 0.02
_PREFERRED, _DEPRECATED = 0.03, 0.01


class Author:
    """Write the statements of one made-up procedure; ids count up, evidence comes from its pages."""

    def __init__(
        self,
        draw: draws.Draw,
        *,
        number: int,
        seed: int,
        written: Sequence[pages.Page],
        earlier: Sequence[str],
    ) -> None:
        """Take the draws, whose procedure it is, the pages to quote, and slugs of procedures that came before."""
        self.draw, self.speaker = draw, sentences.Speaker(draw)
        self._number, self._seed, self._pages, self._earlier = number, seed, written, earlier
        self._place = 0

    def name(self, prefix: str = "st") -> str:
        """Return a new id."""
        self._place += 1
        return identity.identifier(prefix, self._place, number=self._number, seed=self._seed)

    def claim(
        self,
        kind: str,
        /,
        *,
        pattern: str = "",
        quote: str = "",
        given: Mapping[str, str] | None = None,
        **fields: Any,
    ) -> Tree:
        """Return a statement: worded after a pattern, with what it quotes in its evidence."""
        draw, name = self.draw, self.name()
        phrase = self.speaker.phrase()
        hedge = draw.pick(_HEDGES)
        said = {"q": phrase, "h": f"{hedge} " if hedge else "", **(given or {})}
        pattern = pattern or kind
        tree: Tree = {
            "id": name,
            "kind": kind,
            "text": self.speaker.say(pattern, **said),
            "evidence": self._evidence(name, quote or phrase),
            **fields,
        }
        if hedge and pattern in _HEDGED:
            tree["hedge"] = hedge
        return {**tree, **self._rank()}

    def about(self, kind: str, scheme: vocabulary.Scheme, **fields: Any) -> Tree:
        """Return a statement about a made-up concept."""
        concept = self.draw.pick(concepts.ids(scheme))
        return self.claim(kind, given={"c": concepts.names()[concept]}, concept=concept, **fields)

    def real(self, kind: str, concept: str, said: str, **fields: Any) -> Tree:
        """Return a statement about a concept that exists."""
        return self.claim(kind, given={"c": said}, concept=concept, **fields)

    def other(self, kind: str) -> Tree:
        """Return an alternative or a combination: an earlier procedure, or a made-up way to treat."""
        if self._earlier and self.draw.chance(0.4):
            slug = self.draw.pick(self._earlier)
            return self.claim(kind, given={"c": slug.split("-")[1]}, procedure=slug)
        return self.about(kind, "technique_type")

    def _rank(self) -> Tree:
        if self.draw.chance(_DEPRECATED):
            return {"rank": "deprecated", "rank_reason": "Generated example: it was drawn to be deprecated."}
        return {"rank": "preferred"} if self.draw.chance(_PREFERRED) else {}

    def _evidence(self, statement: str, phrase: str) -> list[Tree]:
        draw = self.draw
        found = [draw.pick(self._pages).quote(statement, phrase)]
        for _ in range(draw.pick(_EVIDENCE) - 1):
            more = draw.pick(self._pages).quote(statement, self.speaker.phrase())
            if draw.chance(_DISPUTED):
                more["stance"] = "disputes"
            found.append(more)
        for held in found:
            if draw.chance(_AMBIGUOUS):
                held |= {"quality": "ambiguous", "note": "Generated example: it was drawn to be ambiguous."}
            elif draw.chance(_CORRUPTED):
                held |= {"quality": "corrupted", "note": "Generated example: it was drawn to be corrupted."}
            if draw.chance(_CITING):
                held["attributed_to"] = "nobody (generated)"
        return found


def _alias(author: Author) -> Tree:
    label = f"{words.rare(author.draw)} {author.draw.pick(words.NOUNS)}"
    kind = author.draw.pick(("synonym", "lay"))
    return author.claim("alias", quote=label, given={"c": label}, label=label, type=kind)


def _step(author: Author) -> Tree:
    step = author.claim("step", phase="during")
    if author.draw.chance(0.7):
        step["title"] = author.speaker.phrase().capitalize()
    return step


def _warned(kind: str, scheme: vocabulary.Scheme) -> Callable[[Author], Tree]:
    return lambda author: author.about(
        kind, scheme, strength=author.draw.pick(("avoid", "ask_first", "ask_first"))
    )


def _interaction(author: Author) -> Tree:
    made = author.about("interaction", "medicine")
    if author.draw.chance(0.5):
        made["mechanism"] = author.speaker.say("mechanism", q=author.speaker.phrase())
    if author.draw.chance(0.5):
        made["what_to_do"] = author.speaker.say("preparation", q=author.speaker.phrase())
    return made


def _side_effect(author: Author) -> Tree:
    return side_effect(author, author.draw.pick(concepts.ids("side_effect")))


def side_effect(author: Author, concept: str, said: str = "") -> Tree:
    """Return a side effect; made-up ones are called by their made-up word."""
    draw = author.draw
    given = {"c": said or concepts.names()[concept]}
    fields: Tree = {
        "concept": concept,
        "severity": draw.pick(_SEVERITIES),
        "frequency": draw.pick(_FREQUENCIES),
    }
    if draw.chance(0.3):
        fields["what_to_do"] = author.speaker.say("aftercare", q=author.speaker.phrase())
    if draw.chance(0.35):
        return author.claim("side_effect", pattern="side_effect_open", given=given, **fields)
    lasts = lengths.span(draw, "hours", "days", "days", "weeks", "months")
    fields["duration"] = {**lasts, "measures": draw.pick(("until_gone", "until_gone", "until_better"))}
    return author.claim(
        "side_effect", quote=lasts["wording"], given={**given, "w": lasts["wording"]}, **fields
    )


def _outcome(author: Author) -> Tree:
    made = author.claim("outcome")
    if author.draw.chance(0.3):
        made["lasts"] = lengths.span(author.draw, "months", "years")
    return made


def _advice(kind: str, phase: str) -> Callable[[Author], Tree]:
    def make(author: Author) -> Tree:
        draw = author.draw
        fields: Tree = {"action": draw.pick(("do", "do", "avoid", "avoid", "not_needed")), "phase": phase}
        if draw.chance(0.3):
            length = lengths.span(draw, "days", "weeks")
            fields["until"] = {"status": "stated", "wording": length["wording"], "length": length}
        elif draw.chance(0.1):
            fields["until"] = {
                "status": "stated",
                "wording": "until the next session",
                "event": "the next session",
            }
        return author.about(kind, "exposure", **fields) if draw.chance(0.5) else author.claim(kind, **fields)

    return make


def _recovery(author: Author) -> Tree:
    milestone = author.draw.pick(("daily_life", "daily_life", "daily_life", "skin_healed", "results_visible"))
    length = lengths.span(author.draw, *_UNITS[milestone])
    return _timed(author, "recovery", length, milestone=milestone, duration=length)


def _session_plan(author: Author) -> Tree:
    aspect = author.draw.pick(("number", "number", "spacing", "repeat_after"))
    length = lengths.count(author.draw) if aspect == "number" else lengths.span(author.draw, *_UNITS[aspect])
    return _timed(author, "session_plan", length, aspect=aspect, **{aspect: length})


def _duration(author: Author) -> Tree:
    length = lengths.span(author.draw, "minutes", "minutes", "minutes", "hours")
    return _timed(author, "duration", length, length=length)


def _timed(author: Author, kind: str, said: Tree, /, **fields: Any) -> Tree:
    return author.claim(kind, quote=said["wording"], given={"w": said["wording"]}, **fields)


def _anaesthesia(author: Author) -> Tree:
    kinds = ("none", "topical", "topical", "local", "regional", "sedation", "general")
    return author.claim("anaesthesia", type=author.draw.pick(kinds))


MAKERS: Mapping[str, Callable[[Author], Tree]] = {
    "aliases": _alias,
    "steps": _step,
    "technique_use": lambda author: author.claim("technique_use", given={"c": "method"}),
    "invasiveness": lambda author: author.claim(
        "invasiveness",
        value=author.draw.pick(("non_surgical", "non_surgical", "minimally_invasive", "surgical")),
    ),
    "indications": lambda author: author.about("indication", "concern"),
    "contraindications": _warned("contraindication", "condition"),
    "precautions": _warned("precaution", "condition"),
    "interactions": _interaction,
    "side_effects": _side_effect,
    "warning_signs": lambda author: author.claim("warning_sign", ask="the clinic"),
    "outcomes": _outcome,
    "mechanisms": lambda author: author.claim("mechanism"),
    "preparation": _advice("preparation", "before"),
    "aftercare": _advice("aftercare", "after"),
    "recovery": _recovery,
    "session_plan": _session_plan,
    "duration": _duration,
    "anaesthesia": _anaesthesia,
    "pain": lambda author: author.claim("pain", level=author.draw.pick(_SEVERITIES)),
    "alternatives": lambda author: author.other("alternative"),
    "combinations": lambda author: author.other("combination"),
    "cost_factors": lambda author: author.claim("cost_factor"),
}
"""How to make one statement of a section, by the section's name."""
