"""What readers ask, and who they are, is in no log and no error; who edits is in no answer."""

import datetime
import http.client
import io
import json
import logging
import re
import socket
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import structlog
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.api import examples
from app.authoring import importing, publishing
from app.db import engine
from app.http import logging as log_lines
from app.http import urls
from tests import builders, clients, tampering
from tests.hostile import wire

CANARY = "kestrel-77-canary"
READER = "127.77.7.77"
"""An address of this machine that nothing else uses."""
KNOWN = {
    "slug": "mesotherapy",
    "concept": "isotretinoin",
    "source": "mesotherapy-directory",
    "code": "not_found",
}
TELLING = ("mesotherapy", "isotretinoin", "accutane", "pregnan", "micro-laser")
"""Words of real questions: a condition or a medicine that somebody asks about is health data."""
_SENT = (
    "User-Agent",
    "Referer",
    "Cookie",
    "Authorization",
    "If-None-Match",
    "Accept-Language",
    "Origin",
    "Accept",
)
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "From", "X-Api-Key")
HEADERS = {**dict.fromkeys((*_SENT, *_FORWARDED), CANARY), "X-Request-ID": f"{CANARY}?"}
"""A well-formed request id is kept and logged, as docs/privacy.md says; this one is not."""


class _Asked:
    """One reader, who asks from an address of its own and keeps what was answered."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.statuses: list[int] = []

    def ask(
        self, target: str, *, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=20, source_address=(READER, 0)
        )
        try:
            connection.request(method, target, body=body, headers={**HEADERS, **headers})
            answer = connection.getresponse()
            shown = f"{answer.getheaders()} {answer.read().decode('utf-8', 'replace')}"
        finally:
            connection.close()
        self.statuses.append(answer.status)
        return answer.status, shown

    def send(self, raw: bytes) -> bytes:
        with socket.create_connection(
            ("127.0.0.1", self.port), timeout=20, source_address=(READER, 0)
        ) as held:
            held.sendall(raw)
            return wire._read_all(held)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Write the logs of everything, at their most talkative, to a stream."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    log_lines.configure("debug")
    yield stream
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
def reader(seeded_database_url: str, written: io.StringIO) -> Iterator[_Asked]:
    """Return a reader of a real server over a database of this test."""
    configured = settings.Settings(database_url=SecretStr(seeded_database_url), public_url=clients.PUBLIC_URL)
    with wire.serving(main.create_app(configured), host="127.0.0.1") as port:
        yield _Asked(port)


def _operations() -> Iterator[tuple[str, list[Any]]]:
    """Yield every path that the service describes, with its parameters."""
    described = main.describe(urls.Publisher(public_url=clients.PUBLIC_URL)).openapi()
    for path, operations in described["paths"].items():
        for operation in operations.values():
            listed = [_resolved(described, item) for item in operation.get("parameters", [])]
            yield path, listed


def _resolved(described: Any, item: Any) -> Any:
    if "$ref" not in item:
        return item
    return described["components"]["parameters"][item["$ref"].rpartition("/")[2]]


def _filled(path: str, value: str | None = None) -> str:
    if value is not None:
        return re.sub(r"\{[a-z_]+\}", lambda _: quote(value, safe=""), path)
    kind = path.split("/")[2] if path.startswith("/v1/") else ""
    named = {"concepts": "concept", "sources": "source"}.get(kind, "slug")
    filled = path.replace("{code}", KNOWN["code"]).replace("{identifier}", "st_zzzzzzzzzz")
    filled = filled.replace("{number}", "1")
    return re.sub(r"\{[a-z_]+\}", KNOWN[named], filled)


def _check_silent(written: io.StringIO, *, least: int) -> None:
    deadline = time.monotonic() + 10  # a line is written when its answer has been handed over
    while written.getvalue().count('"event": "request"') < least:
        assert time.monotonic() < deadline, "the log was not written"
        time.sleep(0.01)
    words = ("kestrel", READER, *TELLING)
    lines = written.getvalue().lower().splitlines()
    assert [line[:1_000] for line in lines if any(word in line for word in words)] == []


def test_no_log_holds_what_was_asked_or_who_asked(reader: _Asked, written: io.StringIO) -> None:
    for path, parameters in _operations():
        reader.ask(_filled(path))
        reader.ask(f"{_filled(path)}?{CANARY}={CANARY}")
        for target in (
            _filled(path, CANARY),
            f"{_filled(path)}?unknown={CANARY}",
            f"{_filled(path)}/{CANARY}",
        ):
            status, shown = reader.ask(target)
            assert "{" not in target
            assert status < 500
            assert status == 200 or CANARY not in shown, target
        for parameter in (item["name"] for item in parameters if item["in"] == "query"):
            for value in (CANARY, "accutane", f"{CANARY}\n\x1b[2J", "\ud800", f"P{CANARY}D"):
                encoded = quote(value.encode("utf-8", "surrogatepass"))
                status, shown = reader.ask(f"{_filled(path)}?{quote(parameter)}={encoded}")
                assert status < 500
                assert status == 200 or CANARY not in shown, (path, parameter)
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
            status, shown = reader.ask(
                _filled(path),
                method=method,
                body=json.dumps({CANARY: CANARY}).encode(),
                **{"Content-Type": "application/json"},
            )
            assert CANARY not in shown
        reader.ask(_filled(path), body=CANARY.encode())
    assert {200, 404, 422, 405, 400} <= set(reader.statuses)
    _check_silent(written, least=len(reader.statuses))


def test_no_log_holds_what_was_sent_and_not_understood(reader: _Asked, written: io.StringIO) -> None:
    word = CANARY.encode()
    for raw in (
        word + b"\r\n\r\n",
        b"GET /" + word + b" HTTP/9.9\r\n\r\n",
        b"GET /?" + word + b" HTTP/1.1\r\nHost: " + word + b"/\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + word + b" : x\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: " + word + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + word + b"\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 99999999\r\n\r\n" + word,
        b"GET /?" + word * 5_000 + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: " + word * 5_000 + b"\r\n\r\n",
        b"\x16\x03\x01" + word,
    ):
        assert word not in reader.send(raw)
    reader.ask("/health/live")
    _check_silent(written, least=1)


@pytest.mark.parametrize(
    ("damage", "targets"),
    [
        (
            "UPDATE statements SET json = 'x'",
            ["/v1/interactions?concept=Accutane", "/v1/side-effects?procedure=mesotherapy"],
        ),
        ("UPDATE procedures SET card = 'x'", ["/v1/procedures?alias=mesotherapy"]),
        (
            "UPDATE revisions SET document = 'x'",
            [
                "/v1/procedures/mesotherapy",
                "/v1/procedures/mesotherapy/steps",
                "/v1/compare?procedures=mesotherapy,micro-laser-peel",
            ],
        ),
        ("ALTER TABLE concept_labels RENAME TO elsewhere", ["/v1/contraindications?concept=pregnancy"]),
        ("ALTER TABLE revisions RENAME TO elsewhere", ["/v1/procedures/mesotherapy"]),
    ],
)
def test_no_log_holds_what_was_asked_when_something_fails(
    reader: _Asked, written: io.StringIO, seeded_database_url: str, damage: str, targets: list[str]
) -> None:
    """An error of a database quotes the statement and its parameters; an error of a parser what it could not parse."""
    if "postgresql" in seeded_database_url:
        damage = damage.replace("document = 'x'", "document = '\\x78'").replace("= 'x'", "= '\\x78'")
    tampering.tamper(seeded_database_url, damage)
    for target in targets:
        status, shown = reader.ask(target)
        assert status in {500, 503}
        for word in (CANARY, *TELLING, "SELECT", "Traceback", "sqlalchemy"):
            assert word not in shown
    _check_silent(written, least=len(targets))
    assert any(event in written.getvalue() for event in ('"event": "failed"', '"event": "problem"'))


def test_who_edits_is_in_no_answer_and_why_only_among_the_corrections_and_revisions(
    database_url: str, tmp_path: Any
) -> None:
    editor, reviewer, note, reason = (f"{word} kestrel" for word in ("Editor", "Reviewer", "Note", "Reason"))
    gone, moment = builders.named("indication"), datetime.datetime.now(datetime.UTC)
    database = engine.Database(database_url)
    try:
        importing.import_folder(database, builders.folder(tmp_path), editor=editor, note="First kestrel")
        conditions = publishing.Conditions(allow_dropping={gone}, reason=reason, allow_unreviewed=True)
        shorter = builders.parsed(builders.without(builders.draft_tree(), gone))
        with database.write() as session:
            publishing.publish(
                session,
                shorter,
                editor=editor,
                reviewer=reviewer,
                note=note,
                now=moment,
                conditions=conditions,
            )
    finally:
        database.dispose()
    configured = settings.Settings(database_url=SecretStr(database_url), public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as client:
        targets = sorted(
            {path for path, _ in _operations()}
            | {"/corrections", "/docs", "/openapi.json"}
            | set(examples.REQUESTS.values())
        )
        shown = {target: client.get(_own(target)).text for target in targets}
        shown |= {gone: client.get(f"/v1/statements/{gone}").text}
    assert sum(len(text) > 500 for text in shown.values()) > 20
    for secret in (editor, reviewer):
        assert [target for target, text in shown.items() if secret in text] == []
    telling = {target for target in shown if target.endswith("/revisions")} | {
        "/corrections",
        "/v1/corrections",
    }
    assert {target for target, text in shown.items() if note in text} == telling
    assert {target for target, text in shown.items() if "First kestrel" in text} <= telling
    assert {target for target, text in shown.items() if reason in text} >= {
        "/corrections",
        "/v1/corrections",
        gone,
    }


def _own(target: str) -> str:
    """Return the target with the names of the small catalogue in the place of the seed's."""
    own = target.replace("{slug}", "example-peel").replace("{identifier}", builders.named("duration"))
    for name in ("laser-skin-tightening", "mesotherapy", "micro-laser-peel", "micro-laser-lipo"):
        own = own.replace(f"/procedures/{name}", "/procedures/example-peel")
    concept = "isotretinoin" if "/concepts/" in own else builders.SOURCE
    return (
        own.replace("{id}", concept)
        .replace("{concept}", concept)
        .replace("{source}", concept)
        .replace("{clinic}", concept)
        .replace("{code}", "gone")
    )
