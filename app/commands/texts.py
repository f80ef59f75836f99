"""`candour sources import|remove`: whole texts of sources, for those who hold the right to show them."""

from pathlib import Path
from typing import Annotated

import typer

from app import console
from app.authoring import importing, texts
from app.commands import opening
from app.content import reading
from app.db import clock

app = typer.Typer(
    help="Show the whole text of a source, where you hold the right to do so, or only its phrases again.",
    no_args_is_help=True,
)

Editor = Annotated[str, typer.Option(help="Who does this; kept in the audit log.")]
Note = Annotated[str, typer.Option(help="Why; kept in the audit log.")]


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The document, byte for byte, as UTF-8.")],
    *,
    source: Annotated[str, typer.Option(metavar="ID", help="The source that it is the text of.")],
    right: Annotated[
        str, typer.Option(help="By what right you may show all of it to everybody; readers see these words.")
    ],
    editor: Editor = importing.EDITOR,
    note: Note = "",
) -> None:
    """Show the whole text of a source from now on; it must be the document whose digest the source names."""
    with path.open("rb") as file:
        content = file.read(reading.MAX_BYTES + 1)
    with opening.database() as database, database.write() as session:
        changed = texts.bring_in(
            session, source, content, right=right, editor=editor, note=note, now=clock.now()
        )
    console.say(
        f"The whole text of {source} is shown from now on."
        if changed
        else "It was shown already; nothing changed."
    )


@app.command()
def remove(
    source: Annotated[str, typer.Argument(metavar="ID", help="The source.")],
    *,
    editor: Editor = importing.EDITOR,
    note: Note = "",
) -> None:
    """Take the whole text of a source away; only the phrases that prove statements are shown from now on."""
    with opening.database() as database, database.write() as session:
        texts.take_out(session, source, editor=editor, note=note, now=clock.now())
    console.say(f"The whole text of {source} is gone from here; backups may still hold it.")
