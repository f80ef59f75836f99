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
    given = ",".join(request.headers.getlist("if-match"))
    if not given.strip():
        raise writing_problems.PreconditionRequired("A change needs the header If-Match.")
    tags = http.parse_etags(given)
    # Only strong tags: a weak one says that something looks alike, not that it is the same.
    return preconditions.Expected(tags=frozenset(tags.as_set(include_weak=False)), any=tags.star_tag)


IfMatch = Annotated[preconditions.Expected, Depends(_expected)]
"""What a change expects to find; a request without the header is refused."""
