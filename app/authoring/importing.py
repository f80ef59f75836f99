"""How a folder or a file becomes the catalogue: all of it in one transaction, or nothing and a list of every fault.

What is in the database but not in it stays: nothing vanishes because a file is missing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import select, union

from app.authoring import bundles, changes, custody, edits, folders, library, publishing, refusals, shrink
from app.content import document, freezing, ledger, vocabulary
from app.db import clock, engine, projection, standing, tables

EDITOR = "Candour"
NOTE = "Imported from a folder."
Progress = Callable[[int, int, str], None]
"""Called with what is done, how much there is, and what comes next."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """Say what became of one thing that was read."""

    kind: str
    name: str
    outcome: Literal["stored", "unchanged", "rejected", "kept"]
    """`kept`: it has editors here, or was taken away here, and was left alone."""
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Report:
    """Account for everything that was read: it was stored, unchanged or rejected, and nothing else."""

    items: tuple[Item, ...]
    republished: tuple[str, ...]
    """Procedures that are not in the folder and were published anew because a source or a label changed."""
    catalogue_revision: int

    @property
    def read(self) -> int:
        """Return how many things were read."""
        return len(self.items)

    def count(self, outcome: str) -> int:
        """Return how many of them came to this."""
        return sum(item.outcome == outcome for item in self.items)

    @property
    def changes(self) -> int:
        """Return how many things were stored, in the folder or because of it."""
        return self.count("stored") + len(self.republished)


class ImportRefused(refusals.Refused):
    """An import was refused; the report says of everything that was read why it was not stored."""

    def __init__(self, faults: Collection[refusals.Fault], found: Iterable[folders.Found]) -> None:
        super().__init__(faults)
        reasons: dict[str, str] = {}
        for fault in faults:
            reasons.setdefault(fault.place, fault.message)
        items = [
            Item(
                kind=item.kind,
                name=item.name,
                outcome="rejected",
                reason=reasons.get(item.file)
                or reasons.get(item.name)
                or "Other parts of the folder have faults.",
            )
            for item in found
        ]
        self.report = Report(items=tuple(items), republished=(), catalogue_revision=0)


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """Say what an import would do to a procedure, by statement."""

    slug: str
    revision: int
    lines: tuple[changes.Line, ...]
    parts: tuple[str, ...]
    """What else would differ."""


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """Say what an import would do: the sources, the concepts and the procedures that it would change."""

    report: Report
    sources: tuple[tuple[str, Literal["new", "changed"]], ...]
    concepts: tuple[tuple[str, Literal["new", "changed"]], ...]
    procedures: tuple[Foreseen, ...]


def import_folder(
    database: engine.Database,
    folder: Path,
    *,
    editor: str = EDITOR,
    note: str = NOTE,
    allow_dropping: Collection[str] = (),
    reason: str | None = None,
    progress: Progress | None = None,
    yields: bool = False,
) -> Report:
    """Bring the catalogue to what a folder or a file says; raise ImportRefused with every fault, having stored nothing.

    `allow_dropping` names statements that may be withdrawn or weakened (and concepts that may lose names), `reason`
    is what their tombstones say. A second import of the same folder changes nothing. A procedure that was edited here
    since must be allowed to be replaced, by its slug; an import that `yields` leaves it alone.
    """
    contents, conditions = _read(folder), _conditions(allow_dropping, reason)
    with database.write() as session:
        edit = edits.Edit(session, editor=editor, note=note, now=clock.now())
        kept: frozenset[str] = frozenset()
        if yields:
            contents, kept = custody.yielded(session, contents)
        run = _Import(edit, contents, conditions=conditions, progress=progress or _silent, kept=kept)
        run.check()
        return run.store()


def rehearse(
    database: engine.Database,
    folder: Path,
    *,
    allow_dropping: Collection[str] = (),
    reason: str | None = None,
    progress: Progress | None = None,
) -> Rehearsal:
    """Find what an import would do, in a session that only reads; raise ImportRefused where it would be refused."""
    contents, conditions = _read(folder), _conditions(allow_dropping, reason)
    with database.read() as session:
        edit = edits.Edit(session, editor=EDITOR, note=NOTE, now=clock.now(), rehearsal=True)
        run = _Import(edit, contents, conditions=conditions, progress=progress or _silent)
        run.check()
        return run.foresee()


def _read(folder: Path) -> folders.Contents:
    contents = bundles.read(Path(folder))
    if contents.faults:
        raise ImportRefused(contents.faults, contents.found)
    return contents


def _conditions(allowed: Collection[str], reason: str | None) -> publishing.Conditions:
    return publishing.Conditions(allow_dropping=frozenset(allowed), reason=reason, allow_unreviewed=True)


def _silent(_done: int, _total: int, _current: str) -> None:
    """Tell nobody."""


class _Import:
    """One import: what is there, what will be, what differs."""

    def __init__(
        self,
        edit: edits.Edit,
        contents: folders.Contents,
        *,
        conditions: publishing.Conditions,
        progress: Progress,
        kept: frozenset[str] = frozenset(),
    ) -> None:
        self.edit, self.contents, self.conditions, self.progress = edit, contents, conditions, progress
        self.kept = kept
        cited = (freezing.cited(draft) for draft in contents.drafts.values())
        self.touched = set(contents.sources).union(*cited)
        self.before = library.load(edit.session, self.touched)
        described = [
            ledger.opened(source, earlier=self.before.known.get(source.id))
            for source in contents.sources.values()
        ]
        self.after = self.before.with_changes(described, contents.concepts.values())
        self.sources = [source for source in described if self.before.known.get(source.id) != source]
        held = self.before.terms.concepts
        self.concepts = [concept for concept in contents.concepts.values() if held.get(concept.id) != concept]
        self.prepared: dict[str, publishing.Prepared] = {}
        earlier = self.before.known
        self.redescribed = {
            source.id
            for source in self.sources
            if source.id in earlier and earlier[source.id].metadata() != source.metadata()
        }
        self.relabelled = {
            concept.id
            for concept in self.concepts
            if concept.id in held and _shown(held[concept.id]) != _shown(concept)
        }

    def check(self) -> None:
        """Find every fault of everything; raise ImportRefused if there is one."""
        faults = [
            refusals.Fault(
                place=self.contents.file("concept", fault.concept),
                code="vocabulary",
                pointer="/concepts",
                message=f"{fault.concept} {fault.message}.",
            )
            for fault in self.after.terms.faults()
        ]
        faults += shrink.vocabulary_faults(
            self.before.terms, self.concepts, allowed=self.conditions.allow_dropping
        )
        others = self._others()
        affected = {slug: draft for slug, draft in others.items() if self._affected(draft)}
        drafts = {**affected, **self.contents.drafts}
        faults += folders.shared(self.contents)
        present = publishing.look_up(self.edit.session, list(drafts.values()))
        shelf = self._shelf(affected)
        for count, (slug, draft) in enumerate(drafts.items()):
            self.progress(count, len(drafts), slug)
            self.prepared[slug] = publishing.prepare(
                self.edit,
                draft,
                present=present,
                shelf=shelf,
                conditions=self.conditions,
                place=self.contents.file("procedure", slug),
            )
        for item in self.prepared.values():
            faults += item.faults
        faults += custody.faults(
            self.edit.session,
            self.prepared,
            places={slug: self.contents.file("procedure", slug) for slug in self.contents.drafts},
            allowed=self.conditions.allow_dropping,
        )
        faults += publishing.shrinking(
            self.edit.session, list(self.prepared.values()), conditions=self.conditions
        )
        faults += self._ledgers({**others, **self.contents.drafts})
        if faults:
            raise ImportRefused(faults, self.contents.found)

    def store(self) -> Report:
        """Store what differs; return what became of everything that was read."""
        library.store_sources(self.edit, self.sources, before=self.before.known)
        library.store_concepts(self.edit, self.concepts, before=self.before.terms, after=self.after)
        for count, (slug, prepared) in enumerate(self.prepared.items()):
            self.progress(count, len(self.prepared), slug)
            publishing.store(self.edit, [prepared])
        self.progress(len(self.prepared), len(self.prepared), "")
        return self._report(self.edit.finish())

    def foresee(self) -> Rehearsal:
        """Return what `store` would change."""
        procedures = []
        for item in self.prepared.values():
            if item.published is not None and not item.unchanged:
                before = item.previous[0] if item.previous else None
                said, parts = changes.lines(before, item.published), changes.parts(before, item.published)
                procedures.append(Foreseen(slug=item.slug, revision=item.number, lines=said, parts=parts))
        return Rehearsal(
            report=self._report(self.edit.before),
            sources=tuple((one.id, _newness(one.id, self.before.known)) for one in self.sources),
            concepts=tuple((one.id, _newness(one.id, self.before.terms.concepts)) for one in self.concepts),
            procedures=tuple(procedures),
        )

    def _report(self, catalogue_revision: int) -> Report:
        """Return what becomes of everything that was read."""
        stored = {("source", source.id) for source in self.sources}
        stored |= {("concept", concept.id) for concept in self.concepts}
        stored |= {("procedure", slug) for slug, item in self.prepared.items() if not item.unchanged}
        items = tuple(
            Item(
                kind=found.kind,
                name=found.name,
                outcome=self._outcome(found, stored),
            )
            for found in self.contents.found
        )
        outside = sorted(
            name for kind, name in stored if kind == "procedure" and name not in self.contents.drafts
        )
        return Report(items=items, republished=tuple(outside), catalogue_revision=catalogue_revision)

    def _outcome(
        self, found: folders.Found, stored: set[tuple[str, str]]
    ) -> Literal["stored", "unchanged", "kept"]:
        if found.kind == "procedure" and found.name in self.kept:
            return "kept"
        return "stored" if (found.kind, found.name) in stored else "unchanged"

    def _others(self) -> dict[str, document.ProcedureDraft]:
        """Return procedures that are not in the folder but use a source of it, or a concept that changes."""
        source, concept = tables.ProcedureSource, tables.ProcedureConcept
        query = union(
            select(source.procedure_slug).where(source.source_id.in_(self.touched)),
            select(concept.procedure_slug).where(concept.concept_id.in_(self.relabelled)),
        )
        slugs = set(self.edit.session.scalars(query)) - set(self.contents.drafts)
        newest = [projection.latest(self.edit.session, slug) for slug in sorted(slugs)]
        return {found[0].slug: freezing.thaw(found[0]) for found in newest if found is not None}

    def _shelf(self, affected: dict[str, document.ProcedureDraft]) -> library.Library:
        """Return the library as it will be, with whatever else the affected procedures cite."""
        cited = set().union(*(freezing.cited(draft) for draft in affected.values()))
        more = library.sources_of(self.edit.session, cited - set(self.after.known))
        return library.Library(known={**more, **self.after.known}, terms=self.after.terms)

    def _affected(self, draft: document.ProcedureDraft) -> bool:
        """Tell whether its document reads differently now; an old fault in one that does not stops nothing."""
        return bool(freezing.concepts(draft) & self.relabelled or freezing.cited(draft) & self.redescribed)

    def _ledgers(self, drafts: dict[str, document.ProcedureDraft]) -> Iterator[refusals.Fault]:
        withdrawn = self._withdrawn(drafts)
        for name in sorted(self.touched & set(self.after.known)):
            quoted = ledger.quotations(drafts.values(), name)
            violations = ledger.check(self.after.known[name], quoted, withdrawn=withdrawn)
            yield from refusals.at(self.contents.file("source", name), violations)

    def _withdrawn(self, drafts: dict[str, document.ProcedureDraft]) -> frozenset[str]:
        """Return those of the statements that the ledgers name and these drafts do not have that were withdrawn."""
        listed = (self.after.known[name].ledger for name in self.touched & set(self.after.known))
        used = {name for spans in listed for span in spans for name in span.used}
        held = {claim.id for draft in drafts.values() for _, claim in document.claims(draft)}
        stones = {stone.id for draft in drafts.values() for stone in draft.withdrawn}
        return standing.withdrawn(self.edit.session, used - held) | stones


def _shown(concept: vocabulary.Concept) -> tuple[str, str]:
    """Return what documents carry of a concept."""
    return concept.scheme, concept.label


def _newness(name: str, held: Mapping[str, object]) -> Literal["new", "changed"]:
    return "changed" if name in held else "new"
