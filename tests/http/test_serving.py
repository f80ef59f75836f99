"""Several processes on one address: none is missing for long, and no request is lost where none has to be."""

import asyncio
import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import uvicorn
from uvicorn.config import STARTUP_FAILURE

from app.commands import workers as workers_
from app.http import server
from tests.hostile import wire
from tests.http import service as service_

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 30.0
WHO = b"GET /who HTTP/1.1\r\nHost: a\r\n\r\n"
SLOW = b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"


@contextlib.contextmanager
def running(*constants: str, processes: int = 2) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = wire.free_port()
    command = [sys.executable, "-m", "tests.http.service", str(port), str(processes), *constants]
    service = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        await_(lambda: len(workers(port)) == processes)
        yield service, port
    finally:
        service.terminate()
        service.wait(PATIENCE_SECONDS)


@pytest.fixture(scope="module")
def service() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    with running() as started:
        yield started


def await_(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def asked(connection: socket.socket, request: bytes = WHO) -> wire.Reply:
    connection.sendall(request)
    return wire.parsed(wire._read_one(connection), method="GET")


@contextlib.contextmanager
def held(port: int, number: int) -> Iterator[list[socket.socket]]:
    with contextlib.ExitStack() as stack:
        yield [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS))
            for _ in range(number)
        ]


def workers(port: int) -> Counter[int]:
    """Return which processes answer, and how many of a few connections at once each of them takes."""
    try:
        with held(port, 12) as connections:
            return Counter(int(asked(connection).body) for connection in connections)
    except ConnectionError:
        return Counter()


def both(port: int) -> tuple[int, int]:
    """Return the two processes, once each has answered."""
    seen: list[int] = []

    def answered() -> bool:
        seen[:] = workers(port)
        return len(seen) == 2

    await_(answered)
    first, second = seen
    return first, second


def test_processes_share_connections_evenly(service: tuple[subprocess.Popen[bytes], int]) -> None:
    with held(service[1], 40) as connections:
        shares = Counter(int(asked(connection).body) for connection in connections)
    assert len(shares) == 2
    assert min(shares.values()) >= 10


def test_a_killed_process_is_replaced(service: tuple[subprocess.Popen[bytes], int]) -> None:
    _, port = service
    killed, other = both(port)
    os.kill(killed, signal.SIGKILL)
    assert other in set(both(port)) - {killed}


def test_a_process_that_hangs_is_replaced() -> None:
    with running("SILENT_SECONDS=2") as (_, port):
        hung, other = both(port)
        os.kill(hung, signal.SIGSTOP)
        with held(port, 1) as (connection,):
            assert int(asked(connection).body) == other
        await_(lambda: len(workers(port)) == 2 and hung not in workers(port))


def test_a_service_that_stood_still_as_a_whole_goes_on_as_it_was() -> None:
    with running("SILENT_SECONDS=1.5", "LATE_SECONDS=1") as (parent, port):
        before = set(both(port))
        everybody = [parent.pid, *before]
        for process in everybody:
            os.kill(process, signal.SIGSTOP)
        time.sleep(3)
        for process in everybody:
            os.kill(process, signal.SIGCONT)
        time.sleep(1)
        assert set(both(port)) == before


class Forked:
    """What stands in the place of starting and killing processes: none is there."""

    def __init__(self) -> None:
        self.fails = False
        self.pids: list[int] = []
        self.killed: list[int] = []

    def fork(self) -> int:
        if self.fails:
            raise BlockingIOError(errno.EAGAIN, "no room")
        self.pids.append(2**30 + len(self.pids))
        return self.pids[-1]

    def kill(self, process: int, _: int) -> None:
        self.killed.append(process)


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> Forked:
    forked = Forked()
    monkeypatch.setattr(os, "fork", forked.fork)
    monkeypatch.setattr(os, "kill", forked.kill)
    return forked


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_000.0]
    monkeypatch.setattr(workers_, "time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


@contextlib.contextmanager
def supervising(slots: int = 2) -> Iterator[workers_.Supervisor]:
    supervisor = workers_.Supervisor(lambda *_: None, slots=slots)
    try:
        yield supervisor
    finally:
        supervisor._selector.close()
        for each in (
            supervisor._lifeline,
            supervisor._held_end,
            *(worker.pipe for worker in supervisor._all),
        ):
            os.close(each)


def open_descriptors() -> set[str]:
    return {each.name for each in Path("/dev/fd").iterdir()}


def greeted(supervisor: workers_.Supervisor) -> list[workers_.Worker]:
    """Return the processes, once each has answered."""
    for worker in supervisor._all:
        supervisor._greet(worker)
    return [worker for worker in supervisor._current if worker]


def test_a_process_that_cannot_be_started_is_tried_again_and_takes_nothing_with_it(
    forked: Forked, now: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    with supervising() as supervisor:
        supervisor._turn()
        living, dead = greeted(supervisor)
        monkeypatch.setattr(os, "waitpid", lambda *_: (dead.pid, 0))
        now[0] += 2
        supervisor._bury(dead)
        forked.fails = True
        places, descriptors = list(supervisor._tally._free), open_descriptors()
        for _ in range(3):
            supervisor._turn()
        assert supervisor._ending is None
        assert supervisor._current == [living, None]
        assert (supervisor._all, set(supervisor._selector.get_map())) == ({living}, {living.pipe})
        assert (supervisor._tally._free, open_descriptors()) == (places, descriptors)
        assert not signal.pthread_sigmask(signal.SIG_BLOCK, []) & set(workers_._SIGNALS)
        forked.fails = False
        supervisor._turn()
        assert len(forked.pids) == 2  # not at every turn
        now[0] += workers_.LONGEST_DELAY
        supervisor._turn()
        assert [worker.pid for worker in greeted(supervisor)] == [living.pid, forked.pids[2]]


def test_a_renewal_without_room_for_one_more_is_given_up(forked: Forked) -> None:
    with supervising() as supervisor:
        supervisor._turn()
        before = greeted(supervisor)
        forked.fails = True
        supervisor._told(signal.SIGHUP, None)
        for _ in range(3):
            supervisor._turn()
        assert (supervisor._current, supervisor._renewals, supervisor._ending) == (before, [], None)
        forked.fails = False
        supervisor._told(signal.SIGHUP, None)
        supervisor._turn()
        assert supervisor._fresh is not None


def test_a_service_that_cannot_start_any_process_ends(forked: Forked) -> None:
    forked.fails = True
    with supervising() as supervisor:
        supervisor._turn()
        assert (supervisor._ending, supervisor._all) == (STARTUP_FAILURE, set())


def test_a_service_that_cannot_start_all_processes_starts_with_those_it_can(
    forked: Forked, now: list[float]
) -> None:
    with supervising(1) as supervisor:
        supervisor._turn()
        supervisor._current.append(None)
        supervisor._due.append(0.0)
        forked.fails = True
        supervisor._turn()
        forked.fails = False
        now[0] += workers_.LONGEST_DELAY
        supervisor._turn()
        assert (supervisor._ending, len(supervisor._all)) == (None, 2)


def test_of_several_that_are_silent_one_is_killed_at_a_time(forked: Forked, now: list[float]) -> None:
    with supervising() as supervisor:
        supervisor._turn()
        greeted(supervisor)
        while now[0] < 1_000 + workers_.SILENT_SECONDS:
            now[0] += 1
            supervisor._turn()
        assert forked.killed == []
        now[0] += 1
        supervisor._turn()
        assert len(forked.killed) == 1
        supervisor._turn()
        assert sorted(forked.killed) == forked.pids


def test_whoever_stands_still_blames_nobody_for_their_silence(forked: Forked, now: list[float]) -> None:
    with supervising() as supervisor:
        supervisor._turn()
        first, _ = greeted(supervisor)
        supervisor._stop(first)
        forked.killed.clear()
        now[0] += 3_600
        supervisor._turn()
        assert forked.killed == []
        while now[0] < 4_600 + workers_.STOPPING_SECONDS + 1:
            now[0] += 1
            supervisor._turn()
        assert forked.killed == [first.pid]


def test_renewing_every_process_under_load_fails_no_request(
    service: tuple[subprocess.Popen[bytes], int],
) -> None:
    parent, port = service
    before = set(workers(port))
    renewed = threading.Event()
    failed: list[str] = []

    def load() -> None:
        while not renewed.is_set():
            with held(port, 1) as (connection,):
                try:
                    while asked(connection).headers.get("connection") != "close" and not renewed.is_set():
                        pass
                except (OSError, AssertionError) as error:
                    failed.append(repr(error))

    clients = [threading.Thread(target=load) for _ in range(6)]
    for client in clients:
        client.start()
    try:
        parent.send_signal(signal.SIGHUP)
        await_(lambda: len(workers(port)) == 2 and not before & set(workers(port)))
    finally:
        renewed.set()
        for client in clients:
            client.join()
    assert failed == []


def test_a_process_told_to_stop_answers_what_is_under_way_and_what_is_on_its_way(
    service: tuple[subprocess.Popen[bytes], int],
) -> None:
    _, port = service
    with held(port, 12) as connections:
        answering = [int(asked(connection).body) for connection in connections]
        stopped = answering[0]
        busy, idle, *_ = (connections[at] for at, process in enumerate(answering) if process == stopped)
        busy.sendall(SLOW)
        time.sleep(0.1)
        os.kill(stopped, signal.SIGTERM)
        time.sleep(0.3)
        replies = [asked(idle), wire.parsed(wire._read_one(busy), method="GET")]
    assert [(reply.status, int(reply.body)) for reply in replies] == [(200, stopped)] * 2
    assert [reply.headers["connection"] for reply in replies] == ["close"] * 2
    await_(lambda: len(workers(port)) == 2 and stopped not in workers(port))


def is_refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except ConnectionRefusedError:
        return True
    return False


def test_a_service_told_to_stop_answers_whom_it_took_and_leaves_nobody_waiting() -> None:
    with running() as (parent, port), held(port, 8) as connections:
        for connection in connections:
            connection.sendall(SLOW)
        time.sleep(0.1)
        parent.terminate()
        await_(lambda: is_refused(port))
        assert parent.poll() is None  # it has not ended: some are answered yet
        replies = [wire.parsed(wire._read_one(connection), method="GET") for connection in connections]
        assert {reply.status for reply in replies} == {200}
        assert parent.wait(PATIENCE_SECONDS) == 0


class Interrupted(server.Line):
    """A line at which a process looks at the very moment at which it is told to stop."""

    def __init__(self) -> None:
        self.served: uvicorn.Server | None = None

    def say(self, word: bytes) -> None: ...

    def is_cut(self) -> bool:
        assert self.served is not None
        self.served.handle_exit(signal.SIGTERM, None)
        return False


def test_a_signal_that_comes_while_the_loop_turns_is_not_lost() -> None:
    line = Interrupted()
    line.served = server.Server(uvicorn.Config(service_.who), line=line)
    assert asyncio.run(line.served.on_tick(1))


def test_processes_end_with_the_one_that_started_them() -> None:
    with running() as (parent, port):
        parent.kill()
        await_(lambda: not workers(port))


def test_a_service_that_cannot_start_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROKEN", "yes")
    command = [sys.executable, "-m", "tests.http.service", str(wire.free_port()), "2"]
    ended = subprocess.run(command, cwd=ROOT, stderr=subprocess.DEVNULL, timeout=60, check=False)
    assert ended.returncode == 3
