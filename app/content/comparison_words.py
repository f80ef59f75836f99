"""How the cells of a comparison are said in words: a gap is never blank, and never reads as safe."""

from collections.abc import Iterable, Mapping

from app.content import words

HOW_TO_READ = (
    "Each row asks the same of every procedure. Where a cell says that our sources do not say, nothing is known here. "
    "A procedure with fewer entries is not safer or better than another: its sources may only say less."
)
DEPRECATED = "What is marked as deprecated no longer holds; its reason is given."
EXACTLY = "This is what our sources say about this. There may be more that they leave out."
IN_ROWS_BELOW = "Each thing that they name stands in a row of its own below."
NOT_EXACTLY = f"Our sources do not name exactly this here. {words.NOT_SAFE}"
UNKNOWN = "That does not mean there is nothing to know."
ALIASES = "These are the other names that our sources give. There may be more."
NO_ALIASES = "Our sources do not give another name for it. That does not mean that it has none."
WITHDRAWN = (
    "These statements were published and then withdrawn, for the reasons given. Do not show copies of them."
)
NOT_WITHDRAWN = "No statement of this procedure has been withdrawn."
HEADINGS = {
    "evidence": "What these statements rest on",
    "identity": "What it is used for, and what it is",
    "method": "How it is done",
    "sessions": "Sessions",
    "before_and_after": "Before and afterwards",
    "results": "The results to expect",
    "choices": "Other ways, combinations and cost",
}
"""The headings of the groups that hold several sections; a group of one section is headed by what it is about."""
LABELS = {
    "evidence_quality": "How good the evidence is",
    "aliases": "Other names",
    "techniques": "How it is done, step by step",
    "session_plan/number": "How many sessions are needed",
    "session_plan/spacing": "How far apart sessions should be",
    "session_plan/repeat_after": "When to repeat it",
    "recovery/daily_life": "When you can go back to daily life",
    "recovery/skin_healed": "When the skin has healed",
    "recovery/results_visible": "When results can be seen",
}
"""The labels of rows that are not simply what their section is about."""
_MOST_NAMED = 3


def section(name: str) -> str:
    """Return what a section is about, as a heading."""
    noun = words.NOUNS[name]
    return noun[0].upper() + noun[1:]


def row(key: str) -> str:
    """Return the label of the row with this key."""
    return LABELS.get(key) or section(key)


def silent(name: str) -> str:
    """Return the sentence for a concept that a section does not name, though it names others."""
    return f"What our sources say about {words.NOUNS[name]} does not include this. {words.NOT_SAFE}"


def pointers(here: str, related: Mapping[tuple[str, str], Iterable[str]]) -> str:
    """Return the sentences that point to related statements: labels by their relation and section."""
    return " ".join(
        _pointer(relation, labels=tuple(labels), under=None if name == here else name)
        for (relation, name), labels in related.items()
    )


def _pointer(relation: str, *, labels: tuple[str, ...], under: str | None) -> str:
    place = f" under “{section(under)}”" if under else ""
    if relation == "same":
        return f"They speak of it{place}."
    named, several = _list(labels), len(labels) > 1
    if relation == "broader":
        includes = "include" if several else "includes"
        return f"They speak of {named}{place}, which {includes} it; what they say may hold for it."
    return f"They speak of {named}{place}, which {'are kinds' if several else 'is one kind'} of it."


def _list(labels: tuple[str, ...]) -> str:
    quoted = [f"“{label}”" for label in labels[:_MOST_NAMED]]
    if len(labels) > _MOST_NAMED:
        return f"{', '.join(quoted)} and others"
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
