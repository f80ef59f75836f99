"""What is let in is answered soon, and the rest is told at once when to come back."""

import asyncio
import json

import httpx2
import pytest
from starlette import types

from app.http import admission, gates, middleware
from tests.http import example


class Gate:
    """An application that answers when it is told to, and health at once."""

    def __init__(self) -> None:
        self.opened = asyncio.Event()
        self.taken = asyncio.Event()

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        if not scope["path"].startswith("/health/"):
            await self.opened.wait()
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]}
        )
        if scope["path"] == "/long":
            await self.taken.wait()
        await send({"type": "http.response.body", "body": b"done"})


def _client(gate: Gate, *, most: int) -> httpx2.AsyncClient:
    app = middleware.wrap(gate, publisher=example.PUBLISHER, limits=gates.Limits(waiting=most))
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://candour.example")


async def _overloaded() -> None:
    gate = Gate()
    async with _client(gate, most=2) as client:
        inside = [asyncio.create_task(client.get("/some")) for _ in range(2)]
        await asyncio.sleep(0.05)
        refused = await asyncio.wait_for(client.get("/some"), 5)
        health = await client.get("/health/live")
        gate.opened.set()
        answered = [(await one).status_code for one in inside]
        after = [(await client.get("/some")).status_code for _ in range(3)]
    assert (refused.status_code, json.loads(refused.content)["code"]) == (503, "unavailable")
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["content-type"] == "application/problem+json"
    assert (health.status_code, answered, after) == (200, [200] * 2, [200] * 3)


def test_more_than_can_be_answered_is_503_at_once_while_health_is_answered() -> None:
    asyncio.run(_overloaded())


async def _third(gate: Gate) -> int:
    async with _client(gate, most=256) as client:
        learning = asyncio.create_task(client.get("/some"))
        await asyncio.sleep(0.05)
        gate.opened.set()
        assert (await learning).status_code == 200
        gate.opened.clear()
        inside = [asyncio.create_task(client.get("/some")) for _ in range(2)]
        await asyncio.sleep(0.05)
        third = asyncio.create_task(client.get("/some"))
        await asyncio.sleep(0.05)
        gate.opened.set()
        assert [(await one).status_code for one in inside] == [200] * 2
        return (await third).status_code


@pytest.mark.parametrize(("few", "seconds", "status"), [(2, 0.02, 503), (3, 0.02, 200), (2, 20.0, 200)])
def test_who_would_wait_too_long_is_not_let_in(
    few: int, seconds: float, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "FEW", few)
    monkeypatch.setattr(admission, "WAIT_SECONDS", seconds)
    assert asyncio.run(_third(Gate())) == status


async def _slowly_taken() -> None:
    gate = Gate()
    gate.opened.set()
    async with _client(gate, most=1) as client:
        taking = asyncio.create_task(client.get("/long"))
        await asyncio.sleep(0.05)
        other = await client.get("/some")
        gate.taken.set()
        assert ((await taking).status_code, other.status_code) == (200, 200)


def test_who_takes_an_answer_slowly_keeps_nobody_out() -> None:
    asyncio.run(_slowly_taken())


async def _failing() -> None:
    async def fails(scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        raise RuntimeError("no answer")

    admitted = admission.Admitted(fails, most=1)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            await admitted({"type": "http", "path": "/some"}, _nothing, _ignored)
    assert admitted.inside == 0


async def _nothing() -> types.Message:
    return {"type": "http.disconnect"}


async def _ignored(message: types.Message) -> None:
    pass


def test_a_failing_request_gives_its_place_back() -> None:
    asyncio.run(_failing())
