"""The application: settings in, an ASGI application out. Everything below gets plain values."""

import contextlib
import dataclasses
import typing
from collections.abc import AsyncIterator

import anyio.to_thread
from fastapi import Depends, FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette import routing, types

from app import VERSION
from app import settings as settings_
from app.access import keyring, limits
from app.api import (
    across,
    authoring,
    authoring_intake,
    authoring_reading,
    authoring_steps,
    authoring_withdrawals,
    changes,
    clinics,
    compare,
    concepts,
    corrections,
    examples,
    exports,
    fhir,
    health,
    history,
    jsonld,
    markdown,
    procedures,
    screen,
    search,
    sections,
    skos,
    sources,
    statements,
    table,
    timeline,
    webhooks,
)
from app.api.mcp import endpoint as mcp
from app.authoring import sending
from app.catalogue.exports import press
from app.catalogue.search import engine as search_engine
from app.db import engine, freshness, schema, soundness
from app.http import (
    asked,
    cache,
    dependencies,
    docs,
    envelope,
    errors,
    gates,
    limiting,
    manual,
    middleware,
    observing,
    openapi,
    outage,
    parameters,
    principals,
    protocol,
    readers,
    tracing,
    urls,
)
from app.renderings import exports as forms
from app.renderings import languages
from app.site import addresses, guide, routes

TAGS = (
    {
        "name": "Procedures",
        "description": "What is done to a person: listed as cards, read as whole documents.",
    },
    {
        "name": "Search",
        "description": "Procedures by whatever words people have. Finding nothing is no evidence of safety.",
    },
    {
        "name": "Sections of a procedure",
        "description": "One section with its coverage. `not_addressed` means that our sources are silent.",
    },
    {
        "name": exports.TAG,
        "description": "Everything that is published in one file. Each says inside how it is read; silence in it is "
        "not safety either.",
    },
    {"name": "History", "description": "What was published before, and what changed since."},
    {
        "name": "Questions across procedures",
        "description": "Statements of one kind from all procedures. A question about one concept also names the "
        "procedures whose sources do not address it: they are not thereby safe.",
    },
    {
        "name": "Comparison",
        "description": "Procedures side by side: the same rows for each, and every gap in words.",
    },
    {"name": "Statements", "description": "One claim at an address that is never reused."},
    {
        "name": "Sources",
        "description": "Where evidence stands, what it is worth, and what was left out and why.",
    },
    {
        "name": "Vocabulary",
        "description": "The concepts by which procedures are asked about, and their other names.",
    },
    {
        "name": clinics.TAG,
        "description": "What clinics say of themselves and of what they offer. It is theirs, and not checked.",
    },
    {"name": "Corrections", "description": "What was published and then changed or withdrawn."},
    {
        "name": authoring.TAG,
        "description": "For those who write, review and publish, with a key. Nobody reviews what they wrote.",
    },
    {"name": webhooks.TAG, "description": "Changes sent to an address of yours, signed; with a key."},
    {"name": manual.TAG, "description": "What errors mean, and how to report one in the catalogue."},
    {
        "name": fhir.TAG,
        "description": "What describes our extensions to FHIR R5. There is no FHIR server here.",
    },
    {"name": "Health", "description": "For operators. These answers are never kept by caches."},
)
_ROUTERS = (
    jsonld,  # before procedures, whose slug would take the whole of `{slug}.jsonld`
    markdown,
    table,
    fhir,
    procedures,
    exports,
    history,
    changes,
    search,
    timeline,
    sections,
    across,
    compare,
    screen,
    statements,
    sources,
    skos,
    concepts,
    clinics,
    corrections,
    authoring_reading,
    authoring_intake,
    authoring_steps,
    authoring_withdrawals,
    authoring,
    webhooks,
)


class _Part(typing.Protocol):
    """Works beside the requests, from the start of the process to its end."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


def create_app(settings: settings_.Settings) -> types.ASGIApp:
    """Return the application inside its layers; at start it refuses a database that is not at the code's schema."""
    publisher = urls.Publisher(public_url=settings.public_url, contact=settings.contact or "")
    spoken = languages.load(settings.locales)
    observed = _observation(settings)
    helped = _assistants(settings, publisher=publisher)
    app = describe(publisher, assistants=helped, telemetry=observed.telemetry)
    kept = _layered(app, settings, publisher=publisher, offered=spoken, observed=observed)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, object]]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.threads
        url, read_url = settings.urls
        database = engine.Database(url, read_url=read_url, pool_size=settings.threads)
        watcher = freshness.Watcher(database)
        known = keyring.Keyring(database, watcher)
        sender = _sender(database, settings, publisher=publisher)
        finder = search_engine.Engine(database, path=settings.search_folder, watcher=watcher)
        printer = _press(database, settings, publisher=publisher, watcher=watcher)
        looking = observed.looking(database, watcher, folder=settings.exports_folder)
        parts: tuple[_Part, ...] = (watcher, known, finder, printer, sender)
        try:
            schema.check(database)
            soundness.check(database)
            for part in parts:
                part.start()
            kept.watch(watcher)
            app.state.service = dependencies.Service(
                publisher=publisher,
                database=database,
                watcher=watcher,
                search=finder,
                press=printer,
                checkup=looking,
                languages=spoken,
                version=VERSION,
                schema=schema.HEAD,
                max_stale=settings.max_stale,
                private_webhooks=settings.webhook_private,
            )
            async with observed.running(looking, watcher=watcher, finder=finder):
                yield {
                    "publisher": publisher,
                    readers.STATE: spoken,
                    principals.KEYRING: known,
                    limiting.LIMITER: _limiter(settings),
                    outage.WATCHER: watcher,
                    protocol.QUICK: kept.quick,
                }  # errors are answered outside the application too
        finally:
            kept.watch(None)
            for part in reversed(parts):
                part.stop()
            database.dispose()

    app.router.lifespan_context = lifespan
    return kept


def _layered(
    app: FastAPI,
    settings: settings_.Settings,
    *,
    publisher: urls.Publisher,
    offered: languages.Languages,
    observed: observing.Observation,
) -> cache.Cached:
    """Return the application inside its layers; the outermost gives again what was answered before."""
    bounds = gates.Limits(
        header_bytes=settings.max_header_bytes,
        body_bytes=settings.max_body_bytes,
        waiting=settings.max_waiting,
    )
    max_stale = max(settings.max_stale, freshness.CONFIRMED_SECONDS)
    addressed = addresses.Addressed(app, publisher=publisher, offered=offered, paths=routes.paths())
    layered = middleware.wrap(
        outage.Bounded(outage.Marked(addressed), max_stale=max_stale),
        publisher=publisher,
        limits=bounds,
        allowed_hosts=settings.allowed_hosts,
        posted=(screen.PATH,),
        told=(mcp.PATH,),
        keyed=clinics.PREFIX,
        scraped=observed.scraped(),
    )
    reading = asked.Reading(
        limits=bounds,
        allowed_hosts=settings.allowed_hosts,
        offered=offered,
        tidied=addresses.without_appended,
    )
    kept = cache.Cached(
        layered,
        limit=settings.cache_bytes,
        max_stale=max_stale,
        reading=reading,
        offered=offered,
        counted=observed.own.hit if observed.own is not None else None,
    )
    observed.cached = lambda: dataclasses.asdict(kept.counts)
    return kept


def _observation(settings: settings_.Settings) -> observing.Observation:
    token = settings.metrics_token
    return observing.Observation(
        token.get_secret_value() if token is not None else None,
        parent=settings.metrics_folder,
        host=settings.host,
        port=settings.port,
        build={"version": VERSION, "schema": schema.HEAD},
        collector=settings.traces,
    )


def _sender(
    database: engine.Database, settings: settings_.Settings, *, publisher: urls.Publisher
) -> sending.Sender:
    agent = f"Candour/{VERSION}"
    return sending.Sender(database, url=publisher.url, agent=agent, private=settings.webhook_private)


def _press(
    database: engine.Database,
    settings: settings_.Settings,
    *,
    publisher: urls.Publisher,
    watcher: freshness.Watcher,
) -> press.Press:
    return press.Press(
        database,
        path=settings.exports_folder,
        forms=forms.FORMS,
        terms=press.Terms(
            url=publisher.url,
            publisher=publisher.name,
            licence=str(envelope.LICENCE["name"]),
            licence_url=str(envelope.LICENCE["url"]),
            disclaimer=envelope.DISCLAIMER,
            version=VERSION,
        ),
        watcher=watcher,
        limit=settings.max_export_bytes,
    )


def _assistants(settings: settings_.Settings, *, publisher: urls.Publisher) -> mcp.Endpoint | None:
    if not settings.mcp:
        return None
    return mcp.Endpoint(publisher=publisher, allowed_hosts=settings.allowed_hosts)


def _limiter(settings: settings_.Settings) -> limits.Limiter:
    return limits.Limiter(
        limits.Quotas(
            anonymous=settings.limit_anonymous,
            keyed=settings.limit_keyed,
            writes=settings.limit_writes,
            failures=settings.limit_failures,
        )
    )


def _documented() -> guide.Documented:
    """Return what the guide says of the settings."""
    return guide.Documented(
        schema=settings_.Settings.model_json_schema(),
        defaults={name: settings_.default(name) for name in settings_.Settings.model_fields},
    )


def describe(
    publisher: urls.Publisher,
    *,
    assistants: mcp.Endpoint | None = None,
    telemetry: TelemetryConfig | None = None,
) -> FastAPI:
    """Return the routes with their description, without a database; enough to write the OpenAPI document."""
    app = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        dependencies=[Depends(parameters.strictly_known)],
        generate_unique_id_function=lambda route: route.name,
        telemetry=telemetry or tracing.silent(),
    )
    for module in _ROUTERS:
        app.include_router(module.router, prefix="/v1")
    app.include_router(manual.routes(publisher=publisher))
    app.include_router(fhir.definitions)
    app.include_router(health.router)
    openapi.install(
        app,
        publisher=publisher,
        version=VERSION,
        tags=TAGS,
        examples=examples.answers(publisher.public_url),
    )
    app.include_router(docs.routes(publisher=publisher))
    if assistants is not None:
        app.router.routes.append(routing.Route(mcp.PATH, assistants))
    routes.install(app, documented=_documented())
    errors.install(app, publisher=publisher)
    return app
