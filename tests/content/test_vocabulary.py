"""The vocabulary: labels that lead to concepts, broader and narrower concepts, and the faults it can have."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content import reading, vocabulary

FOLDER = Path(__file__).parents[2] / "seed_data" / "vocabulary"
NAMES = [f"concept-{letter}" for letter in "abcdefg"]


def concept(name: str, **fields: object) -> vocabulary.Concept:
    """Return a concept with a label made from its id."""
    return vocabulary.Concept.model_validate(
        {"id": name, "scheme": "medicine", "label": name.replace("-", " ").capitalize(), **fields}
    )


def seeded() -> vocabulary.Vocabulary:
    """Return the vocabulary that the catalogue is seeded with."""
    found: list[vocabulary.Concept] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        tree = reading.read_yaml(path.read_bytes())
        assert isinstance(tree, dict)
        entries = tree["concepts"]
        assert isinstance(entries, list)
        found += [vocabulary.Concept.model_validate(entry, strict=False) for entry in entries]
    return vocabulary.Vocabulary(found)


SEED = seeded()


@pytest.fixture
def medicines() -> vocabulary.Vocabulary:
    """Return a few concepts of medicines."""
    return vocabulary.Vocabulary(
        [
            concept("retinoids"),
            concept("acne-medicines"),
            concept(
                "isotretinoin",
                labels=[
                    {"label": "Roaccutane", "type": "brand"},
                    {"label": "accutan", "type": "misspelling"},
                ],
                broader=["retinoids", "acne-medicines"],
            ),
            concept("isotretinoin-capsules", broader=["isotretinoin"]),
            concept("lidocaine", labels=[{"label": "Emla", "type": "brand"}]),
        ]
    )


@pytest.mark.parametrize(
    "label",
    ["isotretinoin", "Isotretinoin", "ROACCUTANE", "roaccutane", "accutan"],
)
def test_every_label_leads_to_its_concept_whatever_the_case(
    medicines: vocabulary.Vocabulary, label: str
) -> None:
    assert medicines.resolve(label) == ("isotretinoin",)


@pytest.mark.parametrize(
    "label", ["acne medicines", "Acne-Medicines", "acne   medicines", "ACNE\tMEDICINES", "acne-medicines"]
)
def test_hyphens_and_white_space_do_not_matter(medicines: vocabulary.Vocabulary, label: str) -> None:
    assert medicines.resolve(label) == ("acne-medicines",)


def test_a_label_with_hyphens_is_found_without_them() -> None:
    terms = vocabulary.Vocabulary([concept("x", label="Micro-laser lipo")])
    assert terms.resolve("micro laser lipo") == terms.resolve("Micro-Laser-Lipo") == ("x",)


def test_a_fullwidth_spelling_is_the_same_label() -> None:
    assert vocabulary.normalized("ＲＦ") == "rf"  # noqa: RUF001 - the point of the test


def test_a_label_that_no_concept_bears_leads_nowhere(medicines: vocabulary.Vocabulary) -> None:
    assert medicines.resolve("isotretin") == ()
    assert medicines.resolve("") == ()


def test_a_label_of_two_schemes_leads_to_both_concepts() -> None:
    terms = vocabulary.Vocabulary(
        [
            concept("acne", scheme="concern", label="Acne"),
            concept(
                "acne-condition",
                scheme="condition",
                label="Acne (condition)",
                labels=[{"label": "acne", "type": "lay"}],
            ),
        ]
    )
    assert terms.resolve("ACNE") == ("acne", "acne-condition")
    assert terms.faults() == ()


def test_the_nearest_names_of_a_typo_begin_with_what_was_meant(medicines: vocabulary.Vocabulary) -> None:
    assert medicines.nearest("isotretinoine")[0] == "isotretinoin"
    assert medicines.nearest("roacutane")[0] == "isotretinoin"
    assert medicines.nearest("lidocane")[0] == "lidocaine"


@pytest.mark.parametrize("unknown", ["aspirin", "botox", "metformin", "heart disease"])
def test_a_short_label_that_lies_in_an_unknown_word_is_not_suggested(unknown: str) -> None:
    assert SEED.nearest(unknown) == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [("pacemakr", "pacemaker"), ("pregnent", "pregnancy"), ("wrinkels and so", "wrinkles")],
)
def test_a_typo_in_the_vocabulary_itself_is_still_understood(written: str, meant: str) -> None:
    assert SEED.nearest(written)[0] == meant


def test_what_is_far_less_like_a_word_than_the_nearest_name_is_not_suggested() -> None:
    assert SEED.nearest("acutane") == ("isotretinoin",)


def test_nearest_names_no_concept_twice_and_keeps_to_its_limit(medicines: vocabulary.Vocabulary) -> None:
    found = medicines.nearest("isotretinoin")
    assert len(found) == len(set(found)) <= 3
    assert len(medicines.nearest("isotretinoin", limit=1)) == 1


@pytest.mark.parametrize("label", ["", " ", "???", "qqqqqq"])
def test_what_looks_like_nothing_has_no_nearest_name(medicines: vocabulary.Vocabulary, label: str) -> None:
    assert medicines.nearest(label) == ()


@given(st.text(max_size=400))
def test_any_text_can_be_looked_up(label: str) -> None:
    assert all(name in SEED for name in (*SEED.resolve(label), *SEED.nearest(label)))


@given(st.text(max_size=60))
def test_normalizing_twice_changes_nothing_more(label: str) -> None:
    once = vocabulary.normalized(label)
    assert vocabulary.normalized(once) == once


def test_broader_and_narrower_reach_through_any_number_of_steps(medicines: vocabulary.Vocabulary) -> None:
    assert medicines.broader("isotretinoin-capsules") == {"isotretinoin", "retinoids", "acne-medicines"}
    assert medicines.narrower("retinoids") == {"isotretinoin", "isotretinoin-capsules"}
    assert medicines.broader("retinoids") == medicines.narrower("lidocaine") == frozenset()


@given(
    st.dictionaries(
        st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=3, unique=True), min_size=1
    )
)
def test_narrower_is_broader_seen_from_above_even_in_circles(edges: dict[str, list[str]]) -> None:
    terms = vocabulary.Vocabulary(concept(name, broader=above) for name, above in edges.items())
    for name in terms.concepts:
        for other in terms.concepts:
            if name != other:
                assert (other in terms.narrower(name)) == (name in terms.broader(other))


def test_a_vocabulary_without_faults_has_none(medicines: vocabulary.Vocabulary) -> None:
    assert medicines.faults() == ()


def test_an_id_that_stands_twice_is_a_fault() -> None:
    terms = vocabulary.Vocabulary([concept("heat"), concept("heat")])
    assert [(fault.concept, fault.message) for fault in terms.faults()] == [
        ("heat", "is defined more than once")
    ]


def test_a_broader_concept_that_is_not_there_is_a_fault() -> None:
    terms = vocabulary.Vocabulary([concept("heat", broader=["energy"])])
    assert [fault.message for fault in terms.faults()] == ["has the unknown broader concept energy"]


def test_a_circle_is_a_fault_of_every_concept_in_it() -> None:
    terms = vocabulary.Vocabulary([concept("a", broader=["b"]), concept("b", broader=["a"]), concept("c")])
    assert {(fault.concept, fault.message) for fault in terms.faults()} == {
        ("a", "is broader than itself"),
        ("b", "is broader than itself"),
    }


def test_two_concepts_of_one_scheme_that_share_a_label_are_a_fault() -> None:
    terms = vocabulary.Vocabulary(
        [concept("lidocaine"), concept("numbing", labels=[{"label": "LIDOCAINE", "type": "lay"}])]
    )
    (fault,) = terms.faults()
    assert fault.concept == "lidocaine"
    assert "“lidocaine” with numbing" in fault.message


def test_a_label_that_a_concept_retired_and_still_bears_is_a_fault() -> None:
    gone = [{"label": "NUMB", "on": "2026-11-21", "reason": "A test."}]
    terms = vocabulary.Vocabulary(
        [concept("lidocaine", labels=[{"label": "numb", "type": "lay"}], retired=gone)]
    )
    assert [fault.message for fault in terms.faults()] == ["still bears the label “NUMB”, which it retired"]
    assert vocabulary.Vocabulary([concept("lidocaine", retired=gone)]).faults() == ()


def test_a_retired_label_leads_nowhere() -> None:
    assert SEED.resolve("acutane") == ()
    assert [gone.label for gone in SEED["isotretinoin"].retired] == ["acutane"]


def test_a_shortest_way_leads_up_to_a_broader_concept() -> None:
    terms = vocabulary.Vocabulary(
        [
            concept("top"),
            concept("left", broader=["top"]),
            concept("right", broader=["further"]),
            concept("further", broader=["top", "missing"]),
            concept("bottom", broader=["right", "left"]),
        ]
    )
    assert terms.path("bottom", "top") == ("bottom", "left", "top")
    assert terms.path("bottom", "further") == ("bottom", "right", "further")
    assert terms.path("top", "top") == ("top",)
    assert terms.path("top", "bottom") == ()


@given(st.sampled_from(sorted(SEED.concepts)))
def test_there_is_a_way_to_every_broader_concept_and_to_no_other(name: str) -> None:
    for other in SEED.concepts:
        way = SEED.path(name, other)
        assert bool(way) == (other == name or other in SEED.broader(name))
        assert all(above in SEED[below].broader for below, above in itertools.pairwise(way))


def test_the_seed_has_no_faults() -> None:
    assert SEED.faults() == ()


@pytest.mark.parametrize("label", ["Accutane", "Roaccutane", "accutan"])
def test_the_seed_knows_isotretinoin_by_its_other_names(label: str) -> None:
    assert SEED.resolve(label) == ("isotretinoin",)


def test_the_seed_knows_tretinoin_by_its_brand() -> None:
    assert SEED.resolve("Retin-A") == ("tretinoin",)


@pytest.mark.parametrize("medicine", ["isotretinoin", "tretinoin"])
def test_both_acne_retinoids_have_two_broader_concepts(medicine: str) -> None:
    assert set(SEED[medicine].broader) == {"retinoids", "acne-medicines"}


def test_retinoids_as_such_are_not_acne_medicines() -> None:
    assert "acne-medicines" not in SEED.broader("retinoids")


@pytest.mark.parametrize("label", ["solarium", "sunbed", "tanning bed"])
def test_the_seed_knows_a_sunbed_by_the_word_of_the_translated_page(label: str) -> None:
    assert SEED.resolve(label) == ("sunbed",)


LAY = {
    "jowls": "jowls",
    "saggy jowls": "jowls",
    "fat melting laser": "laser-lipolysis",
    "tanning bed": "sunbed",
    "tanning beds": "sunbed",
    "sun spots": "sun-spots",
    "age spots": "sun-spots",
    "bruise": "bruising",
    "bruised": "bruising",
    "numb": "numbness",
    "numbness": "numbness",
    "wrinkles": "wrinkles",
    "wrinkels": "wrinkles",
    "crow's feet": "wrinkles",
    "forehead lines": "forehead-lines",
    "love handles": "love-handles",
    "tummy fat": "belly-fat",
    "double chin": "double-chin",
    "crepey skin": "crepey-skin",
    "stretch marks": "stretch-marks",
    "acne": "acne",
    "acne scars": "acne-scars",
    "swelling": "swelling",
    "puffy": "swelling",
    "blood thinner": "blood-thinners",
    "blood thinners": "blood-thinners",
    "numbing cream": "topical-anaesthetics",
    "EMLA cream": "emla",
    "diabetes": "diabetes",
    "diabetic": "diabetes",
    "keloid": "keloids",
    "I'm pregnant": "pregnancy",
    "aging skin": "skin-ageing",
    "pigmentation": "pigment-change",
    "does it hurt": "pain",
    "radio frequency": "radiofrequency-energy",
    "laser skin tightening": "laser-skin-tightening-technique",
    "moisturizing cream": "care-creams",
    "Claravis": "isotretinoin",
    "Marevan": "warfarin",
    "homeopathic medicine": "homeopathic-medicines",
}
"""What people type, in Britain and in America, and the concept that it names."""
SHARED = {
    "body shaping",
    "dents in the skin",
    "dimpled skin",
    "dimples",
    "dimpling",
    "droopy skin",
    "fat melting",
    "fat removal",
    "radio frequncy",
    "rf",
    "saggy skin",
    "sagging skin",
}
"""Labels that stand in two schemes: both a concern and a side effect, say."""


@pytest.mark.parametrize("label", LAY)
def test_the_seed_knows_the_words_that_people_use(label: str) -> None:
    assert SEED.resolve(label) == (LAY[label],)


def test_no_label_of_the_seed_became_ambiguous() -> None:
    assert {label for label in SEED._by_label if len(SEED.resolve(label)) > 1} == SHARED


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("jowls", "skin-laxity"),
        ("love-handles", "excess-fat"),
        ("double-chin", "excess-fat"),
        ("forehead-lines", "wrinkles"),
        ("emla", "topical-anaesthetics"),
        ("dark-skin", "skin-type"),
    ],
)
def test_what_is_narrower_is_a_concept_of_its_own(narrow: str, wide: str) -> None:
    assert wide in SEED.broader(narrow)


def test_a_keloid_is_no_narrower_scar_so_that_nothing_about_scars_seems_to_hold_for_it() -> None:
    assert SEED.broader("keloids") == frozenset()
