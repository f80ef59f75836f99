"""The examples in the OpenAPI description are real answers; `make examples` writes them anew."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api import clinics as api
from app.api import examples
from app.db import engine
from tests import clients, databases, overlays

FILE = Path(examples.__file__).with_suffix(".json")
PUBLISHED = "2026-12-01T10:00:00.000000Z"
INSTANTS = {"published", "changed"}
UPDATE = bool(os.environ.get("CANDOUR_UPDATE_EXAMPLES"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of an application over the seed, with the clinic that the guide shows."""
    url = databases.sqlite(tmp_path_factory.mktemp("examples"), template="seeded")
    database = engine.Database(url)
    overlays.put(database, api.EXAMPLE, slug="glow-clinic")
    database.dispose()
    with clients.Opened() as opened:
        yield opened.of(url)


def _dated(tree: Any) -> Any:
    """Let everything have been published at one instant: the real one differs from one installation to the next."""
    if isinstance(tree, list):
        return [_dated(item) for item in tree]
    if isinstance(tree, dict):
        return {
            key: PUBLISHED if key in INSTANTS and isinstance(value, str) else _dated(value)
            for key, value in tree.items()
        }
    return tree


def test_every_example_is_what_is_answered(client: TestClient) -> None:
    answered = {name: _dated(client.get(path).json()) for name, path in examples.REQUESTS.items()}
    answered |= {
        name: _dated(client.post(path, json=body).json()) for name, (path, body) in examples.QUESTIONS.items()
    }
    if UPDATE:
        FILE.write_text(json.dumps(answered, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    assert examples.answers(clients.PUBLIC_URL) == answered


def test_every_operation_of_the_catalogue_has_an_example(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    without = [
        operation["operationId"]
        for path, operations in description["paths"].items()
        for operation in operations.values()
        if path.startswith("/v1/")
        and not operation.get("security")  # what needs a key is private: no real answer of it is shown
        and not all("example" in media for media in operation["responses"]["200"]["content"].values())
    ]
    assert set(without) == {
        "read_source_text",  # texts belong to others
        "export_csv_zip",  # an archive
        "export_sqlite",  # a database
        "read_statement",  # one statement is shown in every other example
    }
