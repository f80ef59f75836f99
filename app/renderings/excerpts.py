"""Excerpts of a published document: one section, its steps, its sources; each with what it needs to be read alone."""

from typing import Any

from app.content import document, trees

Tree = dict[str, Any]
"""A published document, or a part of one, as a JSON tree."""

PATHS = {name.replace("_", "-"): name for name in document.SECTION_KINDS}
"""The last part of a section's address, and the section's name in the document."""


_HOLDERS = ("aliases", "invasiveness", "body_areas", "categories", "techniques", "sections")
"""The members of a document that hold what carries evidence."""


def section(published: Tree, name: str) -> Tree:
    """Return one section with its coverage, and with the conflicts, sources and concepts that it touches."""
    return alone(published, {"section": name, **published["sections"][name]})


def steps(published: Tree) -> Tree:
    """Return the techniques with when each is used and its ordered steps, and what they touch."""
    return alone(published, {"section": "steps", **published["techniques"]})


def sources(published: Tree) -> Tree:
    """Return the sources of a document, each with the ids of the statements that stand on it."""
    supported: dict[str, list[str]] = {}
    for claim in trees.claims(published):
        for name in dict.fromkeys(item["source"] for item in claim["evidence"]):
            supported.setdefault(name, []).append(claim["id"])
    listed = [{**source, "statements": supported.get(source["id"], [])} for source in published["sources"]]
    return {"procedure": named(published), "sources": listed}


def named(published: Tree) -> Tree:
    """Return the few words that say which procedure an excerpt is of."""
    return {"slug": published["slug"], "name": published["name"], "language": published["language"]}


def alone(published: Tree, excerpt: Tree) -> Tree:
    """Return an excerpt with what it needs to be read alone: its procedure, conflicts, sources and concepts."""
    held = trees.claims(excerpt)
    ids = {claim["id"] for claim in held}
    cited = {item["source"] for claim in held for item in claim["evidence"]}
    concepts = {claim.get("concept") for claim in held}
    beside: Tree = {
        "conflicts": [c for c in published["conflicts"].get("conflicts", []) if ids & set(c["statements"])],
        "sources": [source for source in published["sources"] if source["id"] in cited],
        "concepts": [concept for concept in published.get("concepts", []) if concept["id"] in concepts],
    }
    return {
        "procedure": named(published),
        **excerpt,
        **{key: value for key, value in beside.items() if value},
    }


def statement(published: Tree, identifier: str, section_path: str) -> Tree:
    """Return one statement, the section it stands in, and the conflicts and sources that it touches.

    Raises KeyError where the document does not hold it.
    """
    for claim in trees.claims({key: published[key] for key in _HOLDERS if key in published}):
        if claim["id"] == identifier:
            shown = alone(published, {"section": section_path, "statement": claim})
            return {key: value for key, value in shown.items() if key != "concepts"}
    raise KeyError(identifier)
