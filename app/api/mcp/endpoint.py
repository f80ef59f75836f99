"""The address `/mcp`: what is refused before the protocol is spoken, and the library for it, loaded late.

Whoever never asks here pays nothing for it: neither start time nor memory.
"""

import importlib
import json
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

import anyio.to_thread
from starlette import types
from starlette.requests import Request
from starlette.responses import Response

from app.content import problems, protocol_problems, reading
from app.http import bodies, caching, gates, parameters, urls

PATH = "/mcp"
METHOD = "POST"
PARSE_ERROR, INVALID_REQUEST = -32700, -32600
UNCONFIRMED = "candour.unconfirmed"
"""Where the scope holds for how many seconds nobody could confirm what a tool told; None while it is confirmed."""
_SERVER = "app.api.mcp.server"
_LIBRARY = "mcp"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Names by which nobody else can be reached, so that no page of somebody else's can hide behind them."""
_ACCEPT = (b"accept", b"application/json, text/event-stream")


class Endpoint:
    """Answer messages of the protocol, one a request, in JSON; nothing is kept from one to the next."""

    path = PATH
    """By which the log names it."""

    def __init__(self, *, publisher: urls.Publisher, allowed_hosts: Collection[str] = ()) -> None:
        own = gates.host_name(urlsplit(publisher.public_url).netloc.encode("latin-1", "replace"))
        named = {host.lower().rstrip(".") for host in allowed_hosts}
        self._hosts = named | _LOOPBACK | ({own} if own else set())
        self._origin = publisher.origin.lower()

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        scope["route"] = self
        request = Request(scope, receive)
        self._check(request)
        body = await bodies.content(request)
        refused = _refusal(body)
        if refused is not None:
            await refused(scope, receive, send)
            return
        server = await _loaded()
        passed = _passed_on(scope)
        await server.answer(passed, _whole(body, receive), _marked(passed, send))

    def _check(self, request: Request) -> None:
        host = request.headers.get("host", "")
        if gates.host_name(host.encode("latin-1")) not in self._hosts:
            raise protocol_problems.Misdirected("The Host header names another service than this one.")
        origins = request.headers.getlist("origin")
        own = {self._origin, f"http://{host}".lower(), f"https://{host}".lower()}
        if not {origin.lower() for origin in origins} <= own:
            raise protocol_problems.ForeignOrigin("The Origin header names another site than this one.")
        if request.method != METHOD:
            raise problems.MethodNotAllowed("Messages are posted here.", headers={"Allow": METHOD})
        if request.scope["query_string"]:
            faults = [parameters.unknown_fault(name, known={}) for name in request.query_params]
            raise problems.UnknownParameter("There are no parameters at this address.", errors=[*faults])


async def _loaded() -> Any:
    """Return the module that speaks the protocol; raise ToolsNotInstalled where its library is missing."""
    try:
        return await anyio.to_thread.run_sync(importlib.import_module, _SERVER)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != _LIBRARY:
            raise
        raise protocol_problems.ToolsNotInstalled("The library for this is not installed here.") from None


def _refusal(body: bytes) -> Response | None:
    """Return the answer to a body that is no message, None for one that is; nothing of it is repeated."""
    try:
        message = reading.read_message(body)
    except reading.RepeatedKey:
        return _error(PARSE_ERROR, "The body holds a member twice.")
    except reading.Unreadable:
        return _error(PARSE_ERROR, "The body is not JSON.")
    if isinstance(message, list):
        return _error(INVALID_REQUEST, "One message is read at a time, and no batch of them.")
    if not isinstance(message, dict) or not _is_message(message):
        return _error(INVALID_REQUEST, "The body is not a request or notification of JSON-RPC 2.0.")
    return None


def _is_message(message: dict[str, Any]) -> bool:
    identified = "id" not in message or (
        isinstance(message["id"], str | int) and not isinstance(message["id"], bool)
    )
    named = message.get("jsonrpc") == "2.0" and isinstance(message.get("method"), str)
    return identified and named and isinstance(message.get("params", {}), dict)


def _error(code: int, message: str) -> Response:
    tree = {"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": message}}
    return Response(json.dumps(tree), status_code=400, media_type="application/json")


def _passed_on(scope: types.Scope) -> types.Scope:
    """Return the scope for the library: whatever a client says that it accepts, it gets JSON."""
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept"] + [_ACCEPT]}


def _marked(scope: types.Scope, send: types.Send) -> types.Send:
    """Return a way to send an answer that says in its headers, as all others do, that it could not be confirmed."""

    async def marked(message: types.Message) -> None:
        seconds = scope.get(UNCONFIRMED)
        if message["type"] == "http.response.start" and seconds is not None:
            freshness = (caching.FRESHNESS.lower().encode("ascii"), b"stale")
            message["headers"] = [*message["headers"], freshness, (b"age", b"%d" % seconds)]
        await send(message)

    return marked


def _whole(body: bytes, receive: types.Receive) -> types.Receive:
    given = False

    async def again() -> types.Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
