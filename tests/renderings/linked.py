"""JSON-LD of documents, as tests ask for it."""

import datetime
from typing import Any

from app.content import document
from app.http import envelope, urls
from app.renderings import imprint as imprint_
from app.renderings import jsonld
from tests import clients

PUBLISHER = urls.Publisher(public_url=clients.PUBLIC_URL)


def imprint(**changes: Any) -> imprint_.Imprint:
    """Return an imprint."""
    held = {
        "url": PUBLISHER.url,
        "publisher": PUBLISHER.name,
        "licence": str(envelope.LICENCE["url"]),
        "disclaimer": envelope.DISCLAIMER,
        "revision": 3,
        "sha256": "0123456789abcdef" * 4,
        "published": datetime.datetime(2026, 11, 21, 10, tzinfo=datetime.UTC).isoformat(),
    }
    return imprint_.Imprint(**{**held, **changes})


def tree(published: document.ProcedureDocument) -> dict[str, Any]:
    """Return the JSON-LD of a document."""
    return jsonld.tree(published.canonical(), imprint=imprint())


def nodes(part: Any, kind: str) -> list[dict[str, Any]]:
    """Return all nodes of a type, in the order of the tree."""
    if isinstance(part, list):
        return [node for item in part for node in nodes(item, kind)]
    if not isinstance(part, dict):
        return []
    named = part.get("@type", [])
    held = [part] if kind in (named if isinstance(named, list) else [named]) else []
    return held + [node for value in part.values() for node in nodes(value, kind)]


def part(tree: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the part of the page with this name."""
    named = {node["@id"].rpartition("#")[2]: node for node in tree["hasPart"]}
    found: dict[str, Any] = named[name]
    return found
