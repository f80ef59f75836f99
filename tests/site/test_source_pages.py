"""The pages of the sources: what each is, who gains, what rests on it, what was left out; not its text."""

import dataclasses
import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.authoring import importing
from app.catalogue import citing, listing
from app.content import sources as contents
from app.content import statements
from app.db import engine
from app.renderings import apart, html, languages, sources
from tests import builders, clients, pages, showing
from tests.hostile import texts
from tests.site import reads

IDS = (
    "laser-skin-tightening-clinic-page",
    "laser-skin-tightening-risks-article",
    "mesotherapy-directory",
    "micro-laser-lipo-article",
    "micro-laser-peel-clinic",
)


def _read(client: TestClient, path: str) -> pages.Page:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return pages.Page(answer.content)


def test_the_list_says_of_each_source_what_it_is_and_who_gains(client: TestClient) -> None:
    read = _read(client, "/sources")
    assert "5 sources in all." in read.words
    for row in clients.data(client, "/v1/sources"):
        assert f"/sources/{row['id']}" in read.values("href", tags={"a"})
        assert row["title"] in read.text
        assert row["commercial_interest"] in read.text
    assert read.words.count("lowest grade of evidence") == 5
    assert read.words.count("its age is unknown") == 4
    assert "How to read the grade" in read.words


@pytest.mark.parametrize("source", IDS)
def test_a_page_says_all_that_is_known_of_a_source(client: TestClient, source: str) -> None:
    read, known = _read(client, f"/sources/{source}"), clients.data(client, f"/v1/sources/{source}")
    for name in ("title", "about", "commercial_interest", "rights", "sha256"):
        assert known[name] in read.text
    for said in (
        "lowest grade of evidence",
        "What it is worth",
        "Age",
        "Language English",
        "Translated",
    ):
        assert said in read.words
    assert f"{known['length']:,} characters" in read.words
    unknown = ("date", "publisher", "author", "address", "translated")
    gaps = sum(known.get(name, "unknown") == "unknown" for name in unknown)
    assert read.words.count("not known") + read.words.count("its age is unknown") >= gaps > 0


@pytest.mark.parametrize("source", IDS)
def test_every_statement_that_rests_on_a_source_is_linked_to_its_place(
    client: TestClient, source: str
) -> None:
    linked = {
        link for link in _read(client, f"/sources/{source}").values("href", tags={"a"}) if "#st_" in link
    }
    expected = set()
    for slug in clients.data(client, f"/v1/sources/{source}")["procedures"]:
        document = clients.data(client, f"/v1/procedures/{slug}")
        expected |= {f"/procedures/{slug}#{name}" for name in _resting(document, source)}
        places = set(_read(client, f"/procedures/{slug}").values("id"))
        assert {link.partition("#")[2] for link in linked if f"/{slug}#" in link} <= places
    assert linked == expected


def _resting(tree: object, source: str) -> Iterator[str]:
    """Yield the ids of everything in a document with evidence from a source."""
    if isinstance(tree, dict):
        if any(item["source"] == source for item in tree.get("evidence", ()) if isinstance(item, dict)):
            yield tree["id"]
        for value in tree.values():
            yield from _resting(value, source)
    elif isinstance(tree, list):
        for value in tree:
            yield from _resting(value, source)


@pytest.mark.parametrize("source", IDS)
def test_what_was_left_out_is_counted_by_its_reason_with_our_notes(client: TestClient, source: str) -> None:
    read, covered = (
        _read(client, f"/sources/{source}"),
        clients.data(client, f"/v1/sources/{source}/coverage"),
    )
    assert f"{covered['shares']['used'].removesuffix('.0')}% of its text is used" in read.words
    left_out = [span for span in covered["spans"] if "excluded" in span]
    by_reason: dict[str, list[dict[str, object]]] = {}
    for span in left_out:
        by_reason.setdefault(span["excluded"], []).append(span)
        assert span.get("note", "") in read.text
    said = re.findall(r"(\d+) places?, ([\d,]+) characters", read.words)
    expected = {
        (str(len(spans)), f"{sum(int(str(s['end'])) - int(str(s['start'])) for s in spans):,}")
        for spans in by_reason.values()
    }
    assert set(said) == expected
    assert len(said) == len(by_reason)


@pytest.mark.parametrize("source", IDS)
def test_no_phrase_of_a_source_stands_on_its_page(client: TestClient, source: str) -> None:
    read = _read(client, f"/sources/{source}")
    assert not {tag for tag, _ in read.elements} & {"q", "blockquote"}
    own = {
        word
        for name in ("title", "about", "rights")
        for word in (clients.data(client, f"/v1/sources/{source}")[name],)
    }
    for slug in clients.data(client, f"/v1/sources/{source}")["procedures"]:
        for phrase in _phrases(clients.data(client, f"/v1/procedures/{slug}"), source):
            if len(phrase.split()) > 5 and not any(phrase in text for text in own):
                assert phrase not in read.text


def _phrases(tree: object, source: str) -> Iterator[str]:
    if isinstance(tree, dict):
        if tree.get("source") == source and "phrase" in tree:
            yield tree["phrase"]
        for value in tree.values():
            yield from _phrases(value, source)
    elif isinstance(tree, list):
        for value in tree:
            yield from _phrases(value, source)


def test_the_statements_follow_one_another_over_pages(client: TestClient) -> None:
    whole = [link for link in _read(client, f"/sources/{IDS[0]}").values("href") if "#st_" in link]
    found: list[str] = []
    following: str | None = f"/sources/{IDS[0]}?limit=7"
    visited = 0
    while following:
        read = _read(client, following)
        found += [link for link in read.values("href") if "#st_" in link]
        nexts = [held["href"] for _, held in read.elements if held.get("rel") == "next"]
        following, visited = (nexts[0] if nexts else None), visited + 1
        assert ("What was left out" in read.words) == (visited == 1)
        assert ("noindex" in read.values("content")) == (visited > 1)
    assert found == whole
    assert visited > 2


def test_statements_of_several_procedures_stand_together_over_pages(
    database: engine.Database, tmp_path: Path
) -> None:
    trees = [builders.draft_tree(f"peel-{number}", procedure=number) for number in (1, 2, 3)]
    importing.import_folder(database, builders.folder(tmp_path / "catalogue", *trees), note="Imported.")
    found: list[tuple[str, int]] = []
    after: listing.Key | None = None
    with database.read() as session:
        while True:
            part = citing.listed(session, builders.SOURCE, size=7, after=after)
            found += [(row.slug, row.ordinal) for row in part.rows]
            if (after := part.last) is None:
                break
    assert len(found) == len(set(found)) == part.total > 21
    assert found == sorted(found)


@pytest.mark.parametrize("path", ["/sources", f"/sources/{IDS[0]}"])
def test_a_page_of_sources_is_served_as_pages_are(client: TestClient, path: str) -> None:
    reads.check(client, path, at_most=7)


def test_a_source_that_is_not_there_is_not_found(client: TestClient) -> None:
    answer = client.get("/sources/no-such", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "We have no page on this source" in answer.text


def _frame() -> html.Frame:
    return html.Frame(
        publisher=showing.PUBLISHER, language=languages.ENGLISH, offered=("en",), path="/sources/a", title="A"
    )


def _source(**changes: object) -> contents.CitedSource:
    held = builders.source().metadata().model_dump(mode="json", exclude_none=True)
    made = contents.Source.model_validate_json(json.dumps({**held, **changes}))
    return contents.CitedSource.cite(made)


def _page(source: contents.CitedSource, **changes: object) -> pages.Page:
    held = sources.Page(source=source, resting=(), total=0, first=True, next=None, account=None)
    return pages.Page(sources.page(dataclasses.replace(held, **changes), frame=_frame()))  # type: ignore[arg-type]


def test_a_source_that_is_only_pointed_to_is_said_to_be_so() -> None:
    held = _source().model_copy(update={"access": "referenced", "sha256": None, "length": None})
    read = _page(held)
    assert "No. We only point to places in it" in read.words
    assert "we cannot account for all of its text. It may say things that are missing here." in read.words
    assert "SHA-256" not in read.words
    assert sources.account(held, ()) is None


def test_nothing_that_rests_on_a_source_is_said_in_words() -> None:
    assert "No published statement rests on it at present." in _page(_source()).words


@pytest.mark.parametrize(
    ("translated", "said"), [(True, "yes, from another language"), (False, "Translated no")]
)
def test_a_translation_is_said_to_be_one(translated: object, said: str) -> None:
    assert said in _page(_source(translated=translated)).words


def test_every_reason_has_words_and_a_place() -> None:
    assert set(sources.REASONS) == set(contents.ExclusionReason.__args__)  # type: ignore[attr-defined]
    spans = [
        contents.Span(start=place, end=place + 1, excluded=reason, note=f"Note {place}.")
        for place, reason in enumerate(sources.REASONS)
    ]
    held = _source().model_copy(update={"length": len(spans)})
    account = sources.account(held, spans)
    assert account is not None
    assert [part.reason for part in account.left_out] == list(sources.REASONS)
    read = _page(held, account=account)
    assert all(f"Note {place}." in read.words for place in range(len(spans)))
    assert read.words.count("1 place, 1 characters") == len(spans)


@pytest.mark.parametrize("hostile", texts.WORDS.values(), ids=texts.WORDS)
def test_hostile_text_of_a_source_is_shown_as_text(hostile: str) -> None:
    names = ("title", "publisher", "author", "commercial_interest", "rights", "about")
    claim = sources.Claim(claim=statements.Pain(id="st_0000000001", text="plain"), here=(), elsewhere=())
    group = sources.Resting(
        slug="peel",
        name="plain",
        claims=(claim,),
        shown=apart.beside("peel", today=datetime.date(2026, 1, 1)),
    )
    account = sources.Account(
        places=1,
        share=0.5,
        left_out=(sources.LeftOut(reason="general", places=1, characters=1, share=0.5, notes=("plain",)),),
    )
    plain = _page(
        _source().model_copy(update=dict.fromkeys(names, "plain")), resting=(group,), total=1, account=account
    )
    left = dataclasses.replace(account.left_out[0], notes=(hostile,))
    shown = _page(
        _source().model_copy(update=dict.fromkeys(names, hostile)),
        resting=(
            dataclasses.replace(
                group,
                name=hostile,
                claims=(dataclasses.replace(claim, claim=claim.claim.changed(text=hostile)),),
            ),
        ),
        total=1,
        account=dataclasses.replace(account, left_out=(left,)),
    )
    assert shown.shape == plain.shape
    assert shown.text.count(hostile) >= 9
