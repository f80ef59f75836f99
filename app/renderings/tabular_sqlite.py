"""The tables as a file of SQLite that explains itself: keys, indexes, checked types, views, and its own readme."""

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from app.content import exports
from app.renderings import tabular, tabular_readme, tabular_rows, tabular_tables

MEDIA_TYPE = "application/vnd.sqlite3"
_TYPES = {"text": "TEXT", "integer": "INTEGER"}
_SAFETY = """\
CREATE VIEW safety AS
-- What is said on each subject of safety: a row for each statement, and one where there is none, with the reason.
SELECT
  sections.procedure AS procedure,
  procedures.name AS procedure_name,
  sections.section AS section,
  sections.coverage AS coverage,
  sections.words AS words,
  statements.id AS statement,
  statements.position AS position,
  statements.kind AS kind,
  CASE
    WHEN statements.id IS NULL THEN sections.words
    WHEN statements.rank = 'deprecated'
      THEN 'No longer held (' || statements.rank_reason || '). It said: ' || statements.text
    ELSE statements.text
  END AS text,
  statements.hedge AS hedge,
  statements.concept_label AS concept_label,
  statements.strength AS strength,
  statements.severity AS severity,
  statements.frequency AS frequency,
  statements.what_to_do AS what_to_do,
  statements.length_words AS length_words,
  statements.doubts AS doubts,
  statements.rank AS rank,
  statements.grade AS grade,
  statements.review AS review
FROM sections
JOIN procedures ON procedures.slug = sections.procedure
LEFT JOIN statements ON statements.section_id = sections.id
WHERE sections.section IN ('contraindications', 'precautions', 'interactions', 'side_effects', 'warning_signs')"""
_TIMES = """\
CREATE VIEW lengths AS
-- How long side effects last and recovery takes; where no length is known the row says so.
SELECT
  procedures.name AS procedure_name,
  sections.section AS section,
  statements.concept_label AS concept_label,
  statements.milestone AS milestone,
  CASE
    WHEN statements.rank = 'deprecated' AND statements.length_words IS NOT NULL
      THEN 'No longer held (' || statements.rank_reason || '). It said: ' || statements.length_words
    ELSE COALESCE(statements.length_words, sections.words)
  END AS length_words,
  statements.hedge AS hedge,
  statements.length_min AS length_min,
  statements.length_max AS length_max,
  COALESCE(statements.min_bound, 'not_stated') AS min_bound,
  COALESCE(statements.max_bound, 'not_stated') AS max_bound,
  statements.min_seconds / 86400.0 AS min_days,
  statements.max_seconds / 86400.0 AS max_days,
  statements.length_measures AS length_measures,
  sections.coverage AS coverage,
  statements.doubts AS doubts,
  statements.id AS statement
FROM sections
JOIN procedures ON procedures.slug = sections.procedure
LEFT JOIN statements ON statements.section_id = sections.id AND statements.kind <> 'absence'
WHERE sections.section IN ('side_effects', 'recovery', 'outcomes', 'duration')"""
_VIEWS = {
    "safety": "What is said on each subject of safety; where there is no statement, a row with the reason.",
    "lengths": "How long side effects last, recovery takes, results last, a session takes; gaps have rows too.",
}
_OWN = """\
CREATE TABLE readme (name TEXT PRIMARY KEY, media_type TEXT NOT NULL, content TEXT NOT NULL) STRICT;
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE "tables" (name TEXT PRIMARY KEY, about TEXT NOT NULL) STRICT;
CREATE TABLE "columns" (
  "table" TEXT NOT NULL REFERENCES "tables" (name), name TEXT NOT NULL, type TEXT NOT NULL, about TEXT NOT NULL,
  empty TEXT NOT NULL, "references" TEXT NOT NULL, PRIMARY KEY ("table", name)
) STRICT;
CREATE TABLE questions (name TEXT PRIMARY KEY, title TEXT NOT NULL, note TEXT NOT NULL, sql TEXT NOT NULL) STRICT;
"""


def write(stream: BinaryIO, documents: Iterator[exports.Published], about: exports.About, /) -> None:
    """Write the file, which is put together beside the stream; raise ValueError where a key leads nowhere."""
    if about.scratch is None:
        raise ValueError("a database needs a folder in which it grows")
    path = Path(about.scratch) / "tables.sqlite"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=OFF")
        database.execute("PRAGMA synchronous=OFF")
        database.execute("BEGIN")
        for table in tabular_tables.TABLES.values():
            database.execute(definition(table))
        for rows in tabular_rows.of_all(documents, about):
            for name, found in rows.items():
                _insert(database, name, found)
        _finish(database, about)
        database.execute("COMMIT")
    with path.open("rb") as file:
        shutil.copyfileobj(file, stream, 1_048_576)


def _finish(database: sqlite3.Connection, about: exports.About) -> None:
    for table in tabular_tables.TABLES.values():
        for columns in _indexed(table):
            named = "_".join((table.name, *columns))
            database.execute(f'CREATE INDEX "{named}" ON "{table.name}" ({_listed(columns)})')
    database.execute(_SAFETY)
    database.execute(_TIMES)
    for statement in _OWN.split(";\n")[:-1]:
        database.execute(statement)
    for name, rows in _own(about).items():
        marks = ", ".join("?" * len(rows[0]))
        database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)  # noqa: S608  names are ours
    if (lost := database.execute("PRAGMA foreign_key_check").fetchone()) is not None:
        raise ValueError(f"a row of {lost[0]} names a row of {lost[2]} that is not there")


def definition(table: tabular.Table) -> str:
    """Return the statement that makes a table; each column has its meaning beside it."""
    lines = [_column(column, own_key=table.key == (column.name,)) for column in table.columns]
    if len(table.key) > 1:
        lines.append(("", f"  PRIMARY KEY ({_listed(table.key)})"))
    said = [f"  -- {comment}\n{line}" if comment else line for comment, line in lines]
    return f'CREATE TABLE "{table.name}" (\n' + ",\n".join(said) + "\n) STRICT"


def _column(column: tabular.Column, *, own_key: bool) -> tuple[str, str]:
    parts = [f'  "{column.name}"', _TYPES[column.type]]
    parts += ["NOT NULL"] if not column.empty else []
    parts += ["PRIMARY KEY"] if own_key else []
    if column.references:
        parts.append(f'REFERENCES "{column.references}" ("{tabular_tables.key(column.references)}")')
    return tabular_readme.described(column), " ".join(parts)


def _indexed(table: tabular.Table) -> Iterator[tuple[str, ...]]:
    for column in table.columns:
        if column.references and table.key[:1] != (column.name,):
            yield (column.name,)
    yield from table.indexes


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _insert(database: sqlite3.Connection, name: str, rows: list[tabular.Row]) -> None:
    columns = [column.name for column in tabular_tables.columns(name)]
    marks = ", ".join("?" * len(columns))
    database.executemany(
        f'INSERT INTO "{name}" ({_listed(columns)}) VALUES ({marks})',  # noqa: S608  names are ours
        ([row[column] for column in columns] for row in rows),
    )


def _own(about: exports.About) -> dict[str, list[tuple[str, ...]]]:
    """Return the rows of the tables that explain the others."""
    tables = tabular_tables.TABLES.values()
    metadata = json.dumps(datasette(about), ensure_ascii=False, indent=1)
    return {
        "readme": [
            ("README.md", "text/markdown", tabular_readme.page(about, guarded=False)),
            ("metadata.json", "application/json", metadata),
        ],
        "about": [
            ("title", f"{about.publisher}: what is known about aesthetic procedures"),
            ("licence", f"{about.licence}, {about.licence_url}"),
            ("disclaimer", about.disclaimer),
            ("reading", exports.READING),
            ("catalogue_revision", str(about.revision)),
            ("changed", about.changed),
            ("from", about.url("/")),
            ("software", f"Candour {about.version}"),
            ("procedures", str(about.procedures)),
            ("withdrawn_procedures", str(len(about.withdrawn))),
            ("renamed_procedures", str(len(about.renamed))),
        ],
        "tables": [*((table.name, table.about) for table in tables), *_VIEWS.items()],
        "columns": [
            (
                table.name,
                column.name,
                column.type,
                column.about,
                column.empty or "No cell is empty.",
                column.references or "",
            )
            for table in tables
            for column in table.columns
        ],
        "questions": [(asked.name, asked.title, asked.note, asked.sql) for asked in tabular_readme.QUESTIONS],
    }


def datasette(about: exports.About) -> dict[str, Any]:
    """Return the metadata with which Datasette shows the file as it is downloaded: meanings, licence, questions."""
    described = {
        table.name: {
            "description": table.about,
            "columns": {column.name: tabular_readme.described(column) for column in table.columns},
        }
        for table in tabular_tables.TABLES.values()
    }
    return {
        "title": f"{about.publisher}: what is known about aesthetic procedures",
        "description": f"{about.disclaimer} {exports.READING}",
        "license": about.licence,
        "license_url": about.licence_url,
        "source": about.publisher,
        "source_url": about.url("/"),
        "databases": {
            f"candour-{about.revision}": {
                "tables": {**described, **{name: {"description": said} for name, said in _VIEWS.items()}},
                "queries": {
                    asked.name: {"title": asked.title, "description": asked.note, "sql": asked.sql}
                    for asked in tabular_readme.QUESTIONS
                },
            }
        },
    }
