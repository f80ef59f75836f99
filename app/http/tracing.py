"""Traces for an operator's collector, through FastAPI's own support; of a request they hold what its log line holds.

FastAPI puts the address and the query into its spans. Neither leaves the process: what is sent is made anew from the
few attributes that are named here. The library is loaded only where traces are wanted.
"""

import importlib
from collections.abc import MutableMapping
from typing import Any

from fastapi.telemetry import TelemetryConfig

KEPT = frozenset({"http.request.method", "http.route", "http.response.status_code", "error.type"})
"""What a span says of a request; never `url.path`, `url.query`, who asked, or the message of an error."""
_APART = ("/health/", "/static/")
_SENDING = "app.http.spans"


def silent() -> TelemetryConfig:
    """Return the configuration without traces, whatever the environment of the process says."""
    return {
        "tracing": False,
        "metrics": False,
        "logs": False,
        "operation_spans": False,
        "auto_configure": False,
    }


def sending(provider: Any) -> TelemetryConfig:
    """Return the configuration that makes a span of each request, and nothing of what happens within it."""
    return {**silent(), "tracing": True, "tracer_provider": provider, "exclude": _is_apart}


def provider(collector: str, *, version: str) -> Any:
    """Return what sends spans to a collector by OTLP over HTTP; ModuleNotFoundError where the extra is missing."""
    made: Any = importlib.import_module(_SENDING)
    return made.provider(collector, version=version)


def _is_apart(scope: MutableMapping[str, Any]) -> bool:
    return str(scope.get("path", "")).startswith(_APART)
