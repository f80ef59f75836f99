"""What is refused before routing."""

from collections.abc import Iterator

import pytest
from starlette import types
from starlette.testclient import TestClient

from app.http import gates
from tests.http import example

GOOD_HOSTS = [
    "api.test",
    "API.test:8000",
    "localhost",
    "127.0.0.1:80",
    "[::1]:8000",
    "a_b.svc",
    "xn--e1afmkfd.test",
    "x.",
]
BAD_HOSTS = [
    "", "a/b", "a?b", "a#b", "user@a", "a b", "a\tb", "a..b", ".a", "-a.test", "a:b", "a:65536", "a:", "a:1:2", "[::1",
    "[:::1]", "[12345::]", "a,b", "a\\b", "<a>", "a%00b", "%61", "ä.test", "a;b", "a" * 64 + ".test", "a." * 140 + "b",
    "http://a", "*", "a'b", '"a"', "[v1.fe]", "a\x7f", "a|b", "${jndi}",
]  # fmt: skip


@pytest.fixture(scope="module")
def client() -> TestClient:
    return example.client()


@pytest.mark.parametrize("host", GOOD_HOSTS)
def test_a_well_formed_host_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/plain", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", BAD_HOSTS)
def test_a_malformed_host_is_a_bad_request(client: TestClient, host: str) -> None:
    answer = client.get("/plain", headers={b"Host": host.encode("utf-8")})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_host")


def test_two_hosts_or_none_are_a_bad_request(client: TestClient) -> None:
    two = client.get("/plain", headers=[("Host", "api.test"), ("Host", "api.test")])
    assert (two.status_code, two.json()["code"]) == (400, "bad_host")


def test_only_configured_hosts_are_answered_where_there_is_a_list() -> None:
    client = example.client(allowed_hosts=("api.test", "[::1]"))
    assert client.get("/plain", headers={"Host": "API.test:9"}).status_code == 200
    assert client.get("/plain", headers={"Host": "[0:0::1]"}).status_code == 200
    assert client.get("/plain", headers={"Host": "api.test.evil"}).json()["code"] == "bad_host"


def test_the_host_never_reaches_an_answer(client: TestClient) -> None:
    answer = client.get("/v1/rows", headers={"Host": "evil.example"})
    assert "evil" not in answer.text
    assert "evil" not in str(answer.headers)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([("X-Pad", "a" * 5_000)], 431),
        ([(f"X-Pad-{number}", "a") for number in range(60)], 431),
        ([("X-Pad", "a" * 3_000)], 200),
        ([("Cookie", "a=b; " * 1_000)], 431),
    ],
)
def test_headers_are_bounded_in_size_and_number(
    client: TestClient, headers: list[tuple[str, str]], status: int
) -> None:
    assert client.get("/plain", headers=headers).status_code == status


@pytest.mark.parametrize(("length", "status"), [(1_900, 200), (2_100, 414)])
def test_the_address_is_bounded(client: TestClient, length: int, status: int) -> None:
    assert client.get("/v1/rows?" + "&" * length).status_code == status
    assert client.get("/v1/" + "a" * length).status_code == (404 if status == 200 else status)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/plain", "/nothing", "/v1/rows/notes"])
def test_a_body_beyond_the_limit_is_413_by_its_length_and_as_it_streams(
    client: TestClient, method: str, path: str
) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(12):
            yield b"x" * 1_000

    declared = client.request(method, path, content=b"x" * 10_001)
    streamed = client.request(method, path, content=chunks())
    for answer in (declared, streamed):
        assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")
        assert answer.json()["limit_bytes"] == 10_000


@pytest.mark.anyio
async def test_a_stream_is_given_up_at_the_limit_and_not_read_on() -> None:
    received = 0
    sent: list[types.Message] = []

    async def receive() -> types.Message:
        nonlocal received
        received += 1
        return {"type": "http.request", "body": b"x" * 4_000, "more_body": True}

    async def send(message: types.Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/plain", "raw_path": b"/plain", "query_string": b"",
        "headers": [(b"host", b"a"), (b"transfer-encoding", b"chunked")],
    }  # fmt: skip
    await example.wrapped()(scope, receive, send)
    assert (sent[0]["status"], received) == (413, 3)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_body_on_a_read_is_refused(client: TestClient, method: str) -> None:
    answer = client.request(method, "/plain", content=b"{}")
    assert answer.status_code == 400
    assert client.request("GET", "/plain", content=iter([b"{}"])).json()["code"] == "unexpected_body"
    assert client.request(method, "/plain", headers={"Content-Length": "0"}).status_code == 200
    assert client.request(method, "/plain", content=iter([b""])).status_code == 200


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate", "identity, gzip", "GZIP", "nonsense"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_coded_body_is_415(client: TestClient, method: str, coding: str) -> None:
    answer = client.request(method, "/v1/rows/notes", headers={"Content-Encoding": coding}, content=b"{}")
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_identity_is_no_coding(client: TestClient) -> None:
    headers = {"Content-Encoding": "identity", "Content-Type": "application/json"}
    answer = client.post("/v1/rows/notes", headers=headers, content=b'{"amount":2}')
    assert (answer.status_code, answer.json()) == (200, {"amount": 2.0})


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "Multipart/Mixed", " multipart/form-data"]
)
def test_a_multipart_body_is_415(client: TestClient, kind: str) -> None:
    answer = client.post("/v1/rows/notes", headers={"Content-Type": kind}, content=b"--x--")
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    "headers",
    [
        [(b"content-length", b"2"), (b"content-length", b"3")],
        [(b"content-length", b"+2")],
        [(b"content-length", b"2, 2")],
        [(b"content-length", b"0x2")],
        [(b"content-length", b"2"), (b"transfer-encoding", b"chunked")],
        [(b"transfer-encoding", b"gzip, chunked")],
        [(b"transfer-encoding", b"chunked"), (b"transfer-encoding", b"chunked")],
    ],
)
@pytest.mark.anyio
async def test_framing_that_can_be_read_in_two_ways_is_a_bad_request(
    headers: list[tuple[bytes, bytes]],
) -> None:
    sent: list[types.Message] = []

    async def receive() -> types.Message:
        return {"type": "http.request", "body": b"{}", "more_body": False}

    async def send(message: types.Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/plain", "raw_path": b"/plain", "query_string": b"",
        "headers": [(b"host", b"a"), *headers],
    }  # fmt: skip
    await example.wrapped()(scope, receive, send)
    assert sent[0]["status"] == 400


@pytest.mark.anyio
async def test_a_client_that_leaves_gets_nothing_and_nothing_runs() -> None:
    sent: list[types.Message] = []

    async def receive() -> types.Message:
        return {"type": "http.disconnect"}

    async def send(message: types.Message) -> None:
        sent.append(message)

    async def never(scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        raise AssertionError("the application ran")

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"content-length", b"5")]}
    await gates.BodyGate(never, limits=gates.Limits())(scope, receive, send)
    assert sent == []
