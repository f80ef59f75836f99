"""The command that serves: settings in, one process or several that answer on one address."""

import functools
import gc
import os
import sys
from typing import Annotated

import typer
import uvicorn

from app import console, settings
from app.authoring import generating
from app.commands import opening, workers
from app.db import engine
from app.http import logging, protocol, server
from app.renderings import languages

EXAMPLE = "/v1/procedures/laser-skin-tightening"


def serve(
    host: Annotated[str | None, typer.Option(help="Listen on this address instead of CANDOUR_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Listen on this port instead of CANDOUR_PORT.")] = None,
    processes: Annotated[
        int | None, typer.Option("--workers", help="Run this many processes instead of CANDOUR_WORKERS.")
    ] = None,
) -> None:
    """Serve the API; refuses a database that is damaged or whose schema is not current, and never migrates."""
    chosen = opening.configured({"host": host, "port": port, "workers": processes})
    url, read_url = chosen.urls
    with opening.database(read_url or url) as database:  # the primary may be away while the standby answers
        opening.require_sound(database)
        if generating.are_in(database):
            console.say("This database holds made-up procedures (`candour generate`): it is not for readers.")
    number = safe_workers(chosen.workers, url)
    languages.load(chosen.locales)
    if chosen.contact is None:
        console.say(
            "CANDOUR_CONTACT is not set: readers who find an error are told that nobody said where to write."
        )
    console.say(f"Docs     {chosen.public_url}/docs")
    console.say(f"Example  {chosen.public_url}{EXAMPLE}")
    try:
        code = _run(chosen, processes=number)
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    if code:
        console.fail("The service did not start; the log above says why.")


def safe_workers(wanted: int, url: str) -> int:
    """Return how many processes may serve: as many as are wanted, or one where more could harm the database."""
    if wanted > 1 and engine.wal_reset_fault(url):
        console.say(
            "This SQLite can corrupt a database that several processes write (the WAL-reset fault of 3.7.0 to 3.51.2): "
            "one process serves. Install pysqlite3, or use PostgreSQL, for more."
        )
        return 1
    if wanted > 1 and not hasattr(os, "fork"):
        console.say("This system cannot copy a process: one process serves.")
        return 1
    return wanted


def _run(chosen: settings.Settings, *, processes: int) -> int:
    gc.disable()  # until it serves: a seventh of the time to load and make everything went into looking for garbage
    import app.main as service  # noqa: PLC0415  loads every route, which most commands do not need

    logging.configure(chosen.log_level)
    config = uvicorn.Config(
        functools.partial(
            service.create_app, chosen
        ),  # made in each process, which shares nothing but the code
        factory=True,
        loop="uvloop" if sys.platform != "win32" else "asyncio",
        http=protocol.Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,  # uvicorn's holds query strings and addresses; ours holds neither
        server_header=False,
        proxy_headers=bool(chosen.trusted_proxies),
        forwarded_allow_ips=list(chosen.trusted_proxies),
        timeout_keep_alive=chosen.keep_alive,
        timeout_graceful_shutdown=10,
        limit_concurrency=chosen.max_connections,
    )
    with workers.listening(chosen.host, chosen.port) as listener:
        logging.log.info("listening", port=listener.getsockname()[1], processes=processes)
        if processes > 1:
            return workers.run(config, listener, processes=processes)
        server.Server(config).run([listener])
        return 0
