"""Each rule refuses what it is there to refuse, says where and what to do, and lets the seed pass."""

from typing import Any

import pydantic
import pytest

from app.content import document, freezing, rules
from tests.content import seed

LST = "laser-skin-tightening"
UNKNOWN = "st_zzzzzzzzzz"


def _effects(tree: Any) -> Any:
    return tree["sections"]["side_effects"]["statements"]


def _violations(alter: Any, slug: str = LST) -> list[tuple[str, str]]:
    found = rules.check(seed.draft(slug, alter=alter), seed.context())
    return [(violation.code, violation.pointer) for violation in found]


@pytest.mark.parametrize("slug", sorted(seed.trees()))
def test_the_seed_breaks_no_rule(slug: str) -> None:
    assert rules.check(seed.draft(slug), seed.context()) == ()


def test_a_statement_without_evidence_is_refused() -> None:
    def alter(tree: Any) -> None:
        _effects(tree)[1]["evidence"] = []

    assert ("no_evidence", "/sections/side_effects/statements/1/evidence") in _violations(alter)


def test_evidence_that_only_disputes_supports_nothing() -> None:
    def alter(tree: Any) -> None:
        for item in _effects(tree)[1]["evidence"]:
            item["stance"] = "disputes"

    assert ("no_evidence", "/sections/side_effects/statements/1/evidence") in _violations(alter)


@pytest.mark.parametrize("part", ["techniques", "body_areas", "categories"])
def test_what_describes_a_procedure_needs_evidence_too(part: str) -> None:
    def alter(tree: Any) -> None:
        tree[part]["statements"][0]["evidence"] = []

    assert ("no_evidence", f"/{part}/statements/0/evidence") in _violations(alter, "micro-laser-lipo")


def test_a_step_needs_evidence_too() -> None:
    def alter(tree: Any) -> None:
        tree["techniques"]["statements"][0]["steps"]["statements"][2]["evidence"] = []

    assert ("no_evidence", "/techniques/statements/0/steps/statements/2/evidence") in _violations(alter)


def test_the_published_document_refuses_a_claim_without_evidence_by_itself() -> None:
    published = freezing.freeze(seed.draft(LST), known=seed.sources_by_id(), terms=seed.terms())
    tree = published.tree()
    tree["sections"]["side_effects"]["statements"][0]["evidence"] = []  # type: ignore[index,call-overload]
    with pytest.raises(pydantic.ValidationError, match="has no evidence"):
        document.ProcedureDocument.model_validate(tree)


@pytest.mark.parametrize(
    ("section", "replacement"),
    [
        ("side_effects", {"coverage": "stated"}),
        ("side_effects", {"coverage": "stated_none"}),
        ("side_effects", {"coverage": "not_applicable"}),
        ("contraindications", {"coverage": "not_applicable"}),
        ("warning_signs", {"coverage": "not_applicable"}),
        ("pain", {"coverage": "stated_none"}),
    ],
)
def test_a_coverage_that_nothing_bears_out_is_refused(section: str, replacement: Any) -> None:
    def alter(tree: Any) -> None:
        tree["sections"][section] = replacement

    assert ("coverage_disagrees", f"/sections/{section}/coverage") in _violations(alter)


@pytest.mark.parametrize("coverage", ["not_addressed", "stated_none", "not_applicable"])
def test_a_coverage_that_denies_its_statements_is_refused(coverage: str) -> None:
    def alter(tree: Any) -> None:
        tree["sections"]["pain"]["coverage"] = coverage

    assert ("coverage_disagrees", "/sections/pain/coverage") in _violations(alter)


@pytest.mark.parametrize(("stance", "refused"), [("supports", False), ("disputes", True)])
def test_that_there_is_no_danger_cannot_be_said_where_a_source_disputes_it(
    stance: str, refused: bool
) -> None:
    quoted = {"source": "x", "sha256": "0" * 64, "start": 0, "end": 1, "phrase": "F", "access": "held"}
    finding = document.Absence.model_validate(
        {
            "id": "st_0000000001",
            "text": "There are none.",
            "review": {"state": "reviewed", "role": "dermatologist", "on": "2026-01-01"},
            "evidence": [quoted, {**quoted, "stance": stance}],
        }
    )
    study = next(iter(seed.sources_by_id().values())).metadata().changed(id="x", kind="study")
    context = rules.Context(terms=seed.terms(), known={"x": study})
    assert rules._trustworthy(finding, context) is not refused


@pytest.mark.parametrize(
    "section", ["contraindications", "precautions", "interactions", "side_effects", "warning_signs"]
)
def test_that_there_is_no_danger_cannot_be_said_on_the_word_of_a_clinic(section: str) -> None:
    def alter(tree: Any) -> None:
        finding = {**_effects(tree)[0], "kind": "absence", "text": "There are none."}
        kept = {key: finding[key] for key in ("id", "kind", "text", "evidence")}
        _effects(tree).pop(0)
        tree["sections"][section] = {"coverage": "stated_none", "finding": kept}

    assert ("coverage_disagrees", f"/sections/{section}/coverage") in _violations(alter)


def test_a_phrase_of_more_than_fifteen_words_is_refused() -> None:
    def alter(tree: Any) -> None:
        item = _effects(tree)[0]["evidence"][0]
        item["phrase"] = " ".join(["word"] * 16)
        item["end"] = item["start"] + len(item["phrase"])

    assert ("long_phrase", "/sections/side_effects/statements/0/evidence/0/phrase") in _violations(alter)


@pytest.mark.parametrize(
    ("field", "value", "code", "place"),
    [
        ("end", 3_000, "wrong_offsets", "/start"),
        ("sha256", "0" * 64, "wrong_digest", "/sha256"),
        ("source", "no-such-source", "unknown_source", "/source"),
        ("quality", "corrupted", "no_note", ""),
    ],
)
def test_evidence_that_cannot_be_checked_is_refused(field: str, value: object, code: str, place: str) -> None:
    def alter(tree: Any) -> None:
        item = _effects(tree)[0]["evidence"][0]
        item[field] = value
        item.pop("note", None)

    assert (code, f"/sections/side_effects/statements/0/evidence/0{place}") in _violations(alter)


def test_a_referenced_source_needs_a_locator_and_a_day() -> None:
    guideline = seed.sources_by_id()["mesotherapy-directory"].changed(
        id="a-guideline", kind="guideline", access="referenced", sha256=None, length=None, ledger=()
    )

    def alter(tree: Any) -> None:
        _effects(tree)[0]["evidence"] = [{"access": "referenced", "source": "a-guideline"}]

    context = rules.Context(
        terms=seed.terms(),
        known={**seed.sources_by_id(), guideline.id: guideline},
        procedures=frozenset(seed.trees()),
    )
    found = rules.check(seed.draft(LST, alter=alter), context)
    assert [violation.code for violation in found] == ["no_locator"]


def test_an_unknown_concept_is_refused_with_the_nearest_names() -> None:
    def alter(tree: Any) -> None:
        _effects(tree)[0]["concept"] = "sweling"

    (violation,) = rules.check(seed.draft(LST, alter=alter), seed.context())
    assert violation.code == "unknown_concept"
    assert "swelling" in violation.message


def test_an_alternative_must_name_another_published_procedure() -> None:
    def alter(tree: Any) -> None:
        alternative = tree["sections"]["alternatives"]["statements"][0]
        alternative["procedure"] = LST
        del alternative["concept"]

    assert ("unknown_procedure", "/sections/alternatives/statements/0/procedure") in _violations(alter)


def test_an_identifier_that_stands_twice_is_refused() -> None:
    def alter(tree: Any) -> None:
        _effects(tree)[1]["id"] = _effects(tree)[0]["id"]

    assert "repeated_id" in [code for code, _ in _violations(alter)]


def test_a_minimum_above_the_maximum_is_refused() -> None:
    def alter(tree: Any) -> None:
        _effects(tree)[0]["duration"]["min"] = "P1M"

    assert ("disordered_bounds", "/sections/side_effects/statements/0/duration") in _violations(alter)


def test_more_sessions_at_least_than_at_most_are_refused() -> None:
    def alter(tree: Any) -> None:
        for part in tree["sections"]["session_plan"]["statements"]:
            if part["aspect"] == "number":
                part["number"] = {"status": "stated", "min": 9, "max": 3, "wording": "many"}

    assert "disordered_bounds" in [code for code, _ in _violations(alter, "mesotherapy")]


def test_a_conflict_that_names_a_missing_statement_is_refused() -> None:
    def alter(tree: Any) -> None:
        tree["conflicts"]["conflicts"][0]["statements"][0] = UNKNOWN

    assert ("missing_statement", "/conflicts/conflicts/0/statements") in _violations(alter, "mesotherapy")


def test_a_summary_that_names_a_missing_statement_is_refused() -> None:
    def alter(tree: Any) -> None:
        tree["summary"]["statements"].append(UNKNOWN)

    assert ("missing_statement", "/summary/statements") in _violations(alter)


@pytest.mark.parametrize("change", [{"rank": "deprecated"}, {"rank_reason": "It is old."}])
def test_a_statement_is_deprecated_with_a_reason_and_only_then(change: dict[str, str]) -> None:
    def alter(tree: Any) -> None:
        _effects(tree)[0].update(change)

    assert ("rank_reason", "/sections/side_effects/statements/0/rank") in _violations(alter)


def test_all_violations_are_found_at_once() -> None:
    def alter(tree: Any) -> None:
        _effects(tree)[0]["evidence"] = []
        _effects(tree)[1]["concept"] = "no-such-thing"
        tree["sections"]["pain"]["coverage"] = "not_addressed"
        tree["summary"]["statements"].append(UNKNOWN)

    codes = {code for code, _ in _violations(alter)}
    assert {"no_evidence", "unknown_concept", "coverage_disagrees", "missing_statement"} <= codes


def test_a_draft_that_cannot_be_read_is_said_with_pointers_and_without_its_values() -> None:
    with pytest.raises(pydantic.ValidationError) as raised:
        seed.draft(LST, alter=lambda tree: _effects(tree)[0].update(surprise="Kestrel-77", concept="A B"))
    found = rules.unreadable(raised.value)
    pointers = {violation.pointer for violation in found}
    assert "/sections/side_effects/statements/0/surprise" in pointers
    assert "/sections/side_effects/statements/0/concept" in pointers
    assert not any("Kestrel-77" in violation.message for violation in found)


def test_a_review_that_nobody_made_cannot_be_claimed() -> None:
    with pytest.raises(pydantic.ValidationError, match="reviewer"):
        seed.draft(LST, alter=lambda tree: _effects(tree)[0].update(review={"state": "reviewed"}))
