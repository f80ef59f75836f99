"""Databases to measure: the seed with so many made-up procedures beside it, generated once and kept under var/."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import func, make_url, select

from app import settings
from app.db import engine, migrations, tables
from tests.benchmarks import machine

SEED = 1
_RESIDENT = re.compile(r"Maximum resident set size \(kbytes\): (\d+)")
_CPU = re.compile(r"(?:User|System) time \(seconds\): ([\d.]+)")
_WALL = re.compile(r"Elapsed \(wall clock\) time \(h:mm:ss or m:ss\): ([\d:.]+)")


def sized(count: int) -> str:
    """Return the address of a SQLite database with the seed and so many made-up procedures, made where it is not.

    `BENCH_DATABASE` names one that is there already; it is used for the size that it has, and only for that.
    """
    if given := os.environ.get("BENCH_DATABASE"):
        url = given if "://" in given else f"sqlite:///{Path(given).resolve()}"
        if holds(url) == count:
            migrations.upgrade(url)
            return url
    path = machine.PLACE / f"{count}.db"
    url = f"sqlite:///{path}"
    if not path.exists() or holds(url) != count:
        make(url, count, timed=path.with_suffix(".time"))
    migrations.upgrade(url)
    return url


def known() -> list[int]:
    """Return the sizes of the databases that are there: those under var/, and the one that is named."""
    found = [int(path.stem) for path in machine.PLACE.glob("*.db") if path.stem.isdecimal()]
    if given := os.environ.get("BENCH_DATABASE"):
        found.append(holds(given if "://" in given else f"sqlite:///{Path(given).resolve()}"))
    return sorted(found)


def holds(url: str) -> int:
    """Return how many made-up procedures a database holds; raise FileNotFoundError where there is no database."""
    if engine.is_sqlite(url) and not Path(str(make_url(url).database)).exists():
        raise FileNotFoundError(f"there is no database {make_url(url).database}")
    database = engine.Database(url)
    try:
        with database.read() as session:
            slug = tables.Procedure.slug
            query = select(func.count()).where(slug.like("generated-%"))
            return session.scalar(query) or 0
    finally:
        database.dispose()


def make(url: str, count: int, *, timed: Path) -> None:
    """Migrate, seed and generate with the command line, and keep what it took."""
    machine.PLACE.mkdir(parents=True, exist_ok=True)
    for words in (("migrate",), ("seed",)):
        _run(url, *words)
    if count:
        begun = time.monotonic()
        _run(url, "generate", "--procedures", str(count), "--seed", str(SEED), "--beside", timed=timed)
        wall = {"procedures": count, "wall": time.monotonic() - begun}
        timed.with_suffix(".json").write_text(json.dumps({**wall, **cost(timed)}))


def indexed(url: str) -> float:
    """Bring the search index of a database level with it; return how many seconds that took."""
    begun = time.perf_counter()
    _run(url, "index")
    return time.perf_counter() - begun


def index_folder(url: str) -> Path:
    """Return where the search index of a database is."""
    chosen = settings.Settings(database_url=SecretStr(url), search_index=machine.PLACE / "search")
    return Path(str(chosen.search_folder))


def cost(timed: Path) -> dict[str, float]:
    """Return what `time -v` wrote: wall and CPU seconds, and the peak of resident memory in bytes."""
    told = timed.read_text()
    wall, resident = _WALL.search(told), _RESIDENT.search(told)
    if wall is None or resident is None:
        raise ValueError(f"{timed} was not written by `time -v`")
    seconds = 0.0
    for part in wall[1].split(":"):
        seconds = seconds * 60 + float(part)
    return {
        "wall": seconds,
        "cpu": sum(map(float, _CPU.findall(told))),
        "peak": float(resident[1]) * 1024,
    }


def made(url: str) -> dict[str, Any] | None:
    """Return what it took to make a database, where that was kept beside it."""
    path = Path(str(make_url(url).database)).with_suffix(".time")
    return cost(path) if path.exists() else None


def documents(url: str, *, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """Yield the newest documents of a database."""
    revision, procedure = tables.Revision, tables.Procedure
    query = (
        select(revision.document)
        .join(procedure, (procedure.slug == revision.slug) & (procedure.revision == revision.number))
        .order_by(procedure.slug)
        .limit(limit)
    )
    database = engine.Database(url)
    try:
        with database.read() as session:
            for document in session.scalars(query.execution_options(yield_per=100)):
                yield json.loads(document)
    finally:
        database.dispose()


def slugs(url: str, *, count: int) -> list[str]:
    """Return so many slugs from all over the catalogue, in the order of names."""
    procedure = tables.Procedure
    database = engine.Database(url)
    try:
        with database.read() as session:
            every = session.scalars(select(procedure.slug).order_by(procedure.name_key, procedure.slug)).all()
    finally:
        database.dispose()
    step = max(1, len(every) // count)
    return list(every[::step][:count])


def _run(url: str, *words: str, timed: Path | None = None) -> None:
    before = ["/usr/bin/time", "-v", "-o", str(timed)] if timed is not None else []
    given = {
        "CANDOUR_DATABASE_URL": url,
        "CANDOUR_SEARCH_INDEX": str(machine.PLACE / "search"),
        "PYTHONPATH": str(machine.ROOT),
    }
    subprocess.run(
        [*before, sys.executable, "-m", "app.cli", *words],
        cwd=machine.ROOT,
        env={**os.environ, **given},
        check=True,
    )
