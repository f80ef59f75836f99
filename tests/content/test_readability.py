"""The readability formula, worked out by hand, and what may not sway it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content import readability

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14)
SENTENCES = st.lists(WORDS, min_size=1, max_size=25).map(lambda words: " ".join(words) + ".")


@pytest.mark.parametrize(
    ("text", "letters", "words", "sentences"),
    [
        ("The cat sat.", 9, 3, 1),
        ("The cat sat. It slept.", 16, 5, 2),
        ("A laser peels off the top layer of the skin.", 34, 10, 1),
        ("Is it safe? No one says so!", 19, 7, 2),
        ("It hurts", 7, 2, 1),
        ("The skin’s well-kept look.", 20, 4, 1),
        ("After 3 to 4 days.", 13, 5, 1),
    ],
)
def test_the_grade_is_the_automated_readability_index(
    text: str, letters: int, words: int, sentences: int
) -> None:
    expected = 4.71 * letters / words + 0.5 * words / sentences - 21.43
    assert readability.grade([text]) == pytest.approx(expected)


def test_the_formula_is_named_and_the_target_is_grade_eight() -> None:
    assert readability.FORMULA == "Automated Readability Index"
    assert readability.TARGET == 8.0


@pytest.mark.parametrize("texts", [[], [""], ["…", "—"], ["   "]])
def test_where_there_are_no_words_the_grade_is_zero(texts: list[str]) -> None:
    assert readability.grade(texts) == 0.0


def test_a_text_without_a_full_stop_is_a_sentence_of_its_own() -> None:
    assert readability.grade(["Redness", "Swelling"]) == readability.grade(["Redness.", "Swelling."])


def test_a_decimal_point_does_not_end_a_sentence() -> None:
    assert readability.grade(["It takes 1.5 hours."]) > readability.grade(["It takes 1. 5 hours."])


def test_plain_words_are_graded_easier_than_jargon() -> None:
    plain = readability.grade(["The skin may turn darker. Ask your doctor."])
    jargon = readability.grade(
        ["Postinflammatory hyperpigmentation necessitates dermatological consultation."]
    )
    assert plain < readability.TARGET < jargon


@given(st.lists(SENTENCES, min_size=1, max_size=6))
def test_the_order_of_texts_does_not_matter(texts: list[str]) -> None:
    assert readability.grade(texts) == pytest.approx(readability.grade(texts[::-1]))


@given(st.lists(SENTENCES, min_size=1, max_size=6))
def test_saying_everything_twice_does_not_change_the_grade(texts: list[str]) -> None:
    assert readability.grade([*texts, *texts]) == pytest.approx(readability.grade(texts))


@given(st.lists(WORDS, min_size=2, max_size=25), st.data())
def test_breaking_a_sentence_in_two_makes_it_easier(words: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(min_value=1, max_value=len(words) - 1))
    whole = " ".join(words) + "."
    broken = " ".join(words[:place]) + ". " + " ".join(words[place:]) + "."
    assert readability.grade([broken]) < readability.grade([whole])


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_has_a_grade(texts: list[str]) -> None:
    assert isinstance(readability.grade(texts), float)
