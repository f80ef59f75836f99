"""Clients of the real application over seeded databases of both kinds."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app import main, settings
from tests.api import client as clients


@pytest.fixture(scope="session")
def opened() -> Iterator[clients.Opened]:
    """Return the clients of this process, one a database, closed at the end of the run."""
    with clients.Opened() as held:
        yield held


@pytest.fixture
def client(catalogue_url: str, opened: clients.Opened) -> TestClient:
    """Return a client of an application over a seeded database that tests only read."""
    return opened.of(catalogue_url)


@pytest.fixture
def own_client(seeded_database_url: str) -> Iterator[TestClient]:
    """Return a client of an application over a seeded database that this test may change."""
    configured = settings.Settings(database_url=seeded_database_url, public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as held:
        yield held
