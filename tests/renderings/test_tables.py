"""The tables of exports hold all that documents hold, say what is not known, and run nothing in a spreadsheet."""

import contextlib
import csv
import datetime
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content import document, exports
from app.renderings import exports as forms
from app.renderings import imprint, tabular_csv, tabular_flat, tabular_readme, tabular_rows, tabular_tables
from tests import builders, facts, facts_tables, printing, strategies, timelines

FORMS = ("ndjson", "csv.zip", "sqlite", "yaml")
SAFETY = ("contraindications", "precautions", "interactions", "side_effects", "warning_signs")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return an export in every form of ours."""
    folder = tmp_path_factory.mktemp("printed")
    return {
        form: printing.printed(form, printing.documents(), folder)
        for form in ("ndjson", "csv.zip", "sqlite", "yaml")
    }


@pytest.fixture
def database(files: dict[str, Path]) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(files["sqlite"])) as held:
        held.row_factory = sqlite3.Row
        yield held


def test_every_form_has_the_facts_of_the_documents(files: dict[str, Path]) -> None:
    expected = {held.slug: facts.of_document(json.loads(held.canonical())) for held in printing.documents()}
    assert facts_tables.of_ndjson(files["ndjson"].read_bytes()) == expected
    assert facts_tables.of_yaml(files["yaml"].read_bytes()) == expected
    assert facts_tables.of_csv(files["csv.zip"].read_bytes()) == expected
    assert facts_tables.of_sqlite(files["sqlite"]) == expected


def test_yaml_and_ndjson_say_the_same_and_give_equal_documents(files: dict[str, Path]) -> None:
    lines = [json.loads(line) for line in files["ndjson"].read_bytes().splitlines()]
    assert facts_tables.yaml_parts(files["yaml"].read_bytes()) == lines
    found = [line["document"] for line in lines if line["type"] == "procedure"]
    assert [document.ProcedureDocument.model_validate_json(json.dumps(tree)) for tree in found] == list(
        printing.documents()
    )


def test_csv_and_sqlite_have_the_same_rows(files: dict[str, Path]) -> None:
    read, stored = (
        facts_tables.csv_tables(files["csv.zip"].read_bytes()),
        facts_tables.sqlite_tables(files["sqlite"]),
    )
    assert set(read) == set(tabular_tables.TABLES)
    for name in tabular_tables.TABLES:
        shown = [
            {column: "" if value is None else str(value) for column, value in row.items()}
            for row in stored[name]
        ]
        assert read[name] == shown, name


def test_statements_with_their_evidence_are_rebuilt_from_the_tables(files: dict[str, Path]) -> None:
    tables = facts_tables.sqlite_tables(files["sqlite"])
    for held in printing.documents():
        wanted = printing.statements(held)
        rows = {row["id"]: row for row in tables["statements"] if row["procedure"] == held.slug}
        assert {name: json.loads(row["json"]) for name, row in rows.items()} == wanted
        for name, row in rows.items():
            _is_said_in_columns(wanted[name], row)
            evidence = [item for item in tables["evidence"] if item["statement"] == name]
            assert [_evidence(item) for item in evidence] == wanted[name]["evidence"]  # type: ignore[index,call-overload] # reason: a tree


def _is_said_in_columns(tree: Any, row: Any) -> None:
    for name in ("kind", "text", "hedge", "rank", "rank_reason", "grade", "concept", *tabular_tables.FIELDS):
        assert row[name] == tree.get(name), name
    review = {
        "state": row["review"],
        "role": row["review_role"],
        "on": row["review_on"],
        "next_due": row["review_due"],
    }
    assert {key: value for key, value in review.items() if value is not None} == tree["review"]
    assert row["other_procedure"] == tree.get("procedure")


def _evidence(row: Any) -> Any:
    locator = {
        name: row[column]
        for name, column in (("doi", "doi"), ("pmid", "pmid"), ("section", "place"), ("page", "page"))
        if row[column] is not None
    }
    named = {"start": row["start_offset"], "end": row["end_offset"], "locator": locator or None}
    kept = ("source", "stance", "quality", "note", "attributed_to", "access", "phrase", "sha256", "read_on")
    return {
        name: value
        for name, value in {**{name: row[name] for name in kept}, **named}.items()
        if value is not None
    }


def test_what_stands_beside_statements_is_there_too(files: dict[str, Path]) -> None:
    tables = facts_tables.sqlite_tables(files["sqlite"])
    for held in printing.documents():

        def own(name: str, *columns: str, slug: str = held.slug) -> list[tuple[Any, ...]]:
            return [
                tuple(row[column] for column in columns) for row in tables[name] if row["procedure"] == slug
            ]

        tree = json.loads(held.canonical())
        assert own("tombstones", "id", "kind", "withdrawn_on", "reason") == [
            (stone["id"], stone["kind"], stone["on"], stone["reason"]) for stone in tree.get("withdrawn", ())
        ]
        assert own("conflicts", "id", "text") == [
            (conflict["id"], conflict["text"]) for conflict in tree["conflicts"].get("conflicts", ())
        ]
        assert own("aliases", "statement", "label", "type") == [
            (alias["id"], alias["label"], alias["type"]) for alias in tree.get("aliases", ())
        ]
        assert [name for (name,) in own("summary_statements", "statement")] == tree["summary"]["statements"]
        assert own("steps", "technique", "number", "statement", "phase", "text") == [
            (technique["slug"], number, step["id"], step["phase"], step["text"])
            for technique in tree["techniques"].get("statements", ())
            for number, step in enumerate(technique["steps"].get("statements", ()), start=1)
        ]
        assert own("silences", "aspect", "words") == [
            (silence.aspect, silence.words)
            for _, _, section in document.sections(held)
            for silence in section.silent_on
        ]
        assert {name for (name,) in own("procedure_sources", "source")} == {
            source.id for source in held.sources
        }


def test_every_procedure_has_a_row_for_every_section_that_says_its_coverage(
    database: sqlite3.Connection,
) -> None:
    count = database.execute("SELECT COUNT(*) FROM procedures").fetchone()[0]
    for name in document.SECTION_KINDS:
        query = "SELECT COUNT(*), MIN(LENGTH(words)) FROM sections WHERE section = ?"
        assert database.execute(query, (name,)).fetchone()[0] == count
        assert database.execute(query, (name,)).fetchone()[1] > 10


def test_the_view_of_safety_leaves_no_procedure_out_and_no_cell_of_text_empty(
    database: sqlite3.Connection,
) -> None:
    found = database.execute("SELECT procedure, section, text, coverage, statement FROM safety").fetchall()
    assert {(row["procedure"], row["section"]) for row in found} == {
        (held.slug, section) for held in printing.documents() for section in SAFETY
    }
    assert all(row["text"] for row in found)
    silent = [row for row in found if row["procedure"] == "silent-peel"]
    assert [row["coverage"] for row in silent] == ["not_addressed"] * 5
    assert all("not mean it is safe" in row["text"] for row in silent)


def test_what_is_no_longer_held_is_neither_shown_as_current_nor_as_nothing(tmp_path: Path) -> None:
    tree = builders.draft_tree("doubted-peel", procedure=8)
    for claim in tree["sections"]["contraindications"]["statements"]:
        claim |= {"rank": "deprecated", "rank_reason": "Another source is newer."}
    path = printing.printed("sqlite", [timelines.frozen(tree)], tmp_path)
    with contextlib.closing(sqlite3.connect(path)) as held:
        query = "SELECT text, words FROM safety WHERE section = 'contraindications'"
        found = held.execute(query).fetchall()
        asked = held.execute(tabular_readme.EVIDENCE).fetchall()
        silent = {row[1] for row in held.execute(tabular_readme.SILENT)}
        other = held.execute("SELECT words FROM sections WHERE section = 'side_effects'").fetchone()[0]
    assert found
    for text, said in found:
        assert text.startswith("No longer held (Another source is newer.). It said: ")
        assert said.startswith("No statement here holds any longer. ")
        assert "does not mean it is safe" in said
    assert all(row[2].startswith("No longer held (") for row in asked)
    assert "contraindications" in silent
    assert "holds any longer" not in other


def test_no_question_of_the_readme_leaves_out_a_procedure_that_is_silent(
    database: sqlite3.Connection,
) -> None:
    for asked in tabular_readme.QUESTIONS:
        rows = database.execute(asked.sql).fetchall()
        told = {value for row in rows for value in row}
        left_out = {held.name for held in printing.documents()} - told
        assert not left_out or asked.note.startswith("Left out is "), asked.name
        assert "Silent peel" in told, asked.name
        assert "hedge" in rows[0].keys() or asked.name == "silent"  # noqa: SIM118  a row is no mapping


def test_an_open_or_unknown_length_is_never_a_number(database: sqlite3.Connection) -> None:
    query = "SELECT DISTINCT {0}_bound, {0}_seconds IS NULL AND {0}_count IS NULL FROM statements"
    for side in ("min", "max"):
        found = {tuple(row) for row in database.execute(query.format(side))}
        assert found == {("known", 0), ("open", 1), ("not_stated", 1), ("event", 1), ("does_not_apply", 1)}


def test_what_may_be_doubted_says_so(database: sqlite3.Connection) -> None:
    doubted = database.execute("SELECT doubts FROM statements WHERE rank_reason = '@old'").fetchone()
    assert doubted["doubts"] == "deprecated disputed contested conflict ambiguous"
    for held in printing.documents():
        expected = {
            name
            for name, doubt in facts.doubts_of(held, today=datetime.date(1999, 1, 1))
            if doubt != "withdrawn"
        }
        query = "SELECT id FROM statements WHERE procedure = ? AND doubts IS NOT NULL"
        assert {row["id"] for row in database.execute(query, (held.slug,))} == expected


def test_the_database_is_sound_and_its_types_are_checked(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    tables = database.execute("PRAGMA table_list").fetchall()
    ours = {
        row["name"]: row["strict"] for row in tables if row["type"] == "table" and row["name"][:6] != "sqlite"
    }
    assert set(ours) == {*tabular_tables.TABLES, "readme", "about", "tables", "columns", "questions"}
    assert set(ours.values()) == {1}
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("UPDATE statements SET max_seconds = 'open'")


def test_the_database_explains_every_table_and_column(database: sqlite3.Connection) -> None:
    explained = {(row["table"], row["name"]) for row in database.execute('SELECT * FROM "columns"')}
    assert explained == {
        (table.name, column.name) for table in tabular_tables.TABLES.values() for column in table.columns
    }
    told = {row["name"] for row in database.execute('SELECT name FROM "tables"')}
    assert told == {*tabular_tables.TABLES, "safety", "lengths"}
    about = dict(database.execute("SELECT name, value FROM about").fetchall())
    assert about["reading"] == exports.READING
    assert (about["catalogue_revision"], about["licence"][:9]) == ("5", "CC BY 4.0")
    page = database.execute("SELECT content FROM readme WHERE name = 'README.md'").fetchone()["content"]
    assert all(asked.sql in page for asked in tabular_readme.QUESTIONS)
    metadata = json.loads(
        database.execute("SELECT content FROM readme WHERE name = 'metadata.json'").fetchone()[0]
    )
    assert set(metadata["databases"]["candour-5"]["tables"]) == told


def test_no_cell_is_empty_where_its_column_does_not_say_what_that_means(files: dict[str, Path]) -> None:
    for name, rows in facts_tables.csv_tables(files["csv.zip"].read_bytes()).items():
        for column in tabular_tables.columns(name):
            if not column.empty:
                assert all(row[column.name] for row in rows), (name, column.name)


def test_the_archive_describes_its_files(files: dict[str, Path]) -> None:
    with zipfile.ZipFile(files["csv.zip"]) as archive:
        package = json.loads(archive.read("datapackage.json"))
        page = archive.read("README.md").decode("utf-8")
        assert archive.testzip() is None
        for resource in package["resources"]:
            content = archive.read(resource["path"])
            assert content.startswith(b"\xef\xbb\xbf")
            assert content.endswith(b"\r\n")
            heading = content.decode("utf-8-sig").partition("\r\n")[0].split(",")
            assert heading == [field["name"] for field in resource["schema"]["fields"]]
            assert f"### `{resource['name']}`" in page
        assert {f"{resource['name']}.csv" for resource in package["resources"]} == {
            name for name in archive.namelist() if name.endswith(".csv")
        }
    assert exports.READING in page
    assert exports.READING in package["description"]
    assert package["licenses"][0]["name"] == "CC-BY-4.0"


def test_the_same_catalogue_gives_the_same_bytes(files: dict[str, Path], tmp_path: Path) -> None:
    for form, path in files.items():
        assert printing.printed(form, printing.documents(), tmp_path).read_bytes() == path.read_bytes(), form


def test_no_form_writes_where_a_key_leads_nowhere(tmp_path: Path) -> None:
    held = printing.published(printing.hostile())
    about = exports.About(
        revision=1, changed="", url=printing.url, publisher="", licence="", licence_url="", disclaimer="", version="",
        procedures=1, concepts=(), sources=(), scratch=str(tmp_path),
    )  # fmt: skip
    form = next(form for form in forms.FORMS if form.suffix == "sqlite")
    with pytest.raises(ValueError, match="is not there"):
        form.write(io.BytesIO(), iter([held]), about)


def _flat(held: document.ProcedureDocument) -> str:
    published = printing.published(held)
    said = imprint.Imprint(
        url=printing.url, publisher="Candour", licence="CC BY 4.0", disclaimer="Not medical advice.",
        revision=published.number, sha256=published.sha256, published=published.published,
    )  # fmt: skip
    return tabular_flat.content(published.document, imprint=said).decode("utf-8")


def test_one_table_of_a_procedure_has_all_its_facts_and_evidence() -> None:
    for held in printing.documents():
        text = _flat(held)
        assert facts_tables.of_flat_csv(text) == facts.of_document(json.loads(held.canonical()))
        rows = list(tabular_csv.read(text))
        phrases = [
            item.phrase
            for _, claim in document.claims(held)
            for item in claim.evidence
            if item.access == "held"
        ]
        assert sorted(row["phrase"] for row in rows if row["row"] == "evidence" and row["phrase"]) == sorted(
            phrases
        )
        assert [row["id"] for row in rows if row["row"] == "tombstones"] == [
            stone.id for stone in held.withdrawn
        ]
        assert exports.READING in rows[0]["text"]
        sections = [row for row in rows if row["row"] == "sections"]
        assert len(sections) == len(list(document.sections(held)))
        assert all(row["words"] for row in sections)


@settings(max_examples=20)
@given(strategies.drafts())
def test_random_procedures_keep_their_facts_in_a_table(draft: document.ProcedureDraft) -> None:
    held = timelines.frozen(draft.tree())
    assert facts_tables.of_flat_csv(_flat(held)) == facts.of_document(json.loads(held.canonical()))


def test_a_lost_statement_is_seen() -> None:
    held = printing.hostile()
    lines = list(tabular_csv.read(_flat(held)))
    lost = next(row["id"] for row in lines if row["row"] == "statements" and row["kind"] == "side_effect")
    kept = [row for row in lines if row["id"] != lost]
    stream = io.StringIO(newline="")
    tabular_csv.Writer(stream, tabular_flat.COLUMNS).write(kept)
    assert facts_tables.of_flat_csv(stream.getvalue()) != facts.of_document(json.loads(held.canonical()))


def _runs(cell: str) -> bool:
    """Tell whether a spreadsheet could run a cell: looked at more simply than where it is guarded."""
    bare = cell.lstrip(' \t\r\n\x00"“”‘’`\ufeff\xa0')
    return (bare[:1] in set("=+-@\uff1d\uff0b\uff0d\uff20\u2212") and bool(bare)) or cell[:1] in set("\t\r\0")


ANY = st.text(st.characters(exclude_categories=["Cs"])) | st.text("=+-@\t\r\n'\" a,;1\x00“\uff1d")


@settings(max_examples=200)
@given(st.lists(ANY, min_size=1, max_size=4))
def test_any_text_comes_back_from_its_cell_and_none_is_run(texts: list[str]) -> None:
    columns = [f"c{n}" for n in range(len(texts))]
    stream = io.StringIO(newline="")
    tabular_csv.Writer(stream, columns).write([dict(zip(columns, texts, strict=True))])
    written = stream.getvalue()
    assert list(tabular_csv.read(written)) == [dict(zip(columns, texts, strict=True))]
    cells = list(csv.reader(io.StringIO(written.removeprefix(tabular_csv.BOM), newline="")))[1]
    assert not any(map(_runs, cells))


@pytest.mark.parametrize("text", [*printing.FORMULAS, *printing.PHRASES])
def test_no_cell_of_an_export_begins_as_a_formula_does(text: str) -> None:
    guarded = tabular_csv.guarded(text)
    assert not _runs(guarded)
    assert tabular_csv.unguarded(guarded) == text


def test_a_plain_text_is_not_touched() -> None:
    for text in ("Bruising", "P1W", "½ hour", "a = b", "2026-01-01", "st_7mpvn2ty07", ""):
        assert tabular_csv.guarded(text) == text


def test_hostile_texts_stand_in_cells_as_they_are(files: dict[str, Path]) -> None:
    assert len(printing.clean()) > 50
    tables = facts_tables.csv_tables(files["csv.zip"].read_bytes())
    told = {cell for name in ("statements", "evidence") for row in tables[name] for cell in row.values()}
    assert set(printing.clean()) <= told
    with zipfile.ZipFile(files["csv.zip"]) as archive:
        for name in archive.namelist()[2:]:
            lines = csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline=""))
            assert not [cell for line in lines for cell in line if _runs(cell)], name
    rows = tabular_rows.of_document(printing.published(printing.hostile()), url=printing.url, licence="L")
    assert {row["phrase"] for row in rows["evidence"]} == set(printing.PHRASES)
