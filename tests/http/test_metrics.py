"""Metrics: for whoever has the token, of the whole service, in words that Prometheus reads."""

import math
import re
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import anyio.to_thread
import httpx2
import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.http import counting, gauging, metrics
from tests import clients, databases, serving

TOKEN = "a-token-of-an-operator-77"
BEARING = {"Authorization": f"Bearer {TOKEN}"}
LINE = re.compile(r'(?P<name>[a-z_]+)(?:\{(?P<labels>(?:[a-z]+="[^"\n]*",?)+)\})? (?P<value>[0-9.e+-]+)')


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[TestClient]:
    """Return a client of a service whose operator has a token."""
    configured = settings.Settings(
        database_url=SecretStr(databases.sqlite(tmp_path, template="seeded")),
        public_url=clients.PUBLIC_URL,
        metrics_token=SecretStr(TOKEN),
    )
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as held:
        yield held


def read(text: str) -> dict[tuple[str, str], float]:
    """Return the samples by name and labels, after making sure that every line is one, under its type."""
    found: dict[tuple[str, str], float] = {}
    family = ""
    for line in text.splitlines():
        if line.startswith("# TYPE"):
            family = line.split()[2]
        elif not line.startswith("# HELP"):
            sample = LINE.fullmatch(line)
            assert sample, line
            assert sample["name"].startswith(family)
            key = (sample["name"], sample["labels"] or "")
            assert key not in found
            found[key] = float(sample["value"])
    return found


def scraped(client: TestClient) -> dict[tuple[str, str], float]:
    answer = client.get("/metrics", headers=BEARING)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == metrics.MEDIA_TYPE
    assert answer.headers["cache-control"] == "no-store"
    return read(answer.text)


def test_there_is_nothing_without_a_token_of_the_operator(client: TestClient) -> None:
    assert client.get("/metrics").status_code == 404
    assert (
        client.get("/metrics", headers=BEARING).status_code == 401
    )  # as any key that is none, at any address


@pytest.mark.parametrize(
    "given", [None, "", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}"]
)
def test_nobody_reads_them_without_the_token(watched: TestClient, given: str | None) -> None:
    answer = watched.get("/metrics", headers={} if given is None else {"Authorization": given})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert "candour_" not in answer.text


def test_they_are_only_read(watched: TestClient) -> None:
    assert watched.head("/metrics", headers=BEARING).status_code == 200
    refused = watched.post("/metrics", headers=BEARING)
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")


def test_answers_are_counted_by_method_template_and_status(watched: TestClient) -> None:
    for _ in range(3):
        watched.get("/v1/procedures/mesotherapy")
    watched.get("/v1/procedures/no-such")
    watched.get("/kestrel")
    found = scraped(watched)
    named = 'method="GET",route="/v1/procedures/{slug}",status='
    assert found["candour_requests_total", f'{named}"200"'] == 3
    assert found["candour_requests_total", f'{named}"404"'] == 1
    assert found["candour_requests_total", 'method="GET",route="unmatched",status="404"'] == 1
    taken = 'route="/v1/procedures/{slug}",status="2xx",by="application"'
    assert found["candour_request_duration_seconds_count", taken] == 3
    assert found["candour_request_duration_seconds_bucket", f'{taken},le="+Inf"'] == 3
    assert found["candour_request_duration_seconds_sum", taken] > 0
    assert found["candour_requests_in_progress", ""] == 1  # this one


def test_they_tell_how_the_catalogue_and_the_process_stand(watched: TestClient) -> None:
    deadline = time.monotonic() + 20
    while ("candour_procedures", "") not in (found := scraped(watched)):
        assert time.monotonic() < deadline, "the catalogue was not counted"
        time.sleep(0.05)
    assert found["candour_procedures", ""] == 4
    assert found["candour_statements_overdue", ""] == found["candour_procedures_overdue", ""] == 0
    assert found["candour_webhooks", 'state="active"'] == found["candour_deliveries_waiting", ""] == 0
    assert found["candour_catalogue_revision", ""] == found["candour_search_index_revision", ""] == 1
    assert 0 <= found["candour_catalogue_confirmed_seconds", ""] < 60
    assert found["candour_largest_resident_memory_bytes", ""] > 1_000_000
    assert found["candour_processes", ""] == found["candour_process_starts_total", ""] == 1
    known = {name for name, _ in found}
    told = {name for name in metrics.FAMILIES if name in known or f"{name}_count" in known}
    assert set(metrics.FAMILIES) - told <= {"candour_cache_entries", "candour_cache_bytes"}


def test_what_is_not_known_is_left_out() -> None:
    sums = counting.Sums()
    assert {name for name, _ in read(metrics.text(sums, now=1.0, build={"version": "1"}))} == {
        "candour_build_info",
        "candour_processes",
        "candour_process_starts_total",
        "candour_cache_requests_total",
        "candour_cache_stale_total",
        "candour_cache_collapsed_total",
    }


def test_a_process_that_never_could_confirm_anything_says_for_how_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: dict[str, int | None] = {}
    own: Any = SimpleNamespace(in_progress=0, gauge=told.__setitem__)
    finder: Any = SimpleNamespace(revision=None)
    watcher: Any = SimpleNamespace(revision=None, age=lambda: math.inf)
    now = [1_000.0]
    monkeypatch.setattr(gauging, "time", SimpleNamespace(monotonic=lambda: now[0]))
    gauged = gauging.Gauging(own, watcher=watcher, finder=finder)
    now[0] += 60
    gauged.measure()
    assert told["confirmed_ms"] == 1_000_000
    watcher.age = lambda: 2.0
    gauged.measure()
    assert told["confirmed_ms"] == 1_058_000


def test_a_label_cannot_leave_its_quotes() -> None:
    shown = metrics.text(counting.Sums(), now=1.0, build={"version": '1"} 2\n\\'})
    assert 'candour_build_info{version="1\\"} 2\\n\\\\"} 1\n' in shown


def test_they_do_not_queue_behind_reads(watched: TestClient) -> None:
    async def ask() -> int:
        anyio.to_thread.current_default_thread_limiter().total_tokens = 1
        busy = anyio.to_thread.current_default_thread_limiter()
        async with busy, httpx2.AsyncClient(transport=httpx2.ASGITransport(app=watched.app)) as client:
            with anyio.fail_after(20):
                answer = await client.get(f"{clients.PUBLIC_URL}/metrics", headers=BEARING)
        return int(answer.status_code)

    assert anyio.run(ask) == 200


def test_a_folder_that_cannot_be_shared_keeps_no_reader_waiting(tmp_path: Path) -> None:
    url = databases.sqlite(tmp_path, template="seeded")
    configured = settings.Settings(
        database_url=SecretStr(url), public_url=clients.PUBLIC_URL, metrics_token=SecretStr(TOKEN)
    )
    configured.metrics_folder.write_text("a file in the place of the folder")
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as client:
        assert client.get("/v1/procedures/mesotherapy").status_code == 200
        refused = client.get("/metrics", headers=BEARING)
    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")


def test_one_scrape_tells_of_every_process(tmp_path: Path) -> None:
    url = databases.sqlite(tmp_path, template="seeded")
    variables = {"CANDOUR_METRICS_TOKEN": TOKEN, "CANDOUR_WORKERS": "2"}
    with serving.worker(url, tmp_path / "index", variables=variables) as address:
        serving.await_ready(address)
        deadline = time.monotonic() + serving.PATIENCE_SECONDS
        while True:
            found = read(httpx2.get(f"{address}/metrics", headers=BEARING).text)
            if found["candour_processes", ""] == 2:
                break
            assert time.monotonic() < deadline, "the second process did not start"
            time.sleep(0.1)
        for _ in range(20):
            assert httpx2.get(f"{address}/v1/procedures/mesotherapy").status_code == 200
        series = ("candour_requests_total", 'method="GET",route="/v1/procedures/{slug}",status="200"')
        for _ in range(5):
            while read(httpx2.get(f"{address}/metrics", headers=BEARING).text)[series] != 20:
                assert time.monotonic() < deadline, "something was not counted"  # a log line ends its request
                time.sleep(0.05)
