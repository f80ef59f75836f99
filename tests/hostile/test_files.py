"""Every hostile catalogue is refused whole, with the fault that is meant, and what is published stays as it was."""

import collections
import hashlib
import json
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app import console
from app.authoring import checking, folders, importing
from app.content import values
from app.db import engine, types
from tests import builders, commands, databases
from tests.hostile import files

TABLE = files.table()
BEFORE = [row for row in TABLE if row.spoilt_before is not None]
ALONE = [row for row in TABLE if row.spoilt_before is None]
NOBODY = 65_534


def _name(row: files.Row) -> str:
    return row.name[:60].encode("unicode_escape").decode()


def _state(url: str) -> str:
    """Return a digest of every row of every table."""
    database = engine.Database(url, pool_size=1)
    try:
        with database.read() as session:
            rows = [
                sorted(map(repr, session.execute(text(f"SELECT * FROM {name}")).all()))
                for name in sorted(types.Base.metadata.tables)
            ]
    finally:
        database.dispose()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _fault_lines(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.endswith("]")]


def _check_refusal(said: str, *, row: files.Row) -> None:
    told = [line for line in _fault_lines(said) if line.endswith(f"[{row.code}]")]
    assert any(row.place in line and row.words in line for line in told), said[:3_000]
    assert "Traceback" not in said
    assert [ascii(part) for part in said if part != "\n" and values.unprintable(part)] == []


@pytest.fixture(scope="module")
def empty_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a database that holds nothing, and still does after every refusal."""
    return databases.sqlite(tmp_path_factory.mktemp("empty"), template="migrated")


def test_the_table_is_broad_and_names_each_row_once() -> None:
    assert len(TABLE) > 150
    assert [name for name, count in collections.Counter(row.name for row in TABLE).items() if count > 1] == []


@pytest.mark.parametrize("row", ALONE, ids=_name)
def test_a_hostile_catalogue_is_refused_whole(tmp_path: Path, empty_url: str, row: files.Row) -> None:
    folder = builders.folder(tmp_path / "catalogue")
    row.spoil(folder)
    before = _state(empty_url)
    imported = commands.candour("import", str(folder), url=empty_url)
    assert imported.returncode == console.EXIT_PROBLEMS
    _check_refusal(imported.stderr, row=row)
    assert imported.stdout == ""
    assert "Nothing was stored" in imported.stderr.splitlines()[-1]
    assert _state(empty_url) == before
    checked = commands.candour("check", "--content-only", "--folder", str(folder))
    assert checked.returncode == console.EXIT_PROBLEMS
    _check_refusal(checked.stdout, row=row)
    assert "No problem was found." not in checked.stdout.splitlines()


@pytest.mark.parametrize("row", BEFORE, ids=_name)
def test_a_catalogue_that_contradicts_what_was_published_is_refused_whole(
    tmp_path: Path, database_url: str, row: files.Row
) -> None:
    assert row.spoilt_before is not None
    folder = tmp_path / "catalogue"
    row.spoilt_before(folder)
    assert commands.candour("import", str(folder), url=database_url).returncode == 0
    before = _state(database_url)
    row.spoil(folder)
    result = commands.candour("import", str(folder), url=database_url)
    assert result.returncode == console.EXIT_PROBLEMS
    _check_refusal(result.stderr, row=row)
    assert _state(database_url) == before


def test_the_id_of_a_withdrawn_statement_is_never_used_again(tmp_path: Path, database_url: str) -> None:
    whole, gone = builders.draft_tree(), builders.named("indication")
    folder = builders.folder(tmp_path, whole)
    assert commands.candour("import", str(folder), url=database_url).returncode == 0
    builders.folder(folder, builders.without(whole, gone))
    assert commands.candour("import", str(folder), "--allow", gone, url=database_url).returncode == 0
    before = _state(database_url)
    builders.folder(folder, whole)
    result = commands.candour("import", str(folder), "--allow", gone, url=database_url)
    assert result.returncode == console.EXIT_PROBLEMS
    assert f"{gone} was withdrawn on" in result.stderr
    assert "[repeated_id]" in result.stderr
    assert _state(database_url) == before


def _places(tree: Any, at: str = "") -> Iterator[str]:
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield f"{at}/{key}"
        if isinstance(value, dict | list):
            yield from _places(value, f"{at}/{key}")


def test_nothing_that_is_required_may_be_null(tmp_path: Path) -> None:
    """Every value of every file in turn; what may be left out reads as left out."""
    folder = builders.folder(tmp_path)
    tried = 0
    for file in (files.PROCEDURE, files.SOURCE, files.CONCEPTS):
        sound = (folder / file).read_text()
        for place in _places(json.loads(sound)):
            if "/ledger/" in place and not place.startswith(("/ledger/0", "/ledger/1/", "/ledger/2/")):
                continue  # the rest of the ledger is like its beginning
            held = json.loads(sound)
            files.put(held, place[1:], None)
            (folder / file).write_text(json.dumps(held))
            codes = {fault.code for fault in folders.read(folder).faults}
            assert codes == (set() if _may_be_absent(place) else {"malformed"}), f"{file} {place}"
            tried += 1
        (folder / file).write_text(sound)
    assert tried > 300


def _may_be_absent(place: str) -> bool:
    name = place.rpartition("/")[2]
    return name in {"hedge", "finding"} or (name == "title" and "/steps/" in place)


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    """The tests may run as root, who may read everything."""
    del tmp_path  # whose parents nobody else may enter
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o755)  # noqa: S103 PTH101  others must reach it
        folder = builders.folder(Path(place) / "catalogue")
        (folder / files.PROCEDURE).chmod(0)
        assert [(fault.code, fault.place) for fault in _read_as_nobody(folder)] == [
            ("unreadable", files.PROCEDURE)
        ]
        (folder / "procedures").chmod(0)
        assert [fault.code for fault in _read_as_nobody(folder)] == ["unreadable"]


def _read_as_nobody(folder: Path) -> list[Any]:
    if os.geteuid() != 0:
        return folders.read(folder).faults
    os.seteuid(NOBODY)
    try:
        return folders.read(folder).faults
    finally:
        os.seteuid(0)


def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    folder = builders.folder(tmp_path)
    os.mkfifo(folder / "sources" / "pipe.yaml")
    reader = threading.Thread(target=folders.read, args=(folder,), daemon=True)
    reader.start()
    reader.join(10)
    assert not reader.is_alive()


def test_a_link_within_the_folder_is_read(tmp_path: Path, empty_url: str) -> None:
    """Containers mount a folder of settings as links."""
    folder = builders.folder(tmp_path / "catalogue")
    (folder / "..data").mkdir()
    (folder / files.PROCEDURE).rename(folder / "..data" / "peel.json")
    (folder / files.PROCEDURE).symlink_to("../..data/peel.json")
    assert folders.read(folder).faults == []
    assert list(folders.read(folder).drafts) == ["example-peel"]


def test_the_name_of_a_file_means_nothing(tmp_path: Path) -> None:
    folder = builders.folder(tmp_path)
    (folder / files.PROCEDURE).rename(folder / "procedures" / "something else entirely.json")
    assert list(folders.read(folder).drafts) == ["example-peel"]


@pytest.mark.parametrize("parts", [("sources",), ("procedures",), ("vocabulary", "procedures")])
def test_a_folder_that_is_missing_takes_nothing_away(
    tmp_path: Path, database_url: str, parts: tuple[str, ...]
) -> None:
    folder = builders.folder(tmp_path)
    assert commands.candour("import", str(folder), url=database_url).returncode == 0
    before = _state(database_url)
    for part in parts:
        for path in (folder / part).iterdir():
            path.unlink()
        (folder / part).rmdir()
    result = commands.candour("import", str(folder), url=database_url)
    assert result.returncode == 0
    assert _state(database_url) == before


@pytest.mark.parametrize("option", ["--note", "--editor", "--reason"])
@pytest.mark.parametrize("said", ["\x1b[2J", "a\nb", "\u202e", "a" * 601, os.fsdecode(b"\xff"), " a"])
def test_what_is_said_of_an_import_is_shown_to_people_and_must_be_plain(
    tmp_path: Path, empty_url: str, option: str, said: str
) -> None:
    before = _state(empty_url)
    result = commands.candour("import", str(builders.folder(tmp_path)), option, said, url=empty_url)
    assert result.returncode == console.EXIT_PROBLEMS
    assert f"the {option[2:]}: " in result.stderr
    assert "Traceback" not in result.stderr
    assert _state(empty_url) == before


def test_a_document_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    held = tmp_path / "documents"
    held.mkdir()
    (held / "page.txt").write_bytes(raw := builders.TEXT.encode("utf-16"))
    folder = builders.folder(tmp_path / "catalogue", described=builders.source(sha256=values.digest(raw)))
    assert "wrong_document" in {fault.code for fault in checking.check(None, folder, held).faults}


def test_two_sources_of_one_document_are_both_compared_with_it(tmp_path: Path) -> None:
    held = builders.documents(tmp_path / "documents")
    folder = builders.folder(tmp_path / "catalogue")
    twin = builders.source().tree() | {"id": "twin"}
    (folder / "sources" / "twin.json").write_text(json.dumps(twin))
    accounted = checking.check(None, folder, held).accounted
    assert [item.quoted is not None for item in accounted] == [True, True]
    (held / "page.txt").unlink()
    missing = [
        fault for fault in checking.check(None, folder, held).faults if fault.code == "missing_document"
    ]
    assert len(missing) == 2


def test_a_name_of_a_folder_never_steers_a_terminal(tmp_path: Path, empty_url: str) -> None:
    result = commands.candour("import", str(tmp_path / "\x1b]0;owned\x07\u202e[red]"), url=empty_url)
    assert result.returncode == console.EXIT_PROBLEMS
    assert "\\x1b]0;owned\\x07\\u202e[red]" in result.stderr
    assert not set("\x1b\x07\u202e") & set(result.stderr)


def test_an_import_reads_no_more_of_a_file_than_the_limit(tmp_path: Path) -> None:
    """A sparse file of four gigabytes costs nothing but the limit."""
    folder = builders.folder(tmp_path)
    with (folder / "sources" / "huge.json").open("wb") as file:
        file.truncate(4 * 2**30)
    (fault,) = folders.read(folder).faults
    assert (fault.code, fault.place) == ("unreadable", "sources/huge.json")
    assert "larger than" in fault.message


def test_an_import_that_is_refused_accounts_for_every_file(tmp_path: Path, database_url: str) -> None:
    folder = builders.folder(tmp_path)
    (folder / "procedures" / "x.yaml").write_text("a: 1\na: 2\n")
    database = engine.Database(database_url)
    try:
        with pytest.raises(importing.ImportRefused) as refused:
            importing.import_folder(database, folder)
    finally:
        database.dispose()
    report = refused.value.report
    assert report.read == report.count("rejected") == 1 + len(builders.concepts()) + 1 + 1
