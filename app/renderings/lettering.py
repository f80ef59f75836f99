"""How wide text is and where its lines end, without a font: estimates on the wide side, so that nothing is cut off."""

import functools
import re
import unicodedata
from collections.abc import Iterator

_CLASSES = {
    0.30: "'ijlIJ",
    0.34: " .,:;/|‘’",
    0.37: "f-·",
    0.42: "t()[]{}!r",
    0.54: 'sz“”?–*^"',
    0.56: "cL",
    0.60: "kFvxyP_$#",
    0.63: "aoTYe",
    0.65: "bdghnpquESK0123456789",
    0.70: "AVBRXZC`",
    0.79: "UHNDG&OQ",
    0.87: "wM+=<>~",
    1.01: "mW%—…→@",
}
"""Widths in em, of a wide font (DejaVu Sans); most that systems have are narrower."""
_WIDTHS = {character: width for width, held in _CLASSES.items() for character in held}
_HUGE = {"\ufdfd": 12.0, "\u2e3a": 2.1, "\u2e3b": 3.1}
_BOLD = 1.14
_JOINED = frozenset("\u200d\ufe0e\ufe0f")
_LATIN_LIKE = 0x0700
"""Below are the alphabets whose letters are about as wide as Latin ones."""


def width(text: str, *, size: float, bold: bool = False) -> float:
    """Return about how wide a line of text is, in the unit of `size`."""
    return _ems(text) * size * (_BOLD if bold else 1)


def wrapped(text: str, *, within: float, size: float, bold: bool = False) -> list[str]:
    """Return the text as lines that are no wider than `within`; a wider word is broken, an address behind a slash."""
    room = within / (size * (_BOLD if bold else 1))
    lines, used = [""], 0.0
    for between, part in _parts(text):
        between = between if lines[-1] else ""
        needed = _ems(between) + _ems(part)
        if used + needed <= room:
            lines[-1] += between + part
            used += needed
        else:
            lines += _pieces(part, room=room)
            used = _ems(lines[-1])
    return [line for line in lines if line]


def shortened(text: str, *, characters: int) -> str:
    """Return the text with at most so many characters, cut between words where it can be, and then with an ellipsis."""
    if len(text) <= characters:
        return text
    cut = text[: characters - 1]
    whole = cut.rpartition(" ")[0]
    kept = whole if len(whole) > characters // 2 else cut
    while kept and _belongs_to_what_precedes(text[len(kept)]):
        kept = kept[:-1]
    return f"{kept.rstrip(' ,;:.')}…"


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a line may be broken before, and the space that stands there if it is not; addresses at slashes."""
    for word in text.split():
        between = " "
        for part in re.findall(r"[^/]*/+|[^/]+", word):
            yield between, part
            between = ""


def _pieces(word: str, *, room: float) -> list[str]:
    pieces, used = [""], 0.0
    for character in word:
        needed = _advance(character)
        if used + needed <= room or _belongs_to_what_precedes(character) or pieces[-1].endswith("\u200d"):
            pieces[-1] += character
            used += needed
        else:
            pieces.append(character)
            used = needed
    return pieces


@functools.lru_cache(maxsize=4096)
def _ems(text: str) -> float:
    return sum(map(_advance, text))


def _belongs_to_what_precedes(character: str) -> bool:
    return character in _JOINED or bool(unicodedata.combining(character))


def _advance(character: str) -> float:
    known = _WIDTHS.get(character) or _HUGE.get(character)
    if known is not None:
        return known
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.4 if category == "So" else 1.05
    if ord(character) < _LATIN_LIKE:
        return 0.8 if category == "Lu" else 0.7
    return 1.1
