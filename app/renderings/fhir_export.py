"""All procedures as one Bundle of FHIR R5, written as a stream: a transaction that any server can load."""

from collections.abc import Iterator
from typing import BinaryIO

from app.content import exports, values
from app.renderings import fhir, fhir_naming, imprint
from app.renderings.fhir_extensions import Tree

MEDIA_TYPE = fhir.MEDIA_TYPE
EXAMPLE = """\
{"resourceType":"Bundle","type":"transaction","entry":[
{"fullUrl":"https://candour.example/fhir/ActivityDefinition/candour-mesotherapy",
"request":{"method":"PUT","url":"ActivityDefinition/candour-mesotherapy"},
"resource":{"resourceType":"ActivityDefinition","id":"candour-mesotherapy","status":"active"}}]}
"""
"""A Bundle of which most parts are left out."""
_SHARED = frozenset({"DocumentReference", "Organization"})
"""The resources that several procedures have in common."""
_LAST = "Composition"
"""What refers to everything else; it comes after it, for servers that take entries in order."""


def write(stream: BinaryIO, documents: Iterator[exports.Published], about: exports.About, /) -> None:
    """Write the Bundle, one procedure at a time; what several have in common is there once.

    The whole is a transaction: a procedure of which only a part was loaded could read as one without the rest.
    """
    stream.write(
        values.canonical({"resourceType": "Bundle", "timestamp": about.changed, "type": "transaction"})[:-1]
    )
    before = b',"entry":[\n'
    shared: set[str] = set()
    for published in documents:
        made = _imprint(published, about=about)
        for resource in _resources(published.document, made=made, shared=shared):
            stream.write(before + values.canonical(_entry(resource, made=made)))
            before = b",\n"
    stream.write(b"]}\n" if before == b",\n" else b"}\n")


def _resources(document: bytes, *, made: imprint.Imprint, shared: set[str]) -> Iterator[Tree]:
    """Yield the resources of a document that were not written before, the Composition last."""
    resources = list(fhir.entries(document, imprint=made))
    for resource in sorted(resources, key=lambda each: each["resourceType"] == _LAST):
        name = fhir_naming.reference(resource)
        if name not in shared:
            yield resource
        if resource["resourceType"] in _SHARED:
            shared.add(name)


def _entry(resource: Tree, *, made: imprint.Imprint) -> Tree:
    return {
        "fullUrl": fhir.full_url(resource, imprint=made),
        "resource": resource,
        "request": {"method": "PUT", "url": fhir_naming.reference(resource)},
    }


def _imprint(published: exports.Published, *, about: exports.About) -> imprint.Imprint:
    return imprint.Imprint(
        url=about.url,
        publisher=about.publisher,
        licence=about.licence_url,
        disclaimer=about.disclaimer,
        revision=published.number,
        sha256=published.sha256,
        published=published.published,
    )
