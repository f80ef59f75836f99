"""What documents are made from besides drafts: the sources with their ledgers, and the vocabulary."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from app.authoring import edits
from app.content import sources, values, vocabulary
from app.db import projection, rows, stored, tables


@dataclass(frozen=True, kw_only=True)
class Library:
    """Hold the sources and the vocabulary that drafts are checked against and frozen with."""

    known: Mapping[str, sources.AccountedSource]
    terms: vocabulary.Vocabulary

    def with_changes(
        self, changed: Iterable[sources.AccountedSource], concepts: Iterable[vocabulary.Concept]
    ) -> "Library":
        """Return the library with these sources and concepts added or put in the place of older ones."""
        known = {**self.known, **{source.id: source for source in changed}}
        held = {**self.terms.concepts, **{concept.id: concept for concept in concepts}}
        return Library(known=known, terms=vocabulary.Vocabulary(held.values()))


def load(session: Session, named: Collection[str]) -> Library:
    """Return the vocabulary and these sources as they are stored: all of a large catalogue would fill the memory."""
    return Library(known=sources_of(session, named), terms=projection.vocabulary_of(session))


def sources_of(session: Session, named: Collection[str] | None = None) -> dict[str, sources.AccountedSource]:
    """Return these sources as they are stored, by id, or without names all of them."""
    query = select(tables.Source.json, tables.Source.ledger).order_by(tables.Source.id)
    if named is None:
        found: Iterable[Row[*tuple[Any, ...]]] = session.execute(query)
    else:
        found = projection.among(session, query, tables.Source.id, named)
    known = [_source(bytes(row.json), bytes(row.ledger)) for row in found]
    return {source.id: source for source in known}


def source_digest(source: sources.AccountedSource) -> str:
    """Return the digest of a source's metadata and ledger."""
    return values.digest(source.canonical())


def store_sources(
    edit: edits.Edit,
    changed: Iterable[sources.AccountedSource],
    *,
    before: Mapping[str, sources.AccountedSource],
) -> None:
    """Store sources that are new, or whose metadata or ledger changed, and record each."""
    new: list[rows.Row] = []
    for source in changed:
        earlier, tree = before.get(source.id), source.tree()
        row = _row(source, ledger=values.canonical(tree.get("ledger", [])))
        if earlier is None:
            new.append({"id": source.id, **row})
        else:
            edit.session.execute(update(tables.Source).where(tables.Source.id == source.id).values(**row))
        digest = source_digest(earlier) if earlier else None
        edit.record("source", source.id, before=digest, after=values.digest(values.canonical(tree)))
    if new:
        edit.session.execute(insert(tables.Source), new)


def _row(source: sources.AccountedSource, *, ledger: bytes) -> rows.Row:
    return {
        "title": source.title,
        "kind": source.kind,
        "access": source.access,
        "grade": source.grade,
        "sha256": source.sha256,
        "length": source.length,
        "json": sources.CitedSource.cite(source).canonical(),
        "ledger": ledger,
    }


def store_concepts(
    edit: edits.Edit, changed: Iterable[vocabulary.Concept], *, before: vocabulary.Vocabulary, after: Library
) -> None:
    """Store concepts that are new or changed, record each, and derive labels and closure anew."""
    listed = tuple(changed)
    for concept in listed:
        row = {"scheme": concept.scheme, "label": concept.label, "json": concept.canonical()}
        digest = None
        if concept.id in before:
            digest = values.digest(before[concept.id].canonical())
            edit.session.execute(update(tables.Concept).where(tables.Concept.id == concept.id).values(**row))
        else:
            edit.session.execute(insert(tables.Concept), [{"id": concept.id, **row}])
        edit.record("concept", concept.id, before=digest, after=values.digest(concept.canonical()))
    if listed:
        projection.write_vocabulary(edit.session, after.terms)


def _source(cited: bytes, ledger: bytes) -> sources.AccountedSource:
    tree = stored.tree(cited, what="A source")
    tree.pop("grade_of_evidence")
    return sources.AccountedSource.model_validate_json(
        json.dumps({**tree, "ledger": stored.tree(ledger, what="A source")})
    )
