"""The page of corrections."""

import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.catalogue import corrections, listing
from app.http import paging, parameters, urls
from app.renderings import corrections as renderings
from app.renderings import html
from app.site import views

router = APIRouter()


class Paged(parameters.Query):
    """The parameters of a page that shows a list."""

    limit: parameters.PageSize = paging.DEFAULT_SIZE
    cursor: paging.Cursor | None = None


@router.get("/corrections")
def show_corrections(seen: views.Seen, query: Annotated[Paged, Query()]) -> Response:
    """What was published and then changed or withdrawn, and how to report an error."""
    after = paging.after(seen.request, query.cursor)
    with seen.here.database.read() as session:
        found = corrections.listed(session, size=query.limit, after=after)
    return _page(seen, query, found)


def _page(seen: views.View, query: Paged, found: listing.Listed[corrections.Correction]) -> Response:
    publisher = seen.here.publisher
    rows = tuple(_shown(row, publisher=publisher) for row in found.rows)
    place = paging.page(
        seen.request, publisher=publisher, size=query.limit, count=len(rows), last=found.last
    )
    page = renderings.Corrections(
        corrections=rows, total=found.total, first=query.cursor is None, next_url=place.next_url
    )
    frame = seen.frame(
        "/corrections",
        title=seen.language.gettext("Corrections") if page.first else seen.language.gettext("Older corrections"),
        description=seen.language.gettext(
            "Statements about aesthetic procedures that were published here and then changed or withdrawn, and how to "
            "report an error."
        ),
        alternates=(
            html.Alternate(
                type="application/json",
                url=publisher.url("/v1/corrections"),
                title=seen.language.gettext("Corrections as data"),
            ),
        ),
    )
    return seen.answer(
        renderings.page(page, frame=frame), revision=found.catalogue, headers=place.headers()
    )


def _shown(row: corrections.Correction, *, publisher: urls.Publisher) -> renderings.Correction:
    return renderings.Correction(
        number=row.number,
        at=datetime.datetime.fromisoformat(row.at),
        procedure=row.name,
        procedure_url=publisher.url(f"/v1/procedures/{row.procedure}"),
        revision=row.revision,
        note=row.note,
        changed=tuple(
            renderings.Changed(id=name, url=_statement(name, publisher=publisher), **row.details["texts"][name])
            for name in row.details.get("changed", ())
        ),
        withdrawn=tuple(
            renderings.Withdrawn(
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
