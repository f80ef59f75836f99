"""The sections of a document as FHIR says them: coverage as an extension, in words, and nothing that reads as none."""

from collections.abc import Iterator

from app.content import document
from app.renderings.fhir_extensions import Maker, Tree

FIRST = ("invasiveness", "body_areas", "categories", "techniques")
"""The sections that stand in the document itself, before those of `sections`."""


def own(published: Tree) -> Iterator[tuple[str, Tree]]:
    """Yield the sections in the document's order, those within techniques left out."""
    for name in FIRST:
        yield name, published[name]
    for name in document.SECTION_KINDS:
        yield name, published["sections"][name]


def within(technique: Tree) -> Iterator[tuple[str, Tree]]:
    """Yield the sections of a technique; their names end in its slug."""
    yield f"technique_use:{technique['slug']}", technique["use"]
    yield f"steps:{technique['slug']}", technique["steps"]


def every(published: Tree) -> Iterator[tuple[str, Tree]]:
    """Yield all sections of a document."""
    yield from own(published)
    for technique in published["techniques"].get("statements", ()):
        yield from within(technique)


def coverage(name: str, section: Tree, *, make: Maker) -> Tree:
    """Return what it means how much stands in a section."""
    return make.parts(
        "coverage",
        {
            "section": name,
            "coverage": section["coverage"],
            "words": section["words"],
            "silent-on": [silence["words"] for silence in section.get("silent_on", ())],
        },
    )


def held(section: Tree) -> list[Tree]:
    """Return all that carries evidence in a section: its statements, or the finding that there is none."""
    return [*section.get("statements", ()), *([section["finding"]] if "finding" in section else ())]


def claims(published: Tree) -> Iterator[Tree]:
    """Yield all that carries evidence in a document."""
    yield from published.get("aliases", ())
    for _, section in every(published):
        yield from held(section)
