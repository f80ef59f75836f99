"""What stands behind a statement: a phrase at its place in a source we hold, or a place in one we point to."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from app.content import values

Quality = Literal["clear", "ambiguous", "corrupted"]
Stance = Literal["supports", "disputes"]


class _Evidence(values.Value):
    source: values.Slug
    stance: Stance = "supports"
    quality: Quality = "clear"
    note: values.Text | None = None
    """Why the evidence is ambiguous or corrupted, and how the document itself settles its meaning."""
    attributed_to: values.Label | None = None
    """Whom the source itself cites for this."""


class HeldEvidence(_Evidence):
    """Point at an exact phrase of a document we hold, so that anyone with the document can check it."""

    access: Literal["held"] = "held"
    sha256: values.Sha256
    """The document's digest; offsets mean nothing in another version of it."""
    start: Annotated[int, Field(ge=0, le=100_000_000)]
    """Offset of the phrase's first character in the document's UTF-8 text, counted in characters."""
    end: Annotated[int, Field(ge=1, le=100_000_000)]
    """Offset just behind the phrase's last character."""
    phrase: values.Phrase


class Locator(values.Value):
    """Say where in a document we do not hold: at least one of these."""

    doi: Annotated[str, Field(pattern=r"^10\.[0-9]{4,9}/\S{1,200}$"), AfterValidator(values.clean)] | None = (
        None
    )
    pmid: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,8}$")] | None = None
    section: values.Label | None = None
    page: values.Label | None = None

    @model_validator(mode="after")
    def _points_somewhere(self) -> Self:
        if not any((self.doi, self.pmid, self.section, self.page)):
            raise ValueError("give a DOI, a PMID, a section or a page")
        return self


class ReferencedEvidence(_Evidence):
    """Point at a place in a document we may only refer to; no phrase is kept of it."""

    access: Literal["referenced"] = "referenced"
    locator: Locator | None = None
    read_on: values.Day | None = None
    """The day on which an editor read it there."""


Evidence = Annotated[HeldEvidence | ReferencedEvidence, Field(discriminator="access")]
