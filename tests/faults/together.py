"""Everything at once: workers, an import, a backup; publishing against withdrawing and editing; readers meanwhile."""

import asyncio
import collections
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

from sqlalchemy import select

from app.authoring import importing
from app.db import engine, following
from tests import serving
from tests.faults import asking, checker, places, plans, results, writing

FOLLOWS = {
    "create": {"update", "withdraw"},
    "update": {"update", "withdraw"},
    "withdraw": {"restore"},
    "restore": {"update", "withdraw"},
}
"""What may follow what in the public log of one procedure."""
SEEN = (
    asking.Asked("/v1/procedures/example-peel"),
    asking.Asked("/v1/procedures/example-peel.md"),
    asking.Asked("/v1/procedures/example-peel/side-effects"),
    asking.Asked("/procedures/example-peel", headers=(("Accept", "text/html"),)),
)


def run(kind: str, sizes: results.Sizes) -> Iterator[results.Outcome]:
    """Try all three."""
    with places.folder() as folder:
        with places.database(kind, folder) as url, places.service(url, folder, workers=2) as service:
            yield asyncio.run(_at_once(service, url, folder, sizes(10, 1)))
        with places.database(kind, folder, template="small") as url:
            yield _against(url, folder, sizes(500, 20))
        with (
            places.database(kind, folder, template="small") as url,
            places.service(url, folder, workers=2) as service,
        ):
            yield asyncio.run(_watched(service, url, folder, sizes(500, 20)))


async def _at_once(service: places.Service, url: str, folder: Path, rounds: int) -> results.Outcome:
    scribes = [plans.Scribe(url, slug=slug, holder=f"Editor of {slug}") for slug in plans.SLUGS[:2]]
    for scribe in scribes:
        await scribe.begin(asking.Connection(service.port))
    catalogues, found, refused = writing.folders(folder / "at-once"), [], 0
    reads, over = asking.Tally(), False
    load = asyncio.create_task(
        asking.drive(service.port, plans.READS, connections=4, rate=40, until=lambda: over, tally=reads)
    )
    for number in range(rounds):
        backup = folder / f"backup-{number}.db"
        taken = str(catalogues[number % len(catalogues)])
        commands = [["import", taken, *_allowed()], ["backup", str(backup)]]
        running = [asyncio.create_task(asyncio.to_thread(_candour, url, command)) for command in commands]
        while not all(task.done() for task in running):
            for scribe in scribes:
                answer = await scribe.write(asking.Connection(service.port))
                refused += answer.status != 200
            await asyncio.sleep(0.02)
        found += [line for task in running if (line := task.result())]
        if backup.exists():
            found += [
                f"in the backup {line}"
                for line in await asyncio.to_thread(checker.faults, f"sqlite:///{backup}")
            ]
    over = True
    await load
    told = [one for scribe in scribes for one in scribe.acknowledged]
    found += await asyncio.to_thread(checker.faults, url, told)
    found += [f"{count} reads answered {status}" for status, count in reads.statuses.items() if status != 200]
    locked = service.said().count("locked")
    return results.Outcome(
        fault="two workers, two editors, an import and a backup at once",
        trials=f"{rounds} imports and backups",
        promised="nobody is refused because of another, every backup is sound",
        seen=f"{len(told)} writes acknowledged, {refused} refused, {locked} × locked; reads: {reads}"
        + "".join(f"; fault: {line}" for line in found[:3]),
        passed=not found and refused == 0 and locked == 0 and not reads.broken,
    )


def _allowed() -> list[str]:
    return [word for name in writing.ALLOWED for word in ("--allow", name)]


def _candour(url: str, command: list[str]) -> str:
    """Run a command; return what it said where it failed."""
    environment = {"PATH": "/usr/bin:/bin", "CANDOUR_DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", *command],
        cwd=serving.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return f"{command[0]}: {done.stderr.strip()[-200:]}" if done.returncode else ""


def _against(url: str, folder: Path, rounds: int) -> results.Outcome:
    """Publish, withdraw, bring back and edit one procedure in three threads, each with connections of its own."""
    told: list[checker.Acknowledged] = []
    failures: list[str] = []
    listed = [writing.folders(folder / "against")[0]]
    barrier = threading.Barrier(3)

    def work(number: int, act: str) -> None:
        database = engine.Database(url, pool_size=1)
        writer = writing.Writer(database, listed, Random(number), told.append, slugs=writing.SLUGS[:1])
        for _ in range(rounds):
            barrier.wait(60)
            try:
                getattr(writer, act)()
            except writing.REFUSALS:
                continue
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told
                failures.append(f"{act}: {type(error).__name__}: {error}"[:200])
        database.dispose()

    threads = [
        threading.Thread(target=work, args=(number, act))
        for number, act in enumerate(("publish", "take_away", "edit"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    failures += [*checker.faults(url, told), *_illegal(url, told)]
    counted = collections.Counter(one.kind for one in told)
    return results.Outcome(
        fault="publishing, withdrawing and editing one procedure against each other",
        trials=f"{rounds} rounds of three",
        promised="every state a legal one; no withdrawal is overtaken by an older publication",
        seen=", ".join(f"{count} × {kind}" for kind, count in sorted(counted.items()))
        + "".join(f"; fault: {line}" for line in failures[:3]),
        passed=not failures and counted["withdrawal"] > 0 and counted["revision"] > 0,
    )


def _illegal(url: str, told: list[checker.Acknowledged]) -> list[str]:
    database, change = engine.Database(url, pool_size=1), following.Change
    with database.read() as session:
        query = select(change.slug, change.kind, change.catalogue_revision).order_by(change.number)
        rows = session.execute(query).all()
    database.dispose()
    before: dict[str, str] = {}
    found = []
    for row in rows:
        if row.slug in before and row.kind not in FOLLOWS[before[row.slug]]:
            found.append(f"{row.slug}: {row.kind} after {before[row.slug]}")
        before[row.slug] = row.kind
    held = {(row.slug, row.catalogue_revision) for row in rows if row.kind == "withdraw"}
    lost = [one for one in told if one.kind == "withdrawal" and (one.slug, one.number) not in held]
    return found + [f"the withdrawal {one.number} of {one.slug} was lost" for one in lost]


async def _watched(service: places.Service, url: str, folder: Path, count: int) -> results.Outcome:
    """Publish over and over; what readers see belongs together, and never goes back."""
    bodies: dict[tuple[str, str], str] = {}
    tags: dict[tuple[str, str], str] = {}
    newest: dict[str, int] = collections.defaultdict(int)
    wrong: list[str] = []

    def look(asked: asking.Asked, answer: asking.Answer) -> str | None:
        if answer.status != 200:
            return f"{asked.path} answered {answer.status}"
        tag, revision = answer.headers["etag"], answer.headers["catalogue-revision"]
        if bodies.setdefault((asked.path, tag), answer.digest) != answer.digest:
            return f"{asked.path}: two bodies under {tag}"
        if tags.setdefault((asked.path, revision), tag) != tag:
            return f"{asked.path}: two ETags at the revision {revision}"
        newest[asked.path] = max(newest[asked.path], int(revision))
        return None

    over = False
    load = asyncio.create_task(
        asking.drive(service.port, SEEN, connections=12, until=lambda: over, check=look)
    )
    listed = writing.folders(folder / "watched")
    await asyncio.to_thread(_publications, url, listed, count)
    await asyncio.sleep(1.0)
    over = True
    tally = await load
    last = await asking.drive(service.port, SEEN, connections=6, until=asking.lasting(1), check=look)
    answer = await asking.Connection(service.port).ask(SEEN[0])
    final = int(answer.headers["catalogue-revision"])
    wrong += [f"{asked.path} is behind" for asked in SEEN if newest[asked.path] != final]
    wrong += [*tally.wrong, *last.wrong, *await asyncio.to_thread(checker.faults, url)]
    number = json.loads(answer.body)["meta"]["revision"]
    return results.Outcome(
        fault="readers of two workers during publications",
        trials=f"{count} publications",
        promised="ETag, body and Catalogue-Revision belong together; all workers at the newest within 1 s",
        seen=f"{tally}; {len(bodies)} bodies, all as their ETags; the last is revision {number}"
        + "".join(f"; fault: {line}" for line in wrong[:3]),
        passed=not wrong and not tally.broken and len(bodies) > len(SEEN),
    )


def _publications(url: str, listed: list[Path], count: int) -> None:
    database = engine.Database(url, pool_size=1)
    for number in range(count):
        importing.import_folder(database, listed[number % len(listed)])
    database.dispose()
