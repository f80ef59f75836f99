"""What renderings of a document say of its publication: the publisher, the terms, the revision."""

from app.catalogue import procedures
from app.http import envelope, urls
from app.renderings import imprint as imprint_


def imprint(publisher: urls.Publisher, found: procedures.Published) -> imprint_.Imprint:
    """Return the imprint of a published document."""
    return imprint_.Imprint(
        url=publisher.url,
        publisher=publisher.name,
        licence=str(envelope.LICENCE["url"]),
        disclaimer=envelope.DISCLAIMER,
        revision=found.number,
        sha256=found.sha256,
        published=found.published,
    )
