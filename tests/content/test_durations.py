"""Lengths of time: what is accepted, how they compare, and that an open bound is never a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.content import durations, values

ISO = TypeAdapter[str](durations.IsoDuration)
LENGTH = TypeAdapter[durations.TimeSpan | durations.Unstated](durations.Length)
NUMBER = TypeAdapter[durations.Count | durations.Unstated](durations.Number)


def span(**fields: object) -> durations.TimeSpan:
    """Return a span with a wording."""
    return durations.TimeSpan.model_validate({"wording": "about 3-4 days", **fields})


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        ("PT0S", 0),
        ("PT15M", 900),
        ("PT60M", 3_600),
        ("PT1H", 3_600),
        ("P1D", 86_400),
        ("P1W", 604_800),
        ("P1M", 2_592_000),
        ("PT1M", 60),
        ("P6M", 15_552_000),
        ("P1Y", 31_536_000),
        ("P1Y2M3W4DT5H6M7S", 31_536_000 + 5_184_000 + 1_814_400 + 345_600 + 18_000 + 360 + 7),
    ],
)
def test_a_duration_is_compared_in_seconds_with_months_of_30_and_years_of_365_days(
    duration: str, expected: int
) -> None:
    assert durations.seconds(duration) == expected


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "P",
        "PT",
        "P1DT",
        "3D",
        "p3d",
        "P-3D",
        "-P3D",
        "+P3D",
        "P3.5D",
        "P3,5D",
        "P3D ",
        " P3D",
        "P3D\n",
        "P3",
        "PD",
        "P1D1W",
        "PT1M1H",
        "P1H",
        "P3D/P4D",
        "P٣D",
        "P３D",  # noqa: RUF001 - digits that are not ASCII
        "P1000Y",
        "P100000D",
        "several weeks",
        "open",
    ],
)
def test_what_is_not_a_whole_numbered_iso_duration_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="ISO 8601"):
        durations.seconds(wrong)
    with pytest.raises(ValidationError):
        ISO.validate_python(wrong)


def test_a_duration_keeps_its_spelling() -> None:
    assert ISO.validate_python("PT60M") == "PT60M"


@given(
    days=st.integers(min_value=0, max_value=99_999),
    hours=st.integers(min_value=0, max_value=99_999),
    minutes=st.integers(min_value=0, max_value=999_999),
)
def test_the_parts_of_a_duration_add_up(days: int, hours: int, minutes: int) -> None:
    assert durations.seconds(f"P{days}DT{hours}H{minutes}M") == days * 86_400 + hours * 3_600 + minutes * 60


@given(st.text(max_size=40))
def test_any_text_is_either_a_number_of_seconds_or_a_value_error(text: str) -> None:
    try:
        length = durations.seconds(text)
    except ValueError:
        return
    assert length >= 0
    assert text.isascii()
    assert text == text.strip()


def test_a_span_out_of_order_says_so() -> None:
    assert span(min="P4D", max="P3D").disordered
    assert span(min="P1M", max="P29D").disordered


@pytest.mark.parametrize(
    ("least", "most"),
    [("P3D", "P4D"), ("P3D", "P3D"), ("PT60M", "PT1H"), ("open", "PT1S"), ("P9Y", "open"), ("open", "open")],
)
def test_equal_bounds_and_open_bounds_are_in_order(least: str, most: str) -> None:
    assert not span(min=least, max=most).disordered


@given(
    least=st.integers(min_value=0, max_value=9_999),
    most=st.integers(min_value=0, max_value=9_999),
)
def test_a_span_is_disordered_exactly_when_its_minimum_is_longer(least: int, most: int) -> None:
    assert span(min=f"PT{least}H", max=f"PT{most}H").disordered == (least > most)


def test_a_span_needs_both_bounds_even_when_they_are_open() -> None:
    with pytest.raises(ValidationError):
        span(min="P1W")
    with pytest.raises(ValidationError):
        span(min="P1W", max=None)


def test_a_vague_length_keeps_its_unit_and_wording_without_a_number() -> None:
    vague = span(min="open", max="open", unit="weeks", wording="several weeks")
    assert vague.tree() == {
        "status": "stated",
        "min": "open",
        "max": "open",
        "unit": "weeks",
        "wording": "several weeks",
    }


def test_what_a_length_of_healing_measures_must_be_said() -> None:
    with pytest.raises(ValidationError):
        durations.HealingSpan.model_validate({"min": "P1D", "max": "P3D", "wording": "1-3 days"})
    with pytest.raises(ValidationError):
        durations.HealingSpan.model_validate(
            {"min": "P1D", "max": "P3D", "wording": "1-3 days", "measures": "until_less"}
        )


def test_a_length_that_is_not_stated_says_so_in_words() -> None:
    unstated = LENGTH.validate_python({"status": "not_stated"})
    assert isinstance(unstated, durations.Unstated)
    assert unstated.tree() == {"status": "not_stated", "words": "Our sources do not say."}


def test_a_length_without_a_status_is_refused() -> None:
    with pytest.raises(ValidationError):
        LENGTH.validate_python({"min": "P1D", "max": "P3D", "wording": "1-3 days"})


def test_a_length_cannot_be_unstated_and_carry_bounds() -> None:
    with pytest.raises(ValidationError):
        LENGTH.validate_python({"status": "not_stated", "min": "P1D"})


def test_a_count_out_of_order_says_so_and_an_open_one_does_not() -> None:
    assert durations.Count(min=3, max=2, wording="3 to 2").disordered
    assert not durations.Count(min=2, max=2, wording="two").disordered
    assert not durations.Count(min=2, max="open", wording="more than one").disordered
    assert not durations.Count(min="open", max=15, wording="up to 15").disordered


@pytest.mark.parametrize("wrong", [-1, 1_001, 2.5, "many", None])
def test_a_count_is_a_small_whole_number_or_open(wrong: object) -> None:
    with pytest.raises(ValidationError):
        NUMBER.validate_python({"status": "stated", "min": wrong, "max": "open", "wording": "some"})


def test_a_period_has_either_a_length_or_an_event() -> None:
    length = span(min="P1W", max="P2W")
    assert durations.Period(wording="a week or two", length=length).event is None
    assert durations.Period(wording="until full recovery", event="full recovery").length is None
    with pytest.raises(ValidationError, match="either a length or an event"):
        durations.Period(wording="until then")
    with pytest.raises(ValidationError, match="either a length or an event"):
        durations.Period(wording="until then", length=length, event="full recovery")


def test_lengths_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(span(min="P3D", max="P4D"), "min", "P1D")  # noqa: B010 - the type checker refuses it, too


@given(
    least=st.one_of(st.just("open"), st.integers(0, 9_999).map("P{}D".format)),
    most=st.one_of(st.just("open"), st.integers(0, 9_999).map("P{}W".format)),
)
def test_a_length_read_back_from_its_canonical_bytes_is_the_same(least: str, most: str) -> None:
    written = span(min=least, max=most)
    assert LENGTH.validate_json(values.canonical(written.tree())) == written
