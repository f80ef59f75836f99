"""The commands that keep a database safe: `candour backup` and `candour restore`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from app import console
from app.commands import opening


def backup(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")],
) -> None:
    """Write everything into one file while the service runs, and prove it before it is called good."""
    from app.authoring import backups  # noqa: PLC0415  loads Alembic, which the service must not carry

    with opening.database() as database, console.progress("Copying") as progress:
        counted = backups.back_up(database, path, progress=progress)
    console.say(f"{path} holds {_said(counted)}; all of it was proved.")


def restore(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `candour backup` wrote.")],
    *,
    replace: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Lose what the database of this name holds; it need not be empty then."
        ),
    ] = None,
) -> None:
    """Put a backup into an empty database of either kind, and prove it; stop the service before."""
    from app.authoring import backups  # noqa: PLC0415  loads Alembic, which the service must not carry

    url = opening.database_url(opening.configured())
    with console.progress("Restoring") as progress:
        counted = backups.restore(path, url, replace=replace, progress=progress)
    console.say(f"The database holds {_said(counted)}; all of it was proved.")


def _said(counted: Mapping[str, int]) -> str:
    return (
        f"{sum(counted.values())} rows: {counted['revisions']} revisions of {counted['procedures']} procedures, "
        f"{counted['audit']} entries of the audit log, and the rest"
    )
