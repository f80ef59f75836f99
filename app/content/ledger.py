"""The ledger of a source: proof that every character of it is used by statements or left out for a reason."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.content import document, evidence, rules, sources, values

MAX_QUOTED_SHARE = 0.35
"""The share of a source's words that phrases may carry in all."""
UNUSED: Literal["unused"] = "unused"
"""Why a span is left out of which nobody has said yet whether anything in it belongs here."""
_SENTENCE_END = re.compile(r"[.!?:]\s|\n|$")


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Hold how much of a source is used, excluded and quoted, each as a share from 0 to 1."""

    used: float
    excluded: float
    unaccounted: float
    quoted: float
    """Quoted words over all words; only known with the document at hand, else 0."""


@dataclass(frozen=True, kw_only=True)
class Quotation:
    """A phrase of a source, and the id of the statement it proves."""

    statement: str
    item: evidence.HeldEvidence


def quotations(documents: Iterable[document.ProcedureDraft], source: str) -> tuple[Quotation, ...]:
    """Return every phrase that the documents quote from a source."""
    return tuple(
        Quotation(statement=claim.id, item=item)
        for draft in documents
        for _, claim in document.claims(draft)
        for item in claim.evidence
        if isinstance(item, evidence.HeldEvidence) and item.source == source
    )


def shares(source: sources.AccountedSource, quoted: Sequence[Quotation], text: str | None = None) -> Shares:
    """Return the shares of a held source; with its text, the quoted share too."""
    length = source.length or 1
    used = sum(span.end - span.start for span in source.ledger if span.used)
    excluded = sum(
        span.end - span.start for span in source.ledger if span.excluded and span.excluded != UNUSED
    )
    return Shares(
        used=used / length,
        excluded=excluded / length,
        unaccounted=max(0, length - used - excluded) / length,
        quoted=_quoted_share(quoted, text) if text else 0.0,
    )


def check(
    source: sources.AccountedSource, quoted: Sequence[Quotation], *, withdrawn: Collection[str] = frozenset()
) -> tuple[rules.Violation, ...]:
    """Return what is wrong with a ledger: gaps, overlaps, and evidence outside the spans that name its statement.

    Spans may go on naming statements that were `withdrawn`, though these show no evidence any more.
    """
    if source.access != "held":
        return ()
    found: list[rules.Violation] = []
    behind = 0
    for position, span in enumerate(source.ledger):
        if span.start != behind:
            what = (
                "overlaps the span before it" if span.start < behind else f"leaves {behind}–{span.start} out"
            )
            found.append(
                _violation("ledger_gap", source, position, f"The span {span.start}–{span.end} {what}.")
            )
        behind = span.end
    if behind != source.length:
        found.append(
            _violation(
                "ledger_gap", source, len(source.ledger), f"The ledger ends at {behind} of {source.length}."
            )
        )
    return (*found, *_agreement(source, quoted, withdrawn))


def _agreement(
    source: sources.AccountedSource, quoted: Sequence[Quotation], withdrawn: Collection[str]
) -> Iterable[rules.Violation]:
    for position, span in enumerate(source.ledger):
        inside = {q.statement for q in quoted if span.start <= q.item.start and q.item.end <= span.end}
        for name in span.used:
            if name not in inside and name not in withdrawn:
                yield _violation(
                    "ledger_claim",
                    source,
                    position,
                    f"No evidence of {name} lies in {span.start}–{span.end}.",
                )
    for quotation in quoted:
        item = quotation.item
        if not any(
            quotation.statement in s.used and s.start <= item.start and item.end <= s.end
            for s in source.ledger
        ):
            yield rules.Violation(
                code="ledger_evidence",
                pointer=f"/sources/{source.id}/ledger",
                message=f"No span that holds {item.start}–{item.end} names {quotation.statement}.",
            )


def without(source: sources.AccountedSource, ids: Collection[str], *, note: str) -> sources.AccountedSource:
    """Return a source whose ledger names none of these statements; what only they used is left out from then on."""

    def freed(span: sources.Span) -> sources.Span:
        kept = tuple(name for name in span.used if name not in ids)
        return (
            span.changed(used=kept) if kept else span.changed(used=(), excluded="other_procedure", note=note)
        )

    spans = tuple(freed(span) if set(span.used) & set(ids) else span for span in source.ledger)
    return source.changed(ledger=spans)


def verify(
    source: sources.AccountedSource, quoted: Sequence[Quotation], text: str
) -> tuple[rules.Violation, ...]:
    """Return what a source's own text contradicts: digest, length, phrases at their offsets, share quoted."""
    found: list[rules.Violation] = []
    if values.digest(text.encode("utf-8")) != source.sha256 or len(text) != source.length:
        found.append(
            _violation(
                "wrong_document", source, None, "The document's digest or length is not the one recorded."
            )
        )
    for quotation in quoted:
        item = quotation.item
        if text[item.start : item.end] != item.phrase:
            message = f"{quotation.statement}: the phrase does not stand at {item.start}–{item.end}."
            found.append(_violation("phrase_differs", source, None, message))
        elif _is_long_sentence(item, text) and item.note is None:
            message = (
                f"{quotation.statement}: a whole sentence of ten words or more is quoted; say why in a note."
            )
            found.append(_violation("whole_sentence", source, None, message))
    share = _quoted_share(quoted, text)
    if share > MAX_QUOTED_SHARE:
        found.append(
            _violation(
                "quotes_too_much",
                source,
                None,
                f"{share:.0%} of the words are quoted; {MAX_QUOTED_SHARE:.0%} may be.",
            )
        )
    return tuple(found)


def opened(
    source: sources.AccountedSource, *, earlier: sources.AccountedSource | None
) -> sources.AccountedSource:
    """Return a source with a ledger: of a held one without, the one that it had, or one of which all is `unused`."""
    if source.access != "held" or source.ledger:
        return source
    if earlier is not None and earlier.sha256 == source.sha256:
        return source.changed(ledger=earlier.ledger)
    return source.changed(ledger=(sources.Span(start=0, end=source.length or 1, excluded=UNUSED),))


def rewritten(source: sources.AccountedSource, quoted: Sequence[Quotation]) -> tuple[sources.Span, ...]:
    """Return the ledger of a held source as these phrases of it demand.

    Spans keep their statements as long as those quote them, and excluded ones what they were excluded for; what
    nobody quotes any more, and what was never accounted for, is `unused`.
    """
    spans = [_current(span, quoted) for span in source.ledger] or [
        sources.Span(start=0, end=source.length or 1, excluded=UNUSED)
    ]
    for quotation in quoted:
        spans = _entered(spans, quotation)
    return tuple(spans)


def _current(span: sources.Span, quoted: Sequence[Quotation]) -> sources.Span:
    inside = {q.statement for q in quoted if span.start <= q.item.start and q.item.end <= span.end}
    used = tuple(name for name in span.used if name in inside)
    if used == span.used:
        return span
    return span.changed(used=used) if used else sources.Span(start=span.start, end=span.end, excluded=UNUSED)


def _entered(spans: list[sources.Span], quotation: Quotation) -> list[sources.Span]:
    """Return the spans with one that holds this phrase and names its statement; used spans in its way become one."""
    start, end = quotation.item.start, quotation.item.end
    met = [span for span in spans if span.used and span.start < end and start < span.end]
    first, last = min([start, *(span.start for span in met)]), max([end, *(span.end for span in met)])
    names = dict.fromkeys([*(name for span in met for name in span.used), quotation.statement])
    if len(met) == 1 and tuple(names) == met[0].used and (first, last) == (met[0].start, met[0].end):
        return spans
    used = sources.Span(start=first, end=last, used=tuple(names))
    return [*_cut(spans, 0, first), used, *_cut(spans, last, max(span.end for span in spans))]


def _cut(spans: list[sources.Span], first: int, last: int) -> Iterable[sources.Span]:
    """Yield the parts of spans that lie between two places."""
    for span in spans:
        start, end = max(span.start, first), min(span.end, last)
        if start < end:
            yield span.changed(start=start, end=end)


def _is_long_sentence(item: evidence.HeldEvidence, text: str) -> bool:
    before = text[: item.start].rstrip(" \t•")
    starts = not before or before[-1] in ".!?\n"
    ends = item.phrase.rstrip()[-1:] in set(".!?") or _SENTENCE_END.match(text, item.end) is not None
    return starts and ends and rules.words_in(item.phrase) >= 10


def _quoted_share(quoted: Sequence[Quotation], text: str) -> float:
    covered: set[int] = set()
    for quotation in quoted:
        covered.update(range(quotation.item.start, quotation.item.end))
    words = [match.span() for match in re.finditer(r"\S+", text)]
    return sum(any(place in covered for place in range(*span)) for span in words) / max(1, len(words))


def _violation(code: str, source: sources.Source, position: int | None, message: str) -> rules.Violation:
    place = "" if position is None else f"/ledger/{position}"
    return rules.Violation(code=code, pointer=f"/sources/{source.id}{place}", message=message)
