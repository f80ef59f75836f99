"""The chart of docs/performance.md: a plain SVG that loads nothing and is legible on light and on dark pages."""

import html
import math
from collections.abc import Iterator, Mapping
from typing import Any

Tree = dict[str, Any]
WIDTH, ROW, LEFT, RIGHT, TOP = 760, 30, 230, 120, 64
_NAMES = {
    "nginx": "nginx, a file",
    "bare": "bare ASGI",
    "candour": "Candour",
    "uncached": "Candour, no cache",
    "datasette": "Datasette",
    "tutorial": "FastAPI, tutorial",
}
_OURS = frozenset({"candour", "uncached"})
_FIRST = 0.001
"""Where the axis begins, as a share of bare ASGI."""


def drawn(stages: Mapping[str, Tree]) -> str:
    """Return the picture: requests per second of CPU for a procedure, and how reads grow with the catalogue."""
    read = stages["read"]["found"]["cases"]["detail"]
    grow = stages["grow"]["found"] if "grow" in stages else None
    bars = list(_bars(read))
    below = TOP + ROW * len(read) + 40
    growth = list(_growth(grow, top=below)) if grow else []
    height = below + (190 if grow else 0)
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
                f'height="{height}" role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="14">'
            ),
            '<title id="title">Requests per second of CPU, and growth with the catalogue</title>',
            f'<desc id="desc">{html.escape(_told(read))}</desc>',
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            *bars,
            *growth,
            "</svg>\n",
        ]
    )


def _told(read: Tree) -> str:
    shares = ", ".join(f"{_NAMES[name]} {_share(read, name):.3g}" for name in _ordered(read))
    return f"Requests per second of CPU for one procedure, as a share of bare ASGI: {shares}."


def _ordered(read: Tree) -> list[str]:
    return sorted((name for name in _NAMES if name in read), key=lambda name: -_share(read, name))


def _share(read: Tree, name: str) -> float:
    beside = read.get("bare") or read["candour"]
    return float(beside["cpu"]) / max(float(read[name]["cpu"]), 1e-9)


def _bars(read: Tree) -> Iterator[str]:
    yield _text(16, 24, "One procedure: requests per second of CPU", weight="bold")
    yield _text(
        16, 44, "share of bare ASGI; each step of the grid is ten times the one before", colour="#444444"
    )
    most = max(1.0, *(_share(read, name) for name in _ordered(read)))
    decades = range(round(math.log10(_FIRST)), math.ceil(math.log10(most)) + 1)
    bottom = TOP + ROW * len(_ordered(read))
    for decade in decades:
        place = _place(10.0**decade, decades[-1])
        yield f'<path d="M{place:.1f} {TOP - 6}V{bottom}" stroke="#cccccc"/>'
        yield _text(place, bottom + 16, f"{10.0**decade:g}", anchor="middle", colour="#444444")
    for row, name in enumerate(_ordered(read)):
        share, top = _share(read, name), TOP + ROW * row
        length = max(1.0, _place(max(share, _FIRST), decades[-1]) - LEFT)
        colour = "#0b5f75" if name in _OURS else "#8a8a8a"
        yield _text(LEFT - 8, top + 18, _NAMES[name], anchor="end")
        yield f'<rect x="{LEFT}" y="{top + 3}" width="{length:.1f}" height="{ROW - 8}" fill="{colour}"/>'
        yield _text(LEFT + length + 6, top + 18, f"{share:.3g}")


def _place(share: float, last: int) -> float:
    first = math.log10(_FIRST)
    return LEFT + (math.log10(share) - first) / (last - first) * (WIDTH - LEFT - RIGHT)


def _growth(found: Tree, *, top: int) -> Iterator[str]:
    sizes = list(found["sizes"].values())
    cases = {
        "detail": "a procedure",
        "first page": "first page",
        "deep page": "last page",
        "search": "search",
    }
    yield _text(
        16, top + 16, "Milliseconds as the catalogue grows, one connection, without the cache", weight="bold"
    )
    columns = [
        LEFT + 20 + (WIDTH - LEFT - RIGHT) * place / max(1, len(sizes) - 1) for place in range(len(sizes))
    ]
    most = max(size["cases"][case]["p50"] for size in sizes for case in cases)
    for column, size in zip(columns, sizes, strict=True):
        yield _text(column, top + 40, f"{size['procedures']:,} procedures", anchor="middle", colour="#444444")
    for row, (case, said) in enumerate(cases.items()):
        place = top + 66 + row * ROW
        yield _text(LEFT - 60, place, said, anchor="end")
        for column, size in zip(columns, sizes, strict=True):
            took = size["cases"][case]["p50"]
            radius = 2 + 10 * math.sqrt(took / most)
            yield f'<circle cx="{column - 26:.1f}" cy="{place - 5}" r="{radius:.1f}" fill="#0b5f75"/>'
            yield _text(column - 8, place, f"{took:.2f}")


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal", colour: str = "#111111"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}" font-weight="{weight}" fill="{colour}">'
        f"{html.escape(text)}</text>"
    )
