"""Logs as JSON lines: route templates, status, times and request ids.

Never query strings, bodies, addresses or the messages of errors: a search for a condition is health data.
"""

import asyncio
import datetime
import functools
import json
import logging
import logging.config
import sys
import time
import traceback
from types import TracebackType
from typing import Any, TextIO

import structlog
from starlette import types

from app.http import counting, parameters, request_ids

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE"})
_FRAMES = 12
_EXTRA = ("form", "code", "reason", "folder", "procedures")
"""What our own modules may add to a line by `extra`; all of it is ours, and none is what a caller sent."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("candour")


def configure(level: str) -> None:
    """Make structlog and the standard library's loggers, uvicorn's among them, write JSON lines to standard error."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_request_id,
        _without_messages,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(allow=_EXTRA)],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=True, default=_opaque),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    _hits.stream = handler.stream
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = name != "uvicorn.access"
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _with_request_id(logger: Any, method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    if request_ids.current():
        event.setdefault("request_id", request_ids.current())
    return event


def _without_messages(
    logger: Any, method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    given = event.pop("exc_info", None)
    error = (
        given[1]
        if isinstance(given, tuple)
        else given
        if isinstance(given, BaseException)
        else sys.exception()
    )
    if given and error is not None:
        event["error"] = described(error)
    return event


def _opaque(value: object) -> str:
    return type(value).__name__


def described(error: BaseException) -> dict[str, Any]:
    """Return the class, place and causes of an error without its message, which may quote what a caller sent."""
    described_here: dict[str, Any] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "at": _places(error.__traceback__),
    }
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        described_here["cause"] = described(cause)
    return described_here


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


class AccessLog:
    """Write one line for each answer, and count it, when its last byte has been handed over."""

    def __init__(self, app: types.ASGIApp, *, own: counting.Own | None = None) -> None:
        self.app = app
        self._own = own

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0
        if self._own is not None:
            self._own.in_progress += 1

        async def noted(message: types.Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            self._ended(scope, status, time.perf_counter() - began)

    def _ended(self, scope: types.Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        route = parameters.template(scope) or "unmatched"
        if self._own is not None:
            self._own.in_progress -= 1
            self._own.answered(method, route, status, seconds)
        log.info("request", method=method, route=route, status=status, duration_ms=round(seconds * 1000, 2))


class _Hits:
    """Write the lines about answers that were kept, a fifth of a second's at a time: one of each would cost more than
    the answer. They bear the time at which they are written.
    """

    SECONDS = 0.2

    def __init__(self) -> None:
        self._lines: list[tuple[str, float, bytes]] = []
        self.stream: TextIO = sys.stderr

    def add(self, line: tuple[str, float, bytes]) -> None:
        """Take what a line is made of, and see to it that it is written soon."""
        if not self._lines:
            asyncio.get_running_loop().call_later(self.SECONDS, self.flush)
        self._lines.append(line)

    def flush(self) -> None:
        """Write what has come together."""
        lines, self._lines = self._lines, []
        if lines:
            now = datetime.datetime.now(datetime.UTC).isoformat().replace("+00:00", "Z")
            end = f'"timestamp": "{now}"}}\n'
            self.stream.write(
                "".join(
                    f'{{{begin}"duration_ms": {seconds * 1000:.2f}, "request_id": "{request_id.decode("ascii")}", {end}'
                    for begin, seconds, request_id in lines
                )
            )
            self.stream.flush()


_hits = _Hits()
_logged = logging.getLogger("candour")


def hit(method: str, route: str, status: int, *, seconds: float, request_id: bytes) -> None:
    """Note the line for an answer that was kept; all it is made of is ours, but for an id that looks like one."""
    if _logged.isEnabledFor(logging.INFO):
        _hits.add((_beginning(method, route, status), seconds, request_id))


def flush() -> None:
    """Write the lines about kept answers that have not been written yet."""
    _hits.flush()


@functools.lru_cache(maxsize=1_024)
def _beginning(method: str, route: str, status: int) -> str:
    said = {"event": "request", "level": "info", "logger": "candour", "cache": "hit"}
    return json.dumps({**said, "method": method, "route": route, "status": status})[1:-1] + ", "
