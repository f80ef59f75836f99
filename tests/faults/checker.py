"""The invariant checker: what must hold of a database after every fault, whatever happened to it.

`python -m tests.faults.checker ADDRESS` prints every fault, and ends with 1 where there is one.
"""

import collections
import functools
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import func, make_url, select
from sqlalchemy.orm import Session, aliased

from app.authoring import backups, checking
from app.catalogue import procedures
from app.content import document, values
from app.db import drafts, engine, following, rows, tables, types
from tests import facts
from tests.contract import test_truth

_BY_KIND: Mapping[str, Any] = {
    "revision": (tables.Revision.slug, tables.Revision.number, tables.Revision.sha256),
    "draft": (drafts.DraftRevision.slug, drafts.DraftRevision.number, drafts.DraftRevision.sha256),
    "withdrawal": (
        following.Change.slug,
        following.Change.catalogue_revision,
        following.Change.sha256,
    ),
}
_AMCHECK = """
SELECT c.relname, bt_index_check(c.oid, true)::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'i' AND c.relam = 403
"""
"""Raise where a B-tree of the service is damaged, or lacks a row."""
_VERIFY = """
SELECT c.relname || ', page ' || v.blkno || ': ' || v.msg
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL verify_heapam(c.oid) v
WHERE n.nspname = 'public' AND c.relkind = 'r'
"""
"""What is wrong in the pages of the service's tables."""


class Acknowledged(NamedTuple):
    """Hold one write that was answered as done: it may never be missing again."""

    kind: str
    """`revision`, `draft` or `withdrawal`."""
    slug: str
    number: int
    """The number of the revision or the version; of a withdrawal, the catalogue's revision."""
    sha256: str


def faults(url: str, acknowledged: Iterable[Acknowledged] = ()) -> tuple[str, ...]:
    """Return everything that is wrong with a database and with what was answered about it."""
    database = engine.Database(url, pool_size=1)
    try:
        with database.read() as session:
            found = in_session(session, acknowledged)
    except Exception as error:  # noqa: BLE001 - whatever keeps it from being looked at is a fault
        found = (f"the database cannot be read: {type(error).__name__}: {error}",)
    finally:
        database.dispose()
    return found + tuple(_guarded(functools.partial(_pages, url)))


def in_session(session: Session, acknowledged: Iterable[Acknowledged] = ()) -> tuple[str, ...]:
    """Return everything that is wrong in what a session sees."""
    listed = tuple(acknowledged)
    checks: tuple[Callable[[], Iterable[str]], ...] = (
        functools.partial(_stored, session),
        functools.partial(_dangling, session),
        functools.partial(_projected, session),
        functools.partial(_missing, session, listed),
        functools.partial(_incomplete, session),
        functools.partial(_disordered, session),
        functools.partial(_drafts, session),
        functools.partial(_disagreeing, session),
    )
    return tuple(line for check in checks for line in _guarded(check))


def has_amcheck(url: str) -> bool:
    """Tell whether the server of a database brings amcheck; true of SQLite, which checks itself."""
    if engine.is_sqlite(url):
        return True
    with _plain(url) as server:
        query = "SELECT count(*) FROM pg_available_extensions WHERE name = 'amcheck'"
        return bool((server.execute(query).fetchone() or (0,))[0])


def _guarded(check: Callable[[], Iterable[str]]) -> Iterator[str]:
    try:
        yield from check()
    except Exception as error:  # noqa: BLE001 - what cannot be checked does not hold
        name = getattr(check, "func", check).__name__.strip("_")
        yield f"{name} could not be checked: {type(error).__name__}: {str(error)[:200]}"


def _stored(session: Session) -> Iterator[str]:
    """Yield damaged pages, bytes that are not their digests', gaps in what is numbered, and guards that are gone."""
    for fault in backups._unsound(session):
        yield f"{fault.place}: {fault.message}"


def _dangling(session: Session) -> Iterator[str]:
    """Yield the keys by which rows refer to nothing; databases are asked, not believed."""
    for table in types.Base.metadata.tables.values():
        for constraint in table.foreign_key_constraints:
            child, parent = aliased(table), aliased(constraint.referred_table)
            pairs = [(child.c[e.parent.name], parent.c[e.column.name]) for e in constraint.elements]
            query = select(func.count()).select_from(child)
            for own, _ in pairs:
                query = query.where(own.is_not(None))
            there = select(1).select_from(parent)
            for own, other in pairs:
                there = there.where(own == other)
            if count := session.scalar(query.where(~there.exists())):
                yield f"{count} rows of {table.name} refer to nothing by {constraint.name}"


def _projected(session: Session) -> Iterator[str]:
    for fault in checking._differences(session):
        yield f"{fault.place}: {fault.message}"


def _missing(session: Session, acknowledged: Iterable[Acknowledged]) -> Iterator[str]:
    """Yield the writes that were acknowledged and are not there."""
    by_kind: dict[str, list[Acknowledged]] = collections.defaultdict(list)
    for one in acknowledged:
        by_kind[one.kind].append(one)
    for kind, wanted in by_kind.items():
        there = {tuple(row) for row in session.execute(select(*_BY_KIND[kind]))}
        for one in wanted:
            if one[1:] not in there:
                yield f"the {kind} {one.number} of {one.slug} was acknowledged and is not there"


def _incomplete(session: Session) -> Iterator[str]:
    """Yield the revisions of which a part is missing: identifiers, sources, the entry in the log of changes."""
    revision, change = tables.Revision, following.Change
    announced = {tuple(row) for row in session.execute(select(change.slug, change.revision, change.sha256))}
    kept = set(session.scalars(select(tables.Identifier.id)))
    sources = set(session.scalars(select(tables.Source.id)))
    for row in session.execute(select(revision.slug, revision.number, revision.sha256, revision.document)):
        name = f"revision {row.number} of {row.slug}"
        if (row.slug, row.number, row.sha256) not in announced:
            yield f"{name} is not in the log of changes"
        held = document.ProcedureDocument.model_validate_json(bytes(row.document))
        if values.digest(held.canonical()) != row.sha256 or held.slug != row.slug:
            yield f"{name} does not say what its header says"
        if lost := {item["id"] for item in rows.identifiers(held)} - kept:
            yield f"{name}: the identifiers {', '.join(sorted(lost))} are not kept"
        named = {item.source for _, claim in document.claims(held) for item in claim.evidence}
        if lost := named - {source.id for source in held.sources} or named - sources:
            yield f"{name}: the sources {', '.join(sorted(lost))} are not there"


def _disordered(session: Session) -> Iterator[str]:
    """Yield times and numbers that do not rise together, and a catalogue that is behind what it holds."""
    revision, change, audit = tables.Revision, following.Change, tables.Audit
    state = session.execute(select(tables.Catalogue.revision, tables.Catalogue.changed_at)).one()
    query = select(revision.slug, revision.number, revision.published_at, revision.catalogue_revision)
    before: dict[str, Any] = {}
    for row in session.execute(query.order_by(revision.slug, revision.number)):
        earlier = before.get(row.slug)
        if earlier is not None and not (
            earlier.published_at < row.published_at and earlier.catalogue_revision < row.catalogue_revision
        ):
            yield f"revision {row.number} of {row.slug} is not later than the one before it"
        before[row.slug] = row
    for what, column in (("audit", audit), ("changes", change)):
        listed = session.execute(select(column.catalogue_revision, column.at).order_by(column.number)).all()
        if [row[0] for row in listed] != sorted(row[0] for row in listed):
            yield f"{what}: an entry belongs to an earlier revision of the catalogue than the one before it"
        if listed and listed[-1][0] > state.revision:
            yield f"{what}: it is ahead of the catalogue's revision {state.revision}"
    newest = session.scalar(select(func.max(audit.catalogue_revision))) or 0
    if newest != state.revision:
        yield f"the catalogue has the revision {state.revision}, the audit log {newest}"
    latest = session.scalar(select(func.max(change.at)))
    if latest is not None and latest > state.changed_at:
        yield "the catalogue was changed later than it says"


def _drafts(session: Session) -> Iterator[str]:
    """Yield gaps in the versions of drafts, drafts that are not their newest version, versions that nobody signed."""
    held, draft, audit = drafts.DraftRevision, drafts.Draft, tables.Audit
    signed = {tuple(row) for row in session.execute(select(audit.subject, audit.after_sha256))}
    newest: dict[str, tuple[int, str]] = {}
    query = select(held.slug, held.number, held.sha256).order_by(held.slug, held.number)
    for row in session.execute(query):
        if row.number != newest.get(row.slug, (0, ""))[0] + 1:
            yield f"a version of the draft of {row.slug} before {row.number} is missing"
        newest[row.slug] = (row.number, row.sha256)
        if (row.slug, row.sha256) not in signed:
            yield f"version {row.number} of the draft of {row.slug} is not in the audit log"
    for row in session.execute(select(draft.slug, draft.number, draft.sha256)):
        if newest.get(row.slug) != (row.number, row.sha256):
            yield f"the draft of {row.slug} is not its newest version"


def _disagreeing(session: Session) -> Iterator[str]:
    """Yield the forms of the public procedures that say something else than their documents."""
    slugs = session.scalars(select(tables.Procedure.slug).order_by(tables.Procedure.slug)).all()
    yield from _forms(tuple(procedures.published(session, slug).document for slug in slugs))


@functools.lru_cache(maxsize=64)
def _forms(held: tuple[bytes, ...]) -> tuple[str, ...]:
    """Return the forms of these documents that disagree; they depend on nothing else."""
    parsed = [document.ProcedureDocument.model_validate_json(content) for content in held]
    wanted = {each.slug: facts.of_document(json.loads(each.canonical())) for each in parsed}
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        for form in test_truth.FORMS:
            folder = Path(scratch, form)
            folder.mkdir()
            if test_truth._said(form, parsed, folder) != wanted:
                found.append(f"the form {form} does not say what the documents say")
    return tuple(found)


def _pages(url: str) -> Iterator[str]:
    """Yield what amcheck finds in the pages of PostgreSQL; SQLite's are checked with what is stored."""
    if engine.is_sqlite(url) or not has_amcheck(url):
        return
    with _plain(url) as server:
        server.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
        server.execute(_AMCHECK)
        yield from (str(row[0]) for row in server.execute(_VERIFY))


def _plain(url: str) -> "psycopg.Connection[tuple[Any, ...]]":
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True)


def main(url: str) -> int:
    """Print what is wrong with a database."""
    found = faults(url)
    sys.stdout.write("".join(f"{line}\n" for line in found) or f"Nothing is wrong.{os.linesep}")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
