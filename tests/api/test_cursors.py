"""Cursors that nobody gave out, and places in two lists at once."""

import base64
import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.testclient import TestClient

from app.http import paging
from tests import clients


def _forged(path: str, key: object) -> str:
    parts = urlsplit(path)
    listing = paging.Listing(path=parts.path, parameters=tuple(sorted(parse_qsl(parts.query))))
    payload = json.dumps([paging._VERSION, listing.fingerprint(), key]).encode()
    return base64.urlsafe_b64encode(paging._check(payload) + payload).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/v1/concepts", [5]),
        ("/v1/concepts", []),
        ("/v1/concepts", ["a\0"]),
        ("/v1/concepts/pain", ["a", 1]),
        ("/v1/concepts/pain", ["a", True, 1]),
        ("/v1/sources", [5]),
        ("/v1/procedures", ["\ud800", "a"]),
        ("/v1/procedures", ["a"]),
        ("/v1/procedures?sort=published", ["yesterday", "a"]),
        ("/v1/procedures?sort=published", ["0001-01-01T00:00:00+14:00", "a"]),
        ("/v1/side-effects", ["a", "b"]),
        ("/v1/side-effects", ["a", True]),
        ("/v1/corrections", [True]),
    ],
)
def test_a_key_that_no_page_ends_with_is_a_bad_cursor(client: TestClient, path: str, key: object) -> None:
    answer = client.get(path, params={**dict(parse_qsl(urlsplit(path).query)), "cursor": _forged(path, key)})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


def test_a_forged_time_without_a_zone_breaks_nothing(client: TestClient) -> None:
    path = "/v1/procedures?sort=published"
    cursor = _forged(path, ["2026-01-01T00:00:00", "a"])
    assert client.get(f"{path}&cursor={cursor}").status_code == 200


def test_a_forged_place_among_the_mentions_breaks_nothing(client: TestClient) -> None:
    cursor = _forged("/v1/concepts/pain", ["a", 9, -1])
    assert client.get("/v1/concepts/pain", params={"cursor": cursor}).status_code == 200


def test_the_silent_procedures_go_on_from_any_page_of_the_statements(client: TestClient) -> None:
    first = client.get("/v1/interactions?limit=1").json()
    second = client.get(first["page"]["next"].removeprefix(clients.PUBLIC_URL)).json()
    further = client.get(second["not_addressed"]["next"].removeprefix(clients.PUBLIC_URL))
    assert further.status_code == 200, further.text
    assert further.json()["data"] == second["data"]
    assert further.json()["not_addressed"]["procedures"] != second["not_addressed"]["procedures"]


def test_a_procedure_that_is_near_to_no_other_gets_no_suggestion(client: TestClient) -> None:
    fault = client.get("/v1/steps?procedure=zzz").json()["errors"][0]
    assert "nearest" not in fault
