"""The pages for people: the corrections. They are HTML without scripts, and ask no other host for anything."""

import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.catalogue import corrections, listing
from app.http import caching, dependencies, envelope, paging, parameters, urls
from app.renderings import html

POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_KEPT = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


class Paged(parameters.Query):
    """The parameters of a page that shows a list."""

    limit: parameters.PageSize = paging.DEFAULT_SIZE
    cursor: paging.Cursor | None = None


@router.get("/corrections")
def show_corrections(request: Request, here: dependencies.Here, query: Annotated[Paged, Query()]) -> Response:
    """What was published and then changed or withdrawn, and how to report an error."""
    after = paging.after(request, query.cursor)
    with here.database.read() as session:
        found = corrections.listed(session, size=query.limit, after=after)
    return _corrections(request, here.publisher, found=found, query=query)


@router.get(f"/static/{html.STYLESHEET.name}")
async def stylesheet(request: Request) -> Response:
    """The stylesheet of the pages, at an address that changes with it."""
    return caching.conditional(
        request, chunks=[html.STYLESHEET.content], media_type="text/css", cache_control=_KEPT
    )


def _corrections(
    request: Request,
    publisher: urls.Publisher,
    *,
    found: listing.Listed[corrections.Correction],
    query: Paged,
) -> Response:
    rows = tuple(_shown(row, publisher=publisher) for row in found.rows)
    place = paging.page(request, publisher=publisher, size=query.limit, count=len(rows), last=found.last)
    page = html.Corrections(
        frame=_frame(publisher),
        corrections=rows,
        total=found.total,
        first=query.cursor is None,
        page_url=publisher.url("/corrections"),
        data_url=publisher.url("/v1/corrections"),
        next_url=place.next_url,
    )
    return caching.conditional(
        request,
        chunks=[html.corrections(page)],
        revision=found.catalogue,
        media_type="text/html",
        headers={"Content-Security-Policy": POLICY, **place.headers()},
    )


def _frame(publisher: urls.Publisher) -> html.Frame:
    return html.Frame(
        publisher=publisher.name,
        disclaimer=envelope.DISCLAIMER,
        licence=str(envelope.LICENCE["name"]),
        licence_url=str(envelope.LICENCE["url"]),
        contact=publisher.contact_url,
        report_url=publisher.url("/report-error"),
        docs_url=publisher.url("/docs"),
    )


def _shown(row: corrections.Correction, *, publisher: urls.Publisher) -> html.Correction:
    return html.Correction(
        number=row.number,
        at=datetime.datetime.fromisoformat(row.at),
        procedure=row.name,
        procedure_url=publisher.url(f"/v1/procedures/{row.procedure}"),
        revision=row.revision,
        note=row.note,
        changed=tuple(
            html.Changed(id=name, url=_statement(name, publisher=publisher), **row.details["texts"][name])
            for name in row.details.get("changed", ())
        ),
        withdrawn=tuple(
            html.Withdrawn(
                id=stone["id"],
                url=_statement(stone["id"], publisher=publisher),
                kind=stone["kind"],
                on=datetime.date.fromisoformat(stone["on"]),
                reason=stone["reason"],
            )
            for stone in row.details.get("withdrawn", ())
        ),
    )


def _statement(name: str, *, publisher: urls.Publisher) -> str:
    return publisher.url(f"/v1/statements/{name}")
