"""The catalogue as NDJSON: a line about the export, then concepts, sources, what is gone, every procedure, whole."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from app.content import exports, values

MEDIA_TYPE = "application/x-ndjson"
EXAMPLE = """\
{"type":"about","catalogue_revision":1,"counts":{"concepts":131,"procedures":4,"sources":5},"format":1}
{"type":"concept","id":"bruising","label":"Bruising","scheme":"side_effect"}
{"type":"withdrawn","slug":"example-peel","on":"2026-11-22","reason":"It was wrong.","revision":2}
{"type":"procedure","slug":"mesotherapy","revision":1,"document":{"format":1,"slug":"mesotherapy"}}
"""
"""Lines of which most parts are left out."""


def about(about: exports.About) -> dict[str, Any]:
    """Return what an export says of itself."""
    return {
        "title": f"{about.publisher}: what is known about aesthetic procedures",
        "format": 1,
        "catalogue_revision": about.revision,
        "changed": about.changed,
        "licence": {"name": about.licence, "url": about.licence_url},
        "disclaimer": about.disclaimer,
        "reading": exports.READING,
        "documentation": about.url("/docs"),
        "software": f"Candour {about.version}",
        "counts": {
            "concepts": len(about.concepts),
            "sources": len(about.sources),
            "withdrawn": len(about.withdrawn),
            "renamed": len(about.renamed),
            "procedures": about.procedures,
        },
    }


def write(stream: BinaryIO, documents: Iterator[exports.Published], about: exports.About, /) -> None:
    """Write the lines."""
    stream.writelines(lines(documents, about))


def lines(documents: Iterator[exports.Published], said: exports.About) -> Iterator[bytes]:
    """Yield the lines. A procedure's `document` is the bytes that were published, whose SHA-256 stands beside it."""
    yield _line("about", values.canonical(about(said)))
    for concept in said.concepts:
        yield _line("concept", concept)
    for source in said.sources:
        yield _line("source", source)
    for gone in said.withdrawn:
        yield _line("withdrawn", values.canonical(_withdrawn(gone)))
    for renamed in said.renamed:
        yield _line("renamed", values.canonical(_renamed(renamed)))
    for published in documents:
        head = json.dumps({"type": "procedure", **version(published)}, separators=(",", ":"))[:-1]
        yield head.encode("utf-8") + b',"document":' + published.document + b"}\n"


def version(published: exports.Published) -> dict[str, Any]:
    """Return which revision a document is."""
    return {
        "slug": published.slug,
        "revision": published.number,
        "sha256": published.sha256,
        "published": published.published,
    }


def _withdrawn(gone: exports.Withdrawn) -> dict[str, Any]:
    return {
        "slug": gone.slug,
        "on": gone.on,
        "reason": gone.reason,
        "revision": gone.number,
        "sha256": gone.sha256,
        "statements": [name for name, _ in gone.statements],
    }


def _renamed(renamed: exports.Renamed) -> dict[str, Any]:
    return {
        "slug": renamed.slug,
        "successor": renamed.successor,
        "on": renamed.on,
        "reason": renamed.reason,
    }


def _line(kind: str, tree: bytes) -> bytes:
    """Return an object, given as canonical JSON, as a line that says what it is."""
    return b'{"type":"' + kind.encode("ascii") + b'",' + tree[1:] + b"\n"
