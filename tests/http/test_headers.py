"""What every answer carries, whoever asks and however."""

import gzip
from collections.abc import Iterator

import brotli
import pytest
from starlette.testclient import TestClient

from app.http import headers, urls
from tests.http import example


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with example.client() as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/v1/rows", "/v1/rows/x", "/plain", "/docs", "/openapi.json", "/docs/docs.js", "/problems"]
)
def test_an_answer_has_the_security_headers(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert "server" not in answer.headers


def test_strict_transport_is_asked_for_only_where_the_public_address_has_it() -> None:
    plain = headers.completed([], publisher=urls.Publisher(public_url="http://127.0.0.1:8000"))
    assert b"strict-transport-security" not in dict(plain)


def test_an_answer_without_a_policy_of_its_own_is_not_stored(client: TestClient) -> None:
    assert client.get("/plain").headers["cache-control"] == "no-store"


def test_a_server_header_from_below_is_dropped() -> None:
    made = headers.completed([(b"Server", b"x/1"), (b"a", b"b")], publisher=example.PUBLISHER)
    assert (b"a", b"b") in made
    assert b"server" not in {name.lower() for name, _ in made}


@pytest.mark.parametrize("origin", ["https://clinic.example", "null", "https://evil.example:444"])
def test_any_origin_may_read_without_credentials(client: TestClient, origin: str) -> None:
    answer = client.get(
        "/v1/rows/x", headers={"Origin": origin, "Cookie": "session=1", "Authorization": "Bearer x"}
    )
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert "origin" not in answer.headers["vary"].lower()
    assert "Catalogue-Revision" in answer.headers["access-control-expose-headers"]


def test_an_answer_that_a_shared_cache_may_keep_can_be_given_to_any_origin(client: TestClient) -> None:
    assert client.get("/v1/rows/x").headers["access-control-allow-origin"] == "*"


def test_a_preflight_for_reading_is_answered(client: TestClient) -> None:
    asked = {
        "Origin": "https://clinic.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    answer = client.options("/v1/rows", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD"
    assert "access-control-allow-credentials" not in answer.headers
    assert answer.content == b""


@pytest.mark.parametrize(
    "asked",
    [
        {"Access-Control-Request-Method": "DELETE"},
        {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"},
    ],
)
def test_a_preflight_for_anything_else_is_a_problem(client: TestClient, asked: dict[str, str]) -> None:
    answer = client.options("/v1/rows", headers={"Origin": "https://clinic.example", **asked})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("br", "br"),
        ("zstd", "zstd"),
        ("gzip;q=0", None),
        ("br;q=0, gzip;q=0, zstd;q=0", None),
        ("zstd;q=0, br;q=0, gzip", "gzip"),
        ("identity", None),
        ("nonsense;;q=x", None),
    ],
)
def test_compression_obeys_the_caller(client: TestClient, accepted: str, coding: str | None) -> None:
    plain = client.get("/v1/rows/x", headers={"Accept-Encoding": "identity"})
    with client.stream("GET", "/v1/rows/x", headers={"Accept-Encoding": accepted}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["etag"] == plain.headers["etag"]
    assert int(answer.headers["content-length"]) == len(raw)
    if coding in {"gzip", "br"}:
        assert (gzip.decompress(raw) if coding == "gzip" else brotli.decompress(raw)) == plain.content


def test_head_is_get_without_the_body(client: TestClient) -> None:
    for accepted in ("identity", "gzip"):
        for path in (
            "/v1/rows/x",
            "/v1/rows",
            "/plain",
            "/docs",
            "/nothing",
            "/v1/rows?limit=0",
            "/v1/rows/broken",
        ):
            got = client.get(path, headers={"Accept-Encoding": accepted})
            head = client.head(path, headers={"Accept-Encoding": accepted})
            assert head.status_code == got.status_code
            assert head.content == b""
            ignored = {"x-request-id"}
            assert {k: v for k, v in head.headers.items() if k not in ignored} == {
                k: v for k, v in got.headers.items() if k not in ignored
            }


@pytest.mark.parametrize(
    "given", ["3f1c8a9e-0000-4000-8000-123456789abc", "0123456789abcdef0123456789abcdef"]
)
def test_a_callers_request_id_is_kept(client: TestClient, given: str) -> None:
    assert client.get("/nothing", headers={"X-Request-ID": given}).json()["request_id"] == given


@pytest.mark.parametrize(
    "given", ["short", "a" * 65, "with space and more text", "<script>alert(1)</script>", "é" * 20]
)
def test_a_foreign_request_id_that_is_none_is_replaced(client: TestClient, given: str) -> None:
    answer = client.get("/nothing", headers={b"X-Request-ID": given.encode()})
    assert answer.headers["x-request-id"] == answer.json()["request_id"]
    assert len(answer.headers["x-request-id"]) == 36
