"""`/metrics`, for operators with the token: what all processes of the service have counted, as Prometheus reads it.

It names methods, templates of routes and statuses, and never what was asked for or by whom.
"""

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

import anyio
from anyio import to_thread
from starlette import types
from starlette.datastructures import Headers
from starlette.responses import Response

from app.content import access_problems, problems
from app.http import counting

PATH = "/metrics"
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_METHODS = frozenset({"GET", "HEAD"})
_ROUTE = SimpleNamespace(path=PATH)
"""What the log takes the template from."""
_CACHE = {"cache_hits": "hit", "cache_misses": "miss", "cache_bypassed": "bypass"}
_HOOKS = {"webhooks_active": "active", "webhooks_failing": "failing", "webhooks_stopped": "stopped"}
_PLAIN = ("procedures", "statements_overdue", "procedures_overdue", "deliveries_waiting", "disk_free_bytes")

FAMILIES: Mapping[str, tuple[str, str]] = {
    "candour_build_info": ("gauge", "What runs here; the value is always 1."),
    "candour_processes": ("gauge", "Processes that serve requests now."),
    "candour_process_starts_total": ("counter", "Processes that were started, those that ended among them."),
    "candour_requests_total": ("counter", "Answers by method, template of the route and status."),
    "candour_request_duration_seconds": (
        "histogram",
        "How long answers took until their last byte was handed over; by the cache or by the application.",
    ),
    "candour_requests_in_progress": ("gauge", "Requests that the application is answering."),
    "candour_cache_requests_total": (
        "counter",
        "Requests that the response cache answered (hit), had answered and could keep (miss), or let pass (bypass).",
    ),
    "candour_cache_stale_total": ("counter", "Hits that were given marked as unconfirmed."),
    "candour_cache_collapsed_total": (
        "counter",
        "Requests that waited for the answer to another for the same.",
    ),
    "candour_cache_entries": ("gauge", "Answers that the caches of all processes hold."),
    "candour_cache_bytes": ("gauge", "Bytes that they hold."),
    "candour_catalogue_revision": ("gauge", "The lowest revision of the catalogue that a process serves."),
    "candour_catalogue_confirmed_seconds": (
        "gauge",
        "Seconds since the catalogue's revision was confirmed, or the process started, where that is longest ago.",
    ),
    "candour_search_index_revision": (
        "gauge",
        "The lowest revision of the catalogue that a process searches in.",
    ),
    "candour_search_index_behind_seconds": (
        "gauge",
        "Seconds since the search index was level with the catalogue, in the process where that is longest ago.",
    ),
    "candour_procedures": ("gauge", "Procedures that are published."),
    "candour_statements_overdue": ("gauge", "Published statements whose review is overdue."),
    "candour_procedures_overdue": ("gauge", "Published procedures with such a statement."),
    "candour_webhooks": ("gauge", "Webhooks by state; the failing ones are also among the active ones."),
    "candour_deliveries_waiting": ("gauge", "Changes that active webhooks have not been sent yet."),
    "candour_figures_age_seconds": (
        "gauge",
        "Seconds since webhooks and the room on the disk were looked at, and the catalogue if it had changed.",
    ),
    "candour_disk_free_bytes": ("gauge", "Room left where exports are kept, beside a SQLite database."),
    "candour_resident_memory_bytes": ("gauge", "Memory of all processes; what they share counts for each."),
    "candour_largest_resident_memory_bytes": ("gauge", "Memory of the largest process."),
}
"""Every metric there is, with its type and what it means."""


@dataclass(frozen=True, kw_only=True)
class Scraped:
    """Say who may read the metrics, and where they come from."""

    token: str
    own: counting.Own
    """Where this process counts."""
    sums: Callable[[], counting.Sums]
    """Bring this process's own figures up to date and add up all; raises OSError."""
    clock: Callable[[], float]
    """The machine's clock that all processes share, in seconds."""
    build: Mapping[str, str]


class Metrics:
    """Answer `/metrics` to whoever has the token, without waiting for reads; pass everything else on."""

    def __init__(self, app: types.ASGIApp, *, scraped: Scraped) -> None:
        self.app = app
        self._scraped = scraped
        self._alone = anyio.CapacityLimiter(1)

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH:
            await self.app(scope, receive, send)
            return
        scope["route"] = _ROUTE
        if scope["method"] not in _METHODS:
            raise problems.MethodNotAllowed("It is only read.", headers={"Allow": "GET, HEAD"})
        given = Headers(scope=scope).getlist("authorization")
        expected = f"Bearer {self._scraped.token}"
        if len(given) != 1 or not hmac.compare_digest(given[0].encode(), expected.encode()):
            raise access_problems.Unauthenticated("It needs the token of whoever runs this service.")
        content = await to_thread.run_sync(self._written, limiter=self._alone)
        await Response(content, media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})(
            scope, receive, send
        )

    def _written(self) -> bytes:
        try:
            sums = self._scraped.sums()
        except OSError as error:
            raise problems.Unavailable(
                "What the processes count cannot be read.", headers={"Retry-After": "10"}
            ) from error
        return text(sums, now=self._scraped.clock(), build=self._scraped.build).encode("utf-8")


def text(sums: counting.Sums, *, now: float, build: Mapping[str, str]) -> str:
    """Return the metrics in Prometheus' text format; what is not known is left out, never 0."""
    samples: dict[str, list[str]] = {name: [] for name in FAMILIES}
    for name, labels, value in _samples(sums, now=now, build=build):
        family = name
        for suffix in ("_bucket", "_sum", "_count"):
            if name not in FAMILIES:
                family = name.removesuffix(suffix) if name.endswith(suffix) else family
        shown = ",".join(f'{key}="{_escaped(held)}"' for key, held in labels.items())
        samples[family].append(f"{name}{{{shown}}} {value}" if shown else f"{name} {value}")
    lines: list[str] = []
    for name, (kind, told) in FAMILIES.items():
        if samples[name]:
            lines += [f"# HELP {name} {told}", f"# TYPE {name} {kind}", *samples[name]]
    return "\n".join(lines) + "\n"


_Sample = tuple[str, Mapping[str, str], int | float]


def _samples(sums: counting.Sums, *, now: float, build: Mapping[str, str]) -> Iterator[_Sample]:
    yield "candour_build_info", build, 1
    yield "candour_processes", {}, sums.living
    yield "candour_process_starts_total", {}, sums.counters["started"]
    yield from _answers(sums)
    for name, result in _CACHE.items():
        yield "candour_cache_requests_total", {"result": result}, sums.counters[name]
    for name in ("cache_stale", "cache_collapsed"):
        yield f"candour_{name}_total", {}, sums.counters[name]
    held = sums.gauges
    yield from _of(held, sum, "requests_in_progress", "in_progress")
    yield from _of(held, sum, "cache_entries", "cache_entries")
    yield from _of(held, sum, "cache_bytes", "cache_bytes")
    yield from _of(held, min, "catalogue_revision", "catalogue_revision")
    yield from _of(held, min, "search_index_revision", "index_revision")
    yield from _ages(held, now=now)
    for name in _PLAIN:
        yield from _of(held, max, name, name)
    for name, state in _HOOKS.items():
        for value in held.get(name, ())[:1]:
            yield "candour_webhooks", {"state": state}, value
    yield from _of(held, sum, "resident_memory_bytes", "resident_bytes")
    yield from _of(held, max, "largest_resident_memory_bytes", "resident_bytes")


def _of(
    held: Mapping[str, Sequence[int]], together: Callable[[Iterable[int]], int], name: str, gauge: str
) -> Iterator[_Sample]:
    if held.get(gauge):
        yield f"candour_{name}", {}, together(held[gauge])


def _ages(held: Mapping[str, Sequence[int]], *, now: float) -> Iterator[_Sample]:
    """Yield how long ago it was, in the process that knows of the earliest moment, or of the latest for figures."""
    for name, gauge, which in (
        ("catalogue_confirmed_seconds", "confirmed_ms", min),
        ("search_index_behind_seconds", "index_level_ms", min),
        ("figures_age_seconds", "figures_ms", max),
    ):
        if held.get(gauge):
            yield f"candour_{name}", {}, round(max(0.0, now - which(held[gauge]) / 1000), 3)


def _answers(sums: counting.Sums) -> Iterator[_Sample]:
    counts: dict[tuple[str, str, str], int] = {}
    taken: dict[tuple[str, str, str], list[int]] = {}
    for (by, method, route, status), values in sorted(sums.answers.items()):
        told = (method, route, str(status))
        counts[told] = counts.get(told, 0) + sum(values[1:])
        alike = taken.setdefault((by, route, f"{status // 100}xx"), [0] * len(values))
        alike[:] = [one + other for one, other in zip(alike, values, strict=True)]
    for (method, route, code), count in counts.items():
        yield "candour_requests_total", {"method": method, "route": route, "status": code}, count
    name = "candour_request_duration_seconds"
    for (by, route, kind), values in taken.items():
        labels = {"route": route, "status": kind, "by": by}
        running = 0
        for bound, count in zip((*map(str, counting.BOUNDS), "+Inf"), values[1:], strict=True):
            running += count
            yield f"{name}_bucket", {**labels, "le": bound}, running
        yield f"{name}_sum", labels, values[0] / 1e9
        yield f"{name}_count", labels, running


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
