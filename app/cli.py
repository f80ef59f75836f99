"""The command line `candour`: the commands that check and prepare, and a list of all others.

Messages go to standard error and results to standard output. Exit codes: 0 done, 1 problems were found, 2 the command
or a setting was not understood.
"""

import gc
import json
import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import exc, make_url

from app import console, reports, settings
from app.authoring import checking, folders, generating, importing, refusals
from app.authoring.invented import identity
from app.catalogue.search import folder as folder_
from app.catalogue.search import following
from app.commands import keeping, keys, moving, opening, serving, texts
from app.content import problems
from app.http import urls
from app.renderings import languages

SEED = Path(__file__).parent.parent / "seed_data"

app = typer.Typer(
    name="candour",
    help="Serve what is known about aesthetic procedures, with the evidence behind each statement.",
    epilog="Exit codes: 0 done · 1 problems were found · 2 the command or a setting was not understood. "
    "Settings come from CANDOUR_… variables; docs/settings.md lists them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(keys.app, name="keys")
app.add_typer(texts.app, name="sources")


def main() -> None:
    """Run the command line; a user's mistake or an outage ends in one message, never in a traceback."""
    try:
        app()
    except problems.Problem as problem:
        console.fail(problem.detail + opening.reason(problem))
    except refusals.Refused as refusal:
        console.fail(str(refusal).partition("\n")[0], *map(str, refusal.faults))
    except (OSError, exc.OperationalError, languages.Unusable) as error:
        console.fail(opening.first_line(error))
    except KeyboardInterrupt:
        sys.exit(console.EXIT_INTERRUPTED)


app.command()(serving.serve)


@app.command()
def migrate() -> None:
    """Create the database or bring its schema up to date; does nothing to one that is current."""
    from app.db import migrations  # noqa: PLC0415  loads Alembic, which the service must not carry

    url = opening.database_url(opening.configured())
    migrations.upgrade(url)
    console.say(f"The schema of {make_url(url).render_as_string()} is current.")


@app.command()
def seed(allow: moving.Allow = None, reason: moving.Reason = None) -> None:
    """Publish the catalogue that comes with the code; a second time, and what has editors here, it leaves alone."""
    moving.publish(
        SEED,
        editor=importing.EDITOR,
        note="The catalogue that comes with the code.",
        allow=allow,
        reason=reason,
        yields=True,
    )


app.command("import")(moving.import_)
app.command()(moving.export)
app.command()(keeping.backup)
app.command()(keeping.restore)


@app.command()
def check(
    *,
    folder: Annotated[
        Path, typer.Option(help="The catalogue to check, instead of the one with the code.")
    ] = SEED,
    documents: Annotated[
        Path | None, typer.Option(help="The folder of the source documents, instead of CANDOUR_DOCUMENTS.")
    ] = None,
    content_only: Annotated[
        bool, typer.Option("--content-only", help="Do not look at the database.")
    ] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="First derive the projection anew.")] = False,
) -> None:
    """Prove that the content obeys its rules, that its sources are accounted for, that the database is sound."""
    texts = documents or opening.configured().documents
    if content_only and rebuild:
        console.fail("--rebuild needs the database, --content-only leaves it alone.", code=console.EXIT_USAGE)
    if content_only or opening.is_missing():
        found = checking.check(None, folder, texts)
        console.say(
            "The database was not checked."
            if content_only
            else "There is no database yet; it was not checked."
        )
    else:
        with opening.database() as database:
            found = checking.check(database, folder, texts, rebuild=rebuild)
        console.show(f"{found.revisions} revisions in the database were compared with their digests.")
    if found.rebuilt is not None:
        console.show(f"The projection of {found.rebuilt} procedures was derived anew.")
    if texts is None:
        console.say("No phrase was compared with its document: give --documents to do so.")
    reports.check(found)
    if not found.ok:
        console.fail(
            f"{len(found.faults)} {'problem was' if len(found.faults) == 1 else 'problems were'} found."
        )
    console.show("No problem was found.")


@app.command()
def index(
    *,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make it anew, whatever is there.")] = False,
) -> None:
    """Bring the search index level with the database; a running service does so by itself."""
    path = opening.configured().search_folder
    if path is None:
        console.fail("CANDOUR_SEARCH_INDEX keeps the index in memory: there is none to make.")
    with opening.database() as database:
        try:
            report = following.Following(database, folder_.Folder(path)).catch_up(anew=rebuild)
        except folder_.Busy:
            console.fail(f"Another process is writing the index in {path}; try again.")
    if report is None:
        console.say(f"The index in {path} is level with the database.")
        return
    console.say(f"Entered {report.entered} procedures into the index in {path}.")
    if report.unreadable:
        console.fail(f"Not stored as published, and not entered: {', '.join(report.unreadable)}.")


@app.command()
def openapi(
    output: Annotated[
        Path | None, typer.Option(help="Write to this file instead of standard output.")
    ] = None,
) -> None:
    """Print the OpenAPI document of the service; needs no database."""
    text = description(opening.configured())
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text)
        console.say(f"Wrote {output}.")


@app.command()
def generate(
    *,
    procedures: Annotated[
        int, typer.Option(help="Make up this many.", min=1, max=identity.MOST_PROCEDURES)
    ] = 1_000,
    seed: Annotated[
        int,
        typer.Option(help="Where chance begins; the same gives the same.", min=0, max=identity.LARGEST_SEED),
    ] = 1,
    beside: Annotated[
        bool, typer.Option("--beside", help="Even where the database holds procedures that nobody made up.")
    ] = False,
) -> None:
    """Fill a database with made-up procedures, for benchmarks and tests; never one that people read."""
    gc.set_threshold(
        20_000
    )  # millions of small values are made, none in a circle: an eighth faster, no more memory
    started = time.perf_counter()
    with opening.database() as database, console.progress("Generating") as progress:
        report = generating.generate(
            database,
            procedures,
            seed=seed,
            real=folders.read(SEED).concepts.values(),
            beside=beside,
            progress=progress,
        )
    rate = procedures / (time.perf_counter() - started)
    console.say(
        f"Made up {procedures} procedures from the seed {seed} = {report.stored} stored "
        f"+ {report.unchanged} unchanged, {rate:.0f} a second. They are inventions: this database is no catalogue now."
    )


def description(chosen: settings.Settings) -> str:
    """Return the OpenAPI document as the text that docs/openapi.json keeps."""
    import app.main as service  # noqa: PLC0415  loads every route, which most commands do not need

    publisher = urls.Publisher(public_url=chosen.public_url, contact=chosen.contact or "")
    return json.dumps(service.describe(publisher).openapi(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()
