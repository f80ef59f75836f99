"""A process that ends at any statement of a change leaves nothing of it, and the same request then has one effect."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.db import engine
from tests import builders, dying, writers

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", dying.CHANGES)
def test_a_process_that_dies_at_any_statement_leaves_nothing_and_a_retry_has_one_effect(
    filled: engine.Database, name: str
) -> None:
    if name == "publish":
        writers.create(filled, dying.SLUG, builders.draft_tree(dying.SLUG, procedure=2))
        writers.submit(filled, dying.SLUG)
        writers.approve(filled, dying.SLUG)
    told = _died(filled.url, name)
    assert told["ended"] == 0
    assert told["statements"] > 10
    assert told["left_something"] == []
    assert (told["changed_once"], told["changed_twice"]) == (True, False)
    assert told["replayed"] == "true"


def _died(address: str, name: str) -> Any:
    given = {**os.environ, "PYTHONPATH": str(ROOT)}
    made = subprocess.run(
        [sys.executable, "-m", "tests.dying", address, name],
        check=True,
        capture_output=True,
        text=True,
        env=given,
        cwd=ROOT,
    )
    return json.loads(made.stdout)
