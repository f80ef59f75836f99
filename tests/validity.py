"""Whether pages are valid HTML, by html-validate, which is installed in tests/markup/ from its lock file.

Roles that elements have anyway are let pass: without them a table laid out as cards is none to some browsers.
"""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "markup"
PROGRAM = FOLDER / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"


def node() -> str | None:
    """Return the path of Node where it and the validator are installed, else None."""
    return shutil.which("node") if PROGRAM.exists() else None


def faults(pages: Mapping[str, str], *, folder: Path) -> list[str]:
    """Return what is not valid in these pages, each by the page's name, its place and what is wrong."""
    names = {}
    for number, (name, text) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_text(text, encoding="utf-8")
        names[str(path)] = name
    program = [
        str(node()),
        str(PROGRAM),
        "--config",
        str(FOLDER / "htmlvalidate.json"),
        "--formatter",
        f"json={folder / 'found'}",
    ]
    ran = subprocess.run([*program, *names], capture_output=True, text=True, timeout=110, check=False)
    if ran.returncode not in (0, 1):
        raise RuntimeError(ran.stderr)
    return [
        f"{names[held['filePath']]}:{item['line']}: {item['ruleId']}: {item['message']}"
        for held in json.loads((folder / "found").read_text(encoding="utf-8"))
        for item in held["messages"]
    ]
