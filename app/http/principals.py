"""Who acts: a layer that turns the header Authorization into a principal, and dependencies by which routes ask for it.

A route that asks for one of them says so in the OpenAPI document. No dependency touches the database.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Request, Security
from fastapi.openapi.models import HTTPBearer
from fastapi.openapi.models import SecurityBase as Described
from fastapi.security.base import SecurityBase
from starlette import types
from starlette.datastructures import Headers

from app.access import keyring, keys, principals
from app.content import access_problems
from app.http import limiting, logging, scopes, sessions

KEYRING = "keyring"
"""The name under which the lifespan's state holds the keys."""
_SCHEME = re.compile(r"bearer\b", re.IGNORECASE)
_BEARER = re.compile(r"bearer(?: +(?P<key>[^ ]*) *)?", re.IGNORECASE)
SCHEME = "key"
OPTIONAL = "optional key"
"""The name of a scheme that the OpenAPI document turns into a choice between a key and none."""
address = scopes.address
_DESCRIPTION = (
    "A key that whoever runs this service has made, in the header `Authorization: Bearer cdr_…`. What is published "
    "is read without one."
)


class Identified:
    """Find out who sends each request, before its body is read; a bad key is refused and never passed over.

    Other schemes than Bearer are a proxy's business, not ours: they are as good as no key.
    """

    def __init__(self, app: types.ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        if scope["type"] == "http":
            scopes.leave(scope, _identified(scope))
        await self.app(scope, receive, send)


def prove(scope: types.Scope, text: str) -> principals.Principal:
    """Return whom a key speaks for; raise Unauthenticated, and log which key it was but not the key."""
    known = scope.get("state", {}).get(KEYRING)
    try:
        if not isinstance(known, keyring.Keyring):
            raise access_problems.Unauthenticated
        return known.prove(text, address=address(scope))
    except access_problems.Unauthenticated:
        presented = keys.parse(text)
        logging.log.warning("key_refused", key_id=presented.id if presented else "malformed")
        limiting.count_failure(scope)
        raise


def _identified(scope: types.Scope) -> principals.Principal | None:
    given = Headers(scope=scope).getlist("authorization")
    bearing = [value for value in given if _SCHEME.match(value) or keys.is_in(value)]
    if not bearing:
        return None
    match = _BEARER.fullmatch(given[0]) if len(given) == 1 else None  # two could be read in two ways
    return prove(scope, (match["key"] if match else None) or "")


class _Bearing(SecurityBase):
    """Be a security scheme of the OpenAPI document that is also a dependency."""

    def __init__(self, name: str) -> None:
        self.scheme_name = name
        self.model: Described = HTTPBearer(description=_DESCRIPTION)


class _Anyone(_Bearing):
    """Return who sends a request, or None for one without a key."""

    async def __call__(self, request: Request) -> principals.Principal | None:
        return scopes.found(request.scope)


class _Acting(_Bearing):
    """Return who sends a request, by a key or from a page of the editor; refuse everybody else."""

    async def __call__(self, request: Request) -> principals.Principal:
        found = scopes.found(request.scope)
        if found is None:
            known = request.scope["state"].get(KEYRING)
            found = await sessions.acting(request, known=known, address=address(request.scope))
        if found is None:
            raise access_problems.Unauthenticated
        return found


Anyone = Annotated[principals.Principal | None, Security(_Anyone(OPTIONAL))]
"""Who sends a request, or None where no key came with it."""
Acting = Annotated[principals.Principal, Security(_Acting(SCHEME))]
"""Who sends a request that needs a key."""


def needs(permission: principals.Permission) -> Any:
    """Return a dependency that returns who acts, and refuses those whose role does not permit this."""
    return Security(_permitted(permission))


def _permitted(
    permission: principals.Permission,
) -> Callable[[principals.Principal], Awaitable[principals.Principal]]:
    async def permitted(acting: Acting) -> principals.Principal:
        require(acting, permission)
        return acting

    return permitted


def require(acting: principals.Principal, permission: principals.Permission) -> None:
    """Raise Forbidden where the role of who acts does not permit this."""
    if not acting.may(permission):
        raise access_problems.Forbidden(f"A key with the role {acting.role} may not {permission.value}.")


def require_reach(acting: principals.Principal, procedure: str) -> None:
    """Raise Forbidden where the key of who acts is confined to other procedures."""
    if not acting.reaches(procedure):
        raise access_problems.Forbidden("This key is confined to other procedures.")
