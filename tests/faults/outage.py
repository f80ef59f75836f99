"""PostgreSQL is stopped under readers and an editor: what is known is told as stale, the rest says that it cannot."""

import asyncio
import collections
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.content import problems, words
from tests.faults import asking, checker, places, plans, results

BEFORE_SECONDS = 3
NOTICED_SECONDS = 3.0
"""How long after the stop a revision that was confirmed before may still count as confirmed."""
BACK_SECONDS = 5.0
READS, WRITES = 50, 2


def run(kind: str, sizes: results.Sizes) -> Iterator[results.Outcome]:
    """Stop the server for a while, several times; then once for longer than anything stale may be told."""
    del kind
    with places.folder() as folder, places.cluster(folder / "postgres") as server:
        url = server.create("outage")
        with places.service(url, folder, settings={"CANDOUR_LOG_LEVEL": "info"}) as service:
            for number in range(sizes(3, 1)):
                seconds = sizes(60, 8)
                yield asyncio.run(_stopped(server, service, url, seconds=seconds, number=number))
        with places.service(url, folder, settings={"CANDOUR_MAX_STALE": "5"}) as service:
            yield asyncio.run(_too_stale(server, service, seconds=sizes(20, 12)))


@dataclass
class _Seen:
    """Hold what was seen while the server was stopped."""

    warm: "collections.Counter[str]" = field(default_factory=collections.Counter)
    cold: "collections.Counter[str]" = field(default_factory=collections.Counter)
    writes: "collections.Counter[str]" = field(default_factory=collections.Counter)
    health: "collections.Counter[str]" = field(default_factory=collections.Counter)
    slowest: float = 0.0

    def faults(self) -> list[str]:
        """Return what was not as promised."""
        found = [f"a known answer: {said}" for said in self.warm if said != "200 stale"]
        found += [f"an unknown answer: {said}" for said in self.cold if said != "503"]
        found += [f"a write: {said}" for said in self.writes if said != "503"]
        found += [f"health: {said}" for said in self.health if said != "live 200, ready 503"]
        found += [f"a 503 took {self.slowest:.1f} s"] if self.slowest > 1.0 else []
        return found


async def _stopped(
    server: places.Cluster, service: places.Service, url: str, *, seconds: float, number: int
) -> results.Outcome:
    scribe, seen = plans.Scribe(url, slug=plans.SLUGS[number % 4], holder=f"Editor {number}"), _Seen()
    connection = asking.Connection(service.port)
    await scribe.begin(connection)
    known = await asking.bodies(service.port, plans.READS)
    before = await asking.drive(
        service.port,
        plans.READS,
        connections=10,
        rate=READS,
        until=asking.lasting(BEFORE_SECONDS),
        check=asking.same_bodies(known),
    )
    await asyncio.to_thread(server.stop)
    await asyncio.sleep(NOTICED_SECONDS)
    done = asking.lasting(seconds)
    await asyncio.gather(
        _reading(service.port, seen, done),
        _asking_anew(service.port, seen, done),
        _editing(service.port, scribe, seen, done),
        _health(service.port, seen, done),
    )
    await asyncio.to_thread(server.start)
    began = time.monotonic()
    back = await _back(service.port, scribe, known, began)
    found = (
        seen.faults() + before.wrong + list(await asyncio.to_thread(checker.faults, url, scribe.acknowledged))
    )
    if back is None or back > BACK_SECONDS:
        found.append(f"it was back after {back} s")
    return results.Outcome(
        fault=f"PostgreSQL stopped for {seconds} s (`pg_ctl stop -m immediate`)",
        trials=f"{READS} reads and {WRITES} writes a second",
        promised="known answers 200 and marked as stale in header and body; others and writes 503 with Retry-After "
        "within 1 s; live 200, ready 503; back within 5 s, without a restart",
        seen=f"known: {_said(seen.warm)}; unknown: {_said(seen.cold)}; writes: {_said(seen.writes)}; "
        f"{_said(seen.health)}; slowest 503 {seen.slowest:.2f} s; back after {back or 0:.1f} s"
        + "".join(f"; fault: {line}" for line in found[:4]),
        passed=not found,
    )


def _said(counted: "collections.Counter[str]") -> str:
    return ", ".join(f"{count} × {said}" for said, count in counted.most_common(4))


def stale(asked: asking.Asked, answer: asking.Answer) -> str:
    """Return what an answer is: `200 stale` where its header and its body say so."""
    if answer.status != 200:
        return str(answer.status)
    header = "stale" in answer.headers.get("catalogue-freshness", "") and "age" in answer.headers
    if answer.headers.get("content-type", "").startswith("application/json"):
        body = json.loads(answer.body).get("meta", {}).get("freshness") == "stale"
    else:
        # Forms for programs that have no place for a sentence are told by the header alone.
        body = asked.path.endswith((".csv", ".jsonld")) or words.UNCONFIRMED.encode() in answer.body
    return "200 stale" if header and body else f"200 {'header' if header else 'no header'}, {asked.path}"


async def _reading(port: int, seen: _Seen, done: asking.Until) -> None:
    def note(asked: asking.Asked, answer: asking.Answer) -> None:
        seen.warm[stale(asked, answer)] += 1

    tally = await asking.drive(port, plans.READS, connections=10, rate=READS - 10, until=done, check=note)
    seen.warm.update(["broken"] * len(tally.broken) + ["refused"] * tally.refused)


async def _asking_anew(port: int, seen: _Seen, done: asking.Until) -> None:
    plan = plans.unasked(400)

    def note(asked: asking.Asked, answer: asking.Answer) -> None:
        seen.cold[_problem(answer)] += 1
        seen.slowest = max(seen.slowest, answer.seconds)

    tally = await asking.drive(port, plan, connections=4, rate=10, until=done, check=note)
    seen.cold.update(["broken"] * len(tally.broken))


def _problem(answer: asking.Answer) -> str:
    if answer.status != 503:
        return str(answer.status)
    form = answer.headers.get("content-type", "").startswith("application/problem+json")
    return "503" if "retry-after" in answer.headers and form else "503 without Retry-After"


async def _editing(port: int, scribe: plans.Scribe, seen: _Seen, done: asking.Until) -> None:
    connection = asking.Connection(port)
    while not done():
        try:
            answer = await scribe.write(connection)
        except asking.Broken as error:
            seen.writes[f"broken: {error}"] += 1
            continue
        seen.writes[_problem(answer)] += 1
        seen.slowest = max(seen.slowest, answer.seconds)
        await asyncio.sleep(1 / WRITES)


async def _health(port: int, seen: _Seen, done: asking.Until) -> None:
    connection = asking.Connection(port)
    while not done():
        live = await connection.ask(asking.Asked("/health/live"))
        ready = await connection.ask(asking.Asked("/health/ready"))
        seen.health[f"live {live.status}, ready {ready.status}"] += 1
        await asyncio.sleep(1)


async def _back(port: int, scribe: plans.Scribe, known: dict[str, str], began: float) -> float | None:
    """Return after how many seconds a write succeeds, it is ready, and every body is what it was."""
    connection = asking.Connection(port)
    while time.monotonic() - began < 60:
        ready = await connection.ask(asking.Asked("/health/ready"))
        if ready.status == 200 and (await scribe.write(connection)).status == 200:
            tally = await asking.drive(
                port, plans.READS, connections=2, until=asking.lasting(0.5), check=asking.same_bodies(known)
            )
            if not tally.wrong:
                return time.monotonic() - began - 0.5
        await asyncio.sleep(0.05)
    return None


async def _too_stale(server: places.Cluster, service: places.Service, *, seconds: float) -> results.Outcome:
    await asking.bodies(service.port, plans.DOCUMENTS)
    await asyncio.to_thread(server.stop)
    await asyncio.sleep(8)
    seen: collections.Counter[str] = collections.Counter()

    def note(asked: asking.Asked, answer: asking.Answer) -> None:
        said = json.loads(answer.body).get("notice") == problems.SILENCE if answer.status == 503 else False
        seen[f"{_problem(answer)}{', and silence is not safety' if said else ''}"] += 1

    await asking.drive(
        service.port, plans.DOCUMENTS, connections=2, rate=20, until=asking.lasting(seconds - 8), check=note
    )
    await asyncio.to_thread(server.start)
    back = await asyncio.to_thread(places.within, 30, lambda: _is_ready(service))
    good = set(seen) == {"503, and silence is not safety"} and back is not None and back <= BACK_SECONDS
    return results.Outcome(
        fault="PostgreSQL stopped for longer than CANDOUR_MAX_STALE (5 s here)",
        trials="20 reads a second",
        promised="503 with Retry-After, and the sentence that silence is not safety; back within 5 s",
        seen=f"{_said(seen)}; back after {back or 0:.1f} s",
        passed=good,
    )


def _is_ready(service: places.Service) -> bool:
    async def ask() -> int:
        connection = asking.Connection(service.port)
        try:
            return (await connection.ask(plans.DOCUMENTS[0])).status
        finally:
            connection.close()

    return asyncio.run(ask()) == 200
