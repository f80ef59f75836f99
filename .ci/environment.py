"""Make the virtual environment, or do nothing when it already is as the lock files say.

Runs before anything is installed: standard library only, and readable by any Python 3 so that an old one can be told.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEEDED = (3, 11)
GROUPS = (
    "runtime",
    "dev",
)  # ours: `dev` holds everything that `runtime` holds; any other group is a tool apart
SHOW_EVERY = 10


def refuse(message: str) -> None:
    """End with one line and a failure."""
    sys.stderr.write(f"make: {message}\n")
    sys.exit(1)


def refuse_interpreter() -> None:
    """End with the name of the package that brings venv and pip to this interpreter."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    refuse(
        f"Python {version} ({sys.executable}) cannot make virtual environments; on Debian or Ubuntu run "
        f"`apt-get install python{version}-venv`, or name another interpreter with `make PYTHON=…`"
    )


def say(message: str) -> None:
    """Show progress."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


def fingerprint(group: str) -> str:
    """Return what an environment of this group depends on, as one word."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (lock_of(group), *([ROOT / "pyproject.toml"] if group in GROUPS else [])):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def lock_of(group: str) -> Path:
    """Return the file that names what an environment of this group holds."""
    return ROOT / "requirements" / f"{group}.txt"


def stamp(venv: Path, group: str) -> Path:
    """Return the file that says what the environment was made from."""
    return venv / f".candour-{group}"


def runs(venv: Path) -> bool:
    """Tell whether the environment's interpreter still works and has pip."""
    try:
        command = [str(venv / "bin" / "python"), "-c", "import pip"]
        return subprocess.call(command, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def is_ready(venv: Path, group: str) -> bool:
    """Tell whether the environment was made from the lock files as they are now."""
    enough = GROUPS[GROUPS.index(group) :] if group in GROUPS else (group,)
    fresh = any(
        stamp(venv, name).exists() and stamp(venv, name).read_text() == fingerprint(name) for name in enough
    )
    return fresh and runs(venv)


def create(venv: Path) -> None:
    """Make an empty environment with pip."""
    try:
        import ensurepip  # noqa: F401, PLC0415  Debian ships these two apart from Python
        import venv as _  # noqa: F401, PLC0415
    except ImportError:
        refuse_interpreter()
    if venv.exists() and any(venv.iterdir()) and not (venv / "pyvenv.cfg").exists():
        refuse(f"{venv} is no virtual environment and not empty; it is left alone")
    say(f"Making the environment in {venv}")
    command = [sys.executable, "-m", "venv", "--clear", str(venv)]
    made = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if made.returncode != 0:
        refuse_interpreter()


def install(venv: Path, group: str) -> None:
    """Install what the lock names, each file checked against its hash, then the `candour` command."""
    python, lock = str(venv / "bin" / "python"), lock_of(group)
    total = sum("==" in line and not line.startswith((" ", "#")) for line in lock.read_text().splitlines())
    say(f"Installing about {total} packages")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--no-compile"]
    follow([*pip, "--require-hashes", "-r", str(lock)], total)
    if group in GROUPS:
        follow([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], total)
    say("Compiling")
    # On purpose even where PYTHONDONTWRITEBYTECODE is set: without it each start parses everything again.
    compiler = [python, "-m", "compileall", "-q", "-j", "0", str(venv / "lib"), str(ROOT / "app")]
    subprocess.call(compiler, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def follow(command: "list[str]", total: int) -> None:
    """Run pip and show how far it is; on failure show what it said."""
    environment = dict(os.environ, PIP_NO_INPUT="1", PYTHONUNBUFFERED="1")
    lines, seen = [], 0
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True, env=environment
    )
    for line in process.stdout or ():
        lines.append(line)
        if line.startswith("Collecting "):
            seen += 1
            if seen % SHOW_EVERY == 0:
                say(f"  {seen} of {total}")
        elif line.startswith("Installing collected") and seen:
            say("  unpacking")
    if process.wait() != 0:
        sys.stderr.writelines(lines[-40:])
        refuse("the installation failed; what pip said stands above")


def main(venv: Path, group: str) -> None:
    """Bring the environment to what the lock files say."""
    if sys.version_info < NEEDED:
        refuse(f"Python {sys.version.split()[0]} is too old; Candour needs {NEEDED[0]}.{NEEDED[1]} or newer")
    if is_ready(venv, group):
        return
    if not runs(venv):
        create(venv)
    install(venv, group)
    stamp(venv, group).write_text(fingerprint(group))


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), sys.argv[2])
