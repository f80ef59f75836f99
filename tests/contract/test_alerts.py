"""The rules for alerts ask for metrics that there are, and the pages say what each of them means."""

import re
from pathlib import Path
from typing import Any

import yaml

from app.http import metrics

ROOT = Path(__file__).parents[2]
RULES: Any = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text())
PAGE = (ROOT / "docs" / "observing.md").read_text()


def _rules() -> list[Any]:
    return [rule for group in RULES["groups"] for rule in group["rules"]]


def test_every_rule_asks_for_what_there_is() -> None:
    told = {
        f"{name}{suffix}"
        for name, (kind, _) in metrics.FAMILIES.items()
        for suffix in (("_bucket", "_sum", "_count") if kind == "histogram" else ("",))
    }
    for rule in _rules():
        asked = set(re.findall(r"candour_[a-z_]+", rule["expr"]))
        assert asked, rule["alert"]
        assert asked <= told, rule["alert"]
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert set(rule["annotations"]) == {"summary", "do"}
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}


def test_the_page_tells_of_every_rule_and_no_other() -> None:
    assert set(re.findall(r"^\| `(Candour\w+)` \|", PAGE, re.MULTILINE)) == {
        rule["alert"] for rule in _rules()
    }


def test_the_page_tells_of_every_metric_with_its_type_and_no_other() -> None:
    rows = re.findall(r"^\| `(candour_\w+)` \| (\w+) \| (.+?) \|$", PAGE, re.MULTILINE)
    assert {name: (kind, told) for name, kind, told in rows} == dict(metrics.FAMILIES)
