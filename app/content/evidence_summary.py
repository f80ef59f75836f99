"""What the statements of a document rest on, counted, and said in words that do not flatter."""

from collections import Counter
from collections.abc import Iterator, Set

from app.content import document, evidence, sources, statements, values

_KINDS: dict[sources.SourceKind, str] = {
    "guideline": "guidelines",
    "regulator": "texts of regulators",
    "health_service": "texts of health services",
    "study": "studies",
    "textbook": "textbooks",
    "clinic_page": "clinic pages",
    "directory": "directory pages",
    "article": "articles",
}
_NOTHING_BETTER = "None rests on a guideline, a regulator, a health service, a study or a textbook."


class GradeCounts(values.Value):
    """Count statements by the grade of their best supporting evidence."""

    high: int
    medium: int
    low: int


class WordingCounts(values.Value):
    """Count statements by the worst quality among their evidence."""

    clear: int
    ambiguous: int
    corrupted: int


class EvidenceSummary(values.Value):
    """Say what all statements of a document rest on."""

    statements: int
    """How many statements there are: everything that carries evidence, names and steps included."""
    grades: GradeCounts
    wording: WordingCounts
    contested: int
    """How many statements a source disputes."""
    sources: int
    undated: int
    """How many of the sources have no known date."""
    words: str
    """All of this in words, to show beside the statements."""


def summarise(published: document.ProcedureDocument) -> EvidenceSummary:
    """Return what the statements of a document rest on."""
    claims = [claim for _, claim in document.claims(published)]
    grades = Counter(claim.grade for claim in claims)
    wording = Counter(_worst(claim) for claim in claims)
    contested = sum(any(item.stance == "disputes" for item in claim.evidence) for claim in claims)
    undated = sum(source.date == "unknown" for source in published.sources)
    counted = EvidenceSummary(
        statements=len(claims),
        grades=GradeCounts(high=grades["high"], medium=grades["medium"], low=grades["low"]),
        wording=WordingCounts(
            clear=wording["clear"], ambiguous=wording["ambiguous"], corrupted=wording["corrupted"]
        ),
        contested=contested,
        sources=len(published.sources),
        undated=undated,
        words="",
    )
    supporting = {item.source for claim in claims for item in claim.evidence if item.stance == "supports"}
    kinds = {source.kind for source in published.sources if source.id in supporting}
    return counted.changed(words=" ".join(_sentences(counted, kinds)))


def _worst(claim: statements.Claim) -> evidence.Quality:
    found = {item.quality for item in claim.evidence}
    return "corrupted" if "corrupted" in found else "ambiguous" if "ambiguous" in found else "clear"


def _sentences(counted: EvidenceSummary, kinds: Set[sources.SourceKind]) -> Iterator[str]:
    yield _graded(counted, kinds)
    if counted.wording.corrupted:
        yield f"Statements for which a source's words are garbled: {counted.wording.corrupted}."
    if counted.wording.ambiguous:
        yield f"Statements for which a source's words can be read in more than one way: {counted.wording.ambiguous}."
    if counted.contested:
        yield f"Statements that a source disputes: {counted.contested}."
    if counted.undated == counted.sources:
        yield "The age of its sources is unknown."
    elif counted.undated:
        yield f"The age of {counted.undated} of its {counted.sources} sources is unknown."


def _graded(counted: EvidenceSummary, kinds: Set[sources.SourceKind]) -> str:
    total, grades = counted.statements, counted.grades
    if grades.low == total:
        every = f"All {total} statements have" if total > 1 else "Its one statement has"
        named = " or ".join(text for kind, text in _KINDS.items() if kind in kinds)
        return f"{every} the lowest grade of evidence, resting on {named} alone. {_NOTHING_BETTER}"
    return (
        f"Of {total} statements, those with evidence of a high grade (guideline, regulator, health service): "
        f"{grades.high}; of a medium grade (study, textbook): {grades.medium}; of the lowest grade: {grades.low}."
    )
