"""A primary of PostgreSQL and its streaming standby, as processes of this machine that can be killed and promoted."""

import contextlib
import ctypes
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import psycopg

from tests import postgres
from tests.hostile import wire

USER, NAME = "candour", "candour"
PRIMARY = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "32MB",
    "timezone": "UTC",
    "autovacuum_naptime": "10min",
    "wal_sender_timeout": "5s",
    "wal_receiver_timeout": "5s",
    "wal_retrieve_retry_interval": "500ms",
    "hot_standby_feedback": "on",
    "max_standby_streaming_delay": "2s",
}
"""What both are run with; deploy/postgresql.conf says why."""
_DIES_WITH_PARENT = 1
_PATIENCE_SECONDS = 30


class Server:
    """One server, in a folder of its own."""

    def __init__(self, folder: Path, *, password: str, options: dict[str, str], user: str = USER) -> None:
        self.folder, self.password, self.user, self.port = folder, password, user, wire.free_port()
        self._options = {**PRIMARY, **options}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def host(self) -> str:
        """Return what stands for this server in an address that names several."""
        return f"host=127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """Return the address of the catalogue on this server."""
        return f"postgresql+psycopg://{self.user}:{self.password}@127.0.0.1:{self.port}/{NAME}"

    @property
    def pid(self) -> int:
        """Return the id of its first process."""
        assert self._process is not None
        return self._process.pid

    def run(self, name: str | Path, *arguments: str | Path, **environment: str) -> None:
        """Run one of PostgreSQL's own programs, or another by its path, as the user that PostgreSQL runs as."""
        bindir = postgres.binaries()
        assert bindir is not None
        subprocess.run(
            [bindir / name, *arguments],
            check=True,
            cwd=self.folder,
            env={"PATH": f"{bindir}:{os.environ['PATH']}", "PGPASSWORD": self.password, **environment},
            stdout=subprocess.DEVNULL,
            **postgres._identity(),  # type: ignore[call-overload]  # user, group and extra_groups
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        bindir = postgres.binaries()
        assert bindir is not None
        options = [word for name, value in self._options.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [bindir / "postgres", "-D", self.folder / "data", "-p", str(self.port), *options],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,  # noqa: PLW1509  it calls one function of the kernel and takes no lock
                **postgres._identity(),  # type: ignore[call-overload]  # user, group and extra_groups
            )
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def _answers(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            return self.ask("SELECT 1", database="postgres") == 1
        return False

    def ask(self, statement: str, *, database: str = NAME) -> object:
        """Run a statement and return its one value, or None."""
        where = f"postgresql://{self.user}:{self.password}@127.0.0.1:{self.port}/{database}"
        with psycopg.connect(where, autocommit=True, connect_timeout=5) as connection:
            found = connection.execute(statement.encode())
            row = found.fetchone() if found.description else None
        return row[0] if row else None

    def promote(self) -> None:
        """Make a standby the primary; return when it writes."""
        assert self.ask("SELECT pg_promote()", database="postgres") is True

    def kill(self) -> None:
        """Kill it as the end of a machine would: no farewell to anybody."""
        if self._process is not None:
            children = (
                Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
            )
            for pid in (self._process.pid, *map(int, children)):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """Stop it at once."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
            self._process = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


@contextlib.contextmanager
def pair(*, synchronous: bool = True, **options: str) -> Iterator[tuple[Server, Server]]:
    """Run a primary with an empty database and a standby that streams from it.

    Synchronous: a commit is answered when the standby shows it.
    """
    folder = Path(tempfile.mkdtemp(prefix="candour-cluster-"))
    password = secrets.token_urlsafe(16)
    try:
        for name in ("primary", "standby"):
            (folder / name).mkdir()
        for path in (folder, *folder.iterdir()):
            give(path)
        waits = {"synchronous_commit": "remote_apply", "synchronous_standby_names": "standby"}
        with (
            Server(folder / "primary", password=password, options=options) as primary,
            Server(folder / "standby", password=password, options=options) as standby,
        ):
            initialise(primary)
            primary.start()
            primary.ask(f"CREATE DATABASE {NAME}", database="postgres")
            source = (
                f"host=127.0.0.1 port={primary.port} user={USER} password={password} application_name=standby"
            )
            standby.run(
                "pg_basebackup", "-D", standby.folder / "data", "-d", source, "-R", "-c", "fast", "-N"
            )
            standby.start()
            for setting, value in waits.items() if synchronous else ():
                primary.ask(f"ALTER SYSTEM SET {setting} = '{value}'", database="postgres")
            primary.ask("SELECT pg_reload_conf()", database="postgres")
            yield primary, standby
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def initialise(server: Server) -> None:
    """Make the folder of an empty server."""
    secret = server.folder / "password"
    secret.write_text(server.password)
    give(secret)
    server.run(
        "initdb", "--pgdata", server.folder / "data", "--username", server.user, "--pwfile", secret,
        "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync",
    )  # fmt: skip


def give(path: Path) -> None:
    """Give a file or folder to the user that PostgreSQL runs as."""
    if own := postgres._identity():
        os.chown(path, own["user"], own["group"])  # type: ignore[arg-type]  # ints, from _identity


def die_with_parent() -> None:
    """Have the kernel stop a process when the one that started it is gone."""
    ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGQUIT)


def both(*servers: Server) -> str:
    """Return the address that names all of them; who asks it says which is wanted."""
    hosts = "&".join(one.host for one in servers)
    return f"postgresql+psycopg://{USER}:{servers[0].password}@/{NAME}?{hosts}"


def wait(holds: Callable[[], object], *, seconds: float = _PATIENCE_SECONDS) -> float:
    """Wait until something holds; return for how many seconds."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < seconds, "it never came to hold"
        time.sleep(0.02)
    return time.monotonic() - begun
