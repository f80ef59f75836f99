"""Whether the process lives, whether it can answer, and what it is; none of these queues behind reads."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api import shapes
from app.content import problems, values
from app.http import caching, dependencies, envelope

router = APIRouter(prefix="/health", tags=["Health"])
NO_STORE = "no-store"
READY_SECONDS = 2.0
"""How long ago the catalogue's revision may have been confirmed; the watcher asks four times a second."""


@router.get("/live", response_model=shapes.Alive, summary="Is the process alive?")
async def read_live(request: Request) -> Response:
    """Answers as long as the process does; asks nothing of the database."""
    return _plain(request, {"status": "alive"})


@router.get("/ready", response_model=shapes.Ready, summary="Can it answer questions?")
async def read_ready(request: Request, here: dependencies.Here) -> Response:
    """Answers 503 while the catalogue's revision could not be confirmed of late. The watcher asks, not this request."""
    if here.watcher.age() > READY_SECONDS:
        raise _unreadable()
    return _plain(request, {"status": "ready", "catalogue_revision": here.watcher.revision})


@router.get("/version", response_model=shapes.Version, summary="What runs here?")
async def read_version(request: Request, here: dependencies.Here) -> Response:
    """The version of the code, of the database schema, and of the catalogue as it was confirmed last."""
    if here.watcher.revision is None:
        raise _unreadable()
    return _plain(
        request,
        {
            "code": here.version,
            "schema_revision": here.schema,
            "catalogue_revision": here.watcher.revision,
        },
    )


def _unreadable() -> problems.Unavailable:
    return problems.Unavailable("The catalogue cannot be read at present.", headers={"Retry-After": "1"})


def _plain(request: Request, tree: values.Json) -> Response:
    return caching.conditional(request, chunks=[envelope.dumps(tree)], cache_control=NO_STORE)
