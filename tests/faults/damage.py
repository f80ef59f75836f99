"""Databases that are damaged, cut short, foreign or newer: refused with the reason, or 503, never fewer facts."""

import asyncio
import collections
import contextlib
import gzip
import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent import futures
from pathlib import Path
from typing import NamedTuple

from app.authoring import importing
from app.db import engine
from tests import builders, databases, serving, tampering, writers
from tests.faults import asking, places, plans, results, writing

PAGE = 4096
PATIENCE_SECONDS = 60
State = Mapping[str, str]
"""The digest of every body, by its path."""
NEW = asking.Asked("/v1/procedures/example-peel")
ALL = (*plans.WIDE, NEW)


class Held(NamedTuple):
    """Hold a database that crashed with a log beside it: the file, its log, and how they were before the last write."""

    settled: bytes
    file: bytes
    log: bytes
    foreign_log: bytes
    """The log of another catalogue, which holds all of its pages."""
    mixing_log: bytes
    """The log of a catalogue that went another way, which holds a few of its pages."""
    other: bytes
    """A database of another application."""


Spoil = Callable[[Held, Path, random.Random], None]
"""Write a damaged database at a path."""


def run(kind: str, sizes: results.Sizes) -> Iterator[results.Outcome]:
    """Start the service over each damaged database, and ask for everything."""
    with places.folder() as folder:
        if kind == "postgresql":
            yield _tampered(folder, sizes)
            return
        held, states = _held(folder)
        variants = _variants(sizes)
        with futures.ThreadPoolExecutor(2) as pool:
            told = list(pool.map(lambda each: _tried(held, states, folder, *each), enumerate(variants)))
    yield _outcome("damaged, cut, foreign and newer database files", told)


def _outcome(fault: str, told: list[tuple[str, str]]) -> results.Outcome:
    counted = collections.Counter(said.partition(":")[0] for _, said in told)
    bad = [f"{name}: {said}" for name, said in told if said.startswith("FAULT")]
    return results.Outcome(
        fault=fault,
        trials=f"{len(told)} variants",
        promised="refuses to start, with the reason; or 503; never 200 with fewer or other facts",
        seen=", ".join(f"{count} × {said}" for said, count in counted.most_common())
        + "".join(f"; {line}" for line in bad[:6]),
        passed=not bad,
    )


def _variants(sizes: results.Sizes) -> list[tuple[str, Spoil]]:
    listed: list[tuple[str, Spoil]] = []
    for name, spoil, count in _SPOILS:
        listed += [(name, spoil)] * min(count, sizes(count, 1))
    return listed


def _held(folder: Path) -> tuple[Held, list[State]]:
    """Make a database whose newest write is in its log, and return what a service says with and without it."""
    first = places.path_of(databases.sqlite(folder, template="seeded"))
    url = f"sqlite:///{first}"
    engine.settle(first)
    before = first.read_bytes()
    held = engine.Database(url, pool_size=1)
    importing.import_folder(held, builders.folder(folder / "catalogue"), allow_dropping=writing.ALLOWED)
    file, log = first.read_bytes(), first.with_name(f"{first.name}-wal").read_bytes()
    held.dispose()
    engine.settle(first)
    other = folder / "other.db"
    with contextlib.closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE revisions (what TEXT)")
        connection.execute("INSERT INTO revisions VALUES ('of another application')")
        connection.commit()
    (foreign, foreign_log), (_, mixing_log) = _foreign(folder, "migrated"), _foreign(folder, "seeded")
    states = []
    for content in (first.read_bytes(), before, foreign):
        path = folder / "sound.db"
        path.write_bytes(content)
        with places.service(f"sqlite:///{path}", folder) as service:
            states.append(asyncio.run(_state(service.port)))
    return Held(first.read_bytes(), file, log, foreign_log, mixing_log, other.read_bytes()), states


def _foreign(folder: Path, template: str) -> tuple[bytes, bytes]:
    """Return another database, whole, and the log that it had beside it."""
    path = places.path_of(databases.sqlite(folder, template=template))
    held = engine.Database(f"sqlite:///{path}", pool_size=1)
    tree = builders.draft_tree("other-peel", procedure=2)
    if template == "seeded":
        importing.import_folder(
            held, builders.folder(folder / "foreign", tree), allow_dropping=writing.ALLOWED
        )
        held.dispose()
        engine.settle(path)
        writers.create(held, "third-peel", builders.draft_tree("third-peel", procedure=3))
    else:
        importing.import_folder(held, builders.folder(folder / "foreign", tree))
    log = path.with_name(f"{path.name}-wal").read_bytes()
    held.dispose()
    engine.settle(path)
    return path.read_bytes(), log


async def _state(port: int) -> State:
    connection, found = asking.Connection(port), {}
    for asked in ALL:
        answer = await connection.ask(asked)
        if answer.status == 200:
            found[asked.path] = answer.digest
    connection.close()
    return found


def _tried(
    held: Held, states: list[State], folder: Path, number: int, variant: tuple[str, Spoil]
) -> tuple[str, str]:
    """Start a service over a damaged database; return the variant's name and what came of it."""
    name, spoil = variant
    own = folder / f"variant-{number}"
    own.mkdir()
    path = own / "candour.db"
    spoil(held, path, random.Random(number))
    before: tuple[str, ...] = ()
    if name == "read-only":
        before = (
            "unshare",
            "-m",
            "sh",
            "-c",
            f'mount --bind {own} {own}; mount -o remount,ro,bind {own}; exec "$@"',
            "sh",
        )
    try:
        return name, _served(f"sqlite:///{path}", own, folder, states, before=before)
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _served(url: str, own: Path, folder: Path, states: list[State], *, before: tuple[str, ...] = ()) -> str:
    log = folder / f"{own.name}.log"
    given = {
        **places.PUBLIC,
        **places.UNLIMITED,
        **places.QUIET,
        "CANDOUR_EXPORTS": str(folder / f"{own.name}-exports"),
    }
    with serving.running(url, Path("memory"), log=log, variables=given, before=before) as service:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while service.process.poll() is None and not _alive(service.port):
            if time.monotonic() > deadline:
                return "FAULT: it neither served nor ended"
            time.sleep(0.05)
        code = service.process.poll()
        if code is not None:
            said = log.read_text(errors="replace").strip()
            if code == 0 or not said or "Traceback" in said:
                return f"FAULT: it ended with {code} and said {said[-200:]!r}"
            return "refused to start"
        return asyncio.run(_compared(service.port, states))


def _alive(port: int) -> bool:
    async def ask() -> bool:
        connection = asking.Connection(port)
        try:
            return (await connection.ask(asking.Asked("/health/live"))).status == 200
        except (asking.Broken, asking.Refused):
            return False
        finally:
            connection.close()

    return asyncio.run(ask())


async def _compared(port: int, states: list[State]) -> str:
    """Say whether everything that is answered is of one whole state of the catalogue."""
    connection, refused = asking.Connection(port), 0
    wrong: list[list[str]] = [[] for _ in states]
    for asked in ALL:
        answer = await connection.ask(asked)
        if answer.status == 503:
            refused += 1
        elif answer.status not in (200, 404):
            return f"FAULT: {asked.path} answered {answer.status}"
        for state, listed in zip(states, wrong, strict=True):
            known = state.get(asked.path)
            if (answer.status == 200 and known != answer.digest) or (
                answer.status == 404 and known is not None
            ):
                listed.append(f"{asked.path} answered {answer.status} with something else")
    connection.close()
    if all(wrong):
        return f"FAULT: {min(wrong, key=len)[0]} ({min(map(len, wrong))} answers)"
    if refused:
        return f"503 to {'all' if refused == len(ALL) else 'what is damaged'}"
    return _WHOLE[next(number for number, listed in enumerate(wrong) if not listed)]


_WHOLE = (
    "nothing that was asked for is damaged",
    "the state before its log, whole",
    "the other catalogue, whole",
)
"""What is said where everything that was answered is of one of the states."""


def _pages(held: Held, path: Path, chance: random.Random) -> None:
    content = bytearray(held.settled)
    for _ in range(chance.randint(1, 3)):
        start = chance.randrange(len(content) // PAGE) * PAGE
        content[start : start + PAGE] = chance.choice((bytes(PAGE), chance.randbytes(PAGE)))
    path.write_bytes(content)


def _halves(held: Held, path: Path, chance: random.Random) -> None:
    """As where half of a page reached the disk."""
    content = bytearray(held.settled)
    start = chance.randrange(len(content) // PAGE) * PAGE
    content[start + PAGE // 2 : start + PAGE] = bytes(PAGE // 2)
    path.write_bytes(content)


def _swapped(held: Held, path: Path, chance: random.Random) -> None:
    content = bytearray(held.settled)
    one, two = (chance.randrange(1, len(content) // PAGE) * PAGE for _ in range(2))
    content[one : one + PAGE], content[two : two + PAGE] = (
        content[two : two + PAGE],
        content[one : one + PAGE],
    )
    path.write_bytes(content)


def _flipped(held: Held, path: Path, chance: random.Random) -> None:
    content = bytearray(held.settled)
    for _ in range(8):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def _cut(held: Held, path: Path, chance: random.Random) -> None:
    path.write_bytes(held.settled[: chance.randrange(1, len(held.settled))])


def _with_log(change: Callable[[Held, random.Random], bytes | None]) -> Spoil:
    def spoil(held: Held, path: Path, chance: random.Random) -> None:
        path.write_bytes(held.file)
        log = change(held, chance)
        if log is not None:
            path.with_name(f"{path.name}-wal").write_bytes(log)

    return spoil


def _bits(content: bytes, chance: random.Random) -> bytes:
    spoiled = bytearray(content)
    spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
    return bytes(spoiled)


def _content(make: Callable[[Held], bytes]) -> Spoil:
    return lambda held, path, chance: (path.write_bytes(make(held)), None)[1]


def _version(number: str) -> Spoil:
    def spoil(held: Held, path: Path, chance: random.Random) -> None:
        del chance
        path.write_bytes(held.settled)
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (number,))
            connection.commit()

    return spoil


_SPOILS: tuple[tuple[str, Spoil, int], ...] = (
    ("one to three pages overwritten", _pages, 23),
    ("half a page lost", _halves, 10),
    ("two pages exchanged", _swapped, 10),
    ("eight bits flipped", _flipped, 10),
    ("cut short", _cut, 12),
    ("zero length", _content(lambda held: b""), 1),
    ("its log is missing", _with_log(lambda held, chance: None), 2),
    (
        "a foreign log that holds all of another catalogue",
        _with_log(lambda held, chance: held.foreign_log),
        1,
    ),
    ("a foreign log that holds a part of another", _with_log(lambda held, chance: held.mixing_log), 3),
    ("its log cut short", _with_log(lambda held, chance: held.log[: chance.randrange(len(held.log))]), 8),
    ("a bit of its log flipped", _with_log(lambda held, chance: _bits(held.log, chance)), 8),
    ("a whole log", _with_log(lambda held, chance: held.log), 1),
    ("a newer schema", _version("9999"), 2),
    ("an older schema", _version("0001"), 2),
    ("another application's database", _content(lambda held: held.other), 2),
    ("a text file", _content(lambda held: b"This is no database.\n" * 500), 2),
    ("a compressed copy", _content(lambda held: gzip.compress(held.settled, 1)), 1),
    ("a folder", lambda held, path, chance: path.mkdir(), 1),
    ("read-only", _content(lambda held: held.settled), 2),
)
"""What is done to a database, and how often: a hundred variants."""


def _tampered(folder: Path, sizes: results.Sizes) -> results.Outcome:
    """Damage rows of PostgreSQL, which has no file of ours: what was published differs, is lost, or is of elsewhere."""
    slug, told = plans.SLUGS[0], []
    with places.database("postgresql", folder) as url, places.service(url, folder) as service:
        states = [asyncio.run(_state(service.port))]
    for number, (name, statement) in enumerate(list(_ROWS.items())[: sizes(99, 3)]):
        with places.database("postgresql", folder) as url:
            tampering.tamper(url, statement.format(slug=slug))
            own = folder / f"rows-{number}"
            own.mkdir()
            told.append((name, _served(url, own, folder, states)))
    return _outcome("altered and lost rows, another schema", told)


_ROWS = {
    "an altered document": "UPDATE revisions SET document = decode('7b7d', 'hex') WHERE slug = '{slug}'",
    "a document cut in half": "UPDATE revisions SET document = substring(document from 1 for length(document) / 2)"
    " WHERE slug = '{slug}'",
    "a lost revision": "DELETE FROM revisions WHERE slug = '{slug}'",
    "a lost procedure": "DELETE FROM procedures WHERE slug = '{slug}'",
    "a pointer to no revision": "UPDATE procedures SET revision = 7 WHERE slug = '{slug}'",
    "a newer schema": "UPDATE alembic_version SET version_num = '9999'",
    "an older schema": "UPDATE alembic_version SET version_num = '0001'",
    "no schema": "DROP TABLE alembic_version",
    "no revisions": "DROP TABLE revisions CASCADE",
    "no catalogue": "DELETE FROM catalogue",
}
