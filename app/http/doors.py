"""How processes that share a listening socket share its connections evenly.

The kernel wakes whoever waits, and who is awake already takes most. So each process tells the others, in memory that
all of them see, how many connections it holds, and who holds more than another lets that one go first for a moment.
"""

import asyncio
import contextlib
import errno
import mmap
import socket
import sys
from collections.abc import Callable

YIELD_SECONDS = 0.01
"""How long a connection is left to a process that holds fewer; one that hangs cannot keep it waiting longer."""
EXHAUSTED_SECONDS = 0.5
"""How long no connection is taken after the machine had no descriptor or memory for one."""
UNTAKEN_SECONDS = 14.0
"""How long the kernel keeps what a client does not take at all, also after we closed."""
MOST_AT_ONCE = 32
"""How many connections are taken in one turn of the loop, which has requests to answer too."""
MOST_WAITING = 2_048
"""How many connections can wait to be taken; the kernel may allow fewer."""
_TOLERATED = 16
"""One connection more than another holds is even enough, and one more for so many that it holds."""
_ABSENT = 0xFFFF_FFFF

Make = Callable[[], asyncio.Protocol]


class Tally:
    """How many connections each process holds: one cell for each, in memory that children inherit."""

    def __init__(self, places: int) -> None:
        self._memory = mmap.mmap(-1, 4 * places)
        self._cells = memoryview(self._memory).cast("I")
        self._free = list(range(places))
        for place in self._free:
            self._cells[place] = _ABSENT

    def enter(self) -> "Place":
        """Return a place that nobody has; raise OSError where there is none."""
        if not self._free:
            raise OSError(errno.EAGAIN, "every place is taken")
        return Place(self, self._free.pop())

    def leave(self, place: "Place") -> None:
        """Give back the place of a process that has ended."""
        place.close()
        self._free.append(place.number)

    def put(self, number: int, held: int) -> None:
        """Write down how many connections the process at a place holds."""
        self._cells[number] = held

    def least(self, number: int) -> int:
        """Return the fewest connections that a process at another place holds."""
        mine = self._cells[number]
        self._cells[number] = _ABSENT
        try:
            return min(self._cells)
        finally:
            self._cells[number] = mine


class Place:
    """The cell of one process."""

    def __init__(self, tally: Tally, number: int) -> None:
        self.tally, self.number = tally, number

    def hold(self, connections: int) -> None:
        """Tell the others how many connections are held here."""
        self.tally.put(self.number, connections)

    def close(self) -> None:
        """Tell the others that no connection is taken here any more."""
        self.tally.put(self.number, _ABSENT)

    def yields(self, connections: int) -> bool:
        """Tell whether another process should take the next connection."""
        least = self.tally.least(self.number)
        return connections > least + 1 + least // _TOLERATED


class Door:
    """Take the connections of one listening socket, as long as no other process should take them."""

    def __init__(
        self,
        listener: socket.socket,
        make: Make,
        *,
        held: Callable[[], int],
        place: Place | None = None,
    ) -> None:
        self._listener, self._make, self._held, self._place = listener, make, held, place
        self._loop = asyncio.get_running_loop()
        self._waiting: asyncio.TimerHandle | None = None
        self._entering: set[asyncio.Task[object]] = set()
        self._closing = False
        listener.settimeout(0)
        self._listen()

    async def close(self) -> None:
        """Take whoever waits already, and no more; return when all that were taken have become connections.

        The socket is closed here: with the last process that closes it nobody listens any more. Whoever came before
        was taken, and whoever comes later is told so at once, instead of waiting for nobody.
        """
        if self._place is not None:
            self._place.close()
            self._place = None
        self._closing = True
        if self._waiting is not None:
            self._waiting.cancel()
        self._loop.remove_reader(self._listener)
        for _ in range(MOST_WAITING):
            if not self._take():
                break
        self._listener.close()
        if self._entering:
            await asyncio.wait(self._entering)

    def _listen(self) -> None:
        self._waiting = None
        self._loop.add_reader(self._listener, self._knocked)

    def _pause(self, seconds: float, then: Callable[[], None]) -> None:
        self._loop.remove_reader(self._listener)
        self._waiting = self._loop.call_later(seconds, then)

    def _knocked(self) -> None:
        for _ in range(MOST_AT_ONCE):
            if self._yields():
                self._pause(YIELD_SECONDS, self._insist)
                return
            if not self._take():
                return

    def _insist(self) -> None:
        self._listen()
        for _ in range(1 + self._held() // _TOLERATED):
            if not self._take():
                return

    def _yields(self) -> bool:
        if self._place is None:
            return False
        held = self._held() + len(self._entering)
        self._place.hold(held)
        return self._place.yields(held)

    def _take(self) -> bool:
        try:
            connection, _ = self._listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return False
        except OSError:
            if not self._closing:
                self._pause(EXHAUSTED_SECONDS, self._listen)
            return False
        connection.settimeout(0)
        with contextlib.suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if sys.platform == "linux":
                connection.setsockopt(
                    socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(1000 * UNTAKEN_SECONDS)
                )
        entering = self._loop.create_task(self._enter(connection))
        self._entering.add(entering)
        entering.add_done_callback(self._entering.discard)
        return True

    async def _enter(self, connection: socket.socket) -> None:
        try:
            await self._loop.connect_accepted_socket(self._make, connection)
        except OSError:
            connection.close()
