"""How hard our words are to read: the Automated Readability Index (Smith and Senter, 1967), a US school grade."""

import re
from collections.abc import Iterable

FORMULA = "Automated Readability Index"
TARGET = 8.0
"""The school grade we write for."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE = re.compile(r"[.!?:;]+(?=\s|$)")


def grade(texts: Iterable[str]) -> float:
    """Return the grade of the texts read one after another; 0.0 where there are no words.

    4.71 × letters and digits per word + 0.5 × words per sentence - 21.43.
    """
    words = sentences = characters = 0
    for text in texts:
        found = _WORD.findall(text)
        words += len(found)
        characters += sum(len(re.sub(r"['’-]", "", word)) for word in found)
        sentences += max(1, len(_SENTENCE.findall(text))) if found else 0
    if not words:
        return 0.0
    return 4.71 * characters / words + 0.5 * words / sentences - 21.43
