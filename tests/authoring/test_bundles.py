"""Catalogues in one file: the same strictness as a folder, every fault with its place, and a way back byte by byte."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring import bundles, exporting, importing, refusals
from app.content import reading
from app.db import engine
from tests import builders


def bundle(*trees: dict[str, Any]) -> dict[str, Any]:
    """Return a whole catalogue of these drafts."""
    drafts = [builders.parsed(tree) for tree in (trees or (builders.draft_tree(),))]
    return {
        "sources": [builders.source(drafts).tree()],
        "vocabulary": [concept.tree() for concept in builders.concepts()],
        "procedures": [draft.tree() for draft in drafts],
    }


def lines(held: dict[str, Any]) -> bytes:
    """Return a bundle as NDJSON."""
    kinds = [("source", "sources"), ("concept", "vocabulary"), ("procedure", "procedures")]
    listed = [{"type": kind, **item} for kind, part in kinds for item in held[part]]
    return b"".join(json.dumps(item).encode() + b"\n" for item in listed)


@pytest.mark.parametrize("form", bundles.FORMS)
def test_a_whole_catalogue_is_imported_from_one_file(
    database: engine.Database, tmp_path: Path, form: bundles.Form
) -> None:
    """JSON is YAML, too."""
    path = tmp_path / f"catalogue.{form}"
    path.write_bytes(lines(bundle()) if form == "ndjson" else json.dumps(bundle()).encode())
    report = importing.import_folder(database, path)
    assert report.count("stored") == report.read == 1 + len(builders.concepts()) + 1
    assert importing.import_folder(database, path).changes == 0


@pytest.mark.parametrize("tree", [builders.draft_tree(), [builders.draft_tree()]], ids=["one", "list"])
def test_a_file_may_hold_procedures_alone(filled: engine.Database, tmp_path: Path, tree: Any) -> None:
    path = tmp_path / "procedure.yaml"
    path.write_text(json.dumps(tree))
    assert (importing.import_folder(filled, path).read, list(bundles.read(path).drafts)) == (
        1,
        ["example-peel"],
    )


@pytest.mark.parametrize(
    ("content", "form", "said"),
    [
        (b"", "ndjson", "holds nothing"),
        (b"{}", "json", "holds nothing"),
        (b"5", "json", "neither an object nor a list"),
        (b'{"procedure": []}', "json", "“procedure”, which is not read"),
        (b'{"procedures": {}}', "json", "“procedures” that is not a list"),
        (b'{"sources": [], "sources": []}', "json", "stands twice"),
        (b"a: &a [x]\nb: [*a, *a]", "yaml", "aliases are not allowed"),
        (b"[" * 40 + b"]" * 40, "json", "nested more than"),
        (b'{"sources": ["\\u0000"]}', "json", "NUL"),
        (b"\xff", "json", "is not UTF-8"),
        (b" " * (reading.MAX_BYTES + 1), "json", "is larger than"),
        (b" " * (reading.MAX_BYTES + 1), "ndjson", "is larger than"),
        (b'{"type": "clinic"}', "ndjson", "no “type”"),
        (b"[]", "ndjson", "no “type”"),
        (b'{"type": "concept", "type": "source"}', "ndjson", "stands twice"),
        (b'{"type": "concept"} {}', "ndjson", "not valid JSON"),
    ],
)
def test_what_cannot_be_read_is_refused_and_said(content: bytes, form: bundles.Form, said: str) -> None:
    faults = bundles.parse(content, form=form, name="file").faults
    assert any(said in str(fault) for fault in faults)
    assert all(fault.place.startswith("file") for fault in faults)


def test_every_line_that_is_wrong_is_named(database: engine.Database, tmp_path: Path) -> None:
    """Nothing of the file is stored, and nothing of it is passed over."""
    good = lines(bundle()).splitlines(keepends=True)
    path = tmp_path / "catalogue.ndjson"
    path.write_bytes(b"".join([*good, b"\n", b"{\n", good[0], b'{"type": "procedure", "slug": 5}\n']))
    with pytest.raises(importing.ImportRefused) as refused:
        importing.import_folder(database, path)
    count = len(good)
    places = {fault.place.removeprefix("catalogue.ndjson line ") for fault in refused.value.faults}
    assert places == {str(count + 2), str(count + 3), str(count + 4)}
    assert refused.value.report.read == refused.value.report.count("rejected") == count + 3


def test_a_fault_of_a_procedure_names_its_place_in_the_file(filled: engine.Database, tmp_path: Path) -> None:
    tree = builders.draft_tree("other-peel")
    path = tmp_path / "catalogue.json"
    path.write_text(json.dumps(bundle(builders.draft_tree(), tree)))
    with pytest.raises(importing.ImportRefused) as refused:
        importing.import_folder(filled, path)
    assert {fault.place for fault in refused.value.faults} == {"catalogue.json#/procedures/1"}


@pytest.mark.parametrize("name", ["notes.txt", "catalogue.xml"])
def test_a_file_of_another_kind_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("{}")
    (fault,) = bundles.read(tmp_path / name).faults
    assert fault.code == "not_read"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_every_text_comes_back_from_yaml_as_it_was(text: str) -> None:
    content = exporting._rendered({"text": text, text: [text]}, "yaml")
    assert reading.read_yaml(content) == {"text": text, text: [text]}


@pytest.mark.parametrize("form", bundles.FORMS)
def test_an_export_comes_back_byte_by_byte(
    withdrawn: engine.Database, tmp_path: Path, form: bundles.Form
) -> None:
    """From SQLite to PostgreSQL and back; the tombstones, too."""
    path = tmp_path / f"catalogue.{form}"
    written = exporting.export_file(withdrawn, path, form=form)
    assert (written.sources, written.concepts, written.procedures) == (1, len(builders.concepts()), 1)
    other = engine.Database(f"sqlite:///{tmp_path / 'other.db'}")
    try:
        from app.db import migrations  # noqa: PLC0415  loads Alembic

        migrations.upgrade(other.url)
        importing.import_folder(other, path)
        again = io.BytesIO()
        exporting.export(other, again, form=form)
        assert again.getvalue() == path.read_bytes()
        assert importing.import_folder(withdrawn, path).changes == 0
    finally:
        other.dispose()


def test_an_exported_file_overwrites_nothing_and_leaves_nothing_when_it_fails(
    filled: engine.Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalogue.json"
    monkeypatch.setattr(reading, "MAX_BYTES", 1_000)
    with pytest.raises(refusals.Refused, match="NDJSON"):
        exporting.export_file(filled, path, form="json")
    assert list(tmp_path.glob(".*")) == []
    assert not path.exists()
    path.write_text("Mine.")
    with pytest.raises(refusals.Refused, match="overwrites nothing"):
        exporting.export_file(filled, path, form="json")
    assert path.read_text() == "Mine."
