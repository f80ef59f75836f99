"""A question about somebody's health is answered and forgotten: it is in no log, in no row of the database, in no file."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from app.db import engine
from tests import tampering
from tests.hostile import test_privacy as privacy

reader, written = privacy.reader, privacy.written
PATH = "/v1/screen"
CANARY = privacy.CANARY
JSON = {"Content-Type": "application/json"}
ASKED: tuple[dict[str, Any], ...] = (
    {"circumstances": ["pregnancy", CANARY], "medicines": ["Accutane"], "concerns": [f"{CANARY} sun"]},
    {"medicines": [CANARY], "procedures": ["mesotherapy"], "limit": 1},
    {"medicines": ["isotretinoin"], "limit": 1},
)
"""Questions that are answered, with terms that are known and terms that are not."""
REFUSED: tuple[bytes, ...] = tuple(
    text.encode("utf-8", "surrogatepass")
    for text in (
        f'{{"medicines":["{CANARY}"],"{CANARY}":["{CANARY}"]}}',
        f'{{"medicines":["{CANARY}"],"medicines":["{CANARY}"]}}',
        f'{{"{CANARY}":1,"{CANARY}":2}}',
        f'{{"medicines":["{CANARY}\\u202e"]}}',
        f'{{"medicines":["{CANARY}\\u0000"]}}',
        f'{{"medicines":["{CANARY}\\ud800"]}}',
        f'{{"medicines":["{CANARY}", 5, null]}}',
        f'{{"medicines":"{CANARY}"}}',
        f'{{"medicines":["{CANARY * 20}"]}}',
        f'{{"medicines":["{CANARY}"],"limit":"{CANARY}"}}',
        f'{{"medicines":["{CANARY}"],"limit":NaN}}',
        f'{{"medicines":["{CANARY}"],"cursor":"{CANARY}"}}',
        f'{{"medicines":["{CANARY}"],"procedures":["{CANARY}"]}}',
        f'{{"medicines":["{CANARY}"],"procedures":["{CANARY} x"]}}',
        f'{{"medicines":["{CANARY}"',
        f'["{CANARY}"]',
        f'"{CANARY}"',
        CANARY,
        f'{{"medicines":["{CANARY}\udcff"]}}',
    )
)
"""Bodies that are not a question, each wrong in a way of its own."""


def _contents(url: str) -> dict[str, str]:
    """Return every table of a database, whatever it is for, as text."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        driver: Any = engine._driver()
        held = driver.connect(str(address.database))
        try:
            names = [row[0] for row in held.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {
                name: "\n".join(str(row) for row in held.execute(f'SELECT * FROM "{name}" ORDER BY rowid'))
                for name in names
            }
        finally:
            held.close()
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as server:
        named = server.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        whole = sql.SQL("SELECT t::text FROM {} AS t ORDER BY 1")
        return {
            name: "\n".join(str(row[0]) for row in server.execute(whole.format(sql.Identifier(schema, name))))
            for schema, name in named
        }


def _files(url: str) -> bytes:
    """Return the bytes of the files of an SQLite database, those that it writes ahead included."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return b""
    path = Path(str(address.database))
    return b"".join(part.read_bytes() for part in sorted(path.parent.glob(f"{path.name}*")))


def _ask_everything(reader: privacy._Asked) -> None:
    for question in ASKED:
        status, shown = reader.ask(PATH, method="POST", body=json.dumps(question).encode(), **JSON)
        assert status == 200
        assert "recognised" in shown
    for body in REFUSED:
        status, shown = reader.ask(PATH, method="POST", body=body, **JSON)
        assert status in {400, 422}, body
        assert CANARY not in shown, body
    for kind in ("text/plain", f"application/{CANARY}", "multipart/form-data"):
        sent = {"Content-Type": kind}
        assert reader.ask(PATH, method="POST", body=json.dumps(ASKED[0]).encode(), **sent)[0] == 415
    assert reader.ask(f"{PATH}?{CANARY}={CANARY}", method="POST", body=REFUSED[0], **JSON)[0] == 422
    assert reader.ask(PATH, method="POST", body=CANARY.encode() * 20_000, **JSON)[0] == 413


def test_a_question_is_in_no_log_and_nowhere_in_the_database(
    reader: privacy._Asked, written: io.StringIO, seeded_database_url: str
) -> None:
    before = _contents(seeded_database_url)
    assert sum(len(text) for text in before.values()) > 100_000
    _ask_everything(reader)
    privacy._check_silent(written, least=len(reader.statuses))
    assert f'"route": "{PATH}"' in written.getvalue()
    after = _contents(seeded_database_url)
    assert after == before
    assert "kestrel" not in str(after)
    assert b"kestrel" not in _files(seeded_database_url)


@pytest.mark.parametrize(
    "damage",
    [
        "ALTER TABLE procedure_concepts RENAME TO elsewhere",
        "ALTER TABLE concept_closure RENAME TO elsewhere",
        "ALTER TABLE concepts RENAME TO elsewhere",
        "UPDATE concepts SET json = 'x'",
        "UPDATE revisions SET document = 'x'",
        "DELETE FROM revisions",
    ],
)
def test_a_question_is_in_no_log_when_something_fails(
    reader: privacy._Asked, written: io.StringIO, seeded_database_url: str, damage: str
) -> None:
    """An error of a database quotes the statement and its parameters; an error of a parser what it could not parse."""
    if "postgresql" in seeded_database_url:
        damage = damage.replace("= 'x'", "= '\\x78'")
    tampering.tamper(seeded_database_url, damage)
    for question in ASKED:
        status, shown = reader.ask(PATH, method="POST", body=json.dumps(question).encode(), **JSON)
        assert status in {500, 503}
        for word in (CANARY, *privacy.TELLING, "SELECT", "Traceback", "sqlalchemy", "ValidationError"):
            assert word not in shown
    privacy._check_silent(written, least=len(ASKED))
    assert any(told in written.getvalue() for told in ('"event": "failed"', '"event": "problem"'))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def shipped(seeded_database_url: str, tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """Run `candour serve` as it is shipped, at its most talkative; give its port and the file of all it writes."""
    port, log = _free_port(), tmp_path / "serve.log"
    environment = {**os.environ, "CANDOUR_DATABASE_URL": seeded_database_url, "CANDOUR_LOG_LEVEL": "debug"}
    command = [sys.executable, "-c", "from app import cli; cli.main()", "serve", "--port", str(port)]
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, env=environment, stdout=file, stderr=file, cwd=Path(__file__).parents[2]
        )
        try:
            _await(port, process)
            yield port, log
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the service did not start")


@pytest.mark.slow
def test_the_service_as_it_is_shipped_writes_nothing_of_a_question_anywhere(
    shipped: tuple[int, Path], seeded_database_url: str
) -> None:
    port, log = shipped
    reader = privacy._Asked(port)
    _ask_everything(reader)
    reader.ask("/health/live")
    deadline = time.monotonic() + 10
    while log.read_text().count('"event": "request"') < len(reader.statuses):
        assert time.monotonic() < deadline, "the log was not written"
        time.sleep(0.05)
    said = log.read_text().lower()
    assert f'"route": "{PATH}"' in said
    asked = [line for line in said.splitlines() if '"event": "request"' in line or "uvicorn" in line]
    assert [line for line in asked if any(word in line for word in privacy.TELLING)] == []
    assert [
        word for word in ("kestrel", privacy.READER, "accutane", "pregnan", "isotretinoin") if word in said
    ] == []
    assert "kestrel" not in str(_contents(seeded_database_url))
    assert b"kestrel" not in _files(seeded_database_url)
