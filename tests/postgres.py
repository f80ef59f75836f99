"""A throw-away PostgreSQL server for one test run: found, started on a free port, stopped when the run is over.

The server belongs to a small guardian process (this file, run as a script) that watches the run's process id, so that
nothing is left behind when the run is interrupted or killed. It needs the standard library only.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

START_SECONDS = 60
POLL_SECONDS = 0.2
UNPRIVILEGED = ("postgres", "nobody")
"""Whose rights the server gets when root runs the tests; PostgreSQL refuses to run as root."""
OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on a file, against other processes too."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def binaries() -> Path | None:
    """Return a folder that holds both initdb and postgres, the newest first, or None."""
    for folder in _candidates():
        resolved = folder.resolve()
        if all(os.access(resolved / name, os.X_OK) for name in ("initdb", "postgres")):
            return resolved
    return None


def start(run: Path) -> str:
    """Start the run's server and return its address; the guardian stops it when the run's process ends."""
    ready, log = run / "postgres.url", run / "postgres.log"
    folder = binaries()
    if folder is None:
        raise LookupError("no folder holds both initdb and postgres")
    with log.open("ab") as output:
        guardian = subprocess.Popen(
            [sys.executable, __file__, os.environ["CANDOUR_TEST_OWNER"], str(folder), str(ready)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while not ready.exists():
        if guardian.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL in {folder} did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.05)
    guardian.returncode = 0  # it outlives this process on purpose; without this Popen would warn about it
    return ready.read_text()


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("PG_BINDIR"):
        yield Path(named)
    if command := shutil.which("pg_config"):
        answer = subprocess.run([command, "--bindir"], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            yield Path(answer.stdout.strip())
    debian = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    yield from sorted(debian, key=lambda path: int(path.parent.name), reverse=True)
    yield from (Path(entry) for entry in os.environ.get("PATH", "").split(os.pathsep) if entry)


def _identity() -> dict[str, object]:
    """Return the arguments that make subprocess drop root's rights; nothing for everybody else."""
    if os.geteuid() != 0:
        return {}
    import pwd  # noqa: PLC0415  not there on every platform, and needed by root only

    for name in UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError(f"none of the users {', '.join(UNPRIVILEGED)} exists to run PostgreSQL as")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _initialise(bindir: Path, folder: Path, *, password: str, identity: dict[str, object]) -> None:
    secret = folder / "password"
    secret.write_text(password)
    if identity:
        for path in (folder, secret):
            os.chown(path, identity["user"], identity["group"])  # type: ignore[arg-type]  # ints, from _identity
    subprocess.run(
        [
            bindir / "initdb", "--pgdata", folder / "data", "--username", "candour", "--pwfile", secret,
            "--auth", "password", "--encoding", "UTF8", "--locale", "C", "--no-sync",
        ],
        check=True,
        cwd=folder,
        **identity,  # type: ignore[call-overload]  # user, group and extra_groups
    )  # fmt: skip


def _accepts(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _alive(owner: int) -> bool:
    try:
        os.kill(owner, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGQUIT)  # at once; the data is thrown away
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def guard(owner: int, bindir: Path, ready: Path) -> None:
    """Run a server in a folder of its own until the owner's process is gone."""
    # Not below pytest's folder: that one only its owner may enter, and the server may run as somebody else.
    folder = Path(tempfile.mkdtemp(prefix="candour-postgres-"))
    try:
        identity, password, port = _identity(), secrets.token_urlsafe(16), _free_port()
        _initialise(bindir, folder, password=password, identity=identity)
        options = [word for name, value in OPTIONS.items() for word in ("-c", f"{name}={value}")]
        server = subprocess.Popen(
            [bindir / "postgres", "-D", folder / "data", "-p", str(port), *options],
            cwd=folder,
            **identity,  # type: ignore[call-overload]  # user, group and extra_groups
        )
        try:
            while _alive(owner) and server.poll() is None:
                if not ready.exists() and ready.parent.exists() and _accepts(port):
                    partial = ready.with_suffix(".partial")
                    partial.write_text(f"postgresql+psycopg://candour:{password}@127.0.0.1:{port}/postgres")
                    partial.rename(ready)
                time.sleep(POLL_SECONDS if ready.exists() else 0.05)
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: Sequence[str]) -> None:
    """Run as the guardian: the owner's process id, the folder of the binaries, the file to write the address to."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    owner, bindir, ready = arguments
    guard(int(owner), Path(bindir), Path(ready))


if __name__ == "__main__":
    main(sys.argv[1:])
