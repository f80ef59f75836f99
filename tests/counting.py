"""How many questions a page asks of the database."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Engine

BACKGROUND = frozenset({"checkup", "exports", "freshness", "keyring", "search", "webhooks"})
"""The threads of an application, beside those of its requests; each has a connection of its own."""


def in_background() -> bool:
    """Tell whether this is a thread of an application beside its requests, or one that such a thread made."""
    return threading.current_thread().name.partition("_")[0] in BACKGROUND


@contextmanager
def heard(listener: Callable[..., None]) -> Iterator[None]:
    """Call this with what requests ask, as SQLAlchemy says it: connection, cursor, statement, values, …."""

    def note(*told: object) -> None:
        if not in_background():
            listener(*told)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the SQL of requests; the watcher, the keyring and the follower of the index have threads of their own."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    with heard(note):
        yield asked
