"""The command line `candour`: the commands that serve, check and prepare, and a list of all others.

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
import uvicorn
from sqlalchemy import exc, make_url

from app import console, reports, settings
from app.authoring import checking, folders, generating, importing, refusals
from app.authoring.invented import identity
from app.catalogue.search import folder as folder_
from app.catalogue.search import following
from app.commands import keeping, keys, moving, opening, texts
from app.content import problems
from app.db import engine
from app.http import logging, protocol, urls
from app.renderings import languages

SEED = Path(__file__).parent.parent / "seed_data"
EXAMPLE = "/v1/procedures/laser-skin-tightening"

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


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Listen on this address instead of CANDOUR_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Listen on this port instead of CANDOUR_PORT.")] = None,
    workers: Annotated[
        int | None, typer.Option(help="Run this many processes instead of CANDOUR_WORKERS.")
    ] = None,
) -> None:
    """Serve the API; refuses to start on a database whose schema is not current, and never migrates."""
    chosen = opening.configured({"host": host, "port": port, "workers": workers})
    url, read_url = chosen.urls
    with opening.database(read_url or url) as database:  # the primary may be away while the standby answers
        if generating.are_in(database):
            console.say("This database holds made-up procedures (`candour generate`): it is not for readers.")
    processes = _safe_workers(chosen.workers, url)
    languages.load(chosen.locales)
    if chosen.contact is None:
        console.say(
            "CANDOUR_CONTACT is not set: readers who find an error are told that nobody said where to write."
        )
    console.say(f"Docs     {chosen.public_url}/docs")
    console.say(f"Example  {chosen.public_url}{EXAMPLE}")
    try:
        _run_server(chosen, processes=processes)
    except SystemExit as stop:
        if stop.code:
            console.fail("The service did not start; the log above says why.")
        raise


def _run_server(chosen: settings.Settings, *, processes: int) -> None:
    uvicorn.run(
        "app.cli:application",
        factory=True,
        host=chosen.host,
        port=chosen.port,
        workers=processes,
        loop="uvloop" if sys.platform != "win32" else "asyncio",
        http=protocol.Protocol,
        ws="none",
        log_config=None,
        access_log=False,  # uvicorn's holds query strings and addresses; ours holds neither
        server_header=False,
        proxy_headers=bool(chosen.trusted_proxies),
        forwarded_allow_ips=list(chosen.trusted_proxies),
        timeout_keep_alive=chosen.keep_alive,
        timeout_graceful_shutdown=10,
        timeout_worker_healthcheck=30,  # a busy machine needs a while to load a worker, who would be killed for that
        limit_concurrency=chosen.max_connections,
    )


def application() -> object:
    """Return what the server serves, made from the settings; each worker process calls this for itself."""
    import app.main as service  # noqa: PLC0415  loads every route, which most commands do not need

    chosen = opening.configured()
    logging.configure(chosen.log_level)
    return service.create_app(chosen)


def _safe_workers(wanted: int, url: str) -> int:
    if wanted > 1 and engine.wal_reset_fault(url):
        console.say(
            "This SQLite can corrupt a database that several processes write (the WAL-reset fault of 3.7.0 to 3.51.2): "
            "one process serves. Install pysqlite3, or use PostgreSQL, for more."
        )
        return 1
    return wanted


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
