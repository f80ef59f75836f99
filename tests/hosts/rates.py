"""What one answer costs the proxy, a host and the store; and what that comes to at 10^5 requests a second.

    python -m tests.hosts.rates [--write] [--procedures 1000] [--seconds 5]

Costs are processor time, which a busy machine changes less than rates; the tables are these figures multiplied.
"""

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests import serving
from tests.hostile import wire
from tests.hosts import failover, topology

DETAIL = "/v1/procedures/laser-skin-tightening"
TICKS = os.sysconf("SC_CLK_TCK")
LIMIT = "limit_req zone=requests burst=200 delay=100;"
"""What keeps one address from asking as often as is asked here."""
CORES = 8
"""How many cores a machine of the tables has."""
BUSY = 0.5
"""How much of them is used: the rest is for the machine beside it that fails."""
SHARED = 0.95
"""The assumed share of requests that the shared cache answers."""
KEPT = 0.8
"""The assumed share of the others that a host answers from what it keeps."""


@dataclass(frozen=True, kw_only=True)
class Costs:
    """Seconds of processor for an answer, and bytes."""

    proxy: float
    host: float
    cold: float
    store: float
    answer: int
    """Bytes of an answer as it is sent, compressed."""
    database: float
    log: float
    index: float
    """Bytes for each procedure."""
    entering: float
    """Seconds for each procedure, until it stands in the index."""


def main() -> None:
    """Measure, print, and write where it was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="Put the tables into docs/scale.md.")
    parser.add_argument("--procedures", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=5)
    chosen = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk was not found; on Debian run `apt-get install wrk`")
    with topology.running(other={LIMIT: ""}) as here:
        costs = _measured(here, procedures=chosen.procedures, seconds=chosen.seconds)
    lines = [*_figures(costs, procedures=chosen.procedures, seconds=chosen.seconds), "", *_tables(costs)]
    sys.stdout.write("\n".join(lines) + "\n")
    if chosen.write:
        failover.write("rates", lines)


def _measured(here: topology.Topology, *, procedures: int, seconds: int) -> Costs:
    primary, standby = here.servers
    before = _sizes(here)
    topology.candour(here.url, here.folder, "generate", "--beside", "--procedures", str(procedures))
    begun = time.monotonic()
    topology.candour(here.url, here.folder / "api-1", "index")
    entering = (time.monotonic() - begun) / procedures
    after = _sizes(here)
    database, log, index = ((late - early) / procedures for late, early in zip(after, before, strict=True))
    with _uncached(here) as (cold, cold_pid):
        servers = topology.pids(standby)
        proxy, _ = _costs(here.proxy, [here.proxy_pid, *topology.children(here.proxy_pid)], seconds=seconds)
        host, _ = _costs(
            here.hosts[0], [here.host_pids[0], *topology.children(here.host_pids[0])], seconds=seconds
        )
        asked, store = _costs(cold, [cold_pid, *topology.children(cold_pid)], seconds=seconds, beside=servers)
    answer = httpx2.get(here.hosts[0] + DETAIL, headers={"Accept-Encoding": "gzip"})
    assert primary.port != standby.port
    return Costs(
        proxy=proxy,
        host=host,
        cold=asked,
        store=store,
        answer=int(answer.headers["Content-Length"]),
        database=database,
        log=log,
        index=index,
        entering=entering,
    )


@contextlib.contextmanager
def _uncached(here: topology.Topology) -> Iterator[tuple[str, int]]:
    """Run one more host, which keeps nothing."""
    port = wire.free_port()
    folder = here.folder / "api-cold"
    with topology.host(folder, port=port, url=here.url, CANDOUR_CACHE_BYTES="0") as pid:
        serving.await_ready(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}", pid


def _sizes(here: topology.Topology) -> tuple[float, float, float]:
    primary, _ = here.servers
    database = primary.ask("SELECT pg_database_size('candour')")
    log = primary.ask("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint")
    index = sum(
        path.stat().st_size for path in (here.folder / "api-1" / "search").rglob("*") if path.is_file()
    )
    assert isinstance(database, int)
    assert isinstance(log, int)
    return database, log, index


def _costs(
    address: str, pids: list[int], *, seconds: int, beside: list[int] | None = None
) -> tuple[float, float]:
    """Return the processor's seconds that one answer costs these processes, and those beside them."""
    ask = ["wrk", "-t1", "-c32", "-H", "Accept-Encoding: gzip", "--timeout", "10s"]
    subprocess.run([*ask, "-d1s", address + DETAIL], check=True, capture_output=True)
    own, others = _used(pids), _used(beside or [])
    said = subprocess.run(
        [*ask, f"-d{seconds}s", address + DETAIL], check=True, capture_output=True, text=True
    )
    found = re.search(r"(\d+) requests in", said.stdout)
    assert found is not None, said.stdout
    assert "Non-2xx" not in said.stdout, said.stdout
    answers = int(found[1])
    return (_used(pids) - own) / answers, (_used(beside or []) - others) / answers


def _used(pids: list[int]) -> float:
    total = 0
    for pid in pids:
        with contextlib.suppress(FileNotFoundError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / TICKS


def _figures(costs: Costs, *, procedures: int, seconds: int) -> list[str]:
    day = time.strftime("%Y-%m-%d", time.gmtime())
    made = f"{costs.cold * 1e6:.0f} µs of the host, {costs.store * 1e6:.0f} µs of the standby"
    entered = f"{costs.index / 1e3:,.1f} kB on each host, in {costs.entering * 1e3:.1f} ms"
    rows = {
        "an answer from nginx's cache": f"{costs.proxy * 1e6:.0f} µs of nginx",
        "an answer that a host has kept": f"{costs.host * 1e6:.0f} µs of the host",
        "an answer that a host has to make, and compress": made,
        "what is sent": f"{costs.answer:,} bytes (gzip)",
        "a procedure in PostgreSQL": f"{costs.database / 1e3:,.0f} kB, after {costs.log / 1e3:,.0f} kB of its log",
        "a procedure in the search index": entered,
    }
    how = (
        f"{failover.machine()}; load {os.getloadavg()[0]:.1f}; {procedures:,} generated procedures; "
        f"`wrk -t1 -c32`, {seconds} s each, one address (`{DETAIL}`), everything on one machine; processor time."
    )
    return [
        *textwrap.wrap(f"Measured on {day}: {how}", width=118, break_on_hyphens=False),
        "",
        "| what | costs |",
        "|---|---|",
        *(f"| {name} | {value} |" for name, value in rows.items()),
    ]


def _tables(costs: Costs) -> list[str]:
    of_store = []
    for n in (10**3, 10**4, 10**5, 10**6):
        sizes = " | ".join(_bytes(one * n) for one in (costs.database, costs.log, costs.index))
        of_store.append(f"| {_many(n)} | {sizes} | {_time(costs.entering * n)} |")
    of_rate = []
    for rate in (10**2, 10**3, 10**4, 10**5):
        missed = rate * (1 - SHARED)
        proxy, kept, made = rate * costs.proxy, missed * KEPT * costs.host, missed * (1 - KEPT) * costs.cold
        store = missed * (1 - KEPT) * costs.store
        of_rate.append(
            f"| {_many(rate)} | {rate * costs.answer * 8 / 1e9:.2f} | {proxy:.2f} | {kept + made:.2f} | {store:.2f} | "
            f"{_machines(proxy)} | {_machines(kept + made)} | {_machines(store)} |"
        )
    return [
        "| procedures | database | log while they are imported | search index on each host | making it |",
        "|---|---|---|---|---|",
        *of_store,
        "",
        "| requests a second | Gbit/s | cores: proxies | hosts | standbys | machines: proxies | hosts | standbys |",
        "|---|---|---|---|---|---|---|---|",
        *of_rate,
    ]


def _machines(cores: float) -> int:
    """Return how many machines that is: as many as are needed at half load, and one that may fail."""
    return max(2, 1 + -int(-cores // (CORES * BUSY)))


def _many(number: int) -> str:
    return f"10{'⁰¹²³⁴⁵⁶⁷⁸⁹'[len(str(number)) - 1]}"


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:,.0f} min"


def _bytes(number: float) -> str:
    size = min(3, (len(str(int(number))) - 1) // 3)
    return f"{number / 1000**size:,.0f} {('B', 'kB', 'MB', 'GB')[size]}"


if __name__ == "__main__":
    main()
