"""Every error is a problem with the same members and headers, and none says what it must not."""

import json

import pytest
from fastapi.exceptions import RequestValidationError
from starlette.testclient import TestClient

from app.content import problems
from app.http import errors, urls
from tests.http import example

STANDARD = {
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",
    "cache-control": "no-store",
}


@pytest.fixture(scope="module")
def client() -> TestClient:
    return example.client()


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing/here", 404, "not_found"),
        ("GET", "/v1/rows/", 404, "not_found"),
        ("GET", "/v1/rows/missing", 404, "procedure_not_found"),
        ("GET", "/problems/no_such_code", 404, "problem_not_found"),
        ("GET", "/v1/rows/UPPER", 422, "invalid_parameter"),
        ("GET", "/v1/rows?limit=0", 422, "invalid_parameter"),
        ("GET", "/v1/rows?limt=1", 422, "unknown_parameter"),
        ("GET", "/v1/rows?cursor=abc", 400, "bad_cursor"),
        ("POST", "/v1/rows", 405, "method_not_allowed"),
        ("DELETE", "/v1/rows/x", 405, "method_not_allowed"),
        ("TRACE", "/v1/rows/x", 405, "method_not_allowed"),
        ("GET", "/v1/rows/broken", 500, "internal_error"),
        ("GET", "/v1/rows?alias=" + "a" * 3000, 414, "uri_too_long"),
    ],
)
def test_an_error_is_a_problem_with_every_standard_header(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    answer = client.request(method, path)
    body = answer.json()
    assert (answer.status_code, body["code"], body["status"]) == (status, code, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert body["type"] == f"https://candour.example/api/problems/{code}"
    assert body["title"] == problems.every()[code].title
    assert body["request_id"] == answer.headers["x-request-id"]
    assert {name: answer.headers.get(name) for name in STANDARD} == STANDARD


def test_the_address_in_type_documents_the_problem(client: TestClient) -> None:
    for code, kind in problems.every().items():
        answer = client.get(f"/problems/{code}")
        assert answer.status_code == 200
        assert answer.json()["data"] == {
            "code": code,
            "status": kind.status,
            "title": kind.title,
            "description": problems.documentation(kind),
            "remedy": kind.remedy,
            "type": f"https://candour.example/api/problems/{code}",
        }
    assert [item["code"] for item in client.get("/problems").json()["data"]] == list(problems.every())


def test_an_unexpected_failure_says_nothing_of_itself(client: TestClient) -> None:
    answer = client.get("/v1/rows/broken")
    assert answer.status_code == 500
    assert example.SECRET not in answer.text
    assert "RuntimeError" not in answer.text
    assert answer.json()["notice"] == problems.SILENCE


@pytest.mark.parametrize("path", ["/v1/rows/missing", "/nothing", "/v1/rows/broken"])
def test_a_missing_answer_says_that_silence_is_not_safety(client: TestClient, path: str) -> None:
    assert client.get(path).json()["notice"] == problems.SILENCE


def test_extra_members_are_kept_and_cannot_replace_standard_ones() -> None:
    problem = problems.ProcedureNotFound("No.", nearest=["a"], status=200, code="fine")
    made = errors.members(problem, publisher=example.PUBLISHER, request_id="r")
    assert (made["status"], made["code"], made["nearest"]) == (404, "procedure_not_found", ["a"])


def test_a_problem_can_always_be_encoded() -> None:
    problem = problems.InvalidParameter("\ud800 \u202e", errors=["\udfff", "é"])
    body = errors.body(problem, publisher=example.PUBLISHER, request_id="r")
    assert body.isascii()
    assert json.loads(body)["detail"] == "\ud800 \u202e"


def test_405_names_the_methods_head_among_them(client: TestClient) -> None:
    assert client.put("/v1/rows").headers["allow"] == "GET, HEAD"
    assert client.put("/plain").headers["allow"] == "GET, HEAD"
    assert client.get("/only-post").headers["allow"] == "POST"


def test_an_unknown_parameter_names_the_nearest_known_one(client: TestClient) -> None:
    answer = client.get("/v1/rows?coverage.side_efects=stated")
    assert answer.json()["errors"] == [
        {
            "in": "query",
            "name": "coverage.side_efects",
            "code": "unknown_parameter",
            "message": "is not a parameter of this address; did you mean coverage.side_effects?",
            "nearest": "coverage.side_effects",
        }
    ]


def test_a_validation_error_names_the_parameter_and_never_repeats_its_value(client: TestClient) -> None:
    canary = "zq" + example.SECRET
    answer = client.get(
        "/v1/rows",
        params={"limit": canary, "max_recovery": canary, "sort": canary, "include_unknown": canary},
    )
    assert answer.status_code == 422
    assert {fault["name"] for fault in answer.json()["errors"]} == {
        "limit",
        "max_recovery",
        "sort",
        "include_unknown",
    }
    assert example.SECRET not in answer.text
    assert example.SECRET not in client.get(f"/v1/rows/{canary}").text


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        (b'{"amount":NaN}', "/amount"),
        (b'{"amount":1e999}', "/amount"),
        (b'{"amount":"\\ud800"}', "/amount"),
        (b'{"amount":' + b"[" * 900 + b"]" * 900 + b"}", "/amount"),
        (b"", ""),
        (b"\xff\xfe", None),
        (b'{"amount":', None),
        (b"[" * 5_000, None),
    ],
)
def test_a_hostile_body_is_422_and_never_500(client: TestClient, content: bytes, pointer: str | None) -> None:
    answer = client.post("/v1/rows/notes", content=content, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_body")
    if pointer is not None:
        assert answer.json()["errors"][0]["pointer"] == pointer


def test_an_answer_that_breaks_off_is_not_finished_as_if_it_were_whole() -> None:
    with pytest.raises(RuntimeError):
        TestClient(example.wrapped(), base_url="http://api.test").get("/half")


def test_a_status_without_a_class_of_its_own_keeps_its_status() -> None:
    assert errors.from_http(418, headers={}).status == 418
    assert errors.from_http(502, headers={}).status == 500
    assert problems.HttpError.status == 400


def test_a_body_fault_points_by_json_pointer() -> None:
    error = RequestValidationError(
        [{"loc": ("body", "a/b", 0, "c~d"), "type": "missing", "msg": "Field required"}]
    )
    problem = errors.from_validation(error, known={})
    assert problem.extra["errors"] == [
        {"in": "body", "pointer": "/a~1b/0/c~0d", "code": "missing", "message": "Field required"}
    ]


def test_problem_addresses_come_from_the_configured_address_only(client: TestClient) -> None:
    answer = client.get("/nothing", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert "evil" not in answer.text
    assert urls.Publisher(public_url="http://127.0.0.1:8000/").url("/a b") == "http://127.0.0.1:8000/a%20b"
