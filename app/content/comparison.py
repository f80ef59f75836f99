"""Procedures side by side: the same rows for each, in equal detail, every statement in one cell, and no cell blank."""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from app.content import (
    alignment,
    cells,
    comparison_words,
    document,
    evidence_summary,
    sources,
    statements,
    values,
    words,
)

FEWEST, MOST = 2, 6
"""How many procedures can be compared."""
V = TypeVar("V", sources.CitedSource, document.ConceptLabel)
_ASPECTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "session_plan": ("aspect", ("number", "spacing", "repeat_after")),
    "recovery": ("milestone", ("daily_life", "skin_healed", "results_visible")),
}
"""The sections that have a row for each of these aspects, and the field of a statement that names its aspect."""


class _Layout(NamedTuple):
    group: str
    parts: tuple[str, ...]


LAYOUT = (
    _Layout("evidence", ("evidence_quality",)),
    *(_Layout(name, (name,)) for name in alignment.ALIGNED),
    _Layout("identity", ("indications", "invasiveness", "body_areas", "categories", "aliases")),
    _Layout("method", ("techniques", "mechanisms", "anaesthesia", "pain")),
    _Layout("sessions", ("duration", "session_plan")),
    _Layout("before_and_after", ("preparation", "recovery", "aftercare")),
    _Layout("results", ("outcomes",)),
    _Layout("choices", ("alternatives", "combinations", "cost_factors")),
)
"""The groups in the order in which they are to be read: what it rests on, safety, and then the rest.

Each column is headed by its summary, which says what it is; what it is praised for comes behind what it may do.
"""


class Withdrawals(values.Value):
    """Name the statements that were withdrawn, and say it where there are none."""

    words: str
    statements: tuple[document.Tombstone, ...] = ()


class ComparisonColumn(values.Value):
    """Say which procedure a column shows, and how far what it says can be relied on."""

    slug: values.Slug
    name: values.Label
    language: str
    summary: document.Summary
    evidence_summary: evidence_summary.EvidenceSummary
    review: document.ReviewSummary
    conflicts: document.Conflicts
    """All contradictions found in this document; each also hangs on the cells that it touches."""
    withdrawn: Withdrawals


class ComparedSource(sources.CitedSource):
    """A source, and the procedures whose documents describe it so."""

    procedures: tuple[values.Slug, ...]


class ComparedConcept(document.ConceptLabel):
    """A concept's label, and the procedures whose documents give it so."""

    procedures: tuple[values.Slug, ...]


class Comparison(values.Value):
    """Hold procedures side by side."""

    words: str
    """How to read it, to be shown with it."""
    columns: tuple[ComparisonColumn, ...]
    groups: tuple[cells.ComparisonGroup, ...]
    sources: tuple[ComparedSource, ...]
    """Every source once, as the documents of the `procedures` named describe it; twice only where they differ."""
    concepts: tuple[ComparedConcept, ...] = ()


def compare(columns: Sequence[document.ProcedureDocument], *, broader: alignment.Broader) -> Comparison:
    """Return the comparison of documents in this order; `broader` names all broader concepts of each concept."""
    return Comparison(
        words=comparison_words.HOW_TO_READ,
        columns=tuple(_column(published) for published in columns),
        groups=tuple(_group(layout, columns, broader) for layout in LAYOUT),
        sources=tuple(
            ComparedSource.model_validate({**source.model_dump(), "procedures": slugs})
            for source, slugs in _once(columns, lambda published: published.sources)
        ),
        concepts=tuple(
            ComparedConcept(id=label.id, scheme=label.scheme, label=label.label, procedures=slugs)
            for label, slugs in _once(columns, lambda published: published.concepts)
        ),
    )


def _column(published: document.ProcedureDocument) -> ComparisonColumn:
    stones = published.withdrawn
    return ComparisonColumn(
        slug=published.slug,
        name=published.name,
        language=published.language,
        summary=published.summary,
        evidence_summary=evidence_summary.summarise(published),
        review=published.review,
        conflicts=published.conflicts,
        withdrawn=Withdrawals(
            words=comparison_words.WITHDRAWN if stones else comparison_words.NOT_WITHDRAWN, statements=stones
        ),
    )


def _once(
    columns: Iterable[document.ProcedureDocument],
    held: Callable[[document.ProcedureDocument], Iterable[V]],
) -> list[tuple[V, tuple[str, ...]]]:
    """Return each different value once, with the slugs of the documents that hold it, whatever the columns' order."""
    found: dict[tuple[str, bytes], tuple[V, list[str]]] = {}
    for published in columns:
        for value in held(published):
            found.setdefault((value.id, value.canonical()), (value, []))[1].append(published.slug)
    return [(found[key][0], tuple(sorted(found[key][1]))) for key in sorted(found)]


def _group(
    layout: _Layout, columns: Sequence[document.ProcedureDocument], broader: alignment.Broader
) -> cells.ComparisonGroup:
    return cells.ComparisonGroup(
        key=layout.group,
        heading=comparison_words.HEADINGS.get(layout.group) or comparison_words.section(layout.group),
        rows=tuple(row for part in layout.parts for row in _rows(part, columns, broader)),
    )


def _rows(
    part: str, columns: Sequence[document.ProcedureDocument], broader: alignment.Broader
) -> Iterator[cells.ComparisonRow]:
    if part in alignment.ALIGNED:
        yield from alignment.rows(part, columns, broader)
    elif part in _ASPECTS:
        yield from _by_aspect(part, columns)
    elif part == "evidence_quality":
        yield _row(part, columns, _evidence)
    elif part == "aliases":
        yield _row(part, columns, _aliases)
    else:
        yield _row(part, columns, functools.partial(cells.whole, name=part), section=part)


def _row(
    key: str,
    columns: Iterable[document.ProcedureDocument],
    make: Callable[[document.ProcedureDocument], cells.ComparisonCell],
    *,
    section: str | None = None,
) -> cells.ComparisonRow:
    return cells.ComparisonRow(
        key=key,
        label=comparison_words.row(key),
        section=section,
        cells=tuple(make(published) for published in columns),
    )


def _by_aspect(name: str, columns: Sequence[document.ProcedureDocument]) -> Iterator[cells.ComparisonRow]:
    """Yield a row for each aspect; before them one for the whole, where a source says that there is none."""
    if any(cells.section(published, name).finding for published in columns):
        yield _row(name, columns, functools.partial(_whole_by_aspect, name=name), section=name)
    for aspect in _ASPECTS[name][1]:
        make = functools.partial(_aspect, name=name, aspect=aspect)
        yield _row(f"{name}/{aspect}", columns, make, section=name)


def _whole_by_aspect(published: document.ProcedureDocument, *, name: str) -> cells.ComparisonCell:
    held = cells.section(published, name)
    below = tuple(dict.fromkeys(f"{name}/{_aspect_of(name, claim)}" for claim in held.statements))
    said = cells.coverage_words(name, held)
    return cells.filled(
        published,
        coverage=held.coverage,
        said=f"{said} {comparison_words.IN_ROWS_BELOW}" if below else said,
        finding=held.finding,
        rows=below,
    )


def _aspect(published: document.ProcedureDocument, *, name: str, aspect: str) -> cells.ComparisonCell:
    held = cells.section(published, name)
    claims = tuple(claim for claim in held.statements if _aspect_of(name, claim) == aspect)
    if claims:
        return cells.filled(published, coverage="stated", said=comparison_words.EXACTLY, claims=claims)
    if held.coverage in {"stated", "not_addressed"}:
        silences = dict(words.silences(name, set())) | {item.aspect: item.words for item in held.silent_on}
        said = f"{silences[aspect]} {comparison_words.UNKNOWN}"
        return cells.filled(published, coverage="not_addressed", said=said)
    related = cells.of_finding(held, row=name)
    said = cells.coverage_words(name, held)
    return cells.filled(published, coverage=held.coverage, said=said, related=related)


def _aspect_of(name: str, claim: statements.Claim) -> str:
    return str(getattr(claim, _ASPECTS[name][0]))


def _evidence(published: document.ProcedureDocument) -> cells.ComparisonCell:
    said = f"{evidence_summary.summarise(published).words} {published.review.words}"
    return cells.filled(published, coverage="stated", said=said)


def _aliases(published: document.ProcedureDocument) -> cells.ComparisonCell:
    if not published.aliases:
        return cells.filled(published, coverage="not_addressed", said=comparison_words.NO_ALIASES)
    return cells.filled(published, coverage="stated", said=comparison_words.ALIASES, claims=published.aliases)
