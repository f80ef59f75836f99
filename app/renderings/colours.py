"""Colours that a clinic chooses: read, and moved until text can be read on them (WCAG 2: at least 4.5 to 1)."""

import dataclasses
import re
from collections.abc import Mapping

LEAST = 4.5
"""The contrast that text has with what it stands on."""
_HEX = re.compile(r"#?([0-9a-fA-F]{6})")
_STEPS = 100
_ROLES = ("text", "background", "accent")

Colour = tuple[int, int, int]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Palette:
    """The colours of a card: its text, what it stands on, and its links and marks."""

    text: Colour
    background: Colour
    accent: Colour


@dataclasses.dataclass(frozen=True, kw_only=True)
class Change:
    """A colour that was moved because too little contrast was left; both as `#rrggbb`."""

    role: str
    given: str
    used: str


def read(words: str) -> Colour:
    """Return a colour given as six hexadecimal digits, with or without `#`; raise ValueError."""
    found = _HEX.fullmatch(words)
    if found is None:
        raise ValueError("must be a colour as six hexadecimal digits, such as 1d4ed8")
    digits = found[1]
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def shown(colour: Colour) -> str:
    """Return a colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def legible(colour: Colour, *, on: Colour) -> Colour:
    """Return the colour, moved towards black or white by the least that gives it enough contrast."""
    if contrast(colour, on) >= LEAST:
        return colour
    black, white = (0, 0, 0), (255, 255, 255)
    end = white if contrast(white, on) > contrast(black, on) else black
    for step in range(1, _STEPS):
        moved = _between(colour, end, step)
        if contrast(moved, on) >= LEAST:
            return moved
    return end


def corrected(given: Mapping[str, Colour], *, default: Palette) -> tuple[Palette, tuple[Change, ...]]:
    """Return the palette with what was given, each colour legible, and what had to be moved for that."""
    wanted = Palette(**{role: given.get(role, getattr(default, role)) for role in _ROLES})
    used = Palette(
        text=legible(wanted.text, on=wanted.background),
        background=wanted.background,
        accent=legible(wanted.accent, on=wanted.background),
    )
    changes = (
        Change(role=role, given=shown(getattr(wanted, role)), used=shown(getattr(used, role)))
        for role in _ROLES
        if role in given and getattr(wanted, role) != getattr(used, role)
    )
    return used, tuple(changes)


def _between(colour: Colour, end: Colour, step: int) -> Colour:
    red, green, blue = (
        round(start + (stop - start) * step / _STEPS) for start, stop in zip(colour, end, strict=True)
    )
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
