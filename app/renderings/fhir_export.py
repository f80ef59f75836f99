"""All procedures as one Bundle of FHIR R5, written as a stream: a transaction that any server can load.

It also deletes what was withdrawn, so that a server that loads every export keeps nothing of it.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from app.content import exports, values
from app.renderings import fhir, fhir_extensions, fhir_naming, fhir_statements, imprint
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
_OF_A_SLUG = ("Composition", "ActivityDefinition")
"""The resources that are named by a procedure and not by one of its statements."""
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
    for entry in _entries(documents, about):
        stream.write(before + values.canonical(entry))
        before = b",\n"
    stream.write(b"]}\n")


def _entries(documents: Iterator[exports.Published], about: exports.About) -> Iterator[Tree]:
    """Yield what the export says of itself, then what is deleted, then what is put; no resource is named twice."""
    yield _entry(_itself(about), url=about.url)
    for gone in about.withdrawn:
        yield from _deleted(gone.statements)
    for slug in (*(gone.slug for gone in about.withdrawn), *(each.slug for each in about.renamed)):
        for kind in _OF_A_SLUG:
            yield _delete(kind, slug)
    shared: set[str] = set()
    for published in documents:
        stones = json.loads(published.document).get("withdrawn", ())
        yield from _deleted((stone["id"], stone["kind"]) for stone in stones)
        made = _imprint(published, about=about)
        for resource in _resources(published.document, made=made, shared=shared):
            yield _entry(resource, url=about.url)


def _itself(about: exports.About) -> Tree:
    """Return what this export is and how it is to be read: FHIR has no place for that in a Bundle."""
    make = fhir_extensions.Maker(url=about.url)
    state = f"Catalogue revision {about.revision}, changed {about.changed}."
    told = (
        f"{about.publisher}: what is known about aesthetic procedures. {state}",
        exports.READING,
        about.disclaimer,
        f"Licence: {about.licence}, {about.licence_url}",
        f"Procedures: {about.procedures}; withdrawn: {len(about.withdrawn)}; renamed: {len(about.renamed)}.",
    )
    return {
        "resourceType": "Basic",
        "id": fhir_naming.named("export"),
        "text": fhir_naming.narrative(*told),
        "extension": [make.simple("disclaimer", about.disclaimer)],
        "identifier": [{"system": fhir_naming.URI, "value": about.url("/v1/export.fhir.json")}],
        "code": {"text": f"Export of catalogue revision {about.revision}"},
    }


def _deleted(statements: Iterable[tuple[str, str]]) -> Iterator[Tree]:
    """Yield the entries that delete statements, given by id and kind, with their evidence."""
    for name, kind in statements:
        yield _delete(fhir_statements.resource_type(kind), name)
        yield _delete("Provenance", name)


def _delete(kind: str, name: str) -> Tree:
    return {"request": {"method": "DELETE", "url": f"{kind}/{fhir_naming.named(name)}"}}


def _resources(document: bytes, *, made: imprint.Imprint, shared: set[str]) -> Iterator[Tree]:
    """Yield the resources of a document that were not written before, the Composition last."""
    resources = list(fhir.entries(document, imprint=made))
    for resource in sorted(resources, key=lambda each: each["resourceType"] == _LAST):
        name = fhir_naming.reference(resource)
        if name not in shared:
            yield resource
        if resource["resourceType"] in _SHARED:
            shared.add(name)


def _entry(resource: Tree, *, url: Callable[[str], str]) -> Tree:
    return {
        "fullUrl": url(f"/fhir/{fhir_naming.reference(resource)}"),
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
