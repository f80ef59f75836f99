"""A procedure as one table, for spreadsheets."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.catalogue import procedures
from app.http import dependencies, representations
from app.renderings import tabular_flat as renderings

router = APIRouter(tags=["Procedures"])
EXAMPLE = """\
row,procedure,section,technique,coverage,words,statements,id,kind,position,text
sections,mesotherapy,contraindications,,not_addressed,Our sources do not say who should not have it.,0,,,,
sections,mesotherapy,side_effects,,stated,Our sources name these side effects; there may be others.,5,,,,
statements,mesotherapy,side_effects,,,,,st_7mpvn2ty07,side_effect,1,Bruising is the most common side effect.
"""
"""Lines and columns of an answer, of which most are left out."""


class Csv(Response):
    """An answer that is CSV."""

    media_type = renderings.MEDIA_TYPE


@router.get(
    "/procedures/{slug}.csv",
    response_class=Csv,
    responses={
        200: {
            "content": {Csv.media_type: {"schema": {"type": "string"}, "example": EXAMPLE}},
            "headers": representations.HEADERS,
        }
    },
    summary="Read a procedure as CSV",
)
def read_csv(request: Request, here: dependencies.Here, slug: dependencies.SlugInPath) -> Response:
    """The rows of its tables one under another; `row` names the table.

    Each section has a row that says its coverage in words, also where our sources are silent; its statements follow,
    each with its evidence. A cell that a spreadsheet could run as a formula has a `'` in front.
    """
    with here.database.read() as session:
        found = procedures.published(session, slug)
    return representations.answer(request, here, found, slug=slug, suffix="csv")
