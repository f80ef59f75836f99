"""The facts that are found in a document are all that its model holds, and a change of any is seen."""

import itertools
import json

import pytest
from hypothesis import given

from app.content import document, durations
from tests import builders, facts, generated, strategies, timelines
from tests.content import seed


def _holds_what_the_model_holds(published: document.ProcedureDocument) -> None:
    found = facts.of_document(json.loads(published.canonical()))
    assert found.statements == {claim.id for _, claim in document.claims(published)}
    assert found.lengths == {
        (claim.id, str(length.min), str(length.max))
        for _, claim in document.claims(published)
        for member in vars(claim).values()
        for length in (member, getattr(member, "length", None))
        if isinstance(length, durations.TimeSpan | durations.Count)
    }
    assert sorted(name.partition(":")[0] for name, _ in found.coverage) == sorted(
        name for _, name, _ in document.sections(published)
    )
    own = {
        (name, section.coverage)
        for _, name, section in document.sections(published)
        if name not in {"technique_use", "steps"}
    }
    within = {
        pair
        for technique in published.techniques.statements
        for pair in (
            (f"technique_use:{technique.slug}", technique.use.coverage),
            (f"steps:{technique.slug}", technique.steps.coverage),
        )
    }
    assert found.coverage == own | within


@pytest.mark.parametrize("slug", sorted(seed.trees()))
def test_the_facts_of_the_seed_are_all_that_its_model_holds(slug: str) -> None:
    _holds_what_the_model_holds(seed.frozen(slug))


@given(strategies.drafts())
def test_the_facts_of_random_procedures_are_all_that_their_model_holds(
    draft: document.ProcedureDraft,
) -> None:
    _holds_what_the_model_holds(timelines.frozen(draft.tree()))


@given(timelines.documents())
def test_the_facts_of_random_lengths_are_all_that_their_model_holds(
    published: document.ProcedureDocument,
) -> None:
    _holds_what_the_model_holds(published)


def test_the_facts_of_made_up_procedures_are_all_that_their_model_holds() -> None:
    for published in itertools.islice(generated.documents(5), 5):
        _holds_what_the_model_holds(published)


def test_facts_are_named_as_those_who_show_them_name_them() -> None:
    found = facts.of_document(json.loads(timelines.frozen(builders.draft_tree()).canonical()))
    assert (builders.named("side_effect_1"), "open", "P1W") in found.lengths
    assert (builders.named("session_plan"), "2", "4") in found.lengths
    assert {("technique_use:light", "stated"), ("steps:light", "stated")} <= found.coverage
    assert {("preparation", "stated_none"), ("categories", "not_addressed")} <= found.coverage
    assert builders.named("absence") in found.statements
    assert "" not in {statement for statement, _, _ in found.lengths}


def test_a_lost_statement_length_or_silence_is_seen() -> None:
    tree = builders.draft_tree()
    whole = facts.of_document(json.loads(timelines.frozen(tree).canonical()))
    effect = builders.found(tree, builders.named("side_effect_1"))
    effect["duration"]["max"] = "P2W"
    assert facts.of_document(json.loads(timelines.frozen(tree).canonical())).lengths != whole.lengths
    less = builders.without(tree, builders.named("contraindication"))
    left = facts.of_document(json.loads(timelines.frozen(less).canonical()))
    assert whole.statements - left.statements == {builders.named("contraindication")}
    assert whole.coverage - left.coverage == {("contraindications", "stated")}
    assert left.coverage - whole.coverage == {("contraindications", "not_addressed")}
