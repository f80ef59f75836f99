"""A bound on how many requests one process works on at once, so that those it lets in are answered soon.

A request counts from when its body is whole until its answer begins: clients who send or read slowly take no place.
"""

import time

from starlette import types

from app.content import problems

WAIT_SECONDS = 1.0
"""How long a request may have to wait, by what the last ones took; where it would be longer it is not let in."""
FEW = 24
"""So many are let in however long they take."""
RETRY_SECONDS = 1
_WEIGHT = 0.05
"""What one request counts for in how long each takes."""
_LONGEST = 0.05
"""The longest that one request counts for, in seconds: a single slow one says little of the others."""
_EXEMPT = "/health/"
"""What the addresses begin with that say how the process is; they wait for no thread."""


class Admitted:
    """Let in as many requests as there are places, and answer 503 to any more at once."""

    def __init__(self, app: types.ASGIApp, *, most: int) -> None:
        self.app = app
        self.inside = 0
        self._most = most
        self._each: float | None = None

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_EXEMPT):
            await self.app(scope, receive, send)
            return
        if self._is_full():
            raise problems.Unavailable(
                "Too many requests are waiting here; this one was not begun.",
                headers={"Retry-After": str(RETRY_SECONDS)},
            )
        self.inside += 1
        ahead, began, counted = self.inside, time.perf_counter(), True

        async def released(message: types.Message) -> None:
            nonlocal counted
            if counted:
                counted = False
                self.inside -= 1
                self._learn((time.perf_counter() - began) / ahead)
            await send(message)

        try:
            await self.app(scope, receive, released)
        finally:
            if counted:
                self.inside -= 1

    def _is_full(self) -> bool:
        wait = (self._each or 0.0) * self.inside
        return self.inside >= self._most or (self.inside >= FEW and wait > WAIT_SECONDS)

    def _learn(self, seconds: float) -> None:
        taken = min(seconds, _LONGEST)
        self._each = taken if self._each is None else self._each + _WEIGHT * (taken - self._each)
