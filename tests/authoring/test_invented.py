"""Made-up procedures: the same for the same seed, plainly invented, sound, like real ones in size and shape."""

import itertools
import re
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.authoring.invented import concepts, identity, procedures, words
from app.content import document, ledger, rules, values, vocabulary
from tests import generated
from tests.content import seed as catalogue

ROOT = Path(__file__).parents[2]
NUMBERS = st.integers(1, identity.MOST_PROCEDURES)
SEEDS = st.integers(0, identity.LARGEST_SEED)
MADE_UP_SCHEMES = ("concern", "side_effect", "condition", "medicine")
DIGESTS = (
    "from tests import generated;from app.content import values;"
    "print([values.digest(made.canonical()) for made in generated.documents(12, seed=7)])"
)


@pytest.fixture(scope="module")
def made() -> list[procedures.Invented]:
    """Return many made-up procedures."""
    return [procedures.invent(number, seed=1) for number in range(1, 601)]


def _labels(*schemes: str) -> Iterator[str]:
    for concept in catalogue.terms().concepts.values():
        if not schemes or concept.scheme in schemes:
            yield concept.label
            yield from (other.label for other in concept.labels)


def _names() -> Iterator[str]:
    for slug in catalogue.trees():
        draft = catalogue.draft(slug)
        yield draft.name
        yield from (alias.label for alias in draft.aliases)


def _texts(draft: document.ProcedureDraft) -> list[str]:
    return [draft.name, draft.summary.text, *(claim.text for _, claim in document.claims(draft))]


def test_the_same_seed_gives_the_same_bytes_in_another_process() -> None:
    found = [
        subprocess.run(
            [sys.executable, "-c", DIGESTS],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": chance},
        ).stdout
        for chance in ("1", "2")
    ]
    here = [values.digest(each.canonical()) for each in generated.documents(12, seed=7)]
    assert found == [f"{here}\n", f"{here}\n"]


def test_fewer_are_the_first_of_many() -> None:
    few = [each.canonical() for each in generated.documents(3)]
    many = [each.canonical() for each in generated.documents(9)]
    assert many[:3] == few


def test_another_seed_gives_others_that_share_no_identifier() -> None:
    found = [each for seed in (1, 2) for each in generated.documents(30, seed=seed)]
    assert len({each.slug for each in found}) == len({each.name for each in found}) == 60
    ids = [claim.id for each in found for _, claim in document.claims(each)]
    assert len(set(ids)) == len(ids)


@given(places=st.lists(st.tuples(SEEDS, NUMBERS, st.integers(0, 4095)), min_size=2, max_size=20, unique=True))
def test_no_two_places_have_the_same_identifier(places: list[tuple[int, int, int]]) -> None:
    found = {identity.identifier("st", place, number=number, seed=seed) for seed, number, place in places}
    assert len(found) == len(places)


@given(numbers=st.lists(NUMBERS, min_size=2, max_size=50, unique=True), seed=SEEDS)
def test_no_two_procedures_of_a_seed_have_the_same_word(numbers: list[int], seed: int) -> None:
    found = [identity.word(number, seed=seed) for number in numbers]
    found += [identity.brand(number, seed=seed) for number in numbers]
    assert len(set(found)) == len(found)


@given(number=NUMBERS, seed=SEEDS)
@settings(max_examples=60)
def test_each_obeys_the_rules_and_quotes_what_its_pages_say(number: int, seed: int) -> None:
    made = procedures.invent(number, seed=seed)
    known = {source.id: source for source in made.sources}
    named = {getattr(claim, "procedure", None) for _, claim in document.claims(made.draft)} - {None}
    context = rules.Context(terms=generated.terms(), known=known, procedures=frozenset(map(str, named)))
    assert rules.check(made.draft, context) == ()
    for source in made.sources:
        quoted = ledger.quotations([made.draft], source.id)
        assert quoted
        assert ledger.check(source, quoted) == ()
        assert ledger.verify(source, quoted, made.texts[source.id]) == ()


def test_an_alternative_that_is_a_procedure_is_one_with_a_lower_number(
    made: list[procedures.Invented],
) -> None:
    earlier: set[str] = set()
    named = 0
    for each in made:
        found = {getattr(claim, "procedure", None) for _, claim in document.claims(each.draft)} - {None}
        assert found <= earlier
        named += len(found)
        earlier.add(each.draft.slug)
    assert named > 50


def test_each_says_of_itself_that_it_is_made_up(made: list[procedures.Invented]) -> None:
    for each in made:
        assert each.draft.slug.startswith("generated-")
        assert all("generated example" in text.lower() for text in _texts(each.draft))
        assert all("(generated)" in technique.name for technique in each.draft.techniques.statements)
        for source in each.sources:
            assert source.id.startswith("generated-")
            assert source.title.startswith("Generated example ")
            assert (source.publisher, source.author, source.address) == ("nobody", "nobody", "unknown")
            assert each.texts[source.id].startswith("Generated example ")


def test_nothing_looks_as_if_somebody_had_reviewed_it(made: list[procedures.Invented]) -> None:
    states = {claim.review.state for each in made for _, claim in document.claims(each.draft)}
    assert states == {"unreviewed"}


def test_made_up_concepts_say_so_and_are_sound() -> None:
    assert generated.terms().faults() == ()
    for concept in concepts.concepts():
        assert concept.id.startswith("generated-")
        assert concept.label.endswith(" (generated)")
        assert "made up" in str(concept.definition)
        assert concept.codes == ()
    assert concepts._BLOCK * len(concepts.COUNTS) <= len(words.VOCABULARY)
    sorts = {other.type for concept in concepts.concepts() for other in concept.labels}
    assert sorts >= {"synonym", "lay", "brand", "misspelling"}
    assert sum(bool(concept.broader) for concept in concepts.concepts()) > 60


def _near(word: str) -> Iterator[str]:
    """Yield the word and all that one letter more, less or another makes of it."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    yield word
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        yield head + tail[1:]
        yield from (head + letter + tail for letter in letters)
        yield from (head + letter + tail[1:] for letter in letters)


def test_no_made_up_word_is_within_a_letter_of_a_real_one() -> None:
    parts = ["|".join(listed) for listed in words._PARTS]
    made_up = re.compile("".join(f"(?:{part})" for part in parts))
    assert made_up.fullmatch(words.made_up(123))
    real = {word for text in [*_labels(), *_names()] for word in re.findall(r"[a-z]+", text.lower())}
    whole = {re.sub(r"[^a-z]", "", text.lower()) for text in [*_labels(), *_names()]}
    common = {*words.NOUNS, *words.ADJECTIVES, *words.VERBS}
    assert [word for word in real | whole | common if any(map(made_up.fullmatch, _near(word)))] == []


def test_every_alias_carries_a_made_up_word(made: list[procedures.Invented]) -> None:
    made_up = {words.made_up(number) for number in words.RARE}
    made_up |= {identity.brand(number, seed=1) for number in range(1, 601)}
    found = [alias.label for each in made for alias in each.draft.aliases]
    assert len(found) > 400
    assert [label for label in found if label.lower().split()[0] not in made_up] == []


def test_no_common_word_names_something_that_people_look_for() -> None:
    real = {vocabulary.normalized(label) for label in _labels(*MADE_UP_SCHEMES)}
    assert real & {*words.NOUNS, *words.ADJECTIVES, *words.VERBS} == set()


def _spoken(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[\w'’]+", text.lower()))


def _says_one_of(names: set[tuple[str, ...]], text: str) -> bool:
    """Tell whether a text says one of these names, as whole words."""
    said, lengths = _spoken(text), {len(name) for name in names}
    return any(said[place : place + length] in names for place in range(len(said)) for length in lengths)


def test_real_concerns_effects_conditions_and_medicines_are_mentioned_rarely(
    made: list[procedures.Invented],
) -> None:
    real = {_spoken(label) for label in _labels(*MADE_UP_SCHEMES)}
    terms = catalogue.terms()
    mentioning = 0
    for each in made:
        named = {getattr(claim, "concept", None) for _, claim in document.claims(each.draft)}
        about = any(terms[str(name)].scheme in MADE_UP_SCHEMES for name in named if name in terms)
        mentioning += about or _says_one_of(real, " . ".join(_texts(each.draft)))
        assert not _says_one_of(real, each.draft.name)
    assert 0.02 < mentioning / len(made) < 0.06


def test_they_are_as_large_as_real_ones_with_some_far_larger() -> None:
    found = list(generated.documents(200))
    sizes = sorted(len(each.canonical()) for each in found)
    claims = [len(list(document.claims(each))) for each in found]
    assert 35_000 < statistics.median(sizes) < 50_000
    assert 40 <= statistics.median(claims) <= 60
    assert sizes[-1] > 2 * statistics.median(sizes)


def test_common_words_stand_in_most_documents_and_rare_ones_in_few(
    made: list[procedures.Invented],
) -> None:
    held = Counter(
        word for each in made for word in set(re.findall(r"[a-z]+", " ".join(_texts(each.draft)).lower()))
    )
    assert min(held[word] for word in ("skin", "laser", "treatment", "collagen")) > 0.9 * len(made)
    once = sum(count == 1 for count in held.values())
    assert once > 1_000


def test_they_differ_in_what_they_speak_of(made: list[procedures.Invented]) -> None:
    coverages = Counter(
        (name, section.coverage) for each in made for _, name, section in document.sections(each.draft)
    )
    for name in document.SECTION_KINDS:
        assert coverages[name, "stated"] > 100
        assert coverages[name, "not_addressed"] > 5
    assert {coverage for _, coverage in coverages} == {
        "stated",
        "stated_none",
        "not_addressed",
        "not_applicable",
    }
    spans = [claim.duration for each in made for claim in each.draft.sections.recovery.statements]
    assert {"open"} < {bound for span in spans if span.status == "stated" for bound in (span.min, span.max)}
    kinds = Counter(source.kind for each in made for source in each.sources)
    assert kinds["clinic_page"] > kinds["guideline"] > 0


def test_body_areas_are_real_and_so_are_some_categories_and_energies() -> None:
    schemes = Counter(
        (concept.scheme, concept.id.startswith("generated-"))
        for each in itertools.islice(generated.documents(100), 100)
        for concept in each.concepts
    )
    assert schemes["body_area", False] > 80
    assert schemes["category", False] > 80
    assert schemes["energy", False] > 50
    assert schemes["body_area", True] == 0
    assert schemes["category", True] > 50
    assert schemes["energy", True] > 20
