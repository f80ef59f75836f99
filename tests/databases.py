"""Fresh databases for tests, copied from templates that are migrated and seeded once for a whole run."""

import functools
import os
import shutil
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from app.authoring import importing
from app.db import engine, migrations
from tests import postgres

SEED = Path(__file__).parent.parent / "seed_data"


def run_folder() -> Path:
    """Return the folder that every process of this test run shares."""
    return Path(os.environ["CANDOUR_TEST_RUN"])


def once(name: str, build: Callable[[], str]) -> str:
    """Return what `build` returned to the first process of this run that asked for this name."""
    value = run_folder() / f"{name}.value"
    with postgres.locked(run_folder() / f"{name}.lock"):
        if not value.exists():
            value.write_text(build())
        return value.read_text()


def postgres_admin() -> str:
    """Return the address of a PostgreSQL server we may create databases on; start one if none was given."""
    given = os.environ.get("CANDOUR_TEST_POSTGRES_URL")
    return given or once("postgres", _started)


def _started() -> str:
    """Start a server and return its address once it answers: it listens some time before it lets anybody in."""
    address = postgres.start(run_folder())
    plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    deadline = time.monotonic() + postgres.START_SECONDS
    while True:
        try:
            psycopg.connect(plain, connect_timeout=5).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return address


def sqlite(folder: Path, *, template: str) -> str:
    """Return the address of a fresh copy of a template: `migrated` or `seeded`."""
    source = once(f"sqlite-{template}", functools.partial(_build_sqlite, template))
    target = folder / f"{uuid.uuid4().hex}.db"
    shutil.copyfile(source, target)
    return f"sqlite:///{target}"


def postgresql(*, template: str) -> str:
    """Return the address of a fresh copy of a template: `migrated` or `seeded`."""
    source = once(f"postgresql-{template}", functools.partial(_build_postgresql, template))
    return create_postgresql(template=make_url(source).database)


def empty_sqlite(folder: Path) -> str:
    """Return the address of a SQLite file that does not exist yet."""
    return f"sqlite:///{folder / f'{uuid.uuid4().hex}.db'}"


def create_postgresql(*, template: str | None = None) -> str:
    """Create a database of this run, empty or as a copy, and return its address."""
    name = f"{_prefix()}{uuid.uuid4().hex}"
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(template or "template0")
    )
    _administer(statement)
    return make_url(postgres_admin()).set(database=name).render_as_string(hide_password=False)


def drop_postgresql(url: str) -> None:
    """Drop a database that `create_postgresql` or `postgresql` made, whoever is connected."""
    name = make_url(url).database or ""
    _administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def drop_run() -> None:
    """Drop every database of this run; only for a server that outlives the run."""
    address = make_url(postgres_admin()).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        rows = connection.execute("SELECT datname FROM pg_database").fetchall()
    for (name,) in rows:
        if name.startswith(_prefix()):
            drop_postgresql(f"postgresql:///{name}")


def _prefix() -> str:
    return f"candour_test_{run_folder().name.removeprefix('candour-test-')}_".lower()


def _administer(statement: sql.Composed) -> None:
    address = make_url(postgres_admin()).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


def _build_sqlite(template: str) -> str:
    if template == "migrated":
        path = run_folder() / "migrated.db"
        migrations.upgrade(f"sqlite:///{path}")
        return str(path)
    url = sqlite(run_folder(), template="migrated")
    _seed(url)
    return str(make_url(url).database)


def _build_postgresql(template: str) -> str:
    if template == "migrated":
        url = create_postgresql()
        migrations.upgrade(url)
        return url
    url = postgresql(template="migrated")
    _seed(url)
    return url


def _seed(url: str) -> None:
    database = engine.Database(url)
    try:
        importing.import_folder(database, SEED)
    finally:
        database.dispose()
