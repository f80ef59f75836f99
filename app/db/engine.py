"""The only doors to the database, on SQLite and on PostgreSQL: `read()`, `latest()` and `write()` of `Database`.

Where PostgreSQL has a standby, what is public is read from it, and what somebody is about to change from the primary.
"""

import contextlib
import functools
import importlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, exc, make_url
from sqlalchemy.orm import Session

from app.content import problems

BUSY_SECONDS = 5.0
"""How long a writer waits for another writer, and a request for a connection."""
STATEMENT_SECONDS = 10.0
SNAPSHOT = "snapshot"
"""Where the `info` of a session that only reads has a place for what holds throughout it."""
LOCK_SECONDS = 4.0
CONNECT_SECONDS = 5.0
RETURN_SECONDS = 60
"""How long a connection for reading is kept where there are several servers: then the standby is looked for again."""
_ELSEWHERE = frozenset({"25006", "42P01", "42703"})
"""What PostgreSQL says of a server that only reads (now), and of one whose schema is not the code's (yet)."""
_FIRST_FAULTY, _LAST_FAULTY = (3, 7, 0), (3, 51, 2)


def _driver() -> ModuleType:
    """Return the module that brings its own, newer SQLite where it is installed, else Python's."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3


_DRIVER = _driver()


def is_sqlite(url: str) -> bool:
    """Tell whether the address is one of a SQLite file."""
    return make_url(url).get_backend_name() == "sqlite"


def wal_reset_fault(url: str) -> bool:
    """Tell whether two processes that write this database could corrupt it (SQLite 3.7.0 to 3.51.2, WAL mode)."""
    return is_sqlite(url) and _FIRST_FAULTY <= tuple(_DRIVER.sqlite_version_info) <= _LAST_FAULTY


class Database:
    """Hold the connections to one database, and open the two doors to it.

    Give `pool_size` as many connections as threads use the database: one door per request, never one inside another.
    `read_url` leads to a standby of the same PostgreSQL.
    """

    def __init__(
        self,
        url: str,
        *,
        read_url: str | None = None,
        pool_size: int = 4,
        busy_seconds: float = BUSY_SECONDS,
    ) -> None:
        self.url = url
        self._read_url = read_url
        self._inside = threading.local()
        if is_sqlite(url):
            self._reader = self._latest = _sqlite(
                url, pool_size=pool_size, busy_seconds=busy_seconds, query_only=True
            )
            # Writers queue for one connection instead of for the file's lock.
            self._writer = _sqlite(url, pool_size=1, busy_seconds=busy_seconds, query_only=False)
            return
        made = functools.partial(_postgresql, pool_size=pool_size, busy_seconds=busy_seconds)
        self._writer = made(url, server="read-write" if read_url else None)
        self._latest = _reading(self._writer)
        self._reader = _reading(made(read_url, server="prefer-standby")) if read_url else self._latest

    def apart(self, *, pool_size: int = 1, busy_seconds: float = BUSY_SECONDS) -> "Database":
        """Return the same database with connections of its own, for a thread that must not wait for the requests."""
        return Database(self.url, read_url=self._read_url, pool_size=pool_size, busy_seconds=busy_seconds)

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """Open a read-only session on one snapshot, of the standby where there is one.

        Raises Unavailable where the database does not answer.
        """
        with self._door(), _snapshot(self._reader) as session:
            yield session

    @contextlib.contextmanager
    def latest(self) -> Iterator[Session]:
        """Open a read-only session on one snapshot of what is written, never of a standby that may lag behind.

        For those who write: they must see what they wrote, and change what is there now.
        """
        with self._door(), _snapshot(self._latest) as session:
            yield session

    @contextlib.contextmanager
    def write(self) -> Iterator[Session]:
        """Open a session in a write transaction; commit it at the end, roll it back on any failure.

        On SQLite the transaction begins as a writer, because one that reads first and writes then fails at once when
        another writer came in between. A commit that fails is rolled back and raises.
        """
        with self._door(), Session(self._writer, autoflush=False, expire_on_commit=False) as session:
            try:
                session.connection()
                yield session
                session.commit()
            except BaseException as error:
                if isinstance(error, exc.DBAPIError) and _is_elsewhere(error):
                    session.invalidate()  # the next one looks for the server that writes now
                session.rollback()
                raise

    def dispose(self) -> None:
        """Close all connections that are not in use."""
        for one in {self._reader, self._latest, self._writer}:
            one.dispose()

    @contextlib.contextmanager
    def _door(self) -> Iterator[None]:
        """Keep one thread from holding two connections, and turn an outage into a problem."""
        if getattr(self._inside, "open", False):
            raise RuntimeError(
                "a door to the database was opened inside another; threads could wait for each other"
            )
        self._inside.open = True
        try:
            with outages():
                yield
        finally:
            self._inside.open = False


@contextlib.contextmanager
def connect(url: str, *, busy_seconds: float) -> Iterator[Connection]:
    """Open one connection for the migrator: foreign keys off on SQLite, no timeout on statements."""
    if is_sqlite(url):
        engine = _sqlite(url, pool_size=1, busy_seconds=busy_seconds, query_only=False, foreign_keys=False)
    else:
        engine = _postgresql(url, pool_size=1, busy_seconds=busy_seconds, statement_seconds=0)
    try:
        with outages(), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def open_file(path: Path) -> Any:
    """Open a file of SQLite as the driver does, to copy pages into it; close it yourself."""
    return _DRIVER.connect(str(path), timeout=BUSY_SECONDS, isolation_level=None)


def open_still(path: Path) -> Any:
    """Open a file of SQLite that nobody writes, without altering a byte of it; close it yourself."""
    return _DRIVER.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


@contextlib.contextmanager
def connect_still(path: Path) -> Iterator[Connection]:
    """Open a connection to a file of SQLite that nobody writes, without altering a byte of it."""
    engine = create_engine("sqlite://", module=_DRIVER, creator=lambda: open_still(path), poolclass=NullPool)
    try:
        with outages(), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def settle(path: Path) -> None:
    """Make one file of a SQLite database that nobody uses, with no log beside it."""
    with contextlib.closing(open_file(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _sqlite(
    url: str, *, pool_size: int, busy_seconds: float, query_only: bool, foreign_keys: bool = True
) -> Engine:
    if make_url(url).database in (None, "", ":memory:"):
        raise ValueError(
            "a database in memory cannot be shared: give the path of a file, as in sqlite:///var/candour.db"
        )
    engine = create_engine(
        url,
        module=_DRIVER,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=busy_seconds,
        connect_args={"timeout": busy_seconds},
    )
    pragmas = (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=NORMAL",
        f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}",
        # Without it, INSERT OR REPLACE deletes a row unseen by the triggers that forbid deleting.
        "PRAGMA recursive_triggers=ON",
        f"PRAGMA query_only={'ON' if query_only else 'OFF'}",
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        for pragma in pragmas:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if query_only else "BEGIN IMMEDIATE")

    return engine


def _snapshot(engine: Engine) -> Session:
    """Return a session whose every reading is of one moment, so that what it found out once it may remember."""
    return Session(engine, autoflush=False, expire_on_commit=False, info={SNAPSHOT: {}})


def _reading(engine: Engine) -> Engine:
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _postgresql(
    url: str,
    *,
    pool_size: int,
    busy_seconds: float,
    statement_seconds: float = STATEMENT_SECONDS,
    server: str | None = None,
) -> Engine:
    """Make the engine of one address; `server` is which of the servers is wanted, where the address does not say."""
    wanted = {"target_session_attrs": server} if server else {}
    options = {
        "statement_timeout": int(statement_seconds * 1000),
        "lock_timeout": int(min(LOCK_SECONDS, busy_seconds) * 1000),
        "idle_in_transaction_session_timeout": 60_000,
        "TimeZone": "UTC",
    }
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=busy_seconds,
        pool_pre_ping=True,
        pool_recycle=RETURN_SECONDS if server == "prefer-standby" else -1,
        connect_args={
            **{name: value for name, value in wanted.items() if name not in make_url(url).query},
            "connect_timeout": int(CONNECT_SECONDS),
            "tcp_user_timeout": int(STATEMENT_SECONDS * 1000),
            "application_name": "candour",
            "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
        },
    )


@contextlib.contextmanager
def outages() -> Iterator[None]:
    """Turn an outage of a database into a problem; a fault of ours passes."""
    try:
        yield
    except exc.TimeoutError as error:
        raise _unavailable("All connections to the database are in use.") from error
    except exc.DBAPIError as error:
        if not _is_outage(error):
            raise
        raise _unavailable("The database does not answer as it should.") from error
    except _DRIVER.Error as error:  # while a connection is being prepared SQLAlchemy does not wrap it
        raise _unavailable("The database cannot be opened.") from error


def _is_outage(error: exc.DBAPIError) -> bool:
    """Tell an outage from a fault of ours: no connection, no lock in time, no space, a damaged file, another server."""
    damaged = type(error) is exc.DatabaseError  # SQLite's way to say that a file is malformed or no database
    gone = error.connection_invalidated or _is_elsewhere(error)
    return gone or damaged or isinstance(error, exc.OperationalError)


def _is_elsewhere(error: exc.DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _ELSEWHERE


def _unavailable(detail: str) -> problems.Unavailable:
    return problems.Unavailable(detail, headers={"Retry-After": "1"})
