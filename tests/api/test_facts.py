"""Canaries: facts of the five documents that must come out of the API, whatever else changes."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests import clients

SILENT = ("micro-laser-lipo", "mesotherapy", "micro-laser-peel")
LENGTH_UNSTATED = {"status": "not_stated", "words": "Our sources do not say how long this lasts."}


def _section(client: TestClient, slug: str, path: str) -> Any:
    return clients.data(client, f"/v1/procedures/{slug}/{path}")


def _about(section: Any, concept: str) -> list[Any]:
    return [statement for statement in section["statements"] if statement.get("concept") == concept]


def test_four_procedures_are_listed(client: TestClient) -> None:
    rows = clients.whole(client, "/v1/procedures")
    assert [row["slug"] for row in rows] == [
        "laser-skin-tightening",
        "mesotherapy",
        "micro-laser-lipo",
        "micro-laser-peel",
    ]


def test_swelling_after_skin_tightening_gets_better_in_one_to_three_days(client: TestClient) -> None:
    swelling = _about(_section(client, "laser-skin-tightening", "side-effects"), "swelling")
    stated = [effect["duration"] for effect in swelling if effect["duration"]["status"] == "stated"]
    assert [(length["min"], length["max"], length["measures"]) for length in stated] == [
        ("P1D", "P3D", "until_better")
    ]
    assert any("generally" in effect.get("hedge", "") for effect in swelling)


@pytest.mark.parametrize(
    "concept", ["hyperpigmentation", "hypopigmentation", "bruising", "swelling", "redness"]
)
def test_skin_tightening_names_its_side_effects(client: TestClient, concept: str) -> None:
    assert _about(_section(client, "laser-skin-tightening", "side-effects"), concept)


def test_bruising_stands_on_evidence_that_is_said_to_be_corrupted(client: TestClient) -> None:
    (bruising, *_) = _about(_section(client, "laser-skin-tightening", "side-effects"), "bruising")
    corrupted = [item for item in bruising["evidence"] if item["quality"] == "corrupted"]
    assert corrupted
    assert all(item["note"] for item in corrupted)


@pytest.mark.parametrize("concept", ["acne-medicines", "isotretinoin", "tretinoin"])
def test_skin_tightening_interacts_with_acne_medicines_through_heat(client: TestClient, concept: str) -> None:
    (interaction,) = _about(_section(client, "laser-skin-tightening", "interactions"), concept)
    assert "heat" in interaction["mechanism"]
    assert interaction["what_to_do"] != "unknown"


def test_pregnant_women_avoid_skin_tightening(client: TestClient) -> None:
    (pregnancy,) = _about(_section(client, "laser-skin-tightening", "contraindications"), "pregnancy")
    assert pregnancy["strength"] == "avoid"


def test_skin_tightening_has_five_steps_in_order(client: TestClient) -> None:
    (technique,) = _section(client, "laser-skin-tightening", "steps")["statements"]
    steps = technique["steps"]["statements"]
    assert [step["phase"] for step in steps] == ["before", "before", "during", "during", "after"]


def test_skin_tightening_takes_more_than_one_session_weeks_apart(client: TestClient) -> None:
    plan = _section(client, "laser-skin-tightening", "session-plan")["statements"]
    numbers = [
        part["number"] for part in plan if part["aspect"] == "number" and part["number"]["status"] == "stated"
    ]
    spacings = [part["spacing"] for part in plan if part["aspect"] == "spacing"]
    assert [(number["min"], number["max"]) for number in numbers] == [(2, "open")]
    assert [(spacing["min"], spacing["max"], spacing["unit"]) for spacing in spacings] == [
        ("open", "open", "weeks")
    ]


@pytest.mark.parametrize(
    ("slug", "least", "most"),
    [
        ("laser-skin-tightening", "open", "PT1H"),
        ("mesotherapy", "PT30M", "PT30M"),
        ("micro-laser-peel", "PT15M", "PT60M"),
    ],
)
def test_a_session_takes_as_long_as_the_source_says(
    client: TestClient, slug: str, least: str, most: str
) -> None:
    (session,) = _section(client, slug, "duration")["statements"]
    assert (session["length"]["min"], session["length"]["max"]) == (least, most)


def test_the_length_of_a_session_of_lipo_is_not_addressed(client: TestClient) -> None:
    section = _section(client, "micro-laser-lipo", "duration")
    assert section["coverage"] == "not_addressed"
    assert "statements" not in section


def test_radiofrequency_and_ultrasound_are_alternatives(client: TestClient) -> None:
    named = {s["concept"] for s in _section(client, "laser-skin-tightening", "alternatives")["statements"]}
    assert {"radiofrequency-therapy", "ultrasound-therapy"} <= named


@pytest.mark.parametrize(
    ("slug", "number"),
    [("laser-skin-tightening", 2), ("mesotherapy", 1), ("micro-laser-lipo", 1), ("micro-laser-peel", 1)],
)
def test_each_procedure_names_its_sources(client: TestClient, slug: str, number: int) -> None:
    sources = clients.data(client, f"/v1/procedures/{slug}/sources")["sources"]
    assert len(sources) == number
    assert all(source["grade_of_evidence"] == "low" and source["statements"] for source in sources)


def test_mesotherapy_takes_up_to_fifteen_sessions_and_is_repeated(client: TestClient) -> None:
    plan = _section(client, "mesotherapy", "session-plan")["statements"]
    assert 15 in [part["number"]["max"] for part in plan if part["aspect"] == "number"]
    repeats = [part["repeat_after"] for part in plan if part["aspect"] == "repeat_after"]
    assert ("P6M", "P1Y") in [(repeat["min"], repeat["max"]) for repeat in repeats]


def test_bruising_after_mesotherapy_usually_fades_within_a_week(client: TestClient) -> None:
    bruising = _about(_section(client, "mesotherapy", "side-effects"), "bruising")
    (stated,) = [effect for effect in bruising if effect["duration"]["status"] == "stated"]
    assert (stated["duration"]["max"], stated["duration"]["measures"]) == ("P1W", "until_gone")
    assert "usually" in stated["text"]


def test_itching_after_mesotherapy_lasts_hours_and_no_number_is_made_up(client: TestClient) -> None:
    (itching,) = _about(_section(client, "mesotherapy", "side-effects"), "itching")
    length = itching["duration"]
    assert (length["min"], length["max"], length["unit"]) == ("open", "open", "hours")


def test_mesotherapy_generally_needs_no_preparation(client: TestClient) -> None:
    section = _section(client, "mesotherapy", "preparation")
    assert section["coverage"] == "stated_none"
    assert section["finding"]["evidence"]
    assert "generally" in section["finding"]["hedge"]


def test_the_conflict_about_fat_cells_is_shown_with_both_sides(client: TestClient) -> None:
    document = clients.data(client, "/v1/procedures/mesotherapy")
    assert any("fat" in conflict["text"] for conflict in document["conflicts"]["conflicts"])
    for conflict in document["conflicts"]["conflicts"]:
        for statement in conflict["statements"]:
            assert clients.data(client, f"/v1/statements/{statement}")["conflicts"]


def test_daily_life_goes_on_three_to_four_days_after_a_peel(client: TestClient) -> None:
    recovery = _section(client, "micro-laser-peel", "recovery")["statements"]
    (daily,) = [part["duration"] for part in recovery if part["milestone"] == "daily_life"]
    assert (daily["min"], daily["max"]) == ("P3D", "P4D")


@pytest.mark.parametrize(("path", "phase"), [("preparation", "before"), ("aftercare", "after")])
@pytest.mark.parametrize("concept", ["sun-exposure", "sunbed"])
def test_sun_and_sunbed_are_avoided_before_and_after_a_peel(
    client: TestClient, path: str, phase: str, concept: str
) -> None:
    advice = _about(_section(client, "micro-laser-peel", path), concept)
    assert ("avoid", phase) in [(part["action"], part["phase"]) for part in advice]


def test_lipo_has_two_techniques_with_ordered_steps(client: TestClient) -> None:
    techniques = _section(client, "micro-laser-lipo", "steps")["statements"]
    assert len(techniques) == 2
    assert len(techniques[0]["steps"]["statements"]) == 3
    assert all(technique["steps"]["statements"] for technique in techniques)
    assert techniques[1]["use"]["coverage"] == "stated"


@pytest.mark.parametrize(
    "name",
    ["Smartlipo", "laser lipo", "laser-guided liposuction", "laser-assisted lipolysis", "laser lipolysis"],
)
def test_lipo_is_found_by_every_name(client: TestClient, name: str) -> None:
    rows = client.get("/v1/procedures", params={"alias": name}).json()["data"]
    assert [row["slug"] for row in rows] == ["micro-laser-lipo"]


def test_lipo_names_all_eleven_side_effects_and_how_long_none_of_them_lasts(client: TestClient) -> None:
    effects = _section(client, "micro-laser-lipo", "side-effects")["statements"]
    assert sorted(effect["concept"] for effect in effects) == [
        "contour-irregularities",
        "dimpling",
        "discomfort",
        "haematoma",
        "intestinal-injury",
        "lumpiness",
        "numbness",
        "puckering",
        "skin-burns",
        "skin-discolouration",
        "skin-sagging",
    ]
    assert all(effect["duration"] == LENGTH_UNSTATED for effect in effects)


@pytest.mark.parametrize("slug", SILENT)
@pytest.mark.parametrize("path", ["contraindications", "interactions", "warning-signs"])
def test_what_no_source_addresses_is_said_to_be_unknown(client: TestClient, slug: str, path: str) -> None:
    section = _section(client, slug, path)
    assert section["coverage"] == "not_addressed"
    assert "do not say" in section["words"]
    assert "does not mean it is safe" in section["words"]
    assert "statements" not in section


def test_every_statement_is_unreviewed_and_the_document_says_so(client: TestClient) -> None:
    for row in clients.whole(client, "/v1/procedures"):
        review = clients.data(client, f"/v1/procedures/{row['slug']}")["review"]
        assert (review["reviewed"], review["disputed"]) == (0, 0)
        assert "No clinician has reviewed" in review["words"]


def test_a_passage_that_is_unsafe_to_repeat_is_listed_as_left_out(client: TestClient) -> None:
    spans = clients.data(client, "/v1/sources/micro-laser-lipo-article/coverage")["spans"]
    unsafe = [span for span in spans if span.get("excluded") == "unsafe_claim"]
    assert unsafe
    assert all(span["note"] for span in unsafe)


def test_every_source_is_accounted_for_to_the_last_character(client: TestClient) -> None:
    for source in clients.whole(client, "/v1/sources"):
        coverage = clients.data(client, f"/v1/sources/{source['id']}/coverage")
        assert coverage["shares"]["unaccounted"] == "0.0"
        assert coverage["spans"][-1]["end"] == coverage["length"]
