"""The timeline of a published document, as data and as a picture."""

import datetime
import json

from app.content import document, timeline
from app.renderings import excerpts, picture


def tree(published: bytes) -> excerpts.Tree:
    """Return the timeline of a stored document, with the sources, concepts and conflicts that it touches."""
    shown = timeline.of(document.ProcedureDocument.model_validate_json(published))
    return excerpts.alone(json.loads(published), shown.tree())


def svg(
    published: bytes, *, address: str, licence: str, revision: int, sha256: str, on: datetime.date
) -> bytes:
    """Return the picture of a stored document's timeline; `address` is that of the timeline as data."""
    held = document.ProcedureDocument.model_validate_json(published)
    foot = picture.Foot(
        name=held.name,
        reviewed=held.review.words,
        address=address.partition("://")[2] or address,
        licence=licence,
        revision=revision,
        sha256=sha256,
        published=on,
    )
    return picture.svg(timeline.of(held), foot=foot)
