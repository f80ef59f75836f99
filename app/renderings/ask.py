"""The page of questions: the form, what was understood of it, and what the documents say and do not say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.content import comparison_words, recognition, screening, words
from app.renderings import html, shown, withdrawal

Fault = Literal["nothing", "many", "long", "procedures", "many_procedures", "unreadable"]
"""What can be wrong with a question: no term, too many, one too long, no slug, too many procedures, no text."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What somebody typed: the texts of the fields, and the terms and slugs in them."""

    texts: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    slugs: tuple[str, ...] = ()

    def fields(self, place: str = "", position: int = -1, instead: str = "") -> list[tuple[str, str]]:
        """Return the fields that ask the same again, one of its terms replaced if so wished."""
        found = []
        for name, terms in self.terms.items():
            held = [instead if (name, at) == (place, position) else term for at, term in enumerate(terms)]
            if held:
                found.append((name, ", ".join(held)))
        return [*found, *(("procedures", slug) for slug in self.slugs)]


@dataclass(frozen=True, kw_only=True)
class Form:
    """The form with what was typed, the procedures that can be ticked, and what is wrong."""

    typed: Typed
    offered: tuple[tuple[str, str], ...]
    others: str
    more: bool
    faults: tuple[Fault, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    """Slugs of procedures that are not public, each with those that look like it."""
    withdrawn: Mapping[str, withdrawal.Withdrawal] = field(default_factory=dict)
    """Those of them that once were."""

    @property
    def refused(self) -> bool:
        """Tell whether there is something wrong."""
        return bool(self.faults or self.unknown)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One procedure: its document, and its answer as the API gives it."""

    shown: shown.Shown
    tree: screening.Tree


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was understood, what it comes to, a page of procedures, and how it goes on."""

    understood: recognition.Understood
    sentences: tuple[str, ...]
    rows: tuple[Row, ...]
    cursor: str | None
    first: bool


def replacing(concept: str, label: str) -> str:
    """Return the word that asks for a concept in a field in which commas part words."""
    return concept if "," in label else label


def heading(section: str) -> str:
    """Return what a section is about, as a heading."""
    return comparison_words.row(section.partition("/")[0])


def page(form: Form, answer: Answer | None, *, frame: html.Frame) -> bytes:
    """Return the page: the form, and the answer where something was asked."""
    understood = answer.understood.tree() if answer else {}
    return html.page(
        "ask.html",
        frame,
        form=form,
        answer=answer,
        understood=understood,
        words=words,
        heading=heading,
        replacing=replacing,
    )
