"""The clock jumps while the service runs: order is by number, nobody is locked out, nothing fails."""

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path

from app.authoring import importing
from app.db import engine
from tests.faults import asking, checker, places, plans, results, writing

_LIBRARIES = ("x86_64-linux-gnu", "aarch64-linux-gnu")
LIBRARIES = tuple(Path(f"/usr/lib/{name}/faketime/libfaketime.so.1") for name in _LIBRARIES)
JUMPS = ("+1h", "+0", "-1h", "+0", "+1d", "+0", "-1d", "+0", "+10y", "+0")
LIMIT = 120
LOCKED_SECONDS = 65.0
"""A window, and a little for the asking."""


def run(kind: str, sizes: results.Sizes) -> Iterator[results.Outcome]:
    """Move the clock of a service forth and back under readers and writers; then count how long limits hold."""
    fault = "the clock jumps (±1 h, ±1 day, +10 years, and back) during writes"
    library = next((path for path in LIBRARIES if path.exists()), None)
    if library is None:
        seen = "**not tried: libfaketime was not found (Debian: apt-get install faketime)**"
        yield results.Outcome(fault=fault, trials="0", promised="order by number", seen=seen, passed=False)
        return
    with places.folder() as folder, places.database(kind, folder) as url:
        moved = folder / "clock"
        _move(moved, "+0")
        settings = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(moved),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        with places.service(url, folder, settings=settings) as service:
            yield asyncio.run(_jumping(fault, service, url, folder, moved, seconds=sizes(4, 1)))
        limited = {**settings, "CANDOUR_LIMIT_ANONYMOUS": str(LIMIT)}
        jumps = ("+0", "-1d", "+10y", "+0")[: sizes(4, 2)]
        with places.service(url, folder, settings=limited) as service:
            yield asyncio.run(_limited(service, moved, jumps))


def _move(file: Path, offset: str) -> None:
    partial = file.with_suffix(".new")
    partial.write_text(f"{offset}\n")
    partial.replace(file)


async def _jumping(
    fault: str, service: places.Service, url: str, folder: Path, moved: Path, *, seconds: int
) -> results.Outcome:
    scribe, connection, over = plans.Scribe(url), asking.Connection(service.port), False
    await scribe.begin(connection)
    listed = writing.folders(folder / "catalogues")
    load = asyncio.create_task(
        asking.drive(service.port, plans.READS, connections=4, rate=40, until=lambda: over)
    )
    found, said, wrote = [], set(), 0
    for number, jump in enumerate(JUMPS):
        _move(moved, jump)
        # The command line keeps the true time: its writes come between those of the service.
        await asyncio.to_thread(_import, url, listed[number % len(listed)])
        done = asking.lasting(seconds)
        while not done():
            answer = await scribe.write(connection)
            wrote += 1
            said.add(answer.headers.get("date", "")[12:16])
            if answer.status != 200:
                found.append(f"at {jump} a write was answered {answer.status}: {answer.body[:120]!r}")
            await asyncio.sleep(0.1)
    over = True
    tally = await load
    found += [f"{count} × {status}" for status, count in tally.statuses.items() if status != 200]
    found += [line for _, line in tally.broken]
    found += await asyncio.to_thread(checker.faults, url, scribe.acknowledged)
    found += await _unordered(connection)
    years = sorted(year for year in said if year)
    if len(years) < 2:
        found.append("the clock of the service did not move")
    return results.Outcome(
        fault=fault,
        trials=f"{len(JUMPS)} jumps, {wrote} writes over HTTP and {len(JUMPS)} imports",
        promised="0 failed; revisions and the audit log in the order of their numbers, their times rising; "
        "keys go on",
        seen=f"{tally}; {len(scribe.acknowledged)} writes acknowledged; the service was in {', '.join(years)}"
        + "".join(f"; fault: {line}" for line in found[:3]),
        passed=not found,
    )


def _import(url: str, folder: Path) -> None:
    held = engine.Database(url, pool_size=1)
    importing.import_folder(held, folder, allow_dropping=writing.ALLOWED)
    held.dispose()


async def _unordered(connection: asking.Connection) -> list[str]:
    """Return what the public log of changes and the history say in another order than their numbers."""
    found = []
    for path in (f"/v1/procedures/{slug}/revisions" for slug in writing.SLUGS):
        answer = await connection.ask(asking.Asked(path))
        if answer.status != 200:
            found.append(f"{path} answered {answer.status}")
            continue
        numbers = [row["number"] for row in json.loads(answer.body)["data"]]
        if numbers != sorted(numbers, reverse=True):
            found.append(f"{path} is not in the order of its numbers")
    return found


async def _limited(service: places.Service, moved: Path, jumps: tuple[str, ...]) -> results.Outcome:
    connection, worst, told = asking.Connection(service.port), 0.0, []
    for jump in jumps:
        await _use_up(connection)
        _move(moved, jump)
        began = time.monotonic()
        while (await connection.ask(asking.Asked("/v1/sources"))).status == 429:
            if time.monotonic() - began > 2 * LOCKED_SECONDS:
                break
            await asyncio.sleep(0.5)
        took = time.monotonic() - began
        told.append(f"{jump}: {took:.0f} s")
        worst = max(worst, took)
    return results.Outcome(
        fault="the clock jumps while a caller's quota is used up",
        trials=f"{len(jumps)} jumps",
        promised="nobody is refused for longer than a window of 60 s",
        seen=f"answered again after: {', '.join(told)}",
        passed=worst <= LOCKED_SECONDS,
    )


async def _use_up(connection: asking.Connection) -> None:
    for _ in range(4 * LIMIT):
        if (await connection.ask(plans.cold())).status == 429:
            return
    raise RuntimeError("the quota was never used up")
