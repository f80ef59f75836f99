"""Clients of the application that are opened once and shared, since building the routes takes a while."""

import contextlib
from typing import Any, Self

from starlette.testclient import TestClient

from app import main, settings

PUBLIC_URL = "https://candour.example"


class Opened(contextlib.ExitStack):
    """Hold a client for each database; all are closed together."""

    def __init__(self, *, most: int = 2) -> None:
        """Hold at most so many: each polls its database until it is closed, also one that was dropped long ago."""
        super().__init__()
        self._most = most
        self._clients: dict[str, TestClient] = {}

    def __enter__(self) -> Self:
        return self

    def of(self, url: str) -> TestClient:
        """Return the client of an application over this database."""
        if url not in self._clients:
            assert len(self._clients) < self._most, "ask for `opening` where the database is of one test"
            configured = settings.Settings(database_url=url, public_url=PUBLIC_URL)  # type: ignore[arg-type] # reason: pydantic makes the secret
            client = TestClient(main.create_app(configured), raise_server_exceptions=False)
            self._clients[url] = self.enter_context(client)
        return self._clients[url]


def data(client: TestClient, path: str) -> Any:
    """Return the `data` of a successful answer."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def whole(client: TestClient, path: str) -> list[Any]:
    """Return the rows of all pages of a list, read by following its links."""
    rows: list[Any] = []
    following: str | None = path
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        rows += body["data"]
        following = body["page"].get("next", "").removeprefix(PUBLIC_URL) or None
    return rows
