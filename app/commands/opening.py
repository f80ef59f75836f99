"""How a command comes by its settings and its database, and what it says where it cannot."""

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pydantic
from sqlalchemy import make_url

from app import console, settings
from app.content import problems
from app.db import engine, schema, soundness

_ASK = " Is CANDOUR_DATABASE_URL right, and was `candour migrate` run?"


def configured(changes: Mapping[str, object] | None = None) -> settings.Settings:
    """Return the settings; options that were given win, and reach worker processes through the environment."""
    given = {
        f"CANDOUR_{name.upper()}": str(value) for name, value in (changes or {}).items() if value is not None
    }
    os.environ.update(given)
    try:
        return settings.Settings()
    except pydantic.ValidationError as error:
        faults = error.errors(include_input=False)
        wrong = [fault for fault in faults if fault["type"] != "default_factory_not_called"]
        named = [f"CANDOUR_{fault['loc'][0]}".upper() + f": {fault['msg']}" for fault in wrong]
        first, *more = [line.replace(": Value error, ", ": ", 1) for line in named]
        console.fail(first, *(f"       {line}" for line in more), code=console.EXIT_USAGE)


def database_url(chosen: settings.Settings) -> str:
    """Return the address of the configured database, its password included."""
    return chosen.database_url.get_secret_value()


@contextlib.contextmanager
def database(url: str | None = None) -> Iterator[engine.Database]:
    """Open the configured database, or this one, for one command, once its schema is known to be current."""
    url = url or database_url(configured())
    require_current_schema(url)
    held = engine.Database(url, pool_size=1)
    try:
        yield held
    finally:
        held.dispose()


def require_current_schema(url: str) -> None:
    """End the command with a message where the schema of this database is not the code's."""
    held = engine.Database(url, pool_size=1)
    try:
        schema.check(held)
    except problems.Unavailable as problem:
        console.fail(problem.detail + reason(problem) + ("" if "migrate" in problem.detail else _ASK))
    finally:
        held.dispose()


def require_sound(database: engine.Database) -> None:
    """End the command with a message where the file of a small catalogue is damaged."""
    try:
        soundness.check(database)
    except problems.Unavailable as problem:
        console.fail(problem.detail + reason(problem))


def is_missing() -> bool:
    """Tell whether the configured database is a file that nobody has made yet."""
    url = database_url(configured())
    return engine.is_sqlite(url) and not Path(make_url(url).database or "").exists()


def reason(problem: problems.Problem) -> str:
    """Return what the database's driver says, for the operator alone; a driver never repeats the password."""
    said = getattr(problem.__cause__, "orig", problem.__cause__)
    return f" ({first_line(said)})" if said else ""


def first_line(error: BaseException) -> str:
    """Return the first line of an error's message, or its class where it has none."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
