"""What to offer while somebody types: procedures by their names, concepts by their labels."""

from dataclasses import dataclass
from typing import Literal

from app.catalogue.search import snapshot, texts

MOST = 10
_NAMES = 6
"""How many of the entries are procedures, where there are concepts to offer too."""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A procedure or a concept whose name goes on as typed from some word on."""

    type: Literal["procedure", "concept"]
    id: str
    label: str
    name: str
    """The preferred name, where `label` is another."""
    scheme: str | None = None


def suggested(held: snapshot.Snapshot, text: str) -> tuple[Suggestion, ...]:
    """Return at most ten entries, procedures first; nothing where nothing begins as typed."""
    typed = " ".join(word.folded for word in texts.asked(text))
    if not typed:
        return ()
    terms = held.words.terms
    concepts = [
        Suggestion(
            type="concept",
            id=offer.concept,
            label=offer.label,
            name=terms[offer.concept].label,
            scheme=terms[offer.concept].scheme,
        )
        for offer in held.words.offered(typed, limit=MOST)
    ]
    named = [
        Suggestion(type="procedure", id=found.slug, label=_label(typed, found.names), name=found.names[0])
        for found in held.starting(typed, limit=MOST)
    ]
    room = MOST - min(len(concepts), MOST - _NAMES)
    return (*named[:room], *concepts[: MOST - len(named[:room])])


def _label(typed: str, names: tuple[str, ...]) -> str:
    """Return the name that goes on as typed: the procedure's own if it does, else one of its others."""
    return next((label for label in names if begins(label, typed)), names[0])


def begins(label: str, typed: str) -> bool:
    """Tell whether a name goes on as typed from one of its words on."""
    folded = " ".join(word.folded for word in texts.words(label))
    return f" {typed}" in f" {folded}"
