"""The OpenAPI document in the repository is the service's own: a change of the contract is seen in review."""

import os
from pathlib import Path
from typing import Any

import openapi_spec_validator
import pytest

from app import cli, main, settings
from app.http import urls

SNAPSHOT = Path(__file__).parents[2] / "docs" / "openapi.json"


def test_the_description_in_the_repository_is_that_of_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("CANDOUR_")]:
        monkeypatch.delenv(name)
    assert SNAPSHOT.read_text() == cli.description(settings.Settings()), "it changed: run `make openapi`"


def test_the_description_is_valid_openapi_3_1() -> None:
    described = main.describe(urls.Publisher(public_url="https://candour.example.org")).openapi()
    assert described["openapi"].startswith("3.1.")
    openapi_spec_validator.validate(described)


def _described() -> dict[str, Any]:
    return main.describe(urls.Publisher(public_url="https://candour.example.org")).openapi()


def test_no_name_of_a_module_gets_into_generated_clients() -> None:
    assert [name for name in _described()["components"]["schemas"] if "__" in name.strip("_")] == []


def test_what_is_served_is_never_null_and_has_no_default() -> None:
    for name, shape in _described()["components"]["schemas"].items():
        for member, described in shape.get("properties", {}).items():
            assert "default" not in described, f"{name}.{member}"
            assert {"type": "null"} not in described.get("anyOf", []), f"{name}.{member}"


def test_every_claim_is_promised_with_its_evidence_grade_and_review() -> None:
    for name, shape in _described()["components"]["schemas"].items():
        if "evidence" in shape.get("properties", {}):
            assert {"evidence", "grade", "review", "rank", "kind"} <= set(shape["required"]), name
            assert shape["properties"]["evidence"]["minItems"] == 1


def test_every_section_is_promised_with_its_coverage_in_words() -> None:
    shapes = _described()["components"]["schemas"]
    sections = [name for name in shapes if name.startswith(("Section_", "Excerpt_", "NamedConcepts"))]
    assert len(sections) > 40
    assert all({"coverage", "words"} <= set(shapes[name]["required"]) for name in sections)


def test_a_text_that_may_be_unknown_is_one_text_for_generated_clients() -> None:
    shapes = _described()["components"]["schemas"]
    frequency, date = (
        shapes["SideEffect"]["properties"]["frequency"],
        shapes["CitedSource"]["properties"]["date"],
    )
    assert (frequency["type"], "unknown" in frequency["description"]) == ("string", True)
    assert (date["type"], date["pattern"].endswith("|^unknown$")) == ("string", True)
    assert shapes["Count"]["properties"]["max"]["anyOf"][1] == {"type": "string", "enum": ["open"]}
