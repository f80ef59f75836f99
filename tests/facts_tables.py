"""The facts that stand in exports and tables, found from each alone, to be held equal to those of the documents."""

import contextlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from app.content import values
from app.renderings import tabular_csv
from tests import facts

Tree = dict[str, Any]
Tables = Mapping[str, list[Mapping[str, Any]]]
_WITHIN = frozenset({"technique_use", "steps"})


def of_ndjson(content: bytes) -> dict[str, facts.Facts]:
    """Return the facts of each procedure; the bytes of its document must have the digest that stands beside them."""
    return _documents(json.loads(line) for line in content.splitlines())


def of_yaml(content: bytes) -> dict[str, facts.Facts]:
    """Return the facts of each procedure, as of NDJSON."""
    return _documents(yaml_parts(content))


def yaml_parts(content: bytes) -> list[Tree]:
    """Return what stands in an export as YAML."""
    return list(yaml.load_all(content, Loader=yaml.CSafeLoader))


def _documents(held: Iterable[Tree]) -> dict[str, facts.Facts]:
    found: dict[str, facts.Facts] = {}
    kinds: list[str] = []
    for part in held:
        kinds.append(part["type"])
        if part["type"] == "procedure":
            assert values.digest(values.canonical(part["document"])) == part["sha256"]
            assert part["document"]["slug"] == part["slug"]
            found[part["slug"]] = facts.of_document(part["document"])
    assert (kinds[0], kinds.count("about")) == ("about", 1)
    return found


def of_csv(content: bytes) -> dict[str, facts.Facts]:
    """Return the facts of each procedure in the tables of an archive."""
    return _of_tables(csv_tables(content))


def csv_tables(content: bytes) -> dict[str, list[Mapping[str, Any]]]:
    """Return the rows of each table of an archive, as they were before their cells were guarded."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name.removesuffix(".csv"): list(tabular_csv.read(archive.read(name).decode("utf-8")))
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def of_sqlite(path: Path) -> dict[str, facts.Facts]:
    """Return the facts of each procedure in the tables of a database."""
    return _of_tables(sqlite_tables(path))


def of_sqlite_bytes(content: bytes, folder: Path) -> dict[str, facts.Facts]:
    """Return the facts of each procedure in a database that is given as its bytes."""
    path = folder / "held.sqlite"
    path.write_bytes(content)
    return of_sqlite(path)


def sqlite_tables(path: Path) -> dict[str, list[Mapping[str, Any]]]:
    """Return the rows of each table of a database."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [dict(row) for row in database.execute(f'SELECT * FROM "{name}"')] for name in names}


def of_flat_csv(text: str) -> facts.Facts:
    """Return the facts of the one procedure in a flat table."""
    rows = list(tabular_csv.read(text))
    tables: Tables = {
        name: [row for row in rows if row["row"] == name] for name in ("procedures", "sections", "statements")
    }
    (found,) = _of_tables(tables).values()
    return found


def _of_tables(tables: Tables) -> dict[str, facts.Facts]:
    return {
        procedure["slug"]: _of_rows(
            [row for row in tables["statements"] if row["procedure"] == procedure["slug"]],
            [row for row in tables["sections"] if row["procedure"] == procedure["slug"]],
        )
        for procedure in tables["procedures"]
    }


def _of_rows(statements: list[Mapping[str, Any]], sections: list[Mapping[str, Any]]) -> facts.Facts:
    return facts.Facts(
        statements=frozenset(row["id"] for row in statements),
        lengths=frozenset(
            (row["id"], row["length_min"], row["length_max"]) for row in statements if row["length_min"]
        ),
        coverage=frozenset(
            (
                f"{row['section']}:{row['technique']}" if row["section"] in _WITHIN else row["section"],
                row["coverage"],
            )
            for row in sections
        ),
    )
