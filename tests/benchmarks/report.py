"""What was measured, as the tables of docs/performance.md between its markers, and the chart beside it."""

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.benchmarks import chart, machine, targets

PAGE = machine.ROOT / "docs" / "performance.md"
PICTURE = machine.ROOT / "docs" / "images" / "performance.svg"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
Tree = dict[str, Any]
SERVERS = {
    "bare": "bare ASGI on the same uvicorn",
    "candour": "Candour",
    "uncached": "Candour, no cache",
    "nginx": "nginx, the same bytes from a file",
    "tutorial": "FastAPI as its tutorial has it",
    "datasette": "Datasette over the exported file",
}
CASES = {
    "detail": "A procedure",
    "list": "A list with a filter",
    "search": "A search",
    "frame": "A card for a frame",
    "cards": "Two cards for a page",
    "unchanged": "A procedure that the caller has already (304)",
}
READS = {
    "detail": "the same procedure in each",
    "cached detail": "the same procedure, from the cache",
    "all over": "procedures from all over the catalogue",
    "first page": "first page of the list",
    "deep page": "last page of the list",
    "filtered": "list by concern",
    "rare filter": "list by a name that one has",
    "side effects": "side effects across procedures",
    "one concept": "the same of one concept",
    "search": "search",
}


def kept() -> dict[str, Tree]:
    """Return what the stages have kept, by name."""
    found = {}
    for path in sorted(machine.PLACE.glob("*.json")):
        tree = json.loads(path.read_text())
        if isinstance(tree, dict) and "found" in tree:
            found[path.stem] = tree
    return found


def write(stages: Mapping[str, Tree]) -> None:
    """Write the tables into the page, and the chart."""
    text = PAGE.read_text("utf-8")
    if BEGIN not in text or END not in text:
        raise ValueError(f"{PAGE} lacks the markers between which the tables stand")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{tables(stages)}\n{END}{after}", "utf-8")
    if "read" in stages:
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        PICTURE.write_text(chart.drawn(stages), "utf-8")


def tables(stages: Mapping[str, Tree]) -> str:
    """Return all tables; a stage that was not measured is named as missing."""
    found = {name: tree["found"] for name, tree in stages.items()}
    parts = [_conditions(stages), "### Targets", _targets(found)]
    if "read" in found:
        parts.append("![Requests per second of CPU beside others, and growth](images/performance.svg)")
    for name, heading, made in (
        ("read", "### Reads, side by side", _reads),
        ("grow", "### Growth", _growth),
        ("fill", "### Filling", _filling),
        ("workers", "### One worker and two", _workers),
        ("fresh", "### Edits", _edits),
        ("search", "### Search in process", _search),
        ("start", "### Processes", _processes),
    ):
        parts += [heading, made(found[name]) if name in found else "Not measured."]
    return "\n\n".join(parts)


def _conditions(stages: Mapping[str, Tree]) -> str:
    if not stages:
        return "Nothing was measured yet."
    newest = max(stages.values(), key=lambda tree: str(tree["measured"]))
    said = ", ".join(f"{name} {value}" for name, value in newest["machine"].items() if value)
    lines = [f"Measured on: {said}.", ""]
    rows = [
        [
            name,
            str(tree["measured"]),
            f"{tree['took']:.0f} s",
            f"{tree['load_before']:.1f}",
            "brief: not to be relied on" if tree["quick"] else "",
        ]
        for name, tree in stages.items()
    ]
    lines.append(_table(["stage", "when", "took", "load of the machine before it", ""], rows))
    return "\n".join(lines)


def _targets(found: Mapping[str, Tree]) -> str:
    said: dict[bool | None, str] = {True: "met", False: "**missed**"}
    rows = [
        [one.what, one.wanted, one.shown, said.get(one.met, "only that" if one.shown else "not measured")]
        for one in targets.judged(found)
    ]
    return _table(["what", "target", "measured", ""], rows)


def _reads(found: Tree) -> str:
    turns = f"turns of {found['seconds']} s: {found['rounds']} rounds, or {found.get('others')} for all but a procedure"
    parts = [f"{found['procedures']} procedures, 32 connections, {turns}."]
    for case, heading in CASES.items():
        measured, sizes = found["cases"][case], found["bodies"][case]
        bare = measured.get("bare")
        rows = []
        for name, said in SERVERS.items():
            if name not in measured:
                continue
            one = measured[name]
            ratios = ["", ""]
            if bare:
                ratios = [_ratio(one["rate"] / bare["rate"]), _ratio(targets.by_cpu(bare, one))]
            size = sizes.get(name, sizes["candour"]) if case != "unchanged" else 0
            failed = f" ({one['failed']} failed)" if one["failed"] else ""
            rows.append(
                [
                    said + failed,
                    f"{size:,}",
                    f"{one['rate']:,.0f}",
                    f"{one['cpu'] * 1000000.0:,.0f}",
                    *ratios,
                    f"{one['p50']:.2f}",
                    f"{one['p99']:.2f}",
                ]
            )
        heads = [
            "",
            "bytes",
            "requests/s",
            "CPU µs each",
            "× bare, requests",
            "× bare, CPU",
            "p50 ms",
            "p99 ms",
        ]
        parts += [f"**{heading}**", _table(heads, rows)]
    if found["skipped"]:
        parts.append("**Left out**: " + "; ".join(found["skipped"]) + ".")
    return "\n\n".join(parts)


def _growth(found: Tree) -> str:
    sizes = list(found["sizes"].values())
    heads = [
        "p50 ms, one connection, no cache",
        *(f"{size['procedures']:,}" for size in sizes),
        "last : first",
    ]
    rows = []
    for case, said in READS.items():
        took = [size["cases"][case]["p50"] for size in sizes]
        rows.append([said, *(f"{one:.2f}" for one in took), f"{took[-1] / took[0]:.2f}"])
    took = [size["cases"]["detail"]["cpu"] * 1e6 for size in sizes]
    rows.append(
        ["CPU µs of the same procedure", *(f"{one:,.0f}" for one in took), f"{took[-1] / took[0]:.2f}"]
    )
    further: dict[str, list[float]] = {
        "memory of the server, MB": [sum(size["pss"]) / 1e6 for size in sizes],
        "database, MB": [size["bytes"] / 1e6 for size in sizes],
        "start to first answer, s": [size["started"] for size in sizes],
        "until search answers as well, s": [size["search_ready"] for size in sizes],
    }
    rows += [[said, *(f"{value:,.1f}" for value in values), ""] for said, values in further.items()]
    return _table(heads, rows)


def _filling(found: Tree) -> str:
    said = {
        "candour": "`candour generate`: made up, checked by every rule, published, with audit and projection",
        "making up": "of which making up alone",
        "add_all": "the tutorial's models, `add_all` of the same documents, nothing checked",
    }
    heads = ["", "procedures", "procedures/s", "per second of CPU", "peak MB", "MB written"]
    rows = [
        [
            said[way],
            f"{found['count']:,}",
            f"{found['count'] / run['wall']:,.1f}",
            f"{found['count'] / run['cpu']:,.1f}",
            f"{run['peak'] / 1000000.0:,.0f}",
            f"{run['bytes'] / 1000000.0:,.0f}",
        ]
        for way, run in ((way, found["ways"][way]) for way in said)
    ]
    if great := found.get("great"):
        count = great["procedures"]
        rows.append(
            [
                "`candour generate` of the largest catalogue",
                f"{count:,}",
                f"{count / great['wall']:,.1f}",
                f"{count / great['cpu']:,.1f}",
                f"{great['peak'] / 1000000.0:,.0f}",
                "",
            ]
        )
    return _table(heads, rows)


def _workers(found: Tree) -> str:
    heads = [
        "the same procedure",
        "workers",
        "requests/s",
        "CPU µs each",
        "two : one, requests",
        "two : one, by CPU",
    ]
    rows = []
    for case, by_workers in found["cases"].items():
        one, two = by_workers["1"], by_workers["2"]
        rows.append([case, "1", f"{one['rate']:,.0f}", f"{one['cpu'] * 1e6:,.0f}", "", ""])
        ratios = [f"{two['rate'] / one['rate']:.2f}", f"{2 * one['cpu'] / two['cpu']:.2f}"]
        rows.append([case, "2", f"{two['rate']:,.0f}", f"{two['cpu'] * 1e6:,.0f}", *ratios])
    return (
        f"On {found['cores']} cores that the load shares. By CPU: what two workers could answer with two cores of "
        "their own, from the CPU of a request.\n\n" + _table(heads, rows)
    )


def _edits(found: Tree) -> str:
    heads = [f"until all of {found['workers']} workers show an edit", "edits", "p50 ms", "p99 ms", "most ms"]
    rows = [
        [name, str(one["edits"]), f"{one['p50']:,.0f}", f"{one['p99']:,.0f}", f"{one['most']:,.0f}"]
        for name, one in found["databases"].items()
    ]
    left = f"\n\n**Left out**: {'; '.join(found['skipped'])}." if found["skipped"] else ""
    return _table(heads, rows) + left


def _search(found: Tree) -> str:
    heads = [
        f"{found['procedures']:,} procedures, {found['questions']} questions",
        "p50 ms",
        "p99 ms",
        "most ms",
    ]
    rows = [
        [name, *(f"{one[rank]:.2f}" for rank in ("p50", "p99", "most"))]
        for name, one in found["ways"].items()
    ]
    return _table(heads, rows)


def _processes(found: Tree) -> str:
    rows = [
        [f"start to first answer, the middle of {found['starts']}", f"{found['seconds']:.2f} s"],
        ["the slowest of them", f"{found['slowest']:.2f} s"],
        ["script for other sites, gzip", f"{found['script']['gzip']:,} bytes"],
    ]
    for workers, memory in found["pss"].items():
        each = ", ".join(f"{one / 1e6:.0f}" for one in memory)
        rows.append([f"proportional memory of each process with {workers} worker(s)", f"{each} MB"])
    return _table(["", ""], rows)


def _ratio(value: float) -> str:
    return f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    aligned = [":--" if not number else "--:" for number in range(len(heads))]
    lines = [heads, aligned, *rows]
    return "\n".join(f"| {' | '.join(re.sub(r'[|]', '∣', cell) for cell in line)} |" for line in lines)  # noqa: RUF001
