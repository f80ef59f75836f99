"""Whether the process lives, whether it can answer, and what it is; none of these queues behind reads."""

import math

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api import health_shapes, shapes
from app.content import problems, values
from app.db import freshness
from app.http import caching, dependencies, envelope

router = APIRouter(prefix="/health", tags=["Health"])
NO_STORE = "no-store"
READY_SECONDS = 2.0
"""How long ago a database may have answered, or confirmed its revision; the watcher asks four times a second."""


@router.get("/live", response_model=shapes.Alive, summary="Is the process alive?")
async def read_live(request: Request) -> Response:
    """Answers as long as the process does; asks nothing of the database."""
    return _plain(request, {"status": "alive"})


@router.get("/ready", response_model=health_shapes.Ready, summary="Can it answer questions?")
async def read_ready(request: Request, here: dependencies.Here) -> Response:
    """Answers 503 while no database has answered of late, or none could confirm for too long what it says; a load
    balancer should leave the process out then. `parts` says what is wrong, in either answer.
    """
    parts = _parts(here)
    if here.watcher.reached() > READY_SECONDS or here.watcher.age() > max(here.max_stale, READY_SECONDS):
        raise _unreadable(parts=parts)
    return _plain(request, {"status": "ready", "catalogue_revision": here.watcher.revision, "parts": parts})


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


def _unreadable(**extra: values.Json) -> problems.Unavailable:
    return problems.Unavailable(
        "The catalogue cannot be read at present.", headers={"Retry-After": "1"}, **extra
    )


def _parts(here: dependencies.Service) -> dict[str, values.Json]:
    """Return how each part stands, from what others have seen; nothing here waits."""
    seen = here.checkup.seen
    return {
        "database": _database(here.watcher),
        "tables": _known(
            state="current" if seen.schema == here.schema else "other",
            revision=seen.schema,
            needed=here.schema,
        ),
        "search": _search(here),
        "files": {"state": seen.room},
    }


def _database(watcher: freshness.Watcher) -> dict[str, values.Json]:
    age = watcher.age()
    if age <= READY_SECONDS:
        return {"state": "confirmed"}
    if math.isinf(age):
        return {"state": "never_confirmed"}
    answers = watcher.reached() <= READY_SECONDS
    return {"state": "not_level" if answers else "not_confirmed", "seconds_ago": int(age)}


def _search(here: dependencies.Service) -> dict[str, values.Json]:
    revision = here.search.revision
    if revision is None:
        return {"state": "being_made"}
    behind = revision < (here.watcher.revision or 0)
    return {"state": "behind" if behind else "level", "revision": revision}


def _known(**members: values.Json) -> dict[str, values.Json]:
    return {name: value for name, value in members.items() if value is not None}


def _plain(request: Request, tree: values.Json) -> Response:
    return caching.conditional(request, chunks=[envelope.dumps(tree)], cache_control=NO_STORE)
