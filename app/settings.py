"""What a deployment may set, from the environment (`CANDOUR_…`); each setting is described in docs/settings.md.

Read by main, cli and commands only; everything else gets plain values by argument.
"""

import hashlib
import ipaddress
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

DIALECTS = ("sqlite", "postgresql")


def _database(url: SecretStr) -> SecretStr:
    try:
        parsed = make_url(url.get_secret_value())
    except ArgumentError:
        raise ValueError("is not a database address, such as sqlite:///var/candour.db") from None
    if parsed.get_backend_name() not in DIALECTS:
        raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise ValueError(
            "must name a file, as in sqlite:///var/candour.db: no other process sees one in memory"
        )
    return url


def _standby(url: SecretStr, info: ValidationInfo) -> SecretStr:
    written = info.data.get("database_url")
    addresses = [url, written] if written else [url]
    if any(not one.get_secret_value().startswith("postgresql") for one in addresses):
        raise ValueError("leads to a standby of PostgreSQL, and CANDOUR_DATABASE_URL to its primary")
    return url


def _base_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an http or https address")
    if parts.query or parts.fragment or parts.username:
        raise ValueError("must hold no query, fragment or user name")
    return url.rstrip("/")


def _contact(contact: str) -> str:
    if not contact.startswith(("https://", "http://", "mailto:")):
        raise ValueError("must be an address that begins with https:// or mailto:")
    return contact


def _proxy(entry: str) -> str:
    try:
        ipaddress.ip_network(entry, strict=False)
    except ValueError:
        # With `*` anybody could name any address as theirs, and would have one of the limits of each.
        raise ValueError("must be an address or a network, such as 10.0.0.0/8; not everybody") from None
    return entry


def _token(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!-~]{20,200}", token.get_secret_value()):
        raise ValueError("must have 20 to 200 letters, digits and signs of ASCII, without spaces")
    return token


def _own_address(known: dict[str, Any]) -> str:
    host = known.get("host", "127.0.0.1")
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104  compared, not bound
    return f"http://{name}:{known.get('port', 8000)}"


DatabaseUrl = Annotated[SecretStr, AfterValidator(_database)]
StandbyUrl = Annotated[SecretStr, AfterValidator(_database), AfterValidator(_standby)]
BaseAddress = Annotated[str, Field(max_length=200), AfterValidator(_base_address)]
Proxy = Annotated[str, AfterValidator(_proxy)]
Token = Annotated[SecretStr, Field(max_length=200), AfterValidator(_token)]
Contact = Annotated[str, Field(max_length=300), AfterValidator(_contact)]


class Settings(BaseSettings):
    """Hold the settings of one deployment, every one of them bounded."""

    model_config = SettingsConfigDict(
        env_prefix="CANDOUR_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    database_url: DatabaseUrl = Field(
        default=SecretStr("sqlite:///var/candour.db"),
        description="Where the catalogue is kept: `sqlite:///<file>` or "
        "`postgresql+psycopg://<user>:<password>@<host>/<name>`.",
    )
    read_database_url: StandbyUrl | None = Field(
        default=None,
        description="A streaming standby of that PostgreSQL, from which everything public is read. Several servers are "
        "named by `?host=<one>:<port>&host=<other>:<port>`; then reading prefers a standby and writing finds the "
        "primary. Unset: what is written is read.",
    )
    search_index: Path | None = Field(
        default=None,
        description="The folder of the search index, which can be deleted at any time: it is made anew from the "
        "database. Unset: beside a SQLite database, else `var/search`. `memory`: each process keeps its own in "
        "memory.",
    )
    exports: Path | None = Field(
        default=None,
        description="The folder of the files that `/v1/export.…` gives out, which are made from the database when "
        "somebody asks, and deleted at stop. Unset: beside a SQLite database, else `var/exports`.",
    )
    max_export_bytes: int = Field(
        default=4_294_967_296,
        ge=1_048_576,
        le=1_099_511_627_776,
        description="The largest file of an export, in bytes; one of each form is kept, and one is being made.",
    )
    host: str = Field(
        default="127.0.0.1", min_length=1, max_length=255, description="The address the server listens on."
    )
    port: int = Field(default=8000, ge=1, le=65_535, description="The port the server listens on.")
    public_url: BaseAddress = Field(
        default_factory=_own_address,
        description="The address under which the public reaches the service. Every absolute link is made from it, "
        "never from a request's Host header.",
    )
    workers: int = Field(
        default=1,
        ge=1,
        le=64,
        description="How many processes serve requests. The option `--workers` wins over it.",
    )
    threads: int = Field(
        default=4,
        ge=1,
        le=64,
        description="How many threads, and database connections, each process reads with.",
    )
    max_body_bytes: int = Field(
        default=262_144,
        ge=1_024,
        le=16_777_216,
        description="The longest request body that is read, in bytes.",
    )
    max_header_bytes: int = Field(
        default=16_384,
        ge=4_096,
        le=65_536,
        description="The longest headers of a request that are read, together, in bytes.",
    )
    cache_bytes: int = Field(
        default=67_108_864,
        ge=0,
        le=17_179_869_184,
        description="How many bytes of answers each process keeps in memory, to give them again while the catalogue is "
        "the same. 0 keeps none.",
    )
    max_stale: int = Field(
        default=900,
        ge=0,
        le=86_400,
        description="For how many seconds answers are still given, marked as unconfirmed, when the database cannot be "
        "reached. After that, and with 0 at once, the service answers 503. Shared caches may show what they "
        "keep for up to ten minutes where the service answers nothing or an error, whatever this says.",
    )
    mcp: bool = Field(
        default=True,
        description="Whether assistants may ask by the Model Context Protocol at `/mcp`. Its library is loaded when "
        "the first one asks, and must be installed (the extra `mcp`).",
    )
    webhook_private: bool = Field(
        default=False,
        description="Whether webhooks may lead to addresses of the own network, and do without TLS: for intranets "
        "and tests. Whoever has a key could then reach what only this host reaches.",
    )
    allowed_hosts: tuple[str, ...] = Field(
        default=(),
        max_length=100,
        description='Host names that requests may be addressed to, as a JSON list such as `["api.example.org"]`. '
        "Empty: every well-formed name.",
    )
    trusted_proxies: tuple[Proxy, ...] = Field(
        default=(),
        max_length=100,
        description="Addresses or networks of reverse proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are "
        'believed, as a JSON list such as `["10.0.0.0/8"]`. Empty: nobody is believed.',
    )
    keep_alive: int = Field(
        default=5, ge=1, le=300, description="Seconds an idle connection is kept open for its next request."
    )
    max_connections: int = Field(
        default=1_000,
        ge=1,
        le=100_000,
        description="Connections one process holds at once; more are answered 503.",
    )
    max_waiting: int = Field(
        default=256,
        ge=1,
        le=100_000,
        description="Requests one process works on at once, those that wait for a thread included; more are answered "
        "503, so that those it lets in do not wait long. What the cache answers does not count.",
    )
    limit_anonymous: int = Field(
        default=300,
        ge=0,
        le=1_000_000,
        description="Requests a minute from one address without a key, for each process. 0 sets no limit.",
    )
    limit_keyed: int = Field(
        default=3_000,
        ge=0,
        le=1_000_000,
        description="Requests a minute with one key, for each process. 0 sets no limit.",
    )
    limit_writes: int = Field(
        default=120,
        ge=0,
        le=1_000_000,
        description="Of these, the ones a minute that may change something, for each process. 0 sets no limit.",
    )
    limit_failures: int = Field(
        default=30,
        ge=0,
        le=1_000_000,
        description="Keys a minute from one address that are refused with 401, for each process; more of them get "
        "429. 0 sets no limit.",
    )
    contact: Contact | None = Field(
        default=None,
        description="Where readers report an error in the catalogue; every answer names it.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        description="The least serious messages that are logged: `debug`, `info`, `warning` or `error`.",
    )
    metrics_token: Token | None = Field(
        default=None,
        description="What an operator's Prometheus sends as `Authorization: Bearer …` to read `/metrics`; at least 20 "
        "characters. Unset: nothing is counted, and nothing is at that address.",
    )
    traces: BaseAddress | None = Field(
        default=None,
        description="The address of a collector, such as `http://collector:4318`, to which traces of requests are sent "
        "by OTLP over HTTP (the extra `otel`). Unset: none are made.",
    )
    locales: Path | None = Field(
        default=None,
        description="A folder of further languages of the pages, as `<tag>.po` files. A language whose safety "
        "wording nobody has reviewed, or that lacks texts, is refused at start.",
    )
    documents: Path | None = Field(
        default=None,
        description="The folder of the source documents, for `candour check` when no `--documents` is given. "
        "The service itself never reads them.",
    )

    @property
    def urls(self) -> tuple[str, str | None]:
        """Return the address that is written, and that of a standby which is read, if there is one."""
        read = self.read_database_url
        return self.database_url.get_secret_value(), read.get_secret_value() if read else None

    @property
    def search_folder(self) -> Path | None:
        """Return the folder of this database's search index; None where it is kept in memory."""
        if self.search_index == Path("memory"):
            return None
        return self._folder(self.search_index, "search")

    @property
    def exports_folder(self) -> Path:
        """Return the folder of this database's exports."""
        return self._folder(self.exports, "exports")

    @property
    def metrics_folder(self) -> Path:
        """Return the folder in which the processes of services over this database share their counts."""
        return self._folder(None, "metrics")

    def _folder(self, chosen: Path | None, what: str) -> Path:
        parsed = make_url(self.database_url.get_secret_value())
        if chosen is None and parsed.get_backend_name() == "sqlite":
            return Path(f"{parsed.database}-{what}")
        # Two databases must not take turns in one folder, so each has a part of its own.
        servers = {name: value for name, value in parsed.query.items() if name in ("host", "port")}
        known = parsed.set(username=None, password=None, query=servers).render_as_string()
        own = hashlib.sha256(known.encode("utf-8")).hexdigest()[:16]
        return (chosen or Path("var") / what) / own


def default(name: str) -> str:
    """Return in words, as code where it is a value, what a setting is where nobody sets it."""
    field = Settings.model_fields[name]
    if field.default_factory is not None:
        return "`http://<host>:<port>`"
    value = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    if value is None:
        return "not set"
    if value == ():
        return "empty"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
