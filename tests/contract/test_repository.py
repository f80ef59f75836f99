"""No file names the machine it was made on or the host of a package registry; the Dockerfile is clean."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = (
    "requirements/runtime.txt",
    "requirements/dev.txt",
    "requirements/datasette.txt",
    "requirements/clients.txt",
)
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted|npmjs|crates\.io|--(?:extra-)?index-url\b|artifactory|devpi", re.IGNORECASE
)
MACHINE = re.compile(r"(?<![\w.])/(?:home|Users|root|work|opt|mnt)/[\w.-]+")
THIS_FILE = "tests/contract/test_repository.py"
"""It must name what it looks for."""


def _tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        found = [
            path
            for path in ROOT.rglob("*")
            if not set(path.parts) & {".venv", ".git", "var", "__pycache__", "node_modules"}
        ]
        return [path for path in found if path.is_file()]
    listed = subprocess.run(
        [git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except UnicodeDecodeError:
        return []


def _matches(pattern: re.Pattern[str]) -> list[str]:
    found: list[str] = []
    for path in _tracked():
        name = str(path.relative_to(ROOT))
        lines = [] if name == THIS_FILE else list(enumerate(_lines(path), start=1))
        found += [f"{name}:{number}: {line.strip()[:80]}" for number, line in lines if pattern.search(line)]
    return found


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert _matches(REGISTRY) == []


def test_no_file_names_a_path_of_somebody_s_machine() -> None:
    assert [line for line in _matches(MACHINE) if "/opt/venv" not in line] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_carries_its_hash(lock: str) -> None:
    requirements = re.split(r"\n(?=\S)", (ROOT / lock).read_text().replace("\\\n", " "))
    pinned = [entry for entry in requirements if "==" in entry.split(";")[0].split("--hash")[0]]
    assert len(pinned) > 20
    assert [entry.split()[0] for entry in pinned if "--hash=sha256:" not in entry] == []


def test_what_the_service_runs_on_is_what_was_tested() -> None:
    pin = re.compile(r"^([\w.-]+)(?:\[.*?])?==(\S+)", re.MULTILINE)
    runtime, dev = (set(pin.findall((ROOT / lock).read_text())) for lock in LOCKS[:2])
    assert runtime <= dev


def test_the_dockerfile_is_clean() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    assert hadolint.exists(), "hadolint is in the lint group; run `make dev`"
    result = subprocess.run(
        [hadolint, "--no-color", ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (0, "")
