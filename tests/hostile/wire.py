"""A real server on a free port of this machine, and a client that sends exactly the bytes it is told to."""

import contextlib
import dataclasses
import http.client
import io
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import uvicorn
from starlette import types

from app.http import protocol

_PATIENCE = 20.0


@dataclasses.dataclass(frozen=True)
class Reply:
    """Hold the first answer on a connection, and how many there were before it was closed."""

    status: int
    headers: dict[str, str]
    body: bytes
    answers: int


@contextlib.contextmanager
def serving(app: types.ASGIApp, *, port: int = 0, **options: Any) -> Iterator[int]:
    """Serve the application as `candour serve` does, and give the port: a free one unless one is named."""
    config = uvicorn.Config(
        app,
        http=protocol.Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        **options,
    )
    server = uvicorn.Server(config)
    with contextlib.closing(socket.socket()) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            _await_start(server, thread)
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(_PATIENCE)


def free_port() -> int:
    """Return a port of this machine that nobody uses at present."""
    with contextlib.closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _await_start(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the server did not start")
        time.sleep(0.01)


def ask(port: int, sent: bytes, *, until_closed: bool = True, head: bool = False) -> Reply:
    """Send the bytes and return the first answer; read on until the server closes, if it is expected to."""
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(sent)
        received = _read_all(connection) if until_closed else _read_one(connection)
    return parsed(received, method="HEAD" if head else "GET")


def _read_all(connection: socket.socket) -> bytes:
    received = bytearray()
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65_536):
            received += part
    return bytes(received)


def _read_one(connection: socket.socket) -> bytes:
    received = bytearray()
    while b"\r\n\r\n" not in received:
        part = connection.recv(65_536)
        if not part:
            return bytes(received)
        received += part
    head, _, rest = bytes(received).partition(b"\r\n\r\n")
    lengths = [
        line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
    ]
    missing = int(lengths[0]) - len(rest) if lengths else 0
    while missing > 0 and (part := connection.recv(65_536)):
        received += part
        missing -= len(part)
    return bytes(received)


class _Received:
    def __init__(self, content: bytes) -> None:
        self.content = content

    def makefile(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self.content)


def parsed(received: bytes, *, method: str) -> Reply:
    """Return the first answer in what was received; an AssertionError where there is none."""
    assert received.startswith(b"HTTP/1.1 "), f"no answer: {received[:80]!r}"
    answer = http.client.HTTPResponse(_Received(received), method=method)  # type: ignore[arg-type] # reason: only makefile is used
    answer.begin()
    body = answer.read()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    return Reply(status=answer.status, headers=headers, body=body, answers=received.count(b"HTTP/1.1 "))
