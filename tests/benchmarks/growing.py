"""How reads change when the catalogue grows: servers over catalogues of different sizes, one connection, in turns."""

import contextlib
import json
import time
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.catalogue import procedures as catalogue
from app.db import engine
from app.http import paging
from tests.benchmarks import catalogues, contenders, load, machine, servers
from tests.benchmarks.reading import CONCERN, SLUG, WORDS

SIZES = (0, 1_000, 100_000)
"""How many made-up procedures stand beside the seed."""
MANY = 200
PAGE = 20
Tree = dict[str, Any]
_LUA = """
local paths = {%s}
local turn = 0
request = function()
  turn = turn %% #paths + 1
  return wrk.format("GET", paths[turn])
end
"""


def measure(*, rounds: int = 3, seconds: float = 2, sizes: tuple[int, ...] = SIZES) -> Tree:
    """Return for each size what each read took, the memory of the server, and how long its index took to make."""
    found: Tree = {"rounds": rounds, "seconds": seconds, "sizes": {}}
    with contextlib.ExitStack() as stack:
        opened: dict[int, tuple[servers.Server, dict[str, str]]] = {}
        for size in sizes:
            url = catalogues.sized(size)
            indexing = catalogues.indexed(url)
            server = stack.enter_context(servers.candour(url, cached=False, name=f"size-{size}"))
            begun = time.perf_counter()
            contenders.fetched(f"{server.url}/v1/search?q=laser")
            paths = _paths(url)
            _check(server, paths)
            opened[size] = (server, paths)
            found["sizes"][str(size)] = {
                "procedures": size + catalogue_of_seed(),
                "bytes": _bytes(url),
                "started": server.took,
                "indexing": indexing,
                "search_ready": time.perf_counter() - begun,
            }
        for case in next(iter(opened.values()))[1]:
            targets = {
                str(size): load.Target(
                    server=server,
                    path=paths[case] if case != "all over" else "/",
                    headers={},
                    script=_script(size, paths[case]) if case == "all over" else None,
                )
                for size, (server, paths) in opened.items()
            }
            measured = load.in_turns(targets, rounds=rounds, seconds=seconds, connections=1)
            for name, summary in measured.items():
                found["sizes"][name].setdefault("cases", {})[case] = summary.tree()
        for size, (server, _) in opened.items():
            found["sizes"][str(size)]["pss"] = server.pss()
    with contextlib.ExitStack() as stack:
        targets = {
            str(size): load.Target(
                server=stack.enter_context(servers.candour(catalogues.sized(size), name=f"cached-{size}")),
                path=f"/v1/procedures/{SLUG}",
                headers={},
            )
            for size in sizes
        }
        measured = load.in_turns(targets, rounds=rounds, seconds=seconds, connections=1)
        for name, summary in measured.items():
            found["sizes"][name]["cases"]["cached detail"] = summary.tree()
    return found


def catalogue_of_seed() -> int:
    """Return how many procedures come with the code."""
    return len(list((machine.ROOT / "seed_data" / "procedures").glob("*.yaml")))


def _paths(url: str) -> dict[str, str]:
    """Return what is read of a catalogue: the same detail in each, details from all over it, pages, filters, search."""
    listed = f"/v1/procedures?limit={PAGE}"
    filtered = f"{listed}&concern={CONCERN}"
    return {
        "detail": f"/v1/procedures/{SLUG}",
        "all over": json.dumps([f"/v1/procedures/{slug}" for slug in catalogues.slugs(url, count=MANY)]),
        "first page": listed,
        "deep page": f"{listed}&cursor={_deep(url)}" if _deep(url) else listed,
        "filtered": filtered,
        "rare filter": f"{listed}&alias=smartlipo",
        "side effects": f"/v1/side-effects?limit={PAGE}",
        "one concept": f"/v1/side-effects?concept=bruising&limit={PAGE}",
        "search": f"/v1/search?q={WORDS.replace(' ', '+')}&limit={PAGE}",
    }


def _deep(url: str) -> str | None:
    """Return the cursor of the last whole page of the list of all procedures; None where there is but one page."""
    database = engine.Database(url)
    procedure = catalogue.Procedure
    query = (
        select(procedure.name_key, procedure.slug)
        .order_by(procedure.name_key.desc(), procedure.slug.desc())
        .offset(PAGE + 1)
        .limit(1)
    )
    try:
        with database.read() as session:
            row = session.execute(query).one_or_none()
    finally:
        database.dispose()
    if row is None:
        return None
    return paging.encode(paging.Listing(path="/v1/procedures", parameters=()), key=tuple(row))


def _check(server: servers.Server, paths: dict[str, str]) -> None:
    """Ask for each once: what answers with an error is not measured."""
    for case, path in paths.items():
        for one in json.loads(path) if case == "all over" else [path]:
            contenders.fetched(server.url + one)


def _script(size: int, listed: str) -> Path:
    path = load.folder("scripts") / f"{size}.lua"
    path.write_text(_LUA % ", ".join(f'"{one}"' for one in json.loads(listed)))
    return path


def _bytes(url: str) -> int:
    path = Path(url.removeprefix("sqlite:///"))
    return path.stat().st_size if path.exists() else 0
