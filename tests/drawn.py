"""Documents as Hypothesis draws them: full of lengths, broken as only drafts are, and made up to be realistic."""

import functools

from hypothesis import strategies as st

from app.content import document, words
from tests import generated, strategies, timelines

MADE_UP = 8


@functools.cache
def made_up(count: int = MADE_UP) -> list[document.ProcedureDocument]:
    """Return so many made-up procedures, made once."""
    return list(generated.documents(count))


def settled(published: document.ProcedureDocument) -> document.ProcedureDocument:
    """Return a document without the conflict of statements that it does not hold, as no document can be published."""
    return published.changed(conflicts=document.Conflicts(words=words.NO_CONFLICT))


MADE = st.integers(0, MADE_UP - 1).map(lambda number: made_up()[number])
DRAFTED = strategies.drafts().map(lambda draft: timelines.frozen(draft.tree()))
DOCUMENTS = timelines.documents() | DRAFTED | MADE
"""Documents of every kind."""
SETTLED = timelines.documents().map(settled) | DRAFTED | MADE
"""The same, with no conflict of statements that are not there."""
