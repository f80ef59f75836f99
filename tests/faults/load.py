"""Many readers at once for a while: nothing fails, and no body differs."""

import asyncio
import resource
from collections.abc import Iterator
from pathlib import Path

from tests.faults import asking, places, plans, results

MANY, HELD = 200, 1000
_MEGABYTE = 2**20


def run(kind: str, sizes: results.Sizes) -> Iterator[results.Outcome]:
    """Ask for what is kept on many connections, then on very many."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))
    seconds = sizes(60, 6)
    settings = {"CANDOUR_MAX_CONNECTIONS": str(2 * HELD)}
    with places.folder() as folder, places.database(kind, folder) as url:
        for count in (MANY, HELD):
            with places.service(url, folder, settings=settings) as service:
                yield asyncio.run(_loaded(service, connections=count, seconds=seconds))


async def _loaded(service: places.Service, *, connections: int, seconds: int) -> results.Outcome:
    known = await asking.bodies(service.port, plans.READS)
    rate = None if connections == MANY else float(connections)
    tally = await asking.drive(
        service.port,
        plans.READS,
        connections=connections,
        rate=rate,
        until=asking.lasting(seconds),
        check=asking.same_bodies(known),
    )
    held = memory(service)
    kept = f", {rate:.0f} requests a second" if rate else ""
    return results.Outcome(
        fault=f"{connections} connections that are kept alive{kept}",
        trials=f"{seconds} s, {len(plans.READS)} addresses",
        promised="0 errors, every body the same to the byte",
        seen=f"{tally}: {sum(tally.statuses.values()) / seconds:.0f} a second, p99 {tally.p99() * 1000:.0f} ms, "
        f"{held / _MEGABYTE:.0f} MB",
        passed=set(tally.statuses) == {200} and not (tally.broken or tally.refused or tally.wrong),
    )


def memory(service: places.Service) -> int:
    """Return the proportional memory of the processes that serve, in bytes."""
    found = 0
    for pid in service.children():
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                found += int(line.split()[1]) * 1024
    return found


def files(service: places.Service) -> int:
    """Return how many files and connections the processes that serve have open."""
    return sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in service.children())
