"""The one door to CSV: RFC 4180 with a byte order mark, every cell guarded against being read as a formula.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@`, also behind spaces and quotes. Such a cell gets a `'`
in front, and so does one that begins with `'` itself: taking one `'` away from every cell that begins with one gives
back what was there.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from app.renderings import tabular

MEDIA_TYPE = "text/csv"
MARK = "'"
BOM = "\ufeff"
"""Excel takes a file without it for one in the encoding of the country, and shows `½` as two other characters."""
_FORMULA = re.compile(r"[\s\x00-\x20\ufeff\u200b\"'`‘’“”]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]")
"""The full-width signs are signs too where people write Chinese, Japanese or Korean."""
_FIRST = frozenset("\t\r\n\x00'")


def guarded(text: str) -> str:
    """Return a text as it may stand in a cell."""
    return MARK + text if text[:1] in _FIRST or _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text of a cell that was guarded."""
    return cell[1:] if cell.startswith(MARK) else cell


class Writer:
    """Write rows of these columns to a stream that is opened with `newline=""`; the heading is the first."""

    def __init__(self, stream: TextIO, columns: Iterable[str]) -> None:
        self._columns = tuple(columns)
        stream.write(BOM)
        self._csv = csv.writer(stream, lineterminator="\r\n")
        self._csv.writerow(self._columns)

    def write(self, rows: Iterable[tabular.Row]) -> None:
        """Write rows; what a row does not have is an empty cell."""
        self._csv.writerows([_cell(row.get(column)) for column in self._columns] for row in rows)


def read(text: str) -> Iterator[dict[str, str]]:
    """Yield the rows of such a file as they were before they were guarded; an empty cell is an empty text."""
    for row in csv.DictReader(io.StringIO(text.removeprefix(BOM), newline=""), strict=True):
        yield {column: unguarded(cell) for column, cell in row.items()}


def _cell(value: tabular.Cell) -> str:
    return "" if value is None else guarded(value) if isinstance(value, str) else str(value)
