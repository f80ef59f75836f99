"""Lines of text keep every character, fit their width, and break where they may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.renderings import lettering
from tests import strategies

TEXTS = st.lists(strategies.WORDINGS, min_size=1, max_size=12).map(" ".join)


@given(TEXTS, st.sampled_from([60, 272]), st.sampled_from([11, 19]), st.booleans())
def test_no_character_is_lost_between_lines(text: str, within: int, size: int, bold: bool) -> None:
    lines = lettering.wrapped(text, within=within, size=size, bold=bold)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(line == line.strip() and line for line in lines)


@given(TEXTS)
def test_no_line_is_wider_than_it_may_be(text: str) -> None:
    for line in lettering.wrapped(text, within=200, size=12):
        assert lettering.width(line, size=12) <= 200 + 1e-6 or len(line) == 1


@given(TEXTS, st.integers(10, 80))
def test_a_shortened_text_is_a_beginning_and_says_that_it_goes_on(text: str, characters: int) -> None:
    short = lettering.shortened(text, characters=characters)
    if len(text) <= characters:
        assert short == text
    else:
        assert len(short) <= characters
        assert short.endswith("…")
        assert text.startswith(short[:-1])


def test_an_address_is_broken_behind_a_slash() -> None:
    lines = lettering.wrapped("In full: candour.example/v1/procedures/mesotherapy", within=200, size=11)
    assert lines == ["In full: candour.example/v1/", "procedures/mesotherapy"]


@pytest.mark.parametrize("text", ["e\u0301" * 50, "👩\u200d👩\u200d👧" * 20])
def test_a_letter_is_not_parted_from_its_marks(text: str) -> None:
    for line in lettering.wrapped(text, within=60, size=12):
        assert not line.startswith(("\u0301", "\u200d"))
        assert not line.endswith("\u200d")
    assert not lettering.shortened(text, characters=32).endswith("e…")


def test_a_widely_set_alphabet_is_measured_as_wide() -> None:
    assert lettering.width("激光", size=10) > lettering.width("la", size=10)
    assert lettering.width("WWW", size=10) > lettering.width("iii", size=10)
    assert lettering.width("abc", size=10, bold=True) > lettering.width("abc", size=10)
