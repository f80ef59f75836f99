"""What was published before: revisions by number or as of an instant, a procedure's whole life, two to compare."""

import dataclasses
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from app.catalogue import absent, listing, procedures, state
from app.content import document, problems, values, words
from app.db import clock, following, projection, standing, stored, tables

Kind = Literal["create", "update", "restore", "rename"]
Revision = tables.Revision


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Say which revision is asked for: by its number, by an instant, or the newest."""

    revision: int | None = None
    as_of: datetime.datetime | None = None

    @property
    def newest(self) -> bool:
        """Tell whether nothing but the newest is asked for."""
        return self.revision is None and self.as_of is None


@dataclass(frozen=True, kw_only=True)
class Ended:
    """Say when a revision ceased to be public, and for which other, or for which reason."""

    at: datetime.datetime
    by: int | None = None
    """The number of the revision that took its place."""
    reason: str | None = None
    """Why the procedure was withdrawn."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One revision in the life of a procedure."""

    number: int
    slug: str
    """The slug that it was published under."""
    sha256: str
    kind: Kind
    at: datetime.datetime
    safety_changed: bool
    reason: str | None
    ended: Ended | None = None

    def was_public(self, at: datetime.datetime) -> bool:
        """Tell whether this was what could be read at an instant."""
        return self.at <= at and (self.ended is None or at < self.ended.at)


@dataclass(frozen=True, kw_only=True)
class Life:
    """All revisions of a procedure under all its slugs, the oldest first; at least one."""

    entries: tuple[Entry, ...]
    withdrawn: standing.Standing | None

    @property
    def newest(self) -> Entry:
        """Return the newest revision."""
        return self.entries[-1]

    def numbered(self, number: int) -> Entry:
        """Return a revision by its number; raise RevisionNotFound."""
        for entry in self.entries:
            if entry.number == number:
                return entry
        raise problems.RevisionNotFound(
            f"There is no revision {number}.", newest=self.newest.number, first=self.entries[0].number
        )

    def as_of(self, at: datetime.datetime) -> Entry:
        """Return the revision that was public at an instant; raise RevisionNotFound or Gone."""
        for entry in self.entries:
            if entry.was_public(at):
                return entry
        first = self.entries[0]
        if at < first.at:
            raise problems.RevisionNotFound(
                "Nothing was published yet at that time.", first_published=values.stamp(first.at)
            )
        found = next(entry for entry in reversed(self.entries) if entry.at <= at)
        assert found.ended is not None  # noqa: S101 - else it would be public then; this is for the type checker
        gone = standing.Standing(
            slug=found.slug,
            kind="withdraw",
            revision=found.number,
            sha256=found.sha256,
            at=found.ended.at,
            reason=found.ended.reason,
            successor=None,
        )
        raise absent.gone(gone, what="At that time the procedure was not public: it")


@dataclass(frozen=True, kw_only=True)
class Revised:
    """A revision in the list of a procedure's revisions, with its note."""

    entry: Entry
    note: str


def document_of(session: Session, slug: str, asked: Asked) -> procedures.Published:
    """Return the document asked for; an earlier one, or that of a withdrawn procedure, says so in its `standing`.

    Raises RevisionNotFound, why the procedure is absent, Damaged, and InvalidParameter for an instant to come.
    """
    if asked.newest:
        return procedures.published(session, slug)
    if asked.as_of is not None and asked.as_of > clock.now():
        raise problems.InvalidParameter(
            "query parameter as_of: lies in the future, which nobody knows",
            errors=[
                {"in": "query", "name": "as_of", "code": "future", "message": "must not lie in the future"}
            ],
        )
    found = life(session, slug)
    entry = found.as_of(asked.as_of) if asked.as_of is not None else found.numbered(asked.revision or 0)
    (held,) = _documents(session, [entry])
    return dataclasses.replace(held, standing=_standing(session, found, entry, held))


def pair(session: Session, slug: str, *, before: int, after: int) -> tuple[procedures.Published, ...]:
    """Return two revisions of a procedure; raise RevisionNotFound, why the procedure is absent, Damaged."""
    found = life(session, slug)
    return _documents(session, [found.numbered(before), found.numbered(after)])


def listed(session: Session, slug: str, *, size: int, after: listing.Key | None) -> listing.Listed[Revised]:
    """Return a page of the revisions of a procedure, the newest first."""
    found = life(session, slug)
    start = listing.behind(after, int)
    behind = [
        entry for entry in reversed(found.entries) if start is None or entry.number < int(start[0] or 0)
    ]
    notes = _notes(session, behind[:size])
    rows = tuple(Revised(entry=entry, note=notes[entry.number]) for entry in behind[:size])
    return listing.Listed(
        rows=rows,
        last=(rows[-1].entry.number,) if len(behind) > size else None,
        total=len(found.entries),
        catalogue=state.revision(session),
    )


def life(session: Session, slug: str) -> Life:
    """Return the life of a procedure by the slug that it has now; raise why it is absent."""
    newest = standing.of(session, slug)
    if newest is None or newest.successor is not None:
        raise absent.problem(session, slug)
    change = following.Change
    query = select(change).where(change.slug.in_(standing.lineage(session, slug))).order_by(change.number)
    entries: list[Entry] = []
    renamed: following.Change | None = None
    for row in session.scalars(query):
        if row.kind == "rename":
            renamed = row
        elif row.kind == "withdraw":
            _end(entries, Ended(at=row.at, reason=row.reason))
        else:
            _end(entries, Ended(at=row.at, by=row.revision))
            entries.append(_entry(row, renamed))
            renamed = None
    return Life(entries=tuple(entries), withdrawn=None if newest.public else newest)


def _end(entries: list[Entry], ended: Ended) -> None:
    if entries and entries[-1].ended is None:
        entries[-1] = dataclasses.replace(entries[-1], ended=ended)


def _entry(row: following.Change, renamed: following.Change | None) -> Entry:
    kind: Kind = "rename" if renamed is not None else row.kind  # type: ignore[assignment]  # the others are apart
    return Entry(
        number=row.revision,
        slug=row.slug,
        sha256=row.sha256,
        kind=kind,
        at=row.at,
        safety_changed=row.safety_changed,
        reason=renamed.reason if renamed is not None else row.reason,
    )


def _documents(session: Session, entries: Sequence[Entry]) -> tuple[procedures.Published, ...]:
    catalogue = tables.Catalogue
    found: list[procedures.Published] = []
    for entry in entries:
        query = (
            select(
                Revision.document, Revision.sha256, Revision.number, Revision.published_at, catalogue.revision
            )
            .join(catalogue, true())
            .where(Revision.slug == entry.slug, Revision.number == entry.number)
        )
        row = session.execute(query).one_or_none()
        if row is None or row.sha256 != entry.sha256:
            raise stored.damaged(f"Revision {entry.number}")
        found.append(procedures.of_row(*row))
    return tuple(found)


def _notes(session: Session, entries: Sequence[Entry]) -> dict[int, str]:
    slugs, numbers = {entry.slug for entry in entries}, [entry.number for entry in entries]
    query = (
        select(Revision.number, Revision.note)
        .where(Revision.slug.in_(slugs))
        .where(Revision.number.in_(numbers))
    )
    return {row.number: row.note for row in session.execute(query)}


def _standing(session: Session, found: Life, entry: Entry, held: procedures.Published) -> values.Json:
    """Return what an answer with a revision says of it: whether it still holds, and what was taken back since."""
    said: dict[str, values.Json] = {"state": "current"}
    if found.withdrawn is not None:
        said = {"state": "withdrawn", **_since(found.withdrawn.at), "reason": found.withdrawn.reason}
    elif entry.ended is not None:
        said = {"state": "superseded", **_since(entry.ended.at)}
    said["words"] = words.STANDING[str(said["state"])]
    if entry is found.newest:
        return said
    latest = projection.latest(session, found.newest.slug)
    if latest is None:
        raise stored.damaged("The newest revision")
    said["newest"] = {"number": found.newest.number, "sha256": found.newest.sha256}
    return said | _taken_back(document.ProcedureDocument.model_validate_json(held.document), latest[0])


def _since(at: datetime.datetime) -> dict[str, values.Json]:
    return {"since": values.stamp(at)}


def _taken_back(then: document.ProcedureDocument, now: document.ProcedureDocument) -> dict[str, values.Json]:
    """Return the statements of an earlier revision that were withdrawn since, or that nobody is to rely on any more."""
    held = {claim.id: claim for _, claim in document.claims(then)}
    gone: list[values.Json] = [stone.tree() for stone in now.withdrawn if stone.id in held]
    fallen: list[values.Json] = [
        {"id": claim.id, "kind": document.kind(claim), "reason": claim.rank_reason}
        for _, claim in document.claims(now)
        if claim.rank == "deprecated" and claim.id in held and held[claim.id].rank != "deprecated"
    ]
    return {
        **({"withdrawn_since": gone} if gone else {}),
        **({"deprecated_since": fallen} if fallen else {}),
    }
