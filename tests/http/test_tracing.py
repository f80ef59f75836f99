"""Traces hold the template, the status and the kind of an error; nothing that was asked for leaves the process."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi import FastAPI
from opentelemetry.sdk.trace import export
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from app import main
from app.content import problems
from app.http import middleware, spans, tracing, urls
from tests import clients

CANARY = "kestrel-77-canary"
TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
PUBLISHER = urls.Publisher(public_url=clients.PUBLIC_URL)


@contextmanager
def traced(*, bare: bool = True) -> Iterator[tuple[TestClient, InMemorySpanExporter]]:
    """Give a client of the real routes, and what keeps the spans; `bare` False leaves them as FastAPI makes them."""
    kept = InMemorySpanExporter()
    inner: export.SpanExporter = spans.Discreet(kept) if bare else kept
    provider = spans.made(export.SimpleSpanProcessor(inner), version="1")
    app = main.describe(PUBLISHER, telemetry=tracing.sending(provider))
    _fail(app)
    with TestClient(middleware.wrap(app, publisher=PUBLISHER), raise_server_exceptions=False) as client:
        yield client, kept
    provider.shutdown()


def _fail(app: FastAPI) -> None:
    @app.get("/fails/{slug}")
    async def fails(slug: str) -> None:
        raise ValueError(f"this quotes {slug}")

    @app.get("/away/{slug}")
    async def away(slug: str) -> None:
        raise problems.Unavailable(f"this quotes {slug}")


def ask_everything(client: TestClient) -> None:
    """Ask so that the marker stands wherever a caller can put a word."""
    headers = {
        "traceparent": f"00-{TRACE}-{SPAN}-01",
        "tracestate": f"a={CANARY}",
        "baggage": f"b={CANARY}",
        "Host": f"{CANARY}.example",
        "User-Agent": CANARY,
        "Cookie": CANARY,
        "Referer": CANARY,
    }
    for target in (
        f"/v1/search?q={CANARY}",
        f"/v1/procedures/{CANARY}",
        f"/{CANARY}",
        f"/fails/{CANARY}",
        f"/away/{CANARY}",
    ):
        client.get(target, headers=headers)
    client.post("/v1/screen", json={CANARY: CANARY}, headers=headers)
    client.request(CANARY.upper(), "/problems", headers=headers)


def shown(kept: InMemorySpanExporter) -> str:
    """Return all that leaves the process with the spans."""
    found: list[Any] = [
        (span.to_json(), span.context, span.parent, dict(span.resource.attributes), span.events, span.links)
        for span in kept.get_finished_spans()
    ]
    return repr(found)


def test_no_span_holds_what_was_asked_or_who_asked() -> None:
    with traced() as (client, kept):
        ask_everything(client)
    assert len(kept.get_finished_spans()) == 7
    assert "kestrel" not in shown(kept).lower()
    assert {name for span in kept.get_finished_spans() for name in span.attributes or {}} <= tracing.KEPT
    assert all(not span.events and not span.links for span in kept.get_finished_spans())


def test_without_that_they_would() -> None:
    with traced(bare=False) as (client, kept):
        ask_everything(client)
    assert shown(kept).lower().count("kestrel") > 5


def test_a_span_is_named_by_the_template_and_tells_the_status_and_the_trace_that_it_belongs_to() -> None:
    with traced() as (client, kept):
        client.get(f"/fails/{CANARY}", headers={"traceparent": f"00-{TRACE}-{SPAN}-01"})
    (span,) = kept.get_finished_spans()
    assert span.name == "GET /fails/{slug}"
    assert dict(span.attributes or {}) == {
        "http.request.method": "GET",
        "http.route": "/fails/{slug}",
        "http.response.status_code": 500,
        "error.type": "ValueError",
    }
    assert span.context is not None
    assert span.parent is not None
    assert (f"{span.context.trace_id:032x}", f"{span.parent.span_id:016x}") == (TRACE, SPAN)
    assert span.end_time is not None
    assert span.start_time is not None
    assert span.end_time > span.start_time


def test_health_leaves_no_span() -> None:
    with traced() as (client, kept):
        client.get("/health/live")
    assert kept.get_finished_spans() == ()


def test_nothing_is_traced_unless_it_is_set_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    app = main.describe(PUBLISHER)
    assert app._telemetry["auto_configure"] is False
    assert not any(app._telemetry[name] for name in ("tracing", "metrics", "logs", "operation_spans"))
