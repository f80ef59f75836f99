"""`make` tells what is missing on a machine whose Python cannot make environments, and in one line."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def _make(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={"PATH": os.environ["PATH"], "PYTHON": sys.executable, **environment},
    )


def _ours(result: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in result.stderr.splitlines() if not line.startswith("make: ***")]


@pytest.mark.parametrize("module", ["ensurepip", "venv"])
def test_a_python_without_venv_or_pip_is_told_which_package_to_install(module: str, tmp_path: Path) -> None:
    shim = tmp_path / "shim"
    shim.mkdir()
    (shim / f"{module}.py").write_text(f"raise ModuleNotFoundError('No module named {module}')\n")
    result = _make("runtime", f"VENV={tmp_path / 'venv'}", PYTHONPATH=str(shim))
    assert result.returncode != 0
    assert len(_ours(result)) == 1
    assert f"apt-get install python{VERSION}-venv" in result.stderr
    assert not (tmp_path / "venv").exists()


def test_an_environment_that_cannot_be_made_is_explained_too(tmp_path: Path) -> None:
    shim = tmp_path / "shim"
    shim.mkdir()
    # As on a Debian whose ensurepip can be imported but lacks the wheels that it unpacks.
    (shim / "venv.py").write_text("if __name__ == '__main__':\n    raise SystemExit(1)\n")
    result = _make("runtime", f"VENV={tmp_path / 'venv'}", PYTHONPATH=str(shim))
    assert result.returncode != 0
    assert f"apt-get install python{VERSION}-venv" in _ours(result)[-1]


def test_a_machine_without_python_is_told_so() -> None:
    result = _make("runtime", PYTHON="python-that-is-not-there")
    assert result.returncode != 0
    assert len(_ours(result)) == 1
    assert "apt-get install python3 python3-venv" in result.stderr


def test_a_folder_that_is_no_environment_is_left_alone(tmp_path: Path) -> None:
    precious = tmp_path / "letters" / "to-mother.txt"
    precious.parent.mkdir()
    precious.write_text("Dear mother")
    result = _make("runtime", f"VENV={precious.parent}")
    assert result.returncode != 0
    assert precious.read_text() == "Dear mother"


def test_make_alone_lists_what_can_be_made() -> None:
    result = _make()
    assert result.returncode == 0
    for target in ("serve", "test", "check", "lint", "format", "openapi", "lock", "clean"):
        assert f"make {target}" in result.stdout
