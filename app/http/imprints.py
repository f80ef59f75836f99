"""What the JSON-LD of a document says of its publication: the publisher, the terms, the revision."""

from app.catalogue import procedures
from app.http import envelope, urls
from app.renderings import jsonld


def imprint(publisher: urls.Publisher, found: procedures.Published) -> jsonld.Imprint:
    """Return the imprint of a published document."""
    return jsonld.Imprint(
        url=publisher.url,
        publisher=publisher.name,
        licence=str(envelope.LICENCE["url"]),
        disclaimer=envelope.DISCLAIMER,
        revision=found.number,
        sha256=found.sha256,
        published=found.published,
    )
