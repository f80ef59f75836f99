"""Where trials take place: databases of this run, services over them, and a PostgreSQL that a trial may stop."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from app.authoring import importing
from app.db import engine, migrations
from tests import builders, databases, postgres, serving

KINDS = ("sqlite", "postgresql")
PUBLIC = {"CANDOUR_PUBLIC_URL": "https://candour.example"}
"""So that two services over one catalogue say the same to the byte."""
UNLIMITED = {f"CANDOUR_LIMIT_{name}": "0" for name in ("ANONYMOUS", "KEYED", "WRITES", "FAILURES")}
QUIET = {"CANDOUR_LOG_LEVEL": "warning"}


@contextlib.contextmanager
def run() -> Iterator[Path]:
    """Give the folder that the processes of this run share, which the first of them makes and removes."""
    if "CANDOUR_TEST_RUN" in os.environ:
        yield Path(os.environ["CANDOUR_TEST_RUN"])
        return
    folder = Path(tempfile.mkdtemp(prefix="candour-test-"))
    os.environ |= {"CANDOUR_TEST_RUN": str(folder), "CANDOUR_TEST_OWNER": str(os.getpid())}
    try:
        yield folder
    finally:
        del os.environ["CANDOUR_TEST_RUN"], os.environ["CANDOUR_TEST_OWNER"]
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """Give an empty folder that is removed afterwards; whoever runs PostgreSQL may enter it."""
    with tempfile.TemporaryDirectory(prefix="candour-fault-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o755)
        yield Path(made)


@contextlib.contextmanager
def database(kind: str, within: Path, *, template: str = "seeded") -> Iterator[str]:
    """Give the address of a fresh database: `migrated`, `seeded`, or `small` with one short procedure."""
    if kind == "sqlite":
        url = small(kind, within) if template == "small" else databases.sqlite(within, template=template)
        yield url
        for path in within.glob(f"{Path(url).name}*"):
            path.unlink(missing_ok=True)
        return
    url = small(kind, within) if template == "small" else databases.postgresql(template=template)
    try:
        yield url
    finally:
        databases.drop_postgresql(url)


def small(kind: str, within: Path) -> str:
    """Return the address of a fresh database with one short procedure."""
    source = databases.once(f"{kind}-small", lambda: _build_small(kind))
    if kind == "postgresql":
        return databases.create_postgresql(template=make_url(source).database)
    target = within / f"{uuid.uuid4().hex}.db"
    shutil.copyfile(path_of(source), target)
    return f"sqlite:///{target}"


def _build_small(kind: str) -> str:
    run_folder = databases.run_folder()
    template = "migrated"
    url = (
        databases.sqlite(run_folder, template=template)
        if kind == "sqlite"
        else databases.postgresql(template=template)
    )
    fill(url)
    if kind == "sqlite":
        engine.settle(path_of(url))
    return url


def fill(url: str) -> None:
    """Publish one short procedure."""
    held = engine.Database(url, pool_size=1)
    with tempfile.TemporaryDirectory() as scratch:
        importing.import_folder(held, builders.folder(Path(scratch, "catalogue")))
    held.dispose()


def path_of(url: str) -> Path:
    """Return the file of a SQLite database."""
    return Path(make_url(url).database or "")


@dataclass(frozen=True, kw_only=True)
class Service:
    """Hold a service that runs over a database."""

    address: str
    port: int
    process: "subprocess.Popen[bytes]"
    log: Path

    def children(self) -> list[int]:
        """Return the processes that serve: those that the first one started, or itself where it serves alone."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        held = [int(pid) for pid in listed if b"resource_tracker" not in _command(int(pid))]
        return held or [self.process.pid]

    def said(self) -> str:
        """Return the log."""
        return self.log.read_text(errors="replace")


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b"resource_tracker"  # it ended


@contextlib.contextmanager
def service(
    url: str,
    within: Path,
    *,
    workers: int = 1,
    settings: Mapping[str, str] | None = None,
    before: tuple[str, ...] = (),
) -> Iterator[Service]:
    """Serve a database until the block ends, and wait until it is ready."""
    name = uuid.uuid4().hex
    log = within / f"{name}.log"
    given = {
        **PUBLIC,
        **UNLIMITED,
        **QUIET,
        "CANDOUR_WORKERS": str(workers),
        "CANDOUR_EXPORTS": str(within / f"{name}-exports"),
        **(settings or {}),
    }
    with serving.running(url, within / f"{name}-search", log=log, variables=given, before=before) as held:
        started = Service(address=held.address, port=held.port, process=held.process, log=log)
        try:
            serving.await_ready(held.address)
        except AssertionError as error:
            raise RuntimeError(f"the service did not start:\n{started.said()[-2000:]}") from error
        yield started


class Cluster:
    """A PostgreSQL server of a trial's own, which it may stop and start; its data are as safe as a real one's."""

    def __init__(self, within: Path, *, options: Mapping[str, str] | None = None) -> None:
        binaries = postgres.binaries()
        if binaries is None:
            raise LookupError("PostgreSQL was not found")
        self._binaries, self._within = binaries, within
        self._identity: dict[str, Any] = postgres._identity()
        self._password, self._port = uuid.uuid4().hex, postgres._free_port()
        self._options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": "100",
            "shared_buffers": "64MB",
            **(options or {}),
        }
        self.own(within)
        postgres._initialise(binaries, within, password=self._password, identity=self._identity)

    def own(self, folder: Path) -> None:
        """Give a folder to whoever the server runs as."""
        if self._identity:
            os.chown(folder, *(self._identity[name] for name in ("user", "group")))

    def start(self) -> None:
        """Start the server, and wait until it lets somebody in."""
        options = " ".join(f"-c {name}='{value}'" for name, value in self._options.items())
        self._control(
            "start", "-w", "-l", str(self._within / "server.log"), "-o", f"-p {self._port} {options}"
        )

    def stop(self) -> None:
        """Stop the server as a crash would, where it runs."""
        self._control("stop", "-m", "immediate", check=False)

    def _control(self, *words: str, check: bool = True) -> None:
        subprocess.run(
            [self._binaries / "pg_ctl", "-D", self._within / "data", *words],
            check=check,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._within,
            **self._identity,
        )

    def url(self, name: str = "postgres") -> str:
        """Return the address of one of its databases."""
        return f"postgresql+psycopg://candour:{self._password}@127.0.0.1:{self._port}/{name}"

    def create(self, name: str, *, more: str = "") -> str:
        """Create a database that holds the catalogue of the code, and return its address."""
        self.execute(f"CREATE DATABASE {name} {more}")
        migrations.upgrade(self.url(name))
        held = engine.Database(self.url(name), pool_size=1)
        importing.import_folder(held, databases.SEED)
        held.dispose()
        return self.url(name)

    def execute(self, statement: str) -> None:
        """Run one statement as the server's owner."""
        plain = make_url(self.url()).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextlib.contextmanager
def cluster(within: Path, *, options: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    """Start a server of one's own, and stop it afterwards."""
    within.mkdir(parents=True, exist_ok=True)
    held = Cluster(within, options=options)
    try:
        held.start()
        yield held
    finally:
        held.stop()


def within(seconds: float, holds: Any) -> float | None:
    """Return after how many seconds something holds, or None where it does not in time."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        try:
            if holds():
                return time.monotonic() - began
        except Exception:  # noqa: BLE001, S110 - it does not hold yet
            pass
        time.sleep(0.05)
    return None
