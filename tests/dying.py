"""A program that dies at each statement of a change in turn, as by a loss of power, and then makes it twice.

`python -m tests.dying ADDRESS CHANGE` prints what became of it as JSON.
"""

import json
import os
import sys
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Engine, event, func, select
from starlette.responses import Response

from app.authoring import drafts, intake, preconditions, publishing, releasing, withdrawing
from app.content import document, values
from app.db import clock, engine, tables, types
from app.http import urls, writes
from tests import builders, writers

DIED = 9
SLUG = "other-peel"
ONCE = writes.Once(route="a route", key="0123456789abcdef", fingerprint="0" * 64)


def publish(session: Any) -> writes.Made:
    """Publish the draft that the test has approved."""
    found = releasing.publish(
        session,
        writers.PUBLISHER,
        SLUG,
        conditions=publishing.Conditions(),
        note="",
        expected=preconditions.ANYTHING,
        now=clock.now(),
    )
    return writes.Made(data={"number": found.number, "sha256": found.sha256})


def take_in(session: Any) -> writes.Made:
    """Make drafts of two procedures."""
    trees = [
        builders.draft_tree(f"{word}-peel", procedure=number)
        for number, word in ((4, "fourth"), (5, "fifth"))
    ]
    parsed = [document.ProcedureDraft.model_validate_json(json.dumps(tree)) for tree in trees]
    made = intake.store(session, writers.AUTHOR, parsed, now=clock.now())
    return writes.Made(data={"drafts": [one.slug for one in made]})


def withdraw(session: Any) -> writes.Made:
    """Withdraw the procedure that the database begins with."""
    edit = drafts.signed(session, writers.PUBLISHER, now=clock.now())
    found = withdrawing.withdraw(edit, "example-peel", reason="It was wrong.")
    edit.finish()
    return writes.Made(data={"number": found.number})


CHANGES = {"publish": publish, "import": take_in, "withdraw": withdraw}


def change(database: engine.Database, name: str) -> Response:
    """Make a change as a route makes it."""
    here: Any = SimpleNamespace(
        database=database, publisher=urls.Publisher(public_url="https://candour.example")
    )
    return writes.answer_once(here, writers.PUBLISHER, ONCE, CHANGES[name])


def dying_at(address: str, name: str, place: int) -> int:
    """Make a change in a process that dies at a statement, or at its commit; return how the process ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = place

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os._exit(DIED)

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)
    try:
        change(engine.Database(address, pool_size=1), name)
    finally:
        os._exit(0 if left > 0 else 1)


def digest(address: str) -> str:
    """Return the digest of everything that is stored."""
    database = engine.Database(address, pool_size=1)
    with database.read() as session:
        rows = [
            sorted(map(repr, session.execute(select(table)).all()))
            for table in types.Base.metadata.tables.values()
        ]
    database.dispose()
    return values.digest(repr(rows).encode("utf-8"))


def counts(address: str) -> list[int]:
    """Return how many rows each table has, and the catalogue's revision: what no part of a change leaves alone."""
    database = engine.Database(address, pool_size=1)
    with database.read() as session:
        found = [
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in types.Base.metadata.tables.values()
        ]
        found.append(session.scalar(select(tables.Catalogue.revision)) or 0)
    database.dispose()
    return found


def main(address: str, name: str) -> None:
    """Die at each statement in turn; at last make the change, lose its answer, and make it again."""
    before, rows, place, left = digest(address), counts(address), 1, []
    while (ended := dying_at(address, name, place)) == DIED:
        if counts(address) != rows or (place % 10 == 0 and digest(address) != before):
            left.append(place)
        place += 1
    once = digest(address)
    database = engine.Database(address, pool_size=1)
    again = change(database, name)
    database.dispose()
    told = {
        "ended": ended,
        "statements": place - 1,
        "left_something": left,
        "changed_once": once != before,
        "changed_twice": digest(address) != once,
        "replayed": again.headers.get("idempotent-replayed"),
        "answer": json.loads(bytes(again.body))["data"],
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
