"""The headers If-Match and If-None-Match of changes."""

from typing import Annotated

from fastapi import Depends, Header, Request
from werkzeug import http

from app.authoring import preconditions
from app.content import writing_problems


async def _expected(
    request: Request,
    _: Annotated[
        str | None, Header(alias="If-Match", description="The ETag of what is to be changed.")
    ] = None,
) -> preconditions.Expected:
    return _matching(request)


async def _expected_or_new(
    request: Request,
    _: Annotated[
        str | None, Header(alias="If-Match", description="The ETag of what is to be replaced.")
    ] = None,
    __: Annotated[
        str | None, Header(alias="If-None-Match", description="`*` where nothing may be there yet.")
    ] = None,
) -> preconditions.Expected | None:
    if "if-match" not in request.headers and request.headers.getlist("if-none-match") == ["*"]:
        return None
    return _matching(request)


def _matching(request: Request) -> preconditions.Expected:
    given = ",".join(request.headers.getlist("if-match"))
    if not given.strip():
        raise writing_problems.PreconditionRequired("A change needs the header If-Match.")
    tags = http.parse_etags(given)
    # Only strong tags: a weak one says that something looks alike, not that it is the same.
    return preconditions.Expected(tags=frozenset(tags.as_set(include_weak=False)), any=tags.star_tag)


IfMatch = Annotated[preconditions.Expected, Depends(_expected)]
"""What a change expects to find; a request without the header is refused."""
IfMatchOrNew = Annotated[preconditions.Expected | None, Depends(_expected_or_new)]
"""What a change expects to find; None where it expects nothing, as `If-None-Match: *` says."""
