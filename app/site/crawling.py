"""The addresses of all pages, for search engines, and what they may ask for."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.catalogue import addresses, listing, procedures
from app.content import problems
from app.db import stored
from app.http import caching, dependencies, envelope, parameters
from app.renderings import llms, sitemap

Number = Annotated[parameters.Count, Path(ge=1, le=1_000_000)]


def routes(*, standing: tuple[str, ...]) -> APIRouter:
    """Return the routes; `standing` are the pages that are always there, and come first."""
    router = APIRouter(include_in_schema=False)

    @router.get("/sitemap.xml")
    def read_sitemap(request: Request, here: dependencies.Here) -> Response:
        size = sitemap.per_file(tuple(here.languages))
        with here.database.read() as session:
            found = addresses.listed(session, standing=standing, first=0, size=size)
        return _whole(request, here, found, size=size)

    @router.get("/sitemap-{number}.xml")
    def read_part(request: Request, here: dependencies.Here, number: Number) -> Response:
        size = sitemap.per_file(tuple(here.languages))
        with here.database.read() as session:
            found = addresses.listed(session, standing=standing, first=(number - 1) * size, size=size)
        return _part(request, here, found)

    @router.get("/robots.txt")
    async def read_robots(request: Request, here: dependencies.Here) -> Response:
        made = sitemap.robots(path=here.publisher.path, url=here.publisher.url)
        return caching.conditional(request, chunks=[made], media_type="text/plain")

    @router.get("/llms.txt")
    def read_llms(request: Request, here: dependencies.Here) -> Response:
        with here.database.read() as session:
            found = procedures.listed(session, procedures.Filters(), sort="name", size=llms.MOST, after=None)
        return _told(request, here, found)

    return router


def _told(
    request: Request, here: dependencies.Service, found: listing.Listed[procedures.CardRow]
) -> Response:
    """Answer with what language models are told."""
    made = llms.content(
        [(row.slug, stored.tree(row.card)["name"]) for row in found.rows],
        total=found.total,
        url=here.publisher.url,
        publisher=here.publisher.name,
        disclaimer=envelope.DISCLAIMER,
        licence=str(envelope.LICENCE["name"]),
    )
    kind = "text/plain; charset=utf-8"
    return caching.conditional(request, chunks=[made], revision=found.catalogue, media_type=kind)


def _whole(request: Request, here: dependencies.Service, found: addresses.Range, *, size: int) -> Response:
    """Answer with all pages, or where they are too many for one file, with the index of several."""
    if found.total <= size:
        return _part(request, here, found)
    files = -(-found.total // size)
    made = sitemap.index(here.publisher.url(f"/sitemap-{number}.xml") for number in range(1, files + 1))
    return _xml(request, made, found)


def _part(request: Request, here: dependencies.Service, found: addresses.Range) -> Response:
    if not found.pages:
        raise problems.NotFound("There are not so many sitemaps.")
    entries = (sitemap.Entry(path=page.path, changed=page.changed) for page in found.pages)
    made = sitemap.pages(entries, offered=tuple(here.languages), url=here.publisher.url)
    return _xml(request, made, found)


def _xml(request: Request, made: bytes, found: addresses.Range) -> Response:
    return caching.conditional(request, chunks=[made], revision=found.catalogue, media_type="application/xml")
