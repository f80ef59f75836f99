"""The tables as one archive: a CSV of each, a page to read first, and a description for programs."""

import contextlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from app.content import exports
from app.renderings import tabular_csv, tabular_readme, tabular_rows, tabular_tables

MEDIA_TYPE = "application/zip"
_DAY_ONE = (1980, 1, 1, 0, 0, 0)
"""The day that archives count from: the same tables give the same bytes."""


def write(stream: BinaryIO, documents: Iterator[exports.Published], about: exports.About, /) -> None:
    """Write the archive; the tables are put together as files beside it, for each grows with every document."""
    if about.scratch is None:
        raise ValueError("the tables need a folder in which they grow")
    scratch = Path(about.scratch)
    with contextlib.ExitStack() as held:
        tables = {
            name: tabular_csv.Writer(
                held.enter_context((scratch / name).open("w", encoding="utf-8", newline="")),
                (column.name for column in table.columns),
            )
            for name, table in tabular_tables.TABLES.items()
        }
        for rows in tabular_rows.of_all(documents, about):
            for name, found in rows.items():
                tables[name].write(found)
    with zipfile.ZipFile(stream, "w") as archive:
        _add(archive, "README.md", tabular_readme.page(about, guarded=True).encode("utf-8"))
        package = json.dumps(tabular_readme.package(about), ensure_ascii=False, indent=1) + "\n"
        _add(archive, "datapackage.json", package.encode("utf-8"))
        for name in tabular_tables.TABLES:
            _add(archive, f"{name}.csv", scratch / name)


def _add(archive: zipfile.ZipFile, name: str, content: bytes | Path) -> None:
    entry = zipfile.ZipInfo(name, date_time=_DAY_ONE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    with archive.open(entry, "w", force_zip64=True) as member:
        if isinstance(content, bytes):
            member.write(content)
            return
        with content.open("rb") as file:
            while piece := file.read(1_048_576):
                member.write(piece)
