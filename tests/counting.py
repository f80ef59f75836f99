"""How many questions a page asks of the database."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Engine

BACKGROUND = frozenset({"exports", "freshness", "keyring", "search", "webhooks"})
"""The threads of an application, beside those of its requests; each has a connection of its own."""


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the SQL of requests; the watcher, the keyring and the follower of the index have threads of their own."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        own = threading.current_thread().name in BACKGROUND
        if not own and not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)
