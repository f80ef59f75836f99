"""The shape of what screening answers, as OpenAPI describes it; it is not used to serialise."""

import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.api import shapes
from app.content import document, recognition, statements, values, vocabulary
from app.http import models

Position = Annotated[int, Field(ge=0)]
Claim = (
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
"""Whatever carries evidence and can stand in a contradiction."""


class SchemedConcept(shapes.Named):
    """A concept's id, preferred label and scheme."""

    scheme: vocabulary.Scheme


class AskedTerm(models.Shape):
    """A term of the question."""

    list: recognition.Place
    """The list that it stands in."""
    position: Position
    """Its place in that list, from 0."""
    term: str
    """As it was asked."""


class RecognisedTerm(AskedTerm):
    """A term, and the label or code by which it was recognised."""

    label: str
    type: Literal["preferred", "id", "code", "synonym", "brand", "lay", "abbreviation", "misspelling"]
    """What sort of label that is."""
    words: str | None = None
    """Said where the term was recognised as something else than its list is for."""


class RecognisedConcept(models.Shape):
    """A concept that was looked up, and the terms that name it."""

    concept: SchemedConcept
    terms: Annotated[tuple[RecognisedTerm, ...], Field(min_length=1)]
    also: tuple[SchemedConcept, ...] = ()
    """Other concepts that one of the terms names as well; all of them were looked up."""
    words: str | None = None
    """Said where there are such."""


class UnrecognisedTerm(AskedTerm):
    """A term that was not recognised. Nothing was looked up for it."""

    words: str
    nearest: tuple[SchemedConcept, ...] = ()
    """The known concepts that look most like it, to ask again with; absent where none does."""


class Understanding(models.Shape):
    """What became of every term of the question."""

    words: str
    recognised: tuple[RecognisedConcept, ...] = ()
    """Absent where no term was recognised; then nothing was looked up at all."""
    unrecognised: tuple[UnrecognisedTerm, ...] = ()
    """Absent where every term was recognised."""


class TermLabel(models.Shape):
    """A term as it was asked, and the label by which it was recognised."""

    term: str
    label: str


class Match(models.Shape):
    """Why a statement answers the question."""

    terms: Annotated[tuple[TermLabel, ...], Field(min_length=1)]
    concept: SchemedConcept
    """The concept asked about."""
    relation: Literal["same", "narrower", "broader"]
    """What the statement's concept is to it."""
    path: Annotated[tuple[shapes.Named, ...], Field(min_length=1)]
    """From the concept asked about to the statement's, each one step broader, or narrower, than the one before."""
    words: str


class Contradiction(document.Conflict):
    """A contradiction that a statement is part of."""

    words: str
    sides: tuple[Claim, ...] = ()
    """The other statements of it, in full."""


class MatchingStatement(models.Shape):
    """A statement that answers the question, with its evidence."""

    section: str
    """The section of the document that it stands in."""
    matched: Match
    statement: statements.Statement | statements.BodyArea | statements.Category
    conflicts: tuple[Contradiction, ...] = ()
    """Contradictions that it is part of; absent where none was found."""


class AnsweredConcept(models.Shape):
    """What the document says about one concept: statements, or that it does not address it."""

    concept: SchemedConcept
    coverage: Literal["stated", "not_addressed"]
    words: str
    """What that means, to be shown with it."""
    statements: tuple[MatchingStatement, ...] = ()
    """Absent where the concept is not addressed."""


class NotLookedUp(AskedTerm):
    """A term that was not recognised, so that nothing was looked up for it: no result."""

    coverage: Literal["not_looked_up"]
    words: str


class BareSection(models.Shape):
    """A section about safety or care that holds no statements at all, and why."""

    section: str
    coverage: Literal["stated_none", "not_addressed", "not_applicable"]
    words: str
    finding: document.Absence | None = None
    """What a source says there is none of; there where the coverage is `stated_none`."""


class WithdrawnStatement(models.Shape):
    """A statement that was withdrawn; `/v1/statements/{id}` says why."""

    id: values.StatementId
    kind: str
    on: datetime.date
    words: str


class ScreenedProcedure(models.Shape):
    """The answer of one procedure: an entry for every concept recognised and every term that was not."""

    procedure: shapes.ProcedureName
    answers: Annotated[tuple[AnsweredConcept | NotLookedUp, ...], Field(min_length=1)]
    sections: tuple[BareSection, ...] = ()
    """Sections about safety and care without statements; absent where all have some, or nothing was looked up."""
    withdrawn: tuple[WithdrawnStatement, ...] = ()
    """Statements that were withdrawn, of kinds that could have been about this; absent where there are none."""
    revision: models.DocumentRevision
    url: models.Url
    """The whole document."""


class Screening(models.Shape):
    """What was understood, and what each procedure's document says on it."""

    question: Understanding
    words: str
    """What was found in all, and whether more follows."""
    legal: str
    """What this is, and who decides; to be shown with it."""
    procedures: tuple[ScreenedProcedure, ...]


class ScreeningAnswer(models.Shape):
    """The answer to one question."""

    meta: models.Meta
    page: models.PageInfo
    data: Screening
