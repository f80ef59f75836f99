"""What was published before: the revisions of a procedure, and what differs between two of them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.api import answers, history_shapes, queries
from app.catalogue import history, procedures
from app.content import difference, document, values
from app.http import dependencies, envelope, models, paging

router = APIRouter(tags=["History"])


@router.get(
    "/procedures/{slug}/revisions",
    response_model=models.Listed[history_shapes.Revision],
    summary="List the revisions of a procedure",
)
def list_revisions(
    request: Request,
    here: dependencies.Here,
    slug: dependencies.SlugInPath,
    query: Annotated[queries.Paged, Query()],
) -> Response:
    """Every revision that was ever published, the newest first, also of a procedure that was withdrawn."""
    after = paging.after(request, query.cursor)
    with here.database.read() as session:
        found = history.listed(session, slug, size=query.limit, after=after)
    rows = [envelope.dumps(_row(here, slug, row)) for row in found.rows]
    return answers.page(request, here, rows, listed=found, size=query.limit)


@router.get(
    "/procedures/{slug}/diff",
    response_model=models.Answer[history_shapes.Difference],
    responses={200: {"content": {"application/json": {"example": history_shapes.EXAMPLE}}}},
    summary="Compare two revisions of a procedure",
)
def read_difference(
    request: Request,
    here: dependencies.Here,
    slug: dependencies.SlugInPath,
    query: Annotated[queries.Compared, Query()],
) -> Response:
    """What was added, changed, removed or judged anew, statement by statement and field by field.

    `safety` marks what is about safety. A statement that was removed comes with its tombstone.
    """
    with here.database.read() as session:
        before, after = history.pair(session, slug, before=query.before, after=query.after)
    return answers.one(request, here, _difference(before, after), revision=after.catalogue)


def _row(here: dependencies.Service, slug: str, row: history.Revised) -> values.Json:
    entry = row.entry
    shown: dict[str, values.Json] = {
        "number": entry.number,
        "sha256": entry.sha256,
        "published": values.stamp(entry.at),
        "slug": entry.slug,
        "kind": entry.kind,
        "safety_changed": entry.safety_changed,
        "url": here.publisher.url(f"/v1/procedures/{slug}", query=[("revision", str(entry.number))]),
    }
    if row.note:
        shown["note"] = row.note
    if entry.reason is not None:
        shown["reason"] = entry.reason
    if entry.ended is None:
        return {**shown, "state": "current"}
    until = values.stamp(entry.ended.at)
    if entry.ended.by is not None:
        return {**shown, "state": "superseded", "until": until, "by": entry.ended.by}
    return {**shown, "state": "withdrawn", "until": until, "withdrawal": entry.ended.reason}


def _difference(before: procedures.Published, after: procedures.Published) -> values.Json:
    was, now = (document.ProcedureDocument.model_validate_json(one.document) for one in (before, after))
    return {"from": _named(before), "to": _named(after), **difference.between(was, now)}


def _named(one: procedures.Published) -> values.Json:
    return {"number": one.number, "sha256": one.sha256, "published": one.published}
