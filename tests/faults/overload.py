"""More is asked than can be answered: the surplus is told so at once, the rest does not wait, and it soon is over."""

import asyncio
import time
from collections.abc import Iterator

from tests.faults import asking, places, plans, results

AT_CAPACITY = 16
"""Connections that keep the service busy without asking too much of it."""
MANY = 400
RECOVERED_SECONDS = 5.0
_SURPLUS = (429, 503)


def run(kind: str, sizes: results.Sizes) -> Iterator[results.Outcome]:
    """Find out what can be answered, ask for three times as much, and see how soon it is as before."""
    with (
        places.folder() as folder,
        places.database(kind, folder) as url,
        places.service(url, folder, settings={"CANDOUR_CACHE_BYTES": "0"}) as service,
    ):
        yield asyncio.run(_overloaded(service, sizes(60, 10)))


async def _overloaded(service: places.Service, seconds: int) -> results.Outcome:
    port, plan = service.port, [asking.Asked(f"/procedures/{slug}") for slug in plans.SLUGS]
    await asking.drive(port, plan, connections=4, until=asking.lasting(2))
    calm = await asking.drive(port, plan, connections=AT_CAPACITY, until=asking.lasting(max(5, seconds / 6)))
    capacity = len(calm.seconds) / max(5, seconds / 6)
    late: list[float] = []

    def check(asked: asking.Asked, answer: asking.Answer) -> str | None:
        if answer.status in _SURPLUS:
            late.append(answer.seconds)
            return None if "retry-after" in answer.headers else f"{answer.status} without Retry-After"
        return None if answer.status == 200 else f"{asked.path} answered {answer.status}"

    busy = await asking.drive(
        port, plan, connections=MANY, rate=3 * capacity, until=asking.lasting(seconds), check=check
    )
    began = time.monotonic()
    back = None
    while back is None and time.monotonic() - began < 30:
        after = await asking.drive(port, plan, connections=2, until=asking.lasting(0.5))
        if set(after.statuses) == {200} and not after.broken and after.p99() <= 2 * calm.p99():
            back = time.monotonic() - began - 0.5
    surplus = sum(busy.statuses[status] for status in _SURPLUS)
    asked = (sum(busy.statuses.values()) + len(busy.broken) + busy.refused) / seconds
    return results.Outcome(
        fault=f"three times as many requests as can be answered, for {seconds} s, nothing kept",
        trials=f"{asked:.0f} a second asked of {capacity:.0f} ({asked / capacity:.1f} times)",
        promised="the surplus 503 or 429 with Retry-After within 1 s; p99 of the admitted at most twice that at "
        "capacity; as before within 5 s",
        seen=f"{busy}; {surplus} refused, the slowest after {max(late, default=0):.2f} s; p99 of the admitted "
        f"{busy.p99() * 1000:.0f} ms, at capacity {calm.p99() * 1000:.0f} ms; as before after {back or 30:.1f} s",
        passed=not busy.wrong
        and not busy.broken
        and surplus > 0
        and max(late, default=0.0) <= 1.0
        and busy.p99() <= 2 * calm.p99()
        and back is not None
        and back <= RECOVERED_SECONDS,
    )
