"""A client that asks much at once and keeps account: of every status, of broken connections, of bodies and times."""

import asyncio
import collections
import hashlib
import math
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

PATIENCE_SECONDS = 30.0
_RETRIED = frozenset({"GET", "HEAD"})


class Asked(NamedTuple):
    """Hold one request."""

    path: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Answer(NamedTuple):
    """Hold one answer, and how many seconds it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the body."""
        return hashlib.sha256(self.body).hexdigest()


class Broken(Exception):  # noqa: N818 - it names what happened
    """A request was accepted and not answered."""


class Refused(Exception):  # noqa: N818 - it names what happened
    """Nobody listens."""


class Connection:
    """One connection that is kept alive, and opened anew where the server closed it between requests."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, asked: Asked) -> Answer:
        """Send a request and return its answer; raise Broken or Refused."""
        fresh = self._writer is None
        try:
            return await self._once(asked)
        except _Closed as error:
            # RFC 9110, 9.2.2: what was closed between two requests may be asked again on another connection.
            if fresh or error.begun or asked.method not in _RETRIED:
                raise Broken(str(error)) from error
        try:
            return await self._once(asked)
        except _Closed as error:
            raise Broken(str(error)) from error

    def close(self) -> None:
        """Close the connection, if it is open."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def open(self) -> None:
        """Connect; raise Refused where nobody listens."""
        try:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**18)
        except OSError as error:
            raise Refused(str(error)) from error

    async def _once(self, asked: Asked) -> Answer:
        if self._writer is None:
            await self.open()
        assert self._reader is not None
        assert self._writer is not None
        began, begun = time.perf_counter(), False
        lines = [
            f"{asked.method} {asked.path} HTTP/1.1",
            "Host: candour.example",
            "Accept-Encoding: identity",
        ]
        lines += [f"{name}: {value}" for name, value in asked.headers]
        if asked.body or asked.method in ("POST", "PUT", "PATCH"):
            lines.append(f"Content-Length: {len(asked.body)}")
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                self._writer.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + asked.body)
                head = await self._reader.readuntil(b"\r\n\r\n")
                begun = True
                status, headers = _head(head)
                body = await self._body(asked, status, headers)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            begun = begun or bool(getattr(error, "partial", b""))
            self.close()
            raise _Closed(
                f"{type(error).__name__} after {time.perf_counter() - began:.2f} s", begun
            ) from error
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(status, headers, body, time.perf_counter() - began)

    async def _body(self, asked: Asked, status: int, headers: Mapping[str, str]) -> bytes:
        assert self._reader is not None
        if asked.method == "HEAD" or status in (204, 304):
            return b""
        if "content-length" in headers:
            return await self._reader.readexactly(int(headers["content-length"]))
        found = bytearray()
        while size := int((await self._reader.readline()).split(b";")[0], 16):
            found += (await self._reader.readexactly(size + 2))[:-2]
        await self._reader.readexactly(2)
        return bytes(found)


class _Closed(Exception):  # noqa: N818 - it names what happened
    def __init__(self, said: str, begun: bool) -> None:
        super().__init__(said)
        self.begun = begun


def _head(content: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = content.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    return int(first.split(" ")[1]), {name.lower(): value.strip() for name, _, value in pairs}


@dataclass
class Tally:
    """Count what became of requests."""

    statuses: "collections.Counter[int]" = field(default_factory=collections.Counter)
    broken: list[tuple[float, str]] = field(default_factory=list)
    refused: int = 0
    wrong: list[str] = field(default_factory=list)
    """What was said of answers that were not as they should be."""
    seconds: list[tuple[float, float]] = field(default_factory=list)
    """When each request that was answered 2xx ended, and how long it took."""

    def p99(self, begin: float = 0.0, end: float = math.inf) -> float:
        """Return how long the slowest but one in a hundred of those took that ended between two times."""
        held = sorted(took for at, took in self.seconds if begin <= at < end)
        return held[min(len(held) - 1, int(len(held) * 0.99))] if held else math.inf

    def __str__(self) -> str:
        said = [f"{count} × {status}" for status, count in sorted(self.statuses.items())]
        said += [f"{len(self.broken)} broken"] if self.broken else []
        said += [f"{self.refused} not accepted"] if self.refused else []
        said += [f"{len(self.wrong)} wrong ({self.wrong[0]})"] if self.wrong else []
        return ", ".join(said)


Until = Callable[[], bool]
"""Tell whether it is enough."""
Check = Callable[[Asked, Answer], str | None]


def same_bodies(known: Mapping[str, str], *, statuses: tuple[int, ...] = (200,)) -> Check:
    """Return a check that answers have one of these statuses, and a body with the digest that is known of its path."""

    def check(asked: Asked, answer: Answer) -> str | None:
        if answer.status not in statuses:
            return f"{asked.path} answered {answer.status}"
        if answer.status == 200 and answer.digest != known[asked.path]:
            return f"{asked.path} has another body"
        return None

    return check


async def drive(
    port: int,
    plan: Sequence[Asked],
    *,
    connections: int,
    until: Until,
    check: Check | None = None,
    rate: float | None = None,
    tally: Tally | None = None,
) -> Tally:
    """Ask these requests over and over on so many connections until told to stop; with a rate, so many a second."""
    held = tally or Tally()

    async def one(number: int) -> None:
        chance, connection = random.Random(number), Connection(port)
        await asyncio.sleep(chance.random() * (connections / rate if rate else 0.2))
        while not until():
            began = time.monotonic()
            await _account(held, connection, chance.choice(plan), check)
            if rate is not None:
                await asyncio.sleep(max(0.0, connections / rate - (time.monotonic() - began)))
        connection.close()

    await asyncio.gather(*(one(number) for number in range(connections)))
    return held


def comparing(
    port: int,
    plan: Sequence[Asked],
    *,
    connections: int,
    until: Until,
    known: Mapping[str, str],
    tally: Tally,
) -> "asyncio.Task[Tally]":
    """Begin to ask these requests over and over, in a task of its own; every body is compared with the known one."""
    return asyncio.create_task(
        drive(port, plan, connections=connections, until=until, check=same_bodies(known), tally=tally)
    )


async def _account(held: Tally, connection: Connection, asked: Asked, check: Check | None) -> None:
    try:
        answer = await connection.ask(asked)
    except Broken as error:
        held.broken.append((time.monotonic(), str(error)))
        return
    except Refused:
        held.refused += 1
        await asyncio.sleep(0.02)
        return
    held.statuses[answer.status] += 1
    if answer.status < 400:
        held.seconds.append((time.monotonic(), answer.seconds))
    if check is not None and (said := check(asked, answer)):
        held.wrong.append(said)


def lasting(seconds: float) -> Until:
    """Return what is true once so many seconds have passed."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


async def bodies(port: int, plan: Sequence[Asked]) -> dict[str, str]:
    """Return the digest of the body of each path, which must be answered 200."""
    connection, found = Connection(port), {}
    for asked in plan:
        answer = await connection.ask(asked)
        if answer.status != 200:
            raise RuntimeError(f"{asked.path} answered {answer.status}: {answer.body[:200]!r}")
        found[asked.path] = answer.digest
    connection.close()
    return found
