"""A service is restarted and stopped under load: what was accepted is answered, and nothing is lost between."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from tests.faults import asking, places, plans, results

CONNECTIONS = 20
STOPPED_SECONDS = 10.0


def run(kind: str, sizes: results.Sizes) -> Iterator[results.Outcome]:
    """Restart the workers of a service one by one under load, then stop whole services."""
    with places.folder() as folder, places.database(kind, folder) as url:
        with places.service(url, folder, workers=2) as service:
            yield asyncio.run(_restarted(service, sizes(10, 2)))
        yield _stopped(url, folder, sizes(10, 2))


async def _restarted(service: places.Service, count: int) -> results.Outcome:
    known = await asking.bodies(service.port, plans.READS)
    tally, over, changed = asking.Tally(), False, 0
    load = asking.comparing(
        service.port, plans.READS, connections=CONNECTIONS, until=lambda: over, known=known, tally=tally
    )
    slowest = 0.0
    for _ in range(count):
        await asyncio.sleep(1)
        before, began = set(service.children()), time.monotonic()
        os.kill(service.process.pid, signal.SIGHUP)
        while time.monotonic() - began < 40:
            now = set(service.children())
            if len(now) == 2 and not now & before:
                changed += 1
                break
            await asyncio.sleep(0.1)
        slowest = max(slowest, time.monotonic() - began)
    await asyncio.sleep(1)
    over = True
    await load
    failed = len(tally.broken) + tally.refused + len(tally.wrong)
    return results.Outcome(
        fault="rolling restart under load (SIGHUP)",
        trials=f"{count} restarts of 2 workers, {CONNECTIONS} readers",
        promised="0 failed requests",
        seen=f"{tally}; {changed} restarts, the slowest took {slowest:.1f} s",
        passed=failed == 0 and changed == count and set(tally.statuses) == {200},
    )


def _stopped(url: str, folder: Path, count: int) -> results.Outcome:
    broken, slowest, answered, said = 0, 0.0, 0, ""
    for _ in range(count):
        with places.service(url, folder, workers=2) as service:
            tally, took = asyncio.run(_terminated(service))
            broken, answered = broken + len(tally.broken), answered + sum(tally.statuses.values())
            said = said or next((line for _, line in tally.broken), "") or next(iter(tally.wrong), "")
            slowest = max(slowest, took)
    return results.Outcome(
        fault="a service stopped under load (SIGTERM)",
        trials=f"{count} services of 2 workers, {CONNECTIONS} readers",
        promised="every request that was accepted is answered; it ends within 10 s",
        seen=f"{answered} answered, {broken} broken{f' ({said})' if said else ''}; "
        f"the slowest ended after {slowest:.1f} s",
        passed=not said and slowest <= STOPPED_SECONDS,
    )


async def _terminated(service: places.Service) -> tuple[asking.Tally, float]:
    known = await asking.bodies(service.port, plans.READS)
    tally, gone = asking.Tally(), False
    load = asking.comparing(
        service.port, plans.READS, connections=CONNECTIONS, until=lambda: gone, known=known, tally=tally
    )
    await asyncio.sleep(1)
    service.process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    await asyncio.to_thread(places.within, 30, lambda: service.process.poll() is not None)
    took, gone = time.monotonic() - began, True
    await load
    return tally, took
