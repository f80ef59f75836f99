"""Keys for tests: made as the command line makes them, and the headers that send them."""

import datetime
import time

import httpx2
from starlette.testclient import TestClient

from app.access import keys, principals
from app.authoring import granting
from app.db import clock, engine


def made(
    database: engine.Database,
    *,
    role: principals.Role = "admin",
    holder: str = "Ada Ling",
    lasts: datetime.timedelta | None = None,
    procedures: tuple[str, ...] = (),
    clinic: str | None = None,
) -> keys.Made:
    """Return a key of this role; a clinic's is of `glow` and a reviewer a dermatologist unless they say otherwise."""
    now = clock.now()
    grant = granting.Grant(
        holder=holder,
        role=role,
        job="dermatologist" if role in ("reviewer", "admin") else None,
        clinic=(clinic or "glow") if role == "clinic" else None,
        procedures=procedures,
        expires_at=now + lasts if lasts else None,
    )
    with database.write() as session:
        return granting.create(session, grant, by=by(now))


def key(url: str, *, role: principals.Role = "admin", holder: str = "Ada Ling", **grant: object) -> str:
    """Return the text of a new key in the database with this address."""
    database = engine.Database(url, pool_size=1)
    try:
        return made(database, role=role, holder=holder, **grant).text  # type: ignore[arg-type] # reason: passed on
    finally:
        database.dispose()


def revoke(url: str, text: str) -> None:
    """Revoke a key in the database with this address."""
    database = engine.Database(url, pool_size=1)
    presented = keys.parse(text)
    assert presented is not None
    with database.write() as session:
        granting.revoke(session, presented.id, by=by(clock.now()))
    database.dispose()


def by(now: datetime.datetime) -> granting.By:
    """Return who makes keys in tests."""
    return granting.By(editor="The host", note="For a test.", now=now)


def bearing(text: str) -> dict[str, str]:
    """Return the headers that send a key."""
    return {"Authorization": f"Bearer {text}"}


def known(client: TestClient | httpx2.Client, text: str) -> dict[str, str]:
    """Return the headers that send a key, once a running application knows it: the watcher tells it within a second."""
    deadline = time.monotonic() + 5
    while client.get("/health/live", headers=bearing(text)).status_code == 401:
        assert time.monotonic() < deadline, "the key never became known"
        time.sleep(0.02)
    return bearing(text)
