"""Screening of documents: everything that is about what was asked, nothing silent about what is not, and no verdict."""

import functools
import itertools
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content import document, freezing, recognition, rules, screening, statements, vocabulary, words
from tests import builders, strategies, verdicts
from tests.content import seed

TERMS = vocabulary.Vocabulary(builders.concepts())
CONTEXT = rules.Context(terms=TERMS, known={builders.SOURCE: builders.source()})
LABELS = sorted(label for concept in builders.concepts() for label in (concept.label, concept.id))
SLOW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
QUESTIONS = st.lists(
    st.sampled_from([*LABELS, "Accutane", "acutane"]) | st.text(max_size=20), min_size=1, max_size=8
)


def _freeze(draft: document.ProcedureDraft, context: rules.Context = CONTEXT) -> document.ProcedureDocument:
    assert rules.check(draft, context) == ()
    return freezing.freeze(draft, known=context.known, terms=context.terms)


def _asked(*texts: str) -> list[recognition.Term]:
    places = get_args(recognition.Place)
    return [
        recognition.Term(place=places[at % len(places)], position=at, text=text)
        for at, text in enumerate(texts)
    ]


def _screened(
    published: document.ProcedureDocument, *texts: str, terms: vocabulary.Vocabulary = TERMS
) -> Any:
    understood = recognition.understand(_asked(*texts), terms)
    return screening.Screening(understood, terms).of(published)


@functools.cache
def _seeded(slug: str) -> document.ProcedureDocument:
    return _freeze(seed.draft(slug), seed.context())


def _seed_screened(slug: str, *texts: str) -> Any:
    return _screened(_seeded(slug), *texts, terms=seed.terms())


def _without(line: str) -> document.ProcedureDocument:
    """Return the small procedure without a line."""
    return _freeze(builders.parsed(builders.without(builders.draft_tree(), builders.named(line))))


def _ids(entry: Any) -> list[str]:
    return [found["statement"]["id"] for found in entry.get("statements", [])]


def _nodes(tree: Any) -> Iterator[Any]:
    yield tree
    for value in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _nodes(value)


def _about(
    published: document.ProcedureDocument, concept: str, terms: vocabulary.Vocabulary
) -> dict[str, str]:
    """Return the ids of all claims about a concept, or around it, with their relation; found by another way."""
    wanted = {concept: "same"}
    wanted |= dict.fromkeys(terms.narrower(concept), "narrower") | dict.fromkeys(
        terms.broader(concept), "broader"
    )
    return {
        claim.id: wanted[named]
        for _, claim in document.claims(published)
        if (named := getattr(claim, "concept", None)) in wanted
    }


def _check_entry(
    entry: Any, published: document.ProcedureDocument, terms: vocabulary.Vocabulary, tree: Any
) -> None:
    expected = _about(published, entry["concept"]["id"], terms)
    assert sorted(_ids(entry)) == sorted(expected)
    assert entry["coverage"] == ("stated" if expected else "not_addressed")
    assert ("statements" in entry) == bool(expected)
    if not expected:
        assert entry["words"].startswith(words.SILENT)
        assert words.NOT_SAFE in entry["words"]
    for found in entry.get("statements", []):
        matched, statement = found["matched"], found["statement"]
        assert statement in list(_nodes(tree))
        assert statement["evidence"]
        assert matched["relation"] == expected[statement["id"]]
        path = [step["id"] for step in matched["path"]]
        assert (path[0], path[-1]) == (entry["concept"]["id"], statement["concept"])
        upward = path if matched["relation"] == "broader" else path[::-1]
        assert all(wide in terms[narrow].broader for narrow, wide in itertools.pairwise(upward))
        assert matched["terms"]
    assert ("no statement is about exactly this" in entry["words"].lower()) == (
        bool(expected) and "same" not in expected.values()
    )


@SLOW
@given(strategies.drafts(), QUESTIONS)
def test_every_term_is_answered_by_every_procedure_and_no_answer_judges(
    draft: document.ProcedureDraft, texts: list[str]
) -> None:
    published = _freeze(draft)
    understood = recognition.understand(_asked(*texts), TERMS)
    answer: Any = screening.Screening(understood, TERMS).of(published)
    entries = [entry for entry in answer["answers"] if "concept" in entry]
    assert [entry["concept"]["id"] for entry in entries] == [
        item.concept.id for item in understood.recognised
    ]
    unknown = [entry for entry in answer["answers"] if "concept" not in entry]
    assert [entry["term"] for entry in unknown] == [item.term.text for item in understood.unrecognised]
    assert {entry["coverage"] for entry in unknown} <= {"not_looked_up"}
    tree: Any = published.tree()
    for entry in entries:
        _check_entry(entry, published, TERMS, tree)
    for node in _nodes([answer, understood.tree()]):
        assert node is not None
        assert node not in ([], {})
        assert node or node == 0 or "" in texts
    assert list(verdicts.in_answer([answer, understood.tree()])) == []
    bare = {section["section"]: section for section in answer.get("sections", [])}
    for name in screening.RELEVANT if entries else ():
        held = getattr(published.sections, name)
        assert (name in bare) == (held.coverage != "stated")
        if name in bare:
            assert (bare[name]["coverage"], bare[name]["words"]) == (held.coverage, held.words)
            assert ("finding" in bare[name]) == (held.coverage == "stated_none")
    assert entries or set(answer) == {"procedure", "answers"}


@settings(SLOW, max_examples=80)
@given(
    st.sampled_from(sorted(seed.trees())),
    st.lists(st.sampled_from(sorted(seed.terms()._by_label)), min_size=1, max_size=20),
)
def test_real_procedures_answer_real_words_without_a_verdict(slug: str, texts: list[str]) -> None:
    answer = _seed_screened(slug, *texts)
    tree: Any = _seeded(slug).tree()
    for entry in answer["answers"]:
        _check_entry(entry, _seeded(slug), seed.terms(), tree)
    assert list(verdicts.in_answer(answer)) == []


def test_a_verdict_anywhere_in_an_answer_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    published = _freeze(builders.draft())
    for name in ("SILENT", "ABOUT_IT", "NOT_LOOKED_UP"):
        with monkeypatch.context() as patched:
            patched.setattr(words, name, "It is suitable for you.")
            answer = _screened(published, "pregnancy", "face", "chemical peel", "fine lines", "metformin")
            silent = _screened(_without("contraindication"), "pregnancy")
            assert list(verdicts.in_answer([answer, silent]))


def test_pregnancy_is_a_fact_for_one_procedure_and_not_addressed_for_the_others() -> None:
    for slug in seed.trees():
        (entry,) = _seed_screened(slug, "pregnancy")["answers"]
        if slug == "laser-skin-tightening":
            assert entry["coverage"] == "stated"
            (found,) = entry["statements"]
            assert (found["section"], found["statement"]["strength"]) == ("contraindications", "avoid")
        else:
            assert (entry["coverage"], entry["words"]) == ("not_addressed", words.SILENT)


@pytest.mark.parametrize("name", ["Accutane", "isotretinoin", "roaccutane", "D10BA01", "accutan"])
def test_every_name_of_a_medicine_gives_the_same_statements(name: str) -> None:
    (entry,) = _seed_screened("laser-skin-tightening", name)["answers"]
    found = {item["statement"]["concept"]: item["matched"]["relation"] for item in entry["statements"]}
    assert found == {"isotretinoin": "same", "acne-medicines": "broader"}
    assert entry["statements"][0]["matched"]["terms"][0]["term"] == name
    (same,) = _seed_screened("laser-skin-tightening", "isotretinoin")["answers"]
    assert _ids(entry) == _ids(same)


def test_a_broader_question_finds_what_is_narrower_and_says_so() -> None:
    (entry,) = _seed_screened("laser-skin-tightening", "acne medicines")["answers"]
    found = {item["statement"]["concept"]: item["matched"] for item in entry["statements"]}
    assert {name: matched["relation"] for name, matched in found.items()} == {
        "acne-medicines": "same",
        "isotretinoin": "narrower",
        "tretinoin": "narrower",
    }
    assert "part of it: Isotretinoin" in found["isotretinoin"]["words"]
    (entry,) = _seed_screened("laser-skin-tightening", "retinoids")["answers"]
    assert entry["words"] == words.ONLY_NARROWER
    (entry,) = _seed_screened("micro-laser-peel", "lidocaine")["answers"]
    assert entry["words"] == words.ONLY_BROADER


def test_statements_about_safety_come_before_others_of_the_same_concept() -> None:
    (entry,) = _seed_screened("laser-skin-tightening", "skin laxity")["answers"]
    sections = [item["section"] for item in entry["statements"]]
    assert sections[0] == "precautions"
    assert sections.index("precautions") < sections.index("indications")


def test_silence_is_said_where_the_section_is_stated() -> None:
    answer = _seed_screened("laser-skin-tightening", "pacemaker")
    assert answer["answers"][0]["coverage"] == "not_addressed"
    assert "contraindications" not in {section["section"] for section in answer["sections"]}


def test_a_section_that_a_source_says_is_empty_is_shown_with_its_finding() -> None:
    answer = _seed_screened("mesotherapy", "pregnancy")
    sections = {section["section"]: section for section in answer["sections"]}
    assert sections["preparation"]["coverage"] == "stated_none"
    assert sections["preparation"]["finding"]["evidence"]
    assert words.NOT_SAFE in sections["contraindications"]["words"]


def test_a_statement_in_a_conflict_says_so_and_shows_the_other_sides() -> None:
    (entry,) = _seed_screened("mesotherapy", "excess fat")["answers"]
    torn = {
        found["statement"]["id"]: found["conflicts"] for found in entry["statements"] if "conflicts" in found
    }
    (conflict,) = _seeded("mesotherapy").conflicts.conflicts
    assert set(torn) == set(conflict.statements)
    for name, (shown,) in torn.items():
        assert (shown["id"], shown["text"], shown["words"]) == (conflict.id, conflict.text, words.CONFLICT)
        assert {side["id"] for side in shown["sides"]} == set(conflict.statements) - {name}
        assert all(side["evidence"] for side in shown["sides"])


@pytest.mark.parametrize("kind", sorted(screening.ABOUT_CONCEPTS))
def test_a_withdrawn_statement_is_no_silence(kind: str) -> None:
    stone = {"id": "st_0000009999", "kind": kind, "on": "2026-11-20", "reason": "It was wrong."}
    tree = builders.without(builders.draft_tree(), builders.named("contraindication"))
    answer = _screened(_freeze(builders.parsed({**tree, "withdrawn": [stone]})), "pregnancy")
    (entry,) = answer["answers"]
    assert entry["coverage"] == "not_addressed"
    assert entry["words"] == f"{words.SILENT} {words.SOME_WITHDRAWN}"
    (shown,) = answer["withdrawn"]
    assert (shown["id"], shown["kind"], shown["on"]) == ("st_0000009999", kind, "2026-11-20")
    assert "2026-11-20" in shown["words"]
    assert kind.replace("_", " ") in shown["words"]


def test_the_kinds_about_concepts_are_those_that_can_name_one() -> None:
    union, _ = get_args(statements.Statement)
    kinds = {
        model.model_fields["kind"].default
        for model in (*get_args(union), statements.BodyArea, statements.Category)
        if "concept" in model.model_fields
    }
    assert kinds == screening.ABOUT_CONCEPTS


def test_a_question_that_nobody_understood_is_no_result() -> None:
    answer = _seed_screened("laser-skin-tightening", "metformin", "acutane")
    assert set(answer) == {"procedure", "answers"}
    for entry in answer["answers"]:
        assert entry["coverage"] == "not_looked_up"
        assert entry["words"] == words.NOT_LOOKED_UP
