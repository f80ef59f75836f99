"""The ledger notices every gap, every claim it cannot bear out, and every phrase that does not stand in its source."""

from pathlib import Path

import pytest

from app.content import evidence, ledger, sources, values
from tests.content import seed

ST = "st_0000000000"
OTHER = "st_1111111111"
TEXT = "Cooling helps. The skin may be red for a day or two after it has been treated once.\nRead more"
_END = len(TEXT)


def _source(*spans: sources.Span) -> sources.AccountedSource:
    example = seed.sources_by_id()["mesotherapy-directory"]
    return example.changed(id="a-page", sha256=values.digest(TEXT.encode()), length=_END, ledger=spans)


def _quoted(phrase: str, *, statement: str = ST, at: int | None = None) -> ledger.Quotation:
    start = TEXT.index(phrase) if at is None else at
    item = evidence.HeldEvidence(
        source="a-page",
        sha256=values.digest(TEXT.encode()),
        start=start,
        end=start + len(phrase),
        phrase=phrase,
    )
    return ledger.Quotation(statement=statement, item=item)


def _whole() -> sources.AccountedSource:
    return _source(
        sources.Span(start=0, end=15, excluded="promotion", note="It only praises."),
        sources.Span(start=15, end=84, used=(ST,)),
        sources.Span(start=84, end=_END, excluded="navigation"),
    )


def _codes(source: sources.AccountedSource, *quoted: ledger.Quotation) -> list[str]:
    return [violation.code for violation in ledger.check(source, quoted)]


def test_a_ledger_without_gaps_whose_claims_are_borne_out_passes() -> None:
    assert _codes(_whole(), _quoted("may be red")) == []


@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_span_that_is_missing_is_noticed(position: int) -> None:
    source = _whole()
    spans = tuple(span for place, span in enumerate(source.ledger) if place != position)
    assert "ledger_gap" in _codes(source.changed(ledger=spans), _quoted("may be red"))


@pytest.mark.parametrize(
    ("position", "field", "by"), [(0, "end", -1), (1, "start", -1), (1, "end", -1), (2, "end", -1)]
)
def test_a_span_moved_by_one_character_is_noticed(position: int, field: str, by: int) -> None:
    source = _whole()
    moved = source.ledger[position].changed(**{field: getattr(source.ledger[position], field) + by})
    spans = (*source.ledger[:position], moved, *source.ledger[position + 1 :])
    assert "ledger_gap" in _codes(source.changed(ledger=spans), _quoted("may be red"))


def test_a_span_that_names_a_statement_without_evidence_there_is_noticed() -> None:
    assert _codes(_whole()) == ["ledger_claim"]


def test_evidence_in_a_passage_that_was_left_out_is_noticed() -> None:
    assert _codes(_whole(), _quoted("may be red"), _quoted("Cooling")) == ["ledger_evidence"]


def test_evidence_of_a_statement_that_the_span_does_not_name_is_noticed() -> None:
    assert _codes(_whole(), _quoted("may be red"), _quoted("treated", statement=OTHER)) == ["ledger_evidence"]


def test_a_phrase_that_does_not_stand_at_its_offsets_is_noticed() -> None:
    found = ledger.verify(_whole(), (_quoted("may be red", at=20),), TEXT)
    assert [violation.code for violation in found] == ["phrase_differs"]


def test_a_document_altered_by_one_character_is_noticed() -> None:
    found = ledger.verify(_whole(), (), TEXT.replace("day", "Day"))
    assert [violation.code for violation in found] == ["wrong_document"]


def test_a_whole_long_sentence_is_noticed_and_a_part_of_it_is_not() -> None:
    sentence = "The skin may be red for a day or two after it has been treated once."
    found = {violation.code for violation in ledger.verify(_whole(), (_quoted(sentence),), TEXT)}
    assert "whole_sentence" in found
    part = {violation.code for violation in ledger.verify(_whole(), (_quoted("red for a day"),), TEXT)}
    assert "whole_sentence" not in part


def test_quoting_more_than_the_allowed_share_is_noticed() -> None:
    quoted = (_quoted("may be red for a day or two"), _quoted("Cooling helps"))
    assert "quotes_too_much" in {violation.code for violation in ledger.verify(_whole(), quoted, TEXT)}


def test_shares_add_up() -> None:
    shares = ledger.shares(_whole(), (_quoted("may be red"),), TEXT)
    assert shares.used + shares.excluded == pytest.approx(1)
    assert shares.unaccounted == 0
    assert shares.quoted == pytest.approx(3 / len(TEXT.split()))


@pytest.mark.parametrize("source", sorted(seed.sources_by_id()))
def test_the_seed_accounts_for_every_character(source: str) -> None:
    held = seed.sources_by_id()[source]
    quoted = ledger.quotations((seed.draft(slug) for slug in seed.trees()), source)
    assert ledger.check(held, quoted) == ()
    assert ledger.shares(held, quoted).unaccounted == 0


@pytest.mark.parametrize("source", sorted(seed.sources_by_id()))
def test_every_phrase_of_the_seed_stands_in_its_document(source: str, documents: Path) -> None:
    held = seed.sources_by_id()[source]
    quoted = ledger.quotations((seed.draft(slug) for slug in seed.trees()), source)
    texts = [path.read_bytes() for path in documents.glob("*.txt")]
    (text,) = [content.decode() for content in texts if values.digest(content) == held.sha256]
    assert ledger.verify(held, quoted, text) == ()
