"""What those who build on the API use, from lock files, and what docs/clients.md shows them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "consumers"
PAGE = ROOT / "docs" / "clients.md"
PLACE = "http://127.0.0.1:8000"
"""Where the page says that the service is."""
SECONDS = 110
_PYTHON = ROOT / "var" / "clients" / "bin"
PYTHON = _PYTHON / "python"
_NODE = FOLDER / "node_modules"


def found() -> bool:
    """Tell whether both generators and what they need are installed."""
    programs = (_PYTHON / "openapi-python-client", _NODE / ".bin" / "openapi-typescript")
    return shutil.which("node") is not None and all(path.exists() for path in programs)


def example(name: str, *, address: str) -> str:
    """Return an example of the page, for a service at this address."""
    shown = re.search(
        rf"^<!-- example: {name} -->\n```\w+\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert shown is not None, f"docs/clients.md has no example named {name}"
    return shown[1].replace(PLACE, address)


def run(*command: str, folder: Path, fails: bool = False) -> str:
    """Run a command in a folder, with the installed programs at hand; return what it says, also of a failure."""
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(_NODE)
    quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    path = os.pathsep.join((str(_PYTHON), str(_NODE / ".bin"), os.environ["PATH"]))
    done = subprocess.run(
        command,
        cwd=folder,
        env={"PATH": path, "HOME": str(folder), **quiet},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert (done.returncode != 0) == fails, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout + (done.stderr if fails else "")
