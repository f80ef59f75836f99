"""How much one address or one key may ask: counted in this process, over a window that slides.

The algorithm is the library's; the counters are ours, because their number must stay bounded whoever asks.
"""

import collections
import ipaddress
import math
import time
from dataclasses import dataclass
from functools import lru_cache

import limits
from limits import storage, strategies

WINDOW_SECONDS = 60
MOST_COUNTERS = 50_000
"""How many are kept; of more, the ones that were not asked for longest are forgotten. 14 MB in all."""
_LONGEST_NAME = 64
_SHARED_PREFIX = 64


@dataclass(frozen=True, kw_only=True)
class Quotas:
    """Say how many requests a minute there may be; 0 sets no limit."""

    anonymous: int = 0
    """From one address, without a key."""
    keyed: int = 0
    """With one key."""
    writes: int = 0
    """Of those with one key, the ones that may change something."""
    failures: int = 0
    """From one address, with keys that are not valid."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Say how a quota stands after a request."""

    policy: str
    quota: int
    remaining: int
    seconds: int
    """Until when no more than what remains can be asked; where nothing remains, until the next request is answered."""
    refused: bool


class Limiter:
    """Count requests; one for each process."""

    def __init__(self, quotas: Quotas, *, most: int = MOST_COUNTERS) -> None:
        self._counters = _Counters(most=most)
        self._window = strategies.SlidingWindowCounterRateLimiter(self._counters)
        self._items = {
            policy: limits.RateLimitItemPerMinute(quota) for policy, quota in vars(quotas).items() if quota
        }

    def count(self, policy: str, whose: str) -> Standing | None:
        """Count one request under a policy; return how its quota stands, or None where it sets no limit."""
        item = self._items.get(policy)
        if item is None:
            return None
        refused = not self._window.hit(item, policy, whose)
        before, before_ends, now, now_ends = self._counters.get_sliding_window(
            item.key_for(policy, whose), WINDOW_SECONDS
        )
        rest = now_ends - WINDOW_SECONDS
        used = before * before_ends / WINDOW_SECONDS + now
        wait = (
            _wait(item.amount, before=before, before_ends=before_ends, now=now, rest=rest)
            if refused
            else rest
        )
        return Standing(
            policy=policy,
            quota=item.amount,
            remaining=0 if refused else max(0, item.amount - math.floor(used)),
            seconds=max(1, math.ceil(wait)),
            refused=refused,
        )


def _wait(quota: int, *, before: int, before_ends: float, now: int, rest: float) -> float:
    """Return the seconds until one more request fits: as the window slides on, what was counted weighs less."""
    if now < quota:
        return before_ends - (quota - now) * WINDOW_SECONDS / max(before, 1)
    return rest + WINDOW_SECONDS * (1 - (quota - 1) / now)


class _Counters(storage.MemoryStorage):
    """Keep a bounded number of counters, and need no thread to forget the old ones."""

    def __init__(self, *, most: int) -> None:
        super().__init__()
        self.timer.join()  # the library's one round of tidying, of nothing
        self._most = most
        self._counted: collections.OrderedDict[str, tuple[int, float]] = collections.OrderedDict()

    def get(self, key: str) -> int:
        """Return what a counter holds, and 0 for one that is over."""
        count, ends = self._counted.get(key, (0, 0.0))
        if ends > time.time():
            return count
        self._counted.pop(key, None)
        return 0

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add to a counter that is over at the end of `expiry` seconds after it began."""
        count, ends = self._counted.get(key, (0, 0.0))
        now = time.time()
        if ends <= now:
            count, ends = 0, now + expiry
        self._counted[key] = (count + amount, ends)
        self._counted.move_to_end(key)
        while len(self._counted) > self._most:
            self._counted.popitem(last=False)
        return count + amount

    def decr(self, key: str, amount: int = 1) -> int:
        """Take from a counter."""
        count, ends = self._counted.get(key, (0, 0.0))
        self._counted[key] = (max(0, count - amount), ends)
        return self._counted[key][0]

    def __len__(self) -> int:
        """Return how many counters there are."""
        return len(self._counted)


@lru_cache(maxsize=4_096)
def whose(address: str) -> str:
    """Return whom requests from an address are counted for: itself, or the network that one user of IPv6 has."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:_LONGEST_NAME]
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, _SHARED_PREFIX), strict=False))
