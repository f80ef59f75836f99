"""All pages, each at an address without a language and at one that names it."""

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.convertors import Convertor, register_url_convertor

from app.renderings import languages
from app.site import (
    about,
    ask,
    builder,
    compare,
    concepts,
    corrections,
    crawling,
    embeds,
    feeds,
    files,
    forms,
    guide,
    home,
    oembed,
    previews,
    procedures,
    releases,
    sources,
    views,
)
from app.site.editor import files as editor_files
from app.site.editor import pages as editor_pages
from app.site.editor import signing as editor_signing

PAGES = (home, procedures, compare, ask, sources, concepts, corrections, about, builder, guide)


class LanguageTag(Convertor[str]):
    """What looks like the tag of a language, and like no other first part of an address."""

    regex = languages.TAG

    def convert(self, value: str) -> str:
        """Return the tag as it is."""
        return value

    def to_string(self, value: str) -> str:
        """Return the tag as it is."""
        return value


def paths() -> frozenset[str]:
    """Return the addresses of all pages, without the prefix of a language, with what is named in braces."""
    served = (route for module in PAGES for route in module.router.routes if isinstance(route, APIRoute))
    return frozenset(route.path for route in served if "GET" in (route.methods or ()))


def standing() -> tuple[str, ...]:
    """Return the addresses of the pages that are always there: those that name nothing of the catalogue."""
    return tuple(sorted(path for path in paths() if "{" not in path))


def install(app: FastAPI, *, documented: guide.Documented) -> None:
    """Add the pages and what they load; the guide documents the settings, which only main knows."""
    guide.install(app, documented=documented)
    register_url_convertor("language", LanguageTag())
    crawled = crawling.routes(standing=standing())
    for router in (
        files.router,
        feeds.router,
        forms.router,
        crawled,
        oembed.router,
        releases.router,
        previews.router,
        embeds.router,
        embeds.frames,
    ):
        app.include_router(router)
    for router in (editor_files.router, editor_signing.router, editor_pages.router):
        app.include_router(router)
    for module in PAGES:
        app.include_router(module.router, include_in_schema=False)
        app.include_router(module.router, prefix=views.PREFIX, include_in_schema=False)
