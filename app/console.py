"""What a command says to the people who run it: messages, results, progress, the end, each harmless to a terminal."""

import contextlib
import sys
from collections.abc import Iterator
from typing import NoReturn

import rich.console
import rich.markup
import rich.progress

from app.authoring import importing
from app.content import values

EXIT_PROBLEMS = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130
_LONGEST_LINE, _LONGEST_END = 4_000, 200


def terminal() -> rich.console.Console:
    """Return the console for people: standard error, so that results can be piped."""
    return rich.console.Console(stderr=True, highlight=False, soft_wrap=True)


def say(message: str) -> None:
    """Tell the user what happens, on one line; the text is shown as it is."""
    terminal().print(rich.markup.escape(visible(message)))


def show(result: str) -> None:
    """Write a line of a result to standard output."""
    sys.stdout.write(visible(result) + "\n")


def fail(message: str, *more: str, code: int = EXIT_PROBLEMS) -> NoReturn:
    """End with a message, further lines, and an exit code."""
    terminal().print(f"[bold red]Error:[/] {rich.markup.escape(visible(message))}")
    for line in more:
        say(line)
    sys.exit(code)


def visible(line: str) -> str:
    """Return a line that a terminal only shows: names in files must not steer it, forge lines or flood it."""
    if (hidden := len(line) - _LONGEST_LINE) > 0:
        line = f"{line[: -hidden - _LONGEST_END]}… {hidden} characters … {line[-_LONGEST_END:]}"
    return "".join(_escaped(part) if values.unprintable(part) else part for part in line)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


@contextlib.contextmanager
def progress(title: str) -> Iterator[importing.Progress]:
    """Show how far a command is: a bar on a terminal, nothing elsewhere."""
    shown = terminal()
    with rich.progress.Progress(console=shown, transient=True, disable=not shown.is_terminal) as bar:
        task = bar.add_task(title, total=None)

        def show(done: int, total: int, current: str) -> None:
            bar.update(task, completed=done, total=total, description=f"{title} {current}".strip())

        yield show
