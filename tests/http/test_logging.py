"""What the log says and what it never says."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.http import logging as log_lines
from tests import clients
from tests.http import example


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    log_lines.configure("info")
    monkeypatch.setattr(logging.getLogger("httpx2"), "disabled", True)  # the test's own client
    yield stream
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def test_a_kept_answer_leaves_the_line_of_any_other_at_the_latest_when_the_service_stops(
    written: io.StringIO, sqlite_catalogue_url: str
) -> None:
    configured = settings.Settings(
        database_url=SecretStr(sqlite_catalogue_url), public_url=clients.PUBLIC_URL, cache_bytes=1_000_000
    )
    with TestClient(main.create_app(configured)) as client:
        answers = [client.get("/v1/procedures", params={"alias": "kestrel"}) for _ in range(2)]
    made, kept = [line for line in _lines(written) if line["event"] == "request"]
    assert (kept["cache"], kept["route"]) == ("hit", "/v1/procedures")
    assert kept.keys() == made.keys() | {"cache"}
    assert [line["request_id"] for line in (made, kept)] == [one.headers["x-request-id"] for one in answers]
    assert "kestrel" not in written.getvalue()


def _lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_request_is_one_line_with_its_template_status_and_id(written: io.StringIO) -> None:
    answer = example.client().get("/v1/rows/some-slug", params={"limit": "3"})
    assert answer.status_code == 422
    (line,) = [line for line in _lines(written) if line["event"] == "request"]
    assert line["route"] == "/v1/rows/{slug}"
    assert (line["method"], line["status"], line["level"]) == ("GET", 422, "info")
    assert line["request_id"] == answer.headers["x-request-id"]
    assert line["duration_ms"] >= 0


@pytest.mark.parametrize(
    ("method", "path", "route", "status"),
    [
        ("HEAD", "/v1/rows", "/v1/rows", 200),
        ("GET", "/nowhere/kestrel", "unmatched", 404),
        ("POST", "/v1/rows", "/v1/rows", 405),
        ("BREW", "/plain", "/plain", 405),
        ("GET", "/plain", "/plain", 200),
    ],
)
def test_the_line_names_the_route_and_never_the_path(
    written: io.StringIO, method: str, path: str, route: str, status: int
) -> None:
    example.client().request(method, path)
    (line,) = [line for line in _lines(written) if line["event"] == "request"]
    assert (line["route"], line["status"]) == (route, status)
    assert line["method"] == ("OTHER" if method == "BREW" else method)


def test_nothing_that_a_caller_sent_is_logged(written: io.StringIO) -> None:
    client = example.client()
    canary = "zqcanary"
    headers = {
        "User-Agent": canary,
        "Cookie": canary,
        "Authorization": canary,
        "X-Forwarded-For": canary,
        "Referer": canary,
    }
    client.get(f"/v1/rows?alias={canary}", headers=headers)
    client.get(f"/v1/rows?{canary}={canary}", headers=headers)
    client.get(f"/v1/rows/{canary}", headers=headers)
    client.get(f"/{canary}", headers=headers)
    client.post("/v1/rows/notes", content=f'{{"{canary}":"{canary}"}}', headers=headers)
    client.get("/v1/rows", headers={"X-Request-ID": canary})
    assert len(_lines(written)) == 6
    assert canary not in written.getvalue()
    assert "testclient" not in written.getvalue()


def test_a_failure_is_logged_with_its_place_and_without_its_message(written: io.StringIO) -> None:
    answer = example.client().get("/v1/rows/broken")
    (line,) = [line for line in _lines(written) if line["event"] == "failed"]
    assert line["error"]["type"] == "builtins.RuntimeError"
    assert any("example.py" in place and place.endswith(" row") for place in line["error"]["at"])
    assert line["request_id"] == answer.headers["x-request-id"]
    assert example.SECRET not in written.getvalue()


def test_the_standard_librarys_loggers_write_the_same_lines(written: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 12)
    try:
        raise ValueError(example.SECRET) from KeyError(example.SECRET)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    logging.getLogger("uvicorn.access").info("GET /v1/rows?alias=secret")
    started, failed = _lines(written)
    assert started["event"] == "Started server process [12]"
    assert failed["error"]["type"] == "builtins.ValueError"
    assert failed["error"]["cause"]["type"] == "builtins.KeyError"
    assert example.SECRET not in written.getvalue()
