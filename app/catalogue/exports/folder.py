"""Where exports are kept: a folder that processes share, with at most one whole file of each form.

Nothing in it is the truth; it is emptied when the last process that uses it stops, and by the first one that starts.
"""

import contextlib
import fcntl
import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

_TAG = 32
_IN_USE = "in-use.lock"


class Busy(Exception):  # noqa: N818  it is no error: somebody else is doing the work
    """Another process is making this form."""


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A whole file: of which state of the catalogue, and the first half of its digest."""

    path: Path
    key: str
    revision: int
    tag: str
    size: int


class Folder:
    """Hold the files of exports. `key` is the catalogue's revision, a hyphen, and a digest of all else they say."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._used: TextIO | None = None

    def begin(self) -> None:
        """Delete what processes left that ended without stopping; where nothing was, nothing is made."""
        with contextlib.suppress(OSError):
            if (self._path / _IN_USE).exists():
                with (self._path / _IN_USE).open("a") as lock:
                    self._empty_if_last(lock)

    def end(self) -> None:
        """Delete everything, unless another process uses the folder."""
        if self._used is not None:
            with contextlib.suppress(OSError), self._used as lock:
                self._empty_if_last(lock)
            self._used = None

    def find(self, suffix: str, *, key: str) -> Printed | None:
        """Return the file of a form for this state of the catalogue."""
        for path in self._path.glob(f"{key}-{'?' * _TAG}.{suffix}"):
            with contextlib.suppress(FileNotFoundError):
                return _printed(path, key=key)
        return None

    @contextlib.contextmanager
    def making(self, suffix: str) -> Iterator[None]:
        """Hold the lock that one maker of a form has at a time; raise Busy where another process has it."""
        self._use()
        with (self._path / f"{suffix}.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Busy from error
            yield

    def make(
        self, suffix: str, *, key: str, write: Callable[[BinaryIO, Path], None], check: Callable[[int], None]
    ) -> Printed:
        """Return a new file of a form, there once it is whole, in the place of the one before; a failure leaves none.

        `write` gets the file and an empty folder; `check` is told how many bytes it has become. Only while `making`.
        """
        partial, scratch = self._path / f"part.{suffix}", self._path / f"scratch.{suffix}"
        try:
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir()
            with partial.open("w+b") as file:
                write(file, scratch)
                file.flush()
                file.seek(0)
                check(partial.stat().st_size)
                tag = hashlib.file_digest(file, "sha256").hexdigest()[:_TAG]
            whole = partial.replace(self._path / f"{key}-{tag}.{suffix}")
        finally:
            partial.unlink(missing_ok=True)
            shutil.rmtree(scratch, ignore_errors=True)
        for other in self._path.glob(f"[0-9]*.{suffix}"):
            if other != whole and other.name.partition(".")[2] == suffix:
                other.unlink(missing_ok=True)
        return _printed(whole, key=key)

    def size(self, suffix: str) -> int:
        """Return how many bytes are taken by what is being made of a form."""
        return sum(
            path.stat().st_size
            for path in (self._path / f"part.{suffix}", *(self._path / f"scratch.{suffix}").glob("*"))
            if path.exists()
        )

    def _use(self) -> None:
        """Say that this process uses the folder, for as long as it runs."""
        if self._used is None or not self._path.exists():
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._used = (self._path / _IN_USE).open("a")
            fcntl.flock(self._used, fcntl.LOCK_SH)

    def _empty_if_last(self, lock: TextIO) -> None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        for path in self._path.iterdir():
            if path.name == _IN_USE:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _printed(path: Path, *, key: str) -> Printed:
    return Printed(
        path=path,
        key=key,
        revision=int(key.partition("-")[0]),
        tag=path.name.removeprefix(f"{key}-")[:_TAG],
        size=path.stat().st_size,
    )
