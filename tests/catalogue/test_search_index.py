"""The index is derived: it follows the database, survives whatever happens to it, and is never the truth."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.authoring import importing
from app.catalogue import concepts
from app.catalogue.search import asking, folder, following, lexicon, snapshot
from app.db import engine
from tests import builders, databases, generated, tampering
from tests.content import seed

ROOT = Path(__file__).parents[2]
QUESTIONS = (
    "skin",
    "laser",
    "glow peel",
    "bruising",
    "generated laser skin",
    "sessions",
    "pregnant",
    "isotretinoin",
)


@pytest.fixture
def kept(tmp_path: Path) -> folder.Folder:
    """Return the place of an index that does not exist yet."""
    return folder.Folder(tmp_path / "index")


def _snapshot(database: engine.Database, kept: folder.Folder) -> snapshot.Snapshot:
    following.Following(database, kept).catch_up()
    found = kept.read()
    assert found is not None
    with database.read() as session:
        return snapshot.Snapshot(*found, lexicon.Lexicon(concepts.terms(session)))


def _answers(held: snapshot.Snapshot) -> list[object]:
    asked: list[object] = []
    for question in QUESTIONS:
        read = held.read(question)
        found = held.find(read, asking.Filters(), size=30)
        asked.append(([hit.slug for hit in found.hits], found.total, found.matched, found.facets))
    return asked


def test_an_index_that_followed_changes_answers_as_one_made_anew(
    database: engine.Database, kept: folder.Folder, tmp_path: Path
) -> None:
    for count in (3, 5, 8, 13):
        generated.fill(database, count)
        _snapshot(database, kept)
    known = {term.id: term for term in (*builders.concepts(), *seed.terms().concepts.values())}.values()
    importing.import_folder(database, builders.folder(tmp_path / "a", listed=known))
    _snapshot(database, kept)
    changed = builders.draft_tree(extra=3)
    importing.import_folder(database, builders.folder(tmp_path / "b", changed, listed=known))
    followed = _snapshot(database, kept)
    anew = _snapshot(database, folder.Folder(tmp_path / "other"))
    assert _answers(followed) == _answers(anew)
    assert followed.procedures == anew.procedures == 14


def test_words_of_entries_that_were_replaced_mean_nothing_any_more(
    database: engine.Database, kept: folder.Folder, tmp_path: Path
) -> None:
    for number, name in enumerate(("Alpaca peel", "Glow peel")):
        others = [builders.draft_tree(f"peel-{n}", procedure=n) for n in range(2, 8)]
        tree = {**builders.draft_tree(), "name": name}
        importing.import_folder(database, builders.folder(tmp_path / str(number), tree, *others))
        followed = _snapshot(database, kept)
    anew = _snapshot(database, folder.Folder(tmp_path / "other"))
    for held in (followed, anew):
        assert (held.beginning("alp"), held.starting("alp", limit=10), held.alike("alpacca")) == ([], [], [])
    for typed in ("g", "gl", "peel"):
        assert followed.starting(typed, limit=10) == anew.starting(typed, limit=10)
    assert followed.read("alpac") == anew.read("alpac")


def test_nothing_is_entered_where_nothing_changed(filled: engine.Database, kept: folder.Folder) -> None:
    follower = following.Following(filled, kept)
    first = follower.catch_up()
    assert first is not None
    assert (first.entered, first.anew) == (1, True)
    assert follower.catch_up() is None


def test_one_change_enters_one_procedure(
    database: engine.Database, kept: folder.Folder, tmp_path: Path
) -> None:
    trees = [builders.draft_tree(), builders.draft_tree("other-peel", procedure=2)]
    importing.import_folder(database, builders.folder(tmp_path / "a", *trees))
    follower = following.Following(database, kept)
    follower.catch_up()
    trees[1] = builders.draft_tree("other-peel", procedure=2, extra=2)
    importing.import_folder(database, builders.folder(tmp_path / "b", *trees))
    again = follower.catch_up()
    assert again is not None
    assert (again.entered, again.anew) == (1, False)


def test_deleting_the_folder_costs_a_rebuild_and_nothing_else(
    filled: engine.Database, kept: folder.Folder, tmp_path: Path
) -> None:
    before = _answers(_snapshot(filled, kept))
    shutil.rmtree(tmp_path / "index")
    assert kept.read() is None
    assert _answers(_snapshot(filled, kept)) == before


KINDS = (".term", ".idx", ".fast", ".store", ".fieldnorm", ".pos", "meta.json")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("spoil", ["empty", "garbage", "half", "flipped", "gone"])
def test_a_damaged_index_is_made_anew(
    tmp_path: Path, catalogue_of_one: engine.Database, kind: str, spoil: str
) -> None:
    path = tmp_path / "index"
    before = _answers(_snapshot(catalogue_of_one, folder.Folder(path)))
    (file,) = (p for p in path.rglob("*") if p.name.endswith(kind) and not p.name.startswith("."))
    held = file.read_bytes()
    middle = len(held) // 3
    spoilt = {
        "empty": b"",
        "garbage": b"\x5a" * len(held),
        "half": held[: len(held) // 2],
        "flipped": held[:middle] + bytes([held[middle] ^ 0x40]) + held[middle + 1 :],
    }
    if spoil == "gone":
        file.unlink()
    else:
        file.write_bytes(spoilt[spoil])
    assert _answers(_snapshot(catalogue_of_one, folder.Folder(path))) == before


@pytest.fixture(scope="module")
def catalogue_of_one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engine.Database]:
    """Return a database with one procedure that tests only read."""
    path = tmp_path_factory.mktemp("one")
    held = engine.Database(databases.sqlite(path, template="migrated"))
    importing.import_folder(held, builders.folder(path / "catalogue"))
    yield held
    held.dispose()


def test_an_index_of_another_database_is_not_taken_for_this_one(
    filled: engine.Database, kept: folder.Folder, tmp_path: Path
) -> None:
    _snapshot(filled, kept)
    other = engine.Database(databases.sqlite(tmp_path, template="migrated"))
    importing.import_folder(other, builders.folder(tmp_path / "other", builders.draft_tree("another-peel")))
    held = _snapshot(other, kept)
    found = held.find(held.read("glow"), asking.Filters(), size=5)
    assert [hit.slug for hit in found.hits] == ["another-peel"]
    other.dispose()


def test_a_document_that_was_altered_is_not_entered_and_is_named(
    database: engine.Database, kept: folder.Folder, tmp_path: Path
) -> None:
    trees = [builders.draft_tree(), builders.draft_tree("other-peel", procedure=2)]
    importing.import_folder(database, builders.folder(tmp_path / "a", *trees))
    altered = "UPDATE revisions SET document = ? WHERE slug = ?"
    assert tampering.tamper(database.url, altered, b"{}", "other-peel") == 1
    report = following.Following(database, kept).catch_up()
    assert report is not None
    assert (report.entered, report.unreadable) == (1, ("other-peel",))
    found = kept.read()
    assert found is not None
    assert found[1].unreadable == ("other-peel",)


_WRITE = """
import os, sys
from app.catalogue.search import folder, following
from app.db import engine
from pathlib import Path
kept = folder.Folder(Path(sys.argv[2]))
if sys.argv[3] == "before the commit":
    kept.write = (lambda write: lambda made, **rest: write(made, **{**rest, "state": lambda: os._exit(9)}))(kept.write)
else:
    kept.renew = (lambda renew: lambda: (renew(), os._exit(9)))(kept.renew)
following.Following(engine.Database(sys.argv[1]), kept).catch_up(anew=sys.argv[3] != "before the commit")
"""


@pytest.mark.parametrize("moment", ["before the commit", "after the old index was thrown away"])
def test_a_crash_in_the_middle_of_an_update_heals(
    database: engine.Database, tmp_path: Path, moment: str
) -> None:
    path = tmp_path / "index"
    importing.import_folder(database, builders.folder(tmp_path / "a"))
    _snapshot(database, folder.Folder(path))
    trees = [builders.draft_tree(), builders.draft_tree("other-peel", procedure=2)]
    importing.import_folder(database, builders.folder(tmp_path / "b", *trees))
    url = database.url
    crashed = subprocess.run([sys.executable, "-c", _WRITE, url, str(path), moment], cwd=ROOT, check=False)
    assert crashed.returncode == 9
    healed = _snapshot(database, folder.Folder(path))
    assert _answers(healed) == _answers(_snapshot(database, folder.Folder(tmp_path / "other")))
    assert healed.procedures == 2


def _follow(url: str, path: str, seconds: float) -> None:
    held = engine.Database(url)
    follower = following.Following(held, folder.Folder(Path(path)))
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            follower.catch_up()
        except folder.Busy:
            time.sleep(0.005)
    held.dispose()


@pytest.fixture
def workers(database: engine.Database, tmp_path: Path) -> Iterator[list[multiprocessing.process.BaseProcess]]:
    """Return three processes that all keep one index level with the database, for a while."""
    context = multiprocessing.get_context("spawn")
    started = [
        context.Process(target=_follow, args=(database.url, str(tmp_path / "index"), 6.0)) for _ in range(3)
    ]
    for process in started:
        process.start()
    yield list(started)
    for process in started:
        process.kill()
        process.join()


def test_several_processes_at_once_do_not_corrupt_the_index(
    database: engine.Database, tmp_path: Path, workers: list[multiprocessing.process.BaseProcess]
) -> None:
    for count in range(1, 9):
        generated.fill(database, count)
        if count == 5:
            os.kill(workers[0].pid or 0, signal.SIGKILL)
    for process in workers[1:]:
        process.join()
        assert process.exitcode == 0
    together = _snapshot(database, folder.Folder(tmp_path / "index"))
    assert _answers(together) == _answers(_snapshot(database, folder.Folder(tmp_path / "other")))
    assert together.procedures == 8
