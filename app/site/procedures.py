"""The page of a procedure."""

from typing import Annotated

import markupsafe
from fastapi import APIRouter, Query
from starlette.responses import Response

from app.catalogue import history, procedures
from app.http import caching, dependencies, imprints, negotiation, readers, representations, revisions, urls
from app.renderings import earlier, html, jsonld, markup, procedure, shown
from app.renderings import timeline as timelines
from app.site import views

router = APIRouter()
PAGE = "text/html"


@router.get("/procedures/{slug}")
def show_procedure(
    seen: views.Seen, slug: dependencies.SlugInPath, query: Annotated[revisions.AsPublished, Query()]
) -> Response:
    """Everything that is known of a procedure, with its evidence, and what is not known; or what once was."""
    with seen.here.database.read() as session:
        found = history.document_of(session, slug, query.asked)
    return _elsewhere(seen, slug, found) or _page(seen, slug, found)


def _elsewhere(seen: views.View, slug: str, found: procedures.Published) -> Response | None:
    """Lead to the form that the reader's program likes better than a page, None where it likes the page."""
    forms = (
        {} if found.standing else {form.media_type: form.suffix for form in representations.FORMS.values()}
    )
    kind = negotiation.chosen(seen.request, offered=[PAGE, representations.JSON, *forms])
    if kind == PAGE:
        return None
    path = f"/v1/procedures/{slug}{'.' if kind in forms else ''}{forms.get(kind, '')}"
    location = seen.here.publisher.path(path, query=seen.request.query_params.multi_items())
    headers = {"Location": location, "Vary": readers.VARY, "Cache-Control": caching.PUBLIC}
    return Response(status_code=303, headers=headers)


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
    headers = {"Vary": readers.VARY}
    if not found.standing:
        headers["Link"] = representations.links(publisher, slug, suffix=None)
    return seen.answer(page, revision=found.catalogue, headers=headers)


def _linked(publisher: urls.Publisher, found: procedures.Published) -> markupsafe.Markup:
    tree = jsonld.tree(found.document, imprint=imprints.imprint(publisher, found))
    return markup.json_in_script(tree)


def _alternates(seen: views.View, slug: str) -> tuple[html.Alternate, ...]:
    """Return where programs find the same as data, and what shows it elsewhere."""
    url = seen.here.publisher.url
    page = url(f"{seen.prefix}/procedures/{slug}")
    titles = {
        "jsonld": seen.language.gettext("This procedure as linked data"),
        "md": seen.language.gettext("This procedure as plain text"),
        "fhir.json": seen.language.gettext("This procedure as FHIR"),
        "csv": seen.language.gettext("This procedure as a table"),
    }
    embeds = [("application/json+oembed", "json"), ("text/xml+oembed", "xml")]
    return (
        seen.data(f"/v1/procedures/{slug}", title=seen.language.gettext("This procedure as data")),
        *(
            html.Alternate(
                type=form.media_type,
                url=representations.address(seen.here.publisher, slug, suffix=suffix),
                title=titles.get(suffix, suffix),
            )
            for suffix, form in representations.FORMS.items()
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
