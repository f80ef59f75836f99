"""How long search takes in process, in the largest catalogue: tests/benchmarks/search.py, in a process of its own."""

import json
import subprocess
import sys
from typing import Any

from tests.benchmarks import catalogues, machine


def measure(url: str, *, questions: int = 600) -> dict[str, Any]:
    """Return by what was asked the p50 and p99 in milliseconds."""
    catalogues.indexed(url)
    told = machine.PLACE / "questions.json"
    command = [
        *(sys.executable, "-m", "tests.benchmarks.search", "--database", url, "--questions", str(questions)),
        *("--slow", "0", "--index", str(catalogues.index_folder(url)), "--json", str(told)),
    ]
    subprocess.run(machine.pinned(machine.SERVER, *command), cwd=machine.ROOT, check=True)
    return {"questions": questions, "procedures": catalogues.holds(url), **json.loads(told.read_text())}
