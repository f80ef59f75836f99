"""One procedure as a single CSV: the rows of its tables one under another, each section followed by what stands in it.

`row` names the table that a row is of; its cells are under the names of that table's columns, and all others are empty.
"""

import io
import json
from collections.abc import Iterator

from app.content import exports
from app.renderings import imprint as imprints
from app.renderings import tabular, tabular_csv, tabular_rows, tabular_tables

MEDIA_TYPE = tabular_csv.MEDIA_TYPE
_FIRST = (
    "row",
    "procedure",
    "section",
    "technique",
    "coverage",
    "words",
    "statements",
    "id",
    "kind",
    "position",
    "text",
)
_TABLES = (
    *("procedures", "sections", "statements", "evidence", "silences", "conflicts", "conflict_statements"),
    *("summary_statements", "tombstones", "sources"),
)
_LEFT_OUT = frozenset({"json", "section_id"})
COLUMNS = tuple(
    dict.fromkeys(
        (
            *_FIRST,
            *(
                column.name
                for name in _TABLES
                for column in tabular_tables.columns(name)
                if column.name not in _LEFT_OUT
            ),
        )
    )
)
"""The heading: that of every such file."""


def content(published: bytes, *, imprint: imprints.Imprint) -> bytes:
    """Return the CSV of a stored document; the same document gives the same bytes."""
    stream = io.StringIO(newline="")
    writer = tabular_csv.Writer(stream, COLUMNS)
    writer.write(_rows(published, imprint))
    return stream.getvalue().encode("utf-8")


def _rows(published: bytes, imprint: imprints.Imprint) -> Iterator[tabular.Row]:
    tree = json.loads(published)
    held = exports.Published(
        slug=tree["slug"],
        document=published,
        sha256=imprint.sha256,
        number=imprint.revision,
        published=imprint.published,
    )
    rows = tabular_rows.of_document(held, url=imprint.url, licence=imprint.licence)
    yield from _named("about", [{"id": "disclaimer", "text": f"{imprint.disclaimer} {exports.READING}"}])
    yield from _named("about", [{"id": "licence", "text": imprint.licence}])
    yield from _named("procedures", rows["procedures"])
    for section in rows["sections"]:
        place = {name: section[name] for name in ("section", "technique")}
        yield from _named("sections", [section])
        for silence in _of(rows["silences"], "section_id", section["id"]):
            yield from _named("silences", [{**silence, **place}])
        yield from _statements(rows, section["id"], place)
    yield from _statements(rows, None, {"section": "aliases"})
    for name in ("conflicts", "conflict_statements", "summary_statements", "tombstones"):
        yield from _named(name, rows[name])
    yield from _named("sources", [tabular_rows.source(source) for source in tree["sources"]])


def _statements(rows: tabular_rows.Rows, place: tabular.Cell, within: tabular.Row) -> Iterator[tabular.Row]:
    """Yield the statements of a section, each followed by its evidence."""
    for statement in _of(rows["statements"], "section_id", place):
        yield from _named("statements", [{**statement, **within, "technique": statement["technique"]}])
        yield from _named("evidence", _of(rows["evidence"], "statement", statement["id"]))


def _of(rows: list[tabular.Row], column: str, value: tabular.Cell) -> list[tabular.Row]:
    return [row for row in rows if row[column] == value]


def _named(table: str, rows: list[tabular.Row]) -> Iterator[tabular.Row]:
    for row in rows:
        yield {**row, "row": table}
