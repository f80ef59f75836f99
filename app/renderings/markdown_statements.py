"""Statements in Markdown: each an item with its fields, its hedge, its evidence, its review and its address."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.renderings import markdown_text

Tree = dict[str, Any]

_SAID_ELSEWHERE = frozenset(
    {"id", "kind", "text", "rank", "rank_reason", "review", "evidence", "grade", "concept", "procedure"}
    | {"name", "title", "label", "slug", "use", "steps", "status", "hedge", "phase", "aspect", "milestone"}
    | {"strength", "action"}
)
"""Members of a statement that have a line or a place of their own; all others are its fields."""
_MARKS = {
    "avoid": "Avoid",
    "ask_first": "Ask first",
    "do": "Do",
    "not_needed": "Not needed, a source says",
}
_PHASES = {"before": "before the session", "during": "during the session", "after": "after the session"}
_WORDED = frozenset({"degree", "severity", "frequency", "onset", "level"})
"""Fields that hold a source's own words."""
_TERMS = {
    "degree": "How marked",
    "severity": "How marked",
    "frequency": "How often",
    "onset": "Starts",
    "what_to_do": "What to do",
    "mechanism": "How they act together",
    "ask": "Whom to ask",
    "lasts": "How long the result lasts",
    "until": "Until when",
    "number": "How many sessions",
    "spacing": "Time between sessions",
    "repeat_after": "When to repeat",
    "length": "How long one session takes",
    "level": "How much it hurts",
    "type": "Type",
    "value": "How far into the body",
}
_DURATIONS = {
    "side_effect": "How long it lasts",
    "daily_life": "Time until back to daily life",
    "skin_healed": "Time until the skin has healed",
    "results_visible": "Time until results can be seen",
}
"""What a field named `duration` measures, by the kind or the milestone of its statement."""
_OPEN = {
    "degree": "how marked it must be",
    "severity": "how marked it is",
    "frequency": "how often it happens",
    "onset": "when it starts",
    "what_to_do": "what to do about it",
    "mechanism": "how the two act together",
    "level": "how much it hurts",
}
_MEASURES = {
    "until_gone": "until it is gone",
    "until_better": "until it gets better; it may still be there after that",
}
_QUALITIES = {
    "ambiguous": "The source’s words can be read in more than one way.",
    "corrupted": "The source’s words are garbled.",
}

_PLACES = {"doi": "DOI", "pmid": "PMID"}


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a statement needs to be said: addresses, the labels of concepts, and which statements are in a conflict."""

    url: Callable[[str], str]
    labels: Mapping[str, str]
    conflicts: Mapping[str, str]
    """The conflict of each statement that is in one."""

    def statement(self, identifier: str) -> str:
        """Return a link to a statement."""
        return markdown_text.link(identifier, self.url(f"/v1/statements/{identifier}"))

    def source(self, identifier: str) -> str:
        """Return a link to a source."""
        return markdown_text.link(identifier, self.url(f"/v1/sources/{identifier}"))


def item(claim: Tree, *, around: Surroundings, number: int | None = None) -> Iterator[str]:
    """Yield the lines of a statement, the first its words; a step has its number."""
    address = f"Address: {around.statement(claim['id'])}"
    yield f"- {_words(claim, number=number)}"
    for line in (
        *_doubts(claim, around=around),
        *_subject(claim, around=around),
        *_fields(claim),
        *(
            [f"The source says it with a reserve: {markdown_text.quoted(claim['hedge'])}."]
            if "hedge" in claim
            else ()
        ),
        *_sources(claim["evidence"], around=around),
        f"Grade of evidence: {claim['grade']}. {_review(claim['review'])} {address}",
    ):
        yield f"  - {line}"


def _words(claim: Tree, *, number: int | None) -> str:
    mark = _MARKS.get(str(claim.get("strength") or claim.get("action")))
    parts = [f"**{mark}:**"] if mark else []
    if claim["kind"] == "step":
        parts.append(
            f"**Step {number}, {_PHASES[claim['phase']]}:**" if number else f"**{_PHASES[claim['phase']]}:**"
        )
    elif "phase" in claim:
        parts.append(f"({_PHASES[claim['phase']]})")
    if "title" in claim:
        parts.append(f"{markdown_text.sentence(claim['title'])}")
    if claim["rank"] == "deprecated":
        reason = markdown_text.sentence(claim["rank_reason"]) if "rank_reason" in claim else ""
        return f"**This no longer holds.** {reason} It said: {' '.join([*parts, markdown_text.quoted(claim['text'])])}"
    return " ".join([*parts, markdown_text.text(claim["text"])])


def _doubts(claim: Tree, *, around: Surroundings) -> Iterator[str]:
    if claim["id"] in around.conflicts:
        yield f"**Our sources contradict each other on this:** see {markdown_text.code(around.conflicts[claim['id']])}."
    if claim["rank"] == "preferred":
        yield "Rank: preferred over others on the same."
    if claim["rank"] != "deprecated" and "rank_reason" in claim:
        yield f"Reason for its rank: {markdown_text.sentence(claim['rank_reason'])}"


def _subject(claim: Tree, *, around: Surroundings) -> Iterator[str]:
    if "label" in claim:
        yield f"Name: {markdown_text.text(claim['label'])}"
    if "concept" in claim:
        name = claim["concept"]
        address = around.url(f"/v1/concepts/{name}")
        yield f"About: {markdown_text.link(around.labels.get(name, name), address)}"
    if "procedure" in claim:
        slug = claim["procedure"]
        yield f"Procedure: {markdown_text.link(slug, around.url(f'/procedures/{slug}'))}"


def _fields(claim: Tree) -> Iterator[str]:
    silent: list[str] = []
    for name, value in claim.items():
        if name in _SAID_ELSEWHERE:
            continue
        if value == "unknown":
            silent.append(_OPEN.get(name, name.replace("_", " ")))
        else:
            yield f"{_term(name, claim)}: {_value(name, value)}"
    if silent:
        yield f"Our sources do not say: {', '.join(silent)}."


def _term(name: str, claim: Tree) -> str:
    if name == "duration":
        return _DURATIONS.get(str(claim.get("milestone", claim["kind"])), "How long")
    if name == "type" and claim["kind"] == "anaesthesia":
        return "Anaesthesia"
    if name == "type" and claim["kind"] == "alias":
        return "Kind of name"
    return _TERMS.get(name, name.replace("_", " ").capitalize())


def _value(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return quantity(value)
    if name in _WORDED:
        return markdown_text.quoted(value)
    if name in {"type", "value"}:
        return str(value).replace("_", " ")
    return markdown_text.text(str(value))


def quantity(held: Tree) -> str:
    """Return a length, a number or a period: in the source's words, with its bounds; or that it is not stated."""
    if held["status"] != "stated":
        return markdown_text.text(held["words"])
    beside = list(_bounds(held))
    wording = markdown_text.quoted(held["wording"])
    return f"{wording} ({'; '.join(beside)})" if beside else wording


def _bounds(held: Tree) -> Iterator[str]:
    if "min" in held:
        # As code a bound can be told from any text; it is a number of sessions or an ISO 8601 duration.
        sort = "number" if isinstance(held["min"], int) or isinstance(held["max"], int) else "ISO 8601"
        least, most = markdown_text.code(str(held["min"])), markdown_text.code(str(held["max"]))
        yield f"{sort}: min {least}, max {most}"
    if "unit" in held:
        yield f"in {held['unit']}, no number given"
    if "measures" in held:
        yield _MEASURES[held["measures"]]
    if "length" in held:
        yield quantity(held["length"])
    if "event" in held:
        yield f"until this: {markdown_text.text(held['event'])}"


def _sources(evidence: list[Tree], *, around: Surroundings) -> Iterator[str]:
    """Yield a line for each piece of evidence; phrases of one source of which no more is to be said share a line."""
    for (source, plain, _), group in itertools.groupby(enumerate(evidence), key=_together):
        if plain:
            phrases = "; ".join(markdown_text.quoted(one["phrase"]) for _, one in group)
            yield f"Source: {around.source(source)}: {phrases}."
        else:
            yield from (_evidence(one, around=around) for _, one in group)


def _together(numbered: tuple[int, Tree]) -> tuple[str, bool, int]:
    position, one = numbered
    plain = (one["stance"], one["quality"]) == ("supports", "clear") and "phrase" in one
    plain = plain and not {"note", "attributed_to"} & set(one)
    return one["source"], plain, 0 if plain else position


def _evidence(one: Tree, *, around: Surroundings) -> str:
    disputes = one["stance"] == "disputes"
    parts = ["**This source disputes it:**" if disputes else "Source:", f"{around.source(one['source'])}:"]
    if "phrase" in one:
        parts.append(f"{markdown_text.quoted(one['phrase'])}.")
    else:
        places = [
            f"{_PLACES.get(name, name)} {markdown_text.text(place)}"
            for name, place in one.get("locator", {}).items()
        ]
        where = f": {', '.join(places)}." if places else "."
        parts.append(f"we do not hold this document and only point to a place in it{where}")
        parts += [f"Read there on {one['read_on']}."] if "read_on" in one else []
    parts += [f"**{_QUALITIES[one['quality']]}**"] if one["quality"] in _QUALITIES else []
    parts += [markdown_text.sentence(one["note"])] if "note" in one else []
    if "attributed_to" in one:
        parts.append(f"The source names {markdown_text.text(one['attributed_to'])} for this.")
    return " ".join(parts)


def _review(review: Tree) -> str:
    if review["state"] == "unreviewed":
        return "Not reviewed by a clinician yet."
    who = f"{markdown_text.text(review['role'])}, on {review['on']}."
    due = f" The next review is due on {review['next_due']}." if "next_due" in review else ""
    said = "Reviewed by:" if review["state"] == "reviewed" else "**A reviewer disputes this statement:**"
    return f"{said} {who}{due}"
