"""What `candour check` proves: the folder obeys the rules, its sources are accounted for, the database is sound."""

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.authoring import folders, refusals
from app.content import document, ledger, readability, rules, sources, values, vocabulary
from app.db import clock, engine, guarded, projection, soundness, standing, tables, types

_AT_ONCE = 100
_NOT_DERIVED = ("sources", "concepts")
"""The tables whose guarded columns are derived from nothing."""
"""How many documents are asked for at once."""


@dataclass(frozen=True, kw_only=True)
class Accounted:
    """Say how much of a held source is used, left out and quoted; quoted is None without the document at hand."""

    source: str
    used: float
    excluded: float
    unaccounted: float
    quoted: float | None
    phrases: int


@dataclass(frozen=True, kw_only=True)
class Readable:
    """Say how hard a procedure's words are to read."""

    procedure: str
    grade: float

    @property
    def hard(self) -> bool:
        """Tell whether it is harder than we mean to write."""
        return self.grade > readability.TARGET


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """Hold all that was found; `ok` only if there is no fault."""

    faults: tuple[refusals.Fault, ...]
    accounted: tuple[Accounted, ...]
    readable: tuple[Readable, ...]
    formula: str = readability.FORMULA
    target: float = readability.TARGET
    revisions: int = 0
    """How many stored revisions were compared with their digests."""
    rebuilt: int | None = None
    """How many procedures' projection was derived anew, if that was asked for."""

    @property
    def ok(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults


def check(
    database: engine.Database | None, folder: Path, documents: Path | None = None, *, rebuild: bool = False
) -> CheckReport:
    """Check a folder, with the source documents if their folder is given, and a database if there is one."""
    contents = folders.read(Path(folder))
    texts, missing = _texts(contents, documents)
    faults = [*contents.faults, *_rules(contents), *missing, *_ledgers(contents, texts)]
    revisions, rebuilt = 0, None
    if database is not None:
        rebuilt = _rebuilt(database) if rebuild else None
        with database.read() as session:
            if engine.is_sqlite(database.url):
                faults += [
                    _fault("database", "damaged", f"{said}.")
                    for said in soundness.faults(session.connection())
                ]
            faults += list(damage(session)) or _differences(session)
            revisions = session.scalar(select(func.count()).select_from(tables.Revision)) or 0
    return CheckReport(
        faults=tuple(faults),
        accounted=tuple(_accounted(contents, texts)),
        readable=tuple(
            Readable(procedure=slug, grade=readability.grade(_words(draft)))
            for slug, draft in contents.drafts.items()
        ),
        revisions=revisions,
        rebuilt=rebuilt,
    )


def _rules(contents: folders.Contents) -> Iterator[refusals.Fault]:
    terms = vocabulary.Vocabulary(contents.concepts.values())
    for fault in terms.faults():
        place = contents.file("concept", fault.concept)
        message = f"{fault.concept} {fault.message}."
        yield refusals.Fault(place=place, code="vocabulary", pointer="/concepts", message=message)
    context = rules.Context(terms=terms, known=contents.sources, procedures=frozenset(contents.drafts))
    for slug, draft in contents.drafts.items():
        yield from refusals.at(contents.file("procedure", slug), rules.check(draft, context))
    yield from folders.shared(contents)


def _texts(
    contents: folders.Contents, documents: Path | None
) -> tuple[dict[str, str], tuple[refusals.Fault, ...]]:
    """Return the text of each held source by its id, found by its digest, and a fault for each that was not found."""
    if documents is None:
        return {}, ()
    if not documents.is_dir():
        return {}, (_fault(str(documents), "no_folder", "is not a folder."),)
    there = {path.name: path.read_bytes() for path in sorted(documents.iterdir()) if path.is_file()}
    names = {values.digest(content): name for name, content in there.items()}
    known = {source.sha256 for source in _held(contents)}
    others = ", ".join(name for digest, name in names.items() if digest not in known) or "none"
    texts: dict[str, str] = {}
    faults: list[refusals.Fault] = []
    for source in _held(contents):
        name = names.get(source.sha256 or "")
        if name is None:
            code, why = (
                "missing_document",
                f"No file in {documents} has the digest of {source.id}: it is missing",
            )
            message = f"{why} or was altered. Files there that no source knows: {others}."
        else:
            try:
                texts[source.id] = there[name].decode("utf-8")
                continue
            except UnicodeDecodeError:
                code, message = "wrong_document", f"{name} is not UTF-8: offsets in it mean nothing."
        place = contents.file("source", source.id)
        faults.append(refusals.Fault(place=place, code=code, pointer="/sha256", message=message))
    return texts, tuple(faults)


def _ledgers(contents: folders.Contents, texts: dict[str, str]) -> Iterator[refusals.Fault]:
    withdrawn = {stone.id for draft in contents.drafts.values() for stone in draft.withdrawn}
    for source in contents.sources.values():
        quoted = ledger.quotations(contents.drafts.values(), source.id)
        place = contents.file("source", source.id)
        yield from refusals.at(place, ledger.check(source, quoted, withdrawn=withdrawn))
        if source.id in texts:
            yield from refusals.at(place, ledger.verify(source, quoted, texts[source.id]))


def _accounted(contents: folders.Contents, texts: dict[str, str]) -> Iterator[Accounted]:
    for source in _held(contents):
        quoted = ledger.quotations(contents.drafts.values(), source.id)
        shares = ledger.shares(source, quoted, texts.get(source.id))
        yield Accounted(
            source=source.id,
            used=shares.used,
            excluded=shares.excluded,
            unaccounted=shares.unaccounted,
            quoted=shares.quoted if source.id in texts else None,
            phrases=len(quoted),
        )


def _held(contents: folders.Contents) -> "Iterator[sources.AccountedSource]":
    yield from (source for source in contents.sources.values() if source.access == "held")


def _words(draft: document.ProcedureDraft) -> list[str]:
    return [draft.summary.text, *(claim.text for _, claim in document.claims(draft))]


def _rebuilt(database: engine.Database) -> int | None:
    """Derive the projection anew, unless a document that it would be derived from is damaged.

    The catalogue's revision is raised, so that processes that remember something of the tables look at them again.
    """
    with database.write() as session:
        if any(damage(session)):
            return None
        catalogue = session.scalar(select(tables.Catalogue))
        if catalogue is not None:
            tick = datetime.timedelta(microseconds=1)
            catalogue.revision += 1
            catalogue.changed_at = max(clock.now(), catalogue.changed_at + tick)
        return projection.rebuild(session)


def damage(session: Session) -> Iterator[refusals.Fault]:
    """Yield stored bytes that are not what their digest says, and gaps in what is kept for ever.

    What the projection holds is not among them: it is derived from documents, and compared with them.
    """
    for name in _NOT_DERIVED:
        for table, key, column in guarded.spoiled(session, types.Base.metadata.tables[name]):
            message = f"The {column} of {key} is not what was written."
            yield _fault(table, "damaged", message)
    revision, audit = tables.Revision, tables.Audit
    query = (
        select(revision.slug, revision.number, revision.sha256, revision.document, audit.after_sha256)
        .join(audit, (audit.subject == revision.slug) & (audit.revision == revision.number), isouter=True)
        .order_by(revision.slug, revision.number)
        .execution_options(yield_per=_AT_ONCE)  # else the driver would hold every document at once
    )
    begun = standing.continued(session)
    with session.execute(query) as found:  # closed too where nobody reads on
        for slug, listed in itertools.groupby(found, key=lambda row: str(row.slug)):
            for expected, row in enumerate(listed, start=begun.get(slug, 0) + 1):
                if values.digest(bytes(row.document)) != row.sha256:
                    yield _fault(
                        slug, "damaged", f"Revision {row.number} is not the bytes that its digest says."
                    )
                if row.after_sha256 != row.sha256:
                    yield _fault(
                        slug, "damaged", f"Revision {row.number} is not the one that the audit log has."
                    )
                if row.number != expected:
                    yield _fault(slug, "gap", f"Revision {expected} is missing.")
    count, newest = session.execute(select(func.count(), func.max(tables.Audit.number))).one()
    if count != (newest or 0):
        yield _fault("audit", "gap", f"{newest} entries were written, {count} are there.")


def _differences(session: Session) -> Iterator[refusals.Fault]:
    for difference in projection.differences(session):
        message = f"{difference.key} {difference.message}. `candour check --rebuild` derives it anew."
        yield _fault(difference.table, "projection_differs", message)


def _fault(place: str, code: str, message: str) -> refusals.Fault:
    return refusals.Fault(place=place, code=code, pointer="", message=message)
