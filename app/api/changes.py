"""The log of changes: what became of procedures, in order, for those who keep a copy."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.api import history_shapes
from app.catalogue import changes
from app.content import values, words
from app.http import caching, dependencies, envelope, parameters

router = APIRouter(tags=["History"])
DEFAULT_SIZE, LARGEST = 100, 1_000


class Since(parameters.Query):
    """Where to go on in the log."""

    since: parameters.LogCursor | None = None
    """A cursor of this log: `page.cursor`, or the `cursor` of a change. Without one, from the beginning."""
    limit: Annotated[parameters.Count, Field(ge=1, le=LARGEST)] = DEFAULT_SIZE
    """How many changes to return at the most."""


@router.get(
    "/changes",
    response_model=history_shapes.Changes,
    responses={200: {"content": {"application/json": {"example": history_shapes.CHANGES}}}},
    summary="Follow what changes",
)
def list_changes(request: Request, here: dependencies.Here, query: Annotated[Since, Query()]) -> Response:
    """Every creation, update, withdrawal, restoration and renaming of a procedure, the oldest first.

    Keep `page.cursor`, and ask again with it: there is always one. Replayed from the beginning this gives the catalogue
    as it is; how is said in the documentation.
    """
    with here.database.read() as session:
        found = changes.since(session, query.since, size=query.limit)
    return _answer(request, here, found, size=query.limit)


def _answer(request: Request, here: dependencies.Service, found: changes.Page, *, size: int) -> Response:
    following = here.publisher.url("/v1/changes", query=[("since", found.cursor), ("limit", str(size))])
    page: dict[str, values.Json] = {
        "limit": size,
        "count": len(found.changes),
        "complete": found.complete,
        "cursor": found.cursor,
        "next": following,
    }
    rows = [envelope.dumps(changes.tree(change, url=here.publisher.url)) for change in found.changes]
    note = {} if found.changes else {"note": words.UP_TO_DATE}
    return caching.conditional(
        request,
        chunks=envelope.page(rows, meta=envelope.meta(here.publisher), page=page, beside=note),
        revision=found.catalogue,
        headers={} if found.complete else {"Link": f'<{following}>; rel="next"'},
    )
