"""The chapter of the guide on the command line, made from the commands themselves.

`python -m tests.manual` writes it. The service cannot make it: it does not load the command line.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.core
import typer.main

from app import cli

CHAPTER = Path(__file__).resolve().parents[1] / "app" / "renderings" / "guide" / "commands.md"
HEAD = """\
# Every command

The command line `candour` is for whoever runs the service: it prepares, serves, checks and saves. After `make serve` it
is `.venv/bin/candour`; in the container image it is the entry point. This chapter is made from the commands themselves.

Messages go to standard error, results to standard output. The exit code is 0 when it is done, 1 when problems were
found or the database does not answer, and 2 when the command or a setting was not understood. Where the database is,
and how the service listens, comes from the [settings](http://127.0.0.1:8000/guide/settings). `--help` shows the same
for one command.
"""


def commands() -> dict[str, Any]:
    """Return every command by the words that call it: one, or two where it belongs to a group."""
    return {
        name: command
        for top, found in typer.main.get_group(cli.app).commands.items()
        for name, command in (
            [(f"{top} {under}", one) for under, one in found.commands.items()]
            if isinstance(found, typer.core.TyperGroup)
            else [(top, found)]
        )
    }


def chapter() -> str:
    """Return the chapter."""
    return (
        "\n\n".join([HEAD.rstrip("\n"), *(part for found in commands().items() for part in _command(*found))])
        + "\n"
    )


def _command(name: str, command: Any) -> Iterator[str]:
    yield f"## `candour {name}`"
    yield " ".join(str(command.help).split())
    rows = [_row(one) for one in command.params]
    if rows:
        yield "\n".join(["| option or argument | meaning |", "| --- | --- |", *rows])


def _row(one: Any) -> str:
    names = ", ".join(f"`{name}`" for name in (*one.opts, *one.secondary_opts))
    shown = names if one.param_type_name == "option" else f"`{one.name.upper()}`"
    said = " ".join(str(one.help).split()).replace("|", "\\|")
    return f"| {shown} | {said}{' Must be given.' if one.required else ''} |"


if __name__ == "__main__":
    CHAPTER.write_text(chapter(), "utf-8")
