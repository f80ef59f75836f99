"""Cards on other sites: what is asked for, the page around a card in a frame, and what stands in place of a card.

A card that cannot be shown is never an empty box: a sentence says that this does not mean that there are no risks.
"""

import re
from dataclasses import dataclass
from typing import Literal

import markupsafe

from app.content import problems
from app.renderings import card, html, languages, withdrawal

Theme = Literal["light", "dark"]
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")
_LONGEST_SLUG = 80
_GONE, _FAULTY = 410, 422


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which card an element on another site asks for."""

    slug: str
    chosen: tuple[card.Choice, ...]
    language: languages.Language
    tagged: bool = False
    """Whether it names its language."""
    clinic: str = ""
    """Whose words are to stand beside the facts; an empty one where nobody's are."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """The page around a card in a frame; `address` is the absolute one of what the card's name leads to."""

    card: str
    title: str
    address: str
    language: languages.Language
    publisher: html.Publisher
    theme: Theme | None = None
    colours: str | None = None
    """The address of a style sheet with colours of the clinic's own."""

    def static(self, name: str) -> str:
        """Return the link of a file that the page loads."""
        return self.publisher.path(f"/static/{html.ASSETS[name].name}")

    @property
    def markup(self) -> markupsafe.Markup:
        """Return the card, which was escaped where it was made."""
        return markupsafe.Markup(self.card)  # noqa: S704  made by the one door for markup


def asked(words: str, *, offered: languages.Languages) -> Asked:
    """Return what `slug~sections~language~clinic` asks for, where all but the slug may be missing.

    A slug that cannot be one becomes an empty one. Sections that are not known are passed over: what concerns safety
    is never among what they choose.
    """
    slug, sections, tag, clinic = (*words.split("~"), "", "", "")[:4]
    named = sections.split(".")
    return Asked(
        slug=slug if is_slug(slug) else "",
        chosen=tuple(choice for choice in card.CHOICES if choice in named or "all" in named),
        language=languages.best(tag if _TAG.fullmatch(tag) else None, offered=offered),
        tagged=bool(_TAG.fullmatch(tag)),
        clinic=clinic if is_slug(clinic) else "",
    )


def is_slug(words: str) -> bool:
    """Tell whether this could be the slug of a procedure."""
    return len(words) <= _LONGEST_SLUG and _SLUG.fullmatch(words) is not None


def missing(
    problem: problems.Problem,
    *,
    slug: str,
    language: languages.Language,
    publisher: html.Publisher,
    level: Literal[1, 2] = 2,
    theme: Theme | None = None,
) -> str:
    """Return what stands in place of a card that cannot be shown, as HTML of the same kind."""
    known = is_slug(slug) and problem.status not in (404, _FAULTY)
    return html.fragment(
        "missing.html",
        language,
        name=title(slug, publisher=publisher),
        status=problem.status,
        known=known,
        address=publisher.url(page_path(slug if known else "", language=language)),
        level=level,
        theme=theme,
        publisher=publisher,
        withdrawal=withdrawal.told(problem),
    )


def page_path(slug: str, *, language: languages.Language) -> str:
    """Return the path of the page of a procedure, or of the search where none is named, in a language."""
    prefix = "" if language.tag == languages.SOURCE else f"/{language.tag}"
    return f"{prefix}/procedures/{slug}" if slug else f"{prefix}/"


def title(slug: str, *, publisher: html.Publisher) -> str:
    """Return a name for a procedure of which nothing but the slug is at hand."""
    return slug.replace("-", " ").capitalize() if is_slug(slug) else publisher.name


def page(shown: Page) -> bytes:
    """Return the page around a card in a frame."""
    return html.fragment("frame.html", shown.language, page=shown).encode("utf-8", errors="replace")
