"""The server's HTTP parser with our manners: what it refuses before the application is reached is a problem as well.

Give the class to uvicorn as `http=`. It takes the publisher from the lifespan's state under the name `publisher`.
"""

import asyncio
import http
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from app.content import problems
from app.http import errors, headers, request_ids, urls, whole

URL_BYTES = 60_000
"""How long an address can be before its parser gives up on it; the polite limit is lower."""
HEAD_SECONDS = 15.0
"""How long a client may take to send the request line and headers of a request it has begun."""
HEAD_BYTES = 131_072
"""How much is read of a request's line and headers before the connection is given up; the polite limit is lower."""


class Protocol(HttpToolsProtocol):
    """Refuse malformed, endless and stalled request heads with a problem, and close."""

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
        self._head_bytes = 0
        self._head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Refuse a connection beyond the configured number at once, instead of letting it wait."""
        super().connection_made(transport)
        limit = self.config.limit_concurrency
        if limit is not None and len(self.connections) > limit:
            self.refuse(problems.Unavailable("There are too many connections.", headers={"Retry-After": "1"}))
            return
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock of an unfinished head."""
        self._stop_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what belongs to an unfinished head before it is parsed."""
        if self.transport.is_closing():
            return
        if self._head_timer is not None:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._head_timer is not None and self._head_bytes > HEAD_BYTES and not self.transport.is_closing():
            self.refuse(
                problems.HeadersTooLarge(
                    "The request's line and headers are too long.", limit_bytes=HEAD_BYTES
                )
            )

    def on_message_begin(self) -> None:
        """Start the clock for a request on a connection that is kept alive."""
        super().on_message_begin()
        if self._head_timer is None:
            self._await_head()

    def on_url(self, url: bytes) -> None:
        """Give up on an address that the parser could not take apart."""
        super().on_url(url)
        if len(self.url) > URL_BYTES:
            self._reason = problems.UriTooLong("The address is too long.", limit_bytes=URL_BYTES)
            raise ValueError("the address is too long")

    def on_headers_complete(self) -> None:
        """Stop the clock: the head is whole."""
        self._stop_clock()
        super().on_headers_complete()
        if self.cycle.scope is self.scope:
            whole.offer(self.cycle)

    def send_400_response(self, msg: str) -> None:
        """Answer what cannot be parsed with a problem; the parser's message is for the log."""
        self.refuse(self._reason or problems.BadRequest("The request is not well-formed HTTP/1.1."))

    def refuse(self, problem: problems.Problem) -> None:
        """Write the problem as the last answer of this connection and close it; never into an answer that has
        begun.
        """
        self._stop_clock()
        if self._in_progress():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            if self.cycle.response_started:
                self.transport.close()
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
        self.transport.close()

    def _in_progress(self) -> bool:
        # uvicorn declares `cycle` as never None; before the first request it is.
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _await_head(self) -> None:
        self._head_bytes = 0
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_clock(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> None:
        self._head_timer = None
        if not self.transport.is_closing():
            self.refuse(problems.RequestTimeout("The request's headers did not arrive in time."))
