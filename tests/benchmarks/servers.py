"""Servers under measurement: each in processes of its own, on one core, on a free port, stopped by its id."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.benchmarks import machine
from tests.hostile import wire

PATIENCE_SECONDS = 180
_TICK = os.sysconf("SC_CLK_TCK")
_EVERYTHING = frozenset(
    {
        "CANDOUR_DATABASE_URL",
        "CANDOUR_SEARCH_INDEX",
        "CANDOUR_EXPORTS",
        "CANDOUR_CACHE_BYTES",
        "CANDOUR_WORKERS",
        "PYTHONDONTWRITEBYTECODE",
    }
)
"""What is not taken over from who runs the benchmark."""
_AS_INSTALLED = {"PYTHONPATH": str(machine.ROOT), "PYTHONPYCACHEPREFIX": str(machine.PLACE / "compiled")}
"""The code of this checkout, compiled once, as it is in the image, wherever its own folders cannot be written."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server: where it answers and which process is the first of its own."""

    url: str
    pid: int
    took: float
    """Seconds from its start to its first answer."""

    def processes(self) -> list[int]:
        """Return the ids of its processes, children included."""
        return [self.pid, *_descendants(self.pid)]

    def cpu(self) -> float:
        """Return the seconds of CPU that its processes have used."""
        return sum(map(_seconds, self.processes()))

    def pss(self) -> list[int]:
        """Return the proportional memory of each of its processes in bytes, as the kernel accounts shared pages."""
        return [found for pid in self.processes() if (found := _pss(pid))]


@contextlib.contextmanager
def candour(
    database: str,
    *,
    cached: bool = True,
    workers: int = 1,
    core: int | None = machine.SERVER,
    threads: int = 4,
    name: str = "candour",
) -> Iterator[Server]:
    """Serve a database as `candour serve` does, without limits for one address, on one core unless it is None."""
    settings = {
        "CANDOUR_DATABASE_URL": database,
        "CANDOUR_WORKERS": str(workers),
        "CANDOUR_THREADS": str(threads),
        "CANDOUR_LIMIT_ANONYMOUS": "0",
        "CANDOUR_LIMIT_KEYED": "0",
        "CANDOUR_LIMIT_WRITES": "0",
        "CANDOUR_CACHE_BYTES": "67108864" if cached else "0",
        "CANDOUR_PUBLIC_URL": "http://candour.example",
        "CANDOUR_SEARCH_INDEX": str(machine.PLACE / "search"),
        "CANDOUR_EXPORTS": str(machine.PLACE / f"exports-{name}"),
    }
    command = [sys.executable, "-m", "app.cli", "serve", "--port", "{port}"]
    with running(name, command, settings=settings, core=core, ready="/v1/procedures?limit=1") as server:
        yield server


@contextlib.contextmanager
def running(
    name: str,
    command: list[str],
    *,
    settings: Mapping[str, str] | None = None,
    core: int | None = machine.SERVER,
    ready: str = "/",
) -> Iterator[Server]:
    """Run a server; `{port}` in its command stands for a free port. Raises RuntimeError where it does not answer."""
    port = wire.free_port()
    words = [word.replace("{port}", str(port)) for word in command]
    environment = {name: value for name, value in os.environ.items() if name not in _EVERYTHING}
    machine.PLACE.mkdir(parents=True, exist_ok=True)
    log = machine.PLACE / f"{name}.log"
    begun = time.perf_counter()
    with log.open("wb") as said:
        process = subprocess.Popen(
            words if core is None else machine.pinned(core, *words),
            cwd=machine.ROOT,
            stdout=said,
            stderr=said,
            env={**environment, **_AS_INSTALLED, **(settings or {})},
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _await(f"{url}{ready}", process, log)
        yield Server(url=url, pid=process.pid, took=time.perf_counter() - begun)
    finally:
        _stop(process)


def _await(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(httpx2.TransportError):
            if httpx2.get(url, timeout=PATIENCE_SECONDS).status_code < 500:
                return
        time.sleep(0.02)
    raise RuntimeError(f"{url} does not answer: {log.read_text(errors='replace')[-2_000:]}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    children = _descendants(process.pid)
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *_descendants(int(child))]
    return found


def _seconds(pid: int) -> float:
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK
    return 0.0


def _pss(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
