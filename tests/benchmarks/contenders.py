"""Who is measured beside Candour: the same bytes on bare uvicorn and on nginx, FastAPI's tutorial, Datasette."""

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2

from tests.benchmarks import catalogues, load, machine, servers, tutorial

Tree = dict[str, Any]
PATIENCE_SECONDS = 900
_DETAIL = "select section_id, json from statements where procedure = :slug order by section_id, position"
"""What serves Datasette best: each statement as it stands in the document, its evidence included, in one query."""
_LISTED = "slug in (select procedure from statements where kind = 'indication' and concept = :concept)"
_FOUND = "slug in (select procedure from statements where text like :word)"


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """An answer that all that serve the same bytes must give."""

    body: bytes
    media_type: str
    tag: str


def fetched(url: str) -> Fetched:
    """Return an answer as it is sent to whoever compresses nothing; wait for what is being made, such as an index."""
    until = time.monotonic() + PATIENCE_SECONDS
    while (answer := _asked(url)).status_code == 503 and time.monotonic() < until:
        time.sleep(1)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answers {answer.status_code}: {answer.text[:300]}")
    return Fetched(
        body=answer.content,
        media_type=answer.headers["content-type"],
        tag=answer.headers.get("etag", ""),
    )


def _asked(url: str) -> httpx2.Response:
    return httpx2.get(url, headers={"Accept-Encoding": "identity"}, timeout=PATIENCE_SECONDS)


def lay(folder: Path, found: Mapping[str, Fetched]) -> None:
    """Write answers as files, with the table by which bare uvicorn serves them."""
    table = {}
    for name, one in found.items():
        (folder / name).write_bytes(one.body)
        table[f"/{name}"] = (name, one.media_type, one.tag)
    (folder / "table.json").write_text(json.dumps(table))


@contextlib.contextmanager
def bare(folder: Path, *, ready: str) -> Iterator[servers.Server]:
    """Serve the files of a folder from memory, with nothing above uvicorn."""
    command = [sys.executable, "-m", "tests.benchmarks.bare", str(folder), "{port}"]
    with servers.running("bare", command, ready=ready) as server:
        yield server


@contextlib.contextmanager
def nginx(folder: Path, found: Mapping[str, Fetched], *, ready: str) -> Iterator[servers.Server]:
    """Serve the same files with nginx, one worker; raise Missing."""
    own = load.folder("nginx")
    places = "\n".join(
        f'  location = /{name} {{ default_type "{one.media_type}"; types {{}} alias {folder / name}; }}'
        for name, one in found.items()
    )
    temporary = "\n".join(
        f"  {kind}_temp_path {own / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    text = f"""{user}
daemon off; worker_processes 1; pid {own / "nginx.pid"}; error_log {own / "error.log"};
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=100;
{temporary}
  server {{ listen 127.0.0.1:@port@;
{places}
  }}
}}
"""
    template = own / "nginx.template"
    template.write_text(text)
    script = (
        f"sed s/@port@/$1/ {template} > {own}/nginx.conf && exec {machine.tool('nginx')} -c {own}/nginx.conf"
    )
    with servers.running("nginx", ["/bin/sh", "-c", script, "sh", "{port}"], ready=ready) as server:
        yield server


@contextlib.contextmanager
def taught(url: str, *, ready: str) -> Iterator[servers.Server]:
    """Serve the documents of a database with the tutorial's application, from a database of its own."""
    path = load.folder("tutorial") / "tutorial.db"
    tutorial.fill(path, catalogues.documents(url))
    command = [sys.executable, "-m", "tests.benchmarks.tutorial", str(path), "{port}"]
    with servers.running("tutorial", command, ready=ready) as server:
        yield server


@contextlib.contextmanager
def datasette(exported: Path) -> Iterator[servers.Server]:
    """Serve an exported file with Datasette from its own environment; raise Missing."""
    found = Path(os.environ.get("DATASETTE") or machine.ROOT / "var" / "datasette") / "bin" / "datasette"
    if not found.exists():
        raise machine.Missing("Datasette was not found: `make datasette`")
    options = [
        "--port",
        "{port}",
        "--setting",
        "sql_time_limit_ms",
        "20000",
        "--setting",
        "num_sql_threads",
        "4",
    ]
    command = [str(found), "serve", "--immutable", str(exported), *options]
    with servers.running("datasette", command, ready="/-/versions.json") as server:
        yield server


def export(server: servers.Server) -> Path:
    """Return the file of the export for SQLite, which the service makes when it is asked for."""
    path = load.folder("exported") / "candour.sqlite"
    path.write_bytes(fetched(f"{server.url}/v1/export.sqlite").body)
    return path


def detail_path(exported: Path, slug: str) -> str:
    """Return where Datasette answers with all statements of a procedure and the evidence of each, in one query."""
    query = {"sql": _DETAIL, "slug": slug, "_shape": "array", "_json": "json"}
    return f"/{exported.stem}.json?{urlencode(query)}"


def list_path(exported: Path, concept: str) -> str:
    """Return where Datasette lists the first procedures that are used for a concern."""
    where = _LISTED.replace(":concept", f"'{concept}'")
    return _rows_path(exported, where)


def search_path(exported: Path, words: str) -> str:
    """Return where Datasette lists the first procedures with statements that hold every word."""
    return _rows_path(
        exported, " and ".join(_FOUND.replace(":word", f"'%{word}%'") for word in words.split())
    )


def _rows_path(exported: Path, where: str) -> str:
    query = {"_where": where, "_size": "20", "_sort": "name", "_nofacet": "1", "_nosuggest": "1"}
    return f"/{exported.stem}/procedures.json?{urlencode(query)}"
