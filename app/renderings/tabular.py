"""The tables into which published documents are laid out: their columns, what each means, what an empty cell means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Cell = str | int | None
Row = Mapping[str, Cell]
Type = Literal["text", "integer"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column; `empty` says what it means that a cell is empty, and is itself empty where none ever is."""

    name: str
    about: str
    type: Type = "text"
    empty: str = ""
    references: str | None = None
    """The table whose key it names."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table, in the order of its columns."""

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    indexes: tuple[tuple[str, ...], ...] = field(default=())
    """The columns by which rows are looked up, beside the key and what references other tables."""


def to(table: str, about: str, /, *, name: str | None = None, empty: str = "") -> Column:
    """Return a column that names a row of another table."""
    return Column(name=name or table.removesuffix("s"), about=about, empty=empty, references=table)


def text(name: str, about: str, /, *, empty: str = "") -> Column:
    """Return a column of text."""
    return Column(name=name, about=about, empty=empty)


def number(name: str, about: str, /, *, empty: str = "") -> Column:
    """Return a column of whole numbers."""
    return Column(name=name, about=about, type="integer", empty=empty)
