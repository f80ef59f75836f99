"""Every hazard has a control, and every control a test that there is."""

import ast
import csv
import datetime
import functools
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOG = ROOT / "docs" / "safety" / "hazard-log.csv"
SEVERITIES = {"minor", "considerable", "major", "catastrophic"}
LIKELIHOODS = {"low", "medium", "high"}
ROLES = {"maintainer", "editor", "operator"}


def _rows() -> list[dict[str, str]]:
    with LOG.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, strict=True))


@functools.cache
def _tests(path: str) -> frozenset[str]:
    """Return the tests of a module, by name."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    return frozenset(
        node.name
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    )


@pytest.mark.parametrize("row", _rows(), ids=lambda row: f"{row['id']}-{row['test'].partition('::')[2]}")
def test_the_test_of_every_control_exists(row: dict[str, str]) -> None:
    path, _, name = row["test"].partition("::")
    assert name in _tests(path)


def test_every_line_is_whole_and_says_the_same_of_its_hazard() -> None:
    told: dict[str, tuple[str, ...]] = {}
    for row in _rows():
        assert None not in row, row
        assert all(value and value.strip() == value for value in row.values()), row
        assert row["severity"] in SEVERITIES
        assert row["likelihood_before"] in LIKELIHOODS
        assert row["owner_role"] in ROLES
        datetime.date.fromisoformat(row["added"])
        about = tuple(row[name] for name in ("hazard", "cause", "harm", "severity", "likelihood_before"))
        assert told.setdefault(row["id"], about) == about
    assert list(told) == [f"H{number}" for number in range(1, len(told) + 1)]
    assert len(told) >= 14
    assert len({row["control"] for row in _rows()}) == len(_rows())


def test_nobody_is_said_to_have_approved_anything() -> None:
    page = " ".join((LOG.parent / "README.md").read_text().split())
    assert "No conformity" in page
    assert "nobody with that registration has assessed, approved or signed any of this" in page
