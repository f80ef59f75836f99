"""Doors, where connections are taken: what fails there leaves nothing behind."""

import asyncio
import contextlib
import errno
import socket
from typing import Any

from app.http import doors


class Exhausted(socket.socket):
    """A socket that listens on a machine that has no descriptor left."""

    def accept(self) -> tuple[socket.socket, Any]:
        raise OSError(errno.EMFILE, "too many open files")


def test_a_door_that_is_closed_while_nothing_can_be_taken_is_not_opened_again() -> None:
    failed: list[dict[str, Any]] = []

    async def close() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: failed.append(context))
        door = doors.Door(listener, asyncio.Protocol, held=lambda: 0)
        door._pause(0.02, door._insist)
        await door.close()
        await asyncio.sleep(0.1)
        assert door._waiting is None or door._waiting.cancelled()

    with contextlib.closing(Exhausted()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        asyncio.run(close())
    assert failed == []
