"""A published document as JSON-LD in the words of schema.org 30.0: a page about a procedure, with every fact."""

import json
import re

from app.content import trees, values, words
from app.renderings import jsonld_sections, jsonld_statements, jsonld_therapy
from app.renderings.imprint import Imprint
from app.renderings.jsonld_statements import Surroundings, Tree

MEDIA_TYPE = "application/ld+json"
_GAPS = {"translated": "whether it is a translation"}
"""What is not known of a source, where the member's name does not say it."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def tree(published: bytes, *, imprint: Imprint) -> Tree:
    """Return the JSON-LD of a stored document: a MedicalWebPage whose main entity is the procedure."""
    document: Tree = json.loads(published)
    around = Surroundings(
        url=imprint.url,
        slug=document["slug"],
        language=document["language"],
        labels={concept["id"]: concept["label"] for concept in document.get("concepts", ())},
        languages={source["id"]: source["language"] for source in document["sources"]},
    )
    return {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "@id": around.page,
        **_page(document, imprint=imprint, around=around),
        "mainEntity": jsonld_therapy.therapy(document, around=around),
        "hasPart": _parts(document, around=around),
        "citation": [_source(source, around=around) for source in document["sources"]],
    }


def content(published: bytes, *, imprint: Imprint) -> bytes:
    """Return the JSON-LD of a stored document as canonical bytes: the same document gives the same bytes."""
    return values.canonical(tree(published, imprint=imprint))


def _page(document: Tree, *, imprint: Imprint, around: Surroundings) -> Tree:
    members: Tree = {
        "url": around.page,
        "name": document["name"],
        "inLanguage": around.language,
        "license": imprint.licence,
        "publisher": {
            "@type": "Organization",
            "name": imprint.publisher,
            "url": imprint.url("/"),
            "contactPoint": {
                "@type": "ContactPoint",
                "contactType": "corrections",
                "url": imprint.url("/report-error"),
            },
        },
        "usageInfo": {"@type": "CreativeWork", "text": imprint.disclaimer},
        "version": imprint.revision,
        "dateModified": imprint.published,
        "identifier": _digest(imprint.sha256),
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": imprint.url(f"/v1/procedures/{around.slug}"),
            "encodingFormat": "application/json",
        },
        "creativeWorkStatus": document["review"]["words"],
        "correction": [_tombstone(stone, around=around) for stone in document.get("withdrawn", ())],
    }
    return jsonld_statements.present({**members, **_reviewed(document)})


def _reviewed(document: Tree) -> Tree:
    """Return who reviewed the page, and when the oldest review was made: only if each statement was found right."""
    if document["review"]["unreviewed"] or document["review"]["disputed"]:
        return {}
    reviews = [claim["review"] for claim in trees.claims(document)]
    roles = dict.fromkeys(review["role"] for review in reviews)
    return {
        "lastReviewed": min(review["on"] for review in reviews),
        "reviewedBy": [{"@type": "Person", "jobTitle": role} for role in roles],
    }


def _tombstone(stone: Tree, *, around: Surroundings) -> Tree:
    return {
        "@type": "CorrectionComment",
        **around.statement(stone["id"]),
        "additionalType": stone["kind"],
        "text": [words.withdrawn(stone["kind"], stone["on"]), stone["reason"]],
        "datePublished": stone["on"],
    }


def _parts(document: Tree, *, around: Surroundings) -> list[Tree]:
    summary = {
        "@type": "WebContent",
        "@id": around.place("summary"),
        "text": document["summary"]["text"],
        "isBasedOn": [around.statement(name) for name in document["summary"]["statements"]],
    }
    aliases = {
        "@type": "WebContent",
        "@id": around.place("aliases"),
        "hasPart": [jsonld_statements.claim(alias, around=around) for alias in document.get("aliases", ())],
    }
    named = [aliases] if aliases["hasPart"] else []
    sections = jsonld_sections.parts(document, around=around)
    return [summary, *named, *sections, _conflicts(document["conflicts"], around=around)]


def _conflicts(conflicts: Tree, *, around: Surroundings) -> Tree:
    listed = [
        {
            "@type": "WebContent",
            "@id": around.place(conflict["id"]),
            "text": conflict["text"],
            "about": [around.statement(name) for name in conflict["statements"]],
        }
        for conflict in conflicts.get("conflicts", ())
    ]
    node = {
        "@type": "WebContent",
        "@id": around.place("conflicts"),
        "text": conflicts["words"],
        "hasPart": listed,
    }
    return jsonld_statements.present(node)


def _source(source: Tree, *, around: Surroundings) -> Tree:
    known = {name: value for name, value in source.items() if value != "unknown"}
    gaps = ", ".join(_GAPS.get(name, name) for name, value in source.items() if value == "unknown")
    date = known.get("date", "")
    members: Tree = {
        "@type": "CreativeWork",
        **around.source(source["id"]),
        "additionalType": source["kind"],
        "name": source["title"],
        "url": known.get("address"),
        "publisher": {"@type": "Organization", "name": known["publisher"]} if "publisher" in known else None,
        "creditText": known.get("author"),
        "datePublished" if _DAY.fullmatch(date) else "temporal": date or None,
        "inLanguage": source["language"],
        "description": [
            source["about"],
            source["commercial_interest"],
            *([f"Not known of this source: {gaps}."] if gaps else ()),
        ],
        "copyrightNotice": source["rights"],
        "keywords": [f"grade: {source['grade_of_evidence']}", f"access: {source['access']}"],
        "identifier": _digest(source["sha256"]) if "sha256" in source else None,
    }
    return jsonld_statements.present(members)


def _digest(sha256: str) -> Tree:
    return {"@type": "PropertyValue", "propertyID": "SHA-256", "value": sha256}
