"""What terms mean: exact labels and codes are taken, all of them; anything else is a suggestion and nothing more."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content import recognition, vocabulary, words
from tests.content import seed


def _terms(*texts: str, place: recognition.Place = "medicines") -> list[recognition.Term]:
    return [recognition.Term(place=place, position=at, text=text) for at, text in enumerate(texts)]


def _understood(*texts: str, place: recognition.Place = "medicines") -> recognition.Understood:
    return recognition.understand(_terms(*texts, place=place), seed.terms())


def _ids(understood: recognition.Understood) -> list[str]:
    return [item.concept.id for item in understood.recognised]


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        ("Accutane", "Accutane", "brand"),
        ("isotretinoin", "Isotretinoin", "preferred"),
        ("roaccutane", "Roaccutane", "brand"),
        ("accutan", "accutan", "misspelling"),
        ("  13 CIS retinoic acid ", "13-cis-retinoic acid", "synonym"),
        ("D10BA01", "D10BA01", "code"),
        ("D10AD04", "D10AD04", "code"),
        ("d10ba01", "d10ba01", "code"),
        ("D015474", "D015474", "code"),
    ],
)
def test_a_term_is_recognised_by_an_exact_label_or_code(text: str, label: str, kind: str) -> None:
    (item,) = _understood(text).recognised
    assert item.concept.id == "isotretinoin"
    assert [(reading.label, reading.type) for reading in item.readings] == [(label, kind)]
    assert item.beside == ()


def test_an_id_that_is_no_label_is_recognised_as_an_id() -> None:
    (item,) = _understood("health-status", place="circumstances").recognised
    assert (item.readings[0].label, item.readings[0].type) == ("health status", "synonym")
    terms = vocabulary.Vocabulary([vocabulary.Concept(id="x-1", scheme="medicine", label="Something")])
    (item,) = recognition.understand(_terms("x 1"), terms).recognised
    assert (item.readings[0].label, item.readings[0].type) == ("x-1", "id")


@pytest.mark.parametrize(
    "text", ["acutane", "isotretinoinn", "isotretin", "D10BA", "D10BA01X", "accutane 20 mg", "D10 BA01"]
)
def test_anything_fuzzy_is_not_recognised(text: str) -> None:
    understood = _understood(text)
    assert understood.recognised == ()
    assert [item.term.text for item in understood.unrecognised] == [text]


def test_a_misspelling_that_is_not_listed_is_answered_with_a_suggestion() -> None:
    (item,) = _understood("acutane").unrecognised
    assert item.nearest[0].id == "isotretinoin"
    shown: Any = item.tree()
    assert shown["nearest"][0] == {"id": "isotretinoin", "label": "Isotretinoin", "scheme": "medicine"}
    assert shown["words"] == words.NEAREST


def test_a_name_that_was_retired_suggests_its_concept_before_all_others() -> None:
    gone = {"label": "tretino", "on": "2026-11-21", "reason": "A test."}
    listed = [*seed.terms().concepts.values()]
    listed[0] = listed[0].changed(retired=(vocabulary.RetiredLabel.model_validate(gone),))
    (item,) = recognition.understand(_terms("Tretino"), vocabulary.Vocabulary(listed)).unrecognised
    assert item.nearest[0] == listed[0]
    assert "tretinoin" in {concept.id for concept in item.nearest}


def test_a_drug_that_nothing_is_like_is_said_to_be_unknown_and_no_empty_list_stands_for_it() -> None:
    (item,) = _understood("metformin").unrecognised
    assert item.tree() == {
        "list": "medicines",
        "position": 0,
        "term": "metformin",
        "words": words.NOTHING_NEAR,
    }


def test_a_code_of_something_broader_is_not_taken_for_what_is_narrower() -> None:
    understood = _understood("D015187", place="concerns")
    assert _ids(understood) == []
    assert {concept.id for concept in understood.unrecognised[0].nearest} == {
        "liposuction",
        "laser-lipolysis",
    }
    assert _ids(_understood("D003357")) == ["cosmetic-procedures"]


def test_terms_for_one_concept_are_answered_once_with_every_spelling() -> None:
    understood = _understood("Accutane", "warfarin", "D10BA01", "ISOTRETINOIN")
    assert _ids(understood) == ["isotretinoin", "warfarin"]
    assert [item.term.text for item in understood.recognised[0].readings] == [
        "Accutane",
        "D10BA01",
        "ISOTRETINOIN",
    ]


def test_a_term_that_several_concepts_bear_is_taken_for_all_of_them_and_says_so() -> None:
    understood = _understood("RF", place="concerns")
    assert _ids(understood) == ["radiofrequency-energy", "radiofrequency-therapy"]
    for item, other in zip(understood.recognised, reversed(understood.recognised), strict=True):
        assert item.beside == (other.concept,)
        assert item.tree()["words"] == words.SEVERAL


def test_a_code_that_several_concepts_have_is_taken_for_all_of_them() -> None:
    code = vocabulary.Code(system="https://codes.example", code="X1", match="exact")
    other = vocabulary.Code(system="https://other.example", code="X1", match="exact")
    terms = vocabulary.Vocabulary(
        [
            vocabulary.Concept(id="a", scheme="medicine", label="A", codes=(code,)),
            vocabulary.Concept(id="b", scheme="condition", label="B", codes=(other,)),
            vocabulary.Concept(id="c", scheme="condition", label="x1"),
        ]
    )
    assert _ids(recognition.understand(_terms("X1"), terms)) == ["a", "b", "c"]


@pytest.mark.parametrize("place", ["circumstances", "medicines", "concerns"])
def test_the_lists_are_hints_and_no_term_is_lost_to_them(place: recognition.Place) -> None:
    understood = _understood("Accutane", "pregnancy", "wrinkles", place=place)
    assert _ids(understood) == ["isotretinoin", "pregnancy", "wrinkles"]
    said = [_first(item).get("words") for item in understood.recognised]
    meant = {"circumstances": 1, "medicines": 0, "concerns": 2}[place]
    for at, sentence in enumerate(said):
        assert (sentence is None) == (at == meant)
        assert sentence is None or place in sentence


def _first(item: recognition.Recognised) -> Any:
    tree: Any = item.tree()
    return tree["terms"][0]


@given(st.lists(st.text(max_size=30) | st.sampled_from(["Accutane", "RF", "pregnant"]), max_size=8))
def test_no_term_is_lost_whatever_it_is(texts: list[str]) -> None:
    understood = _understood(*texts)
    taken = {reading.term for item in understood.recognised for reading in item.readings}
    left = {item.term for item in understood.unrecognised}
    assert taken | left == set(_terms(*texts))
    assert not taken & left
    for item in understood.recognised:
        for reading in item.readings:
            spelled = {vocabulary.normalized(label.label) for label in item.concept.labels}
            spelled |= {vocabulary.normalized(item.concept.label), vocabulary.normalized(item.concept.id)}
            coded = {code.code.casefold() for code in item.concept.codes if code.match == "exact"}
            asked = reading.term.text
            assert vocabulary.normalized(asked) in spelled or asked.strip().casefold() in coded


def test_the_words_say_how_much_was_looked_up() -> None:
    assert _understood("Accutane").words() == words.LOOKED_UP
    assert _understood("Accutane", "metformin").words() == words.PARTLY_LOOKED_UP
    assert _understood("metformin").words() == words.NOTHING_LOOKED_UP
    assert set(_understood("metformin").tree()) == {"words", "unrecognised"}
    assert set(_understood("Accutane").tree()) == {"words", "recognised"}
