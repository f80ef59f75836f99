"""What came of the trials: kept as JSON, one file a stage and database, and written into docs/reliability.md."""

import datetime
import json
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app import VERSION
from app.db import engine
from tests import postgres

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "var" / "faults"
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- faults: written by `make faults` -->", "<!-- faults: end -->"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Say what came of one kind of fault on one database."""

    fault: str
    trials: str
    """How many, or how long."""
    promised: str
    seen: str
    passed: bool


@dataclass(frozen=True)
class Sizes:
    """Say how much of everything is tried: all of it, or a little while the harness is being written."""

    short: bool = False

    def __call__(self, full: int, little: int) -> int:
        """Return a number of trials, or of seconds."""
        return little if self.short else full


def keep(stage: str, kind: str, outcomes: Iterable[Outcome], *, seconds: float, sizes: Sizes) -> None:
    """Keep what came of a stage, in the place of what came of it before."""
    KEPT.mkdir(parents=True, exist_ok=True)
    tree = {
        "stage": stage,
        "database": kind,
        "on": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "seconds": round(seconds),
        "short": sizes.short,
        "load": [round(each, 1) for each in os.getloadavg()],
        "machine": machine(),
        "outcomes": [asdict(each) for each in outcomes],
    }
    (KEPT / f"{stage}-{kind}.json").write_text(json.dumps(tree, indent=1, ensure_ascii=False))


def machine() -> dict[str, str]:
    """Return what the trials ran on, and in which versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    driver = engine._DRIVER
    return {
        "machine": f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "SQLite": str(getattr(driver, "sqlite_version", sqlite3.sqlite_version)),
        "PostgreSQL": _postgresql(),
        "Candour": VERSION,
    }


def _postgresql() -> str:
    folder = postgres.binaries()
    if folder is None:
        return "none"
    done = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip().removeprefix("postgres (PostgreSQL) ")


def kept(stages: Iterable[str]) -> list[Mapping[str, Any]]:
    """Return what is kept, in the order of the stages."""
    found = []
    for stage in stages:
        for path in sorted(KEPT.glob(f"{stage}-*.json"), reverse=True):
            tree = json.loads(path.read_text())
            if tree["stage"] == stage:
                found.append(tree)
    return found


def write(stages: Iterable[str]) -> None:
    """Write the table of everything that is kept between the markers of the page."""
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    made = table(kept(stages))
    PAGE.write_text(f"{before}{BEGIN}\n{made}{END}{after}", "utf-8")


def table(trees: Iterable[Mapping[str, Any]]) -> str:
    """Return the table in Markdown, with what it was measured on."""
    listed = list(trees)
    if not listed:
        return "\nNothing was tried yet.\n\n"
    lines = ["", "| fault | database | N | promised | seen | |", "| --- | --- | --- | --- | --- | --- |"]
    for tree in listed:
        for each in tree["outcomes"]:
            verdict = "passed" if each["passed"] else "**failed**"
            cells = (each["fault"], tree["database"], each["trials"], each["promised"], each["seen"], verdict)
            lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    lines += ["", *_ground(listed), ""]
    return "\n".join(lines) + "\n"


def _cell(said: str) -> str:
    return " ".join(said.replace("|", "\\|").split())


def _ground(listed: list[Mapping[str, Any]]) -> list[str]:
    held = listed[-1]["machine"]
    days = sorted({tree["on"] for tree in listed})
    said = f"Machine: {held['machine']}. "
    said += ", ".join(f"{name} {held[name]}" for name in ("Python", "SQLite", "PostgreSQL", "Candour")) + ". "
    said += (
        f"Tried from {days[0]} to {days[-1]}; {sum(tree['seconds'] for tree in listed) // 60} minutes in all."
    )
    short = sorted({tree["stage"] for tree in listed if tree["short"]})
    if short:
        said += f" **Short runs only, with few trials: {', '.join(short)}.**"
    return [said]


def say(line: str) -> None:
    """Tell whoever waits how far it has come."""
    sys.stderr.write(f"{line}\n")
