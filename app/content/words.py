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
_SCHEMES = {
    "body_area": "a part of the body",
    "concern": "a concern",
    "side_effect": "a side effect",
    "condition": "a condition, or a state of life",
    "medicine": "a medicine",
    "technique_type": "a technique",
    "energy": "a form of energy",
    "category": "a category of procedures",
    "exposure": "something that one does or meets",
}
_SAFETY = frozenset({"contraindications", "precautions", "interactions", "side_effects", "warning_signs"})
_ASPECTS = {
    "session_plan": {
        "number": "how many sessions are needed",
        "spacing": "how far apart sessions should be",
        "repeat_after": "when to repeat it",
    },
    "recovery": {
        "daily_life": "when you can go back to daily life",
        "skin_healed": "when the skin has healed",
        "results_visible": "when results can be seen",
    },
}

NOT_SAFE = "That does not mean it is safe."
"""The one sentence in which we use this word."""
FOUND_NOTHING = "Finding nothing here is no evidence of safety: it means only that our sources do not say."
FOUND = (
    "Each was found by what its sources say. They may leave things out, and so may the sources of procedures that were "
    "not found."
)
NOT_ALL_WORDS = "No procedure has every part of the question. These have the parts of it that tell most."
NOT_SEARCHED = (
    "These procedures could not be read and were not searched. Nothing follows from their not being found."
)
NOT_ALL_SEARCHED = (
    "Nothing was found, but not everything was searched. Finding nothing here is no evidence of safety."
)
BEHIND = "What changed in the catalogue a moment ago was not searched yet. Ask again."
UNCONFIRMED = (
    "The catalogue cannot be reached at present. This is what it said when it last could be: since then something may "
    "have been corrected or withdrawn, and a warning may be missing."
)
"""Said in an answer that is given again while nobody can tell whether it still holds."""
NONE_HOLDS = "No statement here holds any longer."
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
OF_CLINIC = (
    "The clinic says this of itself. It is not checked, and the licence of our data does not cover it."
)
TEXT_OF_OTHERS = "This text belongs to others. The licence of our data does not cover it."
CONFLICT = "Our sources contradict each other, or themselves. Each side is shown."

LEGAL = (
    "This is a search and not a judgement: it returns what documents say. The professional who treats a person decides "
    "what follows from it."
)
LOOKED_UP = (
    "Every term was recognised and looked up. Where the sources of a procedure say nothing about one, that is said. "
    f"{NOT_SAFE}"
)
PARTLY_LOOKED_UP = (
    "Not every term was recognised. For those that were not, nothing was looked up: ask again with one of the names "
    "suggested, or another. Where the sources of a procedure say nothing about one of the rest, that is said. "
    f"{NOT_SAFE}"
)
NOTHING_LOOKED_UP = (
    "No term was recognised, so nothing was looked up in any procedure. This is not a result. Ask again with one of "
    "the names suggested, or another."
)
NOT_LOOKED_UP = (
    "We do not know this term, so nothing was looked up for it. This says nothing about the procedure."
)
NEAREST = "We do not know this term, so nothing was looked up for it. Was one of these meant, which look most like it?"
NOTHING_NEAR = "We do not know this term, nor one that looks like it, so nothing was looked up for it."
SEVERAL = "This word names several things. All of them were looked up, so more may be shown than was meant."
NOT_ALL_LOOKED_UP = "Not every term was recognised and looked up; those that were not are named."
MORE_FOLLOWS = "This page is not the whole answer: more procedures follow."
ABOUT_IT = "This is what our sources say about it. There may be more that they leave out."
ONLY_NARROWER = (
    "No statement is about exactly this; those about a part of it may not hold for all of it. "
    "There may be more."
)
NARROWER_AND_BROADER = (
    "No statement is about exactly this; those about a part of it, or about something broader, may hold for it. There "
    "may be more."
)
SOME_WITHDRAWN = "Statements about this procedure were withdrawn; they are named beside this."


UP_TO_DATE = "Nothing has changed since. Ask again with the same cursor."
STANDING = {
    "current": "This is the newest revision.",
    "superseded": "This is an earlier revision. What changed since may concern safety: read the newest.",
    "withdrawn": "This procedure was withdrawn. Do not rely on what this revision says.",
}
"""What it means that a revision is the newest, an earlier one, or one of a procedure that was withdrawn."""


def matched(asked: str, stated: str, relation: Literal["same", "narrower", "broader"]) -> str:
    """Return the sentence that says why a statement about one concept answers a question about another."""
    if relation == "same":
        return f"Asked about: {asked}. This is about it."
    if relation == "narrower":
        return f"Asked about: {asked}. This is about a part of it: {stated}. It may not hold for all of it."
    return f"Asked about: {asked}. This is about something broader, which includes it: {stated}. It may hold for it."


def elsewhere(scheme: str, place: str) -> str:
    """Return the sentence that a term was recognised as something else than the list it stands in is for."""
    return f"This was asked under {place}. We know it as {_SCHEMES.get(scheme, scheme)}, and looked it up as that."


def withdrawn(kind: str, day: str) -> str:
    """Return the sentence that a statement was withdrawn, so that its place does not read as silence."""
    return f"A statement of the kind “{kind.replace('_', ' ')}” was withdrawn on {day}; what it said is not shown."


def found_in(matching: int, total: int) -> str:
    """Return the sentences that say how many of the procedures asked about have a statement on what was looked up."""
    if not matching:
        return FOUND_NOTHING
    found = f"Procedures with a statement on what was looked up: {matching} of {total}. They come first."
    return found if matching == total else f"{found} The sources of the others say nothing on it. {NOT_SAFE}"


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
    return tuple(
        (name, f"Our sources do not say {clause}.")
        for name, clause in _ASPECTS.get(section, {}).items()
        if name not in given
    )


def aspect(section: str, name: str) -> str:
    """Return what an aspect of a section is about, as it reads in a sentence."""
    return _ASPECTS.get(section, {}).get(name, name.replace("_", " "))


def review(*, unreviewed: int, disputed: int, total: int) -> str:
    """Return the sentences that say how much of a document a person has reviewed, and how much was disputed then."""
    if unreviewed == total:
        return "No clinician has reviewed any of these statements yet."
    warning = f" A reviewer disputes {disputed} of these {total} statements." if disputed else ""
    if unreviewed:
        return f"{unreviewed} of these {total} statements have not been reviewed by a clinician yet.{warning}"
    return f"Each of these statements has been reviewed; each gives the reviewer's role and the day.{warning}"
