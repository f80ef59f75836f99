"""All pages, each at an address without a language and at one that names it."""

from fastapi import FastAPI
from starlette.convertors import Convertor, register_url_convertor

from app.renderings import languages
from app.site import (
    ask,
    builder,
    compare,
    corrections,
    embeds,
    files,
    home,
    oembed,
    procedures,
    releases,
    views,
)

PAGES = (home, procedures, compare, ask, corrections, builder)


class LanguageTag(Convertor[str]):
    """What looks like the tag of a language, and like no other first part of an address."""

    regex = languages.TAG

    def convert(self, value: str) -> str:
        """Return the tag as it is."""
        return value

    def to_string(self, value: str) -> str:
        """Return the tag as it is."""
        return value


def install(app: FastAPI) -> None:
    """Add the pages and what they load."""
    register_url_convertor("language", LanguageTag())
    for router in (files.router, oembed.router, releases.router, embeds.router, embeds.frames):
        app.include_router(router)
    for module in PAGES:
        app.include_router(module.router, include_in_schema=False)
        app.include_router(module.router, prefix=views.PREFIX, include_in_schema=False)
