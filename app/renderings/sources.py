"""The pages of the sources: what each is and is worth, what stands on it, what was left out of it and why.

The text of a source is shown only where somebody here holds the right to.
"""

import dataclasses
import datetime
import itertools
from collections.abc import Iterable, Mapping

from app.content import evidence, marking, sources, statements, values
from app.renderings import apart, html

REASONS: tuple[sources.ExclusionReason, ...] = (
    "unsafe_claim",
    "unintelligible",
    "unused",
    "promotion",
    "general",
    "other_procedure",
    "repeated",
    "metadata",
    "navigation",
    "heading",
)
"""Why something is left out, those that matter most to a reader first."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Listed:
    """A source in the list, and the slugs of the procedures that stand on it."""

    source: sources.CitedSource
    procedures: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Index:
    """A page of the list of sources."""

    rows: tuple[Listed, ...]
    total: int
    first: bool
    next: str | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Claim:
    """A statement that stands on the source, and its evidence in this source and elsewhere."""

    claim: statements.Claim
    here: tuple[evidence.Evidence, ...]
    elsewhere: tuple[evidence.Evidence, ...]

    @classmethod
    def of(cls, claim: statements.Claim, *, source: str) -> "Claim":
        """Return a statement on the page of a source."""
        return cls(
            claim=claim,
            here=tuple(item for item in claim.evidence if item.source == source),
            elsewhere=tuple(item for item in claim.evidence if item.source != source),
        )


@dataclasses.dataclass(frozen=True, kw_only=True)
class Resting:
    """The statements of one procedure that stand on the source."""

    slug: str
    name: str
    claims: tuple[Claim, ...]
    shown: apart.Apart


@dataclasses.dataclass(frozen=True, kw_only=True)
class LeftOut:
    """What was left out of a source for one reason, in how many places, and what we noted on them."""

    reason: sources.ExclusionReason
    places: int
    characters: int
    share: float
    """Of the characters of the source, from 0 to 1."""
    notes: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Account:
    """What became of the characters of a source."""

    places: int
    """How many places of it are used."""
    share: float
    """How much of it is used, from 0 to 1."""
    left_out: tuple[LeftOut, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Passage:
    """A part of a source's text, what became of it, and the addresses of the statements that rest on it."""

    part: marking.Marked
    words: str
    links: tuple[tuple[str, str], ...]
    """The procedure and the id of each statement."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Text:
    """A source's whole text in its passages, and by what right it is shown."""

    right: str
    passages: tuple[Passage, ...]

    @classmethod
    def of(
        cls, text: str, parts: Iterable[marking.Marked], *, right: str, procedures: Mapping[str, str]
    ) -> "Text":
        """Return a text divided into its passages; what could steer or hide what is seen is made visible."""
        return cls(
            right=right,
            passages=tuple(
                Passage(
                    part=part,
                    words=_visible(text[part.start : part.end]),
                    links=tuple((procedures[name], name) for name in part.statements),
                )
                for part in parts
            ),
        )


@dataclasses.dataclass(frozen=True, kw_only=True)
class Page:
    """A source, a page of the statements that stand on it, and its account where it is held."""

    source: sources.CitedSource
    resting: tuple[Resting, ...]
    total: int
    first: bool
    next: str | None
    account: Account | None
    text: Text | None = None
    """The whole text, where it may be shown."""


def account(source: sources.CitedSource, ledger: Iterable[sources.Span]) -> Account | None:
    """Return what became of a source; None where it is only pointed to."""
    spans = list(ledger)
    if source.length is None or not spans:
        return None
    used = [span for span in spans if span.used]
    left_out = (
        _left_out(source.length, [span for span in spans if span.excluded == why], why) for why in REASONS
    )
    return Account(
        places=len(used),
        share=_length(used) / source.length,
        left_out=tuple(found for found in left_out if found.places),
    )


def resting(rows: Iterable[tuple[str, str, Claim]], *, today: datetime.date) -> tuple[Resting, ...]:
    """Return statements by their procedures; each row is a slug, a name and a statement, those of one together."""
    return tuple(
        Resting(
            slug=slug,
            name=name,
            claims=tuple(row[2] for row in found),
            shown=apart.beside(slug, today=today),
        )
        for (slug, name), found in itertools.groupby(rows, key=lambda row: row[:2])
    )


def index(held: Index, *, frame: html.Frame) -> bytes:
    """Return the list of sources."""
    return html.page("sources.html", frame, page=held)


def page(held: Page, *, frame: html.Frame) -> bytes:
    """Return the page of a source."""
    return html.page("source.html", frame, page=held, source=held.source)


def _visible(words: str) -> str:
    plain = words.replace("\r\n", "\n")
    return "".join("\ufffd" if values.unprintable(each) and each not in "\n\t" else each for each in plain)


def _left_out(length: int, spans: list[sources.Span], reason: sources.ExclusionReason) -> LeftOut:
    return LeftOut(
        reason=reason,
        places=len(spans),
        characters=_length(spans),
        share=_length(spans) / length,
        notes=tuple(dict.fromkeys(span.note for span in spans if span.note)),
    )


def _length(spans: Iterable[sources.Span]) -> int:
    return sum(span.end - span.start for span in spans)
