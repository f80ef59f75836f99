"""How a question is understood, and that what is counted by bits is what is counted by walking."""

import itertools
import random

import pytest

from app.catalogue.search import asking, lexicon, matches, reading, snapshot, texts
from app.content import freezing, vocabulary
from tests import generated
from tests.catalogue import searching
from tests.content import seed


@pytest.fixture(scope="module")
def held() -> snapshot.Snapshot:
    """Return a search over the seed and some made-up procedures."""
    own = [
        freezing.freeze(seed.draft(slug), known=seed.sources_by_id(), terms=seed.terms())
        for slug in seed.trees()
    ]
    return searching.over([*own, *generated.documents(60)], terms=generated.terms())


def _read_as(held: snapshot.Snapshot, question: str) -> list[tuple[str, tuple[str, ...]]]:
    units = held.read(question).units
    return [(" ".join(word.folded for word in unit.words), unit.concepts) for unit in units]


@pytest.mark.parametrize(
    ("question", "read_as"),
    [
        ("retin-a ", [("retin", ("tretinoin",))]),
        ("with child ", [("child", ("pregnancy",))]),
        ("child ", [("child", ())]),
        ("scars from surgery", [("scars surgery", ("surgical-scars",))]),
        ("surgery scars", [("surgery scars", ("surgical-scars",))]),
        ("the wrinkle of", [("wrinkle", ("wrinkles",))]),
        ("laser lipo burns ", [("laser lipo", ("laser-lipolysis",)), ("burns", ("skin-burns",))]),
        ("D10BA01", [("d10ba01", ("isotretinoin",))]),
        ("is it the ", [("is", ()), ("it", ()), ("the", ())]),
        ("", []),
    ],
)
def test_the_longest_run_of_words_that_is_a_label_is_read_as_one(
    held: snapshot.Snapshot, question: str, read_as: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert _read_as(held, question) == read_as


def test_the_last_word_may_not_have_been_typed_to_its_end(held: snapshot.Snapshot) -> None:
    assert _read_as(held, "isotreti") == [("isotreti", ("isotretinoin",))]
    assert _read_as(held, "isotreti ") != _read_as(held, "isotreti")
    assert held.read("mesoth laser").units[0].prefixes == ()


def test_a_listed_misspelling_is_the_word_that_it_stands_for(held: snapshot.Snapshot) -> None:
    question = held.read("lazer peeling")
    assert question.corrections == ()
    assert question.units[0].concepts == ("laser-peeling",)


@pytest.mark.parametrize(("word", "wrong"), [("abc", 0), ("abcd", 1), ("abcdefg", 1), ("abcdefgh", 2)])
def test_how_many_letters_may_be_wrong_depends_on_the_length(word: str, wrong: int) -> None:
    assert lexicon.edits(word) == wrong


def test_only_words_that_are_published_are_looked_for_instead() -> None:
    known = lexicon.Dictionary(["numbness", "numbers", "bruising", "burning"])
    assert known.nearest("numbnes") == ["numbness"]
    assert known.nearest("brusing") == ["bruising"]
    assert known.nearest("bru") == []
    assert known.nearest("zzzzzzzz") == []


def test_words_beyond_those_that_are_looked_for_are_named(held: snapshot.Snapshot) -> None:
    words = [f"word{letter}{other}" for letter, other in itertools.product("abcdef", repeat=2)]
    question = held.read(" ".join(words) + " ")
    assert len(question.units) == reading.MOST_UNITS
    assert list(question.unread) == words[reading.MOST_UNITS :]


def test_marks_are_at_the_words_also_behind_letters_that_fold(held: snapshot.Snapshot) -> None:
    text = "Ähnlich 👩🏽‍⚕️ NUMBNESS, naïve"
    (mark,) = matches.marked(text, held.read("numbness ").units)
    assert text[slice(*mark)] == "NUMBNESS"


def test_stop_words_alone_still_find_something(held: snapshot.Snapshot) -> None:
    assert held.find(held.read("after the"), asking.Filters(), size=1).total > 0


def test_words_have_their_places_in_characters() -> None:
    text = "Crow's feet – naïve Bruising"
    assert [text[word.start : word.end] for word in texts.words(text)] == [
        "Crow",
        "s",
        "feet",
        "naïve",
        "Bruising",
    ]


@pytest.mark.parametrize("chance", range(40))
def test_the_ways_of_large_finds_give_what_weighing_and_walking_give(
    held: snapshot.Snapshot, chance: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "_TELLING", -1)
    drawn = random.Random(chance)  # noqa: S311  no secret
    common = [*held.beginning(""), "laser", "skin", "qqqq", "numbness", "retinoids", "jow"]
    question = held.read(" ".join(drawn.sample(common, drawn.randint(0, 4))))
    filters = asking.Filters(
        terms=drawn.choice([(), (frozenset({"coverage.side_effects:stated"}),)]),
        longest=drawn.choice([(), (("recovery", 3 * 86_400, True),), (("session", 3_600, False),)]),
    )
    walked = held.find(question, filters, size=8)
    monkeypatch.setattr(snapshot, "FEW", -1)
    assert held.find(question, filters, size=8) == walked


def test_the_order_does_not_depend_on_how_many_are_asked_for(held: snapshot.Snapshot) -> None:
    for text in ("laser", "skin treatment", "generated", "session week"):
        question = held.read(text)
        whole = [hit.slug for hit in held.find(question, asking.Filters(), size=64).hits]
        for offset, size in ((0, 3), (3, 5), (8, 20), (28, 36)):
            part = held.find(question, asking.Filters(), size=size, offset=offset).hits
            assert [hit.slug for hit in part] == whole[offset : offset + size]


def test_a_label_that_several_concepts_bear_names_them_all() -> None:
    one = vocabulary.Concept(id="one", scheme="concern", label="Dimples")
    other = vocabulary.Concept(id="other", scheme="side_effect", label="dimple")
    words = lexicon.Lexicon(vocabulary.Vocabulary([one, other]))
    assert words.labelled(lexicon.key(texts.words("dimples"))) == ("one", "other")
