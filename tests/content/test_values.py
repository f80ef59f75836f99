"""What every text and every day in the content must be: nothing that steers, hides or is guessed."""

import datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from app.content import evidence, sources, values, vocabulary
from tests import builders

DAY = TypeAdapter[datetime.date](values.Day)


@pytest.mark.parametrize(
    "character",
    [
        *("\0", "\t", "\n", "\r", "\x1b", "\x7f", "\x9b", "\x85"),
        *("\u061c", "\u200e", "\u202e", "\u2066", "\u2069"),
        *("\u2028", "\u2029", "\ufeff", "\ufff9", "\U000e0001", "\U000e0041"),
        *("\ud800", "\udfff", "\ufdd0", "\uffff", "\ue000", "\u0378"),
    ],
)
def test_a_character_that_steers_or_hides_is_refused_and_named(character: str) -> None:
    with pytest.raises(ValueError, match=f"U\\+{ord(character):04X}"):
        values.clean(f"a{character}b")


@pytest.mark.parametrize("text", ["naïve", "Größe – “so”", "می‌خواهم", "👩‍⚕️", "<b>", "=1+1", "a\u00a0b", "½"])
def test_plain_words_of_any_language_are_accepted_as_they_are(text: str) -> None:
    assert values.clean(text) == text


@pytest.mark.parametrize(
    ("text", "why"), [("e\u0301", "normal form C"), (" a", "white space"), ("a\u00a0", "white space")]
)
def test_text_that_looks_like_another_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        values.clean(text)


def test_a_day_is_read_as_it_is_written() -> None:
    assert DAY.validate_json('"2024-02-29"', strict=True) == datetime.date(2024, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        *("1700092800", "0", "-86400", "0000", "1e9"),
        *("20240229", "2024-2-9", "2024-W09-4", "2024-060", "2024-02-29T00:00:00", "2024-02-29 "),
        *("2023-02-29", "0000-01-01", "2024-13-01", "10000-01-01", "٢٠٢٤-٠٢-٢٩", "infinity", ""),
    ],
)
def test_no_day_is_guessed_from_anything_else(text: str) -> None:
    with pytest.raises(ValidationError):
        DAY.validate_json(values.canonical(text), strict=True)


@pytest.mark.parametrize("date", ["1700092800", "0000", "9999", "٢٠٢٤", "2020-20211"])
def test_no_year_of_a_source_is_guessed(date: str) -> None:
    with pytest.raises(ValidationError):
        builders.source(date=date)


@pytest.mark.parametrize("character", ["\x1b", "\x00", "\u202e", "\ufeff", "\x9b"])
def test_addresses_hold_no_character_that_steers_or_hides(character: str) -> None:
    hostile = f"https://example.org/{character}x"
    for model, tree in (
        (sources.AccountedSource, {**builders.source().tree(), "address": hostile}),
        (vocabulary.Code, {"system": hostile, "code": "1", "match": "exact"}),
        (evidence.Locator, {"doi": f"10.1000/{character}x"}),
    ):
        with pytest.raises(ValidationError, match="not allowed in text"):
            TypeAdapter(model).validate_json(values.canonical(dict(tree)))
