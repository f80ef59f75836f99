"""The server of one process: uvicorn's, which takes connections evenly, stops without cutting anyone, and tells who
started it how it is.
"""

import contextlib
import gc
import os
import select
import socket

import uvicorn

from app.http import doors, protocol

READY, ALIVE, LEAVING = b"r", b"a", b"l"
"""What a process says: that it answers, that its loop still turns, that it takes no more connections."""
_TURNS = 10
"""A process says once a second that it is alive; the loop's tick comes ten times a second."""


class Line:
    """What connects a process with the one that started it, both ways: words out, and an end that ends with it."""

    def __init__(self, *, out: int, lifeline: int) -> None:
        self._out, self._lifeline = out, lifeline
        os.set_blocking(out, False)

    def say(self, word: bytes) -> None:
        """Say one of the words; nobody waits for whoever does not listen."""
        with contextlib.suppress(OSError):
            os.write(self._out, word)

    def is_cut(self) -> bool:
        """Tell whether who started this process is gone."""
        return bool(select.select([self._lifeline], [], [], 0)[0])


class Server(uvicorn.Server):
    """Serve given sockets, beside other processes that serve them too."""

    def __init__(
        self, config: uvicorn.Config, *, place: doors.Place | None = None, line: Line | None = None
    ) -> None:
        super().__init__(config)
        self._place, self._line = place, line
        self._doors: list[doors.Door] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the application, and only then let connections in."""
        await super().startup(sockets=[])
        # What was made to start stays: looking through it for garbage takes a sixth of what an answer costs.
        gc.collect()
        gc.freeze()
        gc.enable()
        for listener in sockets or []:
            self._doors.append(
                doors.Door(
                    listener,
                    self._protocol,
                    held=lambda: len(self.server_state.connections),
                    place=self._place,
                )
            )
        self._say(READY)

    async def on_tick(self, counter: int) -> bool:
        """Say that the loop turns; stop where nobody is left to hear it."""
        if self._line is not None:
            if counter % _TURNS == 0:
                self._say(ALIVE)
            if self._line.is_cut():
                self.should_exit = True  # never set otherwise: a signal may set it while this looks
        if self._place is not None and self._doors:
            self._place.hold(len(self.server_state.connections))
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, have another process take them, and let those here come to their end."""
        self._say(LEAVING)
        for door in self._doors:
            await door.close()
        self._doors.clear()
        await super().shutdown(sockets)
        if self._line is not None:
            self._captured_signals.clear()  # uvicorn would end the process by them, as if it had not stopped well

    def _say(self, word: bytes) -> None:
        if self._line is not None:
            self._line.say(word)

    def _protocol(self) -> protocol.Protocol:
        return protocol.Protocol(self.config, self.server_state, self.lifespan.state)
