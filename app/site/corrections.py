"""The page of corrections."""

import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.catalogue import corrections, listing
from app.http import paging
from app.renderings import corrections as renderings
from app.renderings import html
from app.site import views

router = APIRouter()


@router.get("/corrections")
def show_corrections(seen: views.Seen, query: Annotated[views.Paged, Query()]) -> Response:
    """What was published and then changed or withdrawn, and how to report an error."""
    after = paging.after(seen.request, query.cursor)
    with seen.here.database.read() as session:
        found = corrections.listed(session, size=query.limit, after=after)
    return _page(seen, query, found)


def _page(seen: views.View, query: views.Paged, found: listing.Listed[corrections.Correction]) -> Response:
    rows = tuple(_shown(row) for row in found.rows)
    place = seen.place(query.limit, count=len(rows), last=found.last)
    page = renderings.Corrections(
        corrections=rows, total=found.total, first=query.cursor is None, next=seen.followed(place.next_url)
    )
    return seen.answer(
        renderings.page(page, frame=_frame(seen, page)), revision=found.catalogue, headers=place.headers()
    )


def _frame(seen: views.View, page: renderings.Corrections) -> html.Frame:
    _ = seen.language.gettext
    return seen.frame(
        "/corrections",
        title=_("Corrections") if page.first else _("Older corrections"),
        description=_(
            "Statements about aesthetic procedures that were published here and then changed or withdrawn, and how to "
            "report an error."
        ),
        alternates=(seen.data("/v1/corrections", title=_("Corrections as data")),),
        indexed=page.first,
    )


def _shown(row: corrections.Correction) -> renderings.Correction:
    return renderings.Correction(
        number=row.number,
        at=datetime.datetime.fromisoformat(row.at),
        slug=row.procedure,
        procedure=row.name,
        revision=row.revision,
        note=row.note,
        whole=("restored" if "restored" in row.whole else "withdrawn") if row.whole else None,
        reason=row.whole.get("reason", ""),
        changed=tuple(
            renderings.Changed(id=name, **row.details["texts"][name])
            for name in row.details.get("changed", ())
        ),
        withdrawn=tuple(
            renderings.Withdrawn(
                id=stone["id"],
                kind=stone["kind"],
                on=datetime.date.fromisoformat(stone["on"]),
                reason=stone["reason"],
            )
            for stone in row.details.get("withdrawn", ())
        ),
    )
