"""What an import would do, said beforehand: by procedure and statement, with nothing written."""

import hashlib
import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.authoring import importing
from app.db import engine, tables, types
from tests import builders, commands


def contents(database: engine.Database) -> dict[str, object]:
    """Return a digest of every row of every table."""
    with database.read() as session:
        return {
            name: hashlib.sha256(repr(sorted(map(repr, session.execute(select(table))))).encode()).hexdigest()
            for name, table in types.Base.metadata.tables.items()
        }


def altered(folder: Path) -> Path:
    """Write a catalogue in which one statement is new, one changed, one gone, and one judged by somebody."""
    gone = builders.named("indication")
    tree = builders.without(builders.draft_tree(extra=1), gone)
    builders.found(tree, builders.named("side_effect_1"))["text"] = "Bruising usually fades in one week."
    builders.found(tree, builders.named("recovery"))["review"] = {
        "state": "reviewed",
        "role": "nurse",
        "on": "2026-01-01",
    }
    tree["name"] = "Another peel"
    return builders.folder(folder, tree)


def test_a_rehearsal_tells_every_difference_by_statement_and_writes_nothing(
    filled: engine.Database, tmp_path: Path
) -> None:
    before = contents(filled)
    gone = builders.named("indication")
    found = importing.rehearse(filled, altered(tmp_path / "b"), allow_dropping={gone}, reason="It was wrong.")
    assert contents(filled) == before
    (procedure,) = found.procedures
    said = {line.id: (line.what, line.safety, line.fields) for line in procedure.lines}
    assert said == {
        builders.identifier(100): ("added", False, ()),
        builders.named("side_effect_1"): ("changed", True, ()),
        builders.named("recovery"): ("judged", False, ("review",)),
        gone: ("withdrawn", False, ()),
    }
    assert procedure.lines[-1].after == "It was wrong."
    assert (procedure.revision, found.concepts, [name for name, _ in found.sources]) == (
        2,
        (),
        [builders.SOURCE],
    )
    assert set(procedure.parts) == {
        "name",
        "coverage of indications: stated → not_addressed",
        "coverage of outcomes: not_addressed → stated",
    }


def test_what_a_rehearsal_foresees_is_what_the_import_does(filled: engine.Database, tmp_path: Path) -> None:
    folder = altered(tmp_path / "b")
    given = {builders.named("indication")}
    foreseen = importing.rehearse(filled, folder, allow_dropping=given).report
    done = importing.import_folder(filled, folder, allow_dropping=given)
    assert (foreseen.items, foreseen.changes, done.catalogue_revision) == (done.items, done.changes, 2)
    assert importing.rehearse(filled, folder).procedures == ()


def test_a_rehearsal_is_refused_where_the_import_would_be(filled: engine.Database, tmp_path: Path) -> None:
    """The guard against losing what concerns safety, too."""
    folder = builders.folder(
        tmp_path / "b", builders.without(builders.draft_tree(), builders.named("contraindication"))
    )
    for run in (importing.rehearse, importing.import_folder):
        with pytest.raises(importing.ImportRefused) as refused:
            run(filled, folder)
        assert {fault.code for fault in refused.value.faults} == {"drops_safety"}


def test_the_command_prints_the_differences_and_leaves_the_file_of_the_database_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'candour.db'}"
    commands.candour("migrate", url=url)
    commands.candour("import", str(builders.folder(tmp_path / "a")), url=url)
    gone = builders.named("indication")
    before = hashlib.sha256((tmp_path / "candour.db").read_bytes()).hexdigest()
    found = commands.candour("import", str(altered(tmp_path / "b")), "--dry-run", "--allow", gone, url=url)
    assert hashlib.sha256((tmp_path / "candour.db").read_bytes()).hexdigest() == before
    assert found.returncode == 0
    assert (
        "procedure example-peel, revision 2: 1 added, 1 changed, 1 withdrawn, 1 judged, name" in found.stdout
    )
    assert f"~ side_effect {builders.named('side_effect_1')} [SAFETY]" in found.stdout
    assert "was: “Bruising usually fades within one week.”" in found.stdout
    assert "Nothing was written." in found.stderr


def test_the_command_says_of_a_refusal_what_it_would_have_cost(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'candour.db'}"
    commands.candour("migrate", url=url)
    (tmp_path / "wrong.json").write_text(json.dumps({"procedures": [{"slug": "x"}]}))
    found = commands.candour("import", str(tmp_path / "wrong.json"), "--dry-run", url=url)
    assert (found.returncode, "Nothing would be stored" in found.stderr, found.stdout) == (1, True, "")
    held = engine.Database(url)
    with held.read() as session:
        assert session.scalar(select(func.count()).select_from(tables.Audit)) == 0
    held.dispose()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["out.json", "--format", "yaml"], "disagree"),
        (["folder", "--format", "ndjson"], "one file"),
        (["--format", "xml"], "--format is one of"),
    ],
)
def test_an_export_in_no_form_that_there_is_ends_with_2(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    found = commands.candour("export", *arguments, url=f"sqlite:///{tmp_path / 'candour.db'}")
    assert (found.returncode, said in found.stderr) == (2, True)
