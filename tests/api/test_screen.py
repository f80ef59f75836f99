"""Screening over HTTP: what is asked and answered, what is refused, and that nothing of it is kept by anybody."""

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main
from app import settings as settings_
from app.authoring import importing, publishing
from app.content import problems, words
from app.db import engine
from app.http import questions
from tests import builders, clients, counting, tampering, verdicts
from tests.content import seed

PATH = "/v1/screen"
ALL = ["laser-skin-tightening", "mesotherapy", "micro-laser-lipo", "micro-laser-peel"]
JSON = {"Content-Type": "application/json"}


def _ask(client: TestClient, **question: object) -> Any:
    answer = client.post(PATH, json=question)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _entries(body: Any) -> dict[str, list[Any]]:
    return {row["procedure"]["slug"]: row["answers"] for row in body["data"]["procedures"]}


def _send(client: TestClient, body: bytes | str, **headers: str) -> Any:
    content = body.encode() if isinstance(body, str) else body
    return client.post(PATH, content=content, headers={**JSON, **headers})


def test_pregnancy_and_the_four_procedures(client: TestClient) -> None:
    body = _ask(client, circumstances=["pregnancy"], procedures=ALL)
    entries = _entries(body)
    assert list(entries) == ALL
    ((stated,), *silent) = entries.values()
    (found,) = stated["statements"]
    assert found["statement"]["id"] == "st_p3mfvc4gkw"
    assert found["statement"]["evidence"][0]["phrase"]
    for (entry,) in silent:
        assert entry["coverage"] == "not_addressed"
        assert entry["words"] == words.SILENT
        assert "statements" not in entry
    assert "1 of 4" in body["data"]["words"]
    assert words.NOT_SAFE in body["data"]["words"]
    assert body["data"]["legal"] == words.LEGAL
    assert "not medical advice" in body["meta"]["disclaimer"]
    assert body == _ask(client, circumstances=["pregnancy"])


@pytest.mark.parametrize("name", ["isotretinoin", "roaccutane", "D10BA01", "accutan"])
@pytest.mark.parametrize("place", ["circumstances", "medicines", "concerns"])
def test_every_name_of_a_medicine_in_any_list_gives_the_same_statements(
    client: TestClient, name: str, place: str
) -> None:
    def found(body: Any) -> Any:
        return {
            slug: [item["statement"] for entry in entries for item in entry.get("statements", [])]
            for slug, entries in _entries(body).items()
        }

    expected = found(_ask(client, medicines=["Accutane"]))
    assert len(expected["laser-skin-tightening"]) == 2
    assert found(_ask(client, **{place: [name]})) == expected


def test_a_name_that_is_not_known_comes_back_and_is_no_result(client: TestClient) -> None:
    body = _ask(client, medicines=["acutane", "metformin"])
    near, far = body["data"]["question"]["unrecognised"]
    assert near["nearest"][0]["id"] == "isotretinoin"
    assert "nearest" not in far
    assert "recognised" not in body["data"]["question"]
    assert body["data"]["question"]["words"] == body["data"]["words"] == words.NOTHING_LOOKED_UP
    for entries in _entries(body).values():
        assert [entry["coverage"] for entry in entries] == ["not_looked_up"] * 2
    assert len(_entries(body)) == 4


def test_a_question_of_which_a_part_was_not_understood_says_so_everywhere(client: TestClient) -> None:
    body = _ask(client, circumstances=["pregnancy"], medicines=["acutane"])
    assert body["data"]["question"]["words"] == words.PARTLY_LOOKED_UP
    assert body["data"]["words"].startswith(words.NOT_ALL_LOOKED_UP)
    for known, unknown in _entries(body).values():
        assert known["coverage"] in {"stated", "not_addressed"}
        assert (unknown["term"], unknown["coverage"]) == ("acutane", "not_looked_up")


def test_finding_nothing_is_said_to_be_no_evidence(client: TestClient) -> None:
    body = _ask(client, circumstances=["pacemaker"])
    assert body["data"]["words"] == words.FOUND_NOTHING
    assert {entry["coverage"] for entries in _entries(body).values() for entry in entries} == {
        "not_addressed"
    }


def test_an_answer_is_for_nobody_to_keep(client: TestClient) -> None:
    answer = client.post(PATH, json={"circumstances": ["pregnancy"]}, headers={"If-None-Match": "*"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert "link" not in answer.headers
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert int(answer.headers["catalogue-revision"]) >= 1
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_post_asks(client: TestClient, method: str) -> None:
    answer = client.request(method, PATH)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert answer.headers["cache-control"] == "no-store"


def test_a_page_of_another_origin_may_ask_without_credentials(client: TestClient) -> None:
    asked = {
        "Origin": "https://clinic.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = client.options(PATH, headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-methods"] == "POST"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    for path, changed in ((PATH, {"Access-Control-Request-Method": "GET"}), ("/v1/procedures", {})):
        assert client.options(path, headers={**asked, **changed}).status_code == 400
    for header in ("authorization", "cookie"):
        refused = client.options(PATH, headers={**asked, "Access-Control-Request-Headers": header})
        assert refused.status_code == 400


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin-1",
        "application/problem+json",
        "application/jsonx",
        "",
    ],
)
def test_a_body_that_is_not_said_to_be_json_is_not_read(client: TestClient, kind: str) -> None:
    answer = _send(client, b'{"circumstances":["pregnancy"]}', **{"Content-Type": kind})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_a_body_without_a_type_is_not_read(client: TestClient) -> None:
    answer = client.post(PATH, content=b'{"circumstances":["pregnancy"]}')
    assert answer.status_code == 415


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"'])
def test_json_in_utf_8_is_read_however_it_is_said(client: TestClient, kind: str) -> None:
    assert _send(client, b'{"circumstances":["pregnancy"]}', **{"Content-Type": kind}).status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ("{}", "", "value_error"),
        ('{"circumstances":[],"medicines":[],"concerns":[]}', "", "value_error"),
        ('{"procedures":["mesotherapy"]}', "", "value_error"),
        ('{"circumstances":"pregnancy"}', "/circumstances", "not_a_list"),
        ('{"circumstances":null,"medicines":["x"]}', "/circumstances", "not_a_list"),
        ('{"circumstances":[null]}', "/circumstances/0", "not_text"),
        ('{"circumstances":["a",1]}', "/circumstances/1", "not_text"),
        ('{"circumstances":[["a"]]}', "/circumstances/0", "not_text"),
        ('{"circumstances":[{"a":"b"}]}', "/circumstances/0", "not_text"),
        ('{"circumstances":[true]}', "/circumstances/0", "not_text"),
        ('{"circumstances":[""]}', "/circumstances/0", "string_too_short"),
        ('{"circumstances":["  "]}', "/circumstances/0", "form"),
        ('{"medicines":["a\\u202eb"]}', "/medicines/0", "value_error"),
        ('{"medicines":["a\\u0007b"]}', "/medicines/0", "value_error"),
        ('{"medicines":["a"],"procedures":[]}', "/procedures", "value_error"),
        ('{"medicines":["a"],"procedures":null}', "/procedures", "not_a_list"),
        ('{"medicines":["a"],"procedures":["A b"]}', "/procedures/0", "form"),
        ('{"medicines":["a"],"limit":"5"}', "/limit", "not_a_number"),
        ('{"medicines":["a"],"limit":true}', "/limit", "not_a_number"),
        ('{"medicines":["a"],"limit":null}', "/limit", "not_a_number"),
        ('{"medicines":["a"],"limit":0}', "/limit", "greater_than_equal"),
        ('{"medicines":["a"],"limit":51}', "/limit", "less_than_equal"),
        ('{"medicines":["a"],"limit":1.0}', "", "unreadable"),
        ('{"medicines":["a"],"limit":1e999}', "", "unreadable"),
        ('{"medicines":["a"],"limit":9223372036854775808}', "", "unreadable"),
        ('{"medicines":["a"],"cursor":null}', "/cursor", "not_text"),
        ('{"medicines":["a"],"medicine":["b"]}', "", "unknown_member"),
        ('{"medicines":["a"],"medicines":["b"]}', "", "repeated"),
        ('{"medicines":["a"],"limit":NaN}', "", "unreadable"),
        ('{"medicines":["\\ud800"]}', "", "unreadable"),
        ('{"medicines":["a\\u0000"]}', "", "unreadable"),
        ("[]", "", "not_an_object"),
        ("null", "", "not_an_object"),
        ('"pregnancy"', "", "not_an_object"),
        ("", "", "unreadable"),
        ("{", "", "unreadable"),
        ('{"medicines":["a"]} x', "", "unreadable"),
        ("{'medicines':['a']}", "", "unreadable"),
        ("[" * 5_000, "", "unreadable"),
        ('{"medicines":' * 40 + "1" + "}" * 40, "", "unreadable"),
    ],
)
def test_a_body_that_is_not_a_question_is_refused_with_its_faults(
    client: TestClient, body: str, pointer: str, code: str
) -> None:
    answer = _send(client, body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    problem = answer.json()
    assert problem["code"] == "invalid_body"
    (fault,) = problem["errors"]
    assert (fault["in"], fault["pointer"], fault["code"]) == ("body", pointer, code)
    assert fault["message"]


@pytest.mark.parametrize("body", [b'{"medicines":["\xff"]}', '{"medicines":["a"]}'.encode("utf-16")])
def test_a_body_that_is_not_utf_8_is_refused(client: TestClient, body: bytes) -> None:
    answer = _send(client, body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "unreadable")


def test_every_fault_is_told_and_none_repeats_what_was_sent(client: TestClient) -> None:
    canary = "kestrel"
    answer = client.post(
        PATH, json={canary: canary, "medicines": [f"{canary}\u202e", 5], "procedures": [f"{canary} X"]}
    )
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == 4
    for sent in (
        f'{{"{canary}":1,"{canary}":2}}',
        f'{{"medicines":["{canary}"],"procedures":["{canary}"]}}',
        f'{{"medicines":["{canary}", NaN]}}',
        f'{{"medicines":["{canary}"],"cursor":"{canary}"}}',
    ):
        refused = _send(client, sent)
        assert refused.status_code in {400, 422}
        assert canary not in refused.text


def test_an_answer_about_faults_is_not_larger_for_being_asked_for_many(client: TestClient) -> None:
    answer = client.post(PATH, json={f"k{number}": number for number in range(10_000)})
    assert answer.status_code == 422
    assert len(answer.content) < 5_000


def test_the_bounds_are_those_that_are_told(client: TestClient) -> None:
    full = ["pregnancy"] * questions.MOST_TERMS
    assert _ask(client, circumstances=full, medicines=full, concerns=full)
    assert client.post(PATH, json={"circumstances": [*full, "x"]}).status_code == 422
    assert client.post(PATH, json={"circumstances": ["x" * 121]}).status_code == 422
    assert client.post(PATH, json={"circumstances": ["x" * 120]}).status_code == 200
    named = ["mesotherapy"] * questions.MOST_PROCEDURES
    assert list(_entries(_ask(client, circumstances=["x"], procedures=named))) == ["mesotherapy"]
    many = {"circumstances": ["x"], "procedures": [*named, "mesotherapy"]}
    assert client.post(PATH, json=many).status_code == 422


def test_a_term_in_the_address_is_refused(client: TestClient) -> None:
    answer = client.post(f"{PATH}?circumstances=pregnancy", json={"circumstances": ["pregnancy"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_parameter")


def test_a_procedure_that_does_not_exist_is_named_by_its_place(client: TestClient) -> None:
    question = {"medicines": ["Accutane"], "procedures": ["mesotherapy", "micro-laser-peeel", "zzz"]}
    answer = client.post(PATH, json=question)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_procedure")
    first, second = answer.json()["errors"]
    assert (first["pointer"], second["pointer"]) == ("/procedures/1", "/procedures/2")
    assert "micro-laser-peel" in first["nearest"]
    assert "nearest" not in second
    assert answer.json()["notice"] == problems.SILENCE


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_hold_every_procedure_once_and_those_with_statements_first(
    client: TestClient, limit: int
) -> None:
    question: dict[str, Any] = {"circumstances": ["lidocaine"], "limit": limit}
    seen: list[str] = []
    while True:
        body = _ask(client, **question)
        seen += list(_entries(body))
        assert body["page"]["total"] == 4
        assert "next" not in body["page"]
        assert (words.MORE_FOLLOWS in body["data"]["words"]) == (not body["page"]["complete"])
        assert "1 of 4" in body["data"]["words"]
        if body["page"]["complete"]:
            break
        question["cursor"] = body["page"]["cursor"]
    assert seen == ["micro-laser-peel", "laser-skin-tightening", "mesotherapy", "micro-laser-lipo"]


def test_a_cursor_is_good_for_its_question_only(client: TestClient) -> None:
    cursor = _ask(client, circumstances=["pregnancy"], limit=1)["page"]["cursor"]
    assert (
        client.post(PATH, json={"circumstances": ["pregnancy"], "limit": 2, "cursor": cursor}).status_code
        == 200
    )
    for other in (
        {"circumstances": ["Pregnancy"], "cursor": cursor},
        {"medicines": ["pregnancy"], "cursor": cursor},
        {"circumstances": ["pregnancy"], "procedures": ALL, "cursor": cursor},
        {"circumstances": ["pregnancy"], "cursor": cursor[:-1]},
        {"circumstances": ["pregnancy"], "cursor": ""},
        {"circumstances": ["pregnancy"], "cursor": "x" * 5_000},
    ):
        answer = client.post(PATH, json=other)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")
    listed = client.get("/v1/procedures?limit=1").json()["page"]["cursor"]
    assert client.post(PATH, json={"circumstances": ["pregnancy"], "cursor": listed}).status_code == 400


def test_procedures_that_are_named_are_all_on_one_page(client: TestClient) -> None:
    body = _ask(client, circumstances=["pregnancy"], procedures=ALL[1:])
    assert (list(_entries(body)), body["page"]["complete"], body["page"]["total"]) == (ALL[1:], True, 3)
    assert body["data"]["words"] == words.FOUND_NOTHING


def test_a_question_asks_the_database_a_few_times_whatever_its_size(client: TestClient) -> None:
    with counting.counted() as asked:
        _ask(client, circumstances=["pregnancy", "sun"], medicines=["Accutane", "x"], procedures=ALL)
    assert 1 <= len(asked) <= 5, asked


@pytest.fixture
def small(database_url: str, tmp_path: Path) -> Iterator[TestClient]:
    """Return a client over a small catalogue, one statement of which was withdrawn."""
    database = engine.Database(database_url)
    try:
        importing.import_folder(database, builders.folder(tmp_path))
        gone = builders.named("contraindication")
        shorter = builders.parsed(builders.without(builders.draft_tree(), gone))
        conditions = publishing.Conditions(allow_dropping={gone}, reason="Wrong.", allow_unreviewed=True)
        moment = datetime.datetime(2099, 11, 21, 12, tzinfo=datetime.UTC)  # after whatever day it is
        with database.write() as session:
            publishing.publish(session, shorter, editor="A", note="N", now=moment, conditions=conditions)
    finally:
        database.dispose()
    configured = settings_.Settings(database_url=SecretStr(database_url), public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as held:
        yield held


def test_a_withdrawn_contraindication_does_not_read_as_silence(small: TestClient) -> None:
    (row,) = _ask(small, circumstances=["pregnancy"])["data"]["procedures"]
    (entry,) = row["answers"]
    assert entry["coverage"] == "not_addressed"
    assert words.SOME_WITHDRAWN in entry["words"]
    (stone,) = row["withdrawn"]
    assert (stone["kind"], stone["on"]) == ("contraindication", "2099-11-21")
    assert small.get(f"/v1/statements/{stone['id']}").json()["tombstone"]["reason"] == "Wrong."


@pytest.mark.parametrize("named", [True, False])
def test_a_damaged_document_is_never_answered_from(
    own_client: TestClient, seeded_database_url: str, named: bool
) -> None:
    cut = (
        "substr(document, 1, 500)"
        if "sqlite" in seeded_database_url
        else "substring(document from 1 for 500)"
    )
    tampering.tamper(seeded_database_url, f"UPDATE revisions SET document = {cut} WHERE slug = 'mesotherapy'")
    question = {"circumstances": ["pregnancy"], **({"procedures": ["mesotherapy"]} if named else {})}
    answer = own_client.post(PATH, json=question)
    assert (answer.status_code, answer.json()["code"]) == (503, "damaged")
    assert answer.json()["notice"] == problems.SILENCE


def test_a_document_that_is_gone_is_never_answered_as_silence(
    own_client: TestClient, seeded_database_url: str
) -> None:
    tampering.tamper(seeded_database_url, "DELETE FROM revisions WHERE slug = 'mesotherapy'")
    answer = own_client.post(PATH, json={"circumstances": ["pregnancy"]})
    assert (answer.status_code, answer.json()["code"]) == (503, "damaged")


SPELLINGS = sorted(seed.terms()._by_label)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    circumstances=st.lists(st.sampled_from(SPELLINGS) | st.text(max_size=12), max_size=6),
    medicines=st.lists(st.sampled_from(["Accutane", "acutane", "D10BA01", "warfarin", "botox"]), max_size=3),
    slugs=st.lists(st.sampled_from(ALL), min_size=1, max_size=4),
)
def test_no_answer_over_http_judges_or_loses_a_term(
    client: TestClient, circumstances: list[str], medicines: list[str], slugs: list[str]
) -> None:
    question = {"circumstances": circumstances, "medicines": medicines, "procedures": slugs}
    answer = client.post(PATH, content=json.dumps(question).encode(), headers=JSON)
    if answer.status_code == 422:
        assert answer.json()["code"] == "invalid_body"
        return
    body = answer.json()
    assert list(verdicts.in_answer(body)) == []
    understood = body["data"]["question"]
    told = {
        (term["list"], term["position"], term["term"])
        for term in (
            *understood.get("unrecognised", ()),
            *(term for item in understood.get("recognised", ()) for term in item["terms"]),
        )
    }
    asked = {("circumstances", at, text) for at, text in enumerate(circumstances)}
    assert told == asked | {("medicines", at, text) for at, text in enumerate(medicines)}
    rows = len(understood.get("recognised", ())) + len(understood.get("unrecognised", ()))
    assert {len(entries) for entries in _entries(body).values()} == {rows}
    assert set(_entries(body)) == set(slugs)


def test_no_problem_of_this_address_judges(client: TestClient) -> None:
    for question in (
        {},
        {"x": 1},
        {"medicines": ["a"], "procedures": ["zzz"]},
        {"medicines": ["a"], "cursor": "x"},
    ):
        assert list(verdicts.in_answer(client.post(PATH, json=question).json())) == []


@pytest.mark.parametrize(
    ("asked", "size"), [({}, 20), ({"procedures": 25}, 25), ({"procedures": 25, "limit": 3}, 3)]
)
def test_a_page_is_as_long_as_what_was_named_unless_the_asker_says_otherwise(
    asked: dict[str, int], size: int
) -> None:
    named = (
        {"procedures": [f"p-{number}" for number in range(asked["procedures"])]}
        if "procedures" in asked
        else {}
    )
    question = {"concerns": ["scars"], **asked, **named}
    assert questions.Question.model_validate_json(json.dumps(question)).size() == size
