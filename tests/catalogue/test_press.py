"""Exports are made once for each state of the catalogue, of one moment, whole or not at all."""

import contextlib
import fcntl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from app.authoring import importing
from app.catalogue.exports import folder, moment, press
from app.content import export_problems, exports, problems
from app.db import engine, freshness
from app.renderings import exports as forms
from tests import builders, databases

TERMS = press.Terms(
    url=lambda path: f"https://candour.example{path}",
    publisher="Candour",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    disclaimer="Silence is not safety.",
    version="0",
)
Writing = Callable[[BinaryIO, Iterator[exports.Published], exports.About], None]


class World:
    """Hold a catalogue that can change, and a press for it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = engine.Database(databases.sqlite(path, template="migrated"), busy_seconds=2)
        self.watcher = freshness.Watcher(self.database)
        self.presses: list[press.Press] = []

    def publish(self, slug: str, number: int) -> None:
        """Publish one more procedure."""
        drafts = [builders.draft_tree(f"example-peel-{n}", procedure=n) for n in range(1, number + 1)]
        assert drafts[-1]["slug"] == slug
        importing.import_folder(self.database, builders.folder(self.path / f"catalogue-{number}", *drafts))
        self.watcher.poll()

    def press(self, write: Writing | None = None, *, limit: int = 10_000_000) -> press.Press:
        """Return a press with one form, written by this function or as NDJSON."""
        form = forms.FORMS[0]
        if write is not None:
            form = exports.Form(
                suffix="ndjson", media_type="text/plain", write=write, summary="", description=""
            )
        made = press.Press(
            self.database,
            path=self.path / "exports",
            forms=[form],
            terms=TERMS,
            watcher=self.watcher,
            limit=limit,
        )
        made.start()
        self.presses.append(made)
        return made

    def kept(self) -> list[str]:
        """Return the names of all files in the folder but its locks."""
        return sorted(path.name for path in (self.path / "exports").glob("*") if path.suffix != ".lock")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.publish("example-peel-1", 1)
    yield made
    for each in made.presses:
        each.stop()
    made.watcher.stop()
    made.database.dispose()


def _made(printer: press.Press) -> folder.Printed:
    until = time.monotonic() + 20
    printer.want("ndjson")
    while (found := printer.current("ndjson")) is None:
        assert time.monotonic() < until
        time.sleep(0.005)
    return found


def test_an_export_is_made_once_when_somebody_asks(world: World) -> None:
    written: list[int] = []

    def write(stream: BinaryIO, documents: Iterator[exports.Published], about: exports.About) -> None:
        written.append(about.revision)
        forms.FORMS[0].write(stream, documents, about)

    printer = world.press(write)
    assert printer.current("ndjson") is None
    assert world.kept() == []
    first = _made(printer)
    for _ in range(3):
        printer.want("ndjson")
    time.sleep(0.1)
    assert _made(printer) == first
    assert (written, first.revision, world.kept()) == ([1], 1, [first.path.name])
    assert first.size == first.path.stat().st_size > 10_000


def test_after_a_change_another_is_made_in_its_place(world: World) -> None:
    printer = world.press()
    first = _made(printer)
    world.publish("example-peel-2", 2)
    assert printer.current("ndjson") is None
    assert printer.recent("ndjson") == first  # for those who cannot wait
    second = _made(printer)
    assert (second.revision, world.kept()) == (2, [second.path.name])
    assert (first.tag != second.tag, b"example-peel-2" in second.path.read_bytes()) == (True, True)


def test_a_file_is_recent_from_when_the_catalogue_changed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer, now = world.press(), time.monotonic
    first = _made(printer)
    monkeypatch.setattr(time, "monotonic", lambda: now() + 600)
    world.publish("example-peel-2", 2)
    assert (printer.current("ndjson"), printer.recent("ndjson")) == (None, first)
    monkeypatch.setattr(time, "monotonic", lambda: now() + 661)
    world.watcher.poll()
    assert (printer.current("ndjson"), printer.recent("ndjson")) == (None, None)


def test_what_is_too_large_is_not_made_again_until_the_catalogue_changes(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    printer = world.press(limit=1_000)
    with pytest.raises(export_problems.NotMade):
        _made(printer)
    until = time.monotonic() + 20
    while not caplog.records and time.monotonic() < until:  # it is raised here before it is logged there
        time.sleep(0.005)
    assert "larger than 1000 bytes" in vars(caplog.records[-1])["reason"]
    printer._failed.clear()  # as if seconds had gone by
    with pytest.raises(export_problems.NotMade):
        printer.current("ndjson")
    world.publish("example-peel-2", 2)
    assert printer.current("ndjson") is None


def test_a_change_while_it_is_made_never_mixes_two_catalogues(world: World) -> None:
    world.publish("example-peel-2", 2)

    def write(stream: BinaryIO, documents: Iterator[exports.Published], about: exports.About) -> None:
        stream.write(f"{about.revision} {about.procedures}".encode())
        for number, published in enumerate(documents):
            stream.write(f" {published.slug}".encode())
            if number == 0 and about.revision == 2:
                changing = threading.Thread(target=world.publish, args=("example-peel-3", 3))
                changing.start()
                changing.join()

    printer = world.press(write)
    printer.want("ndjson")
    until = time.monotonic() + 20
    while (held := printer.recent("ndjson")) is None and time.monotonic() < until:
        time.sleep(0.005)
    assert held is not None
    assert held.path.read_bytes() == b"2 2 example-peel-1 example-peel-2"
    assert printer.current("ndjson") is None  # it is not of the present catalogue
    assert _made(printer).path.read_bytes() == b"3 3 example-peel-1 example-peel-2 example-peel-3"


def _failing(stream: BinaryIO, documents: Iterator[exports.Published], about: exports.About) -> None:
    assert about.scratch is not None
    stream.write(next(documents).document)
    (Path(about.scratch) / "something").write_bytes(b"half")
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(("write", "limit"), [(_failing, 10_000_000), (None, 1_000)])
def test_a_failure_is_a_problem_and_leaves_no_file(world: World, write: Writing | None, limit: int) -> None:
    printer = world.press(write, limit=limit)
    with pytest.raises(export_problems.NotMade) as raised:
        _made(printer)
    assert raised.value.headers == {"Retry-After": "5" if write else "3600"}
    assert "No space" not in raised.value.detail
    assert world.kept() == []
    assert printer.recent("ndjson") is None


def test_two_processes_make_it_once_and_clear_away_only_when_both_stopped(world: World) -> None:
    one, other = world.press(), world.press()
    made = _made(one)
    held = made.path.stat().st_mtime_ns
    assert _made(other) == made
    assert made.path.stat().st_mtime_ns == held
    one.stop()
    assert world.kept() == [made.path.name]
    assert world.press().current("ndjson") is None  # a third that starts takes nothing away either
    assert world.kept() == [made.path.name]
    other.stop()
    assert world.kept() == []


def test_who_comes_second_waits_for_the_one_at_work(world: World) -> None:
    printer = world.press()
    path = world.path / "exports"
    path.mkdir()
    with (path / "ndjson.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        printer.want("ndjson")
        time.sleep(0.3)
        assert printer.current("ndjson") is None
        assert world.kept() == []
    assert _made(printer).revision == 1


def test_what_a_killed_process_left_is_cleared_away_at_start(world: World) -> None:
    path = world.path / "exports"
    (path / "scratch.ndjson").mkdir(parents=True)
    for name in ("part.ndjson", f"1-aa-{'0' * 32}.ndjson", "scratch.ndjson/half", "in-use.lock"):
        (path / name).write_bytes(b"left")
    world.press()
    assert world.kept() == []


def test_stopping_does_not_wait_for_an_export(world: World) -> None:
    begun = threading.Event()

    def write(stream: BinaryIO, documents: Iterator[exports.Published], about: exports.About) -> None:
        begun.set()
        stream.write(b"begun")
        for _ in documents:
            time.sleep(0.05)

    world.publish("example-peel-2", 2)
    printer = world.press(write)
    printer.want("ndjson")
    assert begun.wait(10)
    printer.stop()
    assert world.kept() == []


def test_nobody_gets_an_export_while_nobody_knows_what_is_current(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = world.press()
    _made(printer)
    monkeypatch.setattr(press, "CONFIRMED_SECONDS", -1.0)
    with pytest.raises(problems.Unavailable):
        printer.current("ndjson")


def test_a_file_that_is_not_there_any_more_is_made_again(world: World) -> None:
    printer = world.press()
    made = _made(printer)
    made.path.unlink()
    printer.forget(made)
    assert printer.current("ndjson") is None
    assert _made(printer) == made


def test_other_terms_are_another_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made = _made(world.press())
    monkeypatch.setitem(globals(), "TERMS", press.Terms(**{**vars(TERMS), "version": "1"}))
    assert _made(world.press()).path != made.path


def test_documents_come_in_the_order_of_slugs_however_many_there_are(
    database: engine.Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = [builders.draft_tree(f"example-peel-{number}", procedure=number) for number in range(1, 6)]
    importing.import_folder(database, builders.folder(tmp_path / "catalogue", *drafts))
    monkeypatch.setattr(moment, "BATCH", 2)
    with database.read() as session:
        found = [published.slug for published in moment.documents(session)]
        seen = moment.seen(session)
    assert found == sorted(draft["slug"] for draft in drafts)
    assert (seen.procedures, seen.revision, len(seen.sources)) == (5, 1, 1)


def test_an_altered_document_is_in_no_export(world: World) -> None:
    tampered = _tamper(world)
    printer = world.press()
    with pytest.raises(problems.Damaged):
        _made(printer)
    assert (tampered, world.kept()) == (1, [])


def _tamper(world: World) -> int:
    with contextlib.closing(
        engine.open_file(Path(world.database.url.removeprefix("sqlite:///")))
    ) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        return int(connection.execute("UPDATE revisions SET document = x'7b7d'").rowcount)
