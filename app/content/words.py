"""How coverage and silence are said in words; what is not known must never read as safe."""

from typing import Literal

NOUNS = {
    "invasiveness": "how far into the body it goes",
    "body_areas": "the parts of the body it is used on",
    "categories": "what sort of procedure it is",
    "techniques": "how it is done",
    "technique_use": "when this technique is used",
    "steps": "the steps",
    "indications": "what it is used for",
    "contraindications": "who should not have it",
    "precautions": "what to be careful about",
    "interactions": "medicines that may act together with it",
    "side_effects": "side effects",
    "warning_signs": "when to seek help",
    "outcomes": "the results to expect",
    "mechanisms": "how it works",
    "preparation": "how to prepare",
    "aftercare": "what to do or avoid afterwards",
    "recovery": "how long recovery takes",
    "session_plan": "how many sessions are needed, or how far apart",
    "duration": "how long one session takes",
    "anaesthesia": "anaesthesia",
    "pain": "how much it hurts",
    "alternatives": "other ways to treat the same concern",
    "combinations": "what can be combined with it",
    "cost_factors": "what the price depends on",
}
"""What each section is about, as it reads in a sentence."""
_SAFETY = frozenset({"contraindications", "precautions", "interactions", "side_effects", "warning_signs"})
_ASPECTS = {
    "session_plan": {
        "number": "Our sources do not say how many sessions are needed.",
        "spacing": "Our sources do not say how far apart sessions should be.",
        "repeat_after": "Our sources do not say when to repeat it.",
    },
    "recovery": {
        "daily_life": "Our sources do not say when you can go back to daily life.",
        "skin_healed": "Our sources do not say when the skin has healed.",
        "results_visible": "Our sources do not say when results can be seen.",
    },
}

NOT_SAFE = "That does not mean it is safe."
"""The one sentence in which we use this word."""
FOUND_NOTHING = "Finding nothing here is no evidence of safety: it means only that our sources do not say."
FOUND = (
    "Each was found by what its sources say. They may leave things out, and so may the sources of procedures that were "
    "not found."
)
NOT_ALL_WORDS = "No procedure has every part of the question. These have as many of them as any has."
NOT_SEARCHED = (
    "These procedures could not be read and were not searched. Nothing follows from their not being found."
)
FACET_NOT_STATED = (
    "For some of these procedures our sources do not say. That does not mean there is nothing to know."
)
NO_SUGGESTION = "No name in the catalogue goes on like this. That says nothing about any procedure."
SILENT = f"Its sources do not say anything about this. {NOT_SAFE}"
SILENT_ON_CONCEPT = f"For these procedures no statement is about this; each says why. {NOT_SAFE}"
BROADER = (
    "These statements are about something broader, which includes what was asked about. They may hold for it."
)
ONLY_BROADER = (
    "No statement is about exactly this; those about something broader may hold for it. There may be more."
)
NONE_SILENT = (
    "The sources of every procedure asked about say something about this, or about something broader that includes it. "
    "They may not say everything."
)
NO_CONFLICT = "We have found no contradiction between these statements. They may still be wrong."
CONFLICT = "Our sources contradict each other, or themselves. Each side is shown."


def coverage(
    section: str,
    state: Literal["stated", "stated_none", "not_addressed", "not_applicable"],
    *,
    hedge: str | None = None,
) -> str:
    """Return the sentence that says what a section's coverage means; `hedge` is that of a finding of nothing."""
    noun = NOUNS[section]
    if state == "stated":
        return f"This is what our sources say about {noun}. There may be more that they leave out."
    if state == "stated_none":
        hedged = f" with the word “{hedge}”" if hedge else ""
        return f"On {noun}: a source says{hedged} that there is none. Its words and its worth are given."
    if state == "not_applicable":
        return f"On {noun}: this does not apply to this procedure."
    if section in _SAFETY:
        return f"Our sources do not say anything about {noun}. {NOT_SAFE} Ask a clinician."
    return f"Our sources do not say anything about {noun}. That does not mean there is nothing to know."


def silences(section: str, given: set[str]) -> tuple[tuple[str, str], ...]:
    """Return the aspects of a section that no statement gives, each with the sentence that says so."""
    return tuple((aspect, said) for aspect, said in _ASPECTS.get(section, {}).items() if aspect not in given)


def review(*, unreviewed: int, disputed: int, total: int) -> str:
    """Return the sentences that say how much of a document a person has reviewed, and how much was disputed then."""
    if unreviewed == total:
        return "No clinician has reviewed any of these statements yet."
    warning = f" A reviewer disputes {disputed} of these {total} statements." if disputed else ""
    if unreviewed:
        return f"{unreviewed} of these {total} statements have not been reviewed by a clinician yet.{warning}"
    return f"Each of these statements has been reviewed; each gives the reviewer's role and the day.{warning}"
