"""A small application inside the real layers, for tests of the layers."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, FastAPI, Path, Query
from pydantic import BaseModel, Field
from starlette import types
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.testclient import TestClient

from app.content import problems
from app.http import (
    caching,
    docs,
    envelope,
    errors,
    gates,
    manual,
    middleware,
    models,
    openapi,
    paging,
    parameters,
    urls,
)

PUBLISHER = urls.Publisher(
    public_url="https://candour.example/api", contact="mailto:corrections@candour.example"
)
SECRET = "Kestrel-77-canary"
ROWS = [f"row-{number:02}" for number in range(45)]
BIG = b'{"words":"' + b"the same words again " * 400 + b'"}'
LIMITS = gates.Limits(url_bytes=2_048, header_bytes=4_096, header_count=40, body_bytes=10_000)


class RowQuery(parameters.Query):
    """Filter and page rows."""

    alias: parameters.Words | None = None
    concern: list[parameters.Slug] = Field(default=[], max_length=5)
    max_recovery: parameters.Duration | None = None
    include_unknown: parameters.Flag = False
    coverage: Annotated[Literal["stated", "not_addressed"] | None, Field(alias="coverage.side_effects")] = (
        None
    )
    sort: Literal["name", "-name"] = "name"
    limit: parameters.PageSize = 20
    cursor: paging.Cursor | None = None


class Note(BaseModel):
    """A body with one number."""

    amount: float = Field(allow_inf_nan=False)


def _router() -> APIRouter:
    router = APIRouter(prefix="/rows")

    @router.get("", response_model=models.Listed[str])
    def rows(request: Request, query: Annotated[RowQuery, Query()]) -> Response:
        start = 0
        if query.cursor is not None:
            (after,) = paging.decode(query.cursor, listing=paging.Listing.of(request))
            start = ROWS.index(str(after)) + 1
        found = ROWS[start : start + query.limit]
        more = start + query.limit < len(ROWS)
        page = paging.page(
            request,
            publisher=PUBLISHER,
            size=query.limit,
            count=len(found),
            last=(found[-1],) if more else None,
            total=len(ROWS),
        )
        chunks = envelope.page(
            [envelope.dumps(row) for row in found], meta=envelope.meta(PUBLISHER), page=page.members()
        )
        return caching.conditional(request, chunks=chunks, revision=7, headers=page.headers())

    @router.get("/{slug}", response_model=models.Answer[dict[str, str]])
    def row(request: Request, slug: Annotated[parameters.Slug, Path()]) -> Response:
        if slug == "missing":
            raise problems.ProcedureNotFound("There is no such procedure.", nearest=["present"])
        if slug == "broken":
            raise RuntimeError(SECRET)
        frame = envelope.meta(PUBLISHER, revision=envelope.Revision(number=3, sha256="ab" * 32))
        return caching.conditional(
            request, chunks=envelope.document(BIG, meta=frame), etag_source=["ab" * 32, frame], revision=7
        )

    @router.post("/notes")
    def note(body: Annotated[Note, Body()]) -> dict[str, float]:
        return {"amount": body.amount}

    return router


def build() -> FastAPI:
    """Return the application without its layers."""

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, object]]:
        yield {"publisher": PUBLISHER}

    app = FastAPI(
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        dependencies=[Depends(parameters.strictly_known)],
    )
    errors.install(app, publisher=PUBLISHER)
    openapi.install(app, publisher=PUBLISHER, version="1.2.3")
    app.include_router(_router(), prefix="/v1")
    app.include_router(manual.routes(publisher=PUBLISHER))
    app.include_router(docs.routes(publisher=PUBLISHER))

    @app.get("/plain")
    async def plain() -> dict[str, str]:
        return {"hello": "there"}

    @app.post("/only-post")
    async def only_post() -> dict[str, str]:
        return {}

    @app.get("/half")
    async def half() -> StreamingResponse:
        def chunks() -> Iterator[bytes]:
            yield b"first"
            raise RuntimeError(SECRET)

        return StreamingResponse(chunks(), media_type="text/plain")

    return app


def wrapped(*, allowed_hosts: tuple[str, ...] = ()) -> types.ASGIApp:
    """Return the application inside its layers."""
    return middleware.wrap(build(), publisher=PUBLISHER, limits=LIMITS, allowed_hosts=allowed_hosts)


def client(*, allowed_hosts: tuple[str, ...] = ()) -> TestClient:
    """Return a client of the application inside its layers; errors are answers, not exceptions."""
    return TestClient(
        wrapped(allowed_hosts=allowed_hosts), raise_server_exceptions=False, base_url="http://api.test"
    )
