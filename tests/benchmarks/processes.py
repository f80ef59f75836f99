"""What processes cost: how long a start takes, what memory a worker needs, what a second worker brings."""

import gzip
import statistics
from typing import Any

from tests.benchmarks import catalogues, contenders, load, machine, servers
from tests.benchmarks.reading import CASES, SLUG

Tree = dict[str, Any]


def starting(*, starts: int = 5) -> Tree:
    """Return the seconds from the start to the first answer, and the memory of workers that have answered."""
    url = catalogues.sized(0)
    took = []
    for _ in range(starts):
        with servers.candour(url, name="started") as server:
            took.append(server.took)
    memory = {}
    for workers in (1, 2):
        with servers.candour(url, workers=workers, core=None, name="remembering") as server:
            for _ in range(20 * workers):
                for path in CASES.values():
                    contenders.fetched(server.url + path)
            memory[str(workers)] = server.pss()
            script = contenders.fetched(f"{server.url}/embed/v1.js").body
    return {
        "starts": starts,
        "seconds": statistics.median(took),
        "slowest": max(took),
        "pss": memory,
        "script": {"bytes": len(script), "gzip": len(gzip.compress(script, 9))},
    }


def doubled(*, rounds: int = 3, seconds: float = 4) -> Tree:
    """Return what one and two workers do on both cores, which they share with the load; and their CPU per request.

    The load needs a core too. So beside the throughput, which it eats into, stands what two workers could do if they
    had both cores: two cores divided by the CPU of a request.
    """
    url = catalogues.sized(0)
    found: Tree = {"rounds": rounds, "seconds": seconds, "cores": len(machine.CORES), "cases": {}}
    for name, cached in (("cached", True), ("uncached", False)):
        with (
            servers.candour(url, cached=cached, workers=1, core=None, name="one") as one,
            servers.candour(url, cached=cached, workers=2, core=None, name="two") as two,
        ):
            targets = {
                workers: load.Target(server=server, path=f"/v1/procedures/{SLUG}", headers={})
                for workers, server in (("1", one), ("2", two))
            }
            measured = load.in_turns(targets, rounds=rounds, seconds=seconds, core=None)
            found["cases"][name] = {workers: summary.tree() for workers, summary in measured.items()}
    return found
