"""What a benchmark may use of this machine: which core is whose, which tools there are, which versions of what."""

import functools
import importlib.metadata
import os
import platform
import shutil
import sqlite3
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACE = ROOT / "var" / "bench"
"""Where measurements, databases and files of the benchmark are kept; never committed."""
CORES = tuple(sorted(os.sched_getaffinity(0)))
SERVER, LOAD = CORES[0], CORES[-1]
"""The core of the server and that of the load; the same one where there is no other, which the report says."""
TOOLS = {
    "wrk": "apt-get install wrk",
    "nginx": "apt-get install nginx-light",
    "taskset": "apt-get install util-linux",
}
PACKAGES = ("fastapi", "starlette", "uvicorn", "uvloop", "httptools", "pydantic", "sqlalchemy", "tantivy")


class Missing(Exception):  # noqa: N818 - it names what is missing
    """A tool is not on this machine; the message says how it gets there."""


def tool(name: str) -> str:
    """Return the path of a tool; raise Missing."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/bin")
    if found is None:
        raise Missing(f"{name} was not found: `{TOOLS[name]}`")
    return found


def pinned(core: int, *command: str | Path) -> list[str]:
    """Return a command that runs on one core only."""
    return [tool("taskset"), "-c", str(core), *map(str, command)]


@functools.cache
def facts() -> dict[str, str]:
    """Return what this machine is and which versions were measured."""
    return {
        "machine": f"{_processor()}, {len(CORES)} cores, {_memory():.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "SQLite of the tools": sqlite3.sqlite_version,
        "revision": _said("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"),
        "wrk": _said("wrk", "-v").partition(" [")[0].removeprefix("wrk ") or "not found",
        "nginx": _said("nginx", "-v").rpartition("/")[2] or "not found",
        **{name: importlib.metadata.version(name) for name in PACKAGES},
    }


def load() -> float:
    """Return how many processes wanted a core during the last minute: above about 2 somebody else was at work."""
    return os.getloadavg()[0]


def _said(name: str, *arguments: str) -> str:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        return ""
    told = subprocess.run([found, *arguments], capture_output=True, text=True, check=False)
    return (told.stdout + told.stderr).strip().partition("\n")[0]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
