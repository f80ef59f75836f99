"""The process that starts those that serve, replaces them when they die or hang, and renews them one by one.

It holds the listening socket, so that no connection is lost while a process is replaced, and it has no other thread:
each process is a copy of this one, with the code loaded once. Each talks to it through a pipe, whose end says at once
that it died. They end when it does.
"""

import contextlib
import dataclasses
import gc
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType

import uvicorn
from uvicorn.config import STARTUP_FAILURE

from app.http import doors, logging, server

STARTING_SECONDS = 300.0
"""How long a process may take until it answers first."""
SILENT_SECONDS = 30.0
"""How long a process may say nothing before it counts as hanging; a busy one says something each second."""
STOPPING_SECONDS = 15.0
"""How long a process may take to stop; it gives requests ten seconds."""
SHORT_SECONDS = 1.0
"""A process that lived shorter than this is replaced later and later."""
LONGEST_DELAY = 4.0
"""Seconds; the longest that a process is waited for that does not live."""
LATE_SECONDS = 5.0
"""When the supervisor itself comes to look so long after the last time, the whole service stood still, and nobody is
blamed for it."""
_TURN = 0.25
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

Serve = Callable[[server.Line, doors.Place], None]


@dataclasses.dataclass(eq=False)
class Worker:
    """A process that serves, as it is known here."""

    pid: int
    slot: int
    pipe: int
    place: doors.Place
    heard: float
    ready: float | None = None
    told: float | None = None
    """When it was told to stop, or said that it will."""


class Supervisor:
    """Keep as many processes serving as there are slots."""

    def __init__(self, serve: Serve, *, slots: int, listener: socket.socket | None = None) -> None:
        """Keep so many slots filled; `listener` is the socket that they serve, which nobody else is to hold."""
        self._serve = serve
        self._listener = listener
        self._tally = doors.Tally(4 * slots)
        self._current: list[Worker | None] = [None] * slots
        self._due = [0.0] * slots
        self._failures = [0] * slots
        self._all: set[Worker] = set()
        self._renewals: list[int] = []
        self._fresh: Worker | None = None
        self._answered = False
        self._ending: int | None = None
        self._signals: list[int] = []
        self._turned = time.monotonic()
        self._selector = selectors.DefaultSelector()
        self._lifeline, self._held_end = os.pipe()

    def run(self) -> int:
        """Serve until told to stop; return the exit code."""
        for each in _SIGNALS:
            signal.signal(each, self._told)
        woken, waker = socket.socketpair()
        woken.settimeout(0)
        waker.settimeout(0)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        self._selector.register(woken, selectors.EVENT_READ, None)
        logging.log.info("supervising", processes=len(self._current))
        while self._ending is None or self._all:
            self._turn()
            for key, _ in self._selector.select(_TURN):
                if isinstance(key.data, Worker):
                    self._listen(key.data)
                else:
                    woken.recv(4096)
        return self._ending

    def _told(self, number: int, _: FrameType | None) -> None:
        self._signals.append(number)

    def _turn(self) -> None:
        while self._signals:
            if (number := self._signals.pop(0)) == signal.SIGHUP:
                self._renewals = list(range(len(self._current)))
            else:
                self._end(0, again=self._ending is not None and number == signal.SIGINT)
        now = time.monotonic()
        if now - self._turned > LATE_SECONDS:
            self._excuse(now)
        self._turned = now
        self._fill(now)
        self._renew()
        self._watch(now)

    def _fill(self, now: float) -> None:
        for slot, worker in enumerate(self._current):
            if self._ending is None and worker is None and now >= self._due[slot]:
                self._current[slot] = self._start(slot)
                if self._current[slot] is None:
                    self._due[slot] = now + LONGEST_DELAY
                    if not (self._answered or self._all):
                        self._end(STARTUP_FAILURE)

    def _renew(self) -> None:
        settled = all(worker is not None and worker.ready for worker in self._current)
        if not (self._renewals and self._fresh is None and settled and len(self._all) == len(self._current)):
            return
        if self._ending is None:
            self._fresh = self._start(self._renewals.pop(0))
            if self._fresh is None:
                self._give_renewal_up()

    def _excuse(self, now: float) -> None:
        """Count every process as heard of now."""
        for worker in self._all:
            worker.heard = now
            worker.told = None if worker.told is None else now

    def _watch(self, now: float) -> None:
        """Kill a process that hangs: one at a time, lest all are gone at once."""
        for worker in self._all:
            if worker.told is not None:
                late = now - worker.told > STOPPING_SECONDS
            else:
                late = now - worker.heard > (SILENT_SECONDS if worker.ready else STARTING_SECONDS)
            if late:
                logging.log.error("process_hangs", process=worker.pid)
                worker.told = now
                os.kill(worker.pid, signal.SIGKILL)
                return

    def _start(self, slot: int) -> Worker | None:
        """Start a process; return None where the machine has no room for one more."""
        with contextlib.ExitStack() as undone:
            try:
                ours, theirs = os.pipe()
                undone.callback(os.close, theirs)
                undone.callback(os.close, ours)
                os.set_blocking(ours, False)
                worker = Worker(
                    pid=0, slot=slot, pipe=ours, place=self._tally.enter(), heard=time.monotonic()
                )
                undone.callback(self._tally.leave, worker.place)
                # Before there is a process, so that none is ever there that nobody listens to.
                self._selector.register(ours, selectors.EVENT_READ, worker)
                undone.callback(self._selector.unregister, ours)
                self._all.add(worker)
                undone.callback(self._all.discard, worker)
                worker.pid = self._forked(theirs, worker.place)
            except OSError as error:
                logging.log.error("process_not_started", errno=error.errno)
                return None
            undone.pop_all()
        os.close(theirs)
        logging.log.info("process_started", process=worker.pid)
        return worker

    def _forked(self, theirs: int, place: doors.Place) -> int:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        try:
            pid = os.fork()
        except OSError:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
            raise
        if pid == 0:
            self._become(server.Line(out=theirs, lifeline=self._lifeline), place)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        return pid

    def _become(self, line: server.Line, place: doors.Place) -> None:
        """Be the process that serves, from here to its end: nothing of what started it may run again."""
        code = STARTUP_FAILURE
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
            os.close(self._held_end)
            for worker in self._all:
                os.close(worker.pipe)
            self._selector.close()
            self._serve(line, place)
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else STARTUP_FAILURE
        except BaseException as error:  # noqa: BLE001  whatever it is, it ends this process alone
            logging.log.error("process_failed", error=logging.described(error))
        finally:
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            os._exit(code)

    def _listen(self, worker: Worker) -> None:
        try:
            words = os.read(worker.pipe, 4096)
        except BlockingIOError:
            return
        worker.heard = time.monotonic()
        if not words:
            self._bury(worker)
            return
        if server.READY in words:
            self._greet(worker)
        if server.LEAVING in words and worker.told is None:
            worker.told = worker.heard
            self._vacate(worker)

    def _greet(self, worker: Worker) -> None:
        worker.ready = worker.heard
        self._answered = True
        if worker is self._fresh:
            before, self._current[worker.slot] = self._current[worker.slot], worker
            self._fresh = None
            if before is not None:
                self._stop(before)

    def _bury(self, worker: Worker) -> None:
        self._selector.unregister(worker.pipe)
        os.close(worker.pipe)
        self._all.discard(worker)
        self._tally.leave(worker.place)
        _, status = os.waitpid(worker.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        logging.log.log(
            20 if worker.told is not None else 40, "process_ended", process=worker.pid, exit_code=code
        )
        if worker is self._fresh:
            self._give_renewal_up()
        elif worker.ready is None and not self._answered:
            self._end(code or STARTUP_FAILURE)
        self._vacate(worker)

    def _give_renewal_up(self) -> None:
        logging.log.error("renewal_given_up", process=self._fresh.pid if self._fresh else None)
        self._fresh = None
        self._renewals.clear()

    def _vacate(self, worker: Worker) -> None:
        """Have a process that died or leaves replaced: at once, but later and later where it does not live."""
        if worker is not self._current[worker.slot]:
            return
        self._current[worker.slot] = None
        now = time.monotonic()
        lived = worker.ready is not None and now - worker.ready > SHORT_SECONDS
        failures = 0 if lived else self._failures[worker.slot] + 1
        self._failures[worker.slot] = failures
        self._due[worker.slot] = now + (min(LONGEST_DELAY, 0.125 * 2**failures) if failures else 0.0)

    def _stop(self, worker: Worker) -> None:
        worker.told = worker.told or time.monotonic()
        os.kill(worker.pid, signal.SIGTERM)

    def _end(self, code: int, *, again: bool = False) -> None:
        self._ending = self._ending or code
        if self._listener is not None:
            self._listener.close()  # else connections would wait here for processes that take no more
        for worker in self._all:
            if again:
                os.kill(worker.pid, signal.SIGKILL)
            else:
                self._stop(worker)


def run(config: uvicorn.Config, listener: socket.socket, *, processes: int) -> int:
    """Serve a listening socket with that many processes until told to stop; return the exit code."""

    def serve(line: server.Line, place: doors.Place) -> None:
        server.Server(config, place=place, line=line).run([listener])

    gc.collect()
    gc.freeze()
    gc.enable()
    return Supervisor(serve, slots=processes, listener=listener).run()


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens on an address; raise OSError where none can."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, _, _, _, address = found[0]
    return socket.create_server(address[:2], family=family, backlog=doors.MOST_WAITING)
