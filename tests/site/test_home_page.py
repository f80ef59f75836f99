"""The first page: it says how far it can be relied on, finds what the API finds; finding nothing proves nothing."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.authoring import importing, publishing
from app.content import words
from app.db import engine
from app.renderings import home, languages
from tests import builders, clients, counting
from tests.hostile import texts
from tests.site import reading

PAGE = "/"
FACETS = ("concern", "body_area", "category", "invasiveness")


def _get(client: TestClient, **parameters: str) -> reading.Element:
    answer = client.get(f"{PAGE}?{urlencode(parameters)}" if parameters else PAGE)
    assert answer.status_code == 200, answer.text
    return reading.page(answer.text)


def _data(client: TestClient, **parameters: str) -> Any:
    return client.get(f"/v1/search?{urlencode(parameters)}").json()


def test_the_first_page_says_what_this_is_and_that_nothing_is_reviewed(client: TestClient) -> None:
    page = _get(client)
    notice = page.one("div", class_="notice").words
    assert "It holds 4 procedures so far." in notice
    assert "No clinician has reviewed any of its statements yet." in notice
    assert "Every statement has the lowest grade of evidence" in notice
    assert "Where nothing is known, it says so plainly." in page.one("p", class_="lead").words


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((0, 0, 0, 0, 0), "says nothing about any procedure"),
        ((1, 0, 0, 0, 0), "It holds 1 procedure so far."),
        ((9, 1, 0, 0, 0), "Only in 0 of them has a clinician reviewed every statement"),
        ((9, 9, 0, 9, 9), "Each of its statements has been reviewed"),
        ((9, 0, 2, 0, 0), "In 2 of them a reviewer disputes a statement."),
        ((9, 9, 0, 8, 3), "Only in 3 of them does any statement rest on more"),
        ((9, 9, 0, 9, 9), "Each statement says what grade"),
    ],
)
def test_the_state_is_never_said_better_than_it_is(counts: tuple[int, int, int, int, int], said: str) -> None:
    total, reviewed, disputed, wholly, better = counts
    counted = home.Standing(
        procedures=total, reviewed=reviewed, disputed=disputed, wholly_reviewed=wholly, better=better
    )
    sentences = " ".join(home.state(counted, languages.ENGLISH))
    assert said in sentences
    assert ("lowest grade of evidence; none" in sentences) == (counted.better == 0 and counted.procedures > 0)


@pytest.fixture
def reviewed(database_url: str, tmp_path: Path) -> Iterator[TestClient]:
    """Return a client of a service over two small procedures, one of them with a statement that was reviewed."""
    database = engine.Database(database_url)
    try:
        importing.import_folder(
            database,
            builders.folder(tmp_path, builders.draft_tree(), builders.draft_tree("other-peel", procedure=2)),
        )
        tree = builders.draft_tree()
        claim = builders.found(tree, builders.named("recovery"))
        claim["review"] = {
            "state": "reviewed", "role": "dermatologist", "on": "2026-11-01", "next_due": "2027-11-01"
        }  # fmt: skip
        with database.write() as session:
            publishing.publish(
                session,
                builders.parsed(tree),
                editor="E",
                reviewer="dermatologist",
                note="Reviewed",
                now=datetime.datetime.now(datetime.UTC),
                conditions=publishing.Conditions(allow_unreviewed=True),
            )
    finally:
        database.dispose()
    configured = settings.Settings(database_url=SecretStr(database_url), public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as client:
        yield client


def test_the_state_follows_what_is_published(reviewed: TestClient) -> None:
    assert "Only in 0 of them has a clinician reviewed every statement" in _get(reviewed).words


def test_browsing_offers_every_facet_with_the_counts_of_the_search(client: TestClient) -> None:
    facets = _data(client)["facets"]
    page = _get(client)
    for name in FACETS:
        section = page.one("section", aria_labelledby=f"by-{name}")
        shown = [item.words for item in section.all("li")]
        counted = [value["count"] for value in facets[name]["values"]]
        assert [int(one.split()[-2]) for one in shown] == counted
        unknown = facets[name]["not_stated"]
        assert (f"For {unknown} of these procedures our sources do not say." in section.words) == (
            unknown > 0
        )


def test_every_choice_leads_to_as_many_procedures_as_it_counts(client: TestClient) -> None:
    page = _get(client)
    links = [
        (item.one("a").attributes["href"], int(item.words.split()[-2]))
        for name in FACETS
        for item in page.one("section", aria_labelledby=f"by-{name}").all("li")
    ]
    assert len(links) > 30
    for href, count in links[::5]:
        found = reading.page(client.get(href).text)
        assert len(found.all("article")) == count
        assert "Remove this filter" in found.words


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "bruising"},
        {"q": "pregnant"},
        {"q": "acutane"},
        {"q": "sun spots", "category": "laser-treatment"},
        {"concern": "scars", "include_unknown": "true"},
    ],
)
def test_the_page_finds_what_the_api_finds_with_the_same_statements_and_marks(
    client: TestClient, asked: dict[str, str]
) -> None:
    page, body = _get(client, **asked), _data(client, **asked)
    articles = page.all("article")
    assert [one.attributes["data-procedure"] for one in articles] == [
        hit["procedure"]["slug"] for hit in body["data"]
    ]
    for article, hit in zip(articles, body["data"], strict=True):
        matches = hit.get("matches", [])
        shown = article.having("data-statement")
        assert [one.attributes["data-statement"] for one in shown] == [m["statement"]["id"] for m in matches]
        for one, match in zip(shown, matches, strict=True):
            text = match["statement"]["text"]
            assert text in one.words
            assert [mark.words for mark in one.all("mark")] == [
                text[place["start"] : place["end"]] for place in match.get("marks", [])
            ]
            link = one.one("a").attributes["href"]
            assert link == f"/procedures/{hit['procedure']['slug']}#{match['statement']['id']}"


def test_each_procedure_says_which_safety_sections_are_silent(client: TestClient) -> None:
    rows = {hit["procedure"]["slug"]: hit["procedure"] for hit in _data(client)["data"]}
    for article in _get(client).all("article"):
        card = rows[article.attributes["data-procedure"]]
        told = {
            one.attributes["data-section"]: one.attributes["data-coverage"]
            for one in article.having("data-section")
        }
        assert told == {name: card["coverage"][name] for name in card["words"]}
        silent = article.one("div", class_="silent")
        assert words.NOT_SAFE in silent.words
        assert {one.attributes["data-coverage"] for one in silent.having("data-section")} == {"not_addressed"}


def test_finding_nothing_says_that_it_is_no_evidence_of_safety(client: TestClient) -> None:
    page = _get(client, q="zzqqzz")
    assert "0 procedures found" in page.words
    assert words.FOUND_NOTHING in page.words
    assert not page.all("article")


def test_other_words_and_other_spellings_are_said_as_by_the_api(client: TestClient) -> None:
    asked = {"q": "bruising acutane", "concern": "scars"}
    page, body = _get(client, **asked), _data(client, **asked)
    (correction,) = body["question"]["corrections"]
    assert f"The word “{correction['word']}” stands nowhere in the catalogue." in page.words
    assert f"This was looked for instead: {', '.join(correction['looked_for'])}." in page.words
    assert words.NOT_ALL_WORDS in page.words
    offered = [one.words for one in page.one("ul", aria_labelledby="instead").all("a")]
    assert offered == body["did_you_mean"]


@pytest.mark.parametrize("mark", "\u200b\u200d\u200e\u200f\u202e\u00ad\ufeff\0")
def test_marks_that_show_nothing_are_no_fault_in_what_was_pasted(client: TestClient, mark: str) -> None:
    plain, marked = _get(client, q="pregnancy"), _get(client, q=f"{mark}pregnancy{mark}")
    found = [[one.attributes["data-procedure"] for one in page.all("article")] for page in (plain, marked)]
    assert found[0] == found[1] != []


def test_an_empty_field_finds_everything(client: TestClient) -> None:
    assert len(_get(client, q="").all("article")) == 4
    assert len(_get(client, q=" ").all("article")) == 4


def test_what_is_not_known_can_be_listed_as_well(client: TestClient) -> None:
    page = _get(client, invasiveness="surgical")
    assert "Procedures for which our sources do not say are left out." in page.words
    link = next(one for one in page.all("a") if one.words == "List them as well").attributes["href"]
    wider = reading.page(client.get(link).text)
    assert len(wider.all("article")) == 3
    assert "are listed as well" in wider.words


def test_only_the_bare_page_is_for_search_engines(client: TestClient) -> None:
    bare = reading.whole(client.get("/").text)
    assert bare.one("link", rel="canonical").attributes["href"] == f"{clients.PUBLIC_URL}/"
    assert not bare.all("meta", name="robots")
    for address in ("/?q=laser", "/?concern=scars", "/?q=laser&category=laser-treatment"):
        assert (
            reading.whole(client.get(address).text).one("meta", name="robots").attributes["content"]
            == "noindex"
        )


@pytest.mark.parametrize("address", ["/", "/?q=bruising", "/?concern=scars"])
def test_the_page_is_kept_for_a_minute_and_not_sent_again(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert (
        answer.headers["cache-control"]
        == "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
    )
    assert answer.headers["catalogue-freshness"] == "confirmed"
    assert "script" not in answer.headers["content-security-policy"]
    assert client.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == answer.headers["content-length"]


@pytest.mark.parametrize(
    "address", ["/?zz=1", "/?q=a&q=b", "/?invasiveness=none", "/?concern=zzqq", "/?cursor=x"]
)
def test_what_is_not_understood_is_refused(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == (400 if "cursor" in address else 422)


@pytest.mark.parametrize("word", texts.WORDS.values(), ids=texts.WORDS)
def test_a_hostile_question_is_shown_as_it_was_typed(client: TestClient, word: str) -> None:
    answer = client.get("/", params={"q": word})
    assert answer.status_code == 200
    page = reading.whole(answer.text)
    assert page.one("input", id="q").attributes["value"] == word
    assert not page.all("script")
    plain = reading.whole(client.get("/", params={"q": "zzqqzz"}).text)
    assert {held.tag for held in page.walk()} <= {held.tag for held in plain.walk()} | {
        "article", "mark", "h3", "details", "summary", "div", "bdi", "nav", "strong", "ul", "li", "span", "section"
    }  # fmt: skip
    assert not [name for held in page.walk() for name in held.attributes if name.startswith("on")]


@pytest.mark.parametrize(("address", "most"), [("/", 2), ("/?q=bruising", 5), ("/?concern=scars", 4)])
def test_the_page_asks_few_questions_of_the_database(client: TestClient, address: str, most: int) -> None:
    with counting.counted() as asked:
        assert client.get(address).status_code == 200
    assert 1 <= len(asked) <= most, asked


def test_the_list_goes_on_behind_a_link(database_url: str, tmp_path: Path) -> None:
    drafts = [builders.draft_tree(f"peel-{number:02}", procedure=number) for number in range(1, 23)]
    database = engine.Database(database_url)
    try:
        importing.import_folder(database, builders.folder(tmp_path, *drafts))
    finally:
        database.dispose()
    configured = settings.Settings(
        database_url=SecretStr(database_url), public_url=f"{clients.PUBLIC_URL}/sub"
    )
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as client:
        first = reading.page(client.get("/").text)
        (following,) = first.all("a", rel="next nofollow")
        href = following.attributes["href"]
        assert href.startswith("/sub/?cursor=")
        second = reading.page(client.get(href.removeprefix("/sub")).text)
        named = [one.attributes["data-procedure"] for page in (first, second) for one in page.all("article")]
        assert named == [f"peel-{number:02}" for number in range(1, 23)]
        assert [
            one.attributes["href"] for one in second.all("a") if one.words == "Back to the beginning"
        ] == ["/sub/"]


def test_a_text_is_cut_at_its_marks_and_loses_nothing() -> None:
    assert home.pieces("abc", ()) == (("abc", False),)
    assert home.pieces("a💉c d", ((1, 2), (4, 5))) == (("a", False), ("💉", True), ("c ", False), ("d", True))
    assert home.pieces("", ()) == ()
