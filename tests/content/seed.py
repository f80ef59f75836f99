"""The seed as drafts, sources and vocabulary, for tests that alter it and see what the rules say."""

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.content import document, freezing, reading, rules, sources, vocabulary

SEED = Path(__file__).parent.parent.parent / "seed_data"


def _trees(folder: str) -> list[Any]:
    return [reading.read_yaml(path.read_bytes()) for path in sorted((SEED / folder).glob("*.yaml"))]


@functools.cache
def terms() -> vocabulary.Vocabulary:
    """Return the vocabulary of the seed."""
    concepts = [concept for tree in _trees("vocabulary") for concept in tree["concepts"]]
    return vocabulary.Vocabulary(
        vocabulary.Concept.model_validate_json(json.dumps(tree)) for tree in concepts
    )


@functools.cache
def sources_by_id() -> dict[str, sources.AccountedSource]:
    """Return the sources of the seed with their ledgers."""
    found = [sources.AccountedSource.model_validate_json(json.dumps(tree)) for tree in _trees("sources")]
    return {source.id: source for source in found}


@functools.cache
def trees() -> dict[str, str]:
    """Return each procedure of the seed as JSON text, by its slug."""
    return {tree["slug"]: json.dumps(tree) for tree in _trees("procedures")}


def draft(slug: str, *, alter: Callable[[Any], None] | None = None) -> document.ProcedureDraft:
    """Return a procedure of the seed, altered as a JSON tree where asked."""
    tree = json.loads(trees()[slug])
    if alter is not None:
        alter(tree)
    return document.ProcedureDraft.model_validate_json(json.dumps(tree))


def frozen(slug: str) -> document.ProcedureDocument:
    """Return a procedure of the seed as it would be published."""
    known = {name: source.metadata() for name, source in sources_by_id().items()}
    return freezing.freeze(draft(slug), known=known, terms=terms())


def context() -> rules.Context:
    """Return what the seed is checked against."""
    return rules.Context(terms=terms(), known=sources_by_id(), procedures=frozenset(trees()))
