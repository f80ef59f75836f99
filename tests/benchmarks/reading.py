"""How fast reads are beside others, side by side: first the bodies are compared, then all are asked in turns."""

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2

from tests.benchmarks import catalogues, contenders, load, machine, servers, tutorial

SLUG, OTHER = "laser-skin-tightening", "mesotherapy"
CONCERN, WORDS = "wrinkles", "laser bruising"
COUNT = 1_000
CASES = {
    "detail": f"/v1/procedures/{SLUG}",
    "list": f"/v1/procedures?concern={CONCERN}&limit=20",
    "search": f"/v1/search?{urlencode({'q': WORDS})}",
    "frame": f"/embed/{SLUG}",
    "cards": f"/embed/cards.json?card={SLUG}&card={OTHER}",
    "unchanged": f"/v1/procedures/{SLUG}",
}
"""What is read; `unchanged` is the detail for whoever has it already, and is answered 304."""
TAUGHT = {
    "detail": f"/procedures/{SLUG}",
    "list": f"/procedures/?concern={CONCERN}",
    "search": f"/search?{urlencode({'q': WORDS})}",
}
Tree = dict[str, Any]
_SAME = ("candour", "uncached", "bare", "nginx")
"""Those who must send the same bytes."""


def measure(*, rounds: int = 5, seconds: float = 3, others: int = 3, procedures: int = COUNT) -> Tree:
    """Return for each case, by server, what was measured, and how the bodies compare.

    A procedure is asked for in so many rounds, all else in `others`.
    """
    database = catalogues.sized(procedures)
    catalogues.indexed(database)
    skipped: list[str] = []
    with contextlib.ExitStack() as stack:
        cached = stack.enter_context(servers.candour(database, name="cached"))
        uncached = stack.enter_context(servers.candour(database, cached=False, name="uncached"))
        found = {name: contenders.fetched(uncached.url + path) for name, path in CASES.items()}
        folder = load.folder("files")
        contenders.lay(folder, found)
        running: dict[str, servers.Server] = {"candour": cached, "uncached": uncached}
        exported = contenders.export(uncached)
        ready = "/detail"
        for name, opened in (
            ("bare", contenders.bare(folder, ready=ready)),
            ("nginx", contenders.nginx(folder, found, ready=ready)),
            ("tutorial", contenders.taught(database, ready=TAUGHT["list"])),
            ("datasette", contenders.datasette(exported)),
        ):
            try:
                running[name] = stack.enter_context(opened)
            except machine.Missing as missing:
                skipped.append(f"{name}: {missing}")
        compared = _compared(running, found, exported)
        cases = {
            case: {
                name: summary.tree()
                for name, summary in load.in_turns(
                    _targets(case, running, found, exported),
                    rounds=rounds if case == "detail" else others,
                    seconds=seconds,
                ).items()
            }
            for case in CASES
        }
    return {
        "procedures": procedures + len(_seeded()),
        "rounds": rounds,
        "others": others,
        "seconds": seconds,
        "cases": cases,
        "bodies": compared,
        "skipped": skipped,
    }


def _seeded() -> list[Path]:
    return sorted((machine.ROOT / "seed_data" / "procedures").glob("*.yaml"))


def _targets(
    case: str,
    running: Mapping[str, servers.Server],
    found: Mapping[str, contenders.Fetched],
    exported: Path,
) -> dict[str, load.Target]:
    """Return what each of the servers is asked in this case; those who have nothing like it are left out."""
    paths = {"candour": CASES[case], "uncached": CASES[case], "bare": f"/{case}", "nginx": f"/{case}"}
    if case in TAUGHT:
        paths["tutorial"] = TAUGHT[case]
        paths["datasette"] = {
            "detail": lambda: contenders.detail_path(exported, SLUG),
            "list": lambda: contenders.list_path(exported, CONCERN),
            "search": lambda: contenders.search_path(exported, WORDS),
        }[case]()
    made = {}
    for name, path in paths.items():
        if name in running:
            headers = (
                {"If-None-Match": _tag(name, running[name], path, found[case])} if case == "unchanged" else {}
            )
            made[name] = load.Target(server=running[name], path=path, headers=headers)
    return made


def _tag(name: str, server: servers.Server, path: str, found: contenders.Fetched) -> str:
    """Return the tag under which a server knows the detail, having seen that it answers 304 to it."""
    tag = contenders.fetched(server.url + path).tag if name == "nginx" else found.tag
    status = httpx2.get(server.url + path, headers={"If-None-Match": tag}).status_code
    if status != 304:
        raise RuntimeError(f"{name} answers {status} instead of 304")
    return tag


def _compared(
    running: Mapping[str, servers.Server], found: Mapping[str, contenders.Fetched], exported: Path
) -> Tree:
    """Compare bodies; raise RuntimeError where two differ that must not."""
    sizes: Tree = {case: {"candour": len(one.body)} for case, one in found.items()}
    for name in _SAME:
        for case, one in found.items() if name in running else ():
            path = CASES[case] if name in ("candour", "uncached") else f"/{case}"
            for _ in range(2):  # the second comes from the cache where there is one
                sent = contenders.fetched(running[name].url + path)
                if (sent.body, sent.media_type) != (one.body, one.media_type):
                    raise RuntimeError(f"{name} sends other bytes than Candour for {case}")
    document = json.loads(found["detail"].body)["data"]
    facts = tutorial.facts(document)
    if "tutorial" in running:
        taught = contenders.fetched(running["tutorial"].url + TAUGHT["detail"]).body
        if tutorial.facts(json.loads(taught)) != facts:
            raise RuntimeError("the tutorial's answer does not say the same as the document")
        sizes["detail"]["tutorial"] = len(taught)
        for case in ("list", "search"):
            sizes[case]["tutorial"] = len(contenders.fetched(running["tutorial"].url + TAUGHT[case]).body)
    if "datasette" in running:
        url = running["datasette"].url
        told = contenders.fetched(url + contenders.detail_path(exported, SLUG)).body
        if tutorial.claimed(json.loads(told)) != {fact for fact in facts if fact[0] != "coverage"}:
            raise RuntimeError("Datasette's answer does not say the same as the document")
        sizes["detail"]["datasette"] = len(told)
        sizes["list"]["datasette"] = len(
            contenders.fetched(url + contenders.list_path(exported, CONCERN)).body
        )
        sizes["search"]["datasette"] = len(
            contenders.fetched(url + contenders.search_path(exported, WORDS)).body
        )
    return sizes
