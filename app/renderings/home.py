"""The first page: what this is and how far it can be relied on; search and browsing, and what they find."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.content import cards, comparison_words, document, statements, words
from app.renderings import apart, html, languages

Piece = tuple[str, bool]
"""A part of a text, and whether it is what was asked for."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Count published procedures: all, those with reviewed or disputed statements, those with better evidence."""

    procedures: int
    reviewed: int
    disputed: int
    wholly_reviewed: int
    better: int


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value of a facet, how many procedures have it, and where to see them."""

    value: str
    label: str
    count: int
    href: str


@dataclass(frozen=True, kw_only=True)
class Facet:
    """The values of a facet to choose from, how many of its values are left out, and how many procedures do not say."""

    name: str
    choices: tuple[Choice, ...]
    left_out: int
    not_stated: int


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A filter that is set, and where to go without it."""

    name: str
    value: str
    label: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Matched:
    """A statement that brought a procedure, and its text cut where it is marked."""

    claim: statements.Claim
    section: str
    text: tuple[Piece, ...]
    contradicted: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """A procedure that was found; `safety` gives for each section on safety its coverage and its words."""

    slug: str
    shown: apart.Apart
    name: tuple[Piece, ...]
    summary: str
    review: str
    safety: tuple[tuple[str, document.Coverage, str], ...]
    matched: tuple[Matched, ...]
    more: int
    compare: str

    def covered(self, coverage: document.Coverage) -> tuple[str, ...]:
        """Return the sections on safety with this coverage."""
        return tuple(name for name, held, _ in self.safety if held == coverage)

    def other(self) -> tuple[tuple[str, document.Coverage, str], ...]:
        """Return the sections on safety that are neither stated nor silent."""
        return tuple(item for item in self.safety if item[1] not in {"stated", "not_addressed"})


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What became of the words that were asked, where it is not what was typed."""

    corrections: tuple[tuple[str, tuple[str, ...]], ...]
    left_out: tuple[str, ...]
    partly: bool
    instead: tuple[tuple[str, str], ...]
    """Other words to try, each with where that leads."""


@dataclass(frozen=True, kw_only=True)
class Home:
    """The page: what was asked, what was found, and what to choose from."""

    asked: str | None
    chosen: tuple[Chosen, ...]
    kept: tuple[tuple[str, str], ...]
    """What a new search keeps, as names and values of fields."""
    with_unknown: str | None
    """Where the same is to be seen with the procedures whose sources do not say; None where that changes nothing."""
    unknown_too: bool
    understood: Understood
    facets: tuple[Facet, ...]
    rows: tuple[Row, ...]
    total: int
    not_searched: int
    first: bool
    start_url: str
    next_url: str | None = None
    standing: Standing | None = None
    """Given on the page on which nothing is asked."""


def pieces(text: str, marked: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """Return a text cut where what is marked in it begins and ends; places count characters, ends not included."""
    cut, at = [], 0
    for start, end in marked:
        cut += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple((part, mark) for part, mark in [*cut, (text[at:], False)] if part)


def safety(
    coverage: dict[str, document.Coverage], said: dict[str, str]
) -> tuple[tuple[str, document.Coverage, str], ...]:
    """Return what a card says of each section on safety."""
    return tuple((name, coverage[name], said[name]) for name in cards.SAFETY)


def state(standing: Standing, language: languages.Language) -> Iterator[str]:
    """Yield the sentences that say how far all that is published can be relied on."""
    total = standing.procedures
    if not total:
        yield language.gettext(
            "No procedure has been published here yet. That says nothing about any procedure."
        )
        return
    yield language.ngettext(
        "It holds %(num)s procedure so far.", "It holds %(num)s procedures so far.", total
    )
    if not standing.reviewed + standing.disputed:
        yield language.gettext("No clinician has reviewed any of its statements yet.")
    elif standing.wholly_reviewed == total:
        yield language.gettext("Each of its statements has been reviewed; each says by whom and when.")
    else:
        yield language.ngettext(
            "Only in %(num)s of them has a clinician reviewed every statement; each statement says whether one did.",
            "Only in %(num)s of them has a clinician reviewed every statement; each statement says whether one did.",
            standing.wholly_reviewed,
        )
    if standing.disputed:
        yield language.ngettext(
            "In %(num)s of them a reviewer disputes a statement.",
            "In %(num)s of them a reviewer disputes a statement.",
            standing.disputed,
        )
    if not standing.better:
        yield language.gettext(
            "Every statement has the lowest grade of evidence; none rests on a guideline, a regulator, a health "
            "service, a study or a textbook."
        )
    elif standing.better < total:
        yield language.ngettext(
            "Only in %(num)s of them does any statement rest on more than the lowest grade of evidence.",
            "Only in %(num)s of them does any statement rest on more than the lowest grade of evidence.",
            standing.better,
        )
    else:
        yield language.gettext("Each statement says what grade of evidence it rests on.")


def heading(section: str) -> str:
    """Return what a section of a document is about, as a heading; `section` is its path."""
    return comparison_words.row(section.partition("/")[0])


def page(held: Home, *, frame: html.Frame) -> bytes:
    """Return the first page, or one of what a search found."""
    said = tuple(state(held.standing, frame.language)) if held.standing else ()
    return html.page("home.html", frame, page=held, state=said, heading=heading, words=words)
