"""The card of a procedure, as clinics show it: small, whole in what concerns safety, and the same in every frame."""

from collections.abc import Collection, Mapping
from typing import Literal, get_args

from app.content import document
from app.renderings import html, languages, overlay, shown

Choice = Literal["how", "uses", "preparation", "aftercare", "sessions", "results", "choices", "names"]
CHOICES: tuple[Choice, ...] = get_args(Choice)
"""What may be chosen beside the part that is always shown, in the order of the card."""
ALWAYS = ("contraindications", "precautions", "interactions", "side_effects", "warning_signs", "recovery")
"""The sections that cannot be switched off."""
HELD: Mapping[Choice, tuple[str, ...]] = {
    "how": ("techniques",),
    "uses": ("indications",),
    "preparation": ("preparation",),
    "aftercare": ("aftercare",),
    "sessions": ("session_plan", "duration", "anaesthesia", "pain"),
    "results": ("outcomes", "mechanisms"),
    "choices": ("alternatives", "combinations", "cost_factors"),
    "names": ("invasiveness", "body_areas", "categories"),
}
"""The sections that each choice shows."""
_OUTSIDE = ("invasiveness", "body_areas", "categories", "techniques")


def card(
    held: shown.Shown,
    *,
    language: languages.Language,
    publisher: html.Publisher,
    address: str,
    chosen: Collection[Choice] = (),
    level: Literal[1, 2] = 2,
    theme: Literal["light", "dark"] | None = None,
    beside: overlay.Overlay | None = None,
) -> str:
    """Return the card as HTML; `address` is that of the page of the procedure, `level` that of the card's heading;
    without a `theme` it follows the reader's system. What a clinic says comes last, `beside` the facts."""
    listed = [name for choice in CHOICES if choice in chosen for name in HELD[choice]]
    gaps = [
        name
        for name in (*_OUTSIDE, *document.SECTION_KINDS)
        if name not in ALWAYS and name not in listed and held.section(name).coverage == "not_addressed"
    ]
    return html.fragment(
        "card.html",
        language,
        shown=held,
        document=held.document,
        address=address,
        chosen=[choice for choice in CHOICES if choice in chosen],
        gaps=gaps,
        level=level,
        theme=theme,
        publisher=publisher,
        beside=beside,
    )
