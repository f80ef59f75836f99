"""What publishing adds to a draft, and that nothing is lost on the way there and back."""

import pytest

from app.content import cards, document, evidence, freezing, sources, statements, values, words
from tests.content import seed


def _published(slug: str) -> document.ProcedureDocument:
    return freezing.freeze(seed.draft(slug), known=seed.sources_by_id(), terms=seed.terms())


@pytest.mark.parametrize("slug", sorted(seed.trees()))
def test_thawing_a_published_document_gives_the_draft_back(slug: str) -> None:
    published = _published(slug)
    assert freezing.thaw(published).canonical() == seed.draft(slug).canonical()
    again = freezing.freeze(freezing.thaw(published), known=seed.sources_by_id(), terms=seed.terms())
    assert again.canonical() == published.canonical()


@pytest.mark.parametrize("slug", sorted(seed.trees()))
def test_a_published_document_survives_its_own_bytes(slug: str) -> None:
    published = _published(slug)
    assert document.ProcedureDocument.model_validate_json(published.canonical()) == published


@pytest.mark.parametrize("slug", sorted(seed.trees()))
def test_every_section_says_its_coverage_in_words(slug: str) -> None:
    for _, name, section in document.sections(_published(slug)):
        hedge = section.finding.hedge if section.finding else None
        assert section.words == words.coverage(name, section.coverage, hedge=hedge)


@pytest.mark.parametrize("slug", sorted(seed.trees()))
def test_nothing_published_is_null_or_an_empty_list(slug: str) -> None:
    def hollow(tree: values.Json) -> bool:
        if isinstance(tree, dict):
            return any(hollow(value) for value in tree.values())
        if isinstance(tree, list):
            return not tree or any(hollow(value) for value in tree)
        return tree is None or tree == ""

    assert not hollow(_published(slug).tree())


def test_a_silent_safety_section_never_reads_as_safe() -> None:
    said = words.coverage("contraindications", "not_addressed")
    assert "do not say" in said
    assert "does not mean it is safe" in said


def test_stated_never_reads_as_complete() -> None:
    assert "There may be more" in words.coverage("side_effects", "stated")


def test_a_section_says_which_of_its_aspects_are_open() -> None:
    plan = _published("laser-skin-tightening").sections.session_plan
    assert [silence.aspect for silence in plan.silent_on] == ["repeat_after"]


def test_the_grade_is_that_of_the_best_evidence_that_supports() -> None:
    held = seed.sources_by_id()["mesotherapy-directory"]
    guideline = sources.Source.model_validate(
        {**held.metadata().model_dump(), "id": "a-guideline", "kind": "guideline"}
    )
    known = {held.id: held, guideline.id: guideline}
    low = evidence.HeldEvidence(source=held.id, sha256=str(held.sha256), start=0, end=1, phrase="F")
    high = low.changed(source=guideline.id)
    assert freezing.grade((low,), known) == "low"
    assert freezing.grade((low, high), known) == "high"
    assert freezing.grade((low, high.changed(stance="disputes")), known) == "low"


@pytest.mark.parametrize("unreviewed", [0, 2])
def test_that_statements_were_reviewed_never_hides_that_a_reviewer_disputes_some(unreviewed: int) -> None:
    assert "disputes 3 of these 9" in words.review(unreviewed=unreviewed, disputed=3, total=9)
    assert "disputes" not in words.review(unreviewed=unreviewed, disputed=0, total=9)


def test_the_card_gives_the_longest_way_back_to_daily_life_only_where_it_is_stated() -> None:
    assert cards.back_to_daily_life(_published("micro-laser-peel")).status == "stated"
    assert cards.back_to_daily_life(_published("micro-laser-lipo")).status == "not_stated"


def test_the_sections_hold_every_kind_of_statement() -> None:
    kinds = {
        statement.model_fields["kind"].default for statement in statements.Statement.__args__[0].__args__
    }
    assert set(document.SECTION_KINDS.values()) == kinds
    assert set(document.SECTION_KINDS) == set(document.Sections.model_fields)
    assert set(document.SECTION_KINDS) <= set(words.NOUNS)
