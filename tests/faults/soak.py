"""Half of what can be answered for half an hour, and publications now and then: memory and files stay as they are."""

import asyncio
import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from app.authoring import importing
from app.db import engine
from tests.faults import asking, checker, load, places, plans, results, writing

CONNECTIONS = 50
GROWTH, FILES = 0.10, 5
PUBLISHED_EACH = 30
SAMPLED_EACH = 10


def run(kind: str, sizes: results.Sizes) -> Iterator[results.Outcome]:
    """Ask at half load for `CANDOUR_SOAK_MINUTES`, 30 unless set; 5 minutes are for warming up."""
    minutes = float(os.environ.get("CANDOUR_SOAK_MINUTES", "30"))
    warm = 300.0 if minutes > 10 else minutes * 20
    if sizes.short:
        minutes, warm = min(minutes, 0.7), 15.0
    with places.folder() as folder, places.database(kind, folder) as url:
        listed = writing.folders(folder / "catalogues")
        with places.service(url, folder) as service:
            yield asyncio.run(_soaked(service, url, listed, seconds=minutes * 60, warm=warm))


async def _soaked(
    service: places.Service, url: str, listed: list[Path], *, seconds: float, warm: float
) -> results.Outcome:
    full = await asking.drive(service.port, plans.READS, connections=CONNECTIONS, until=asking.lasting(5))
    rate = len(full.seconds) / 5 / 2
    tally, began, samples = asking.Tally(), time.monotonic(), []
    done = asking.lasting(seconds)
    driving = asyncio.create_task(
        asking.drive(
            service.port,
            plans.READS,
            connections=CONNECTIONS,
            rate=rate,
            until=done,
            check=_ok,
            tally=tally,
        )
    )
    published = 0
    while not done():
        await asyncio.sleep(min(SAMPLED_EACH, seconds / 10))
        samples.append((time.monotonic() - began, load.memory(service), load.files(service)))
        if len(samples) * SAMPLED_EACH // PUBLISHED_EACH > published:
            await asyncio.to_thread(_publish, url, listed[published % len(listed)])
            published += 1
    await driving
    found = await asyncio.to_thread(checker.faults, url)
    part = max(3, len(samples) // 10)
    early = [sample for sample in samples if sample[0] >= warm][:part]
    late = samples[-part:]
    grown = statistics.median(s[1] for s in late) / statistics.median(s[1] for s in early) - 1
    opened = statistics.median(s[2] for s in late) - statistics.median(s[2] for s in early)
    return results.Outcome(
        fault=f"half of what can be answered, for {seconds / 60:.0f} minutes, publishing every {PUBLISHED_EACH} s",
        trials=f"{sum(tally.statuses.values())} requests, {published} publications",
        promised="0 errors; memory grows by at most 10 % after the first 5 minutes; files ± 5",
        seen=f"{tally}; {rate:.0f} a second; memory {samples[-1][1] / 2**20:.0f} MB, {grown:+.1%}; files {opened:+.0f}"
        + "".join(f"; {line}" for line in found[:3]),
        passed=not (tally.broken or tally.refused or tally.wrong or found)
        and set(tally.statuses) == {200}
        and grown <= GROWTH
        and abs(opened) <= FILES,
    )


def _ok(asked: asking.Asked, answer: asking.Answer) -> str | None:
    return None if answer.status == 200 else f"{asked.path} answered {answer.status}"


def _publish(url: str, folder: Path) -> None:
    held = engine.Database(url, pool_size=1)
    importing.import_folder(held, folder, allow_dropping=writing.ALLOWED)
    held.dispose()
