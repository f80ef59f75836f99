"""The stages of the benchmark: each measures one thing and keeps it as JSON, so that the next run need not.

    python -m tests.benchmarks.stages [--quick] [--again] [stage …]

A stage that fails says why and loses no other. When all that was asked for is done, docs/performance.md is written from
whatever is kept; `--again` measures anew what is kept already, `--quick` measures briefly, to see that all of it works.
"""

import argparse
import datetime
import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from typing import Any

import rich.console

from tests.benchmarks import (
    catalogues,
    changing,
    filling,
    growing,
    machine,
    processes,
    reading,
    report,
    searching,
)

Tree = dict[str, Any]
_say = rich.console.Console(stderr=True, highlight=False)
STAGES: Mapping[str, tuple[Callable[[], Tree], Callable[[], Tree]]] = {
    "read": (reading.measure, lambda: reading.measure(rounds=1, seconds=1, others=1)),
    "grow": (
        lambda: growing.measure(sizes=_sizes()),
        lambda: growing.measure(rounds=1, seconds=1, sizes=_quick_sizes()),
    ),
    "fill": (filling.measure, lambda: filling.measure(count=100, rounds=1)),
    "workers": (processes.doubled, lambda: processes.doubled(rounds=1, seconds=1)),
    "start": (processes.starting, lambda: processes.starting(starts=1)),
    "fresh": (changing.measure, lambda: changing.measure(edits=10)),
    "search": (
        lambda: searching.measure(catalogues.sized(_sizes()[-1])),
        lambda: searching.measure(catalogues.sized(_quick_sizes()[-1]), questions=60),
    ),
}
"""By name what a stage measures, and what it measures when it is to be quick."""


def _sizes() -> tuple[int, ...]:
    """Return the sizes of the catalogues; the largest is that of the database named, or what PROCEDURES says."""
    given = max(catalogues.known(), default=0) if os.environ.get("BENCH_DATABASE") else 0
    largest = given or int(os.environ.get("PROCEDURES") or growing.SIZES[-1])
    return (*tuple(size for size in growing.SIZES if size < largest), largest)


def _quick_sizes() -> tuple[int, ...]:
    return growing.SIZES[:2]


def main() -> None:
    """Run the stages, keep what they found, write the page; exit with 1 where a stage failed."""
    wanted = _arguments()
    machine.PLACE.mkdir(parents=True, exist_ok=True)
    failed = [
        name for name in wanted.stages or STAGES if not _run(name, quick=wanted.quick, again=wanted.again)
    ]
    report.write(report.kept())
    if failed:
        _say.print(f"[bold red]{', '.join(failed)} failed[/]: what was said stands above; the rest is kept.")
        sys.exit(1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stages", nargs="*", help=f"which of {', '.join(STAGES)}; all where none is named")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--again", action="store_true")
    found = parser.parse_args()
    if unknown := set(found.stages) - STAGES.keys():
        parser.error(f"no such stage: {', '.join(sorted(unknown))}")
    return found


def _run(name: str, *, quick: bool, again: bool) -> bool:
    """Measure one stage unless that was done; return whether it is there then."""
    path = machine.PLACE / f"{name}.json"
    if path.exists() and not again:
        before = json.loads(path.read_text())
        if quick or not before["quick"]:
            _say.print(f"{name}: measured on {before['measured']}; `--again` measures anew")
            return True
    _say.print(f"{name}: measuring{' briefly' if quick else ''}")
    begun, busy = time.monotonic(), machine.load()
    try:
        found = STAGES[name][quick]()
    except Exception:  # noqa: BLE001 - whatever stops one stage must not lose the others
        _say.print(traceback.format_exc(), markup=False)
        return False
    tree = {
        "quick": quick,
        "measured": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "took": time.monotonic() - begun,
        "load_before": busy,
        "machine": machine.facts(),
        "found": found,
    }
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(tree, indent=1))
    partial.rename(path)
    _say.print(f"{name}: done in {tree['took']:.0f} s")
    return True


if __name__ == "__main__":
    main()
