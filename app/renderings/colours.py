"""Colours that a clinic chooses: read, and moved until text can be read on them (WCAG 2: at least 4.5 to 1)."""

import dataclasses
import re
from collections.abc import Mapping

LEAST = 4.5
"""The contrast that text has with what it stands on."""
_HEX = re.compile(r"#?([0-9a-fA-F]{6})")
_STEPS = 100
CHOSEN = ("text", "background", "accent")
"""The colours that a clinic may choose for a frame; the rest follows them."""
WRITTEN = ("text", "accent", "muted", "mark", "alert")
"""The colours of what is read, all of it on the background; text also stands on the panels of gaps."""

Colour = tuple[int, int, int]
Palette = Mapping[str, Colour]


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


def corrected(given: Palette, *, default: Palette) -> tuple[dict[str, Colour], tuple[Change, ...]]:
    """Return all colours of a card with those given, each legible, and which of those given had to be moved."""
    wanted = {**default, **given}
    ground = wanted["background"]
    used = {**wanted, **{role: legible(wanted[role], on=ground) for role in WRITTEN}}
    if contrast(used["text"], used["gap"]) < LEAST:
        used["gap"] = ground
    changes = (
        Change(role=role, given=shown(given[role]), used=shown(used[role]))
        for role in given
        if used[role] != given[role]
    )
    return used, tuple(changes)


def sheet(given: Palette, *, theme: str | None) -> str:
    """Return a style sheet that gives cards these colours, in light, in dark, or as the reader's system has it."""
    light, dark = (_rule(given, default=default) for default in (LIGHT, DARK))
    if theme is not None:
        return f".candour-card{{{dark if theme == 'dark' else light}}}\n"
    scheme = f"@media (prefers-color-scheme: dark) {{.candour-card{{{dark}}}}}\n"
    return f".candour-card{{{light}}}\n{scheme}"


def _rule(given: Palette, *, default: Palette) -> str:
    used, _ = corrected(given, default=default)
    return ";".join(f"--candour-{role}:{shown(colour)}" for role, colour in used.items())


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


LIGHT = {role: read(words) for role, words in {
    "text": "#1a2329", "background": "#ffffff", "accent": "#0b5a7d", "muted": "#4d5a64", "gap": "#fff8e8",
    "mark": "#8a5a00", "alert": "#a4262c",
}.items()}  # fmt: skip
"""The colours of a card in light; those of card.css."""
DARK = {role: read(words) for role, words in {
    "text": "#e8edf0", "background": "#11181c", "accent": "#86cbee", "muted": "#b0bcc4", "gap": "#2a2416",
    "mark": "#f0b95b", "alert": "#ff9d97",
}.items()}  # fmt: skip
"""The colours of a card in dark."""
