"""Whether an answer judges: every text of ours in it, wherever it stands, is looked at; what others wrote is not."""

from collections.abc import Iterator
from typing import Any

from app.content import verdicts

THEIRS = frozenset(
    {"phrase", "hedge", "severity", "frequency", "onset", "degree", "level", "wording", "attributed_to"}
)
"""Members that hold the words of a source."""
ASKED = frozenset({"term"})
"""Members that hold the words of the asker."""


def in_answer(tree: Any, *, phrases: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield each text of ours that holds a word of a verdict, with the word."""
    if isinstance(tree, list):
        for item in tree:
            yield from in_answer(item, phrases=phrases)
    elif isinstance(tree, dict):
        quoted = phrases + tuple(item.get("phrase", "") for item in tree.get("evidence", ()))
        for name, value in tree.items():
            if name not in THEIRS | ASKED:
                yield from in_answer(value, phrases=quoted)
    elif isinstance(tree, str):
        yield from ((tree, word) for word in verdicts.found(tree, phrases=phrases))
