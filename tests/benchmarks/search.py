"""How long search takes in a large catalogue, beside SQLite's FTS5 and a scan with LIKE, in one interleaved run.

    candour generate --procedures 100000 && python -m tests.benchmarks.search

Times are of this process alone, without HTTP. Nothing here is asserted: it prints, with the machine and the versions.
"""

import argparse
import contextlib
import functools
import importlib.metadata
import json
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import rich.console
import rich.progress
import rich.table
from sqlalchemy import select

from app import settings
from app.catalogue import concepts, procedures
from app.catalogue.search import asking, finding, folder, following, lexicon, snapshot, suggesting, texts
from app.content import trees
from app.db import engine, tables

COMMON = ("laser", "skin", "laser skin", "treatment", "skin treatment", "the skin", "collagen", "session")
FILTERED = asking.Filters(terms=(frozenset({"coverage.side_effects:stated"}),))
_say = rich.console.Console(stderr=True)


@dataclass(frozen=True)
class Question:
    """A question with the sort it is of."""

    text: str
    sort: str


def main() -> None:
    """Measure, and print a table."""
    wanted = _arguments()
    database = engine.Database(wanted.database, pool_size=2)
    with tempfile.TemporaryDirectory() as place:
        held = _index(database, Path(wanted.index or place))
        questions = _questions(held, wanted.questions, random.Random(wanted.seed))  # noqa: S311  no secret
        with _full_text(database, Path(place) / "fts.db", asked=bool(wanted.slow)) as asked:
            _report(held, _measured(held, database, asked, questions, wanted.slow), wanted)
    database.dispose()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    configured = settings.Settings().database_url.get_secret_value()
    parser.add_argument(
        "--database", default=configured, help="a catalogue, such as `candour generate` makes"
    )
    parser.add_argument("--index", help="the folder of the index, to keep it between runs")
    parser.add_argument("--questions", type=int, default=600)
    parser.add_argument(
        "--slow", type=int, default=40, help="how many of them are put to FTS5 and LIKE too, or 0"
    )
    parser.add_argument("--json", type=Path, help="a file to write what was measured to")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _index(database: engine.Database, path: Path) -> snapshot.Snapshot:
    kept = folder.Folder(path)
    begun = time.perf_counter()
    report = following.Following(database, kept).catch_up()
    if report is not None:
        rate = report.entered / (time.perf_counter() - begun)
        _say.print(f"{report.entered} procedures entered, {rate:.0f} a second")
    found = kept.read()
    if found is None:
        sys.exit("there is no index")
    with database.read() as session:
        held = snapshot.Snapshot(*found, lexicon.Lexicon(concepts.terms(session)))
    begun = time.perf_counter()
    held.warm()
    _say.print(f"made ready in {time.perf_counter() - begun:.1f} s")
    return held


def _questions(held: snapshot.Snapshot, count: int, chance: random.Random) -> list[Question]:
    words = held.beginning("")
    labels = held.words.spelled
    names = [
        name
        for letter in "abcdefghijklmnopqrstuvwxyz"
        for one in held.starting(letter, limit=20)
        for name in one.names
    ]
    made: dict[str, Callable[[], str]] = {
        "common": lambda: chance.choice(COMMON),
        "name": lambda: chance.choice(names),
        "begun": lambda: (name := chance.choice(names))[: max(3, len(name) * 2 // 3)],
        "label": lambda: chance.choice(labels),
        "two words": lambda: f"{chance.choice(words)} {chance.choice(labels)}",
        "misspelt": lambda: _misspelt(chance.choice(labels), chance),
    }
    sorts = list(made)
    return [Question(made[sort](), sort) for sort in (sorts[n % len(sorts)] for n in range(count))]


def _misspelt(label: str, chance: random.Random) -> str:
    place = chance.randrange(len(label))
    return label[:place] + chance.choice("aeiou") + label[place + 1 :]


Times = dict[str, dict[str, list[float]]]


def _measured(
    held: snapshot.Snapshot,
    database: engine.Database,
    asked: Callable[[str, str], None],
    questions: Sequence[Question],
    slow: int,
) -> Times:
    times: Times = {}
    every = max(1, len(questions) // slow) if slow else len(questions) + 1
    for number, question in enumerate(rich.progress.track(questions, console=_say, description="Asking")):
        ways = _ways(held, database, question.text)
        if number % every == every - 1:
            ways["SQLite FTS5, first 20 and total"] = functools.partial(asked, "fts", question.text)
            ways["LIKE scan, first 20 and total"] = functools.partial(asked, "like", question.text)
        for name, way in ways.items():
            begun = time.perf_counter()
            way()
            took = (time.perf_counter() - begun) * 1e3
            times.setdefault(name, {}).setdefault(question.sort, []).append(took)
    return times


def _ways(held: snapshot.Snapshot, database: engine.Database, text: str) -> dict[str, Callable[[], object]]:
    return {
        "search, all facets": lambda: held.find(held.read(text), asking.Filters(), size=20),
        "search, filtered, all facets": lambda: held.find(held.read(text), FILTERED, size=20),
        "search, with statements from the database": lambda: _whole(held, database, text),
        "suggest": lambda: suggesting.suggested(held, text[: 1 + len(text) // 2]),
    }


def _whole(held: snapshot.Snapshot, database: engine.Database, text: str) -> object:
    with database.read() as session:
        return finding.find(session, held, text, procedures.Filters(), sort="relevance", size=20, after=None)


@contextlib.contextmanager
def _full_text(database: engine.Database, path: Path, *, asked: bool) -> Iterator[Callable[[str, str], None]]:
    """Open the same texts as a table of FTS5, and as one to be scanned, where they are to be asked."""
    if not asked:
        yield lambda *_: None
        return
    # The SQLite that the service itself uses.
    connection = engine._driver().connect(str(path))
    connection.execute("CREATE TABLE plain (slug TEXT, body TEXT)")
    connection.execute(
        "CREATE VIRTUAL TABLE fts USING fts5(slug UNINDEXED, body, tokenize='porter unicode61')"
    )
    with database.read() as session:
        query = select(tables.Procedure.slug, tables.Procedure.name, tables.Revision.document).join(
            tables.Revision,
            (tables.Procedure.slug == tables.Revision.slug)
            & (tables.Procedure.revision == tables.Revision.number),
        )
        for slug, name, document in session.execute(query.execution_options(yield_per=200)):
            claims = trees.claims(json.loads(document))
            body = "\n".join([name, *(claim["text"] for claim in claims)])
            connection.execute("INSERT INTO plain VALUES (?, ?)", (slug, body))
            connection.execute("INSERT INTO fts VALUES (?, ?)", (slug, body))
    connection.commit()

    def ask(way: str, text: str) -> None:
        words = [word.folded for word in texts.telling(texts.asked(text))]
        if not words:
            return
        if way == "fts":
            match = " ".join(f'"{word}"' for word in words)
            connection.execute(
                "SELECT slug FROM fts WHERE fts MATCH ? ORDER BY bm25(fts) LIMIT 20", (match,)
            ).fetchall()
            connection.execute("SELECT count(*) FROM fts WHERE fts MATCH ?", (match,)).fetchall()
            return
        where = " AND ".join("body LIKE ?" for _ in words)
        values = [f"%{word}%" for word in words]
        connection.execute(f"SELECT slug FROM plain WHERE {where} ORDER BY slug LIMIT 20", values).fetchall()
        connection.execute(f"SELECT count(*) FROM plain WHERE {where}", values).fetchall()

    yield ask
    connection.close()


def _report(held: snapshot.Snapshot, times: Times, wanted: argparse.Namespace) -> None:
    base = statistics.median(_all(times["search, all facets"]))
    table = rich.table.Table(
        title=f"{held.procedures} procedures, {wanted.questions} questions; milliseconds"
    )
    for heading in ("what", "questions", "p50", "p99", "most", "times the p50 of search"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for name, by_sort in times.items():
        _row(table, name, _all(by_sort), base)
        for sort, took in by_sort.items():
            _row(table, f"  {sort}", took, base)
    console = rich.console.Console(width=110)
    console.print(table)
    python, machine = platform.python_version(), platform.machine()
    if wanted.json is not None:
        wanted.json.write_text(
            json.dumps({"ways": {name: _ranked(_all(took)) for name, took in times.items()}})
        )
    console.print(
        f"Python {python}, tantivy {importlib.metadata.version('tantivy')}, {machine}, seed {wanted.seed}"
    )


def _all(by_sort: dict[str, list[float]]) -> list[float]:
    return [took for held in by_sort.values() for took in held]


def _row(table: rich.table.Table, name: str, took: list[float], base: float) -> None:
    ranked = _ranked(took)
    figures = [str(len(took)), *(f"{ranked[name]:.2f}" for name in ("p50", "p99", "most"))]
    table.add_row(name, *figures, f"{ranked['p50'] / base:.1f}")


def _ranked(took: list[float]) -> dict[str, float]:
    ordered = sorted(took)
    near_last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return {"p50": statistics.median(ordered), "p99": near_last, "most": ordered[-1]}


if __name__ == "__main__":
    main()
