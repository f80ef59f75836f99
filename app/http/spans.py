"""How spans leave the process: each made anew, with nothing that a caller sent. Loaded only where traces are wanted."""

from collections.abc import Sequence

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http import trace_exporter
from opentelemetry.sdk import resources
from opentelemetry.sdk import trace as sdk
from opentelemetry.sdk.trace import export

from app.http import tracing


class Discreet(export.SpanExporter):
    """Hand on spans with the few attributes that are kept: no events, no links, no state that a caller sent along."""

    def __init__(self, inner: export.SpanExporter) -> None:
        self._inner = inner

    def export(self, spans: Sequence[sdk.ReadableSpan]) -> export.SpanExportResult:
        """Hand them on."""
        return self._inner.export([_bare(span) for span in spans])

    def shutdown(self) -> None:
        """End."""
        self._inner.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Hand on what waits."""
        return self._inner.force_flush(timeout_millis)


def provider(collector: str, *, version: str) -> sdk.TracerProvider:
    """Return what makes spans and sends them to a collector, a batch at a time, in a thread of its own."""
    inner = trace_exporter.OTLPSpanExporter(endpoint=f"{collector}/v1/traces")
    return made(export.BatchSpanProcessor(Discreet(inner)), version=version)


def made(processor: sdk.SpanProcessor, *, version: str) -> sdk.TracerProvider:
    """Return what makes spans for a processor."""
    about = resources.Resource.create({"service.name": "candour", "service.version": version})
    found = sdk.TracerProvider(resource=about, shutdown_on_exit=False)
    found.add_span_processor(processor)
    return found


def _bare(span: sdk.ReadableSpan) -> sdk.ReadableSpan:
    held = {name: value for name, value in (span.attributes or {}).items() if name in tracing.KEPT}
    return sdk.ReadableSpan(
        name=_name(span),
        context=_without_state(span.context),
        parent=_without_state(span.parent),
        resource=span.resource,
        attributes=held,
        kind=span.kind,
        status=trace.Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _name(span: sdk.ReadableSpan) -> str:
    """Return the method and the template of the route, as FastAPI names spans; a method that nobody knows is HTTP."""
    held = span.attributes or {}
    method, route = (
        str(held[name]) if name in held else "" for name in ("http.request.method", "http.route")
    )
    return f"{method.replace('_OTHER', 'HTTP')} {route}".strip()


def _without_state(context: trace.SpanContext | None) -> trace.SpanContext | None:
    if context is None:
        return None
    return trace.SpanContext(context.trace_id, context.span_id, context.is_remote, context.trace_flags)
