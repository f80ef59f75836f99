"""One of two workers is killed under load: only its requests in flight fail, and soon there are two again."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from tests.faults import asking, checker, places, plans, results

CONNECTIONS = 20
BACK_SECONDS = 5.0
_ESTABLISHED = "01"


def run(kind: str, sizes: results.Sizes) -> Iterator[results.Outcome]:
    """Kill one worker after the other under readers and an editor."""
    count = sizes(10, 2)
    with (
        places.folder() as folder,
        places.database(kind, folder) as url,
        places.service(url, folder, workers=2) as service,
    ):
        yield asyncio.run(_killed(service, url, count))


async def _killed(service: places.Service, url: str, count: int) -> results.Outcome:
    if len(service.children()) != 2:
        raise RuntimeError(f"there are {len(service.children())} workers, not two")
    known = await asking.bodies(service.port, plans.READS)
    tally, scribe, over = asking.Tally(), plans.Scribe(url), False
    editing = asking.Connection(service.port)
    await scribe.begin(editing)
    load = asking.comparing(
        service.port, plans.READS, connections=CONNECTIONS, until=lambda: over, known=known, tally=tally
    )
    writing = asyncio.create_task(_write(service.port, scribe, until=lambda: over))
    slowest, held_by_killed, found = 0.0, 0, []
    for _ in range(count):
        await asyncio.sleep(1.0)
        pids = service.children()
        held_by_killed += connections(pids[0], service.port)
        os.kill(pids[0], signal.SIGKILL)
        back = await _back(service, before=pids)
        slowest = max(slowest, back)
    await asyncio.sleep(0.5)
    over = True
    await load
    lost_writes = await writing
    found += list(await asyncio.to_thread(checker.faults, url, scribe.acknowledged)) + tally.wrong
    errors = len(tally.broken) + lost_writes
    return results.Outcome(
        fault="kill -9 of one of two workers under load",
        trials=f"{count} kills, {CONNECTIONS} readers and an editor",
        promised="errors at most the requests in flight on it; two workers again within 5 s; no wrong body",
        seen=f"{tally}; {errors} requests lost, at most {held_by_killed} in flight; back after {slowest:.1f} s at worst"
        + "".join(f"; {line}" for line in found[:3]),
        passed=not found and errors <= held_by_killed and slowest <= BACK_SECONDS and not tally.refused,
    )


async def _write(port: int, scribe: plans.Scribe, *, until: asking.Until) -> int:
    connection, lost = asking.Connection(port), 0
    while not until():
        try:
            await scribe.write(connection)
        except asking.Broken:
            lost += 1
        except asking.Refused:
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.2)
    return lost


async def _back(service: places.Service, *, before: list[int]) -> float:
    """Return after how many seconds a new worker answers beside the one that was left."""
    began = time.monotonic()
    while time.monotonic() - began < 30:
        new = [pid for pid in service.children() if pid not in before]
        if len(service.children()) == 2 and new and await _answers(service.port, new[0]):
            return time.monotonic() - began
        await asyncio.sleep(0.05)
    return 30.0


async def _answers(port: int, pid: int) -> bool:
    """Tell whether a worker holds one of several fresh connections, all of which are answered."""
    held = [asking.Connection(port) for _ in range(8)]
    try:
        answers = [await connection.ask(plans.DOCUMENTS[0]) for connection in held]
        return all(answer.status == 200 for answer in answers) and connections(pid, port) > 0
    except (asking.Broken, asking.Refused):
        return False
    finally:
        for connection in held:
            connection.close()


def connections(pid: int, port: int) -> int:
    """Return how many connections to a port a process holds."""
    try:
        held = {
            target.removeprefix("socket:[").rstrip("]")
            for entry in Path(f"/proc/{pid}/fd").iterdir()
            if (target := _target(entry)).startswith("socket:[")
        }
    except OSError:
        return 0
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    found = (line.split() for line in lines)
    return sum(
        part[3] == _ESTABLISHED and part[1].endswith(f":{port:04X}") and part[9] in held for part in found
    )


def _target(entry: Path) -> str:
    try:
        return str(entry.readlink())
    except OSError:
        return ""
