"""What must hold before a procedure may be published; every violation is found, none stops the search."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from app.content import document, durations, evidence, sources, statements, values, verdicts, vocabulary

MAX_PHRASE_WORDS = 15
_BOUNDED = (durations.TimeSpan, durations.Count)
_STRONG = frozenset({"guideline", "regulator", "study"})
_SAFETY_SECTIONS = frozenset(
    {"contraindications", "precautions", "interactions", "side_effects", "warning_signs"}
)


class Violation(values.Value):
    """Name a broken rule: its code, where (a JSON pointer), and what to do, in words an editor can act on."""

    code: str
    pointer: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Context:
    """Hold what a draft is checked against."""

    terms: vocabulary.Vocabulary
    known: Mapping[str, sources.Source]
    procedures: frozenset[str] = frozenset()
    """Slugs that an alternative or a combination may name."""


Rule = Callable[[document.ProcedureDraft, Context], Iterator[Violation]]


def check(draft: document.ProcedureDraft, context: Context) -> tuple[Violation, ...]:
    """Return all violations of all rules, in the order of the rules."""
    return tuple(violation for rule in RULES for violation in rule(draft, context))


def unreadable(error: ValidationError) -> tuple[Violation, ...]:
    """Return a parse error as violations with JSON pointers; what was sent is never repeated."""
    return tuple(
        Violation(code="malformed", pointer=_pointer(item["loc"]), message=item["msg"])
        for item in error.errors(include_input=False, include_url=False)
    )


def words_in(phrase: str) -> int:
    """Count the words of a phrase: runs of characters between white space."""
    return len(phrase.split())


def _pointer(location: tuple[int | str, ...]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)


def _evidence(draft: document.ProcedureDraft, _: Context) -> Iterator[Violation]:
    for pointer, claim in document.claims(draft):
        if not any(item.stance == "supports" for item in claim.evidence):
            yield Violation(
                code="no_evidence",
                pointer=f"{pointer}/evidence",
                message=f"Nothing supports {claim.id}: give the source and the phrase, or leave it out.",
            )


def _coverage(draft: document.ProcedureDraft, context: Context) -> Iterator[Violation]:
    for pointer, name, section in document.sections(draft):
        message = _disagreement(name, section, context)
        if message:
            yield Violation(code="coverage_disagrees", pointer=f"{pointer}/coverage", message=message)


def _disagreement(name: str, section: document.Section[statements.Claim], context: Context) -> str | None:
    coverage, held, finding = section.coverage, bool(section.statements), section.finding
    if coverage == "stated" and not held:
        return "Coverage is `stated`, but no statement is there: add one, or say `not_addressed`."
    if coverage != "stated" and held:
        return f"Coverage is `{coverage}`, but statements are there: say `stated`."
    if coverage == "stated_none" and (finding is None or not finding.evidence):
        return "Coverage is `stated_none`, which needs a finding with evidence."
    if coverage != "stated_none" and finding is not None:
        return f"Coverage is `{coverage}`, but a finding of nothing is there: say `stated_none`."
    return _unsafe_silence(name, coverage, finding, context) if name in _SAFETY_SECTIONS else None


def _unsafe_silence(
    name: str, coverage: document.Coverage, finding: document.Absence | None, context: Context
) -> str | None:
    if coverage == "not_applicable":
        return f"The section {name} always applies: say `not_addressed` where the sources are silent."
    if finding is not None and not _trustworthy(finding, context):
        return "That there are none needs a guideline, a regulator or a study, a reviewer, and nobody who disputes it."
    return None


def _trustworthy(finding: document.Absence, context: Context) -> bool:
    disputed = any(item.stance == "disputes" for item in finding.evidence)
    kinds = {context.known[item.source].kind for item in finding.evidence if item.source in context.known}
    return bool(kinds & _STRONG) and not disputed and finding.review.state == "reviewed"


def _phrases(draft: document.ProcedureDraft, context: Context) -> Iterator[Violation]:
    for pointer, claim in document.claims(draft):
        for position, item in enumerate(claim.evidence):
            at = f"{pointer}/evidence/{position}"
            source = context.known.get(item.source)
            if source is None:
                names = ", ".join(sorted(context.known)) or "none"
                yield Violation(
                    code="unknown_source",
                    pointer=f"{at}/source",
                    message=f"No source {item.source}; known: {names}.",
                )
            elif source.access != item.access:
                yield Violation(
                    code="wrong_access", pointer=f"{at}/access", message=f"{source.id} is {source.access}."
                )
            elif isinstance(item, evidence.HeldEvidence):
                yield from _held(item, source, at)
            if isinstance(item, evidence.ReferencedEvidence) and not (item.locator and item.read_on):
                yield Violation(
                    code="no_locator",
                    pointer=at,
                    message="Evidence we only point to needs a locator and the day it was read.",
                )
            if item.quality != "clear" and item.note is None:
                yield Violation(
                    code="no_note",
                    pointer=at,
                    message=f"Evidence marked {item.quality} needs a note that says why.",
                )


def _held(item: evidence.HeldEvidence, source: sources.Source, at: str) -> Iterator[Violation]:
    if item.sha256 != source.sha256:
        yield Violation(
            code="wrong_digest",
            pointer=f"{at}/sha256",
            message=f"This is not the digest of {source.id}: its offsets mean nothing.",
        )
    if item.end - item.start != len(item.phrase) or item.end > (source.length or 0):
        yield Violation(
            code="wrong_offsets",
            pointer=f"{at}/start",
            message=f"Offsets {item.start}–{item.end} do not fit the phrase or the source.",
        )
    if words_in(item.phrase) > MAX_PHRASE_WORDS:
        yield Violation(
            code="long_phrase",
            pointer=f"{at}/phrase",
            message=f"The phrase has {words_in(item.phrase)} words; at most {MAX_PHRASE_WORDS} may be quoted.",
        )


def _concepts(draft: document.ProcedureDraft, context: Context) -> Iterator[Violation]:
    for pointer, claim in document.claims(draft):
        named, other = (vars(claim).get(name) for name in ("concept", "procedure"))
        if named is not None and named not in context.terms:
            near = ", ".join(context.terms.nearest(str(named))) or "nothing like it"
            yield Violation(
                code="unknown_concept",
                pointer=f"{pointer}/concept",
                message=f"No concept {named}; nearest: {near}.",
            )
        if other is not None and (other not in context.procedures or other == draft.slug):
            yield Violation(
                code="unknown_procedure",
                pointer=f"{pointer}/procedure",
                message=f"No other procedure {other}.",
            )


def _identifiers(draft: document.ProcedureDraft, _: Context) -> Iterator[Violation]:
    pointers = {claim.id: pointer for pointer, claim in document.claims(draft)}
    counted = Counter(claim.id for _, claim in document.claims(draft))
    counted.update(conflict.id for conflict in draft.conflicts.conflicts)
    counted.update(tombstone.id for tombstone in draft.withdrawn)
    gone = {tombstone.id: tombstone for tombstone in draft.withdrawn}
    for name, times in counted.items():
        if times > 1 and name in gone and name in pointers:
            why = f"{name} was withdrawn on {gone[name].on}: “{gone[name].reason}”"
            message = f"{why} Leave it out; what you say instead needs an id of its own."
            yield Violation(code="repeated_id", pointer=pointers[name], message=message)
        elif times > 1:
            yield Violation(
                code="repeated_id",
                pointer=pointers.get(name, ""),
                message=f"{name} stands {times} times; ids are never reused.",
            )
    slugs = Counter(technique.slug for technique in draft.techniques.statements)
    for slug, times in slugs.items():
        if times > 1:
            yield Violation(
                code="repeated_id",
                pointer="/techniques",
                message=f"The technique {slug} stands {times} times.",
            )


def _durations(draft: document.ProcedureDraft, _: Context) -> Iterator[Violation]:
    for pointer, claim in document.claims(draft):
        for name, value in claim:
            span = value.length if isinstance(value, durations.Period) else value
            if isinstance(span, _BOUNDED) and span.disordered:
                yield Violation(
                    code="disordered_bounds",
                    pointer=f"{pointer}/{name}",
                    message=f"The minimum {span.min} exceeds the maximum {span.max}.",
                )


def _references(draft: document.ProcedureDraft, _: Context) -> Iterator[Violation]:
    present = {claim.id for _, claim in document.claims(draft)}
    for position, conflict in enumerate(draft.conflicts.conflicts):
        for name in conflict.statements:
            if name not in present:
                yield Violation(
                    code="missing_statement",
                    pointer=f"/conflicts/conflicts/{position}/statements",
                    message=f"The conflict names {name}, which is not in this document.",
                )
    for name in draft.summary.statements:
        if name not in present:
            yield Violation(
                code="missing_statement",
                pointer="/summary/statements",
                message=f"The summary names {name}, which is not in this document.",
            )


def _ranks(draft: document.ProcedureDraft, _: Context) -> Iterator[Violation]:
    for pointer, claim in document.claims(draft):
        if (claim.rank == "deprecated") != (claim.rank_reason is not None):
            yield Violation(
                code="rank_reason",
                pointer=f"{pointer}/rank",
                message="A deprecated statement needs a reason, and no other has one.",
            )


def _verdicts(draft: document.ProcedureDraft, _: Context) -> Iterator[Violation]:
    for pointer, word in verdicts.in_draft(draft):
        yield Violation(
            code="verdict",
            pointer=pointer,
            message=f"“{word}” would be our verdict: say what the source says, or quote its own word in “ and ”.",
        )


RULES: tuple[Rule, ...] = (
    _evidence,
    _coverage,
    _phrases,
    _concepts,
    _identifiers,
    _durations,
    _references,
    _ranks,
    _verdicts,
)
