"""Scripts, formulas and markup in texts are words like any other: stored, served and shown as they are, never run."""

import itertools
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from tests import builders, clients, commands
from tests.hostile import fields, files, texts
from tests.renderings import fhirs

CELLS = {
    "formula": "=HYPERLINK('//evil.example','a')",
    "formula-plus": "+1+cmd|' /C calc'!A0",
    "formula-minus": "-2+3",
    "formula-at": "@SUM(A1)",
    "terminal without its escape": "[31;1mred[0m ]0;owned",
    "breakout": "</script><!--<script>",
    "entity": "&lt;b&gt;&amp;amp;",
    "back-ticks": "`${alert(1)}`",
    "jinja": "{% raw %}{{ config }}{% endraw %}",
}
SOURCE_FIELDS = ("title", "publisher", "author", "commercial_interest", "rights", "about")


WORDS = tuple(word for word in {**texts.WORDS, **CELLS}.values() if fields.may_stand(word))


class _Seen(HTMLParser):
    """Hold what a browser would see of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def _rounds() -> list[dict[str, str]]:
    """Return which word goes into which field, so that every word is in a field and every field holds a word."""
    cycle = itertools.cycle(WORDS)
    return [{name: next(cycle) for name in fields.TEXTS} for _ in range(-(-len(WORDS) // len(fields.TEXTS)))]


def _tree(round_: int, words: dict[str, str]) -> Any:
    tree = builders.draft_tree(f"hostile-{round_}", procedure=1)
    for path, word in words.items():
        files.put(tree, path, word)
    return _renumbered(tree, round_)


def _renumbered(tree: Any, round_: int) -> Any:
    """Give every id of a procedure's range the range of another procedure."""
    text = json.dumps(tree)
    for kind in ("st", "cf"):
        text = text.replace(f'"{kind}_000000', f'"{kind}_00000{round_}')
    return json.loads(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a catalogue in which every text of people is hostile."""
    trees = [_tree(number, words) for number, words in enumerate(_rounds(), start=1)]
    described = dict(zip(SOURCE_FIELDS, WORDS, strict=False))
    source = builders.source([builders.parsed(tree) for tree in trees], **described)
    return builders.folder(tmp_path / "catalogue", *trees, described=source)


@pytest.fixture
def client(database_url: str, folder: Path) -> Iterator[TestClient]:
    """Return a client over that catalogue."""
    imported = commands.candour("import", str(folder), "--note", WORDS[0], url=database_url)
    assert imported.returncode == 0, imported.stderr
    configured = settings.Settings(database_url=SecretStr(database_url), public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as held:
        yield held


def _read(tree: Any, path: str, round_: int) -> Any:
    parts = path.split("/")
    if parts[0].startswith("@"):
        name = builders.named(parts.pop(0)[1:]).replace("st_000000", f"st_00000{round_}")
        tree = builders.found(tree, name)
    for part in parts:
        tree = tree[int(part)] if isinstance(tree, list) else tree[part]
    return tree


def test_there_are_many_words_and_each_has_a_field() -> None:
    assert len(WORDS) > 50
    assert {word for words in _rounds() for word in words.values()} == set(WORDS)


def test_every_text_comes_out_of_the_api_as_it_went_in(client: TestClient) -> None:
    for round_, words in enumerate(_rounds(), start=1):
        answer = client.get(f"/v1/procedures/hostile-{round_}")
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        document = answer.json()["data"]
        assert {path: _read(document, path, round_) for path in words} == words
    cards = {card["slug"]: card for card in clients.whole(client, "/v1/procedures?limit=1")}
    for round_, words in enumerate(_rounds(), start=1):
        assert cards[f"hostile-{round_}"]["name"] == words["name"]
    rows = clients.whole(client, "/v1/side-effects?limit=1")
    assert {row["statement"]["text"] for row in rows} == {
        words[f"@side_effect_{number}/text"] for words in _rounds() for number in (1, 2)
    }
    source = clients.data(client, f"/v1/sources/{builders.SOURCE}")
    assert [source[name] for name in SOURCE_FIELDS] == list(WORDS[: len(SOURCE_FIELDS)])


def test_every_text_is_words_in_json_ld(client: TestClient) -> None:
    for round_, words in enumerate(_rounds(), start=1):
        answer = client.get(f"/v1/procedures/hostile-{round_}.jsonld")
        assert answer.headers["content-type"] == "application/ld+json"
        said = set(_texts(answer.json()))
        assert set(words.values()) <= said
        assert set(WORDS[: len(SOURCE_FIELDS)]) <= said


def test_every_text_is_words_in_fhir(client: TestClient) -> None:
    for round_, words in enumerate(_rounds(), start=1):
        answer = client.get(f"/v1/procedures/hostile-{round_}.fhir.json")
        assert answer.headers["content-type"] == "application/fhir+json; fhirVersion=5.0"
        assert fhirs.faults(answer.json()) == []
        said = set(_texts(answer.json()))
        assert set(words.values()) <= said
        assert set(WORDS[: len(SOURCE_FIELDS)]) <= said


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    for item in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _texts(item)


def test_a_procedure_is_found_by_its_hostile_name(client: TestClient) -> None:
    for words in _rounds():
        found = client.get("/v1/procedures", params={"alias": words["@alias/label"]}).json()["data"]
        assert words["name"] in {card["name"] for card in found}


def test_every_text_survives_export_and_import(client: TestClient, database_url: str, tmp_path: Path) -> None:
    assert commands.candour("export", str(tmp_path / "out"), url=database_url).returncode == 0
    again = commands.candour("import", str(tmp_path / "out"), url=database_url)
    assert (again.returncode, "Changes: 0." in again.stderr) == (0, True)
    assert client.get("/health/version").json()["catalogue_revision"] == 1


@pytest.mark.parametrize("round_", range(1, len(_rounds()) + 1))
def test_every_text_is_words_on_the_page_of_corrections(
    client: TestClient, database_url: str, folder: Path, round_: int
) -> None:
    words = _rounds()[round_ - 1]
    tree = json.loads((folder / f"procedures/hostile-{round_}.json").read_text())
    for line in builders.LINES:
        name = builders.named(line).replace("st_000000", f"st_00000{round_}")
        builders.found(tree, name)["text"] = f"Now {words['@' + line + '/text']}"
    (folder / f"procedures/hostile-{round_}.json").write_text(json.dumps(tree))
    note = words["@duration/text"]
    result = commands.candour("import", str(folder), f"--note={note}", url=database_url)
    assert result.returncode == 0, result.stderr
    page = client.get("/corrections")
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    seen = _Seen(page.text)
    assert not {"script", "img", "svg", "iframe", "base", "object"} & set(seen.elements)
    assert not {name for name in seen.attributes if name.startswith("on")} | (
        {"style", "src"} & seen.attributes
    )
    for line in builders.LINES:
        word = words[f"@{line}/text"]
        assert word in seen.text
        assert f"Now {word}" in seen.text
    assert words["name"] in seen.text
    assert note in seen.text
    listed = clients.data(client, "/v1/corrections")
    assert listed[0]["note"] == note
