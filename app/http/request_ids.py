"""The id that ties an answer, its problem report and its log lines together."""

import contextvars
import random
import re
import uuid

from starlette import types
from starlette.datastructures import MutableHeaders

HEADER = "X-Request-ID"

_ACCEPTABLE = re.compile(rb"[A-Za-z0-9-]{16,64}")
_current: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")


def current() -> str:
    """Return the id of the request being answered, or an empty string outside of one."""
    return _current.get()


def fresh() -> str:
    """Return a new id."""
    return str(uuid.uuid4())


def given_or_quick(given: bytes | None) -> bytes:
    """Return the caller's id where it looks like one, else a new one that is made a few times faster than `fresh`."""
    if given is not None and _ACCEPTABLE.fullmatch(given):
        return given
    return b"%032x" % random.getrandbits(128)


class RequestIds:
    """Give each request an id: the caller's where it looks like an id, else a fresh one; send it back as a header."""

    def __init__(self, app: types.ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _given(scope) or fresh()
        token = _current.set(request_id)

        async def named(message: types.Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        try:
            await self.app(scope, receive, named)
        finally:
            _current.reset(token)


def _given(scope: types.Scope) -> str | None:
    values = [value for name, value in scope["headers"] if name == b"x-request-id"]
    if len(values) == 1 and _ACCEPTABLE.fullmatch(values[0]):
        return str(values[0].decode("ascii"))
    return None
