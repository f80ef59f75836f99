"""What a source is, how much it is worth as evidence, and how every character of it is accounted for."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from app.content import statements, values

SourceKind = Literal[
    "guideline", "regulator", "health_service", "study", "textbook", "clinic_page", "directory", "article"
]
ExclusionReason = Literal[
    "heading",
    "navigation",
    "metadata",
    "promotion",
    "repeated",
    "other_procedure",
    "general",
    "unintelligible",
    "unsafe_claim",
    "unused",
]
_YEARS = r"^[12][0-9]{3}(-[12][0-9]{3})?$"
_GRADES: dict[str, statements.Grade] = {
    "guideline": "high",
    "regulator": "high",
    "health_service": "high",
    "study": "medium",
    "textbook": "medium",
    "clinic_page": "low",
    "directory": "low",
    "article": "low",
}
GRADE_ORDER: tuple[statements.Grade, ...] = ("low", "medium", "high")


def graded(kind: str) -> statements.Grade:
    """Return what evidence from a kind of source is worth."""
    return _GRADES[kind]


class Source(values.Value):
    """Describe a document that evidence stands in. Its text is never kept."""

    id: values.Slug
    title: values.Label
    kind: SourceKind
    access: Literal["held", "referenced"]
    address: (
        Annotated[str, Field(pattern=r'^https?://[^\s<>"]{3,500}$'), AfterValidator(values.clean)]
        | Literal["unknown"]
    ) = "unknown"
    publisher: values.Label | Literal["unknown"] = "unknown"
    author: values.Label | Literal["unknown"] = "unknown"
    date: values.Day | Annotated[str, Field(pattern=_YEARS)] | Literal["unknown"] = "unknown"
    """A day, a year, or a range of years; where it is `unknown` the source's age is unknown too."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
    translated: bool | Literal["unknown"] = "unknown"
    commercial_interest: values.Text
    """Who gains if a reader follows the source's advice."""
    rights: values.Text
    about: values.Text
    """What the document is, and how far its wording can be trusted."""
    sha256: values.Sha256 | None = None
    length: Annotated[int, Field(ge=1, le=100_000_000)] | None = None
    """Characters of its UTF-8 text."""

    @property
    def grade(self) -> statements.Grade:
        """Return what evidence from this kind of source is worth."""
        return graded(self.kind)

    @model_validator(mode="after")
    def _can_be_checked(self) -> Self:
        if (self.access == "held") != (self.sha256 is not None and self.length is not None):
            raise ValueError("a held source has a digest and a length, a referenced one has neither")
        return self


class Span(values.Value):
    """Account for the characters [start, end) of a source: used by statements, or left out for a reason."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    used: tuple[values.StatementId, ...] = ()
    excluded: ExclusionReason | None = None
    note: values.Text | None = None
    """Why it was left out, in our own words."""

    @model_validator(mode="after")
    def _is_used_or_excluded(self) -> Self:
        if bool(self.used) == bool(self.excluded):
            raise ValueError("a span is either used by statements or excluded with a reason")
        if self.start >= self.end:
            raise ValueError("a span ends behind its start")
        return self


class AccountedSource(Source):
    """A source together with its ledger: spans that account for every character of a held document."""

    ledger: tuple[Span, ...] = ()

    def metadata(self) -> Source:
        """Return the source without its ledger."""
        return Source.model_validate(self.model_dump(exclude={"ledger"}))


class CitedSource(Source):
    """A source as a published document carries it: with the grade its kind earns."""

    grade_of_evidence: statements.Grade

    @classmethod
    def cite(cls, source: Source) -> Self:
        """Return the source's metadata with its grade."""
        return cls.model_validate(
            {**source.model_dump(include=set(Source.model_fields)), "grade_of_evidence": source.grade}
        )
