"""Fixtures that every test may ask for, and the closing lines about what was not tested."""

import gc
import importlib.util
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import time_machine
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.authoring import importing
from app.db import engine
from tests import builders, clients, consuming, databases, postgres, serving, validity

NO_POSTGRESQL = "PostgreSQL was not found"
NO_DOCUMENTS = "the source documents were not found"
NO_CHROMIUM = "Chromium or what drives it was not found"
NO_DATASETTE = "Datasette was not found"
NO_VALIDATOR = "html-validate or Node was not found"
NO_GENERATORS = "what generates clients, or Node, was not found"
NO_PHP = "PHP was not found"
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The shell has no window around its pages, and shows each in a fifth of the time."""
CLOSING = {
    NO_POSTGRESQL: "install it (Debian: apt-get install postgresql) or set CANDOUR_TEST_POSTGRES_URL",
    NO_DOCUMENTS: "set CANDOUR_DOCUMENTS to their folder",
    NO_CHROMIUM: "install it (Debian: apt-get install chromium-headless-shell) and the locked dependencies (make lint)",
    NO_DATASETTE: "run `make datasette`",
    NO_GENERATORS: "install Node and npm (Debian: apt-get install nodejs npm) and run `make clients`",
    NO_PHP: "install it (Debian: apt-get install php-cli)",
    NO_VALIDATOR: "install Node and npm (Debian: apt-get install nodejs npm) and run `make validator`",
}

hypothesis.settings.register_profile("candour", deadline=None, print_blob=True, database=None)
hypothesis.settings.register_profile(
    "ci", hypothesis.settings.get_profile("candour"), derandomize=True, print_blob=True
)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "candour")


def _is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


def _skips_allowed() -> bool:
    return not {os.environ.get(name, "").lower() for name in ("CI", "CANDOUR_CI")} & {"1", "true", "yes"}


def _miss(reason: str) -> None:
    """Skip where something is missing on a developer's machine; fail where everything must be there."""
    if _skips_allowed():
        pytest.skip(reason)
    pytest.fail(f"{reason}: {CLOSING[reason]}", pytrace=False)


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that all processes of this run share, and look for garbage less often than is usual."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    if _is_worker():
        return
    os.environ["CANDOUR_TEST_RUN"] = tempfile.mkdtemp(prefix="candour-test-")
    os.environ["CANDOUR_TEST_OWNER"] = str(os.getpid())
    os.environ["CANDOUR_SEARCH_INDEX"] = "memory"  # tests of the folder name one
    os.environ["CANDOUR_EXPORTS"] = str(Path(os.environ["CANDOUR_TEST_RUN"]) / "exports")
    os.environ["CANDOUR_CACHE_BYTES"] = "0"  # tests of what is kept, and servers of their own, keep answers
    for limit in ("ANONYMOUS", "KEYED", "WRITES", "FAILURES"):
        os.environ[f"CANDOUR_LIMIT_{limit}"] = "0"  # tests of limits set their own


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove that folder; the guardian of PostgreSQL stops with this process."""
    if _is_worker() or "CANDOUR_TEST_RUN" not in os.environ:
        return
    if os.environ.get("CANDOUR_TEST_POSTGRES_URL"):
        databases.drop_run()
    shutil.rmtree(os.environ.pop("CANDOUR_TEST_RUN"), ignore_errors=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in which a test was skipped, for whatever reason, where nothing may be."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and not _skips_allowed() and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was measured, and loudly which suites did not run."""
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            if name == "figure":
                terminalreporter.write_line(str(value))
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for reason, remedy in CLOSING.items():
        if count := sum(reason in text for text in skipped):
            terminalreporter.write_sep("!", f"{count} TESTS SKIPPED: {reason}", red=True, bold=True)
            terminalreporter.write_line(f"To run them {remedy}.", red=True, bold=True)
    if skipped and not _skips_allowed():
        terminalreporter.write_sep(
            "!", f"{len(skipped)} TESTS SKIPPED where nothing may be", red=True, bold=True
        )


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """Return the address of a PostgreSQL server on which tests may create databases."""
    if not os.environ.get("CANDOUR_TEST_POSTGRES_URL") and postgres.binaries() is None:
        _miss(NO_POSTGRESQL)
    return databases.postgres_admin()


@pytest.fixture(scope="session")
def documents() -> Path:
    """Return the folder of the source documents."""
    folder = Path(os.environ.get("CANDOUR_DOCUMENTS") or "/nonexistent")
    if not folder.is_dir():
        _miss(NO_DOCUMENTS)
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of a Chromium that tests may run."""
    found = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
    if found is None or importlib.util.find_spec("playwright") is None:
        _miss(NO_CHROMIUM)
    return str(found)


@pytest.fixture(scope="session")
def datasette() -> Path:
    """Return the path of Datasette, which has an environment of its own."""
    folder = Path(os.environ.get("DATASETTE") or Path(__file__).parent.parent / "var" / "datasette")
    found = folder / "bin" / "datasette"
    if not found.exists():
        _miss(NO_DATASETTE)
    return found


@pytest.fixture(scope="session")
def validator() -> None:
    """Make sure that pages can be validated."""
    if validity.node() is None:
        _miss(NO_VALIDATOR)


@pytest.fixture(scope="session")
def generators() -> None:
    """Make sure that clients can be generated, compiled and run."""
    if not consuming.found():
        _miss(NO_GENERATORS)


@pytest.fixture(scope="session")
def php() -> str:
    """Return the path of a PHP that tests may run."""
    found = shutil.which("php")
    if found is None:
        _miss(NO_PHP)
    return str(found)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a service over the seed, in a process of its own, which tests of this process share."""
    folder = tmp_path_factory.mktemp("served")
    with serving.worker(databases.sqlite(folder, template="seeded"), folder / "index") as address:
        serving.await_ready(address)
        yield address


def _fresh(request: pytest.FixtureRequest, tmp_path: Path, *, template: str) -> Iterator[str]:
    if request.param == "sqlite":
        yield databases.sqlite(tmp_path, template=template)
        return
    request.getfixturevalue("postgres_server")
    url = databases.postgresql(template=template)
    yield url
    databases.drop_postgresql(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of a fresh, migrated, empty database; each test runs on both kinds."""
    yield from _fresh(request, tmp_path, template="migrated")


@pytest.fixture(params=["sqlite", "postgresql"])
def seeded_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of a fresh copy of a database that holds the seed; each test runs on both kinds."""
    yield from _fresh(request, tmp_path, template="seeded")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of a database without any table; each test runs on both kinds."""
    if request.param == "sqlite":
        yield databases.empty_sqlite(tmp_path)
        return
    request.getfixturevalue("postgres_server")
    url = databases.create_postgresql()
    yield url
    databases.drop_postgresql(url)


@pytest.fixture(scope="session")
def sqlite_catalogue_url() -> str:
    """Return the address of a seeded SQLite database that tests of this process share and only read."""
    return databases.sqlite(databases.run_folder(), template="seeded")


@pytest.fixture(scope="session")
def postgresql_catalogue_url(postgres_server: str) -> str:
    """Return the address of a seeded PostgreSQL database that tests of this process share and only read."""
    return databases.postgresql(template="seeded")


@pytest.fixture(params=["sqlite", "postgresql"])
def catalogue_url(request: pytest.FixtureRequest) -> str:
    """Return the address of a seeded database that tests share and only read; each test runs on both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_catalogue_url")
    return url


@pytest.fixture(scope="session")
def opened() -> Iterator[clients.Opened]:
    """Return the clients of this process, one a database, closed at the end of the run."""
    with clients.Opened() as held:
        yield held


@pytest.fixture
def opening() -> Iterator[clients.Opened]:
    """Return the clients of one test, closed with it: for databases that are gone then."""
    with clients.Opened() as held:
        yield held


@pytest.fixture
def client(catalogue_url: str, opened: clients.Opened) -> TestClient:
    """Return a client of an application over a seeded database that tests only read."""
    return opened.of(catalogue_url)


@pytest.fixture
def amid_a_minute() -> Iterator[None]:
    """Begin early in a minute: limits count by the minutes of the clock, and let one more in where two meet."""
    seconds = time.time()
    with time_machine.travel(seconds - seconds % 60 + 5, tick=True):
        yield


@pytest.fixture
def own_client(seeded_database_url: str) -> Iterator[TestClient]:
    """Return a client of an application over a seeded database that this test may change."""
    configured = settings.Settings(database_url=SecretStr(seeded_database_url), public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as held:
        yield held


@pytest.fixture
def database(database_url: str) -> Iterator[engine.Database]:
    """Return a migrated, empty database; each test runs on both kinds."""
    held = engine.Database(database_url, busy_seconds=2)
    yield held
    held.dispose()


@pytest.fixture
def filled(database: engine.Database, tmp_path: Path) -> engine.Database:
    """Return a database that holds one small procedure."""
    importing.import_folder(database, builders.folder(tmp_path / "catalogue"))
    return database
