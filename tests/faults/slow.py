"""Clients that send and read as slowly as they can: they are let go in time, and the honest do not wait for them."""

import asyncio
import collections
import json
import socket
import time
from collections.abc import Iterator

from tests.faults import asking, places, plans, results

HEADS, BODIES, READERS = 300, 100, 100
CLOSED_SECONDS = 15.0
_GRACE = 1.0
"""The clocks of client and server begin a little apart."""
NOTICED_MS = 20.0
"""Below this nobody notices how long an answer takes; twice next to nothing is what any machine does by itself."""


def run(kind: str, sizes: results.Sizes) -> Iterator[results.Outcome]:
    """Hold many slow connections of every kind at once, beside honest readers."""
    with (
        places.folder() as folder,
        places.database(kind, folder) as url,
        places.service(url, folder) as service,
    ):
        for _ in range(sizes(3, 1)):
            yield asyncio.run(_slow(service, url, sizes(60, 25), sizes(1, 5)))


async def _slow(service: places.Service, url: str, seconds: int, fewer: int) -> results.Outcome:
    known = await asking.bodies(service.port, plans.READS)
    check = asking.same_bodies(known)

    async def honest(seconds: float) -> asking.Tally:
        return await asking.drive(
            service.port, plans.READS, connections=10, rate=100, until=asking.lasting(seconds), check=check
        )

    quiet = await honest(10)
    closed: dict[str, list[float]] = collections.defaultdict(list)
    key = dict(plans.Scribe(url, holder=f"Slow {time.monotonic()}")._key)
    await asyncio.sleep(1)
    slow = [
        *(_half_head(service.port, closed["half a head"], seconds) for _ in range(HEADS // fewer)),
        *(_slow_body(service.port, closed["a slow body"], seconds, key) for _ in range(BODIES // fewer)),
        *(_slow_reader(service.port, closed["a slow reader"], seconds) for _ in range(READERS // fewer)),
    ]
    tasks = [asyncio.create_task(each) for each in slow]
    busy = await honest(seconds)
    await asyncio.gather(*tasks)
    worst = {name: max(times) for name, times in closed.items()}
    before, during = quiet.p99() * 1000, busy.p99() * 1000
    bad = busy.broken or busy.refused or busy.wrong
    return results.Outcome(
        fault="clients that send half a head, a body or read as slowly as they can",
        trials=f"{HEADS // fewer} + {BODIES // fewer} + {READERS // fewer} connections for {seconds} s",
        promised="each let go within 15 s; honest readers: 0 errors, p99 at most twice as long, or 20 ms",
        seen="; ".join(f"{name}: closed after {took:.1f} s at worst" for name, took in worst.items())
        + f"; honest: {busy}, p99 {during:.0f} ms, before {before:.0f} ms",
        passed=not bad
        and all(took <= CLOSED_SECONDS + _GRACE for took in worst.values())
        and during <= max(2 * before, NOTICED_MS),
    )


async def _held(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port, limit=1024)


async def _until_closed(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, send: bytes, seconds: float, pause: float
) -> float:
    """Send a byte now and then; return after how many seconds the server closed."""
    began = time.monotonic()

    async def trickle() -> None:
        for byte in send:
            writer.write(bytes([byte]))
            await asyncio.sleep(pause)

    sending = asyncio.create_task(trickle())
    try:
        async with asyncio.timeout(seconds):
            while await reader.read(4096):
                pass
    except (TimeoutError, OSError):
        pass
    finally:
        sending.cancel()
        writer.close()
    return time.monotonic() - began


async def _half_head(port: int, closed: list[float], seconds: float) -> None:
    reader, writer = await _held(port)
    writer.write(b"GET /v1/procedures HTTP/1.1\r\nHost: candour.example\r\n")
    send = b"X-Slow: " + b"x" * 1000
    closed.append(await _until_closed(reader, writer, send=send, seconds=seconds, pause=1))


async def _slow_body(port: int, closed: list[float], seconds: float, key: dict[str, str]) -> None:
    reader, writer = await _held(port)
    head = [
        "POST /v1/authoring/validate HTTP/1.1",
        "Host: candour.example",
        "Content-Type: application/json",
        "Content-Length: 20000",
        *(f"{name}: {value}" for name, value in key.items()),
    ]
    writer.write("\r\n".join(head).encode() + b"\r\n\r\n")
    send = json.dumps({"slug": "x" * 1000}).encode()
    closed.append(await _until_closed(reader, writer, send=send, seconds=seconds, pause=0.5))


async def _slow_reader(port: int, closed: list[float], seconds: float) -> None:
    """Ask for much and read nearly nothing; closed means that no more comes than a socket's buffers hold."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=64)
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    one = b"GET /v1/procedures/%s HTTP/1.1\r\nHost: candour.example\r\n\r\n" % plans.SLUGS[0].encode()
    began = time.monotonic()
    writer.write(one * 100)
    try:
        while time.monotonic() - began < seconds:
            if not await reader.read(64):
                break
            writer.write(b"\r\n" * 0)
            await asyncio.sleep(1)
            if writer.transport.is_closing() or _is_reset(sock):
                break
    except OSError:
        pass
    finally:
        writer.transport.abort()
    closed.append(time.monotonic() - began)


def _is_reset(sock: "socket.socket") -> bool:
    """Tell whether the other side gave the connection up, by the state that the kernel keeps."""
    state = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
    return bool(state != 1)
