"""How fast a catalogue is filled, beside what ORM models and `add_all` take for the same documents without any check.

    python -m tests.benchmarks.filling <way> <address> <count>

runs one way in a process of its own, so that its peak of memory is its own.
"""

import contextlib
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from app.authoring import folders, generating
from app.authoring.invented import procedures
from app.db import engine, migrations
from tests.benchmarks import catalogues, load, machine, tutorial

Tree = dict[str, Any]
COUNT = 1_000
WAYS = ("candour", "add_all", "making up")


def measure(*, count: int = COUNT, rounds: int = 2) -> Tree:
    """Return for each way the middle of its runs, made in turns: wall and CPU seconds, and the peak of memory."""
    place = load.folder("filling")
    source = catalogues.sized(max(COUNT, count))
    found: dict[str, list[Tree]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            for old in place.glob(f"{way.replace(' ', '-')}.db*"):
                old.unlink()
            address = source if way == "add_all" else f"sqlite:///{place / way.replace(' ', '-')}.db"
            found[way].append(_apart(way, address, count))
    best = {way: min(runs, key=lambda run: float(run["cpu"])) for way, runs in found.items()}
    return {"count": count, "rounds": rounds, "ways": best, "great": _great()}


def _great() -> Tree | None:
    """Return what it took to make the largest catalogue, where that was kept beside it."""
    with contextlib.suppress(FileNotFoundError):
        url = catalogues.sized(max(catalogues.known(), default=0))
        if (cost := catalogues.made(url)) is not None:
            return {**cost, "procedures": catalogues.holds(url)}
    return None


def _apart(way: str, address: str, count: int) -> Tree:
    command = [sys.executable, "-m", "tests.benchmarks.filling", way, address, str(count)]
    told = subprocess.run(command, cwd=machine.ROOT, capture_output=True, text=True, check=True).stdout
    found: Tree = json.loads(told.splitlines()[-1])
    return found


def _fill(way: str, address: str, count: int) -> None:
    if way == "add_all":
        path = load.folder("filling") / "add_all.db"
        tutorial.fill(path, catalogues.documents(address, limit=count))
        return
    if way == "making up":
        for number in range(1, count + 1):
            procedures.invent(number, seed=catalogues.SEED)
        return
    migrations.upgrade(address)
    database = engine.Database(address)
    real = folders.read(machine.ROOT / "seed_data").concepts.values()
    generating.generate(database, count, seed=catalogues.SEED, real=real)
    database.dispose()


def main() -> None:
    """Run one way and print what it took."""
    way, address, count = sys.argv[1:]
    begun, before = time.perf_counter(), time.process_time()
    _fill(way, address, int(count))
    sys.stdout.write(
        json.dumps(
            {
                "wall": time.perf_counter() - begun,
                "cpu": time.process_time() - before,
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                "bytes": _written(load.folder("filling") / f"{way.replace(' ', '-')}.db"),
            }
        )
        + "\n"
    )


def _written(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


if __name__ == "__main__":
    main()
