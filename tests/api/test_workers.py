"""What one process is told, all know: a withdrawal on every worker within a second."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2

from app.authoring import edits, withdrawing
from app.db import clock, engine
from tests import databases
from tests.hostile import wire

ROOT = Path(__file__).parents[2]
SLUG = "mesotherapy"
WITHIN_SECONDS = 1.0


@contextlib.contextmanager
def worker(url: str, folder: Path) -> Iterator[str]:
    """Serve a database in a process of its own; give its address."""
    port = wire.free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={
            "PATH": os.environ["PATH"],
            "CANDOUR_DATABASE_URL": url,
            "CANDOUR_SEARCH_INDEX": str(folder),
        },
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def await_ready(address: str) -> None:
    """Wait until a worker answers."""
    deadline = time.monotonic() + 60
    while True:
        with contextlib.suppress(httpx2.TransportError):
            if httpx2.get(f"{address}/health/ready").status_code == 200:
                return
        assert time.monotonic() < deadline, "the worker did not start"
        time.sleep(0.1)


def test_a_withdrawal_is_known_to_every_worker_within_a_second(postgres_server: str, tmp_path: Path) -> None:
    url = databases.postgresql(template="seeded")
    with worker(url, tmp_path / "index") as one, worker(url, tmp_path / "index") as two:
        for address in (one, two):
            await_ready(address)
            assert httpx2.get(f"{address}/v1/procedures/{SLUG}").status_code == 200
            assert f'"slug":"{SLUG}"' in httpx2.get(f"{address}/v1/search?q={SLUG}").text
        database = engine.Database(url)
        with database.write() as session:
            edit = edits.Edit(session, editor="Ada", note="", now=clock.now())
            withdrawing.withdraw(edit, SLUG, reason="It was wrong.")
            edit.finish()
        database.dispose()
        time.sleep(WITHIN_SECONDS)
        for address in (one, two) * 3:
            assert httpx2.get(f"{address}/v1/procedures/{SLUG}").status_code == 410
            assert httpx2.get(f"{address}/embed/{SLUG}").status_code == 410
            assert f'"slug":"{SLUG}"' not in httpx2.get(f"{address}/v1/search?q={SLUG}").text
    databases.drop_postgresql(url)
