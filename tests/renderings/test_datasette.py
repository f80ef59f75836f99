"""An exported database answers in Datasette what its own readme asks, and leaves out nothing for being unknown."""

import datetime
import json
import re
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.content import document, durations, statements
from tests import facts, printing

TITLE = "Which side effects last longer than a week?"
WEEK = 7 * 86_400
DOUBTS = re.compile(r"(?<=doubt) \([a-z ]+\)$")
NEVER = datetime.date(1999, 1, 1)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return printing.printed("sqlite", printing.documents(), tmp_path_factory.mktemp("datasette"))


@pytest.fixture(scope="module")
def place(exported: Path, datasette: Path) -> Iterator[str]:
    """Serve the file with the metadata that it brings, and return its address there."""
    metadata = exported.with_name("metadata.json")
    metadata.write_text(_held(exported, "metadata.json"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--port", str(port), "--metadata", str(metadata), "--setting", "sql_time_limit_ms", "20000"]
    with subprocess.Popen(
        [str(datasette), "serve", str(exported), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "HOME": str(exported.parent)},
    ) as server:
        try:
            _await(f"http://127.0.0.1:{port}/-/versions.json", server)
            yield f"http://127.0.0.1:{port}/{exported.stem}"
        finally:
            server.terminate()


def _await(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < until:
        try:
            assert httpx2.get(url).json()["datasette"]["version"] == "0.65.5"
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("Datasette did not start")


def _held(path: Path, name: str) -> str:
    database = sqlite3.connect(path)
    try:
        return str(database.execute("SELECT content FROM readme WHERE name = ?", (name,)).fetchone()[0])
    finally:
        database.close()


def _query(readme: str) -> str:
    found = re.search(rf"^### {re.escape(TITLE)}$.*?^```sql\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def _expected() -> list[tuple[Any, ...]]:
    """Return the rows that the question must have, from the documents."""
    found: list[tuple[Any, ...]] = []
    for held in printing.documents():
        effects = held.sections.side_effects
        labels = {concept.id: concept.label for concept in held.concepts}
        doubted = {name for name, doubt in facts.doubts_of(held, today=NEVER) if doubt != "withdrawn"}
        for effect in effects.statements:
            answer = _answer(effect, doubted=effect.id in doubted)
            if answer is not None:
                found.append((held.name, labels[effect.concept], answer, effect.id))
        if not effects.statements:
            found.append((held.name, None, f"not known: {effects.words}", None))
    return found


def _answer(effect: statements.SideEffect, *, doubted: bool) -> str | None:
    length = effect.duration
    if effect.rank == "deprecated":
        return f"no longer held: {effect.rank_reason}"
    if isinstance(length, durations.Unstated):
        return "may last longer: not stated"
    least, most = (0 if bound == "open" else durations.seconds(bound) for bound in (length.min, length.max))
    hedged = f", the source says “{effect.hedge}”" if effect.hedge is not None else ""
    sure = hedged + (", in doubt" if doubted else "")
    told = (
        (least > WEEK, f"yes{sure}"),
        (length.max == "open", "may last longer: no end is stated"),
        (most > WEEK, f"can last longer{sure}"),
        (length.measures == "until_better", "may last longer: only when it gets better is stated"),
        (effect.hedge is not None, f"may last longer: the source says “{effect.hedge}”"),
        (doubted, "may last longer: what says otherwise is in doubt"),
    )
    return next((answer for holds, answer in told if holds), None)


def _rows(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (row["procedure"], row["side_effect"], DOUBTS.sub("", row["answer"]), row["statement"])
        for row in found
    ]


def test_the_query_of_the_readme_tells_which_side_effects_last_longer_than_a_week(
    place: str, exported: Path
) -> None:
    sql = _query(_held(exported, "README.md"))
    answer = httpx2.get(f"{place}.json", params={"sql": sql, "_shape": "objects"}).json()
    assert (answer["ok"], answer["truncated"]) == (True, False)
    expected = _expected()
    assert _rows(answer["rows"]) == expected
    answers = {said.partition(" the source says")[0].partition(": Our")[0] for _, _, said, _ in expected}
    assert any(said.startswith("no longer held: ") for said in answers)
    answers = {said.partition(",")[0] for said in answers if not said.startswith("no longer held: ")}
    assert answers == {
        "yes",
        "can last longer",
        "may last longer: no end is stated",
        "may last longer: not stated",
        "may last longer: only when it gets better is stated",
        "may last longer:",
        "may last longer: what says otherwise is in doubt",
        "not known",
    }
    lasting = [identifier for name, _, _, identifier in expected if name == "Lasting peel"]
    within = [
        claim.id for _, claim in document.claims(printing.lasting()) if claim.id.startswith("st_00000900")
    ]
    assert set(within) - set(lasting) == {"st_0000090007"}  # the one that is surely gone


def test_the_question_stands_there_to_be_asked(place: str, exported: Path) -> None:
    asked = httpx2.get(f"{place}/longer_than_a_week.json", params={"_shape": "array"}).json()
    assert _rows(asked) == _expected()


def test_tables_and_columns_are_explained(place: str, exported: Path) -> None:
    page = httpx2.get(f"{place}/statements").text
    metadata = json.loads(_held(exported, "metadata.json"))
    told = metadata["databases"]["candour-5"]["tables"]["statements"]
    assert told["description"][:40] in page
    assert told["columns"]["hedge"][:40] in page
    assert "CC BY 4.0" in page
    sql = "SELECT words FROM safety WHERE procedure = 'silent-peel'"
    rows = httpx2.get(f"{place}.json", params={"sql": sql, "_shape": "array"}).json()
    assert len(rows) == 5
    assert all("does not mean it is safe" in row["words"] for row in rows)
