"""The guide as something to be followed: its blocks, a shell that runs them in order, and whether answers are as said.

What stands behind the language of a block tells what becomes of it. Nothing: a `console` or `sh` block is run, and a
`json` or `text` block is what the command before it answered. `file=NAME`: it is that file, which a later command uses.
`serves`: it runs until the end of the chapter. `unrun: REASON`: nothing runs it.
"""

import contextlib
import dataclasses
import http.client
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import markdown_it

from app.renderings import chapters
from app.site import guide
from tests import databases
from tests.hostile import wire

SHELLS = frozenset({"console", "sh"})
ANSWERS = frozenset({"json", "text"})
CUT = "…"
_MARK = re.compile(
    r"^(?P<language>\w+)(?: (?:file=(?P<file>[\w.-]+)|(?P<serves>serves)|unrun: (?P<unrun>.{8,})))?$"
)
_NAME = re.compile(r"http://127\.0\.0\.1:8000")
_PATIENCE = 40
_KEYS_KNOWN = 0.6
"""Seconds after which the service knows of a change of keys."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Block:
    """A fenced block of a chapter."""

    place: str
    """The chapter and the line."""
    language: str
    content: str
    file: str | None
    serves: bool
    unrun: str | None

    @property
    def is_run(self) -> bool:
        """Tell whether a shell runs it."""
        return self.language in SHELLS and not self.unrun

    @property
    def is_answer(self) -> bool:
        """Tell whether it is what the command before it answers."""
        return self.language in ANSWERS and not self.unrun and not self.file

    def at(self, home: str) -> str:
        """Return what stands in it, for the service at another address."""
        return _NAME.sub(home, self.content)


def blocks(name: str) -> tuple[Block, ...]:
    """Return the fenced blocks of a chapter; ValueError where what stands behind a language means nothing."""
    found = []
    for token in markdown_it.MarkdownIt("commonmark").parse(chapters.source(name)):
        if token.type == "fence":
            place = f"{name}.md:{(token.map or [0])[0] + 1}"
            marked = _MARK.match(token.info)
            if marked is None:
                raise ValueError(f"{place}: {token.info!r} is not understood")
            held = {key: marked[key] for key in ("language", "file", "unrun")}
            found.append(Block(place=place, content=token.content, serves=bool(marked["serves"]), **held))
    return tuple(found)


def written() -> dict[str, tuple[Block, ...]]:
    """Return the blocks of every chapter that is written by hand."""
    return {name: blocks(name) for name in guide.WRITTEN}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Desk:
    """An empty folder, a shell, the command, and a port of its own for the service."""

    folder: Path
    programs: Path
    port: int

    @property
    def home(self) -> str:
        """Return the address of the service."""
        return f"http://127.0.0.1:{self.port}"

    @contextlib.contextmanager
    def following(self, found: Sequence[Block]) -> Iterator[dict[Block, str]]:
        """Do what a chapter says, and give what each block that was run wrote; what serves, serves until the end."""
        for block in found:
            if block.file:
                (self.folder / block.file).write_text(block.at(self.home), "utf-8")
        environment = self._environment()
        with contextlib.ExitStack() as stack:
            if not any(block.serves for block in found):
                environment["CANDOUR_DATABASE_URL"] = databases.sqlite(self.folder, template="seeded")
                if any(_NAME.search(block.content) for block in found if block.language != "text"):
                    stack.enter_context(self._serving(environment))
            shell = stack.enter_context(self._shell(environment))
            answers = {}
            for block in found:
                if block.is_run and block.serves:
                    stack.enter_context(self._serving(environment))
                elif block.is_run:
                    answers[block] = shell.run(block.at(self.home), place=block.place)
                    if "candour keys" in block.content:
                        time.sleep(_KEYS_KNOWN)
            yield answers

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("CANDOUR_") or "LIMIT" in name
        }
        return {
            **kept,
            "PATH": f"{self.programs}:{kept['PATH']}",
            "CANDOUR_PORT": str(self.port),
            "CANDOUR_SEARCH_INDEX": "memory",
            "COLUMNS": "200",
        }

    @contextlib.contextmanager
    def _shell(self, environment: dict[str, str]) -> Iterator["Shell"]:
        process = subprocess.Popen(
            ["bash", "--norc"],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            yield Shell(process=process, folder=self.folder)
        finally:
            process.kill()
            process.wait(20)
            if process.stdin:
                process.stdin.close()

    @contextlib.contextmanager
    def _serving(self, environment: dict[str, str]) -> Iterator[None]:
        with (self.folder / "serve.log").open("wb") as log:
            process = subprocess.Popen(
                [self.programs / "candour", "serve"], cwd=self.folder, env=environment, stdout=log, stderr=log
            )
            try:
                self._await(process)
                yield
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(20)

    def _await(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                with contextlib.closing(
                    http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                ) as held:
                    held.request("GET", "/health/ready")
                    if held.getresponse().status == http.client.OK:
                        return
            except OSError:
                pass
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((self.folder / "serve.log").read_text())
            time.sleep(0.05)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Shell:
    """One shell for a whole chapter, so that what one block sets is there in the next."""

    process: "subprocess.Popen[str]"
    folder: Path

    def run(self, script: str, *, place: str) -> str:
        """Run a block and return what it wrote; AssertionError, with what it complained of, where any of it fails."""
        if self.process.stdin is None:
            raise TypeError("the shell has no input")
        out, err, code = (self.folder / f".{name}" for name in ("out", "err", "code"))
        code.unlink(missing_ok=True)
        self.process.stdin.write(
            f"set -e -o pipefail\n{{\n{script}\n}} >.out 2>.err </dev/null\nset +e\necho 0 >.code\n"
        )
        self.process.stdin.flush()
        deadline = time.monotonic() + _PATIENCE
        while not (code.exists() and code.read_text()):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"{place} failed: {err.read_text()} {out.read_text()[:400]}")
            time.sleep(0.01)
        return out.read_text("utf-8")


def differences(said: object, real: object, *, at: str = "answer") -> Iterator[str]:
    """Yield where an answer is not what the guide says; `…` stands for what the guide leaves out."""
    if isinstance(said, dict) and isinstance(real, dict):
        yield from _members(said, real, at=at)
    elif isinstance(said, list) and isinstance(real, list):
        yield from _entries(said, real, at=at)
    elif isinstance(said, str) and isinstance(real, str) and CUT in said:
        if not _is_cut_from(said, real):
            yield f"{at} is {real!r}"
    elif said != real or type(said) is not type(real):
        yield f"{at} is {real!r}"


def _members(said: dict[str, object], real: dict[str, object], *, at: str) -> Iterator[str]:
    wanted = {name: value for name, value in said.items() if name != CUT}
    for name, value in wanted.items():
        if name in real:
            yield from differences(value, real[name], at=f"{at}.{name}")
        else:
            yield f"{at} has no {name}"
    if said.get(CUT) != CUT and real.keys() - wanted.keys():
        yield f"{at} also has {sorted(real.keys() - wanted.keys())}"


def _entries(said: list[object], real: list[object], *, at: str) -> Iterator[str]:
    cut = bool(said) and said[-1] == CUT
    wanted = said[:-1] if cut else said
    if len(real) < len(wanted) or (not cut and len(real) != len(wanted)):
        yield f"{at} has {len(real)} entries"
    for place, (one, other) in enumerate(zip(wanted, real, strict=False)):
        yield from differences(one, other, at=f"{at}[{place}]")


def _is_cut_from(said: str, real: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, said.split(CUT))), real, re.DOTALL) is not None


def unlike(block: Block, real: str, *, home: str) -> list[str]:
    """Return where what was written is not what a block says."""
    said = block.at(home)
    if block.language == "json":
        return list(differences(json.loads(said), json.loads(real)))
    return [] if _is_cut_from(said.strip(), real.strip()) else [f"the answer is {real!r}"]


def desk(folder: Path, *, programs: Path) -> Desk:
    """Return a desk in an empty folder."""
    return Desk(folder=folder, programs=programs, port=wire.free_port())
