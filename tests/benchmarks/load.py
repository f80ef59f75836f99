"""Load from wrk on a core of its own; servers are measured in turns, A B C, A B C, so that all share the noise."""

import contextlib
import re
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks import machine, servers

CONNECTIONS = 32
FEW = 20
"""Requests a second of a server that needs longer turns, or a turn would end before an answer."""
_IDLE_SECONDS = 0.02
"""How much processor time in a quarter of a second is next to none."""
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


class Silent(Exception):  # noqa: N818 - it names what happened
    """A server answered nothing in its turn."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is asked of a server."""

    server: servers.Server
    path: str
    headers: Mapping[str, str]
    script: Path | None = None
    """A script of wrk that chooses what is asked each time."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One round: requests a second, seconds of the server's CPU for each, latency in milliseconds, and failures."""

    rate: float
    cpu: float
    p50: float
    p99: float
    failed: int


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The middle of all rounds of one server, with the spread of its rates."""

    rate: float
    cpu: float
    p50: float
    p99: float
    failed: int
    rounds: int
    lowest: float
    highest: float

    def tree(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return asdict(self)


def hit(
    target: Target, *, seconds: float, connections: int = CONNECTIONS, core: int | None = machine.LOAD
) -> Measured:
    """Ask one server for some seconds; raise Silent where nothing was answered."""
    options = ["-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--latency", "--timeout", "20s"]
    for name, value in target.headers.items():
        options += ["-H", f"{name}: {value}"]
    if target.script is not None:
        options += ["-s", str(target.script)]
    command = [machine.tool("wrk"), *options, target.server.url + target.path]
    before = target.server.cpu()
    told = subprocess.run(
        command if core is None else machine.pinned(core, *command),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return read(told, cpu=target.server.cpu() - before)


def read(told: str, *, cpu: float) -> Measured:
    """Return what wrk reports; `cpu` are the seconds that the server used meanwhile."""
    requests = re.search(r"(\d+) requests in", told)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    if requests is None or rate is None or not int(requests[1]):
        raise Silent(f"wrk measured nothing:\n{told}")
    failed = sum(int(number) for number in re.findall(r"Non-2xx or 3xx responses: (\d+)", told))
    for found in re.findall(r"Socket errors: (.+)", told):
        failed += sum(map(int, re.findall(r"\d+", found)))
    return Measured(
        rate=float(rate[1]),
        cpu=cpu / int(requests[1]),
        p50=_milliseconds(told, "50%"),
        p99=_milliseconds(told, "99%"),
        failed=failed,
    )


def in_turns(
    targets: Mapping[str, Target],
    *,
    rounds: int,
    seconds: float,
    connections: int = CONNECTIONS,
    core: int | None = machine.LOAD,
) -> dict[str, Summary]:
    """Measure each server in each round, one after the other, after one short turn that is not counted.

    A server that answered next to nothing in its first turn gets longer ones; where it never answers it is left out.
    After each turn it may do what it was asked to the end: else it would work in the next one's turn.
    """
    longer = dict.fromkeys(targets, 1)
    for name, target in targets.items():
        try:
            if hit(target, seconds=1, connections=connections, core=core).rate < FEW:
                longer[name] = 5
        except Silent:
            longer[name] = 10
        _settle(target.server)
    found: dict[str, list[Measured]] = {name: [] for name in targets}
    for _ in range(rounds):
        for name, target in targets.items():
            with contextlib.suppress(Silent):
                one = hit(target, seconds=seconds * longer[name], connections=connections, core=core)
                found[name].append(one)
            _settle(target.server)
    return {name: summed(measured) for name, measured in found.items() if measured}


def _settle(server: servers.Server) -> None:
    """Wait until a server that nobody asks any more uses no processor time, or for half a minute."""
    until = time.monotonic() + 30
    before = server.cpu()
    while time.monotonic() < until:
        time.sleep(0.25)
        now = server.cpu()
        if now - before <= _IDLE_SECONDS:
            return
        before = now


def summed(measured: Sequence[Measured]) -> Summary:
    """Return the middle of several rounds."""
    rates = [one.rate for one in measured]
    return Summary(
        rate=statistics.median(rates),
        cpu=statistics.median(one.cpu for one in measured),
        p50=statistics.median(one.p50 for one in measured),
        p99=statistics.median(one.p99 for one in measured),
        failed=sum(one.failed for one in measured),
        rounds=len(measured),
        lowest=min(rates),
        highest=max(rates),
    )


def _milliseconds(told: str, mark: str) -> float:
    found = re.search(rf"^\s+{re.escape(mark)}\s+([\d.]+)(us|ms|s|m)\s*$", told, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"wrk names no {mark}:\n{told}")
    return float(found[1]) * _UNITS[found[2]]


def folder(name: str) -> Path:
    """Return a folder of the benchmark, made where it is not there."""
    place = machine.PLACE / name
    place.mkdir(parents=True, exist_ok=True)
    return place
