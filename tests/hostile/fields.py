"""Every text of a document that somebody writes, by its place in a draft's tree, and which words may stand there."""

from app.content import values
from tests import builders

TEXTS = (
    *(f"@{line}/text" for line in builders.LINES),
    "name",
    "summary/text",
    "@alias/label",
    "@technique/name",
    "@step_1/title",
    "@side_effect_1/hedge",
    "@side_effect_1/severity",
    "@side_effect_1/duration/wording",
    "@interaction/mechanism",
    "@interaction/what_to_do",
    "@warning_sign/ask",
    "@recovery/duration/wording",
    "@session_plan/number/wording",
    "@duration/evidence/0/note",
    "@duration/evidence/0/attributed_to",
)
"""All of them but phrases, which must stand in their source."""


def may_stand(word: str) -> bool:
    """Tell whether a word may be written as it is."""
    try:
        return values.clean(word) == word
    except ValueError:
        return False
