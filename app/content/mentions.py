"""What statements have to do with a concept that was asked about, and what all of them together come to, in words."""

from collections.abc import Mapping
from typing import Literal, get_args

from app.content import document, words

Relation = Literal["same", "narrower", "broader"]
"""Whether a statement is about the concept itself, about one that it includes, or about one that includes it."""
RELATIONS: tuple[Relation, ...] = ("same", "narrower", "broader")
"""In the order in which a procedure's statements are shown."""
Kind = Literal[
    "category",
    "body_area",
    "indication",
    "contraindication",
    "precaution",
    "interaction",
    "side_effect",
    "warning_sign",
    "outcome",
    "mechanism",
    "preparation",
    "aftercare",
    "anaesthesia",
    "alternative",
    "combination",
]
"""The kinds of statement that may name a concept."""
_SECTIONS = {
    "category": "categories",
    "body_area": "body_areas",
    **{kind: section for section, kind in document.SECTION_KINDS.items()},
}
SECTION_OF: Mapping[str, str] = {kind: _SECTIONS[kind] for kind in get_args(Kind)}
"""The section that holds the statements of a kind, for each kind that may name a concept."""
WORDS: Mapping[Relation, str] = {
    "same": "This statement is about the concept itself.",
    "narrower": "This statement is about something narrower. It may not hold for everything that the concept includes.",
    "broader": "This statement is about something broader, which includes the concept. It may hold for it.",
}
_RELATED = {
    "same": "about this itself",
    "narrower": "about something narrower",
    "broader": "about something broader, which may hold for this",
}


def summary(
    label: str,
    *,
    kind: str | None,
    procedure: str | None,
    by_kind: Mapping[str, int],
    by_relation: Mapping[str, int],
    mentioning: int,
    silent: int,
) -> str:
    """Return what is said of a concept, and by how many procedures; `procedure` is the name of the one asked about."""
    on = f" on {words.NOUNS[SECTION_OF[kind]]}" if kind else ""
    about = f"about “{label}”, or about something narrower or broader"
    if not mentioning:
        where = f" of “{procedure}”" if procedure else ""
        return f"No statement{where}{on} is {about}. {words.FOUND_NOTHING}"
    who = f"“{procedure}” has" if procedure else _of(mentioning, mentioning + silent)
    if set(by_relation) == {"broader"}:
        sentences = [
            f"No statement{on} is about “{label}” itself, or about something narrower.",
            f"{who} statements{on} about something broader, which includes it: they may hold for it.",
        ]
    else:
        told = ", ".join(f"{by_relation[name]} {_RELATED[name]}" for name in RELATIONS if name in by_relation)
        sentences = [f"{who} statements{on} that are {about}: {told}."]
    if not kind:
        listed = "; ".join(f"{words.NOUNS[SECTION_OF[name]]} ({count})" for name, count in by_kind.items())
        sentences.append(f"They are on: {listed}.")
    return " ".join([*sentences, _rest(silent)])


def _of(mentioning: int, total: int) -> str:
    if total == 1:
        return "The one procedure here has"
    return f"{mentioning} of {total} procedures {'has' if mentioning == 1 else 'have'}"


def _rest(silent: int) -> str:
    if not silent:
        return "There may be more that our sources leave out."
    if silent == 1:
        return "For the other one, no statement is about any of these. That does not mean that it is safe."
    return (
        f"For the other {silent}, no statement is about any of these. That does not mean that they are safe."
    )
