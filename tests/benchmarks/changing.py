"""How soon an edit is seen by every worker: published by another process, then asked for until each shows it."""

import contextlib
import http.client
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from app.authoring import importing, publishing
from app.content import freezing
from app.db import clock, engine, migrations, projection
from tests import databases, postgres
from tests.benchmarks import catalogues, machine, servers
from tests.benchmarks.reading import SLUG

CONNECTIONS = 16
"""How many connections are kept open: so many that each of the workers holds some, which is looked at."""
PAUSE_SECONDS = 0.002
Tree = dict[str, Any]


def measure(*, edits: int = 120, workers: int = 2) -> Tree:
    """Return for each database how many milliseconds went by until all workers showed an edit."""
    found: Tree = {"edits": edits, "workers": workers, "databases": {}, "skipped": []}
    for name, opened in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        try:
            with opened() as url:
                found["databases"][name] = _seen(url, edits=edits, workers=workers)
        except machine.Missing as missing:
            found["skipped"].append(f"{name}: {missing}")
    return found


@contextlib.contextmanager
def _sqlite() -> Iterator[str]:
    original = Path(str(make_url(catalogues.sized(0)).database))
    with tempfile.TemporaryDirectory(dir=machine.PLACE) as place:
        copy = Path(place) / "edited.db"
        shutil.copyfile(original, copy)
        yield f"sqlite:///{copy}"


@contextlib.contextmanager
def _postgresql() -> Iterator[str]:
    if postgres.binaries() is None and not os.environ.get("CANDOUR_TEST_POSTGRES_URL"):
        raise machine.Missing("PostgreSQL was not found: `apt-get install postgresql`")
    with tempfile.TemporaryDirectory(prefix="candour-bench-") as place:
        os.environ["CANDOUR_TEST_RUN"], os.environ["CANDOUR_TEST_OWNER"] = place, str(os.getpid())
        url = databases.create_postgresql()
        migrations.upgrade(url)
        database = engine.Database(url)
        importing.import_folder(database, databases.SEED)
        database.dispose()
        yield url
        databases.drop_postgresql(url)


def _seen(url: str, *, edits: int, workers: int) -> Tree:
    database, took = engine.Database(url), []
    with servers.candour(url, workers=workers, core=None, name="edited") as server:
        place = make_url(server.url.replace("http", "postgresql"))
        connections = _connected(server, port=place.port or 0, workers=workers)
        for edit in range(edits):
            number = _publish(database, f"Edited for the {edit}th time")
            committed = time.perf_counter()
            waiting = list(connections)
            while waiting:
                waiting = [connection for connection in waiting if _number(connection) < number]
                time.sleep(PAUSE_SECONDS)
                if time.perf_counter() - committed > 30:
                    raise RuntimeError("an edit was not seen for 30 seconds")
            took.append((time.perf_counter() - committed) * 1e3)
            time.sleep(0.05 + 0.17 * (edit % 3))  # not in step with those who ask four times a second
        for connection in connections:
            connection.close()
    database.dispose()
    ordered = sorted(took)
    return {
        "p50": statistics.median(ordered),
        "p99": ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))],
        "most": ordered[-1],
        "edits": len(ordered),
    }


def _connected(server: servers.Server, *, port: int, workers: int) -> list[http.client.HTTPConnection]:
    """Return connections of which each worker holds some; raise RuntimeError where one takes none for ten seconds."""
    until = time.monotonic() + 10
    while True:
        connections = [http.client.HTTPConnection("127.0.0.1", port) for _ in range(CONNECTIONS)]
        for connection in connections:
            _number(connection)
        held = [pid for pid in server.processes() if _sockets(pid, port=port)]
        if len(held) >= workers:
            return connections
        if time.monotonic() > until:
            raise RuntimeError(f"only {len(held)} of {workers} workers were asked")
        for connection in connections:  # a worker that starts later takes none that are held already
            connection.close()
        time.sleep(0.25)


def _number(connection: http.client.HTTPConnection) -> int:
    """Return the number of the revision that a worker shows."""
    connection.request("GET", f"/v1/procedures/{SLUG}")
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {body[:200]!r}")
    return int(json.loads(body)["meta"]["revision"]["number"])


def _publish(database: engine.Database, text: str) -> int:
    """Publish one small change of wording; return the number of the revision."""
    with database.write() as session:
        latest = projection.latest(session, SLUG)
        if latest is None:
            raise LookupError(SLUG)
        draft = freezing.thaw(latest[0])
        changed = draft.changed(summary=draft.summary.changed(text=f"{text}. {_plain(draft.summary.text)}"))
        outcome = publishing.publish(
            session,
            changed,
            editor="benchmark",
            note="Measured how soon this is seen.",
            now=clock.now(),
            conditions=publishing.Conditions(allow_unreviewed=True),
        )
    return outcome.number


def _plain(text: str) -> str:
    return text.partition("time. ")[2] if text.startswith("Edited for the") else text


def _sockets(pid: int, *, port: int) -> int:
    """Return how many connections at a port a process holds."""
    ours = {
        line.split()[9]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if int(line.split()[1].partition(":")[2], 16) == port and line.split()[3] == "01"
    }
    found = 0
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            found += link.readlink().name.removeprefix("socket:[").removesuffix("]") in ours
    return found
