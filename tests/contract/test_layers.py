"""Imports go from the edges to the middle, and each library stays where it belongs."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = (
    ("cli",),
    ("commands",),
    ("reports",),
    ("console",),
    ("main",),
    ("api", "site"),
    ("http",),
    ("authoring",),
    ("catalogue", "renderings"),
    ("access",),
    ("db",),
    ("content",),
)
"""Top to bottom: a folder may import those in lower rows, and itself."""
LEAVES = ("settings",)
"""Read by main, cli and commands, importing nothing of ours."""
LIBRARIES = {
    "fastapi": {"main", "http", "api", "site"},
    "starlette": {"main", "http", "api", "site"},
    "sqlalchemy": {"main", "cli", "commands", "settings", "http", "authoring", "catalogue", "access", "db"},
    "alembic": {"db"},
    "sqlite3": {"db", "renderings"},  # an export is a file of it
    "pysqlite3": {"db"},
    "psycopg": {"db"},
    "typer": {"cli", "commands"},
    "rich": {"console"},
    "uvicorn": {"commands", "http"},
    "yaml": {"content", "authoring"},
}
"""Which parts of the app may import a library; one not named here may be imported anywhere."""
DIALECT_NAMES = {"dialect", "get_backend_name", "get_dialect"}


class Import(NamedTuple):
    """Hold one import: where it stands and what it brings."""

    path: Path
    line: int
    module: str
    depth: int
    """0 at the top of a module, more inside functions."""

    @property
    def place(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}"


def _modules() -> list[Path]:
    return sorted((ROOT / "app").rglob("*.py"))


def _walk(node: ast.AST, depth: int = 0) -> Iterator[tuple[ast.stmt, int]]:
    for child in ast.iter_child_nodes(node):
        inner = depth + isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, inner
        yield from _walk(child, inner)


def _names(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.Import):
        yield from (alias.name for alias in statement.names)
    elif isinstance(statement, ast.ImportFrom):
        yield from (f"{statement.module}.{alias.name}" for alias in statement.names)


def imports_of(path: Path, source: str) -> list[Import]:
    """Return every import of a module, those inside functions too."""
    tree = ast.parse(source)
    return [Import(path, node.lineno, name, depth) for node, depth in _walk(tree) for name in _names(node)]


@functools.cache
def _imports() -> list[Import]:
    return [one for path in _modules() for one in imports_of(path, path.read_text())]


def _part(path: Path) -> str:
    """Return the folder below app/ that a module belongs to, or its own name."""
    return path.relative_to(ROOT / "app").parts[0].removesuffix(".py")


def _rank(part: str) -> int:
    return next(index for index, row in enumerate(LAYERS) if part in row)


def is_allowed(importer: str, imported: str) -> bool:
    """Tell whether one part of the app may import another."""
    if importer == imported:
        return True
    if imported in LEAVES:
        return importer in ("main", "cli", "commands")
    if importer in LEAVES:
        return False
    return _rank(importer) < _rank(imported)


def test_every_part_of_the_app_has_a_layer() -> None:
    known = {part for row in LAYERS for part in row} | set(LEAVES) | {"__init__"}
    assert {_part(path) for path in _modules()} <= known


def test_imports_go_down_only() -> None:
    wrong = [
        f"{one.place} imports {one.module}"
        for one in _imports()
        if one.module.startswith("app.")
        and (imported := one.module.split(".")[1]) != "VERSION"
        and not is_allowed(_part(one.path), imported)
    ]
    assert wrong == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_imported_only_where_it_belongs(library: str) -> None:
    wrong = [
        f"{one.place} imports {one.module}"
        for one in _imports()
        if one.module.split(".")[0] == library and _part(one.path) not in LIBRARIES[library]
    ]
    assert wrong == []


def test_content_imports_nothing_that_reads_or_writes() -> None:
    outside = {
        "os",
        "io",
        "socket",
        "subprocess",
        "pathlib",
        "shutil",
        "random",
        "secrets",
        "uuid",
        "time",
        "logging",
    }
    wrong = [
        one.place
        for one in _imports()
        if _part(one.path) == "content" and one.module.split(".")[0] in outside
    ]
    assert wrong == []


def test_the_database_s_dialect_is_asked_for_in_db_only() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in _modules()
        if _part(path) not in ("db", "settings")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in DIALECT_NAMES
    ]
    assert wrong == []


def test_imports_inside_functions_give_a_reason_on_their_line() -> None:
    lines = {path: path.read_text().splitlines() for path in _modules()}
    wrong = [one.place for one in _imports() if one.depth and not _has_reason(lines[one.path][one.line - 1])]
    assert wrong == []


def _has_reason(line: str) -> bool:
    comment = line.partition("# noqa: PLC0415")[2]
    return len(comment.split()) > 1


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("api", "content", True),
        ("http", "api", False),
        ("content", "db", False),
        ("db", "authoring", False),
        ("api", "site", False),
        ("catalogue", "renderings", False),
        ("http", "settings", False),
        ("cli", "settings", True),
    ],
)
def test_the_layer_rule_tells_right_from_wrong(importer: str, imported: str, *, allowed: bool) -> None:
    assert is_allowed(importer, imported) is allowed


def test_an_import_hidden_in_a_function_is_found() -> None:
    source = "def late():\n    from app.db import engine\n"
    assert [(one.module, one.depth) for one in imports_of(ROOT / "app/content/x.py", source)] == [
        ("app.db.engine", 1)
    ]
