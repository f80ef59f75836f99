"""The made-up pages that made-up statements quote: a text, its digest, offsets that fit, and a ledger for all of it.

The text is thrown away like that of a real source; what is kept of it are short phrases.
"""

import functools
from typing import Any

from app.authoring.invented import draws, words
from app.content import sources, values

Tree = dict[str, Any]
TITLE = "Generated example"
_FRAGMENTS = 2048
_OTHER_LINES = 0.15
_KINDS: tuple[tuple[sources.SourceKind, int], ...] = (
    ("clinic_page", 40),
    ("article", 30),
    ("directory", 15),
    ("study", 9),
    ("textbook", 3),
    ("guideline", 3),
)
_KIND_TABLE = tuple(kind for kind, weight in _KINDS for _ in range(weight))
_LEFT_OUT: tuple[sources.ExclusionReason, ...] = ("general", "promotion", "navigation", "repeated", "heading")


@functools.cache
def _fragments() -> tuple[str, ...]:
    """Return runs of common words to put around phrases, made once: to draw every word would take most of the time."""
    draw = draws.Draw("fragments")
    tables = (words.ADJECTIVES, words.NOUNS, words.VERBS, words.NOUNS)
    return tuple(
        " ".join(draw.pick(tables[place % 4]) for place in range(draw.between(4, 9)))
        for _ in range(_FRAGMENTS)
    )


class Page:
    """Write one made-up page, line by line, and keep account of what was quoted from it."""

    def __init__(self, draw: draws.Draw, *, name: str, subject: str) -> None:
        self.id = name
        self._draw, self._subject = draw, subject
        self._kind = draw.pick(_KIND_TABLE)
        self._lines: list[str] = []
        self._length = 0
        self._ledger: list[Tree] = []
        self._quoted: list[Tree] = []
        self._leave_out(f"{TITLE} {name}", "heading")
        self._leave_out(
            "Nobody wrote this page. It is made up by a program, and nothing in it is true.", "metadata"
        )

    @property
    def is_quoted(self) -> bool:
        """Tell whether any statement quotes the page."""
        return bool(self._quoted)

    def quote(self, statement: str, phrase: str) -> Tree:
        """Write a line that holds the phrase; return evidence for it, complete once the page is finished."""
        if self._draw.chance(_OTHER_LINES):
            self._leave_out(f"{self._draw.pick(_fragments())}.", self._draw.pick(_LEFT_OUT))
        before = f"{self._draw.pick(_fragments()).capitalize()} "
        start = self._length + len(before)
        self._write(f"{before}{phrase} {self._draw.pick(_fragments())}.", {"used": [statement]})
        held = {
            "access": "held",
            "source": self.id,
            "start": start,
            "end": start + len(phrase),
            "phrase": phrase,
        }
        self._quoted.append(held)
        return held

    def finish(self) -> tuple[Tree, str]:
        """Return the source with its ledger, as a tree, and its text; complete the evidence that was given out."""
        text = "".join(self._lines)
        sha256 = values.digest(text.encode())
        for held in self._quoted:
            held["sha256"] = sha256
        said: Tree = {
            "id": self.id,
            "title": f"{TITLE} {self._kind.replace('_', ' ')}: {self._subject}",
            "kind": self._kind,
            "access": "held",
            "publisher": "nobody",
            "author": "nobody",
            "language": "en",
            "translated": False,
            "commercial_interest": "A generated example: nobody gains, for the page does not exist.",
            "rights": "A generated example: it belongs to nobody.",
            "about": "A generated example: a text that a program made up. It says nothing about a real procedure.",
            "sha256": sha256,
            "length": len(text),
            "ledger": self._ledger,
        }
        if self._draw.chance(0.4):
            said["date"] = str(self._draw.between(2001, 2025))
        return said, text

    def _leave_out(self, line: str, reason: sources.ExclusionReason) -> None:
        self._write(line, {"excluded": reason})

    def _write(self, line: str, account: Tree) -> None:
        self._lines.append(line + "\n")
        end = self._length + len(line) + 1
        self._ledger.append({"start": self._length, "end": end, **account})
        self._length = end
