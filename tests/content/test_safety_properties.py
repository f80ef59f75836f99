"""Whatever is missing from a procedure, nothing that is shown of it reads as safe, and no number changes."""

import datetime
import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.authoring import exporting, folders
from app.content import cards, document, freezing, reading, rules, values, vocabulary, words
from app.db import rows
from app.renderings import excerpts
from tests import builders, strategies
from tests.content import seed

CONTEXT = rules.Context(
    terms=vocabulary.Vocabulary(builders.concepts()), known={builders.SOURCE: builders.source()}
)
SAFETY = {"contraindications", "precautions", "interactions", "side_effects", "warning_signs"}
DENIALS = ("That does not mean it is safe.", "That does not mean there is nothing to know.")
REASSURING = re.compile(
    r"\b(safe|safely|harmless|none|nothing|no (known|risks?|side effects?)|n/?a|null|nil)\b", re.IGNORECASE
)
SLOW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def _freeze(draft: document.ProcedureDraft) -> document.ProcedureDocument:
    assert rules.check(draft, CONTEXT) == ()
    return freezing.freeze(draft, known=CONTEXT.known, terms=CONTEXT.terms)


def _tree(published: document.ProcedureDocument) -> Any:
    return json.loads(published.canonical())


def _nodes(tree: Any) -> Iterator[Any]:
    yield tree
    for value in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _nodes(value)


def _sections(tree: Any) -> Iterator[tuple[str, Any]]:
    for name in ("invasiveness", "body_areas", "categories", "techniques"):
        yield name, tree[name]
    for technique in tree["techniques"].get("statements", []):
        yield "technique_use", technique["use"]
        yield "steps", technique["steps"]
    yield from tree["sections"].items()


def _check_section(name: str, section: Any) -> None:
    """The coverage is said in words of ours, and what is not stated has nothing that could stand for an answer."""
    coverage, said = section["coverage"], section["words"]
    assert said == words.coverage(name, coverage, hedge=section.get("finding", {}).get("hedge"))
    assert words.NOUNS[name] in said
    assert ("statements" in section) == (coverage == "stated")
    assert ("finding" in section) == (coverage == "stated_none")
    if coverage == "stated":
        assert section["statements"]
        assert "There may be more that they leave out." in said
    if coverage == "not_addressed":
        assert said.startswith("Our sources do not say anything about ")
        assert any(denial in said for denial in DENIALS)
        if name in SAFETY:
            assert DENIALS[0] in said
        for denial in DENIALS:
            said = said.replace(denial, "")
        assert not REASSURING.search(said)


def _check_shown(tree: Any) -> None:
    """Nothing that is shown is empty or null: neither may stand for what is not known."""
    for node in _nodes(tree):
        assert node is not None
        assert node not in ([], {}, "")
        assert not isinstance(node, float)


@SLOW
@given(strategies.drafts())
def test_a_document_says_of_every_section_what_its_silence_means(draft: document.ProcedureDraft) -> None:
    tree = _tree(_freeze(draft))
    _check_shown(tree)
    assert set(tree["sections"]) == set(document.SECTION_KINDS) >= SAFETY
    for name, section in _sections(tree):
        _check_section(name, section)
    assert tree["review"]["words"] == "No clinician has reviewed any of these statements yet."
    found = tree["conflicts"].get("conflicts")
    assert tree["conflicts"]["words"] == (words.CONFLICT if found else words.NO_CONFLICT)


@SLOW
@given(strategies.drafts())
def test_an_excerpt_says_what_its_silence_means(draft: document.ProcedureDraft) -> None:
    tree = _tree(_freeze(draft))
    for name in excerpts.PATHS.values():
        excerpt = excerpts.section(tree, name)
        _check_shown(excerpt)
        _check_section(name, excerpt)
        assert excerpt["procedure"] == {"slug": draft.slug, "name": draft.name, "language": "en"}
    steps = excerpts.steps(tree)
    _check_shown(steps)
    _check_section("techniques", steps)
    for technique in steps.get("statements", []):
        _check_section("steps", technique["steps"])
        _check_section("technique_use", technique["use"])


@SLOW
@given(strategies.drafts())
def test_a_card_says_the_coverage_of_every_section_and_of_safety_in_words(
    draft: document.ProcedureDraft,
) -> None:
    published = _freeze(draft)
    card: Any = cards.card(published)
    sections = _tree(published)["sections"]
    assert card["coverage"] == {name: section["coverage"] for name, section in sections.items()}
    assert card["words"] == {name: sections[name]["words"] for name in SAFETY}
    for name in ("invasiveness", "body_areas", "categories", "concerns"):
        noun = "indications" if name == "concerns" else name
        assert card[name]["words"] == words.coverage(noun, card[name]["coverage"])
        assert ("concepts" in card[name] or "value" in card[name]) == (card[name]["coverage"] == "stated")
    for name in ("recovery", "session"):
        assert card[name]["status"] == "stated" or card[name]["words"].startswith("Our sources do not say")
    _check_shown({key: value for key, value in card.items() if key != "aliases"})


@SLOW
@given(strategies.drafts())
def test_a_row_of_a_list_holds_the_whole_statement(draft: document.ProcedureDraft) -> None:
    """As it stands in its document: hedge, lengths, frequency, grade, review and evidence."""
    published = _freeze(draft)
    tree = _tree(published)
    version = rows.Version(number=1, sha256="0" * 64, published_at=datetime.datetime.now(datetime.UTC))
    for row in rows.of_document(published, version)["statements"]:
        shown = json.loads(row["json"])
        assert shown in list(_nodes(tree))
        assert shown["evidence"]
        assert shown["grade"] == "low"
        _check_shown(shown)
        for node in _nodes(shown):
            if isinstance(node, dict) and node.get("status") == "not_stated":
                assert node["words"].startswith("Our sources do not say")


@SLOW
@given(strategies.drafts())
def test_every_statement_stands_on_a_source_that_the_document_describes(
    draft: document.ProcedureDraft,
) -> None:
    published = _freeze(draft)
    described = {source.id: source for source in published.sources}
    for _, claim in document.claims(published):
        assert any(item.stance == "supports" for item in claim.evidence)
        for item in claim.evidence:
            assert described[item.source].title
            assert described[item.source].grade_of_evidence == claim.grade


@SLOW
@given(strategies.drafts())
def test_numbers_and_words_survive_every_form_byte_for_byte(draft: document.ProcedureDraft) -> None:
    content = _freeze(draft).canonical()
    read = document.ProcedureDocument.model_validate_json(content)
    assert read.canonical() == content
    assert freezing.thaw(read) == draft
    assert _freeze(freezing.thaw(read)).canonical() == content
    written = draft.canonical()
    for reader in (reading.read_json, reading.read_yaml):
        assert values.canonical(reader(written)) == written


@settings(SLOW, max_examples=25)
@given(strategies.drafts())
def test_a_procedure_survives_being_written_to_a_folder_and_read_again(
    tmp_path_factory: pytest.TempPathFactory, draft: document.ProcedureDraft
) -> None:
    folder = tmp_path_factory.mktemp("out") / "catalogue"
    source = builders.source()
    exporting.write_folder(folder, [("source", source.id, source), ("procedure", draft.slug, draft)])
    read = folders.read(Path(folder))
    assert read.faults == []
    assert _freeze(read.drafts[draft.slug]).canonical() == _freeze(draft).canonical()


@functools.cache
def _seed_context() -> rules.Context:
    return seed.context()


@settings(SLOW, max_examples=40)
@given(
    st.sampled_from(sorted(seed.trees())),
    st.sets(st.sampled_from(sorted(document.SECTION_KINDS))),
    st.sets(st.sampled_from(["body_areas", "categories", "techniques"])),
)
def test_a_real_procedure_that_loses_sections_says_so(slug: str, lost: set[str], above: set[str]) -> None:
    def alter(tree: Any) -> None:
        for name in lost:
            tree["sections"][name] = {"coverage": "not_addressed"}
        for name in above:
            tree[name] = {"coverage": "not_addressed"}
        tree.pop("conflicts", None)
        left = [node["id"] for node in _nodes(tree) if isinstance(node, dict) and "evidence" in node]
        assume(left)  # a procedure of which nothing at all is said cannot be summed up
        tree["summary"]["statements"] = left[:1]

    draft = seed.draft(slug, alter=alter)
    context = _seed_context()
    assert rules.check(draft, context) == ()
    tree = _tree(freezing.freeze(draft, known=context.known, terms=context.terms))
    _check_shown(tree)
    for name, section in _sections(tree):
        _check_section(name, section)
    for name in lost & SAFETY:
        assert "statements" not in excerpts.section(tree, name)
        assert DENIALS[0] in excerpts.section(tree, name)["words"]


@pytest.mark.parametrize("section", sorted(strategies.SAFETY))
@pytest.mark.parametrize("coverage", ["stated_none", "not_applicable"])
def test_no_risk_is_denied_on_the_word_of_an_advertisement(section: str, coverage: str) -> None:
    tree = builders.draft_tree()
    tree["sections"][section] = {"coverage": coverage}
    if coverage == "stated_none":
        finding = tree["sections"]["preparation"].pop("finding")
        tree["sections"]["preparation"] = builders.silent()
        tree["sections"][section]["finding"] = finding
    tree["summary"]["statements"] = [builders.named("invasiveness")]
    violations = rules.check(builders.parsed(tree), CONTEXT)
    assert [(item.code, item.pointer) for item in violations] == [
        ("coverage_disagrees", f"/sections/{section}/coverage")
    ]


def test_a_procedure_that_names_no_concept_can_be_read_again() -> None:
    lines = ["body_area", "indication", "contraindication", "precaution", "interaction", "alternative"]
    lines += ["side_effect_1", "side_effect_2"]
    published = _freeze(builders.parsed(builders.without(builders.draft_tree(), *map(builders.named, lines))))
    assert published.concepts == ()
    assert "concepts" not in _tree(published)
    assert document.ProcedureDocument.model_validate_json(published.canonical()) == published
    assert "statements" not in excerpts.section(_tree(published), "side_effects")
