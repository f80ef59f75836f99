"""The doors to the database under requests: no deadlock on few threads, and no success before the commit."""

import datetime

import anyio
import anyio.to_thread
import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import func, insert, select
from starlette import types
from starlette.responses import Response

from app.catalogue import procedures, state
from app.db import engine, tables
from app.http import errors, middleware, urls
from tests import clients

THREADS = 4
REQUESTS = 32
PUBLISHER = urls.Publisher(public_url=clients.PUBLIC_URL)


def _application(database: engine.Database) -> types.ASGIApp:
    """Return an application whose routes authenticate and read, or write, each through one door."""
    app = FastAPI(openapi_url=None)
    errors.install(app, publisher=PUBLISHER)

    @app.get("/mine")
    def read_mine() -> str:
        with database.read() as session:
            holder = session.scalar(select(tables.Source.id).limit(1))
            found = procedures.published(session, "mesotherapy")
        return f"{holder} {found.sha256}"

    @app.post("/evidence", status_code=201)
    def write_evidence() -> Response:
        with database.write() as session:
            source = session.scalar(select(tables.Source.id).limit(1))
            row = {
                "id": "st_0000000000/0",
                "statement_id": "st_0000000000",
                "position": 0,
                "source_id": source,
                "stance": "supports",
                "quality": "clear",
                "access": "referenced",
                "read_on": datetime.date(2026, 11, 21),
            }
            session.connection().execute(insert(tables.Evidence).values(**row))
        return Response(status_code=201)

    return middleware.wrap(app, publisher=PUBLISHER)


async def _ask_all(app: types.ASGIApp, path: str) -> list[int]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    statuses: list[int] = []
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url=clients.PUBLIC_URL) as client:

        async def ask() -> None:
            statuses.append((await client.get(path)).status_code)

        with anyio.fail_after(60):
            async with anyio.create_task_group() as group:
                for _ in range(REQUESTS):
                    group.start_soon(ask)
    return statuses


def test_many_requests_on_four_threads_that_authenticate_and_read_never_deadlock(catalogue_url: str) -> None:
    database = engine.Database(catalogue_url, pool_size=THREADS)
    try:
        assert anyio.run(_ask_all, _application(database), "/mine") == [200] * REQUESTS
    finally:
        database.dispose()


def test_a_commit_that_fails_answers_500_and_leaves_nothing(seeded_database_url: str) -> None:
    database = engine.Database(seeded_database_url, pool_size=THREADS)

    async def post() -> httpx2.Response:
        transport = httpx2.ASGITransport(app=_application(database), raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url=clients.PUBLIC_URL) as client:
            return await client.post("/evidence")

    try:
        with database.read() as session:
            before = session.scalar(select(func.count()).select_from(tables.Evidence))
        answer = anyio.run(post)
        assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
        with database.read() as session:
            assert session.scalar(select(func.count()).select_from(tables.Evidence)) == before
            assert state.revision(session) > 0
    finally:
        database.dispose()


def test_a_door_inside_a_door_is_refused_before_threads_can_wait_for_each_other(catalogue_url: str) -> None:
    database = engine.Database(catalogue_url, pool_size=1)
    try:
        with database.read(), pytest.raises(RuntimeError, match="inside another"), database.read():
            pass
    finally:
        database.dispose()
