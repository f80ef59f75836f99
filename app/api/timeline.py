"""The timeline of one procedure, as data and as a picture."""

import datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api import answers, shapes
from app.catalogue import procedures
from app.content import document, timeline
from app.content import sources as origins
from app.http import caching, dependencies, envelope, models
from app.renderings import picture
from app.renderings import timeline as renderings

router = APIRouter(tags=["Procedures"])
_EXAMPLE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="900" viewBox="0 0 320 900" role="img" '
    'aria-labelledby="tb2f0 db2f0" lang="en"><title id="tb2f0">Mesotherapy: timeline</title>'
    '<desc id="db2f0">Before: …</desc>…</svg>'
)


class ProcedureTimeline(timeline.Timeline):
    """What our sources say about a procedure, in order of time; what has no stated time is in `unknown`."""

    procedure: shapes.ProcedureName
    sources: tuple[origins.CitedSource, ...] = ()
    """The sources of these statements; absent where there are no statements."""
    concepts: tuple[document.ConceptLabel, ...] = ()
    """The preferred labels of the concepts named here."""


class Svg(Response):
    """An answer that is a picture."""

    media_type = "image/svg+xml"


@router.get(
    "/procedures/{slug}/timeline",
    response_model=models.Answer[ProcedureTimeline],
    summary="A procedure in order of time",
)
def read_timeline(request: Request, here: dependencies.Here, slug: dependencies.SlugInPath) -> Response:
    """Before, the session, after and later, each statement whole; what has no stated time is in `unknown`.

    A bound that is `open` is a limit that our sources do not set. `until_better` is not `until_gone`.
    """
    with here.database.read() as session:
        found = procedures.published(session, slug)
    return answers.excerpt(request, here, found, renderings.tree(found.document))


@router.get(
    "/procedures/{slug}/timeline.svg",
    response_class=Svg,
    responses={200: {"content": {Svg.media_type: {"example": _EXAMPLE}}}},
    summary="A picture of the timeline",
)
def draw_timeline(request: Request, here: dependencies.Here, slug: dependencies.SlugInPath) -> Response:
    """At most 6 KB, for light and dark, 320 pixels wide or wider, with a title and the whole story in words.

    Show it with `<img>`, from any site. Its `alt` should say that the timeline is at hand as data, too.
    """
    with here.database.read() as session:
        found = procedures.published(session, slug)
    return _drawn(request, here, slug=slug, found=found)


def _drawn(
    request: Request, here: dependencies.Service, *, slug: str, found: procedures.Published
) -> Response:
    drawing = renderings.svg(
        found.document,
        address=here.publisher.url(f"/v1/procedures/{slug}/timeline"),
        licence=str(envelope.LICENCE["name"]),
        revision=found.number,
        sha256=found.sha256,
        on=datetime.datetime.fromisoformat(found.published).date(),
    )
    return caching.conditional(
        request,
        chunks=[drawing],
        revision=found.catalogue,
        media_type=f"{Svg.media_type}; charset=utf-8",
        headers={"Content-Security-Policy": picture.POLICY},
    )
