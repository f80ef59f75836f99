"""The OpenAPI document in the repository is the service's own: a change of the contract is seen in review."""

import os
import re
from collections import Counter
from collections.abc import Iterator
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
    named = _described()["components"]["schemas"]
    assert [name for name in named if not re.fullmatch("[A-Z][A-Za-z]+", name)] == []
    assert {name for name, shape in named.items() if shape["title"] != name} == set()
    assert {"SideEffectSection", "SideEffectExcerptAnswer", "Coverage", "Evidence", "Grade"} <= named.keys()


def test_what_generators_would_number_has_a_name() -> None:
    described = _described()
    unnamed = [
        path
        for path, tree in _trees(described["components"]["schemas"])
        if len(path) > 1 and "properties" in tree and path[-1] != "properties"
    ]
    choices = Counter(tuple(tree["enum"]) for _, tree in _trees(described) if len(tree.get("enum", ())) > 1)
    bodies = [
        media["schema"]
        for operations in described["paths"].values()
        for operation in operations.values()
        for body in (operation.get("requestBody", {}), *operation["responses"].values())
        for media in body.get("content", {}).values()
    ]
    assert unnamed == []
    assert [words for words, times in choices.items() if times > 1] == []
    assert [schema for schema in bodies if "properties" in schema] == []


def test_no_member_and_no_parameter_is_null_but_may_be_left_out() -> None:
    assert [path for path, tree in _trees(_described()) if tree.get("type") == "null"] == []


def test_every_choice_of_statements_or_evidence_says_what_tells_them_apart() -> None:
    shapes = _described()["components"]["schemas"]
    choices = [tree for _, tree in _trees(shapes) if "oneOf" in tree]
    assert all(tree["discriminator"]["propertyName"] for tree in choices)
    assert shapes["Evidence"]["discriminator"]["mapping"].keys() == {"held", "referenced"}
    assert shapes["SideEffect"]["properties"]["evidence"]["items"] == {
        "$ref": "#/components/schemas/Evidence"
    }
    assert len(shapes["AnyStatement"]["oneOf"]) > 20


def _trees(tree: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Yield every object of a description and its place; examples only show."""
    if isinstance(tree, dict):
        yield path, tree
        for name, value in tree.items():
            if name not in {"example", "examples"}:
                yield from _trees(value, (*path, name))
    elif isinstance(tree, list):
        for position, value in enumerate(tree):
            yield from _trees(value, (*path, str(position)))


def test_no_shape_has_a_default_since_some_generators_demand_what_has_one() -> None:
    assert [path for path, tree in _trees(_described()["components"]["schemas"]) if "default" in tree] == []


def test_every_claim_is_promised_with_its_evidence_grade_and_review() -> None:
    for name, shape in _described()["components"]["schemas"].items():
        if "evidence" in shape.get("properties", {}):
            assert {"evidence", "grade", "review", "rank", "kind"} <= set(shape["required"]), name
            assert shape["properties"]["evidence"]["minItems"] == 1


def test_every_section_is_promised_with_its_coverage_in_words() -> None:
    shapes = _described()["components"]["schemas"]
    sections = [name for name in shapes if name.endswith(("Section", "Excerpt", "NamedConcepts"))]
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
    assert shapes["Count"]["properties"]["max"]["anyOf"][1] == {"$ref": "#/components/schemas/Open"}
    assert shapes["Open"]["enum"] == ["open"]
