"""What was to be reached, and whether it was: a ratio is met only where both requests and CPU reach it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Tree = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One target with what was measured; `met` is None where that was not."""

    what: str
    wanted: str
    shown: str
    met: bool | None


def by_cpu(one: Tree, other: Tree) -> float:
    """Return how many requests the other server answers with the CPU that the one needs for a request."""
    return float(one["cpu"]) / max(float(other["cpu"]), 1e-9)


def judged(found: Mapping[str, Tree]) -> list[Judged]:
    """Return all targets."""
    return [
        *_reads(found.get("read")),
        *_growth(found.get("grow")),
        *_filling(found.get("fill")),
        *_rest(found),
    ]


def _reads(found: Tree | None) -> Iterator[Judged]:
    for name, other, least in (
        ("candour", "bare", 0.90),
        ("candour", "tutorial", 100),
        ("candour", "datasette", 20),
        ("uncached", "bare", 0.10),
        ("uncached", "tutorial", 15),
    ):
        what = f"a procedure {'from the cache' if name == 'candour' else 'without the cache'}, times {other}"
        detail = found["cases"]["detail"] if found else {}
        if name not in detail or other not in detail:
            yield Judged(what=what, wanted=f"≥ {least:g}", shown="", met=None)
            continue
        one, beside = detail[name], detail[other]
        ratios = (one["rate"] / beside["rate"], by_cpu(beside, one))
        yield Judged(
            what=what,
            wanted=f"≥ {least:g}",
            shown=f"{ratios[0]:.3g} by requests, {ratios[1]:.3g} by CPU",
            met=min(ratios) >= least,
        )


def _growth(found: Tree | None) -> Iterator[Judged]:
    sizes = list(found["sizes"].values()) if found else []
    reach = (
        f"from {sizes[0]['procedures']:,} to {sizes[-1]['procedures']:,} procedures"
        if sizes
        else "as it grows"
    )
    full = bool(sizes) and sizes[-1]["procedures"] >= 100_000
    note = "" if full or not sizes else " (a smaller catalogue than the target's)"

    def at_most(what: str, most: float, ratio: Callable[[], float]) -> Judged:
        value = ratio() if sizes else None
        met = None if value is None or not full else value <= most
        shown = "" if value is None else f"{value:.2f}{note}"
        return Judged(what=what, wanted=f"≤ {most:g}", shown=shown, met=met)

    def took(size: int, case: str) -> float:
        return float(sizes[size]["cases"][case]["p50"])

    yield at_most(
        f"a procedure without the cache, {reach}", 1.5, lambda: took(-1, "detail") / took(0, "detail")
    )
    yield at_most(
        "the last page of the largest list, times its first",
        1.5,
        lambda: took(-1, "deep page") / took(-1, "first page"),
    )


def _filling(found: Tree | None) -> Iterator[Judged]:
    ratio = peak = None
    if found:
        ours, theirs = found["ways"]["candour"], found["ways"]["add_all"]
        ratio = min(theirs["wall"] / ours["wall"], theirs["cpu"] / ours["cpu"])
        peak = max(ours["peak"], (found.get("great") or ours)["peak"]) / 1e6
    yield Judged(
        what="filling, times ORM `add_all`",
        wanted="≥ 5",
        shown="" if ratio is None else f"{ratio:.2f}",
        met=None if ratio is None else ratio >= 5,
    )
    yield _most("peak memory of filling, MB", peak, 200)


def _rest(found: Mapping[str, Tree]) -> Iterator[Judged]:
    for name in ("SQLite", "PostgreSQL"):
        seen = found["fresh"]["databases"].get(name) if "fresh" in found else None
        yield _most(f"an edit seen by all workers, p99 ms, {name}", seen["p99"] if seen else None, 500)
    two = found["workers"]["cases"]["uncached"] if "workers" in found else None
    ratios = [two["2"]["rate"] / two["1"]["rate"], 2 * two["1"]["cpu"] / two["2"]["cpu"]] if two else []
    yield Judged(
        what="two workers, times one, without the cache",
        wanted="≥ 1.7",
        shown=f"{ratios[0]:.2f} by requests, {ratios[1]:.2f} by CPU" if ratios else "",
        met=min(ratios) >= 1.7 if ratios else None,
    )
    ways = found["search"]["ways"].get("search, all facets") if "search" in found else None
    yield _most("search in process, p50 ms", ways["p50"] if ways else None, 3)
    yield _most("search in process, p99 ms", ways["p99"] if ways else None, 15)
    started = found.get("start")
    yield _most("start to first answer, s", started["seconds"] if started else None, 1.5)
    memory = max(started["pss"]["1"]) / 1e6 if started else None
    yield _most("proportional memory of a worker, MB", memory, 120)
    yield _most("script for other sites, gzip, bytes", started["script"]["gzip"] if started else None, 6_144)


def _most(what: str, value: float | None, most: float) -> Judged:
    shown = "" if value is None else f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
    return Judged(what=what, wanted=f"≤ {most:,g}", shown=shown, met=None if value is None else value <= most)
