"""What is counted holds no word of what was asked, and nobody's address or key."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from tests import clients, databases, tampering
from tests.hostile import test_privacy as privacy

written = privacy.written
TOKEN = "a-token-of-an-operator-77"
WORDS = ("kestrel", "127.77", "testclient", "cdr_", TOKEN, *privacy.TELLING)
KEY = "cdr_kestrel0001_" + "k" * 43


@pytest.fixture
def url(tmp_path: Path) -> str:
    return databases.sqlite(tmp_path, template="seeded")


@pytest.fixture
def configured(url: str) -> settings.Settings:
    return settings.Settings(
        database_url=SecretStr(url), public_url=clients.PUBLIC_URL, metrics_token=SecretStr(TOKEN)
    )


@pytest.fixture
def client(
    configured: settings.Settings, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    """Return a client of a service that counts, with its logs at their most talkative."""
    monkeypatch.setattr(logging.getLogger("httpx2"), "disabled", True)  # the test's own client
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as held:
        yield held


def _ask(client: TestClient) -> set[int]:
    """Ask so that the marker stands wherever a caller can put a word."""
    word = privacy.CANARY
    statuses = set()
    for path in ("/v1/procedures", "/v1/statements", "/v1/concepts", "/embed", "/procedures", "/static", ""):
        for target in (f"{path}/{word}", f"{path}/mesotherapy?{word}={word}", f"{path}?q=accutane"):
            for method in ("GET", "HEAD", "POST", word.upper()):
                statuses.add(client.request(method, target, headers=privacy.HEADERS).status_code)
    for headers in ({}, {"Authorization": f"Bearer {KEY}"}):
        statuses.add(
            client.post("/v1/screen", json={"medicines": [word, "accutane"]}, headers=headers).status_code
        )
        statuses.add(
            client.get("/v1/search", params={"q": f"isotretinoin {word}"}, headers=headers).status_code
        )
        statuses.add(client.get("/metrics", params={word: word}, headers=headers).status_code)
    return statuses


def test_no_figure_holds_what_was_asked_or_who_asked(
    client: TestClient, configured: settings.Settings, url: str, written: io.StringIO
) -> None:
    statuses = _ask(client)
    tampering.tamper(url, "UPDATE revisions SET document = x'78'")
    statuses |= {client.get("/v1/procedures/mesotherapy").status_code} | _ask(client)
    assert {200, 401, 404, 405, 422, 503} <= statuses
    shown = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text.lower()
    assert shown.count("candour_requests_total{") > 10
    kept = b"".join(path.read_bytes() for path in configured.metrics_folder.rglob("*") if path.is_file())
    assert b"/v1/procedures/{slug}" in kept
    for held in (shown, kept.decode("latin-1").lower(), written.getvalue().lower()):
        assert [word for word in WORDS if word in held] == []
