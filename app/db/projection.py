"""The projection: rows derived from the newest revision of each procedure, written with it, and proved equal to it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Row, Select, Table, delete, insert, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.content import document, vocabulary
from app.db import guarded, rows, standing, stored, tables, types

_TABLES = types.Base.metadata.tables
DERIVED = (
    "procedures",
    "procedure_concepts",
    "procedure_sources",
    "sections",
    "statements",
    "techniques",
    "steps",
    "evidence",
    "conflicts",
    "conflict_statements",
)
"""The tables that are derived from documents, in the order in which rows are inserted."""
VOCABULARY = ("concept_labels", "concept_closure")
"""The tables that are derived from the concepts."""
_AT_ONCE = 500
"""How many values one query is given; drivers keep their statements, and those with thousands fill the memory."""
_OWNER = {"procedures": "slug", "techniques": "owner_slug"}
_STATEMENT = {"steps": "id", "evidence": "statement_id", "conflict_statements": "statement_id"}
"""The tables whose rows belong to a procedure through a statement, and the column that names it."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Name a row of the projection that is not what the newest revisions say."""

    table: str
    key: str
    message: str


def write(session: Session, newest: Sequence[tuple[document.ProcedureDocument, rows.Version]]) -> None:
    """Replace all rows of these procedures, some hundreds at most, by those of their documents."""
    _remove(session, [published.slug for published, _ in newest])
    made: dict[str, list[rows.Row]] = {name: [] for name in DERIVED}
    for published, version in newest:
        for name, found in rows.of_document(published, version).items():
            made[name] += found
    for name, found in made.items():
        _insert(session, name, found)


def write_vocabulary(session: Session, terms: vocabulary.Vocabulary) -> None:
    """Replace the labels and the closure by those of this vocabulary, whose concepts are stored already."""
    for name, found in rows.of_vocabulary(terms).items():
        session.execute(delete(_TABLES[name]))
        _insert(session, name, found)


def keep(session: Session, documents: Sequence[document.ProcedureDocument]) -> None:
    """Add the identifiers and the tombstones of documents that are not kept yet; none is ever altered."""
    _add(session, "identifiers", [row for each in documents for row in rows.identifiers(each)])
    _add(session, "tombstones", [row for each in documents for row in rows.tombstones(each)])


def remove(session: Session, slug: str) -> None:
    """Take a procedure out of the projection: it is withdrawn, or goes by another slug."""
    _remove(session, [slug])


def newest(session: Session) -> Iterator[tuple[document.ProcedureDocument, rows.Version]]:
    """Yield the newest document of every procedure that is public with its version, by slug, one at a time."""
    away = standing.away(session)
    for slug in session.scalars(select(tables.Revision.slug).distinct().order_by(tables.Revision.slug)).all():
        found = latest(session, slug) if slug not in away else None
        if found is not None:
            yield found


def latest(session: Session, slug: str) -> tuple[document.ProcedureDocument, rows.Version] | None:
    """Return the newest document of a procedure with its version, also of a withdrawn one, or None; raise Damaged."""
    revision = tables.Revision
    query = (
        select(revision.document, revision.number, revision.sha256, revision.published_at)
        .where(revision.slug == slug)
        .order_by(revision.number.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    version = rows.Version(number=row.number, sha256=row.sha256, published_at=row.published_at)
    held = stored.intact(bytes(row.document), sha256=row.sha256, what=f"Revision {row.number} of {slug}")
    return document.ProcedureDocument.model_validate_json(held), version


def revision(session: Session, slug: str, number: int) -> document.ProcedureDocument | None:
    """Return one revision of a procedure, or None; raise Damaged."""
    held = tables.Revision
    query = select(held.document, held.sha256).where(held.slug == slug).where(held.number == number)
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    content = stored.intact(bytes(row.document), sha256=row.sha256, what=f"Revision {number} of {slug}")
    return document.ProcedureDocument.model_validate_json(content)


def among(
    session: Session,
    query: Select[*tuple[Any, ...]],
    column: InstrumentedAttribute[str],
    wanted: Collection[str],
) -> Iterator[Row[*tuple[Any, ...]]]:
    """Yield the rows of a query whose column holds one of these; in parts, for a database takes only so many values."""
    listed = sorted(wanted)
    for first in range(0, len(listed), _AT_ONCE):
        yield from session.execute(query.where(column.in_(listed[first : first + _AT_ONCE])))


def vocabulary_of(session: Session) -> vocabulary.Vocabulary:
    """Return the vocabulary as it is stored."""
    held = session.scalars(select(tables.Concept.json).order_by(tables.Concept.id))
    return vocabulary.Vocabulary(vocabulary.Concept.model_validate_json(bytes(item)) for item in held)


def rebuild(session: Session) -> int:
    """Derive the whole projection anew from the revisions; return the number of procedures."""
    for name in reversed(DERIVED):
        session.execute(delete(_TABLES[name]))
    write_vocabulary(session, vocabulary_of(session))
    count = 0
    for published, version in newest(session):
        keep(session, [published])
        write(session, [(published, version)])
        count += 1
    return count


def differences(session: Session) -> tuple[Difference, ...]:
    """Return every row that is missing, different, or there although no newest revision says so."""
    found: list[Difference] = []
    slugs: set[str] = set()
    renames = standing.renamed(session)
    for published, version in newest(session):
        slugs.add(published.slug)
        for name, expected in rows.of_document(published, version).items():
            found += _compare(name, expected, _stored(session, name, published.slug))
        for name, expected in _kept(published):
            stored = _ever_stored(session, name, published.slug, renames=renames)
            found += _compare(name, expected, stored, complete=name == "tombstones")
    for name, expected in rows.of_vocabulary(vocabulary_of(session)).items():
        found += _compare(name, expected, _all(session, name))
    # Compared here: as values in the query they would be more than a database takes.
    strays = sorted(set(session.scalars(select(tables.Procedure.slug))) - slugs)
    found += [
        Difference(table="procedures", key=slug, message="has no revision that is public") for slug in strays
    ]
    return tuple(found)


def _kept(published: document.ProcedureDocument) -> Iterable[tuple[str, list[rows.Row]]]:
    yield "identifiers", rows.identifiers(published)
    yield "tombstones", rows.tombstones(published)


def _remove(session: Session, slugs: list[str]) -> None:
    statement = _TABLES["statements"]
    owned = select(statement.c.id).where(statement.c.procedure_slug.in_(slugs)).scalar_subquery()
    for name in reversed(DERIVED):
        table = _TABLES[name]
        if name in _STATEMENT:
            session.execute(delete(table).where(table.c[_STATEMENT[name]].in_(owned)))
        else:
            session.execute(delete(table).where(_owner(table).in_(slugs)))


def _insert(session: Session, name: str, found: list[rows.Row]) -> None:
    if found:
        session.execute(insert(_TABLES[name]), found)


def _add(session: Session, name: str, wanted: list[rows.Row]) -> None:
    table, ids = _TABLES[name], sorted({str(row["id"]) for row in wanted})
    present: set[str] = set()
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        present.update(session.scalars(select(table.c.id).where(table.c.id.in_(some))))
    _insert(session, name, [row for row in wanted if row["id"] not in present])


def _owner(table: Table) -> Column[str]:
    return table.c[_OWNER.get(table.name, "procedure_slug")]


def _stored(session: Session, name: str, slug: str) -> list[rows.Row]:
    table, statement = _TABLES[name], _TABLES["statements"]
    query = select(*map(guarded.plain, table.columns))
    if name in _STATEMENT:
        query = query.join(statement, table.c[_STATEMENT[name]] == statement.c.id)
    owner = statement.c.procedure_slug if name in _STATEMENT else _owner(table)
    found = session.execute(query.where(owner == slug)).mappings()
    return [guarded.shown(table, dict(row)) for row in found]


def _ever_stored(session: Session, name: str, slug: str, *, renames: Mapping[str, str]) -> list[rows.Row]:
    """Return what is kept for ever of a procedure, also under the slugs that it had before, as if under this one."""
    former = [old for old in renames if standing.current(old, renames=renames) == slug]
    return [
        {**row, "procedure_slug": slug} for each in (slug, *former) for row in _stored(session, name, each)
    ]


def _all(session: Session, name: str) -> list[rows.Row]:
    return [dict(row) for row in session.execute(select(_TABLES[name])).mappings()]


def _compare(
    name: str, expected: list[rows.Row], stored: list[rows.Row], *, complete: bool = True
) -> Iterator[Difference]:
    wanted, held = _keyed(name, expected), _keyed(name, stored)
    for key in sorted(wanted.keys() | held.keys()):
        if key not in held:
            yield Difference(table=name, key=key, message="is missing")
        elif key not in wanted:
            if complete:
                yield Difference(table=name, key=key, message="should not be there")
        elif columns := [column for column in wanted[key] if held[key][column] != wanted[key][column]]:
            yield Difference(table=name, key=key, message=f"differs in {', '.join(columns)}")


def _keyed(name: str, found: list[rows.Row]) -> Mapping[str, rows.Row]:
    columns = [column.name for column in _TABLES[name].primary_key]
    return {" ".join(str(row[column]) for column in columns): row for row in found}
