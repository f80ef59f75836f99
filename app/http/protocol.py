"""The server's HTTP parser with our manners: what it refuses before the application is reached is a problem as well.

Give the class to uvicorn as `http=`. It takes the publisher from the lifespan's state under the name `publisher`.
"""

import asyncio
import contextlib
import fcntl
import http
import socket
import struct
import sys
import termios
import urllib.parse
from collections.abc import Callable
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from app.content import problems
from app.http import errors, headers, request_ids, urls

URL_BYTES = 60_000
"""How long an address can be before its parser gives up on it; the polite limit is lower."""
HEAD_SECONDS = 15.0
"""How long a client may take to send the request line and headers of a request it has begun."""
HEAD_BYTES = 131_072
"""How much is read of a request's line and headers before the connection is given up; the polite limit is lower."""
BODY_SECONDS = 12.0
"""How long a client may take to send a body, and a second more for each BODY_RATE bytes of it that have come."""
BODY_RATE = 65_536
TAKING_SECONDS = 6.0
"""In each so many seconds a client must take TAKING_BYTES of an answer that waits for it, or what is left of it."""
TAKING_BYTES = 8_192
LEAVING_SECONDS = 1.0
"""How long a server that stops waits for a request that may be on its way on an idle connection."""

QUICK = "quick"
"""The name under which the lifespan's state holds what looks for a kept answer."""
Quick = Callable[[str, bytes, list[tuple[bytes, bytes]]], tuple[int, bytes, bytes] | None]
"""Given path, query and headers of a GET, returns the status, headers and body of what is kept and needs no more."""
_LINES = {200: b"HTTP/1.1 200 OK\r\n", 304: b"HTTP/1.1 304 Not Modified\r\n"}


class Protocol(HttpToolsProtocol):
    """Refuse malformed, endless and stalled requests with a problem, and close; close also where no answer is taken."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.limit_concurrency = None
        self._reason: problems.Problem | None = None
        self._in_head = self._in_body = self._leaving = self._answered = False
        self._quick: Quick | None = app_state.get(QUICK)
        self._read = self._left = 0
        self._reading: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Refuse a connection beyond the configured number at once, instead of letting it wait."""
        super().connection_made(transport)
        limit = self.config.limit_concurrency
        if limit is not None and len(self.connections) > limit:
            self.refuse(problems.Unavailable("There are too many connections.", headers={"Retry-After": "1"}))
            return
        self._reading = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks."""
        self._stop_reading()
        if self._taking is not None:
            self._taking.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what belongs to an unfinished head, and start the clock for what is still to come of a request."""
        if self.transport.is_closing():
            return
        self._read = self._read + len(data) if self._reading is not None else 0
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._in_head and self._read > HEAD_BYTES:
            self.refuse(
                problems.HeadersTooLarge(
                    "The request's line and headers are too long.", limit_bytes=HEAD_BYTES
                )
            )
        elif self._reading is None and (self._in_head or self._in_body):
            seconds = HEAD_SECONDS if self._in_head else BODY_SECONDS
            self._reading = self.loop.call_later(seconds, self._give_up)

    def on_message_begin(self) -> None:
        """Note that a head is coming: the connection is idle no more, also where it comes with the request before."""
        self._unset_keepalive_if_required()
        super().on_message_begin()
        self._in_head = True

    def on_headers_complete(self) -> None:
        """Note that the head is whole; a server that stops answers it, and no more."""
        self._stop_reading()
        self._in_head, self._in_body, self._read = False, True, 0
        self._answered = self._answer_at_once()
        if self._answered:
            return
        super().on_headers_complete()
        if self._leaving:
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        """Note that the request is whole."""
        self._in_body = False
        self._stop_reading()
        if not self._answered:
            super().on_message_complete()

    def _answer_at_once(self) -> bool:
        """Write the answer that is kept for this request, where there is one; return whether that was done.

        It is the usual case, and most of what a request costs is otherwise the making of a cycle and a task for it.
        """
        if self._quick is None or self._leaving or self._in_progress() or self.pipeline:
            return False
        if self.flow.write_paused or not self.parser.should_keep_alive() or self.root_path:
            return False
        method, version = self.parser.get_method(), self.parser.get_http_version()
        if method != b"GET" or version != "1.1" or not self.url.startswith(b"/") or not self.url.isascii():
            return False
        path, _, query = self.url.partition(b"?")
        decoded = path.decode("ascii")
        decoded = urllib.parse.unquote(decoded) if "%" in decoded else decoded
        kept = None if b"#" in self.url else self._quick(decoded, query, self.headers)
        if kept is None:
            return False
        status, head, body = kept
        default = b"".join(
            name + b": " + value + b"\r\n" for name, value in self.server_state.default_headers
        )
        # One call of the system instead of two.
        self.transport.writelines((_LINES[status] + default + head, body))
        self.server_state.total_requests += 1
        self._unset_keepalive_if_required()
        if not self.transport.is_closing():
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )
        return True

    def on_response_complete(self) -> None:
        """Watch whether the last answer of a connection is taken."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._await_taking()
        elif self._leaving and not self.pipeline:
            self.loop.call_later(LEAVING_SECONDS, self._leave)

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection, whether or not its last answer is taken."""
        super().timeout_keep_alive_handler()
        self._await_taking()

    def pause_writing(self) -> None:
        """Watch whether the answer is taken."""
        super().pause_writing()
        self._await_taking()

    def resume_writing(self) -> None:
        """Stop watching: it is being taken."""
        super().resume_writing()
        if self._taking is not None and not self.transport.is_closing():
            self._taking.cancel()
            self._taking = None

    def shutdown(self) -> None:
        """Come to an end: answer what is under way and what may be on its way, and say `Connection: close`.

        An answer that has begun cannot say it any more, so its connection waits a moment for the next request.
        """
        self._leaving = True
        if self._in_progress():
            if not self.cycle.response_started:
                self.cycle.keep_alive = False
        else:
            self.loop.call_later(LEAVING_SECONDS, self._leave)

    def _leave(self) -> None:
        if not (self._in_head or self._in_progress() or self.transport.is_closing()):
            self._close()

    def on_url(self, url: bytes) -> None:
        """Give up on an address that the parser could not take apart."""
        super().on_url(url)
        if len(self.url) > URL_BYTES:
            self._reason = problems.UriTooLong("The address is too long.", limit_bytes=URL_BYTES)
            raise ValueError("the address is too long")

    def send_400_response(self, msg: str) -> None:
        """Answer what cannot be parsed with a problem; the parser's message is for the log."""
        self.refuse(self._reason or problems.BadRequest("The request is not well-formed HTTP/1.1."))

    def refuse(self, problem: problems.Problem) -> None:
        """Write the problem as the last answer of this connection and close it; never into an answer that has
        begun.
        """
        self._stop_reading()
        if self._in_progress():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            if self.cycle.response_started:
                self._close()
                return
        publisher = self.app_state.get("publisher") or urls.Publisher(public_url="http://localhost")
        request_id = request_ids.fresh()
        content = errors.body(problem, publisher=publisher, request_id=request_id)
        given = {
            "content-type": errors.MEDIA_TYPE,
            "content-length": str(len(content)),
            "connection": "close",
            request_ids.HEADER.lower(): request_id,
            **{name.lower(): value for name, value in problem.headers.items()},
        }
        lines = [f"HTTP/1.1 {problem.status} {http.HTTPStatus(problem.status).phrase}".encode("ascii")]
        raw = [(name.encode("ascii"), value.encode("ascii")) for name, value in given.items()]
        lines += [name + b": " + value for name, value in headers.completed(raw, publisher=publisher)]
        self.transport.write(b"\r\n".join(lines) + b"\r\n\r\n" + content)
        self._close()

    def _in_progress(self) -> bool:
        # uvicorn declares `cycle` as never None; before the first request it is.
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _give_up(self) -> None:
        self._reading = None
        if self.transport.is_closing():
            return
        if self.flow.read_paused:  # it is we who do not read
            self._reading = self.loop.call_later(BODY_SECONDS, self._give_up)
        elif not self._in_body:
            self.refuse(problems.RequestTimeout("The request's headers did not arrive in time."))
        elif self._read >= BODY_RATE:
            self._reading = self.loop.call_later(self._read / BODY_RATE, self._give_up)
            self._read = 0
        elif self._in_progress():
            self.refuse(problems.RequestTimeout("The request's body did not arrive in time."))
        else:
            self._close()

    def _close(self) -> None:
        self.transport.close()
        self._await_taking()

    def _await_taking(self) -> None:
        if self._taking is None:
            self._left = self._untaken()
            self._taking = self.loop.call_later(TAKING_SECONDS, self._check_taking)

    def _check_taking(self) -> None:
        self._taking = None
        left = self._untaken()
        if left and self._left - left < TAKING_BYTES:
            self._cut()
        elif left:
            self._await_taking()

    def _cut(self) -> None:
        if self._in_progress():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        with contextlib.suppress(OSError, AttributeError):  # without this the kernel keeps what nobody takes
            connection = self.transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    def _untaken(self) -> int:
        """Return how many bytes of answers the client's machine has not acknowledged."""
        connection = self.transport.get_extra_info("socket")
        queued = bytes(4)
        with contextlib.suppress(OSError, ValueError, AttributeError):
            queued = fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, queued)
        return self.transport.get_write_buffer_size() + int.from_bytes(queued, sys.byteorder)
