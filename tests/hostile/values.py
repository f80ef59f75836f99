"""Rows of query parameters: numbers, durations, flags, names, repetitions, cursors."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from tests.hostile.rows import KNOWN, PROCEDURES, Row, request

DIGITS = "9" * 5_000

NUMBERS = [
    *[
        "0",
        "-1",
        "101",
        "1.0",
        "1e2",
        "1e999",
        "-0",
        "+5",
        "0x10",
        "1_0",
        "NaN",
        "Infinity",
        "-Infinity",
        "null",
        "true",
        "[]",
        "5;",
        "5'",
        "%00",
        "%205",
        "5%20",
    ],
    *["9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551616"],
    "",
    DIGITS,
    "\u0663",
]
DURATIONS = [
    *[
        "P",
        "PT",
        "P1",
        "1D",
        "3",
        "-P1D",
        "P-1D",
        "P1.5D",
        "P1,5D",
        "p1d",
        "P1D%20",
        "P1DT",
        "PT1D",
        "P1H",
        "P1M1Y",
        "P1D/P2D",
        "NaN",
        "INF",
        "1e999",
        "R5/P1D",
        "P1D%0A",
        "P1D%00",
    ],
    *["2026-02-30", "0000-00-00", "9999-12-31", "23:59:60", "P99999999999999999999D"],
    "",
    f"P{DIGITS}D",
    "P\u0661D",
]
FLAGS = ["", "1", "0", "yes", "TRUE", "True", "null", "2", "true%20", "%00"]
SORTS = [
    "",
    "id",
    "slug;DROP TABLE procedures",
    "name,(select 1)",
    "__class__",
    "random()",
    "1",
    "name desc",
    "NaN",
    "--name",
]
COVERAGES = ["", "none", "STATED", "null", "stated,not_addressed", "' OR 1=1", "%00"]
UNKNOWN_NAMES = [
    *[
        "limt=1",
        "Limit=1",
        "limit[]=1",
        "limit.=1",
        "offset=19362600",
        "page=2",
        "fields=name",
        "select=*",
        "status=draft",
        "__proto__=1",
    ],
    *[
        "constructor=1",
        "$where=1",
        "filter[name]=a",
        "_method=DELETE",
        "callback=alert",
        "format=xml",
        "debug=1",
        "key=secret",
        "%00=1",
        "=1",
    ],
    *["coverage.nonsense=stated", "coverage=stated", "a%ED%A0%80=1", "<script>=1", "limit%20=1"],
    "x" * 500 + "=1",
]
REPEATED = [
    "limit=1&limit=2",
    "limit=1&limit=1",
    "sort=name&sort=name",
    "include_unknown=true&include_unknown=false",
    "max_recovery=P1D&max_recovery=P9D",
    "cursor=a&cursor=b",
]
CURSORS = [
    *[
        "a",
        "0",
        "null",
        "-1",
        "....",
        "%00",
        "%ED%A0%80",
        "%E2%80%AE",
        "%F0%9F%92%89",
        "eyJ2IjoxfQ",
        "eyJ2IjoxfQ==",
        "W10=",
        "'%20OR%201=1",
    ],
    *["../../etc/passwd", "%0D%0AX:y", "__import__('os')", "{}"],
    "",
    "AAAA" * 20,
    "a" * 700,
    "a" * 5_000,
]
CONCEPTS = ["", "no such thing", "'", "%00", "%ED%A0%80", "a" * 200, "%E2%80%AE"]


def _each(
    name: str, texts: Iterable[str], *, status: int, code: str | None = None, path: str = PROCEDURES
) -> Iterator[Row]:
    for text in texts:
        target = f"{path}?{name}={quote(text, safe='%')}"
        yield Row(f"{path} {name}={text[:40]!r} of {len(text)}", status, request(target), code)


def values() -> Iterator[Row]:
    """Return rows that give known parameters every kind of value."""
    invalid = "invalid_parameter"
    yield from _each("limit", ["1", "100"], status=200)
    yield from _each("limit", NUMBERS, status=422, code=invalid)
    for name in ("max_recovery", "max_session"):
        yield from _each(name, ["P3D", "P1W", "P6M", "P1Y", "PT15M", "P1DT12H", "P0D"], status=200)
        yield from _each(name, DURATIONS, status=422, code=invalid)
    yield from _each("include_unknown", ["true", "false"], status=200)
    yield from _each("include_unknown", FLAGS, status=422, code=invalid)
    yield from _each("sort", ["name", "-name"], status=200)
    yield from _each("sort", SORTS, status=422, code=invalid)
    yield from _each("coverage.contraindications", ["stated", "not_addressed"], status=200)
    yield from _each("coverage.contraindications", COVERAGES, status=422, code=invalid)
    for name in ("body_area", "concern", "category", "technique", "invasiveness"):
        yield from _each(name, CONCEPTS, status=422)
    for name in ("concept", "procedure"):
        yield from _each(name, CONCEPTS, status=422, path="/v1/side-effects")
    yield from _each("alias", ["", "a" * 121, "a" * 7_000 + "!"], status=422, code=invalid)
    yield from _each("cursor", CURSORS, status=400, code="bad_cursor")


def names() -> Iterator[Row]:
    """Return rows with names of parameters that are unknown, or given twice."""
    for query in UNKNOWN_NAMES:
        yield Row(f"unknown {query[:40]}", 422, request(f"{PROCEDURES}?{query}"), "unknown_parameter")
    for path in (
        KNOWN,
        f"{KNOWN}/side-effects",
        "/v1/concepts",
        "/v1/side-effects",
        "/v1/sources",
        "/health/live",
        "/docs",
    ):
        yield Row(f"unknown on {path}", 422, request(f"{path}?no_such=1"), "unknown_parameter")
    for query in REPEATED:
        yield Row(f"twice {query[:40]}", 422, request(f"{PROCEDURES}?{query}"), "invalid_parameter")
