"""Conditional answers."""

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from app.http import caching
from tests.http import example


@pytest.fixture(scope="module")
def client() -> TestClient:
    return example.client()


def _request(*values: bytes) -> Request:
    headers = [(b"host", b"a"), *((b"if-none-match", value) for value in values)]
    return Request({"type": "http", "path": "/", "query_string": b"", "headers": headers})


def test_a_read_is_public_for_a_minute_and_names_the_revision(client: TestClient) -> None:
    answer = client.get("/v1/rows/x")
    assert (
        answer.headers["cache-control"]
        == "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
    )
    assert answer.headers["catalogue-revision"] == "7"
    assert answer.headers["catalogue-freshness"] == "confirmed"
    assert answer.headers["etag"].startswith('W/"')
    assert answer.headers["vary"] == "Accept-Encoding"


def test_an_unchanged_answer_is_304_without_a_body(client: TestClient) -> None:
    whole = client.get("/v1/rows/x")
    for given in (
        whole.headers["etag"],
        whole.headers["etag"].removeprefix("W/"),
        "*",
        f'"x", {whole.headers["etag"]}',
    ):
        for accepted in ("identity", "gzip", "br"):
            answer = client.get("/v1/rows/x", headers={"If-None-Match": given, "Accept-Encoding": accepted})
            assert (answer.status_code, answer.content) == (304, b"")
            for name in ("etag", "cache-control", "vary", "catalogue-revision"):
                assert answer.headers[name] == whole.headers[name]
            assert "content-type" not in answer.headers
            assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    "given", ['"other"', 'W/"other"', "", "garbage", '"', "W/", '"*"', ",,,", "W/" * 1000, '"\\"']
)
def test_another_tag_or_garbage_is_answered_whole(client: TestClient, given: str) -> None:
    answer = client.get("/v1/rows/x", headers={"If-None-Match": given})
    assert (answer.status_code, answer.json()["meta"]["revision"]["number"]) == (200, 3)


def test_tags_over_several_header_lines_are_all_looked_at() -> None:
    assert caching.matches(_request(b'"a"', b'W/"b"'), tag="b")
    assert not caching.matches(_request(b'"a"'), tag="b")
    assert not caching.matches(_request(), tag="b")


def test_a_tag_keeps_its_parts_apart() -> None:
    assert caching.etag(["ab", "c"]) != caching.etag(["a", "bc"])
    assert caching.etag([b"ab"]) == caching.etag(["ab"])


def test_an_unconfirmed_answer_says_so_and_is_not_stored() -> None:
    answer = caching.conditional(_request(), chunks=[b"{}"], revision=4, confirmed=False)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["catalogue-freshness"] == "stale"


def test_an_unrelated_change_of_the_catalogue_leaves_body_and_tag_alone() -> None:
    before, after = (caching.conditional(_request(), chunks=[b"{}"], revision=number) for number in (4, 5))
    assert before.headers["etag"] == after.headers["etag"]
    assert before.body == after.body
