"""The outermost layer: what was answered before is given again, as bytes, for as long as the catalogue is the same.

An answer is kept only where it is public and says of which revision it is; it is given again only while the watcher
confirms that revision. Nothing is kept of a request that carries a key, a cookie or a body. The application is asked
without conditions and for plain bytes; codings are made from these once, and conditions are met here.
"""

import asyncio
import contextlib
import dataclasses
import re
import time
from collections.abc import Callable, Collection, Hashable

from starlette import types
from werkzeug import http

from app.db import clock, freshness
from app.http import asked, caching, logging, outage, parameters, request_ids, stores
from app.renderings import languages

_NAME = "candour"
_STATUS = b"cache-status"
_HIT, _MISS, _STORED, _BYPASS = (
    (_STATUS, f"{_NAME}; {what}".encode("ascii"))
    for what in ("hit", "fwd=miss", "fwd=miss; stored", "fwd=bypass")
)
_REVISION = caching.REVISION.lower().encode("ascii")
_OF_THE_REQUEST = frozenset({b"x-request-id", b"ratelimit", b"ratelimit-policy", b"date", _STATUS})
_OF_THE_BODY = frozenset({b"content-length", b"content-type", b"content-encoding", b"content-language"})
_CONDITIONS = frozenset({b"accept-encoding", b"if-none-match"})
_VARIANCE = frozenset({b"accept", b"accept-language", b"accept-encoding"})
"""What a kept answer may depend on besides its address: what the key holds."""
_LONG = re.compile(rb"\bmax-age=[1-9]")
_MAKING = "candour.making"
PATIENCE_SECONDS = 1.0
"""How long a request waits for the answer that another for the same is getting, before it gets its own."""


@dataclasses.dataclass(slots=True)
class Counts:
    """How often what happened since the process began, and what is kept."""

    hits: int = 0
    misses: int = 0
    bypassed: int = 0
    stale: int = 0
    """Of the hits, those that were given marked as unconfirmed."""
    collapsed: int = 0
    """Requests that waited for the answer to another for the same."""
    entries: int = 0
    bytes: int = 0


class Cached:
    """Give kept answers; ask the application for the rest, once for all who ask for the same at the same time."""

    def __init__(
        self,
        app: types.ASGIApp,
        *,
        limit: int,
        max_stale: float,
        reading: asked.Reading,
        offered: languages.Languages = languages.ONLY_ENGLISH,
        counted: Callable[[str, str, int, float], None] | None = None,
    ) -> None:
        """Keep so many bytes; `counted` is called with method, route, status and seconds of each kept answer."""
        self.app = app
        self._counted = counted
        self._compressed = caching.compressed(self._plain)
        self._counts = Counts()
        self._reading = reading
        self._offered = offered
        self._max_stale = max_stale
        self._store = stores.Store(limit)
        self._watcher: freshness.Watcher | None = None
        self._state: freshness.Known | None = None
        self._making: dict[Hashable, asyncio.Event] = {}

    def watch(self, watcher: freshness.Watcher | None) -> None:
        """Begin to keep answers, for as long as this watcher confirms the catalogue's state; with None stop it."""
        self._store.clear()
        self._watcher = watcher if self._store.limit else None
        logging.flush()

    @property
    def counts(self) -> Counts:
        """Return what has happened so far."""
        self._counts.entries, self._counts.bytes = len(self._store), self._store.bytes
        return self._counts

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        watcher = self._watcher
        if watcher is None or scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        wanted = self._reading.read(scope)
        if wanted is None:
            self._counts.bypassed += 1
            await self.app(scope, receive, _told(send, _BYPASS))
            return
        kept = self._found(watcher, wanted.key)
        if kept is None:
            kept = await self._awaited(watcher, wanted)
        if kept is None:
            await self._make(watcher, wanted, scope, receive, send)
            return
        self._counts.hits += 1
        answer = self._answer(watcher, kept, wanted)
        request_id = request_ids.given_or_quick(wanted.request_id)
        status, headers, body = answer
        headers = [*headers, (b"x-request-id", request_id)]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if wanted.head else body})
        self._note(scope["method"], kept.route, status, began=began, request_id=request_id)

    def quick(
        self, path: str, query: bytes, headers: list[tuple[bytes, bytes]]
    ) -> tuple[int, bytes, bytes] | None:
        """Return the status, the headers as they are written, and the body of a kept answer to GET.

        None is returned where anything else is asked, or is to be found out: then ask as an application is asked.
        """
        watcher = self._watcher
        if watcher is None or watcher.known is not self._state or not watcher.confirmed:
            return None
        began = time.perf_counter()
        wanted = self._reading.parsed("GET", path, query, headers)
        if wanted is None:
            return None
        kept = self._store.get(wanted.key)
        if kept is None or kept.head is None or kept.unchanged is None or kept.day != clock.day():
            return None
        status, head, body = 200, kept.head, kept.body
        if wanted.tag is not None and kept.tag is not None and _matches(wanted.tag, kept.tag):
            status, head, body = 304, kept.unchanged, b""
        self._counts.hits += 1
        request_id = request_ids.given_or_quick(wanted.request_id)
        self._note("GET", kept.route, status, began=began, request_id=request_id)
        return status, b"%bx-request-id: %b\r\n\r\n" % (head, request_id), body

    def _note(self, method: str, route: str, status: int, *, began: float, request_id: bytes) -> None:
        seconds = time.perf_counter() - began
        logging.hit(method, route, status, seconds=seconds, request_id=request_id)
        if self._counted is not None:
            self._counted(method, route, status, seconds)

    def _found(self, watcher: freshness.Watcher, key: asked.Key) -> stores.Kept | None:
        """Return an answer that holds, or did when the catalogue could last be reached and may be shown yet."""
        state = watcher.known
        if state is not self._state:
            self._store.clear()
            self._state = state
        kept = self._store.get(key)
        if kept is None or kept.day != clock.day() or watcher.age() > self._max_stale:
            return None
        return kept

    async def _awaited(self, watcher: freshness.Watcher, wanted: asked.Asked) -> stores.Kept | None:
        """Return what another request makes at this moment; while nothing can be made, what has another coding."""
        plain = asked.plain(wanted.key)
        making = self._making.get(plain)
        if making is not None:
            self._counts.collapsed += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(making.wait(), PATIENCE_SECONDS)
            return self._found(watcher, wanted.key)
        return None if watcher.confirmed else self._found(watcher, plain)

    def _answer(
        self, watcher: freshness.Watcher, kept: stores.Kept, wanted: asked.Asked
    ) -> tuple[int, stores.Headers, bytes]:
        """Return how a kept answer is given: as it is, as 304, or marked as unconfirmed."""
        if kept.revision is not None and not watcher.confirmed:
            return self._stale(kept, seconds=int(watcher.age()))
        if wanted.tag is not None and kept.tag is not None and _matches(wanted.tag, kept.tag):
            return 304, _without(kept.headers, _OF_THE_BODY), b""
        return 200, kept.headers, kept.body

    def _stale(self, kept: stores.Kept, *, seconds: int) -> tuple[int, stores.Headers, bytes]:
        self._counts.stale += 1
        plain = _without(kept.headers, {_STATUS})
        headers, body = outage.marked(plain, kept.plain, seconds=seconds, offered=self._offered)
        status = (_STATUS, f"{_NAME}; hit; ttl=-{seconds}; detail=stale".encode("ascii"))
        return 200, [*headers, status], body

    async def _make(
        self,
        watcher: freshness.Watcher,
        wanted: asked.Asked,
        scope: types.Scope,
        receive: types.Receive,
        send: types.Send,
    ) -> None:
        """Ask the application, and keep what it answers where that may be."""
        self._counts.misses += 1
        if wanted.head:
            await self.app(scope, receive, _told(send, _MISS))
            return
        plain = asked.plain(wanted.key)
        done = self._making.setdefault(plain, asyncio.Event())
        making = _Making(watcher, self._store, wanted, send, done=done)
        try:
            await self._compressed({**scope, _MAKING: making}, receive, making.send_coded)
        finally:
            if self._making.get(plain) is done:
                del self._making[plain]
            done.set()

    async def _plain(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        """Answer without a coding: with what is kept, else by the application."""
        making: _Making = scope.pop(_MAKING)
        watcher = making.watcher
        kept = self._found(watcher, asked.plain(making.wanted.key)) if watcher.confirmed else None
        if kept is not None:
            making.kept = kept
            headers = _without(kept.headers, {_STATUS})
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": kept.body})
            return
        scope["headers"] = _without(scope["headers"], _CONDITIONS)
        making.scope = scope
        making.send_plain = send
        await self.app(scope, receive, making.receive_plain)


class _Making:
    """Hold what becomes of one answer on its way out: kept as plain bytes, then coded, then kept as that too."""

    def __init__(
        self,
        watcher: freshness.Watcher,
        store: stores.Store,
        wanted: asked.Asked,
        send: types.Send,
        *,
        done: asyncio.Event,
    ) -> None:
        """Make what is wanted; `done` is set as soon as others need not wait for it."""
        self.watcher = watcher
        self.wanted = wanted
        self.kept: stores.Kept | None = None
        """The plain answer, once it is kept."""
        self.scope: types.Scope = {}
        self.send_plain = send
        self._store = store
        self._send = send
        self._state = watcher.known
        self._day = clock.day()  # of when it was begun: what is made over midnight is not of the new day
        self._done = done
        self._plain = _Collected()
        self._coded = _Collected()
        self._unchanged = False

    async def receive_plain(self, message: types.Message) -> None:
        """Take a part of the application's answer; keep the whole before its last part goes on."""
        if message["type"] == "http.response.start":
            self._plain.begin(message, wanted=self._may_be_kept(message))
            if not self._plain.wanted:
                self._done.set()
        elif self._plain.add(message, most=self._store.largest) and self.watcher.known is self._state:
            self.kept = self._keep(asked.plain(self.wanted.key), self._plain, plain=None)
        if not message.get("more_body", False) and message["type"] != "http.response.start":
            self._done.set()  # before it is sent: whoever takes it slowly keeps nobody waiting
        await self.send_plain(message)

    async def send_coded(self, message: types.Message) -> None:
        """Send a part of the answer, in its coding; 304 where the caller has it already."""
        if message["type"] == "http.response.start":
            await self._send(self._begun(message))
            return
        coding = self.wanted.key[-1] != 0
        if self._coded.add(message, most=self._store.largest) and coding and self.kept is not None:
            self._keep(self.wanted.key, self._coded, plain=self.kept)
        if not self._unchanged:
            await self._send(message)
        elif not message.get("more_body", False):
            await self._send({"type": "http.response.body", "body": b""})

    def _begun(self, message: types.Message) -> types.Message:
        replayed = self.kept is not None and not self._plain.wanted
        message["headers"] = _varying_once(message.get("headers", ()))
        self._coded.begin(message, wanted=replayed or self._plain.wanted)
        headers = list(message["headers"])
        if replayed:
            headers.append((b"x-request-id", request_ids.given_or_quick(self.wanted.request_id)))
        headers.append(_STORED if self._coded.wanted else _MISS)
        status, tag = message["status"], _value(headers, b"etag")
        if status == 200 and tag is not None and self.wanted.tag is not None:
            self._unchanged = _matches(self.wanted.tag, tag)
        if self._unchanged:
            status, headers = 304, _without(headers, _OF_THE_BODY)
        return {**message, "status": status, "headers": headers}

    def _may_be_kept(self, message: types.Message) -> bool:
        """Tell whether an answer is public, of the state that is confirmed, and depends on nothing but the key."""
        headers = {name.lower(): value for name, value in message.get("headers", ())}
        control = headers.get(b"cache-control", b"")
        varies = {name.strip().lower() for name in headers.get(b"vary", b"").split(b",")}
        if (
            message["status"] != 200
            or not control.startswith(b"public")
            or b"set-cookie" in headers
            or b"content-encoding" in headers
            or not varies <= _VARIANCE
            or self._state is None
        ):
            return False
        revision = headers.get(_REVISION)
        if revision is None:
            return (
                _LONG.search(control) is not None
            )  # a file of ours, the same for as long as this process runs
        return self.watcher.confirmed and revision == str(self._state.revision).encode("ascii")

    def _keep(self, key: asked.Key, made: "_Collected", *, plain: stores.Kept | None) -> stores.Kept:
        headers = [*_without(made.headers, _OF_THE_REQUEST), _HIT]
        body = bytes(made.body)
        kept = stores.Kept(
            headers=headers,
            body=body,
            plain=plain.body if plain else body,
            tag=_value(headers, b"etag"),
            revision=_value(headers, _REVISION),
            day=self._day,
            route=plain.route if plain else parameters.template(self.scope) or "unmatched",
            head=_head(headers),
            unchanged=_head(_without(headers, _OF_THE_BODY)),
        )
        self._store.put(key, kept)
        return kept


class _Collected:
    """Collect an answer, where it is wanted and not too long."""

    def __init__(self) -> None:
        self.wanted = False
        self.headers: stores.Headers = []
        self.body = bytearray()

    def begin(self, message: types.Message, *, wanted: bool) -> None:
        """Take the head of the answer."""
        self.wanted = wanted
        self.headers = [(name.lower(), value) for name, value in message.get("headers", ())]

    def add(self, message: types.Message, *, most: int) -> bool:
        """Take a part of the body; return whether the answer is whole now, and wanted."""
        if not self.wanted or message["type"] != "http.response.body":
            return False
        self.body += message.get("body", b"")
        if len(self.body) > most:
            self.wanted = False
            self.body.clear()
        return self.wanted and not message.get("more_body", False)


def _told(send: types.Send, status: tuple[bytes, bytes]) -> types.Send:
    """Return a way to send an answer that says what the cache did with the request."""

    async def told(message: types.Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), status]
        await send(message)

    return told


def _without(headers: Collection[tuple[bytes, bytes]], names: Collection[bytes]) -> stores.Headers:
    return [(name, value) for name, value in headers if name not in names]


def _head(headers: stores.Headers) -> bytes | None:
    """Return headers as they are written, each with its end of line; None where one could break out of its line."""
    if any(b"\r" in part or b"\n" in part for header in headers for part in header):
        return None
    return b"".join(name + b": " + value + b"\r\n" for name, value in headers)


def _varying_once(headers: Collection[tuple[bytes, bytes]]) -> stores.Headers:
    """Return headers with each name in Vary once: what makes codings names Accept-Encoding again."""
    named = dict.fromkeys(
        part.strip() for name, value in headers if name.lower() == b"vary" for part in value.split(b",")
    )
    others = [(name, value) for name, value in headers if name.lower() != b"vary"]
    return [*others, (b"vary", b", ".join(named))] if named else others


def _value(headers: stores.Headers, wanted: bytes) -> bytes | None:
    return next((value for name, value in headers if name == wanted), None)


def _matches(given: bytes, tag: bytes) -> bool:
    """Return whether If-None-Match names this tag, or is `*`; what cannot be parsed matches nothing."""
    if given == tag:
        return True
    opaque = tag.decode("latin-1").removeprefix("W/").strip('"')
    return http.parse_etags(given.decode("latin-1")).contains_weak(opaque)
