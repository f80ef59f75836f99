"""Every row of the corpus gets exactly its status, as a problem with all headers, from the real server on both databases."""

import collections
import json
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from app import main, settings
from tests.hostile import corpus, rows, wire

TABLE = corpus.table()
PUBLIC_URL = "https://candour.example"
ON_EVERY_ANSWER = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    """Serve the real application over the seeded catalogue."""
    url: str = request.getfixturevalue(f"{request.param}_catalogue_url")
    app = main.create_app(settings.Settings(database_url=SecretStr(url), public_url=PUBLIC_URL))
    with wire.serving(app) as port:
        yield port


def test_the_corpus_is_broad_and_names_each_row_once() -> None:
    assert len(TABLE) > 600
    assert [name for name, count in collections.Counter(row.name for row in TABLE).items() if count > 1] == []
    assert {row.status for row in TABLE} == {200, 204, 304, 400, 404, 405, 413, 414, 415, 422, 431}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name[:60].encode("unicode_escape").decode())
def test_a_hostile_request_gets_exactly_its_answer(port: int, row: rows.Row) -> None:
    reply = wire.ask(port, row.sent, until_closed=row.until_closed, head=row.head)
    assert reply.status == row.status, reply.body[:500]
    assert reply.answers == 1
    _check_headers(reply)
    if row.status >= 400:
        _check_problem(reply, row=row)


def _check_headers(reply: wire.Reply) -> None:
    assert {name: reply.headers.get(name) for name in ON_EVERY_ANSWER} == ON_EVERY_ANSWER
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert reply.headers["cache-control"]
    assert 16 <= len(reply.headers["x-request-id"]) <= 64
    assert "server" not in reply.headers
    assert "set-cookie" not in reply.headers
    assert "access-control-allow-credentials" not in reply.headers
    assert "evil" not in str(reply.headers)


def _check_problem(reply: wire.Reply, *, row: rows.Row) -> None:
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["cache-control"] == "no-store"
    if row.head:
        assert reply.body == b""
        return
    body = json.loads(reply.body)
    assert body["status"] == row.status
    assert body["type"] == f"{PUBLIC_URL}/problems/{body['code']}"
    assert body["request_id"] == reply.headers["x-request-id"]
    if row.code is not None:
        assert body["code"] == row.code
    for telltale in (b"Traceback", b"sqlalchemy", b"sqlite", b"psycopg", b"<script", b"evil.example"):
        assert telltale not in reply.body


def test_the_server_still_answers_after_all_of_it(port: int) -> None:
    reply = wire.ask(port, rows.request(rows.KNOWN))
    assert reply.status == 200
    assert json.loads(reply.body)["data"]["slug"] == "laser-skin-tightening"
