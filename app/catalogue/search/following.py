"""How the index is kept level with the database: what changed since is entered anew, everything if need be."""

import hashlib
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import tantivy
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.catalogue import concepts
from app.catalogue.search import entries, folder
from app.content import problems, values, vocabulary
from app.db import engine, following, standing, stored, tables

BATCH = 200
"""How many documents are read from the database in one reading."""
AGAIN_SECONDS = 60.0
"""How long what could not be read is left alone."""
SMALL = 500
"""How many procedures are entered while the service starts; more are entered while it serves."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class _Catalogue:
    """What the database says of itself, of one moment."""

    revision: int
    identity: str
    newest_of_state: str
    newest: str
    terms: vocabulary.Vocabulary


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What to enter, or to take out where it is not public any more; `anew` throws away what is there."""

    anew: bool
    slugs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What catching up did."""

    entered: int
    anew: bool
    unreadable: tuple[str, ...]


class Following:
    """Bring one folder level with one database."""

    def __init__(self, database: engine.Database, kept: folder.Folder) -> None:
        self._database = database
        self._folder = kept
        self._tried = time.monotonic()

    def soon(self) -> bool:
        """Tell whether catching up takes no more than a moment: the index is level, or the catalogue small."""
        held = self._folder.read()
        with self._database.read() as session:
            if held is not None and _level(session, held[1]):
                return True
            return (session.scalar(select(func.count()).select_from(tables.Procedure)) or 0) <= SMALL

    def catch_up(self, *, anew: bool = False) -> Report | None:
        """Enter what changed; return None where nothing had, raise Busy where another process is at it.

        With `anew` everything is entered, whatever is there.

        Raises Unavailable where the database does not answer, OSError where the folder cannot be written.
        """
        held = self._folder.read()
        with self._database.read() as session:
            if held is not None and not anew and _level(session, held[1]) and not self._again(held[1]):
                return None
        with self._folder.writing():
            held = None if anew else self._folder.read()  # another process may have done it meanwhile
            with self._database.read() as session:
                now = _catalogue(session, held[1] if held else None)
                plan = _plan(session, held[1] if held else None, now) or self._retry(held)
            if plan is None:
                return None
            return self._enter(plan, held, now)

    def _again(self, state: folder.State) -> bool:
        """Tell whether it is time to try what could not be read: somebody may have repaired it."""
        return bool(state.unreadable) and time.monotonic() - self._tried > AGAIN_SECONDS

    def _retry(self, held: tuple[tantivy.Searcher, folder.State] | None) -> _Plan | None:
        if held is None or not self._again(held[1]):
            return None
        self._tried = time.monotonic()
        return _Plan(anew=False, slugs=held[1].unreadable)

    def _enter(
        self, plan: _Plan, held: tuple[tantivy.Searcher, folder.State] | None, now: _Catalogue
    ) -> Report:
        begun = time.monotonic()
        if plan.anew or held is None:
            self._folder.renew()
            held = None
        making = _Making(self._database, now.terms, held)
        self._folder.write(
            making.entries(plan.slugs),
            replacing=() if held is None else plan.slugs,
            count=len(plan.slugs),
            state=lambda: making.state(now),
        )
        unreadable = making.unreadable
        if unreadable:
            _log.error("search_unreadable", extra={"procedures": unreadable})
        _log.info(
            "search_caught_up",
            extra={
                "entered": len(plan.slugs),
                "anew": plan.anew,
                "seconds": round(time.monotonic() - begun, 3),
            },
        )
        return Report(entered=len(plan.slugs) - len(unreadable), anew=plan.anew, unreadable=unreadable)


class _Making:
    """Make entries from published documents, remembering which slots are taken and what could not be read."""

    def __init__(
        self,
        database: engine.Database,
        terms: vocabulary.Vocabulary,
        held: tuple[tantivy.Searcher, folder.State] | None,
    ) -> None:
        self._database = database
        self._terms = terms
        self._held = held
        self._next = held[1].slots if held else 0
        self._read: set[str] = set()
        self._unreadable: set[str] = set(held[1].unreadable) if held else set()

    @property
    def unreadable(self) -> tuple[str, ...]:
        return tuple(sorted(self._unreadable))

    def entries(self, slugs: Sequence[str]) -> Iterator[tantivy.Document]:
        for begin in range(0, len(slugs), BATCH):
            batch = slugs[begin : begin + BATCH]
            with self._database.read() as session:
                found, damaged = _published(session, batch)
            self._unreadable = (self._unreadable - set(batch)) | damaged
            for one in found:
                try:
                    made = entries.entry(one, slot=self._slot(one.slug), terms=self._terms)
                except (KeyError, TypeError, ValueError):
                    _log.exception("search_unreadable")
                    self._unreadable.add(one.slug)
                else:
                    yield made

    def state(self, now: _Catalogue) -> folder.State:
        return folder.State(
            revision=now.revision,
            identity=now.identity,
            newest=now.newest,
            slots=self._next,
            closure=_closure(now.terms),
            unreadable=self.unreadable,
            replaced=self._held is not None,
        )

    def _slot(self, slug: str) -> int:
        if self._held is not None:
            searcher, _ = self._held
            query = tantivy.Query.term_query(entries.schema(), "slug", slug, index_option="basic")
            if hits := searcher.search(query, 1, count=False).hits:
                return int(searcher.fast_field_values("slot", [hits[0][1]])[0] or 0)
        self._next += 1
        return self._next - 1


def _level(session: Session, state: folder.State) -> bool:
    revision = session.scalar(select(tables.Catalogue.revision)) or 0
    return (
        state.revision == revision
        and state.identity == _identity(session)
        and state.newest == _newest(session, revision)
    )


def _catalogue(session: Session, state: folder.State | None) -> _Catalogue:
    revision = session.scalar(select(tables.Catalogue.revision)) or 0
    return _Catalogue(
        revision=revision,
        identity=_identity(session),
        newest=_newest(session, revision),
        newest_of_state=_newest(session, state.revision) if state else "",
        terms=concepts.terms(session),
    )


def _identity(session: Session) -> str:
    """Return what tells this catalogue from every other: the first thing that was ever written into it."""
    audit = tables.Audit
    row = session.execute(
        select(audit.at, audit.subject, audit.after_sha256).order_by(audit.number).limit(1)
    ).one_or_none()
    return "" if row is None else _digest([values.stamp(row.at), row.subject, row.after_sha256])


def _newest(session: Session, revision: int) -> str:
    """Return a digest of what was published with one revision of the catalogue."""
    published = tables.Revision
    rows = session.execute(
        select(published.slug, published.number, published.sha256)
        .where(published.catalogue_revision == revision)
        .order_by(published.slug)
    )
    return _digest([f"{row.slug} {row.number} {row.sha256}" for row in rows])


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()


def _plan(session: Session, state: folder.State | None, now: _Catalogue) -> _Plan | None:
    procedure = tables.Procedure
    if (
        state is None
        or state.identity != now.identity
        or state.revision > now.revision
        or state.newest != now.newest_of_state
    ):
        return _Plan(anew=True, slugs=tuple(session.scalars(select(procedure.slug).order_by(procedure.slug))))
    if state.revision == now.revision:
        return None
    revision, claimed = tables.Revision, tables.ProcedureConcept
    changed = select(revision.slug).where(revision.catalogue_revision > state.revision)
    query = select(procedure.slug).where(procedure.slug.in_(changed))
    taken = select(following.Change.slug).where(following.Change.catalogue_revision > state.revision)
    taken = taken.where(following.Change.kind.in_(standing.AWAY))
    away = set(session.scalars(taken)) - set(
        session.scalars(select(procedure.slug).where(procedure.slug.in_(taken)))
    )
    if moved := _moved(state, now.terms):
        placed = select(claimed.procedure_slug).where(claimed.concept_id.in_(moved))
        query = select(procedure.slug).where(or_(procedure.slug.in_(changed), procedure.slug.in_(placed)))
    return _Plan(anew=False, slugs=tuple(sorted({*session.scalars(query), *away})))


def _moved(state: folder.State, terms: vocabulary.Vocabulary) -> list[str]:
    """Return the concepts that stand below others than when entries were made."""
    now = _closure(terms)
    return sorted(name for name in state.closure if state.closure[name] != now.get(name, ()))


def _closure(terms: vocabulary.Vocabulary) -> dict[str, tuple[str, ...]]:
    return {name: tuple(sorted(terms.broader(name))) for name in terms.concepts}


def _published(session: Session, slugs: Sequence[str]) -> tuple[list[entries.Published], set[str]]:
    """Return the newest documents of these procedures, and which of them are not stored as they were published."""
    procedure, revision = tables.Procedure, tables.Revision
    query = (
        select(procedure, revision.document)
        .join(revision, (procedure.slug == revision.slug) & (procedure.revision == revision.number))
        .where(procedure.slug.in_(slugs))
        .order_by(procedure.slug)
    )
    found: list[entries.Published] = []
    damaged: set[str] = set()
    for row, document in session.execute(query):
        try:
            held = stored.intact(bytes(document), sha256=row.sha256)
        except problems.Damaged:
            damaged.add(row.slug)
            continue
        found.append(
            entries.Published(
                slug=row.slug,
                name=row.name,
                name_key=row.name_key,
                sha256=row.sha256,
                published=values.stamp(row.published_at),
                invasiveness=row.invasiveness,
                recovery_seconds=row.recovery_seconds,
                session_seconds=row.session_seconds,
                document=held,
            )
        )
    return found, damaged
