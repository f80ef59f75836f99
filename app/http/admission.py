"""A bound on how many requests one process works on at once, so that those it lets in are answered soon.

A request counts from when its body is whole until its answer begins: clients who send or read slowly take no place.
"""

from starlette import types

from app.content import problems

RETRY_SECONDS = 1
_EXEMPT = "/health/"
"""What the addresses begin with that say how the process is; they wait for no thread."""


class Admitted:
    """Let in as many requests as there are places, and answer 503 to any more at once."""

    def __init__(self, app: types.ASGIApp, *, most: int) -> None:
        self.app = app
        self.inside = 0
        self._most = most

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_EXEMPT):
            await self.app(scope, receive, send)
            return
        if self.inside >= self._most:
            raise problems.Unavailable(
                "Too many requests are waiting here; this one was not begun.",
                headers={"Retry-After": str(RETRY_SECONDS)},
            )
        self.inside += 1
        counted = True

        async def released(message: types.Message) -> None:
            nonlocal counted
            if counted:
                counted = False
                self.inside -= 1
            await send(message)

        try:
            await self.app(scope, receive, released)
        finally:
            if counted:
                self.inside -= 1
