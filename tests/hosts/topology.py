"""Everything in deploy/ as processes of this machine: two servers of PostgreSQL, two API hosts, nginx before them.

The settings are read from the files in deploy/; only addresses, ports and folders are put in their place.
"""

import contextlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests import cluster, serving
from tests.hostile import wire

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
NAMES = ("db-1", "db-2")


@dataclass(frozen=True, kw_only=True)
class Topology:
    """Hold the servers, and where the hosts and the proxy are reached."""

    folder: Path
    servers: tuple[cluster.Server, cluster.Server]
    hosts: tuple[str, str]
    host_pids: tuple[int, int]
    proxy: str
    proxy_pid: int
    url: str
    replication: str
    """The password of the role by which a standby copies its primary."""


@contextlib.contextmanager
def running(*, other: Mapping[str, str] | None = None) -> Iterator[Topology]:
    """Run everything, over the catalogue that comes with the code; `other` replaces words of nginx.conf."""
    folder = Path(tempfile.mkdtemp(prefix="candour-hosts-"))
    folder.chmod(0o755)
    password, replication = secrets.token_hex(12), secrets.token_hex(12)
    options = _options(folder)
    try:
        with contextlib.ExitStack() as stack:
            servers = [
                stack.enter_context(_server(folder / name, options=options, password=password))
                for name in NAMES
            ]
            primary, standby = servers
            cluster.initialise(primary)
            primary.start()
            _make_roles(primary, folder, CANDOUR_PASSWORD=password, REPLICATION_PASSWORD=replication)
            copy(standby, source=primary, replication=replication)
            standby.start()
            wait_for_standby(primary)
            hosts = "&".join(one.host for one in servers)
            url = f"postgresql+psycopg://candour:{password}@/{cluster.NAME}?{hosts}"
            candour(url, folder, "migrate")
            candour(url, folder, "seed")
            ports = [wire.free_port() for _ in range(2)]
            pids = [
                stack.enter_context(host(folder / f"api-{number}", port=port, url=url))
                for number, port in enumerate(ports, start=1)
            ]
            proxy, proxy_pid = stack.enter_context(_proxy(folder / "proxy", hosts=ports, other=other or {}))
            addresses = [f"http://127.0.0.1:{port}" for port in ports]
            for address in (*addresses, proxy):
                serving.await_ready(address)
            yield Topology(
                folder=folder,
                servers=(primary, standby),
                hosts=(addresses[0], addresses[1]),
                host_pids=(pids[0], pids[1]),
                proxy=proxy,
                proxy_pid=proxy_pid,
                url=url,
                replication=replication,
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copy(standby: cluster.Server, *, source: cluster.Server, replication: str) -> None:
    """Make the folder of a standby, with the script of the compose file."""
    standby.run(
        Path("/bin/bash"), DEPLOY / "postgresql" / "standby.sh", "true",
        PGDATA=str(standby.folder / "data"),
        CANDOUR_PRIMARY="127.0.0.1",
        CANDOUR_PRIMARY_PORT=str(source.port),
        REPLICATION_PASSWORD=replication,
    )  # fmt: skip


def wait_for_standby(primary: cluster.Server) -> None:
    """Tell a primary that it has a standby whose answer a commit waits for."""
    primary.ask("ALTER SYSTEM SET synchronous_standby_names = 'standby'", database="postgres")
    primary.ask("SELECT pg_reload_conf()", database="postgres")
    cluster.wait(
        lambda: primary.ask("SELECT sync_state FROM pg_stat_replication", database="postgres") == "sync"
    )


def children(pid: int) -> list[int]:
    """Return the processes that a process started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def pids(server: cluster.Server) -> list[int]:
    """Return the processes of a server that answer and replay."""
    return [server.pid, *children(server.pid)]


def _server(folder: Path, *, options: dict[str, str], password: str) -> cluster.Server:
    folder.mkdir()
    cluster.give(folder)
    return cluster.Server(folder, password=password, options=options, user="postgres")


def _options(folder: Path) -> dict[str, str]:
    """Return the settings of the compose file's servers."""
    words = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["db-1"]["command"]
    found = dict(word.split("=", 1) for word in words if "=" in word)
    found["hba_file"] = str(shutil.copy(DEPLOY / "postgresql" / "pg_hba.conf", folder))
    return found


def _make_roles(primary: cluster.Server, folder: Path, **passwords: str) -> None:
    script = shutil.copy(DEPLOY / "postgresql" / "roles.sql", folder)
    where = f"postgresql://postgres@127.0.0.1:{primary.port}/postgres"
    primary.run("psql", where, "--quiet", "--set", "ON_ERROR_STOP=1", "--file", script, **passwords)


def _environment(folder: Path, *, url: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "CANDOUR_DATABASE_URL": url,
        "CANDOUR_READ_DATABASE_URL": url,
        "CANDOUR_SEARCH_INDEX": str(folder / "search"),
        "CANDOUR_EXPORTS": str(folder / "exports"),
        "CANDOUR_PUBLIC_URL": "https://candour.example",
        "CANDOUR_TRUSTED_PROXIES": '["127.0.0.1"]',
        # Everybody here has one address, and asks more often than one reader does.
        "CANDOUR_LIMIT_ANONYMOUS": "0",
        "CANDOUR_LIMIT_WRITES": "0",
        "CANDOUR_LIMIT_KEYED": "0",
    }


def candour(url: str, folder: Path, *words: str) -> None:
    """Run a command as `candour` would be run on a host with this folder."""
    command = [sys.executable, "-m", "app.cli", *words]
    subprocess.run(
        command, check=True, cwd=ROOT, env=_environment(folder, url=url), stderr=subprocess.DEVNULL
    )


@contextlib.contextmanager
def _process(command: list[str], *, log: Path, environment: dict[str, str]) -> Iterator[int]:
    with log.open("wb") as said:
        held = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=said,
            stderr=said,
            env=environment,
            preexec_fn=cluster.die_with_parent,  # noqa: PLW1509  it calls one function of the kernel and takes no lock
        )
    try:
        yield held.pid
    finally:
        held.terminate()
        held.wait(30)


@contextlib.contextmanager
def host(folder: Path, *, port: int, url: str, **settings: str) -> Iterator[int]:
    """Run an API host in a process; give its id."""
    folder.mkdir()
    environment = {**_environment(folder, url=url), **settings}
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port)]
    with _process(command, log=folder / "log", environment=environment) as pid:
        yield pid


@contextlib.contextmanager
def _proxy(folder: Path, *, hosts: list[int], other: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    folder.mkdir()
    folder.chmod(0o755)
    port = wire.free_port()
    configured = (DEPLOY / "nginx.conf").read_text()
    for ours, here in {
        "user nginx;": f"user {'www-data' if os.geteuid() == 0 else os.environ.get('USER', 'nobody')};",
        "pid /run/nginx.pid;": f"pid {folder}/pid;",
        "error_log /dev/stderr crit;": f"error_log {folder}/errors crit;",
        "access_log /dev/stdout plain;": f"access_log {folder}/requests plain;",
        "/var/cache/nginx/candour": f"{folder}/kept",
        "server api-1:8000": f"server 127.0.0.1:{hosts[0]}",
        "server api-2:8000": f"server 127.0.0.1:{hosts[1]}",
        "listen 8080;": f"listen 127.0.0.1:{port};",
        **other,
    }.items():
        assert configured.count(ours) == 1, ours
        configured = configured.replace(ours, here)
    (folder / "nginx.conf").write_text(configured)
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    with _process(
        command, log=folder / "log", environment={"PATH": f"{os.environ['PATH']}:/usr/sbin"}
    ) as pid:
        yield f"http://127.0.0.1:{port}", pid
