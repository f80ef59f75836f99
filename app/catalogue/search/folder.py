"""The index as it is kept: in a folder that processes share, or in memory; opened, healed, written, read again.

One process writes at a time, held apart by a lock beside the folder; a commit is all or nothing.
"""

import contextlib
import fcntl
import json
import mmap
import shutil
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import tantivy

from app.catalogue.search import entries

FORMAT = 3
"""Raise it with every change of `entries`: an index of another format is left alone, a new one made beside it."""
_HEAP_BYTES, _SMALL_HEAP_BYTES = 256_000_000, 32_000_000
_MANY = 1_000
_MAGIC = 1337


class Busy(Exception):  # noqa: N818  it is no error: somebody else is doing the work
    """Another process is writing the index."""


@dataclass(frozen=True, kw_only=True)
class State:
    """What the index was made from; kept inside it, so that it can never disagree with what it describes."""

    revision: int
    """The catalogue's revision that the index has caught up with."""
    identity: str
    """Which catalogue it is: another database has another."""
    newest: str
    """A digest of what was published at that revision: a database that was put back differs here."""
    slots: int
    """The first slot that was never given away."""
    closure: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The broader concepts of each concept, as entries were made with."""
    unreadable: tuple[str, ...] = ()
    """The procedures that could not be read, and so cannot be found."""
    replaced: bool = False
    """Whether entries were replaced since the index was made: then the library still counts words of the old ones."""


class Folder:
    """Hold the index of one catalogue; `path` None keeps it in the memory of this process alone."""

    def __init__(self, path: Path | None) -> None:
        self._path = path / f"format-{FORMAT}" if path is not None else None
        self._index: tantivy.Index | None = None

    def read(self) -> tuple[tantivy.Searcher, State] | None:
        """Return the newest commit and its state; None where there is none, or none that can be read."""
        try:
            index = self._opened()
            if index is not None:
                index.reload()
                searcher = index.searcher()
                if (state := _state(index, searcher)) is not None:
                    return searcher, state
        except BaseException as error:
            if not is_fault(error):
                raise
        if self._path is not None:
            self._index = None
        return None

    def stamp(self) -> tuple[int, int] | None:
        """Return what tells one commit of the folder from every other; None in memory, or where there is none."""
        if self._path is None:
            return None
        try:
            held = (self._path / "meta.json").stat()
        except OSError:
            return None
        return held.st_ino, held.st_mtime_ns

    @contextlib.contextmanager
    def writing(self) -> Iterator["Folder"]:
        """Hold the lock that one writer has at a time; raise Busy where another process has it."""
        if self._path is None:
            yield self
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with (self._path.parent / f"{self._path.name}.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Busy from error
            yield self

    def renew(self) -> None:
        """Throw the index away and begin an empty one; only while the lock is held."""
        self._index = None
        if self._path is None:
            self._index = tantivy.Index(entries.schema(), sort_by_field="slug")
            return
        shutil.rmtree(self._path, ignore_errors=True)
        self._path.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(entries.schema(), path=str(self._path), sort_by_field="slug")

    def write(
        self,
        made: Iterable[tantivy.Document],
        *,
        replacing: Iterable[str],
        count: int,
        state: Callable[[], State],
    ) -> None:
        """Put entries in the place of those of the same slugs: in one commit, or leave all as it was.

        Raises OSError or ValueError for faults of the folder. `state` is asked once all entries are in, so that it can
        say which could not be made.
        """
        # Opened anew: which files there are to be deleted one day is read then, and other processes add to them.
        index = self._opened() if self._path is None else tantivy.Index.open(str(self._path))
        if index is None:
            raise FileNotFoundError("the index is gone")
        writer = index.writer(_HEAP_BYTES if count > _MANY else _SMALL_HEAP_BYTES, 1)
        try:
            writer.delete_documents_by_term("kind", "state")
            for slug in replacing:
                writer.delete_documents_by_term("slug", slug)
            for document in made:
                writer.add_document(document)
            writer.add_document(_document(state()))
            writer.commit()
        finally:
            writer.wait_merging_threads()

    def _opened(self) -> tantivy.Index | None:
        if self._index is None and self._path is not None and tantivy.Index.exists(str(self._path)):
            opened = tantivy.Index.open(str(self._path))
            _verify(self._path)
            self._index = opened
        if self._path is not None and self.stamp() is None:
            self._index = (
                None  # somebody deleted the folder: what is still mapped must not pass for the index
            )
        return self._index


def is_fault(error: BaseException) -> bool:
    """Tell whether an error is one of the index itself: damaged, deleted, full; a panic of its code included."""
    return (
        isinstance(error, (OSError, ValueError, RuntimeError, KeyError, struct.error))
        or type(error).__name__ == "PanicException"
    )


def _verify(path: Path) -> None:
    """Raise ValueError unless each file of the index is as it was written.

    Every file ends in a line of JSON with its CRC-32, the length of that line and a magic number; the library itself
    compares the sum for nobody, and would answer from a damaged file with fewer hits.
    """
    segments = json.loads((path / "meta.json").read_bytes())["segments"]
    own = {segment["segment_id"].replace("-", "") for segment in segments}
    for file in sorted(path.iterdir()):
        if file.name.partition(".")[0] not in own:
            continue
        with file.open("rb") as held, mmap.mmap(held.fileno(), 0, access=mmap.ACCESS_READ) as content:
            length, magic = struct.unpack("<II", content[-8:])
            said = json.loads(content[-8 - length : -8])["crc"]
            with memoryview(content) as whole, whole[: -8 - length] as body:
                if magic != _MAGIC or zlib.crc32(body) != said:
                    raise ValueError(f"{file.name} is not as it was written")


def _document(state: State) -> tantivy.Document:
    made = tantivy.Document()
    made.add_text("kind", "state")
    made.add_text("slug", "")
    made.add_bytes("matter", json.dumps(asdict(state)).encode("utf-8"))
    return made


def _state(index: tantivy.Index, searcher: tantivy.Searcher) -> State | None:
    query = tantivy.Query.term_query(index.schema, "kind", "state", index_option="basic")
    hits = searcher.search(query, 2, count=False).hits
    if len(hits) != 1:
        return None
    tree = json.loads(bytes(searcher.doc(hits[0][1])["matter"][0]))
    return State(
        revision=tree["revision"],
        identity=tree["identity"],
        newest=tree["newest"],
        slots=tree["slots"],
        closure={name: tuple(broader) for name, broader in tree["closure"].items()},
        unreadable=tuple(tree["unreadable"]),
        replaced=tree["replaced"],
    )
