"""oEmbed: what a page elsewhere may show in place of the address of a procedure. Nobody else is asked for anything."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.catalogue import procedures
from app.content import problems
from app.http import caching, dependencies, envelope, parameters
from app.renderings import languages, oembed

router = APIRouter(include_in_schema=False)
_TYPES = {"json": "application/json", "xml": "text/xml; charset=utf-8"}
Pixels = Annotated[parameters.Count, Field(ge=1, le=100_000)]


class Asked(parameters.OpenQuery):
    """The parameters of oEmbed 1.0; its specification says that others are passed over."""

    url: Annotated[str, Field(min_length=1, max_length=2_000)]
    maxwidth: Pixels = oembed.WIDTH
    maxheight: Pixels = oembed.HEIGHT
    format: Annotated[str, Field(max_length=20)] = "json"


@router.get("/oembed")
def read_oembed(request: Request, here: dependencies.Here, query: Annotated[Asked, Query()]) -> Response:
    """The card of the procedure whose address was given, in a frame of at most the size that was given."""
    page = _page(here, query)
    with here.database.read() as session:
        found = procedures.published(session, page.slug)
    return _answer(request, here, query=query, page=page, found=found)


def _page(here: dependencies.Service, query: Asked) -> oembed.Page:
    if query.format not in _TYPES:
        raise problems.FormatNotAvailable("The formats of oEmbed answers are json and xml.")
    page = oembed.page(query.url, home=here.publisher.public_url)
    if page is None or (page.language and page.language not in here.languages):
        raise problems.NotFound("The address is not that of a procedure here.")
    return page


def _answer(
    request: Request,
    here: dependencies.Service,
    *,
    query: Asked,
    page: oembed.Page,
    found: procedures.Published,
) -> Response:
    language = page.language
    said = [("clinic", page.clinic), ("lang", language)]
    frame = oembed.Frame(
        name=json.loads(found.document)["name"],
        page_url=here.publisher.url(
            f"/{language}/procedures/{page.slug}" if language else f"/procedures/{page.slug}"
        ),
        card_url=here.publisher.url(
            f"/embed/{page.slug}", query=[(name, value) for name, value in said if value]
        ),
        provider=here.publisher.name,
        provider_url=here.publisher.url("/"),
        width=min(query.maxwidth, oembed.WIDTH),
        height=min(query.maxheight, oembed.HEIGHT),
    )
    members = oembed.tree(frame, language=here.languages.get(language or "", languages.ENGLISH))
    return caching.conditional(
        request,
        chunks=[oembed.xml(members) if query.format == "xml" else envelope.dumps(dict(members))],
        revision=found.catalogue,
        media_type=_TYPES[query.format],
    )
