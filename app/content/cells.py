"""The rows and cells of a comparison, and the cells of a whole section: what one procedure says in one row."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from app.content import comparison_words, document, statements, values, words

Placed = Annotated[
    statements.Statement
    | statements.Alias
    | statements.Invasiveness
    | statements.BodyArea
    | statements.Category
    | document.Technique,
    Field(discriminator="kind"),
]
Relation = Literal["same", "broader", "narrower", "section"]
ABOVE = ("invasiveness", "body_areas", "categories", "techniques")
"""The sections that stand beside `sections` in a document."""


class RelatedStatements(values.Value):
    """Point to statements of the same procedure that bear on a row and stand, whole, in another one."""

    relation: Relation
    """`same`: about the same concept, in another section. `broader`: about a concept that includes this one.
    `narrower`: about a kind of it. `section`: the finding that there is nothing of this section."""
    row: str
    """The key of the row that they stand in."""
    statements: Annotated[tuple[values.StatementId, ...], Field(min_length=1)]
    concept: values.Slug | None = None
    label: str | None = None
    """The label of that concept."""


class ComparisonCell(values.Value):
    """Say what one procedure's sources say in one row. It is never empty: `words` always says what its state means."""

    procedure: values.Slug
    """The column."""
    coverage: document.Coverage
    """`stated` also where the statements stand in rows below, or are about something broader or narrower."""
    words: str
    """What that means, to be shown in the cell, before its statements or in their place."""
    statements: tuple[Placed, ...] = ()
    """Statements, whole, as in the document. Each stands in one cell only."""
    finding: document.Absence | None = None
    """What a source says there is none of."""
    rows: tuple[str, ...] = ()
    """The keys of the rows below, one for each concept, that hold the statements of this section."""
    related: tuple[RelatedStatements, ...] = ()
    """Statements in other rows that bear on this one."""
    conflicts: tuple[document.Conflict, ...] = ()
    """Contradictions that a statement of this cell is part of; absent where none was found."""


class ComparisonRow(values.Value):
    """Ask the same of every procedure: one cell for each column, in the order of the columns."""

    key: str
    """Names the row within the comparison; the same question has the same key in every comparison."""
    label: str
    section: str | None = None
    """The section of the document that it shows; absent where that is no section."""
    concept: values.Slug | None = None
    """The concept that it is about, in a section that is aligned by concept."""
    cells: tuple[ComparisonCell, ...]


class ComparisonGroup(values.Value):
    """Hold rows that belong together, under a heading."""

    key: str
    heading: str
    rows: tuple[ComparisonRow, ...]


def section(published: document.ProcedureDocument, name: str) -> document.Section[statements.Claim]:
    """Return a section of a document by its name."""
    found: document.Section[statements.Claim] = getattr(
        published if name in ABOVE else published.sections, name
    )
    return found


def coverage_words(name: str, held: document.Section[statements.Claim]) -> str:
    """Return the words of a section's coverage."""
    hedge = held.finding.hedge if held.finding else None
    return held.words or words.coverage(name, held.coverage, hedge=hedge)


def filled(
    published: document.ProcedureDocument,
    *,
    coverage: document.Coverage,
    said: str,
    claims: Iterable[statements.Claim] = (),
    finding: document.Absence | None = None,
    rows: tuple[str, ...] = (),
    related: tuple[RelatedStatements, ...] = (),
) -> ComparisonCell:
    """Return a cell with these statements, the conflicts that they are part of, and a word on deprecated ones."""
    held = tuple(claims)
    ids = _ids((*held, finding) if finding else held)
    if any(claim.rank == "deprecated" for claim in held):
        said = f"{said} {comparison_words.DEPRECATED}"
    return ComparisonCell.model_validate(
        {
            "procedure": published.slug,
            "coverage": coverage,
            "words": said,
            "statements": held,
            "finding": finding,
            "rows": rows,
            "related": related,
            "conflicts": tuple(
                conflict for conflict in published.conflicts.conflicts if ids & set(conflict.statements)
            ),
        }
    )


def whole(published: document.ProcedureDocument, name: str) -> ComparisonCell:
    """Return the cell that shows a whole section."""
    held = section(published, name)
    return filled(
        published,
        coverage=held.coverage,
        said=coverage_words(name, held),
        claims=held.statements,
        finding=held.finding,
    )


def of_finding(held: document.Section[statements.Claim], *, row: str) -> tuple[RelatedStatements, ...]:
    """Return the pointer to a section's finding of nothing, for the rows that the section is divided into."""
    if held.finding is None:
        return ()
    return (RelatedStatements(relation="section", row=row, statements=(held.finding.id,)),)


def _ids(claims: Iterable[statements.Claim]) -> set[str]:
    found: set[str] = set()
    for claim in claims:
        found.add(claim.id)
        if isinstance(claim, document.Technique):
            for inner in (claim.use, claim.steps):
                found |= {held.id for held in (*inner.statements, inner.finding) if held is not None}
    return found
