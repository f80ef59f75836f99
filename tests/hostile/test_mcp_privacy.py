"""What somebody asks through an assistant is about their health: it is in no log, whether it is answered or fails."""

import io
import json
from typing import Any

import pytest

from tests import tampering
from tests.hostile import test_privacy as privacy

reader, written = privacy.reader, privacy.written
CANARY = privacy.CANARY
HEADERS = {"Content-Type": "application/json", "Host": "localhost", "Origin": "http://localhost"}
CALLS: tuple[tuple[str, Any], ...] = (
    ("search", {"query": f"accutane {CANARY}"}),
    ("get_procedure", {"procedure": "mesotherapy"}),
    ("get_procedure", {"procedure": CANARY}),
    ("get_section", {"procedure": CANARY, "section": CANARY}),
    ("compare", {"procedures": ["mesotherapy", "micro-laser-peel"]}),
    ("compare", {"procedures": ["mesotherapy", CANARY]}),
    ("screen", {"circumstances": ["pregnancy", CANARY], "medicines": ["accutane"]}),
    ("screen", {"medicines": [CANARY], CANARY: CANARY}),
    ("sources", {"source": CANARY}),
    (CANARY, {CANARY: CANARY}),
)


def _bodies() -> list[bytes]:
    called: list[Any] = [
        {"jsonrpc": "2.0", "id": CANARY, "method": "tools/call", "params": {"name": name, "arguments": asked}}
        for name, asked in CALLS
    ]
    called += [
        {"jsonrpc": "2.0", "id": 1, "method": CANARY, "params": {CANARY: CANARY}},
        {"jsonrpc": "2.0", "method": CANARY, "params": {CANARY: CANARY}},
        {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": 5, "arguments": CANARY}},
        {"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progressToken": [CANARY]}},
        [CANARY],
        {CANARY: CANARY},
    ]
    return [*(json.dumps(one).encode() for one in called), CANARY.encode()]


def test_nothing_that_an_assistant_asks_is_logged(reader: privacy._Asked, written: io.StringIO) -> None:
    for body in _bodies():
        for more in ({}, {"MCP-Protocol-Version": "2025-06-18"}, {"MCP-Protocol-Version": CANARY}):
            status, _ = reader.ask("/mcp", method="POST", body=body, **{**HEADERS, **more})
            assert status in {200, 202, 400, 404}
    for headers in ({**HEADERS, "Host": CANARY}, {**HEADERS, "Origin": f"https://{CANARY}"}):
        assert reader.ask("/mcp", method="POST", body=b"{}", **headers)[0] in {403, 421}
    assert reader.ask(f"/mcp?{CANARY}=1", method="POST", body=b"{}", **HEADERS)[0] == 422
    privacy._check_silent(written, least=len(reader.statuses))
    assert '"route": "/mcp"' in written.getvalue()


@pytest.mark.parametrize(
    "damage",
    ["ALTER TABLE procedure_concepts RENAME TO elsewhere", "ALTER TABLE revisions RENAME TO elsewhere"],
)
def test_nothing_that_an_assistant_asks_is_logged_when_something_fails(
    reader: privacy._Asked, written: io.StringIO, seeded_database_url: str, damage: str
) -> None:
    tampering.tamper(seeded_database_url, damage)
    for body in _bodies()[: len(CALLS)]:
        status, shown = reader.ask("/mcp", method="POST", body=body, **HEADERS)
        assert status in {200, 400}
        for word in ("SELECT", "Traceback", "sqlalchemy"):
            assert word not in shown
    privacy._check_silent(written, least=len(reader.statuses))
    assert any(event in written.getvalue() for event in ('"event": "failed"', '"event": "problem"'))
