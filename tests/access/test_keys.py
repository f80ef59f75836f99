"""What a key looks like, and that a slip in it is told from a wrong one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access import keys

FORM = re.compile(r"cdr_[a-z0-9]{10}_[0-9A-Za-z]{43}[0-9A-Za-z]{6}")


def test_a_key_has_a_prefix_an_id_a_secret_and_a_checksum() -> None:
    made = keys.make()
    assert FORM.fullmatch(made.text)
    assert made.text.split("_")[1] == made.id


def test_no_two_keys_are_alike() -> None:
    made = [keys.make() for _ in range(200)]
    assert len({key.text for key in made}) == len({key.id for key in made}) == 200


def test_a_key_proves_itself_and_no_other() -> None:
    one, other = keys.make(), keys.make()
    presented = keys.parse(one.text)
    assert presented is not None
    assert presented.id == one.id
    assert keys.is_proved(presented, kept=one.sha256)
    assert not keys.is_proved(presented, kept=other.sha256)


def test_what_is_kept_is_a_digest() -> None:
    made = keys.make()
    assert re.fullmatch(r"[0-9a-f]{64}", made.sha256)
    assert made.text not in repr(made)
    assert made.sha256 not in repr(made)


@given(place=st.integers(0, 63), letter=st.characters(codec="utf-8"))
def test_any_one_letter_that_is_wrong_makes_it_no_key(place: int, letter: str) -> None:
    text = keys.make().text
    if text[place] != letter:
        assert keys.parse(text[:place] + letter + text[place + 1 :]) is None


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    assert keys.parse(text) is None
    assert keys.identifier(text) is None or len(text) in (10, 14)


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda key: key + "\n", lambda key: f" {key}"])
def test_a_key_is_read_to_the_letter(change: object) -> None:
    text = keys.make().text
    changed = change(text)  # type: ignore[operator] # reason: each is a function of a text
    assert changed == text or keys.parse(changed) is None


def test_what_looks_like_a_key_is_found_anywhere_even_cut_short_or_in_capitals() -> None:
    text = keys.make().text
    for found in (text, f"?a=b&key={text}&c", text[:30], text.upper()):
        assert keys.is_in(found)
    for other in (
        "cdr_",
        "cdr_short_1",
        "/v1/procedures/laser-skin-tightening",
        "",
        "cdr 1234567890 abcdefgh",
    ):
        assert not keys.is_in(other)


def test_an_id_is_read_from_the_id_its_prefix_or_the_whole_key() -> None:
    made = keys.make()
    assert {keys.identifier(text) for text in (made.id, f"cdr_{made.id}", made.text)} == {made.id}
    assert keys.identifier(made.text[:-1]) is None
