"""Whole texts where they may be shown: as data and on the page, each part with what became of it; nowhere else."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.authoring import bundles, exporting, importing, texts
from app.content import marking, sources
from app.db import clock, engine
from tests import builders, clients, pages
from tests.site import reads

PATH, PAGE = f"/v1/sources/{builders.SOURCE}/text", f"/sources/{builders.SOURCE}"
CANARY = "Result number 7 can be seen by everybody"
"""Words of the text that no statement quotes."""


@pytest.fixture
def client(filled: engine.Database, opening: clients.Opened) -> TestClient:
    """Return a client of a service that may show the text of the made-up source."""
    with filled.write() as session:
        texts.bring_in(
            session,
            builders.SOURCE,
            builders.TEXT.encode(),
            right="We wrote it ourselves.",
            editor="Ada",
            note="",
            now=clock.now(),
        )
    return opening.of(filled.url)


def test_the_text_is_served_whole_with_what_became_of_each_part(client: TestClient) -> None:
    answer = client.get(PATH)
    held = answer.json()["data"]
    assert held["text"] == builders.TEXT
    assert (held["right"], held["sha256"], held["length"]) == (
        "We wrote it ourselves.",
        builders.DIGEST,
        len(builders.TEXT),
    )
    assert "".join(held["text"][part["start"] : part["end"]] for part in held["parts"]) == builders.TEXT
    used = {name for part in held["parts"] for name in part.get("statements", ())}
    assert used == {builders.named(line) for line in builders.LINES}
    assert {part["state"] for part in held["parts"]} == {"used", "excluded"}
    assert all("reason" in part for part in held["parts"] if part["state"] == "excluded")
    assert client.get(PATH, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert client.get(f"{PATH}?limit=1").status_code == 422


def test_the_page_shows_the_text_and_says_of_each_part_in_words_what_became_of_it(client: TestClient) -> None:
    read = pages.Page(client.get(PAGE).content)
    for line in builders.TEXT.splitlines():
        assert line in read.text
    for line in builders.LINES:
        assert f"/procedures/example-peel#{builders.named(line)}" in read.values("href", tags={"a"})
    held = clients.data(client, PATH)["parts"]
    assert read.words.count("Left out:") == sum(part["state"] == "excluded" for part in held)
    assert read.words.count("Used: st_") == sum(part["state"] == "used" for part in held)
    assert "By what right it is shown: We wrote it ourselves." in read.words
    assert "belongs to others" not in read.words
    reads.check(client, PAGE, at_most=9)


def test_without_the_right_only_phrases_are_shown_and_that_is_said(
    filled: engine.Database, opening: clients.Opened
) -> None:
    client = opening.of(filled.url)
    answer = client.get(PATH)
    assert (answer.status_code, answer.json()["code"]) == (404, "text_not_shown")
    assert client.get("/v1/sources/nowhere/text").json()["code"] == "source_not_found"
    page = client.get(PAGE)
    assert CANARY not in page.text
    assert "Its text is not shown here: it belongs to others." in pages.Page(page.content).words


def test_a_text_is_gone_once_the_source_is_another_document(
    client: TestClient, filled: engine.Database, tmp_path: Path
) -> None:
    other = builders.source([builders.draft()], sha256="0" * 64).changed(ledger=())
    tree = json.loads(json.dumps(builders.draft_tree()).replace(builders.DIGEST, "0" * 64))
    ledger = builders.source([builders.draft()]).ledger
    importing.import_folder(
        filled, builders.folder(tmp_path / "b", tree, described=other.changed(ledger=ledger))
    )
    assert client.get(PATH).json()["code"] == "text_not_shown"


def test_the_text_is_nowhere_else(client: TestClient, filled: engine.Database) -> None:
    """Not in exports, lists, search, feeds; and no other address has its words."""
    for form in bundles.FORMS:
        out = io.BytesIO()
        exporting.export(filled, out, form=form)
        assert CANARY.encode() not in out.getvalue()
    for path in [
        "/v1/sources",
        f"/v1/sources/{builders.SOURCE}",
        f"/v1/sources/{builders.SOURCE}/coverage",
        f"/v1/search?q={CANARY.replace(' ', '+')}",
        "/v1/procedures",
        "/v1/procedures/example-peel",
        "/v1/procedures/example-peel.jsonld",
        "/v1/procedures/example-peel.md",
        "/v1/corrections",
        "/procedures/example-peel",
        "/sources",
    ]:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert CANARY not in answer.text, path


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12), st.booleans()), max_size=6),
    st.integers(1, 60),
)
def test_every_character_is_in_one_part_whatever_the_ledger_says(
    drawn: list[tuple[int, int, bool]], length: int
) -> None:
    ledger = [
        sources.Span(start=start, end=start + size, excluded="general")
        if left_out
        else sources.Span(start=start, end=start + size, used=("st_0000000001",))
        for start, size, left_out in sorted(drawn)
    ]
    parts = marking.divided(ledger, length=length, published=())
    assert [part.start for part in parts] == [0, *(part.end for part in parts[:-1])]
    assert parts[-1].end == length
