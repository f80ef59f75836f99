"""Filters, pages and questions across procedures: what is found, what is silent, and what is not understood."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.content import words
from tests import clients

ALL = ["laser-skin-tightening", "mesotherapy", "micro-laser-lipo", "micro-laser-peel"]


def _slugs(client: TestClient, **filters: str) -> list[str]:
    answer = client.get("/v1/procedures", params=filters)
    assert answer.status_code == 200, answer.text
    return [row["slug"] for row in answer.json()["data"]]


def _ask(client: TestClient, path: str, **filters: str) -> Any:
    answer = client.get(path, params=filters)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"concern": "wrinkles"}, ["laser-skin-tightening", "micro-laser-peel"]),
        ({"concern": "Wrinkles"}, ["laser-skin-tightening", "micro-laser-peel"]),
        ({"concern": "scars"}, ["micro-laser-lipo", "micro-laser-peel"]),
        ({"concern": "cellulite"}, ["mesotherapy", "micro-laser-lipo"]),
        ({"body_area": "neck"}, ["micro-laser-lipo", "micro-laser-peel"]),
        ({"body_area": "head-and-neck"}, ["micro-laser-lipo", "micro-laser-peel"]),
        ({"body_area": "neck", "include_unknown": "true"}, ALL),
        ({"category": "liposuction"}, ["micro-laser-lipo"]),
        ({"category": "laser-light"}, ["laser-skin-tightening", "micro-laser-lipo", "micro-laser-peel"]),
        ({"technique": "without-removal"}, ["micro-laser-lipo"]),
        ({"technique": "injections"}, ["mesotherapy"]),
        ({"invasiveness": "surgical"}, ["micro-laser-lipo"]),
        ({"invasiveness": "non_surgical"}, ["mesotherapy"]),
        ({"alias": "SMARTLIPO"}, ["micro-laser-lipo"]),
        ({"alias": "mesotherapy"}, ["mesotherapy"]),
        ({"max_recovery": "P4D"}, ["micro-laser-peel"]),
        ({"max_recovery": "P3D"}, []),
        (
            {"max_recovery": "P3D", "include_unknown": "true"},
            ["laser-skin-tightening", "mesotherapy", "micro-laser-lipo"],
        ),
        ({"max_session": "PT30M"}, ["mesotherapy"]),
        ({"max_session": "PT1H"}, ["laser-skin-tightening", "mesotherapy", "micro-laser-peel"]),
        (
            {"coverage.contraindications": "not_addressed"},
            ["mesotherapy", "micro-laser-lipo", "micro-laser-peel"],
        ),
        ({"coverage.contraindications": "stated"}, ["laser-skin-tightening"]),
        ({"coverage.preparation": "stated_none"}, ["mesotherapy"]),
        ({"concern": "wrinkles", "max_recovery": "P1W"}, ["micro-laser-peel"]),
        ({"sort": "-name"}, ALL[::-1]),
    ],
)
def test_filters_find_what_the_documents_say(
    client: TestClient, filters: dict[str, str], expected: list[str]
) -> None:
    assert _slugs(client, **filters) == expected


def test_finding_nothing_says_that_it_is_no_evidence_of_safety(client: TestClient) -> None:
    body = _ask(client, "/v1/procedures", max_recovery="P1D")
    assert (body["data"], body["page"]["total"]) == ([], 0)
    assert "no evidence of safety" in body["note"]


@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize("sort", ["name", "-name", "published", "-published"])
def test_pages_hold_every_procedure_once(client: TestClient, limit: int, sort: str) -> None:
    rows = clients.whole(client, f"/v1/procedures?limit={limit}&sort={sort}")
    assert sorted(row["slug"] for row in rows) == ALL


def test_the_link_header_and_the_body_name_the_same_next_page(client: TestClient) -> None:
    answer = client.get("/v1/procedures?limit=1&concern=wrinkles")
    page = answer.json()["page"]
    assert answer.headers["link"] == f'<{page["next"]}>; rel="next"'
    assert (page["total"], page["count"], page["complete"]) == (2, 1, False)


@pytest.mark.parametrize("cursor", ["x", "0" * 40, "é", "", "a" * 3000])
def test_a_bad_cursor_is_a_400(client: TestClient, cursor: str) -> None:
    answer = client.get("/v1/procedures", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


def test_a_cursor_of_another_question_is_a_400(client: TestClient) -> None:
    cursor = client.get("/v1/procedures?limit=1").json()["page"]["cursor"]
    for other in (f"/v1/procedures?sort=-name&cursor={cursor}", f"/v1/side-effects?cursor={cursor}"):
        assert client.get(other).json()["code"] == "bad_cursor"


@pytest.mark.parametrize(
    ("path", "filters", "nearest"),
    [
        ("/v1/procedures", {"concern": "wrinkels and so"}, "wrinkles"),
        ("/v1/interactions", {"concept": "isotretinoinn"}, "isotretinoin"),
        ("/v1/side-effects", {"concept": "bruisng"}, "bruising"),
    ],
)
def test_a_concept_that_is_not_understood_is_refused_with_the_nearest(
    client: TestClient, path: str, filters: dict[str, str], nearest: str
) -> None:
    answer = client.get(path, params=filters)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_concept")
    assert nearest in answer.json()["nearest"]


def test_a_concept_that_nothing_is_near_to_gets_no_suggestion(client: TestClient) -> None:
    problem = client.get("/v1/interactions", params={"concept": "aspirin"}).json()
    assert (problem["code"], problem["nearest"]) == ("unknown_concept", [])
    assert problem["errors"][0]["message"] == "is not in the vocabulary"
    assert "nearest" not in problem["errors"][0]


def test_a_procedure_that_does_not_exist_is_refused_with_the_nearest(client: TestClient) -> None:
    answer = client.get("/v1/side-effects", params={"procedure": "micro-laser-peeel"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_procedure")
    assert "micro-laser-peel" in answer.json()["nearest"]


@pytest.mark.parametrize("name", ["Accutane", "accutan", "Roaccutane", "isotretinoin", "ISOTRETINOIN"])
def test_a_medicine_is_understood_by_brand_and_listed_misspelling(client: TestClient, name: str) -> None:
    body = _ask(client, "/v1/interactions", concept=name)
    assert body["question"]["concept"]["id"] == "isotretinoin"
    assert [row["procedure"]["slug"] for row in body["data"]] == ["laser-skin-tightening"]
    silent = [silent["slug"] for silent in body["not_addressed"]["procedures"]]
    assert silent == ["mesotherapy", "micro-laser-lipo", "micro-laser-peel"]
    assert "does not mean it is safe" in body["not_addressed"]["words"]


@pytest.mark.parametrize(
    ("path", "understood"), [("/v1/indications", "skin-laxity"), ("/v1/side-effects", "skin-sagging")]
)
def test_a_label_of_two_schemes_means_what_the_question_is_about(
    client: TestClient, path: str, understood: str
) -> None:
    body = _ask(client, path, concept="saggy skin")
    assert body["question"]["concept"]["id"] == understood
    assert body["data"]


@pytest.mark.parametrize(("path", "label"), [("/v1/interactions", "saggy skin"), ("/v1/indications", "RF")])
def test_a_label_of_two_schemes_is_refused_where_the_question_is_about_neither(
    client: TestClient, path: str, label: str
) -> None:
    answer = client.get(path, params={"concept": label})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_concept")
    assert len(answer.json()["nearest"]) == 2


def test_the_jowls_are_answered_with_what_is_said_of_loose_skin(client: TestClient) -> None:
    body = _ask(client, "/v1/indications", concept="jowls")
    assert body["data"] == []
    assert {row["statement"]["concept"] for row in body["broader"]["statements"]} == {
        "skin-ageing",
        "skin-laxity",
    }
    assert body["note"] == words.ONLY_BROADER
    whole = _ask(client, "/v1/concepts/jowls")
    assert set(whole["mentions"]["by_relation"]) == {"broader"}


def test_a_question_about_a_class_includes_what_is_narrower(client: TestClient) -> None:
    rows = _ask(client, "/v1/interactions", concept="acne medicines")["data"]
    assert {row["statement"]["concept"] for row in rows} == {"acne-medicines", "isotretinoin", "tretinoin"}
    retinoids = _ask(client, "/v1/interactions", concept="retinoids")["data"]
    assert {row["statement"]["concept"] for row in retinoids} == {"isotretinoin", "tretinoin"}


def test_a_statement_about_something_broader_is_shown_and_its_procedure_is_not_called_silent(
    client: TestClient,
) -> None:
    body = _ask(client, "/v1/interactions", concept="isotretinoin")
    assert {row["statement"]["concept"] for row in body["broader"]["statements"]} == {"acne-medicines"}
    assert "may hold for it" in body["broader"]["words"]
    narrow = _ask(client, "/v1/side-effects", concept="haematoma")
    addressed = {
        row["procedure"]["slug"] for row in narrow["data"] + narrow.get("broader", {}).get("statements", [])
    }
    silent = {row["slug"] for row in narrow["not_addressed"].get("procedures", [])}
    assert addressed | silent == set(ALL)
    assert not addressed & silent


def test_finding_only_something_broader_is_said_so(client: TestClient) -> None:
    body = _ask(client, "/v1/side-effects", concept="haematoma", procedure="mesotherapy")
    wide = body.get("broader", {}).get("statements", [])
    assert body["data"] == []
    assert ("may hold for it" in body["note"]) == bool(wide)
    assert ("no evidence of safety" in body["note"]) == (not wide)
    assert body["question"]["broader"]


def test_silence_is_said_for_a_concept_even_where_the_section_is_stated(client: TestClient) -> None:
    body = _ask(client, "/v1/contraindications", concept="pacemaker", procedure="laser-skin-tightening")
    assert body["data"] == []
    assert [silent["slug"] for silent in body["not_addressed"]["procedures"]] == ["laser-skin-tightening"]
    assert "no evidence of safety" in body["note"]


@pytest.mark.parametrize("path", ["/v1/contraindications", "/v1/interactions"])
def test_silence_is_said_without_a_concept_too(client: TestClient, path: str) -> None:
    body = _ask(client, path)
    silent = [silent["slug"] for silent in body["not_addressed"]["procedures"]]
    assert {row["procedure"]["slug"] for row in body["data"]} == {"laser-skin-tightening"}
    assert silent == ["mesotherapy", "micro-laser-lipo", "micro-laser-peel"]
    assert "does not mean it is safe" in body["not_addressed"]["words"]


def test_a_list_for_one_silent_procedure_names_it_as_silent(client: TestClient) -> None:
    body = _ask(client, "/v1/contraindications", procedure="mesotherapy")
    assert body["data"] == []
    assert [silent["slug"] for silent in body["not_addressed"]["procedures"]] == ["mesotherapy"]


@pytest.mark.parametrize("path", ["/v1/side-effects", "/v1/indications", "/v1/steps"])
def test_no_procedure_is_called_silent_that_says_something(client: TestClient, path: str) -> None:
    assert _ask(client, path)["not_addressed"]["total"] == 0


def test_the_silent_procedures_are_paged_too(client: TestClient) -> None:
    first = _ask(client, "/v1/contraindications", concept="pacemaker", limit="3")["not_addressed"]
    assert (first["total"], first["complete"], len(first["procedures"])) == (4, False, 3)
    rest = client.get(first["next"].removeprefix(clients.PUBLIC_URL)).json()["not_addressed"]
    assert (rest["complete"], [silent["slug"] for silent in rest["procedures"]]) == (
        True,
        ["micro-laser-peel"],
    )


@pytest.mark.parametrize(
    "path", ["side-effects", "contraindications", "interactions", "indications", "steps"]
)
def test_every_row_has_its_procedure_and_its_evidence(client: TestClient, path: str) -> None:
    rows = clients.whole(client, f"/v1/{path}?limit=7")
    assert rows
    assert all(row["statement"]["evidence"] and row["procedure"]["slug"] in ALL for row in rows)
    assert len({row["statement"]["id"] for row in rows}) == len(rows)


def test_steps_come_in_order_with_their_technique(client: TestClient) -> None:
    rows = clients.whole(client, "/v1/steps?procedure=micro-laser-lipo&limit=2")
    assert [row["position"] for row in rows] == [1, 2, 3, 1, 2, 3]
    assert [row["technique"]["slug"] for row in rows] == ["with-removal"] * 3 + ["without-removal"] * 3


def test_steps_are_found_by_what_the_procedure_is_for(client: TestClient) -> None:
    body = _ask(client, "/v1/steps", concept="cellulite", limit="100")
    assert {row["procedure"]["slug"] for row in body["data"]} == {"mesotherapy", "micro-laser-lipo"}
    assert body["not_addressed"]["total"] == 2


def test_every_statement_stands_at_its_own_address(client: TestClient) -> None:
    for slug in ALL:
        document = clients.data(client, f"/v1/procedures/{slug}")
        for name, section in document["sections"].items():
            for statement in section.get("statements", []):
                answer = clients.data(client, f"/v1/statements/{statement['id']}")
                assert answer["statement"] == statement
                assert (answer["section"], answer["procedure"]["slug"]) == (name, slug)
                assert {source["id"] for source in answer["sources"]} == {
                    item["source"] for item in statement["evidence"]
                }


def test_steps_techniques_and_findings_have_addresses_too(client: TestClient) -> None:
    document = clients.data(client, "/v1/procedures/mesotherapy")
    technique = document["techniques"]["statements"][0]
    for claim in (
        technique,
        technique["steps"]["statements"][0],
        document["sections"]["preparation"]["finding"],
    ):
        assert clients.data(client, f"/v1/statements/{claim['id']}")["statement"]["id"] == claim["id"]


def test_a_concept_shows_its_labels_codes_and_neighbours(client: TestClient) -> None:
    concept = clients.data(client, "/v1/concepts/isotretinoin")
    assert {"Accutane", "Roaccutane", "accutan"} <= {label["label"] for label in concept["labels"]}
    assert {code["code"] for code in concept["codes"]} >= {"D015474", "D10BA01"}
    assert sorted(concept["broader"]) == ["acne-medicines", "retinoids"]
    assert clients.data(client, "/v1/concepts/retinoids").get("broader", []) == []
    narrower = {concept["id"] for concept in clients.data(client, "/v1/concepts/acne-medicines")["narrower"]}
    assert narrower == {"isotretinoin", "tretinoin"}


def test_concepts_are_listed_by_scheme_and_found_by_label(client: TestClient) -> None:
    areas = clients.whole(client, "/v1/concepts?scheme=body_area&limit=2")
    assert {concept["scheme"] for concept in areas} == {"body_area"}
    found = _ask(client, "/v1/concepts", label="retin a")["data"]
    assert [concept["id"] for concept in found] == ["tretinoin"]


def test_an_unknown_concept_is_a_404_with_the_nearest(client: TestClient) -> None:
    answer = client.get("/v1/concepts/isotretinoine")
    assert (answer.status_code, answer.json()["code"]) == (404, "concept_not_found")
    assert "isotretinoin" in answer.json()["nearest"]


def test_a_source_says_what_it_is_worth_and_who_gains(client: TestClient) -> None:
    source = clients.data(client, "/v1/sources/mesotherapy-directory")
    assert source["grade_of_evidence"] == "low"
    assert source["commercial_interest"]
    assert source["procedures"] == ["mesotherapy"]
    assert "text" not in source
