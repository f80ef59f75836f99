"""The page of a procedure."""

from fastapi import APIRouter
from starlette.responses import Response

from app.catalogue import procedures
from app.http import dependencies
from app.renderings import html, procedure, shown
from app.renderings import timeline as timelines
from app.site import views

router = APIRouter()


@router.get("/procedures/{slug}")
def show_procedure(seen: views.Seen, slug: dependencies.SlugInPath) -> Response:
    """Everything that is known of a procedure, with its evidence, and what is not known."""
    with seen.here.database.read() as session:
        found = procedures.published(session, slug)
    return _page(seen, slug, found)


def _page(seen: views.View, slug: str, found: procedures.Published) -> Response:
    held = shown.Shown.read(
        found.document, number=found.number, sha256=found.sha256, published=found.published, today=seen.today
    )
    publisher = seen.here.publisher
    picture = timelines.svg(
        found.document,
        address=publisher.url(f"/v1/procedures/{slug}/timeline"),
        licence="",
        revision=found.number,
        sha256=found.sha256,
        on=held.published.date(),
    )
    frame = seen.frame(
        f"/procedures/{slug}",
        title=held.document.name,
        description=held.document.summary.text,
        alternates=_alternates(seen, slug, name=held.document.name),
    )
    page = procedure.page(held, frame=frame, picture=procedure.Picture.of(picture))
    return seen.answer(page, revision=found.catalogue)


def _alternates(seen: views.View, slug: str, *, name: str) -> tuple[html.Alternate, ...]:
    publisher = seen.here.publisher
    return (html.Alternate(type="application/json", url=publisher.url(f"/v1/procedures/{slug}"), title=name),)
