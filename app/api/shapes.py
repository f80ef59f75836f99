"""The shapes of what the JSON routes answer, as OpenAPI describes them; none is used to serialise."""

import datetime
from typing import Annotated, Generic, Literal, TypeAlias, TypeVar

from pydantic import ConfigDict, Field

from app.content import document, durations, statements, values, vocabulary
from app.content import sources as origins
from app.http import models

S = TypeVar("S", bound=statements.Claim)
R = TypeVar("R", bound=models.Shape)


AnyStatement: TypeAlias = (
    statements.Statement
    | statements.Alias
    | statements.Invasiveness
    | statements.BodyArea
    | statements.Category
    | statements.TechniqueUse
    | statements.Step
    | document.Technique
    | document.Absence
)
"""Whatever carries evidence."""


class ProcedureName(models.Shape):
    """Which procedure something belongs to."""

    slug: values.Slug
    name: str
    language: Literal["en"]
    """The language of the statements."""


class Excerpt(document.Section[S], Generic[S]):
    """One section of a document, with everything needed to read it alone."""

    procedure: ProcedureName
    section: str
    """The section's name in the document."""
    conflicts: tuple[document.Conflict, ...] = ()
    """Contradictions that these statements are part of; absent where none was found."""
    sources: tuple[origins.CitedSource, ...] = ()
    """The sources of these statements; absent where there are no statements."""
    concepts: tuple[document.ConceptLabel, ...] = ()
    """The preferred labels of the concepts named here."""


class UsedSource(origins.CitedSource):
    """A source, and the ids of the statements of this procedure that stand on it."""

    statements: tuple[values.StatementId, ...]


class ProcedureSources(models.Shape):
    """The sources of one procedure."""

    procedure: ProcedureName
    sources: tuple[UsedSource, ...]


class Named(models.Shape):
    """A concept's id and preferred label."""

    id: values.Slug
    label: str


class NamedConcepts(models.Shape):
    """Concepts of one sort, and what their absence means."""

    coverage: document.Coverage
    words: str
    concepts: tuple[Named, ...] = ()


class CardInvasiveness(models.Shape):
    """How far into the body it goes, where our sources say."""

    coverage: document.Coverage
    words: str
    value: Literal["non_surgical", "minimally_invasive", "surgical"] | None = None


class Card(models.Shape):
    """What a list shows of a procedure; the document has the rest, with the evidence."""

    slug: values.Slug
    name: str
    aliases: tuple[str, ...] = ()
    """Its other names; absent where our sources give none."""
    summary: str
    invasiveness: CardInvasiveness
    body_areas: NamedConcepts
    categories: NamedConcepts
    concerns: NamedConcepts
    coverage: dict[str, document.Coverage]
    """The coverage of each section. `not_addressed` means that our sources are silent, not that there is nothing."""
    words: dict[str, str]
    """The coverage of each section about safety, in words to show beside the card."""
    recovery: durations.Length
    """How long until daily life."""
    session: durations.Length
    """How long one session takes."""
    review: document.ReviewSummary
    revision: models.DocumentRevision
    url: models.Url
    """The whole document."""


class StatementAddress(models.Shape):
    """A statement that stands elsewhere."""

    id: values.StatementId
    url: models.Url


class RowConflict(document.Conflict):
    """A contradiction that a statement is part of."""

    others: tuple[StatementAddress, ...] = ()
    """The other statements of it, each with its address."""


class Row(models.Shape, Generic[S]):
    """One statement and the procedure that it is about."""

    procedure: ProcedureName
    statement: S
    conflicts: tuple[RowConflict, ...] = ()
    """Contradictions that it is part of; absent where none was found."""


class TechniqueName(models.Shape):
    """Which technique a step belongs to."""

    slug: values.Slug
    name: str


class StepRow(Row[statements.Step]):
    """One step, its place in its technique, and the procedure."""

    technique: TechniqueName
    position: Annotated[int, Field(ge=1)]
    """The step's place among the technique's steps, from 1."""


class SilentProcedure(ProcedureName):
    """A procedure whose sources do not address what was asked."""

    coverage: Literal["not_addressed", "stated_none", "not_applicable"]
    """`not_addressed`, unless the section as a whole says something else."""
    words: str
    """What that coverage means."""


class SilentProcedures(models.Shape):
    """The procedures whose sources do not address what was asked: the concept, or else anything of this kind."""

    words: str
    total: int
    procedures: tuple[SilentProcedure, ...] = ()
    complete: bool
    """Whether all of them are listed here; where not, `next` goes on."""
    next: models.Url | None = None


class Broader(models.Shape, Generic[R]):
    """Statements about broader concepts, which may hold for the one asked about."""

    words: str
    total: int
    complete: bool
    """Whether all of them are here; where not, ask about each concept in `question.broader`."""
    statements: tuple[R, ...]


class Question(models.Shape):
    """The concept that was understood, and how."""

    concept: Named
    broader: tuple[values.Slug, ...] = ()
    """All broader concepts; statements about them are in `broader`."""
    narrower: tuple[values.Slug, ...] = ()
    """Narrower concepts whose statements are included."""


class Answers(models.Listed[R], Generic[R]):
    """Statements across procedures, and the procedures whose sources are silent."""

    question: Question | None = None
    broader: Broader[R] | None = None
    """Statements about broader concepts; absent where there are none."""
    not_addressed: SilentProcedures
    note: str | None = None
    """What finding nothing means; given where nothing was found, or words were looked for."""


class Found(models.Listed[Card]):
    """A page of procedures."""

    note: str | None = None
    """What finding nothing means; given where nothing was found."""


class PlacedStatement(models.Shape):
    """One statement, wherever it stands in its document."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    procedure: ProcedureName
    section: str
    """The section it belongs to."""
    statement: AnyStatement
    conflicts: tuple[document.Conflict, ...] = ()
    """Contradictions that it is part of; absent where none was found."""
    sources: tuple[origins.CitedSource, ...]
    """The sources of its evidence."""


class ConceptAnswer(vocabulary.Concept):
    """A concept with its place among the others."""

    all_broader: tuple[Named, ...] = ()
    """All broader concepts, through any number of steps."""
    narrower: tuple[Named, ...] = ()
    """The concepts directly under it."""


class SourceRow(origins.CitedSource):
    """A source, the procedures that stand on it, and how much of it is used."""

    procedures: tuple[values.Slug, ...] = ()
    """The procedures with evidence from it; absent where none has."""


class ShareOfSource(models.Shape):
    """How much of a source is accounted for, as percentages of its characters, to one decimal."""

    used: str
    excluded: str
    unaccounted: str


class SourceCoverage(models.Shape):
    """What became of every character of a source."""

    source: values.Slug
    sha256: values.Sha256
    length: int
    shares: ShareOfSource
    spans: tuple[origins.Span, ...]


class Changed(models.Shape):
    """A statement that was changed; its words are the same where only its evidence or its details were."""

    id: values.StatementId
    before: str
    after: str


class Correction(models.Shape):
    """One publication that changed or withdrew statements already published, or took back a whole procedure."""

    at: datetime.datetime
    procedure: values.Slug
    revision: int
    """The revision that this made; where the whole procedure was withdrawn, the last one before."""
    whole: Literal["withdrawn", "restored"] | None = None
    """What became of the whole procedure, where it was withdrawn or came back."""
    reason: str | None = None
    """Why the whole procedure was withdrawn."""
    note: str | None = None
    changed: tuple[Changed, ...] = ()
    withdrawn: tuple[document.Tombstone, ...] = ()


class Alive(models.Shape):
    """The process answers."""

    status: Literal["alive"]


class Version(models.Shape):
    """What runs here."""

    code: str
    schema_revision: str
    """The revision of the database schema."""
    catalogue_revision: int
    """Counts the publications of the whole catalogue."""
