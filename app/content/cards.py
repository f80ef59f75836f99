"""The card of a procedure: what a list shows of it, worked out from its document and from nothing else."""

import math

from app.content import document, durations, statements, values

SAFETY = ("contraindications", "precautions", "interactions", "side_effects", "warning_signs")
"""The sections whose coverage a card says in words: it is read without them, and must not look harmless."""

_DEPTHS = ("non_surgical", "minimally_invasive", "surgical")
"""How far into the body, the least first: where sources differ a card names the furthest."""
_NO_DAILY_LIFE = "Our sources do not say when you can go back to daily life."
_NO_SESSION = "Our sources do not say how long one session takes."
UNSTATED = (_NO_DAILY_LIFE, _NO_SESSION)
"""What a card says where a length is not stated."""


def card(published: document.ProcedureDocument) -> dict[str, values.Json]:
    """Return the card: names, summary, kind and places, coverage of every section, recovery, session, review."""
    sections: dict[str, values.Json] = {
        name: getattr(published.sections, name).coverage for name in document.SECTION_KINDS
    }
    names: dict[str, values.Json] = {"slug": published.slug, "name": published.name}
    if published.aliases:
        names["aliases"] = [alias.label for alias in published.aliases]
    return {
        **names,
        "summary": published.summary.text,
        "invasiveness": _invasiveness(published),
        "body_areas": _named(published, published.body_areas),
        "categories": _named(published, published.categories),
        "concerns": _named(published, published.sections.indications),
        "coverage": sections,
        "words": {name: getattr(published.sections, name).words for name in SAFETY},
        "recovery": back_to_daily_life(published).tree(),
        "session": session_length(published).tree(),
        "review": published.review.tree(),
    }


def back_to_daily_life(published: document.ProcedureDocument) -> durations.TimeSpan | durations.Unstated:
    """Return how long until daily life; unstated where no statement gives it, also where recovery is `stated_none`."""
    stated = [
        claim.duration for claim in _standing(published.sections.recovery) if claim.milestone == "daily_life"
    ]
    return _longest(stated) or durations.Unstated(words=_NO_DAILY_LIFE)


def session_length(published: document.ProcedureDocument) -> durations.TimeSpan | durations.Unstated:
    """Return how long one session takes; unstated where no statement gives it."""
    stated = [claim.length for claim in _standing(published.sections.duration)]
    return _longest(stated) or durations.Unstated(words=_NO_SESSION)


def _standing(section: document.Section[document.S]) -> list[document.S]:
    """Return the statements that still hold: a deprecated one is in the document, with its reason, and not on cards."""
    return [claim for claim in section.statements if claim.rank != "deprecated"]


def _longest(
    lengths: list[durations.TimeSpan | durations.Unstated],
) -> durations.TimeSpan | durations.Unstated | None:
    """Return the longest of the lengths that are stated, an open one before all: a card promises no best case."""
    spans = [length for length in lengths if isinstance(length, durations.TimeSpan)]
    return max(spans, key=_upper, default=lengths[0] if lengths else None)


def _upper(span: durations.TimeSpan) -> float:
    return math.inf if span.max == "open" else durations.seconds(span.max)


def _invasiveness(published: document.ProcedureDocument) -> values.Json:
    section = published.invasiveness
    held: dict[str, values.Json] = {"coverage": section.coverage, "words": section.words}
    if standing := _standing(section):
        held["value"] = max((claim.value for claim in standing), key=_DEPTHS.index)
    return held


def _named(
    published: document.ProcedureDocument,
    section: "document.Section[statements.BodyArea] | document.Section[statements.Category]"
    " | document.Section[statements.Indication]",
) -> values.Json:
    labels = {concept.id: concept.label for concept in published.concepts}
    named: dict[str, values.Json] = {"coverage": section.coverage, "words": section.words}
    if section.statements:
        ids = dict.fromkeys(statement.concept for statement in section.statements)
        named["concepts"] = [{"id": name, "label": labels[name]} for name in ids]
    return named
