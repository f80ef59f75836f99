"""The procedure as a document: sections of statements with their coverage, as drafted and as published."""

from collections.abc import Iterator
from typing import Annotated, Generic, Literal, Self, TypeVar

from pydantic import Field, model_validator

from app.content import sources, statements, values, vocabulary

Coverage = Literal["stated", "stated_none", "not_addressed", "not_applicable"]
S = TypeVar("S", bound=statements.Claim)


class Absence(statements.Claim):
    """Carry what a source says there is none of: the wording, the hedge and the evidence of `stated_none`."""

    kind: Literal["absence"] = "absence"


class Silence(values.Value):
    """Name one thing a reader would look for in a section and our sources do not give."""

    aspect: values.Label
    words: values.Text


class Section(values.Value, Generic[S]):
    """Hold all statements of one kind, and say what their absence means.

    `stated` has statements and never means complete; `stated_none` has a `finding` with evidence; `not_addressed`
    means that our sources are silent, which is not the same as safe.
    """

    coverage: Coverage
    words: values.Text | None = None
    """The coverage said in words; written when the document is published."""
    statements: tuple[S, ...] = ()
    finding: Absence | None = None
    silent_on: tuple[Silence, ...] = ()
    """What the statements here leave open; written when the document is published."""


class Technique(statements.Claim):
    """Describe one way of performing the procedure: when it is used, and its ordered steps."""

    kind: Literal["technique"] = "technique"
    slug: values.Slug
    name: values.Label
    use: Section[statements.TechniqueUse]
    steps: Section[statements.Step]


class Sections(values.Value):
    """Hold a section for every kind of statement; none may be missing."""

    indications: Section[statements.Indication]
    contraindications: Section[statements.Contraindication]
    precautions: Section[statements.Precaution]
    interactions: Section[statements.Interaction]
    side_effects: Section[statements.SideEffect]
    warning_signs: Section[statements.WarningSign]
    outcomes: Section[statements.Outcome]
    mechanisms: Section[statements.Mechanism]
    preparation: Section[statements.Preparation]
    aftercare: Section[statements.Aftercare]
    recovery: Section[statements.Recovery]
    session_plan: Section[statements.SessionPlan]
    duration: Section[statements.SessionDuration]
    anaesthesia: Section[statements.Anaesthesia]
    pain: Section[statements.Pain]
    alternatives: Section[statements.Alternative]
    combinations: Section[statements.Combination]
    cost_factors: Section[statements.CostFactor]


SECTION_KINDS: dict[str, str] = {
    "indications": "indication",
    "contraindications": "contraindication",
    "precautions": "precaution",
    "interactions": "interaction",
    "side_effects": "side_effect",
    "warning_signs": "warning_sign",
    "outcomes": "outcome",
    "mechanisms": "mechanism",
    "preparation": "preparation",
    "aftercare": "aftercare",
    "recovery": "recovery",
    "session_plan": "session_plan",
    "duration": "duration",
    "anaesthesia": "anaesthesia",
    "pain": "pain",
    "alternatives": "alternative",
    "combinations": "combination",
    "cost_factors": "cost_factor",
}
"""The name of each section and the kind of statement it holds."""


class Summary(values.Value):
    """Sum up the procedure in plain words, naming every statement summed up."""

    text: values.Text
    statements: Annotated[tuple[values.StatementId, ...], Field(min_length=1)]


class Conflict(values.Value):
    """Show statements side by side that cannot all be true."""

    id: values.ConflictId
    text: values.Text
    statements: Annotated[tuple[values.StatementId, ...], Field(min_length=2)]


class Conflicts(values.Value):
    """Hold the contradictions found; having found none proves nothing, and the words say so."""

    words: values.Text | None = None
    conflicts: tuple[Conflict, ...] = ()


class Tombstone(values.Value):
    """Mark the place of a statement that was withdrawn: its id, kind, day and reason stay."""

    id: values.StatementId
    kind: Annotated[str, Field(pattern=r"^[a-z_]{1,24}$")]
    on: values.Day
    reason: values.Text


class ConceptLabel(values.Value):
    """Carry a concept's preferred label inside a document, so that it reads alone."""

    id: values.Slug
    scheme: vocabulary.Scheme
    label: values.Label


class ReviewSummary(values.Value):
    """Count how many statements a person has reviewed, and say it in words."""

    unreviewed: int
    reviewed: int
    disputed: int
    words: values.Text


class ProcedureDraft(values.Value):
    """A procedure as its editors write it; it may be unfinished, and the rules say what is missing."""

    format: Literal[1]
    slug: values.Slug
    name: values.Label
    language: Literal["en"] = "en"
    aliases: tuple[statements.Alias, ...] = ()
    summary: Summary
    invasiveness: Section[statements.Invasiveness]
    body_areas: Section[statements.BodyArea]
    categories: Section[statements.Category]
    techniques: Section[Technique]
    sections: Sections
    conflicts: Conflicts = Conflicts()
    withdrawn: tuple[Tombstone, ...] = ()


class ProcedureDocument(ProcedureDraft):
    """A procedure as published: complete, immutable, with its sources' metadata and its concepts' labels inlined."""

    sources: tuple[sources.CitedSource, ...]
    concepts: tuple[ConceptLabel, ...] = ()
    """The preferred labels of the concepts named here; absent where none is."""
    review: ReviewSummary

    @model_validator(mode="after")
    def _every_claim_has_evidence(self) -> Self:
        for pointer, claim in claims(self):
            if not claim.evidence:
                raise ValueError(f"{pointer} ({claim.id}) has no evidence")
            if claim.grade is None:
                raise ValueError(f"{pointer} ({claim.id}) has no grade")
        return self


def sections(draft: ProcedureDraft) -> Iterator[tuple[str, str, Section[statements.Claim]]]:
    """Yield the pointer, the name and the section, for every section of the document, nested ones included."""
    for name in ("invasiveness", "body_areas", "categories", "techniques"):
        yield f"/{name}", name, getattr(draft, name)
    for position, technique in enumerate(draft.techniques.statements):
        yield f"/techniques/statements/{position}/use", "technique_use", _widened(technique.use)
        yield f"/techniques/statements/{position}/steps", "steps", _widened(technique.steps)
    for name in SECTION_KINDS:
        yield f"/sections/{name}", name, getattr(draft.sections, name)


def claims(draft: ProcedureDraft) -> Iterator[tuple[str, statements.Claim]]:
    """Yield the JSON pointer and the claim, for everything in the document that carries evidence."""
    for position, alias in enumerate(draft.aliases):
        yield f"/aliases/{position}", alias
    for pointer, _, section in sections(draft):
        for position, claim in enumerate(section.statements):
            yield f"{pointer}/statements/{position}", claim
        if section.finding is not None:
            yield f"{pointer}/finding", section.finding


def kind(claim: statements.Claim) -> str:
    """Return the kind of a claim."""
    return str(vars(claim).get("kind", "claim"))


def _widened(
    section: "Section[statements.Step] | Section[statements.TechniqueUse]",
) -> Section[statements.Claim]:
    widened: Section[statements.Claim] = section  # type: ignore[assignment]  # sections are only read, so covariant
    return widened
