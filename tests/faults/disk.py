"""The disk is full at many points: writes say so, nothing is there in part, reads go on, writes too with space."""

import asyncio
import contextlib
import ctypes
import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults import asking, checker, places, plans, results

BACK_SECONDS = 5.0
MOST_WRITES = 60
_NEW_MOUNTS = 0x00020000
NO_ROOT = "**not tried: needs root, to mount a small file system in a namespace of its own**"


def run(kind: str, sizes: results.Sizes) -> Iterator[results.Outcome]:
    """Bound the size of files, and fill a small file system, at one point after the other."""
    count = sizes(10, 2)
    with places.folder() as folder:
        if kind == "sqlite":
            with places.database(kind, folder) as url:
                yield _points("the size of files bounded (RLIMIT_FSIZE)", url, folder, _bounded, count)
        if os.geteuid() != 0:
            promised = "a full disk does no harm"
            yield results.Outcome(
                fault="a full disk", trials="0", promised=promised, seen=NO_ROOT, passed=False
            )
            return
        _own_mounts()
        small = folder / "small"
        small.mkdir()
        _mount(small, megabytes=24 if kind == "sqlite" else 96)
        if kind == "sqlite":
            with places.database(kind, small) as url:
                yield _points("a full disk (tmpfs of 24 MB)", url, folder, _filled, count)
            return
        with places.cluster(folder / "postgres") as server:
            server.own(small)
            server.execute(f"CREATE TABLESPACE small LOCATION '{small}'")
            url = server.create("small", more="TABLESPACE small")
            yield _points("a full disk under the tables (tmpfs of 96 MB)", url, folder, _filled, 2 * count)


def _own_mounts() -> None:
    """Leave the mounts of the machine alone: what this process mounts is seen by itself and its children only."""
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_MOUNTS) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)


def _mount(folder: Path, *, megabytes: int) -> None:
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "tmpfs", folder], check=True
    )


Full = Callable[[places.Service, str, int], contextlib.AbstractContextManager[None]]
"""Leave so many kilobytes until the block ends."""


@contextlib.contextmanager
def _bounded(service: places.Service, url: str, kilobytes: int) -> Iterator[None]:
    path = places.path_of(url)
    log = path.with_name(f"{path.name}-wal")
    limit = (log.stat().st_size if log.exists() else 0) + kilobytes * 1024
    free = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    for pid in {service.process.pid, *service.children()}:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for pid in {service.process.pid, *service.children()}:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, free)


@contextlib.contextmanager
def _filled(service: places.Service, url: str, kilobytes: int) -> Iterator[None]:
    del service
    path = places.path_of(url).parent if url.startswith("sqlite") else _mounted()
    held = os.statvfs(path)
    size = held.f_bavail * held.f_frsize - kilobytes * 1024
    filler = path / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(4096, size))
    try:
        yield
    finally:
        filler.unlink()


def _mounted() -> Path:
    lines = Path("/proc/self/mounts").read_text().splitlines()
    return Path(next(line.split()[1] for line in reversed(lines) if line.split()[1].endswith("/small")))


def _points(fault: str, url: str, folder: Path, full: Full, count: int) -> results.Outcome:
    with places.service(url, folder) as service:
        return asyncio.run(_each(fault, url, service, full, count))


async def _each(fault: str, url: str, service: places.Service, full: Full, count: int) -> results.Outcome:
    known = await asking.bodies(service.port, plans.READS)
    scribe, connection = plans.Scribe(url), asking.Connection(service.port)
    await scribe.begin(connection)
    found: list[str] = []
    refused, slowest = 0, 0.0
    for point in range(count):
        with full(service, url, point * 37):
            for _ in range(MOST_WRITES):
                answer = await scribe.write(connection, size=1500)
                if answer.status != 200:
                    break
            refused += answer.status in (503, 507)
            if answer.status not in (503, 507) or "problem+json" not in answer.headers.get(
                "content-type", ""
            ):
                found.append(f"point {point}: a write was answered {answer.status}")
            found += [f"point {point}: {said}" for said in await _reads(service.port, known)]
        back = await _back(scribe, connection)
        slowest = max(slowest, back)
        lost = await asyncio.to_thread(checker.faults, url, scribe.acknowledged)
        found += [f"point {point}: {line}" for line in lost]
    return results.Outcome(
        fault=fault,
        trials=f"{count} points",
        promised="writes 503 or 507, nothing in part, reads as ever; writes again within 5 s, without a restart",
        seen=f"{refused} of {count} refused, {len(scribe.acknowledged)} acknowledged writes all there; "
        f"writes again after {slowest:.1f} s at worst" + "".join(f"; fault: {line}" for line in found[:3]),
        passed=not found and slowest <= BACK_SECONDS,
    )


async def _reads(port: int, known: dict[str, str]) -> list[str]:
    check, connection = asking.same_bodies(known), asking.Connection(port)
    found = [said for asked in plans.READS if (said := check(asked, await connection.ask(asked)))]
    for asked in plans.unasked(20):
        answer = await connection.ask(asked)
        if answer.status != 200:
            found.append(f"{asked.path} answered {answer.status}")
    connection.close()
    return found[:3]


async def _back(scribe: plans.Scribe, connection: asking.Connection) -> float:
    clock = asyncio.get_running_loop()
    began = clock.time()
    while clock.time() - began < 30:
        if (await scribe.write(connection)).status == 200:
            break
        await asyncio.sleep(0.1)
    return clock.time() - began
