"""Those who read and write while a primary dies: steady, each on one address, noting what they were answered."""

import http.client
import itertools
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 20.0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of one request; `status` 0 where nobody answered."""

    begun: float
    ended: float
    path: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def tree(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)


class Client:
    """One line to one address, opened again where it broke."""

    def __init__(self, address: str, headers: Mapping[str, str] | None = None) -> None:
        parts = urlsplit(address)
        self._line = http.client.HTTPConnection(
            parts.hostname or "", parts.port or 80, timeout=TIMEOUT_SECONDS
        )
        self._headers = dict(headers or {})

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Send a request, and nothing a second time."""
        sent = None if body is None else json.dumps(body).encode()
        own = {"Content-Type": "application/json"} if sent else {}
        begun = time.monotonic()
        try:
            self._line.request(method, path, sent, {**own, **self._headers, **headers})
            answer = self._line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self._line.close()
            return Answer(begun=begun, ended=time.monotonic(), path=path)
        return Answer(
            begun=begun,
            ended=time.monotonic(),
            path=path,
            status=answer.status,
            headers={name.lower(): value for name, value in answer.getheaders()},
            body=content,
        )


class Steady(threading.Thread):
    """Ask again and again, until told to stop."""

    def __init__(self, name: str, *, every: float) -> None:
        super().__init__(name=name, daemon=True)
        self.answers: list[Answer] = []
        self._every = every
        self._ending = threading.Event()

    def end(self) -> None:
        """Stop, and wait for the last answer."""
        self._ending.set()
        self.join()

    def run(self) -> None:
        """Ask, at most so often."""
        for number in itertools.count(1):
            if self._ending.wait(self._every):
                return
            self.answers.append(self.once(number))

    def once(self, number: int) -> Answer:
        """Ask once; say what."""
        raise NotImplementedError


class Reader(Steady):
    """Read these paths in turn."""

    def __init__(self, name: str, address: str, *, paths: tuple[str, ...], every: float) -> None:
        super().__init__(name, every=every)
        self._client, self._paths = Client(address), paths

    def once(self, number: int) -> Answer:
        """Read the next path."""
        return self._client.ask("GET", self._paths[number % len(self._paths)])


class Writer(Steady):
    """Change the name of a clinic, each time to one that was not there before."""

    def __init__(self, name: str, address: str, *, clinic: str, key: Mapping[str, str], every: float) -> None:
        super().__init__(name, every=every)
        self._client, self._path = Client(address, key), f"/v1/clinics/{clinic}"
        self.acknowledged: list[str] = []

    def once(self, number: int) -> Answer:
        """Write the next name."""
        said = f"{self.name} {number}"
        more = {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
        answer = self._client.ask("PATCH", self._path, {"name": said}, **more)
        if answer.status == 200:
            self.acknowledged.append(said)
        return answer
