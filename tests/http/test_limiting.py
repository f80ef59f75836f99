"""Limits as callers meet them: headers, refusals, what is not counted, and who is counted with whom."""

import contextlib
import re
from collections.abc import Iterator

import pytest
import structlog
import time_machine
from pydantic import SecretStr
from starlette.testclient import TestClient
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app import main, settings
from app.access import keys
from app.db import clock
from tests import clients, databases, holders

pytestmark = pytest.mark.usefixtures("amid_a_minute")


@contextlib.contextmanager
def limited(
    url: str, *, address: str = "192.0.2.7", proxies: tuple[str, ...] = (), **quotas: int
) -> Iterator[TestClient]:
    """Open a client of an application with limits."""
    configured = settings.Settings(
        database_url=SecretStr(url),
        public_url=clients.PUBLIC_URL,
        **{f"limit_{name}": quota for name, quota in quotas.items()},  # type: ignore[arg-type] # reason: numbers all
    )
    app = main.create_app(configured)
    if proxies:
        app = ProxyHeadersMiddleware(app, trusted_hosts=list(proxies))  # type: ignore[arg-type,assignment] # reason: uvicorn's types
    with TestClient(app, raise_server_exceptions=False, client=(address, 50_000)) as held:
        yield held


@pytest.fixture(scope="module")
def url() -> str:
    return databases.sqlite(databases.run_folder(), template="seeded")


def test_answers_say_how_the_quota_stands_and_the_one_too_many_is_refused(url: str) -> None:
    with limited(url, anonymous=2) as client:
        answers = [client.get("/v1/sources", params={"limit": 1}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    for answer, remaining in zip(answers, (1, 0, 0), strict=True):
        assert answer.headers["ratelimit-policy"] == '"anonymous";q=2;w=60'
        assert re.fullmatch(rf'"anonymous";r={remaining};t=[1-9][0-9]*', answer.headers["ratelimit"])
    last = answers[-1]
    body = last.json()
    assert (body["code"], body["policies"]) == ("too_many_requests", ["anonymous"])
    assert body["notice"]
    assert last.headers["cache-control"] == "no-store"
    assert last.headers["content-type"] == "application/problem+json"
    assert f";t={last.headers['retry-after']}" in last.headers["ratelimit"]
    assert "RateLimit" in last.headers["access-control-expose-headers"]


def test_who_waits_is_answered_again(url: str) -> None:
    with limited(url, anonymous=1) as client:
        client.get("/v1/sources")
        refused = client.get("/v1/sources")
        seconds = int(refused.headers["retry-after"])
        with time_machine.travel(clock.now().timestamp() + seconds, tick=False):
            assert client.get("/v1/sources").status_code == 200


@pytest.mark.parametrize(
    "path", ["/v1/sources", "/", "/procedures/laser-skin-tightening", "/embed", "/nowhere", "/openapi.json"]
)
def test_every_kind_of_address_is_counted_and_people_get_a_page(url: str, path: str) -> None:
    with limited(url, anonymous=1) as client:
        client.get("/v1/sources")
        answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 429
    assert answer.headers["retry-after"]
    if not path.startswith(("/v1", "/openapi")):
        assert "text/html" in answer.headers["content-type"]
        assert "ratelimit" not in answer.headers


def test_what_watches_the_service_and_files_of_pages_are_not_counted(url: str) -> None:
    with limited(url, anonymous=1) as client:
        page = client.get("/", headers={"Accept": "text/html"})
        style = re.search(r'href="[^"]*(/static/[^"]+)"', page.text)
        assert style
        for path in ("/health/live", "/health/ready", "/health/version", style[1]) * 3:
            answer = client.get(path)
            assert answer.status_code == 200
            assert "ratelimit" not in answer.headers


def test_a_key_is_counted_for_itself_and_gets_its_own_quota(url: str) -> None:
    with limited(url, anonymous=1, keyed=3) as client:
        one, other = (holders.known(client, holders.key(url, role="reader")) for _ in range(2))
        assert [client.get("/v1/sources").status_code for _ in range(2)] == [200, 429]
        assert [client.get("/v1/sources", headers=one).status_code for _ in range(4)] == [200, 200, 200, 429]
        answer = client.get("/v1/sources", headers=other)
    assert answer.headers["ratelimit-policy"] == '"keyed";q=3;w=60'


def test_what_may_change_something_has_a_quota_of_its_own_and_questions_do_not_count(url: str) -> None:
    with limited(url, keyed=100, writes=1) as client:
        key = holders.known(client, holders.key(url))
        questions = [
            client.post("/v1/screen", headers=key, json={"conditions": ["pregnancy"]}) for _ in range(3)
        ]
        assert 429 not in [answer.status_code for answer in questions]
        writes = [client.put("/v1/nowhere", headers=key) for _ in range(2)]
    assert [answer.status_code for answer in writes] == [404, 429]
    assert writes[0].headers["ratelimit-policy"] == '"keyed";q=100;w=60, "writes";q=1;w=60'
    assert writes[1].json()["policies"] == ["writes"]


def test_who_tries_keys_is_stopped_and_who_has_one_is_not(url: str) -> None:
    good = holders.bearing(holders.key(url))
    with limited(url, failures=3) as client:
        tried = [client.get("/v1/sources", headers=holders.bearing(keys.make().text)) for _ in range(5)]
        assert [answer.status_code for answer in tried] == [401, 401, 401, 429, 429]
        assert tried[-1].json()["policies"] == ["failures"]
        assert client.get("/v1/sources", headers=good).status_code == 200
        assert client.get("/v1/sources").status_code == 200


def test_where_there_are_no_limits_nothing_is_said(url: str) -> None:
    with limited(url) as client:
        answer = client.get("/v1/sources")
    assert "ratelimit" not in answer.headers
    assert "ratelimit-policy" not in answer.headers


def test_a_hundred_made_up_addresses_behind_a_proxy_are_one_client(url: str) -> None:
    with limited(url, address="10.0.0.1", proxies=("10.0.0.0/8",), anonymous=50) as client:
        answers = [
            client.get("/v1/sources", headers={"X-Forwarded-For": f"198.51.100.{number}, 192.0.2.9"})
            for number in range(100)
        ]
        other = client.get("/v1/sources", headers={"X-Forwarded-For": "198.51.100.1, 192.0.2.10"})
    assert [answer.status_code for answer in answers].count(200) == 50
    assert other.status_code == 200


def test_a_proxy_that_is_not_trusted_is_said_once_and_not_believed(url: str) -> None:
    with limited(url, anonymous=2) as client, structlog.testing.capture_logs() as lines:
        answers = [
            client.get("/v1/sources", headers={"X-Forwarded-For": f"198.51.100.{number}"})
            for number in range(4)
        ]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert [line["setting"] for line in lines if line["event"] == "proxy_not_trusted"] == [
        "CANDOUR_TRUSTED_PROXIES"
    ]
    assert "198.51" not in str(lines)


def test_one_who_has_a_whole_network_is_counted_once(url: str) -> None:
    with limited(url, address="2001:db8:1:2::1", anonymous=1) as client:
        assert client.get("/v1/sources").status_code == 200
        assert client.get("/v1/sources").status_code == 429


def test_a_key_in_an_address_is_refused_whether_counted_or_not(url: str) -> None:
    with limited(url, anonymous=1) as client:
        for _ in range(3):
            assert client.get(f"/v1/sources?key={keys.make().text}").status_code == 400
