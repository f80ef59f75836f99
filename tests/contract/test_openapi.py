"""The OpenAPI document in the repository is the service's own: a change of the contract is seen in review."""

import os
from pathlib import Path

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
