"""The service in a process of its own, on a free port of this machine, as those who use it meet it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import httpx2

from tests.hostile import wire

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 120


class Running(NamedTuple):
    """Hold a service that runs: where it answers, and the process that was started."""

    address: str
    port: int
    process: subprocess.Popen[bytes]


@contextlib.contextmanager
def worker(
    url: str, folder: Path, *, log: Path | None = None, variables: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Serve a database in a process of its own, with these further variables; give its address."""
    with running(url, folder, log=log, variables=variables) as served:
        yield served.address
        if variables:
            served.process.terminate()
            served.process.wait()


@contextlib.contextmanager
def running(
    url: str,
    folder: Path,
    *,
    log: Path | None = None,
    variables: Mapping[str, str] | None = None,
    before: Sequence[str | Path] = (),
) -> Iterator[Running]:
    """Serve a database as `worker` does, behind another program if one is given; it is killed in the end."""
    port = wire.free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "CANDOUR_DATABASE_URL": url,
        "CANDOUR_SEARCH_INDEX": str(folder),
        "CANDOUR_LOG_LEVEL": "debug",
        **(variables or {}),
    }
    command = [*before, sys.executable, "-m", "app.cli", "serve", "--port", str(port)]
    with (log or Path(os.devnull)).open("wb") as said:
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env=environment,
            start_new_session=True,  # so that the processes it starts can be ended with it
        )
    try:
        yield Running(f"http://127.0.0.1:{port}", port, server)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def await_ready(address: str) -> None:
    """Wait until a worker answers."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        with contextlib.suppress(httpx2.TransportError):
            if httpx2.get(f"{address}/health/ready").status_code == 200:
                return
        assert time.monotonic() < deadline, "the worker did not start"
        time.sleep(0.1)
