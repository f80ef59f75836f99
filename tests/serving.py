"""The service in a process of its own, on a free port of this machine, as those who use it meet it."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx2

from tests.hostile import wire

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 120


@contextlib.contextmanager
def worker(
    url: str, folder: Path, *, log: Path | None = None, variables: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Serve a database in a process of its own, with these further variables; give its address."""
    port = wire.free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "CANDOUR_DATABASE_URL": url,
        "CANDOUR_SEARCH_INDEX": str(folder),
        "CANDOUR_LOG_LEVEL": "debug",
        **(variables or {}),
    }
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port)]
    with (log or Path(os.devnull)).open("wb") as said:
        server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=said, env=environment)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate() if variables else server.kill()
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
