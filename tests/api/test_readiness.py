"""Readiness says what is wrong, part by part, and never where it is or why in a machine's words."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import httpx2
import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.catalogue import checkup
from app.db import schema
from app.http import dependencies
from tests import clients, databases

GOOD: dict[str, Any] = {
    "database": {"state": "confirmed"},
    "tables": {"state": "current", "revision": schema.HEAD, "needed": schema.HEAD},
    "search": {"state": "level", "revision": 1},
    "files": {"state": "writable"},
}


@pytest.fixture
def url(tmp_path: Path) -> str:
    return databases.sqlite(tmp_path, template="seeded")


@pytest.fixture
def asked(url: str) -> Iterator[TestClient]:
    """Return a client of an application that a test may break."""
    configured = settings.Settings(database_url=SecretStr(url), public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as held:
        yield held


def here(client: TestClient) -> dependencies.Service:
    """Return the surroundings of the routes that a client asks."""
    layer: Any = client.app
    while not hasattr(layer, "state"):
        layer = layer.app
    found = layer.state.service
    assert isinstance(found, dependencies.Service)
    return found


def parts(client: TestClient, *, status: int) -> Any:
    answer = client.get("/health/ready")
    assert answer.status_code == status
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()["parts"]


def test_a_process_that_can_answer_says_how_each_part_stands(asked: TestClient) -> None:
    assert parts(asked, status=200) == GOOD


@pytest.mark.parametrize(
    ("age", "told"),
    [(37.9, {"state": "not_confirmed", "seconds_ago": 37}), (math.inf, {"state": "never_confirmed"})],
)
def test_a_catalogue_that_is_not_confirmed_is_503_with_the_parts_and_the_process_lives(
    asked: TestClient, monkeypatch: pytest.MonkeyPatch, age: float, told: dict[str, Any]
) -> None:
    for measured in ("age", "reached"):
        monkeypatch.setattr(here(asked).watcher, measured, lambda: age)
    assert parts(asked, status=503) == {**GOOD, "database": told}
    problem = asked.get("/health/ready").json()
    assert (problem["code"], problem["status"]) == ("unavailable", 503)
    assert asked.get("/health/live").status_code == 200
    assert asked.get("/v1/procedures/mesotherapy").status_code == (503 if math.isinf(age) else 200)


def test_a_standby_that_answers_without_its_primary_keeps_the_process_ready(
    asked: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here(asked).watcher, "age", lambda: 37.9)
    told = {"state": "not_level", "seconds_ago": 37}
    assert parts(asked, status=200) == {**GOOD, "database": told}
    monkeypatch.setattr(here(asked).watcher, "age", lambda: 901.0)  # nothing that it says is shown any longer
    assert parts(asked, status=503)["database"]["state"] == "not_level"


def test_a_database_that_is_away_is_told_and_its_place_is_not(
    asked: TestClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(url.removeprefix("sqlite:///"))
    for measured in ("age", "reached"):
        monkeypatch.setattr(here(asked).watcher, measured, lambda: 60.0)
    file.rename(file.with_suffix(".away"))
    answer = asked.get("/health/ready")
    assert answer.status_code == 503
    assert str(file.parent) not in answer.text
    assert "sqlite" not in answer.text


@pytest.mark.parametrize(
    ("seen", "part", "told"),
    [
        ({"schema": "0042"}, "tables", {"state": "other", "revision": "0042", "needed": schema.HEAD}),
        ({"schema": None}, "tables", {"state": "other", "needed": schema.HEAD}),
        ({"room": "full"}, "files", {"state": "full"}),
        ({"room": "not_writable"}, "files", {"state": "not_writable"}),
    ],
)
def test_what_keeps_it_from_one_thing_only_is_told_and_readers_are_answered(
    asked: TestClient, seen: dict[str, Any], part: str, told: dict[str, Any]
) -> None:
    service = here(asked)
    service.checkup.stop()
    held: dict[str, Any] = {"schema": schema.HEAD, "room": "writable", "free_bytes": 1, **seen}
    service.checkup.seen = checkup.Seen(**held)
    assert parts(asked, status=200) == {**GOOD, part: told}


def test_an_index_that_is_behind_or_not_there_is_told(
    asked: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = type(here(asked).search)
    monkeypatch.setattr(kind, "revision", property(lambda _: 0))
    assert parts(asked, status=200) == {**GOOD, "search": {"state": "behind", "revision": 0}}
    monkeypatch.setattr(kind, "revision", property(lambda _: None))
    assert parts(asked, status=200) == {**GOOD, "search": {"state": "being_made"}}


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health_does_not_queue_behind_reads(asked: TestClient, path: str) -> None:
    async def ask() -> int:
        busy = anyio.to_thread.current_default_thread_limiter()
        busy.total_tokens = 1
        transport = httpx2.ASGITransport(app=asked.app)
        async with busy, httpx2.AsyncClient(transport=transport, base_url=clients.PUBLIC_URL) as client:
            with anyio.fail_after(20):
                return int((await client.get(path)).status_code)

    assert anyio.run(ask) == 200
