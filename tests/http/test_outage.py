"""What is read from a server that is behind the one that is watched says so, and nothing else does."""

import dataclasses
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette import types
from starlette.testclient import TestClient

from app import main, settings
from app.content import words
from app.db import freshness
from app.http import outage
from tests import assistants, clients, databases

SLUG = "laser-skin-tightening"
WHOLE = f"/v1/procedures/{SLUG}"


@pytest.fixture(params=[0, 1_000_000])
def client(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[TestClient]:
    """Return a client of an application that keeps answers, and of one that does not."""
    chosen = settings.Settings(
        database_url=SecretStr(databases.sqlite(tmp_path, template="seeded")),
        public_url=clients.PUBLIC_URL,
        cache_bytes=request.param,
    )
    with TestClient(main.create_app(chosen), raise_server_exceptions=False) as held:
        held.headers["accept-encoding"] = "identity"
        yield held


def _ahead(watcher: freshness.Watcher, *, by: int = 1) -> None:
    """Let the watcher know a state that requests do not read yet, and have it confirmed for a while."""
    watcher._stopping.set()
    if watcher._thread is not None:
        watcher._thread.join()
    assert watcher.known is not None
    watcher.known = dataclasses.replace(watcher.known, revision=watcher.known.revision + by)
    watcher._confirmed_at = time.monotonic() + 60


def test_what_is_older_than_what_was_confirmed_before_is_marked(client: TestClient) -> None:
    before = client.get(WHOLE)
    assert before.headers["catalogue-freshness"] == "confirmed"
    _ahead(assistants.here(client).watcher)
    for path in (WHOLE, f"/procedures/{SLUG}", f"/embed/{SLUG}", f"{WHOLE}.md"):
        for _ in range(2):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["catalogue-freshness"]) == (200, "stale"), path
            assert answer.headers["catalogue-revision"] == before.headers["catalogue-revision"]
            assert (answer.headers["cache-control"], answer.headers.get("etag")) == ("no-store", None)
            assert int(answer.headers["age"]) >= freshness.UNLEVEL_SECONDS
            assert words.UNCONFIRMED in answer.text
            assert not answer.headers.get("cache-status", "").endswith("stored")
    asked = client.post("/v1/screen", json={"circumstances": ["pregnancy"]})
    assert (asked.headers["catalogue-freshness"], asked.json()["meta"]["freshness"]) == ("stale", "stale")
    assert client.get("/v1/export.ndjson").headers.get("catalogue-freshness") != "confirmed"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nobody_is_told_that_an_older_answer_is_what_holds(client: TestClient, method: str) -> None:
    tag = client.get(WHOLE).headers["etag"]
    assert client.request(method, WHOLE, headers={"if-none-match": tag}).status_code == 304
    _ahead(assistants.here(client).watcher)
    answer = client.request(method, WHOLE, headers={"if-none-match": tag})
    assert (answer.status_code, answer.headers["catalogue-freshness"]) == (200, "stale")
    assert answer.headers["cache-control"] == "no-store"
    assert (words.UNCONFIRMED in answer.text) == (method == "GET")


def test_what_is_published_while_a_request_is_answered_marks_nothing(client: TestClient) -> None:
    watcher = assistants.here(client).watcher
    _ahead(watcher, by=0)
    assert watcher.revision is not None
    assert _freshness(watcher, revision=watcher.revision, meanwhile=lambda: _ahead(watcher)) == "confirmed"
    assert _freshness(watcher, revision=watcher.revision - 1) == "stale"
    assert _freshness(watcher, revision=watcher.revision) == "confirmed"
    assert _freshness(watcher, revision=watcher.revision + 1) == "confirmed"


def _freshness(
    watcher: freshness.Watcher, *, revision: int, meanwhile: Callable[[], None] = lambda: None
) -> str:
    """Return how fresh an answer of a revision is called, with something done before it is sent."""

    async def app(scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        meanwhile()
        headers = [(b"catalogue-revision", b"%d" % revision), (b"catalogue-freshness", b"confirmed")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def watched(scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        await outage.Marked(app)({**scope, "state": {outage.WATCHER: watcher}}, receive, send)

    return str(TestClient(watched).get("/v1/anything").headers["catalogue-freshness"])
