"""The shape of a source's whole text."""

import datetime

from app.content import marking, values
from app.http import models


class WholeText(models.Shape):
    """The whole text of a source, and what became of each part of it. It is not ours."""

    source: values.Slug
    sha256: values.Sha256
    length: int
    """Characters of the text; offsets count in them."""
    words: str
    """Whose text it is."""
    right: str
    """By what right it is shown here, in the words of whoever imported it. It gives you none."""
    imported: datetime.datetime
    text: str
    parts: tuple[marking.Marked, ...]
    """The text in its order, without a gap: used by the statements named, left out for the reason given, or unused."""
