"""Query and path parameters: nothing unknown, repeated or unprintable is accepted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from starlette.testclient import TestClient

from app.http import parameters
from tests.http import example


@pytest.fixture(scope="module")
def client() -> TestClient:
    return example.client()


@pytest.mark.parametrize("path", ["/plain", "/v1/rows", "/v1/rows/x", "/problems", "/docs", "/openapi.json"])
@pytest.mark.parametrize(
    "query", ["foo=1", "foo", "=1", "limit[]=2", "LIMIT=2", "foo=1&foo=2", "%00=1", "a%ed%a0%80=1"]
)
def test_an_unknown_parameter_is_422_on_every_address(client: TestClient, path: str, query: str) -> None:
    answer = client.get(f"{path}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_parameter")


def test_a_hostile_name_is_not_repeated(client: TestClient) -> None:
    answer = client.get("/plain?<script>alert(1)</script>=1")
    assert "script" not in answer.text
    assert answer.json()["errors"][0]["name"] == "(unprintable)"


def test_no_nearest_name_is_made_up_where_none_is_near(client: TestClient) -> None:
    assert "nearest" not in client.get("/v1/rows?zzz=1").json()["errors"][0]
    assert "nearest" not in client.get("/plain?limit=1").json()["errors"][0]


@pytest.mark.parametrize(
    "query", ["limit=1&limit=2", "limit=1&limit=1", "sort=name&sort=-name", "alias=a&alias=b"]
)
def test_a_single_parameter_given_twice_is_422(client: TestClient, query: str) -> None:
    answer = client.get(f"/v1/rows?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "repeated"


def test_a_list_may_be_repeated(client: TestClient) -> None:
    assert client.get("/v1/rows?concern=a&concern=b").status_code == 200
    assert client.get("/v1/rows?" + "concern=a&" * 6).status_code == 422


@pytest.mark.parametrize(
    "value",
    [
        "%00",
        "a%00b",
        "%0a",
        "%0d%0aX: y",
        "%1b[31m",
        "%7f",
        "%c2%85",
        "%e2%80%ae",
        "%ed%a0%80",
        "%c0%af",
        "%ff",
        "%f4%90%80%80",
    ],
)
def test_text_that_cannot_be_shown_is_422(client: TestClient, value: str) -> None:
    answer = client.get(f"/v1/rows?alias={value}")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "unprintable")
    assert client.get(f"/v1/rows/{value}").status_code == 422


@pytest.mark.parametrize(
    "value", ["caf%C3%A9", "e%CC%81", "%F0%9F%92%89", "%D7%A9%D7%9C%D7%95%D7%9D", "%zz", "a+b", "' OR 1=1 --"]
)
def test_ordinary_text_of_any_script_is_taken(client: TestClient, value: str) -> None:
    assert client.get(f"/v1/rows?alias={value}").status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=1", 200),
        ("limit=100", 200),
        ("limit=0", 422),
        ("limit=101", 422),
        ("limit=-1", 422),
        ("limit=1.0", 422),
        ("limit=1e1", 422),
        ("limit=1_0", 422),
        ("limit=%201", 422),
        ("limit=", 422),
        ("limit=NaN", 422),
        ("limit=9223372036854775808", 422),
        ("limit=" + "9" * 1_500, 422),
        ("limit=%D9%A1", 422),
        ("limit=0x10", 422),
        ("include_unknown=true", 200),
        ("include_unknown=false", 200),
        ("include_unknown=1", 422),
        ("include_unknown=True", 422),
        ("include_unknown=", 422),
        ("max_recovery=P3D", 200),
        ("max_recovery=PT45M", 200),
        ("max_recovery=P1Y2M3W4DT5H6M7S", 200),
        ("max_recovery=P", 422),
        ("max_recovery=PT", 422),
        ("max_recovery=P3", 422),
        ("max_recovery=3D", 422),
        ("max_recovery=P-3D", 422),
        ("max_recovery=P1.5D", 422),
        ("max_recovery=p3d", 422),
        ("max_recovery=P3D%0A", 422),
        ("max_recovery=P999999999999D", 422),
        ("max_recovery=P%D9%A3D", 422),
        ("max_recovery=PT1M1H", 422),
        ("coverage.side_effects=stated", 200),
        ("coverage.side_effects=none", 422),
        ("coverage=stated", 422),
        ("sort=name", 200),
        ("sort=slug;drop", 422),
        ("sort=", 422),
        ("alias=", 422),
        ("alias=" + "a" * 121, 422),
        ("concern=a--b", 422),
        ("concern=A", 422),
        ("concern=" + "a" * 81, 422),
    ],
)
def test_a_value_is_taken_or_refused_exactly(client: TestClient, query: str, status: int) -> None:
    assert client.get(f"/v1/rows?{query}").status_code == status


@given(st.text(max_size=40))
def test_a_duration_is_checked_without_failing(text: str) -> None:
    try:
        assert TypeAdapter(parameters.Duration).validate_python(text) == text
    except ValidationError:
        assert not text.startswith("P1D") or len(text) > 3


@given(st.text(max_size=60))
def test_a_text_is_either_printable_or_has_its_fault_named(text: str) -> None:
    fault = parameters.fault_of_text(text)
    assert (fault is None) == all(parameters.fault_of_text(character) is None for character in text)
    if fault is None:
        assert text.encode("utf-8").decode("utf-8") == text
