"""An ASGI extension of our server: a kept answer is written as it is, without its headers being looked at once more.

uvicorn checks and lowers each header of each answer; twenty of them cost a quarter of what a request costs in all. The
headers of a kept answer went through that when it was first sent. Where the extension is missing, under another server
or another answer than 200, the cache speaks plain ASGI.
"""

import functools
from collections.abc import Awaitable, Callable

from starlette import types
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

NAME = "candour.whole"
_OK = b"HTTP/1.1 200 OK\r\n"

Write = Callable[[bytes, bytes], Awaitable[None]]


def offer(cycle: RequestResponseCycle) -> None:
    """Put the extension into the scope of the request that this cycle answers."""
    scope: types.Scope = cycle.scope  # type: ignore[assignment]  # a mapping with fewer names
    scope["extensions"] = {NAME: functools.partial(_write, cycle)}


def taken(scope: types.Scope) -> Write | None:
    """Return the extension, where the server offers it."""
    write: Write | None = scope.get("extensions", {}).get(NAME)
    return write


def head(headers: list[tuple[bytes, bytes]]) -> bytes | None:
    """Return headers as they are written, each with its end of line; None where one could break out of its line."""
    if any(b"\r" in part or b"\n" in part for header in headers for part in header):
        return None
    return b"".join(name + b": " + value + b"\r\n" for name, value in headers)


async def _write(cycle: RequestResponseCycle, head: bytes, body: bytes) -> None:
    """Answer 200 with these header lines, which name the body's length, and this body."""
    if cycle.flow.write_paused and not cycle.disconnected:
        await cycle.flow.drain()
    if cycle.disconnected:
        return
    cycle.response_started = True
    cycle.waiting_for_100_continue = False
    parts = [_OK, *(name + b": " + value + b"\r\n" for name, value in cycle.default_headers), head]
    if not cycle.keep_alive:
        parts.append(b"connection: close\r\n")
    parts.append(b"\r\n")
    cycle.transport.writelines((b"".join(parts), body))  # one call of the system instead of two
    cycle.response_complete = True
    cycle.message_event.set()
    if not cycle.keep_alive:
        cycle.transport.close()
    cycle.on_response()
