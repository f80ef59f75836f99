"""The command `candour` for shells of tests, as fast as a fork: one process has loaded it, a small program asks it.

`python -m tests.forking SOCKET` is that process. The program passes on its words, folder, environment and streams, and
ends as the command ends.
"""

import array
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import app.main
from app import cli
from app.db import migrations

LOADED = (app.main, migrations)
"""What single commands load by themselves, and what is shared here."""
ROOT = Path(__file__).resolve().parents[1]
PROGRAM = """\
#!{python} -IS
import json, os, signal, socket, sys
held = socket.socket(socket.AF_UNIX)
held.connect({path!r})
asked = json.dumps({{"words": sys.argv[1:], "folder": os.getcwd(), "environment": dict(os.environ)}}).encode()
socket.send_fds(held, [len(asked).to_bytes(4, "big")], [0, 1, 2])
held.sendall(asked)
answer = held.makefile()
running = int(answer.readline())
signal.signal(signal.SIGTERM, lambda *_: os.kill(running, signal.SIGTERM))
sys.exit(int(answer.readline() or 1))
"""


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Path]:
    """Run the process, and give the folder in which the program `candour` is."""
    path = folder / "candour.socket"
    process = subprocess.Popen([sys.executable, "-m", "tests.forking", str(path)], cwd=ROOT)
    programs = folder / "bin"
    programs.mkdir()
    program = programs / "candour"
    program.write_text(PROGRAM.format(python=sys.executable, path=str(path)), "utf-8")
    program.chmod(0o755)
    try:
        deadline = time.monotonic() + 60
        while not path.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the process that has loaded the command did not start")
            time.sleep(0.05)
        yield programs
    finally:
        process.terminate()
        process.wait(20)


def serve(path: Path) -> None:
    """Answer until the process is ended: a fork for each call."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind(str(path.with_suffix(".new")))
        listener.listen()
        path.with_suffix(".new").rename(path)
        while True:
            held, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _run(held)
            held.close()


def _run(held: socket.socket) -> None:
    """Run one command with the streams of whoever asked; never returns."""
    length, streams, _, _ = socket.recv_fds(held, 4, 3)
    asked = json.loads(held.makefile("rb").read(int.from_bytes(length, "big")))
    for number, stream in enumerate(array.array("i", streams)):
        os.dup2(stream, number)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = ["candour", *asked["words"]]
    held.sendall(f"{os.getpid()}\n".encode())
    code = 1
    try:
        cli.main()
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        held.sendall(f"{code}\n".encode())
        os._exit(code)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
