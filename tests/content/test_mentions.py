"""What is said of a concept, in words: every count is named, and silence never reads as safe."""

import itertools
from typing import get_args

import pytest

from app.content import document, mentions, statements, words


def _summary(**changes: object) -> str:
    given: dict[str, object] = {
        "kind": None,
        "procedure": None,
        "by_kind": {"side_effect": 3, "aftercare": 1},
        "by_relation": {"same": 1, "narrower": 2, "broader": 1},
        "mentioning": 2,
        "silent": 3,
    }
    return mentions.summary("Bruising", **{**given, **changes})  # type: ignore[arg-type] # reason: made for a test


def test_a_summary_names_how_many_say_what_and_how_many_say_nothing() -> None:
    assert _summary() == (
        "2 of 5 procedures have statements that are about “Bruising”, or about something narrower or broader: "
        "1 about this itself, 2 about something narrower, 1 about something broader, which may hold for this. "
        "They are on: side effects (3); what to do or avoid afterwards (1). "
        "For the other 3, no statement is about any of these. That does not mean that they are safe."
    )


def test_a_summary_of_what_is_only_broader_does_not_claim_more() -> None:
    said = _summary(by_relation={"broader": 4})
    assert said.startswith(
        "No statement is about “Bruising” itself, or about something narrower. 2 of 5 procedures"
    )
    assert "which includes it: they may hold for it." in said


def test_a_summary_of_one_kind_of_one_procedure_says_so() -> None:
    said = _summary(kind="side_effect", procedure="Glow peel", mentioning=1, silent=0)
    assert said.startswith("“Glow peel” has statements on side effects that are about “Bruising”")
    assert "There may be more" in said
    nothing = _summary(kind="side_effect", procedure="Glow peel", mentioning=0, silent=1)
    assert nothing.startswith("No statement of “Glow peel” on side effects is about “Bruising”")
    assert nothing.endswith(words.FOUND_NOTHING)


@pytest.mark.parametrize(
    ("mentioning", "silent", "kind", "procedure"),
    list(itertools.product([0, 1, 2], [0, 1, 5], [None, "contraindication"], [None, "Glow peel"])),
)
def test_no_summary_reads_as_safe_or_ends_without_a_doubt(
    mentioning: int, silent: int, kind: str | None, procedure: str | None
) -> None:
    said = _summary(mentioning=mentioning, silent=silent, kind=kind, procedure=procedure)
    doubts = ("There may be more", "does not mean that", "no evidence of safety")
    assert sum(doubt in said for doubt in doubts) == 1
    assert "Bruising" in said
    assert " 0 " not in said


def test_every_kind_that_may_name_a_concept_can_be_asked_for() -> None:
    naming = {
        kind.model_fields["kind"].default
        for kind in (*get_args(get_args(statements.Statement)[0]), statements.BodyArea, statements.Category)
        if "concept" in kind.model_fields
    }
    assert set(get_args(mentions.Kind)) == naming
    sections = set(document.SECTION_KINDS) | {"body_areas", "categories"}
    assert set(mentions.SECTION_OF.values()) <= sections
    assert set(mentions.WORDS) == set(mentions.RELATIONS) == set(get_args(mentions.Relation))
