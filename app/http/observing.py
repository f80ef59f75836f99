"""What a process tells its operator, from start to stop: counts where there is a token, traces to a collector."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

from fastapi.telemetry import TelemetryConfig

from app.catalogue import checkup
from app.catalogue.search import engine as search
from app.db import engine, freshness
from app.http import counting, gauging, logging, metrics, tracing


class Observation:
    """Hold the counts of this process and the folder that it shares with the others of its service.

    `cached` may be set to what gives the counts of the response cache.
    """

    def __init__(
        self,
        token: str | None,
        *,
        parent: Path,
        host: str,
        port: int,
        build: Mapping[str, str],
        collector: str | None = None,
    ) -> None:
        self.own = counting.alone() if token else None
        self.cached: Callable[[], Mapping[str, int]] = dict
        self._token, self._build = token, build
        self._shared = counting.Shared(parent, host=host, port=port)
        self._gauging: gauging.Gauging | None = None
        self._provider = tracing.provider(collector, version=build["version"]) if collector else None

    @property
    def telemetry(self) -> TelemetryConfig:
        """Return what FastAPI is told about traces."""
        return tracing.silent() if self._provider is None else tracing.sending(self._provider)

    def scraped(self) -> metrics.Scraped | None:
        """Return what answers operators, or None where nobody may ask."""
        if self._token is None or self.own is None:
            return None
        return metrics.Scraped(
            token=self._token, own=self.own, sums=self._sums, clock=time.monotonic, build=self._build
        )

    def looking(
        self, database: engine.Database, watcher: freshness.Watcher, *, folder: Path
    ) -> checkup.Checkup:
        """Return what looks at the surroundings of this process, and counts the catalogue for all of its service."""
        return checkup.Checkup(database, watcher, folder=folder, keep=self._keep, leads=self._leads)

    @contextlib.asynccontextmanager
    async def running(
        self, looking: checkup.Checkup, *, watcher: freshness.Watcher, finder: search.Engine
    ) -> AsyncIterator[None]:
        """Look and count from here on, in the shared folder, and measure once a second."""
        if self.own is not None:
            self._begin(self.own, watcher, finder)
        looking.start()
        measuring = asyncio.create_task(self._gauging.run()) if self._gauging is not None else None
        try:
            yield
        finally:
            looking.stop()
            if measuring is not None:
                measuring.cancel()
            if self.own is not None:
                self._shared.end(self.own)
            if self._provider is not None:
                self._provider.shutdown()

    def _begin(self, own: counting.Own, watcher: freshness.Watcher, finder: search.Engine) -> None:
        try:
            self._shared.begin(own)
        except OSError as error:  # readers are answered all the same
            logging.log.error("metrics_not_shared", error=logging.described(error))
        self._gauging = gauging.Gauging(own, watcher=watcher, finder=finder, cached=self.cached)

    def _leads(self) -> bool:
        return self.own is not None and self._shared.leads()

    def _keep(self, figures: Mapping[str, int | None]) -> None:
        if self.own is not None:
            for name, value in figures.items():
                self.own.gauge(name, value)

    def _sums(self) -> counting.Sums:
        if self._gauging is not None:
            self._gauging.measure()  # so that no later sum is lower than this one
        return self._shared.sums()
