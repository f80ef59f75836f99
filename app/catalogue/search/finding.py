"""Found procedures as an answer needs them: cards, the statements that brought them, conflicts, other words to try."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue import conflicts, listing, procedures, state, whole
from app.catalogue.search import asking, counts, entries, matches, reading, snapshot, texts
from app.content import durations, vocabulary, words
from app.db import statements, stored, tables

FEW_FOUND = 3
"""Fewer than so many found procedures bring other words to try."""
MOST_OFFERED = 5
_SHORTEST = 4
"""Of fewer letters nearly everything is like something."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One statement that brought a procedure, as in its document, and where words of the question stand in its text."""

    json: bytes
    section: str
    match: matches.Match
    marked: tuple[tuple[int, int], ...]
    conflicts: conflicts.Found


@dataclass(frozen=True, kw_only=True)
class Row:
    """One procedure found."""

    card: procedures.CardRow
    name: str
    named: tuple[tuple[int, int], ...]
    """Where words of the question stand in its name."""
    statements: tuple[Shown, ...]
    more: int


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A page of found procedures with all that is said beside it."""

    found: listing.Listed[Row]
    question: reading.Question
    matched: int
    missing: tuple[reading.Unit, ...]
    """What nothing that was found has of the question."""
    facets: tuple[counts.Facet, ...]
    labels: dict[str, str]
    """The preferred label of every concept that the answer names."""
    instead: tuple[str, ...]
    """Other words to try, where little was found."""
    unreadable: tuple[str, ...]
    level: bool
    """Whether the index was level with the database when it was asked."""

    @property
    def partly(self) -> bool:
        """Tell whether something was found that has not every part of the question."""
        return self.found.total > 0 and self.matched < len(self.question.units)

    @property
    def note(self) -> str:
        """Return how the answer is to be read."""
        if self.found.total:
            return words.FOUND
        return words.FOUND_NOTHING if self.level and not self.unreadable else words.NOT_ALL_SEARCHED


def find(
    session: Session,
    held: snapshot.Snapshot,
    text: str | None,
    filters: procedures.Filters,
    *,
    sort: snapshot.Sort,
    size: int,
    after: listing.Key | None,
) -> Answered:
    """Return a page of what was found; raise UnknownConcept for a filter that names none, BadCursor for a foreign one.

    Without a text everything that passes the filters is found; a text without a word finds nothing.
    """
    start = listing.behind(after, int)
    offset = max(0, int(start[0] or 0)) if start else 0
    question = held.read(text) if text is not None else reading.Question(units=())
    whole.assure(session)
    passing = terms_of(procedures.resolved(session, filters))
    empty = text is not None and not question.units
    found = (
        snapshot.Found(hits=(), total=0, matched=0, facets=counts.nothing())
        if empty
        else held.find(question, passing, sort=sort, size=size, offset=offset)
    )
    rows = _rows(session, held, found.hits, question.units)
    revision = state.revision(session)
    return Answered(
        found=listing.Listed(
            rows=rows,
            last=(offset + size,) if offset + size < found.total else None,
            total=found.total,
            catalogue=revision,
        ),
        question=question,
        matched=found.matched,
        missing=found.missing,
        facets=found.facets,
        labels=_labels(held, question, found.facets),
        instead=_instead(held, question) if text and found.total < FEW_FOUND else (),
        unreadable=held.state.unreadable,
        level=held.state.revision == revision,
    )


def terms_of(wanted: procedures.Filters) -> asking.Filters:
    """Return resolved filters as terms of the index; `include_unknown` lets pass where sources do not say."""
    terms: list[frozenset[str]] = []

    def require(term: str, *, unless_silent: str | None = None) -> None:
        silent = (
            {f"coverage.{unless_silent}:not_addressed"} if unless_silent and wanted.include_unknown else set()
        )
        terms.append(frozenset({term, *silent}))

    for name, (_, section) in procedures.PLACES.items():
        if (concept := getattr(wanted, name)) is not None:
            require(f"{'category' if name == 'energy' else name}:{concept}", unless_silent=section)
    if wanted.technique is not None:
        require(f"{'category' if wanted.technique_is_concept else 'technique'}:{wanted.technique}")
    if wanted.alias is not None:
        require(f"alias:{vocabulary.normalized(wanted.alias)}")
    if wanted.invasiveness is not None:
        unknown = {f"invasiveness:{entries.UNKNOWN}"} if wanted.include_unknown else set()
        terms.append(frozenset({f"invasiveness:{wanted.invasiveness}", *unknown}))
    if wanted.anaesthesia is not None:
        require(f"anaesthesia:{wanted.anaesthesia}", unless_silent="anaesthesia")
    for name, coverage in wanted.coverage.items():
        require(f"coverage.{name}:{coverage}")
    longest = (("recovery", wanted.max_recovery), ("session", wanted.max_session))
    return asking.Filters(
        terms=tuple(terms),
        longest=tuple(
            (field, durations.seconds(bound), wanted.include_unknown)
            for field, bound in longest
            if bound is not None
        ),
    )


def _rows(
    session: Session,
    held: snapshot.Snapshot,
    hits: Sequence[snapshot.Hit],
    units: Sequence[reading.Unit],
) -> tuple[Row, ...]:
    weights = held.weights(units)
    matched = {hit.slug: matches.of(hit.matter, units, weights) for hit in hits}
    cards = _cards(session, [hit.slug for hit in hits])
    ids = [match.id for found in matched.values() for match in found.best]
    rows_of = _statements(session, ids)
    level = held.state.revision == state.revision(session)
    beside = conflicts.of(session, ids) if ids else {}
    rows = []
    for hit in hits:
        lost = hit.slug not in cards or any(m.id not in rows_of for m in matched[hit.slug].best)
        if lost and level:
            raise stored.damaged("Something that was found")
        if hit.slug not in cards:
            continue  # withdrawn since the index was made; it must not be shown
        card, name = cards[hit.slug]
        shown = [
            _shown(match, rows_of[match.id], units, beside)
            for match in matched[hit.slug].best
            if match.id in rows_of
        ]
        rows.append(
            Row(
                card=card,
                name=name,
                named=tuple(matches.marked(name, units)),
                statements=tuple(shown),
                more=matched[hit.slug].more,
            )
        )
    return tuple(rows)


def _shown(match: matches.Match, row: Any, units: Sequence[reading.Unit], beside: conflicts.Found) -> Shown:
    return Shown(
        json=bytes(row.json),
        section=row.section or "aliases",
        match=match,
        marked=tuple(matches.marked(row.text, units)),
        conflicts={name: held for name, held in beside.items() if name == match.id},
    )


def _cards(session: Session, slugs: Sequence[str]) -> dict[str, tuple[procedures.CardRow, str]]:
    procedure = tables.Procedure
    rows = session.execute(
        select(
            procedure.slug,
            procedure.name,
            procedure.name_key,
            procedure.card,
            procedure.sha256,
            procedure.revision,
            procedure.published_at,
        ).where(procedure.slug.in_(slugs))
    )
    return {row.slug: (procedures.card_row(row), row.name) for row in rows}


def _statements(session: Session, ids: Sequence[str]) -> dict[str, Any]:
    if not ids:
        return {}
    statement = statements.Statement
    rows = session.execute(
        select(statement.id, statement.section, statement.text, statement.json).where(statement.id.in_(ids))
    )
    return {row.id: row for row in rows}


def _labels(
    held: snapshot.Snapshot, question: reading.Question, facets: Sequence[counts.Facet]
) -> dict[str, str]:
    named = {name for unit in question.units for name in (*unit.narrower, *unit.broader, *unit.partly)}
    named |= {value for facet in facets for value, _ in facet.values}
    terms = held.words.terms
    return {name: terms[name].label for name in sorted(named) if name in terms}


def _instead(held: snapshot.Snapshot, question: reading.Question) -> tuple[str, ...]:
    """Return labels and names that look like what was asked: for people to choose from, never taken by themselves."""
    asked = " ".join(word.folded for unit in question.units for word in unit.words)
    if len(asked) < _SHORTEST:
        return ()
    spelled = held.names_like(asked)
    near = process.extract(asked, spelled, scorer=fuzz.WRatio, limit=3 * MOST_OFFERED, score_cutoff=70)
    offered = [label for label, _, _ in near if 2 * len(label) >= len(asked)]
    return tuple(
        label for label in dict.fromkeys(offered) if [w.folded for w in texts.words(label)] != asked.split()
    )[:MOST_OFFERED]
