"""What one process is told, all know: a withdrawal and a revoked key on every worker within a second."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx2

from app.authoring import edits, withdrawing
from app.db import clock, engine
from tests import databases, holders, serving

ROOT = Path(__file__).parents[2]
SLUG = "mesotherapy"
WITHIN_SECONDS = 1.0


def test_a_withdrawal_is_known_to_every_worker_within_a_second(postgres_server: str, tmp_path: Path) -> None:
    url = databases.postgresql(template="seeded")
    with serving.worker(url, tmp_path / "index") as one, serving.worker(url, tmp_path / "index") as two:
        for address in (one, two):
            serving.await_ready(address)
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


def candour(url: str, *arguments: str) -> str:
    """Run a command in a process of its own; return what it writes to standard output."""
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "CANDOUR_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def status(address: str, key: str) -> int:
    return httpx2.get(f"{address}/v1/authoring/procedures", headers=holders.bearing(key)).status_code


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return False


def test_a_revoked_key_is_refused_by_every_worker_within_a_second(
    postgres_server: str, tmp_path: Path
) -> None:
    url = databases.postgresql(template="seeded")
    with serving.worker(url, tmp_path / "index") as one, serving.worker(url, tmp_path / "index") as two:
        for address in (one, two):
            serving.await_ready(address)
        key = holders.key(url)
        assert within(10, lambda: status(one, key) == status(two, key) == 200)
        holders.revoke(url, key)
        time.sleep(WITHIN_SECONDS)
        assert [status(address, key) for address in (one, two) * 3] == [401] * 6
    databases.drop_postgresql(url)


def test_keys_are_made_and_revoked_on_the_host_of_a_running_service_and_are_in_no_log(tmp_path: Path) -> None:
    url = databases.sqlite(tmp_path, template="seeded")
    log = tmp_path / "serve.log"
    with serving.worker(url, tmp_path / "index", log=log) as address:
        serving.await_ready(address)
        key = candour(url, "keys", "create", "--role", "admin", "--holder", "Ada")
        assert within(10, lambda: status(address, key) == 200)
        assert httpx2.get(f"{address}/v1/procedures?key={key}").json()["code"] == "key_in_url"
        assert httpx2.get(f"{address}/procedures/{key}", headers={"Accept": "text/html"}).status_code == 400
        replaced = candour(url, "keys", "rotate", key[4:14])
        time.sleep(WITHIN_SECONDS)
        assert (status(address, key), status(address, replaced)) == (401, 200)
        candour(url, "keys", "revoke", replaced[4:14])
        time.sleep(WITHIN_SECONDS)
        assert status(address, replaced) == 401
    said = log.read_text()
    assert '"event": "key_refused"' in said
    assert "/v1/authoring/procedures" in said
    assert [part for part in (key[15:30], replaced[15:30]) if part in said] == []
    assert key[15:30].encode() not in b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))
