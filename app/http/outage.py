"""While the state of the catalogue cannot be confirmed: what is answered says so, and after a while nothing is.

It cannot be confirmed when the database does not answer, and on a standby that lost its primary or lags behind it.
"""

import math
from collections.abc import Collection

from starlette import types

from app.content import problems
from app.db import freshness
from app.http import caching, readers
from app.renderings import languages, unconfirmed

WATCHER = "watcher"
"""The name under which the lifespan's state holds what confirms the catalogue's state."""
ALWAYS = ("/health/", "/static/", "/metrics", "/problems", "/report-error", "/openapi.json", "/docs")
"""What addresses begin with that say nothing of procedures."""
_FILES = (".js", ".css")
"""What they end with: a script that is there can say on another site that there is no card; else nobody would."""
_PRIVATE = ("/v1/authoring", "/v1/webhooks", "/editor")
"""What addresses begin with that is read where it is written, and not from a copy."""
_FRESHNESS = caching.FRESHNESS.lower().encode("ascii")
_REVISION = caching.REVISION.lower().encode("ascii")
_OF_THE_CONFIRMED = frozenset(
    {b"etag", b"cache-control", b"content-length", b"content-encoding", b"surrogate-key", _FRESHNESS}
)
_UNCHANGED = 304
_LARGEST_BYTES = 8_388_608
"""Longer answers are files, which are sent as they are."""

Headers = list[tuple[bytes, bytes]]


class Bounded:
    """Refuse every question about procedures with 503, and the sentence that silence is not safety."""

    def __init__(self, app: types.ASGIApp, *, max_stale: float) -> None:
        self.app = app
        self._max_stale = max_stale

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        watcher = _watcher(scope)
        if watcher is not None and watcher.age() > self._max_stale and not _says_nothing(scope["path"]):
            raise problems.Unavailable(
                "The catalogue could not be reached for so long that what we still hold of it is not shown any more.",
                headers={"Retry-After": "5"},
            )
        await self.app(scope, receive, send)


def _says_nothing(path: str) -> bool:
    return path.startswith(ALWAYS) or path.endswith(_FILES)


class Marked:
    """Mark what is read from a catalogue whose state cannot be confirmed; stands where bodies have no coding yet.

    While the state is confirmed, an answer that calls itself confirmed is marked too where its revision is lower than
    the one that was confirmed already before the request began: it was read from a server that is behind the one that
    the watcher asks. What is published while a request is answered marks nothing.
    """

    def __init__(self, app: types.ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        watcher = _watcher(scope)
        never = watcher is not None and math.isinf(
            watcher.age()
        )  # then there is nothing to mark, nor since when
        if watcher is None or never or scope["path"].startswith(_PRIVATE):
            await self.app(scope, receive, send)
            return
        known = (
            watcher.known
        )  # before it is asked whether this is confirmed, since it is confirmed after it is known
        offered = scope["state"].get(readers.STATE) or languages.ONLY_ENGLISH
        if known is None or not watcher.confirmed:
            unconfirmed_for = int(watcher.age())
            # Nobody could tell who asks with a tag that what they have is still what holds.
            scope["headers"] = _unconditional(scope)
            await self.app(scope, receive, _Marking(send, seconds=unconfirmed_for, offered=offered).take)
            return
        seconds = int(freshness.UNLEVEL_SECONDS)
        marking = _Marking(send, seconds=seconds, offered=offered, below=known.revision)
        again = {**scope, "headers": _unconditional(scope)}
        await self.app(scope, receive, marking.take)
        if marking.withheld:
            await self.app(again, receive, marking.take)


class _Marking:
    """Hold an answer back until it is whole, and send it marked; with `below`, only one of a lower revision."""

    def __init__(
        self, send: types.Send, *, seconds: int, offered: languages.Languages, below: int | None = None
    ) -> None:
        self._send = send
        self._seconds = seconds
        self._offered = offered
        self._below = below
        self._begun: types.Message | None = None
        self._body = bytearray()
        self.withheld = False
        """Whether nothing was sent: that a reader has it already was said of what does not hold."""

    async def take(self, message: types.Message) -> None:
        """Take a part of the answer; send it on where there is nothing to mark."""
        if message["type"] == "http.response.start":
            to_mark = (
                _rests_on_the_catalogue(message) if self._below is None else _is_below(message, self._below)
            )
            self.withheld = to_mark and message["status"] == _UNCHANGED
            if to_mark and not self.withheld:
                await self._begin(message)
                return
        if self.withheld:
            return
        if self._begun is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if not message.get("more_body", False):
            await self._end(self._begun)

    async def _begin(self, message: types.Message) -> None:
        headers: Headers = message["headers"]
        length = next((int(value) for name, value in headers if name.lower() == b"content-length"), 0)
        if length > _LARGEST_BYTES:
            message["headers"] = told(headers, seconds=self._seconds, length=length)
            await self._send(message)
        else:
            self._begun = message

    async def _end(self, begun: types.Message) -> None:
        self._begun = None
        headers, body = marked(
            begun["headers"], bytes(self._body), seconds=self._seconds, offered=self._offered
        )
        await self._send({**begun, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def marked(
    headers: Collection[tuple[bytes, bytes]], body: bytes, *, seconds: int, offered: languages.Languages
) -> tuple[Headers, bytes]:
    """Return the headers and the plain body of an answer, both telling that it was not confirmed for so long."""
    media_type = next((value for name, value in headers if name.lower() == b"content-type"), b"")
    bare = media_type.decode("latin-1").partition(";")[0]
    body = unconfirmed.marked(body, bare, seconds=seconds, offered=offered)
    return told(headers, seconds=seconds, length=len(body)), body


def told(headers: Collection[tuple[bytes, bytes]], *, seconds: int, length: int) -> Headers:
    """Return headers that say how old the answer is, for nobody to keep."""
    return [
        *((name, value) for name, value in headers if name.lower() not in _OF_THE_CONFIRMED),
        (b"cache-control", b"no-store"),
        (b"content-length", str(length).encode("ascii")),
        (_FRESHNESS, b"stale"),
        (b"age", str(seconds).encode("ascii")),
    ]


def _rests_on_the_catalogue(message: types.Message) -> bool:
    names = {name.lower() for name, _ in message.get("headers", ())}
    return bool(message["status"] == 200 and _REVISION in names)


def _is_below(message: types.Message, revision: int) -> bool:
    """Tell whether an answer is of a lower revision than this, and calls itself confirmed all the same."""
    if message["status"] not in (200, _UNCHANGED):
        return False
    held = {name.lower(): value for name, value in message.get("headers", ())}
    given = held.get(_REVISION, b"")
    return held.get(_FRESHNESS) == b"confirmed" and given.isdigit() and int(given) < revision


def _unconditional(scope: types.Scope) -> Headers:
    return [header for header in scope["headers"] if header[0] != b"if-none-match"]


def _watcher(scope: types.Scope) -> freshness.Watcher | None:
    if scope["type"] != "http":
        return None
    found = scope.get("state", {}).get(WATCHER)
    return found if isinstance(found, freshness.Watcher) else None
