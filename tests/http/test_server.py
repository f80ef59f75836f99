"""The server's own refusals, which never reach the application, are problems as well."""

import contextlib
import json
import socket
import time
from collections.abc import AsyncIterator, Iterator

import anyio
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.http import middleware, protocol
from tests.hostile import wire
from tests.http import example


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with wire.serving(example.wrapped(), limit_concurrency=20) as port:
        yield port


def test_what_cannot_be_parsed_is_a_problem_of_the_publisher(port: int) -> None:
    reply = wire.ask(port, b"NONSENSE\r\n\r\n")
    body = json.loads(reply.body)
    assert (reply.status, body["code"]) == (400, "bad_request")
    assert body["type"] == "https://candour.example/api/problems/bad_request"
    assert reply.headers["content-security-policy"].startswith("default-src 'none'")
    assert reply.headers["strict-transport-security"] == "max-age=31536000"
    assert reply.headers["connection"] == "close"


def test_a_request_line_without_a_version_is_refused(port: int) -> None:
    reply = wire.ask(port, b"GET /plain\r\nX: y HTTP/1.1\r\nHost: a\r\n\r\n")
    assert (reply.status, json.loads(reply.body)["code"]) == (400, "bad_request")


def test_a_large_body_that_is_announced_is_refused_before_it_is_asked_for(port: int) -> None:
    head = b"POST /plain HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n"
    assert wire.ask(port, head, until_closed=False).status == 413


def test_a_request_head_that_stalls_is_given_up(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.2)
    for begun in (b"", b"GET /plain HTTP/1.1\r\nHost: a\r\nX: "):
        reply = wire.ask(port, begun)
        assert (reply.status, json.loads(reply.body)["code"]) == (408, "request_timeout")


def test_a_kept_connection_is_given_up_only_when_its_next_head_stalls(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.3)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET /plain HTTP/1.1\r\nHost: a\r\n\r\n")
        assert wire.parsed(wire._read_one(connection), method="GET").status == 200
        connection.sendall(b"GET /plain HTTP/1.1\r\nHo")
        assert wire.parsed(wire._read_all(connection), method="GET").status == 408


def test_a_slow_answer_is_not_cut_by_the_clock_of_the_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.1)
    app = example.build()

    @app.get("/slow")
    async def slow() -> dict[str, str]:
        await anyio.sleep(0.4)
        return {"slow": "yes"}

    with wire.serving(middleware.wrap(app, publisher=example.PUBLISHER)) as port:
        assert wire.ask(port, b"GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").status == 200


def test_a_connection_too_many_is_503_and_told_when_to_come_back(port: int) -> None:
    held = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(20)]
    try:
        reply = wire.ask(port, b"GET /plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert (reply.status, json.loads(reply.body)["code"]) == (503, "unavailable")
        assert reply.headers["retry-after"] == "1"
    finally:
        for connection in held:
            connection.close()


def test_two_requests_in_one_packet_are_both_answered(port: int) -> None:
    one = b"GET /plain HTTP/1.1\r\nHost: a\r\n\r\n"
    last = b"GET /plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    assert wire.ask(port, one + last).answers == 2


def test_a_request_right_behind_a_kept_answer_is_not_cut_by_the_clock_of_idle_connections() -> None:
    def quick(path: str, *_: object) -> tuple[int, bytes, bytes] | None:
        return (200, b"content-length: 4\r\n\r\n", b"kept") if path == "/kept" else None

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[dict[str, object]]:
        yield {protocol.QUICK: quick}

    async def echo(request: Request) -> Response:
        return Response(await request.body())

    app = Starlette(routes=[Route("/echo", echo, methods=["POST"])], lifespan=lifespan)
    kept = b"GET /kept HTTP/1.1\r\nHost: a\r\n\r\n"
    head = b"POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\n"
    with wire.serving(app, timeout_keep_alive=1) as port:
        for cut in (len(head), len(head) // 2):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
                connection.sendall(kept + head[:cut])
                assert wire.parsed(wire._read_one(connection), method="GET").body == b"kept"
                time.sleep(1.5)
                connection.sendall(head[cut:] + b"body")
                assert wire.parsed(wire._read_all(connection), method="GET").body == b"body"


def test_a_body_that_was_refused_does_not_become_the_next_request(port: int) -> None:
    hidden = b"GET /problems HTTP/1.1\r\nHost: a\r\n\r\n"
    refused = b"GET /plain HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(hidden)
    last = b"GET /plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    reply = wire.ask(port, refused + hidden + last)
    assert (reply.status, reply.answers) == (400, 2)


def test_an_answer_that_breaks_off_closes_the_connection(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET /half HTTP/1.1\r\nHost: a\r\n\r\n")
        received = wire._read_all(connection)
    assert received.startswith(b"HTTP/1.1 200")
    assert not received.endswith(b"0\r\n\r\n")
    assert example.SECRET.encode() not in received


def test_a_body_that_stalls_is_given_up(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "BODY_SECONDS", 0.2)
    head = b"POST /plain HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    reply = wire.ask(port, head + b'{"amount"')
    assert (reply.status, json.loads(reply.body)["code"]) == (408, "request_timeout")
    assert reply.headers["connection"] == "close"


def test_the_rest_of_a_body_that_nobody_waits_for_keeps_no_connection_open(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "BODY_SECONDS", 0.2)
    reply = wire.ask(port, b"POST /plain HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\nx")
    assert (reply.status, reply.answers) == (413, 1)


def test_a_body_that_keeps_coming_is_waited_for(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "BODY_SECONDS", 0.3)
    monkeypatch.setattr(protocol, "BODY_RATE", 5)
    head = b"POST /problems HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nConnection: close\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head + b"Content-Length: 30\r\n\r\n")
        for _ in range(3):
            time.sleep(0.2)
            connection.sendall(b"x" * 10)
        assert wire.parsed(wire._read_all(connection), method="GET").status != 408


def test_an_answer_that_nobody_takes_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "TAKING_SECONDS", 0.3)
    app = example.build()

    @app.get("/much")
    def much() -> Response:
        return Response(b"x" * 60_000_000)

    with wire.serving(app) as port, socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.settimeout(10)
        connection.connect(("127.0.0.1", port))
        connection.sendall(b"GET /much HTTP/1.1\r\nHost: a\r\n\r\n")
        time.sleep(1)
        assert len(wire._read_all(connection)) < 60_000_000


def test_an_answer_that_is_taken_slowly_is_given_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "TAKING_SECONDS", 0.2)
    monkeypatch.setattr(protocol, "TAKING_BYTES", 1_000)
    app = example.build()

    @app.get("/much")
    def much() -> Response:
        return Response(b"x" * 12_000_000, headers={"Connection": "close"})

    with wire.serving(app) as port, socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.settimeout(10)
        connection.connect(("127.0.0.1", port))
        connection.sendall(b"GET /much HTTP/1.1\r\nHost: a\r\n\r\n")
        taken = 0
        began = time.monotonic()
        while part := connection.recv(4_096 if time.monotonic() - began < 1 else 65_536):
            taken += len(part)
            time.sleep(0.01 if time.monotonic() - began < 1 else 0)
    assert taken > 12_000_000
