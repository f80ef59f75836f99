"""Words in Markdown (CommonMark): texts that stay words whatever they hold, code, emphasis and links of ours."""

import re
from urllib.parse import quote

from app.content import values

_SPECIAL = re.compile(r"[\\`*_\[\]~$|#]|&(?=#?[0-9A-Za-z]{1,32};)")
_AUTOLINK = re.compile(r"(?i)(?<=https):(?=//)|(?<=http):(?=//)|(?<=ftp):(?=//)|(?<=\bwww)\.")
_LEADING = re.compile(r"^([!-/:-@\[-`{-~])|^([0-9]{1,9})([.)])(?=\s|$)")
_IDENTIFIER = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
"""What needs no escape anywhere: an underscore within a word is one."""
_TICKS = re.compile(r"`+")


def text(words: str) -> str:
    """Return words of others as one line of Markdown that shows exactly these words, and does nothing else.

    Line breaks become spaces. What would steer or hide what people see is shown by its number.
    """
    shown = _inline(words)
    return shown if shown.startswith(("\\", "&lt;")) else _LEADING.sub(_escaped, shown)


def quoted(words: str) -> str:
    """Return a source's own words in quotation marks; the emphasis around them shows where they end."""
    return f"*“{_inline(words)}”*"


def code(words: str) -> str:
    """Return something that is read letter by letter, such as an address or a digest."""
    line = " ".join(_visible(words).split())
    ticks = "`" * (1 + max((len(run) for run in _TICKS.findall(line)), default=0))
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{pad}{line}{pad}{ticks}"


def link(words: str, address: str) -> str:
    """Return a link with these words to an address of ours."""
    shown = words if _IDENTIFIER.fullmatch(words) else _inline(words)
    return f"[{shown}]({quote(address, safe=':/?&=%#~.-_')})"


def sentence(words: str) -> str:
    """Return words of others as text that ends like a sentence."""
    shown = text(words)
    return shown if words.rstrip().endswith((".", "!", "?", "…")) else f"{shown}."


def _inline(words: str) -> str:
    line = " ".join(_visible(words).split())
    return _AUTOLINK.sub(r"\\\g<0>", _SPECIAL.sub(r"\\\g<0>", line)).replace("<", "&lt;")


def _visible(words: str) -> str:
    if words.isascii() and words.isprintable():
        return words
    return "".join(
        f"⟨U+{ord(character):04X}⟩"
        if values.unprintable(character) and not character.isspace()
        else character
        for character in words
    )


def _escaped(match: re.Match[str]) -> str:
    mark, number, delimiter = match.groups()
    return f"\\{mark}" if mark else f"{number}\\{delimiter}"
