"""Who acts: missing, bad and insufficient keys, and keys where none may be."""

import contextlib
import datetime
import io
import logging
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Annotated

import pytest
import structlog
import time_machine
from fastapi import APIRouter, FastAPI
from starlette.testclient import TestClient

from app.access import keyring, keys
from app.access import principals as who
from app.db import clock, engine, freshness
from app.http import errors, middleware, openapi, principals
from app.http import logging as log_lines
from tests import clients, databases, holders
from tests.http import example

router = APIRouter(prefix="/v1")


@router.get("/mine")
async def mine(acting: principals.Acting) -> dict[str, str]:
    return {"actor": acting.actor, "address": acting.address}


@router.get("/open")
async def open_(acting: principals.Anyone) -> dict[str, str]:
    return {"actor": acting.actor if acting else "nobody"}


@router.post("/publish")
async def publish(
    acting: Annotated[who.Principal, principals.needs(who.Permission.PUBLISH)], words: dict[str, str]
) -> dict[str, str]:
    return {"actor": acting.actor}


def application(url: str) -> FastAPI:
    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, object]]:
        database = engine.Database(url)
        watcher = freshness.Watcher(database)
        ring = keyring.Keyring(database, watcher)
        watcher.start()
        yield {principals.KEYRING: ring}
        watcher.stop()
        database.dispose()

    app = FastAPI(lifespan=lifespan, openapi_url=None, redirect_slashes=False)
    errors.install(app, publisher=example.PUBLISHER)
    openapi.install(app, publisher=example.PUBLISHER, version="1.2.3")
    app.include_router(router)
    return app


@pytest.fixture(scope="module")
def url() -> str:
    return databases.sqlite(databases.run_folder(), template="migrated")


@pytest.fixture(scope="module")
def held(url: str) -> Iterator[TestClient]:
    wrapped = middleware.wrap(application(url), publisher=example.PUBLISHER)
    with TestClient(
        wrapped, raise_server_exceptions=False, base_url="http://api.test", client=("192.0.2.7", 5)
    ) as client:
        yield client


@pytest.fixture(scope="module")
def author(url: str, held: TestClient) -> dict[str, str]:
    return holders.known(held, holders.key(url, role="author"))


def test_a_key_says_who_acts_and_from_where(held: TestClient, url: str) -> None:
    text = holders.key(url, role="author")
    answer = held.get("/v1/mine", headers=holders.known(held, text))
    assert answer.json() == {"actor": f"key:{keys.identifier(text)}", "address": "192.0.2.7"}


def refused(held: TestClient, url: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield every way to have no valid key, by name, as headers."""
    good, revoked = holders.key(url), holders.key(url)
    holders.known(held, good), holders.known(held, revoked)
    holders.revoke(url, revoked)
    soon = holders.key(url, lasts=datetime.timedelta(hours=1))
    given = {
        "none": [],
        "empty": [""],
        "scheme alone": ["Bearer"],
        "nothing": ["Bearer "],
        "garbage": ["Bearer x"],
        "long": ["Bearer " + "x" * 4_000],
        "json": ['Bearer {"key": true}'],
        "list": ["Bearer []"],
        "null": ["Bearer null"],
        "true": ["Bearer true"],
        "unknown": [f"Bearer {keys.make().text}"],
        "mistyped": [f"Bearer {good[:-1]}{'a' if good[-1] != 'a' else 'b'}"],
        "cut": [f"Bearer {good[:-1]}"],
        "upper": [f"Bearer {good.upper()}"],
        "two words": [f"Bearer {good} {good}"],
        "comma": [f"Bearer {good}, Bearer {good}"],
        "other scheme": [f"Token {good}"],
        "no scheme": [good],
        "tab": [f"Bearer\t{good}"],
        "twice": [f"Bearer {good}", f"Bearer {good}"],
        "good and bad": [f"Bearer {good}", "Bearer x"],
        "basic and good": ["Basic YTpi", f"Bearer {good}"],
        "revoked": [f"Bearer {revoked}"],
        "expired": [f"Bearer {soon}"],
    }
    for name, values in given.items():
        yield name, [("Authorization", value) for value in values]


def test_whatever_is_no_valid_key_gets_the_same_answer(held: TestClient, url: str) -> None:
    seen = set()
    tried = list(refused(held, url))
    deadline = clock.now() + datetime.timedelta(seconds=5)
    while held.get("/v1/mine", headers=dict(next(h for n, h in tried if n == "revoked"))).status_code == 200:
        assert clock.now() < deadline
    with time_machine.travel(clock.now() + datetime.timedelta(hours=2)):
        for name, headers in tried:
            answer = held.get("/v1/mine", headers=headers)
            assert answer.status_code == 401, name
            assert answer.headers["www-authenticate"] == "Bearer"
            assert answer.headers["cache-control"] == "no-store"
            body = answer.json()
            assert body.pop("request_id")
            seen.add(str(body))
    assert len(seen) == 1


def test_a_bad_key_is_never_quietly_nobody(held: TestClient) -> None:
    assert held.get("/v1/open").json() == {"actor": "nobody"}
    for given in ("Bearer x", f"Token {keys.make().text}", f"Bearer {keys.make().text}", "bearer"):
        assert held.get("/v1/open", headers={"Authorization": given}).status_code == 401, given
        assert held.get("/nowhere", headers={"Authorization": given}).status_code == 401, given


def test_the_scheme_of_a_proxy_is_none_of_our_business(held: TestClient) -> None:
    assert held.get("/v1/open", headers={"Authorization": "Basic YTpi"}).json() == {"actor": "nobody"}
    assert held.get("/v1/mine", headers={"Authorization": "Basic YTpi"}).status_code == 401


def test_the_scheme_is_read_in_any_case(held: TestClient, author: dict[str, str]) -> None:
    text = author["Authorization"].removeprefix("Bearer ")
    assert held.get("/v1/mine", headers={"Authorization": f"bEARER {text}"}).status_code == 200


def test_a_role_that_does_not_permit_it_is_forbidden_before_the_body_is_looked_at(
    held: TestClient, author: dict[str, str]
) -> None:
    answer = held.post("/v1/publish", headers=author, json=[])
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert held.post("/v1/publish", json=[]).status_code == 401


@pytest.mark.parametrize("role", ["publisher", "admin"])
def test_a_role_that_permits_it_goes_on(held: TestClient, url: str, role: who.Role) -> None:
    headers = holders.known(held, holders.key(url, role=role))
    assert held.post("/v1/publish", headers=headers, json={}).status_code == 200


def test_without_the_layer_that_finds_out_who_it_is_nobody_gets_in(url: str, author: dict[str, str]) -> None:
    with TestClient(application(url), raise_server_exceptions=False) as bare:
        assert bare.get("/v1/mine", headers=author).status_code == 500
        assert bare.get("/v1/open", headers=author).status_code == 500


def test_without_a_keyring_nobody_gets_in(author: dict[str, str]) -> None:
    bare = example.client()
    assert bare.get("/plain").status_code == 200
    assert bare.get("/plain", headers=author).status_code == 401


def test_the_description_says_which_operations_need_a_key(url: str) -> None:
    described = application(url).openapi()
    paths = described["paths"]
    assert paths["/v1/mine"]["get"]["security"] == [{"key": []}]
    assert paths["/v1/publish"]["post"]["security"] == [{"key": []}]
    assert paths["/v1/open"]["get"]["security"] == [{}, {"key": []}]
    assert list(described["components"]["securitySchemes"]) == ["key"]
    assert {"401", "403"} <= paths["/v1/publish"]["post"]["responses"].keys()
    assert described["components"]["responses"]["Problem401"]["headers"]["WWW-Authenticate"]


SECRET_PLACES = [
    "/v1/procedures?q={}",
    "/v1/procedures?{}=1",
    "/v1/procedures?a=b&{}",
    "/v1/procedures/{}",
    "/{}",
    "/procedures/{}",
    "/search?q=skin&key={}",
    "/embed/{}",
    "/health/live?{}",
    "/docs?api_key={}",
    "/openapi.json?{}",
    "/nowhere/{}/deeper",
    "/de/{}",
]


def spelt(text: str) -> Iterator[str]:
    """Yield a key as addresses can hold it."""
    encoded = "".join(f"%{ord(letter):02x}" for letter in text)
    yield from (text, encoded, encoded.replace("%", "%25"), text.replace("_", "%5F"), text[:40])


@pytest.mark.parametrize("place", SECRET_PLACES)
def test_a_key_in_an_address_is_refused_everywhere_and_repeated_nowhere(
    place: str, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    log_lines.configure("debug")
    monkeypatch.setattr(logging.getLogger("httpx2"), "disabled", True)  # the test's own client
    text = keys.make().text
    for address in spelt(text):
        for accept in ("text/html", "application/json"):
            answer = client.get(place.format(address), headers={"Accept": accept})
            assert answer.status_code == 400, address
            assert "key_in_url" in answer.text or accept == "text/html"
            assert text[15:30] not in answer.text + str(answer.headers)
    assert "request" in stream.getvalue()
    assert text[15:30] not in stream.getvalue()
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def test_the_log_names_a_refused_key_but_never_says_it(
    held: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    log_lines.configure("debug")
    made = keys.make()
    held.get("/v1/mine", headers=holders.bearing(made.text))
    held.get("/v1/mine", headers=holders.bearing(made.text[:-1]))
    written = stream.getvalue()
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()
    assert f'"key_id": "{made.id}"' in written
    assert '"key_id": "malformed"' in written
    assert made.text[15:30] not in written


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_browsers_on_other_origins_may_not_send_keys(client: TestClient, method: str) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization",
    }
    for path in ("/v1/procedures", "/v1/authoring/procedures", "/v1/screen"):
        answer = client.options(path, headers=asked)
        assert answer.status_code == 400
        assert "authorization" not in answer.headers.get("access-control-allow-headers", "").lower()


def test_a_bad_key_is_refused_on_the_routes_that_need_none(client: TestClient) -> None:
    assert clients.data(client, "/v1/procedures")
    answer = client.get("/v1/procedures", headers=holders.bearing(keys.make().text))
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
