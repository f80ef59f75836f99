"""A published document as FHIR R5: a Bundle that is a document, of a Composition and everything that it refers to."""

import functools
import json
from collections.abc import Iterator

from app.content import values
from app.renderings import (
    fhir_composition,
    fhir_evidence,
    fhir_naming,
    fhir_procedure,
    fhir_sections,
    fhir_statements,
)
from app.renderings import imprint as imprint_
from app.renderings.fhir_extensions import Tree
from app.renderings.fhir_naming import Surroundings

MEDIA_TYPE = "application/fhir+json"
PARAMETERS = "; fhirVersion=5.0"
"""What follows the media type: the version of FHIR, as its media types name versions, and no other."""


def tree(published: bytes, *, imprint: imprint_.Imprint) -> Tree:
    """Return the document Bundle of a stored document."""
    resources = list(entries(published, imprint=imprint))
    slug = json.loads(published)["slug"]
    place = imprint.url(f"/v1/procedures/{slug}")
    return {
        "resourceType": "Bundle",
        "id": fhir_naming.named(slug),
        "meta": {"versionId": str(imprint.revision), "lastUpdated": imprint.published},
        "identifier": {"system": fhir_naming.URI, "value": f"{place}?revision={imprint.revision}"},
        "type": "document",
        "timestamp": imprint.published,
        "entry": [
            {"fullUrl": full_url(resource, imprint=imprint), "resource": resource} for resource in resources
        ],
    }


def content(published: bytes, *, imprint: imprint_.Imprint) -> bytes:
    """Return the FHIR of a stored document as canonical bytes: the same document gives the same bytes."""
    return values.canonical(tree(published, imprint=imprint))


def full_url(resource: Tree, *, imprint: imprint_.Imprint) -> str:
    """Return the name of a resource within bundles; it is not an address that answers."""
    return imprint.url(f"/fhir/{fhir_naming.reference(resource)}")


def entries(published: bytes, *, imprint: imprint_.Imprint) -> Iterator[Tree]:
    """Yield every resource of a stored document, the Composition first; each is there once."""
    document: Tree = json.loads(published)
    around = _surroundings(document, imprint=imprint)
    revision = around.make.parts(
        "revision",
        {"number": imprint.revision, "sha256": imprint.sha256, "published": imprint.published},
    )
    made = list(_statements(document, around=around))
    homes = {claim["id"]: fhir_naming.reference(holder) for claim, holder, _ in made}
    yield fhir_composition.composition(document, homes=homes, revision=revision, around=around)
    yield publisher(imprint)
    for source in document["sources"]:
        yield fhir_evidence.document_reference(source, around=around)
    yield fhir_procedure.activity(document, revision=revision, around=around)
    for claim, holder, element in made:
        if not element:
            yield holder
        yield fhir_evidence.provenance(claim, holder=holder, element=element, around=around)


def publisher(imprint: imprint_.Imprint) -> Tree:
    """Return who publishes."""
    kind, _, name = fhir_naming.PUBLISHER.partition("/")
    return {
        "resourceType": kind,
        "id": name,
        "text": fhir_naming.narrative(imprint.publisher),
        "identifier": [{"system": fhir_naming.URI, "value": imprint.url("/")}],
        "name": imprint.publisher,
    }


def _surroundings(document: Tree, *, imprint: imprint_.Imprint) -> Surroundings:
    conflicts: dict[str, list[Tree]] = {}
    for conflict in document["conflicts"].get("conflicts", ()):
        for name in conflict["statements"]:
            conflicts.setdefault(name, []).append(conflict)
    review = document["review"]
    return Surroundings(
        url=functools.cache(imprint.url),  # the addresses of extensions are said hundreds of times
        slug=document["slug"],
        language=document["language"],
        version=str(imprint.revision),
        published=imprint.published,
        licence=imprint.licence,
        publisher=imprint.publisher,
        disclaimer=imprint.disclaimer,
        experimental=bool(review["unreviewed"] or review["disputed"]),
        labels={concept["id"]: concept["label"] for concept in document.get("concepts", ())},
        languages={source["id"]: source["language"] for source in document["sources"]},
        conflicts=conflicts,
    )


def _statements(document: Tree, *, around: Surroundings) -> Iterator[tuple[Tree, Tree, str]]:
    """Yield all that carries evidence, the resource in which it is, and the element of that if it is a part of one."""
    for alias in document.get("aliases", ()):
        yield alias, fhir_statements.resource(alias, around=around), ""
    for _, section in fhir_sections.own(document):
        for claim in fhir_sections.held(section):
            if claim["kind"] == "technique":
                yield from _technique(claim, around=around)
            else:
                yield claim, fhir_statements.resource(claim, around=around), ""


def _technique(technique: Tree, *, around: Surroundings) -> Iterator[tuple[Tree, Tree, str]]:
    plan = fhir_procedure.plan(technique, around=around)
    yield technique, plan, ""
    told = {step["id"] for step in fhir_procedure.told_steps(technique)}
    for _, section in fhir_sections.within(technique):
        for claim in fhir_sections.held(section):
            if claim["id"] in told:
                yield claim, plan, fhir_procedure.link(claim["id"])
            else:
                subject = fhir_naming.reference(plan)
                yield claim, fhir_statements.resource(claim, around=around, subject=subject), ""
