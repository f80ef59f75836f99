"""How much one caller may ask: a layer that counts requests, says how quotas stand, and refuses what is too much."""

from collections.abc import Collection, Sequence

from starlette import types
from starlette.datastructures import MutableHeaders

from app.access import limits
from app.content import access_problems
from app.http import logging, scopes

LIMITER = "limiter"
"""The name under which the lifespan's state holds what counts."""
POLICY, STANDING = "RateLimit-Policy", "RateLimit"
FREE = ("/health/", "/static/")
"""What may always be asked for: what watches the service, and files that stay in browsers for a year."""
TOLD = ("/v1", "/mcp")
"""Answers to programs say how the quotas stand; pages, which people read, do not."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Limited:
    """Count each request for its key, or for its address where it has none; refuse it beyond the quota.

    `posted` names the paths where POST asks a question and changes nothing.
    """

    def __init__(self, app: types.ASGIApp, *, posted: Collection[str] = ()) -> None:
        self.app = app
        self._posted = frozenset(posted)
        self._warned = False

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        limiter = scope.get("state", {}).get(LIMITER)
        if (
            scope["type"] != "http"
            or not isinstance(limiter, limits.Limiter)
            or scope["path"].startswith(FREE)
        ):
            await self.app(scope, receive, send)
            return
        self._warn_of_proxies(scope)
        standing = self._counted(limiter, scope)
        said = headers(standing) if scope["path"].startswith(TOLD) else {}
        refuse(standing, said)

        async def told(message: types.Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(said)
            await send(message)

        await self.app(scope, receive, told if said else send)

    def _counted(self, limiter: limits.Limiter, scope: types.Scope) -> list[limits.Standing]:
        who = scopes.found(scope)
        if who is None:
            counted = [limiter.count("anonymous", limits.whose(scopes.address(scope)))]
        else:
            counted = [limiter.count("keyed", who.key_id)]
            if scope["method"] not in _SAFE and scope["path"] not in self._posted:
                counted.append(limiter.count("writes", who.key_id))
        return [standing for standing in counted if standing is not None]

    def _warn_of_proxies(self, scope: types.Scope) -> None:
        """Say once that a proxy's clients are counted as one, because nobody said that it is to be believed."""
        if self._warned or not any(name == b"x-forwarded-for" for name, _ in scope["headers"]):
            return
        self._warned = True
        if scope.get("client") and scope["client"][1]:  # believed addresses come without a port
            logging.log.warning("proxy_not_trusted", setting="CANDOUR_TRUSTED_PROXIES")


def headers(standing: Sequence[limits.Standing]) -> dict[str, str]:
    """Return the headers that say how quotas stand, as draft 11 of RateLimit header fields for HTTP writes them."""
    if not standing:
        return {}
    return {
        POLICY: ", ".join(f'"{one.policy}";q={one.quota};w={limits.WINDOW_SECONDS}' for one in standing),
        STANDING: ", ".join(f'"{one.policy}";r={one.remaining};t={one.seconds}' for one in standing),
    }


def refuse(standing: Sequence[limits.Standing], said: dict[str, str]) -> None:
    """Raise TooManyRequests where a quota is used up."""
    over = [one for one in standing if one.refused]
    if over:
        seconds = max(one.seconds for one in over)
        raise access_problems.TooManyRequests(
            f"There were too many requests within a minute: try again in {seconds} seconds.",
            headers={"Retry-After": str(seconds), **said},
            policies=[one.policy for one in over],
        )


def count_failure(scope: types.Scope) -> None:
    """Count a key that was refused for the address that sent it; raise TooManyRequests where there were too many."""
    limiter = scope.get("state", {}).get(LIMITER)
    if isinstance(limiter, limits.Limiter):
        counted = limiter.count("failures", limits.whose(scopes.address(scope)))
        standing = [counted] if counted else []
        refuse(standing, headers(standing) if scope["path"].startswith(TOLD) else {})
