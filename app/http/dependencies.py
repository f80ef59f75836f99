"""What a route needs from its surroundings; nothing here holds a connection or touches the database."""

import dataclasses
from typing import Annotated

from fastapi import Depends, Path, Request

from app.catalogue import checkup
from app.catalogue.exports import press
from app.catalogue.search import engine as search
from app.db import engine, freshness
from app.http import parameters, urls
from app.renderings import languages


@dataclasses.dataclass(frozen=True, kw_only=True)
class Service:
    """Hold the surroundings of every route: who answers, the database's one door, the watched revision."""

    publisher: urls.Publisher
    database: engine.Database
    watcher: freshness.Watcher
    search: search.Engine
    press: press.Press
    checkup: checkup.Checkup
    languages: languages.Languages
    version: str
    schema: str
    max_stale: float
    """For how many seconds something is shown that nobody confirms."""
    private_webhooks: bool = False
    """Whether webhooks may lead to addresses of the own network."""


async def service(request: Request) -> Service:
    """Return the surroundings that main put into the application's state."""
    here = request.app.state.service
    if not isinstance(here, Service):
        raise TypeError("the application has no service: it was not made by create_app")
    return here


Here = Annotated[Service, Depends(service)]
SlugInPath = Annotated[
    parameters.Slug,
    Path(description="The procedure's slug.", openapi_examples=parameters.example("laser-skin-tightening")),
]
"""The slug of a procedure as part of an address."""
