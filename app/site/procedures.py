"""The page of a procedure."""

from typing import Annotated

import markupsafe
from fastapi import APIRouter, Query
from starlette.responses import Response

from app.catalogue import history, procedures
from app.http import dependencies, imprints, revisions, urls
from app.renderings import earlier, html, jsonld, markup, procedure, shown
from app.renderings import timeline as timelines
from app.site import views

router = APIRouter()


@router.get("/procedures/{slug}")
def show_procedure(
    seen: views.Seen, slug: dependencies.SlugInPath, query: Annotated[revisions.AsPublished, Query()]
) -> Response:
    """Everything that is known of a procedure, with its evidence, and what is not known; or what once was."""
    with seen.here.database.read() as session:
        found = history.document_of(session, slug, query.asked)
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
        alternates=() if found.standing else _alternates(seen, slug),
        indexed=not found.standing,
        json_ld=None if found.standing else _linked(publisher, found),
    )
    page = procedure.page(
        held,
        frame=frame,
        picture=procedure.Picture.of(picture),
        slug=slug,
        earlier=earlier.of(found.standing),
    )
    return seen.answer(page, revision=found.catalogue)


def _linked(publisher: urls.Publisher, found: procedures.Published) -> markupsafe.Markup:
    tree = jsonld.tree(found.document, imprint=imprints.imprint(publisher, found))
    return markup.json_in_script(tree)


def _alternates(seen: views.View, slug: str) -> tuple[html.Alternate, ...]:
    """Return where programs find the same as data, and what shows it elsewhere."""
    url = seen.here.publisher.url
    page = url(f"{seen.prefix}/procedures/{slug}")
    data, linked = f"/v1/procedures/{slug}", f"/v1/procedures/{slug}.jsonld"
    embeds = [("application/json+oembed", "json"), ("text/xml+oembed", "xml")]
    return (
        html.Alternate(
            type="application/json", url=url(data), title=seen.language.gettext("This procedure as data")
        ),
        html.Alternate(
            type="application/ld+json",
            url=url(linked),
            title=seen.language.gettext("This procedure as linked data"),
        ),
        *(
            html.Alternate(
                type=media_type,
                url=url("/oembed", query=[("url", page), ("format", form)]),
                title=seen.language.gettext("A card of this procedure"),
            )
            for media_type, form in embeds
        ),
    )
