"""Modules and functions stay small enough to be read at once."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60


def _modules() -> list[Path]:
    return sorted(path for folder in ("app", "migrations") for path in (ROOT / folder).rglob("*.py"))


def _is_migration(path: Path) -> bool:
    """Tell whether a module is a list of tables, which has no shorter form."""
    return "migrations" in path.relative_to(ROOT).parts[:1]


def test_no_module_is_longer_than_400_lines() -> None:
    modules = [path for path in _modules() if not _is_migration(path)]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    functions = [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for path in _modules()
        if not _is_migration(path)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert functions
    assert [name for name, length in functions if length > LONGEST_FUNCTION] == []


def test_every_module_begins_with_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in _modules()
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []
