"""What the layers know of a request and leave in its scope for those below: who sends it, and from where."""

from starlette import types

from app.access import principals

_FOUND = "principal"


def address(scope: types.Scope) -> str:
    """Return the address that a request came from; the server has resolved what trusted proxies say of it."""
    client = scope.get("client")
    return str(client[0]) if client and client[0] else "unknown"


def leave(scope: types.Scope, principal: principals.Principal | None) -> None:
    """Leave in the scope who sends the request."""
    scope.setdefault("state", {})[_FOUND] = principal


def found(scope: types.Scope) -> principals.Principal | None:
    """Return who sends the request; without the layer that finds it out this fails, so that nobody gets in."""
    principal: principals.Principal | None = scope["state"][_FOUND]
    return principal
