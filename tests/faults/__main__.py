"""`python -m tests.faults [STAGE …]`: try the faults, each stage in a process of its own, and write the table.

A stage that fails, or ends without a result, is written down as failed; the others are tried all the same.
"""

import argparse
import importlib
import os
import subprocess
import sys
import time
import traceback

from tests.faults import places, results

STAGES: dict[str, tuple[tuple[str, ...], int]] = {
    "kill": (places.KINDS, 900),
    "respawn": (places.KINDS, 600),
    "outage": (("postgresql",), 600),
    "disk": (places.KINDS, 600),
    "damage": (places.KINDS, 900),
    "slow": (("sqlite",), 400),
    "clocks": (places.KINDS, 400),
    "overload": (("sqlite",), 400),
    "restart": (places.KINDS, 600),
    "together": (places.KINDS, 900),
    "load": (("sqlite",), 600),
    "soak": (("sqlite",), 900),
}
"""The stages, with the databases that each is tried on, and after how many seconds it is given up."""
MINUTES = "CANDOUR_SOAK_MINUTES"


def main() -> int:
    """Try what was asked for; end with 1 where anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("stages", nargs="*", help=f"Some of: {', '.join(STAGES)}. None: all but soak.")
    parser.add_argument("--short", action="store_true", help="A few trials of each, to see that they run.")
    parser.add_argument("--only", choices=places.KINDS, help="On one database alone.")
    parser.add_argument("--one", nargs=2, metavar=("STAGE", "DATABASE"), help="Try one here.")
    parser.add_argument("--table", action="store_true", help="Only write the table of what is kept.")
    asked = parser.parse_args()
    sizes = results.Sizes(short=asked.short)
    if asked.one:
        return _here(*asked.one, sizes=sizes)
    unknown = [stage for stage in asked.stages if stage not in STAGES]
    if unknown:
        parser.error(f"there is no stage {', '.join(unknown)}")
    failed = [] if asked.table else _each(asked.stages or [s for s in STAGES if s != "soak"], asked, sizes)
    if not asked.short or asked.table:
        results.write(STAGES)
    results.say(f"Failed: {', '.join(failed)}." if failed else "Nothing failed.")
    return bool(failed)


def _each(stages: list[str], asked: argparse.Namespace, sizes: results.Sizes) -> list[str]:
    wanted = [(stage, kind) for stage in stages for kind in STAGES[stage][0] if asked.only in (None, kind)]
    with places.run():
        return [f"{stage} on {kind}" for stage, kind in wanted if not _apart(stage, kind, sizes=sizes)]


def _apart(stage: str, kind: str, *, sizes: results.Sizes) -> bool:
    """Try one stage in a process of its own; tell whether it passed."""
    results.say(f"{stage} on {kind} …")
    began = time.monotonic()
    limit = STAGES[stage][1] + (int(os.environ.get(MINUTES, "30")) * 60 if stage == "soak" else 0)
    command = [sys.executable, "-m", "tests.faults", "--one", stage, kind, *(["--short"] * sizes.short)]
    try:
        ended = subprocess.run(command, timeout=limit, stderr=subprocess.PIPE, text=True, check=False)
        said, code = ended.stderr, ended.returncode
    except subprocess.TimeoutExpired as error:
        said, code = f"{_text(error.stderr)}\nIt did not end within {limit} seconds.", 2
    if code not in (0, 1):
        last = next(iter(reversed([line for line in str(said).splitlines() if line.strip()])), "")
        lost = results.Outcome(
            fault=stage,
            trials="0",
            promised="that it is tried",
            seen=f"The trial ended: {last[:200]}",
            passed=False,
        )
        results.keep(stage, kind, [lost], seconds=time.monotonic() - began, sizes=sizes)
    results.say("\n".join(f"  {line}" for line in str(said).splitlines()[-30:]))
    return code == 0


def _text(said: bytes | str | None) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said or ""


def _here(stage: str, kind: str, *, sizes: results.Sizes) -> int:
    began = time.monotonic()
    module = importlib.import_module(f"tests.faults.{stage}")
    with places.run():
        outcomes = list(module.run(kind, sizes))
    results.keep(stage, kind, outcomes, seconds=time.monotonic() - began, sizes=sizes)
    for each in outcomes:
        verdict = "passed" if each.passed else "FAILED"
        results.say(f"{verdict}: {each.fault} ({each.trials}): {each.seen}")
    results.say(f"{time.monotonic() - began:.0f} seconds")
    return 0 if all(each.passed for each in outcomes) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Exception as error:  # noqa: BLE001 - its last line is what the table says
        traceback.print_exc()
        results.say(f"{type(error).__name__}: {error}")
        sys.exit(2)
