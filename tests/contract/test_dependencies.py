"""Each dependency is needed and says why; each library that the code imports is declared."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = (ROOT / "pyproject.toml").read_text()
LOADED_BY_NAME = {
    "fastapi-offline",  # its files are read as package data
    "httptools",  # by uvicorn
    "opentelemetry-exporter-otlp-proto-http",  # by app/http/spans.py; it shares its module's name
    "opentelemetry-sdk",  # as well
    "psycopg",  # by SQLAlchemy, from the address of the database
    "pysqlite3",  # by app/db/engine.py, where it is installed
    "uvloop",  # by uvicorn
}
SHARED = {"opentelemetry"}
"""Modules that several packages bring parts of: which one is first is chance."""


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found
    return found[0].lower()


def _declared() -> set[str]:
    project = tomllib.loads(PROJECT)["project"]
    optional = [entry for group in project["optional-dependencies"].values() for entry in group]
    return {_name(entry) for entry in [*project["dependencies"], *optional]}


def _imported() -> set[str]:
    modules = set()
    for path in [*(ROOT / "app").rglob("*.py"), *(ROOT / "migrations").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                modules.add((node.module or "").split(".")[0])
    distributions = importlib.metadata.packages_distributions()
    ours = {"app", "migrations"} | set(sys.stdlib_module_names)
    return {
        distributions.get(module, [module])[0].lower().replace("_", "-") for module in modules - ours - SHARED
    }


def test_every_import_of_a_library_is_declared() -> None:
    assert _imported() - _declared() == set()


def test_every_declared_library_is_used() -> None:
    assert _declared() - _imported() - LOADED_BY_NAME == set()


def test_every_dependency_says_why_it_is_there() -> None:
    lists = PROJECT.partition("\ndependencies = [")[2].partition("[tool.")[0]
    entries = re.findall(r"^  \"[^\"]+\",(.*)$", lists, flags=re.MULTILINE)
    assert len(entries) > 20
    assert [comment for comment in entries if not comment.strip().startswith("# ")] == []
