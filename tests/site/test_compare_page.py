"""The page of comparison: every fact of the API's comparison, each gap in words, and a form that works by itself."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.api import compare as api
from app.authoring import importing
from app.content import comparison
from app.db import engine
from app.renderings import compare, html, languages
from tests import builders, clients, counting, facts, generated, showing
from tests.hostile import texts
from tests.site import reading

SLUGS = ("mesotherapy", "micro-laser-peel", "laser-skin-tightening", "micro-laser-lipo")
ADDRESS = "/compare?" + "&".join(f"procedures={slug}" for slug in SLUGS)


def _page(client: TestClient, address: str, *, status: int = 200) -> reading.Element:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return reading.page(answer.text)


def _data(client: TestClient) -> Any:
    return clients.data(client, f"/v1/compare?procedures={','.join(SLUGS)}")


def test_the_table_shows_every_fact_of_the_comparison(client: TestClient) -> None:
    shown, wanted = facts.of_html(client.get(ADDRESS).text), facts.of_document(_data(client))
    assert shown.statements == wanted.statements
    assert shown.lengths == wanted.lengths


def test_tables_of_all_sorts_of_procedures_show_every_fact() -> None:
    held = list(generated.documents(12))
    for start in range(0, 12, 3):
        three = held[start : start + 3]
        table = comparison.compare(three, broader={})
        shown = tuple(showing.shown_of(one) for one in three)
        frame = html.Frame(
            publisher=showing.PUBLISHER, language=languages.ENGLISH, offered=("en",), path="/compare"
        )
        made = compare.page(
            compare.Chooser(offered=(), ticked=frozenset()),
            compare.Table(comparison=table, documents=shown),
            frame=frame,
        ).decode()
        wanted = facts.of_document(json.loads(table.canonical()))
        assert facts.of_html(made).statements == wanted.statements
        assert facts.of_html(made).lengths == wanted.lengths
        _check_cells(reading.page(made), json.loads(table.canonical()))


def test_every_cell_says_its_words_and_its_coverage(client: TestClient) -> None:
    _check_cells(_page(client, ADDRESS), _data(client))


def _check_cells(page: reading.Element, data: Any) -> None:
    told = {
        (one.attributes["data-row"], one.attributes["data-procedure"]): one for one in page.having("data-row")
    }
    wanted = {
        (row["key"], cell["procedure"]): cell
        for group in data["groups"]
        for row in group["rows"]
        for cell in row["cells"]
    }
    assert told.keys() == wanted.keys()
    for key, cell in wanted.items():
        assert told[key].attributes["data-coverage"] == cell["coverage"]
        assert " ".join(cell["words"].split()) in told[key].words
        for conflict in cell.get("conflicts", []):
            assert " ".join(conflict["text"].split()) in told[key].words


def test_the_table_is_one_with_headers_for_rows_and_columns(client: TestClient) -> None:
    table = _page(client, ADDRESS).one("table", role="table")
    columns = [one.words for one in table.all("th", role="columnheader", scope="col")]
    names = [column["name"] for column in _data(client)["columns"]]
    assert columns == ["Question", *names]
    for row in table.all("tr"):
        assert row.attributes["role"] == "row"
        cells = row.all("td", role="cell")
        if cells:
            assert len(cells) == len(SLUGS)
            assert len(row.all("th", scope="row", role="rowheader")) == 1
            assert [one.one("p", class_="column").words for one in cells] == names


def test_each_statement_leads_to_its_evidence_on_the_page_of_its_procedure(client: TestClient) -> None:
    for cell in _page(client, ADDRESS).having("data-row"):
        for claim in cell.having("data-statement"):
            links = [link.attributes["href"] for link in claim.all("a")]
            name = claim.attributes["data-statement"]
            assert f"/procedures/{cell.attributes['data-procedure']}#{name}" in links
            assert "grade of evidence" in claim.words


def test_what_bears_on_a_cell_is_linked_within_the_page(client: TestClient) -> None:
    page = _page(client, ADDRESS)
    there = {one.attributes["id"] for one in page.having("id")}
    links = {link.attributes["href"] for link in page.all("a") if link.attributes["href"].startswith("#")}
    assert len(links) > 10
    assert {link[1:] for link in links} <= there


def test_without_a_choice_there_is_a_form_with_every_procedure(client: TestClient) -> None:
    page = _page(client, "/compare")
    form = page.one("form", class_="chooser")
    assert (form.attributes["method"], form.attributes["action"]) == ("get", "/compare")
    boxes = form.all("input", type="checkbox", name="procedures")
    assert {box.attributes["value"] for box in boxes} == set(SLUGS)
    assert not page.all("table")
    assert not form.all("input", type="text")


def test_a_choice_can_be_begun_elsewhere_and_gone_on_with_here(client: TestClient) -> None:
    page = _page(client, "/compare?procedures=mesotherapy&choose=true")
    ticked = [box for box in page.all("input", type="checkbox") if "checked" in box.attributes]
    assert [box.attributes["value"] for box in ticked] == ["mesotherapy"]
    assert "Nothing was compared." not in page.words


@pytest.mark.parametrize(
    "given", ["mesotherapy,micro-laser-peel", "mesotherapy%20micro-laser-peel&procedures="]
)
def test_slugs_may_stand_in_one_field(client: TestClient, given: str) -> None:
    assert len(_page(client, f"/compare?procedures={given}").all("th", role="columnheader")) == 3


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/compare?procedures=", 422, "Please choose at least 2 procedures."),
        ("/compare?procedures=mesotherapy", 422, "Please choose at least 2 procedures."),
        (
            "/compare?procedures=mesotherapy&procedures=mesotherapy",
            422,
            "Please choose at least 2 procedures.",
        ),
        ("/compare?procedures=a,b,c,d,e,f,g", 422, "Please choose at most 6 procedures; you chose 7."),
        (
            "/compare?procedures=mesotherapi&procedures=micro-laser-peel",
            404,
            "a procedure with mesotherapi in its",
        ),
        ("/compare?procedures=%3Cb%3E&procedures=micro-laser-peel", 404, "We do not know procedure number 1"),
    ],
)
def test_what_cannot_be_compared_is_said_beside_the_form(
    client: TestClient, address: str, status: int, said: str
) -> None:
    answer = client.get(address)
    assert answer.headers["cache-control"] == "no-store"
    page = _page(client, address, status=status)
    notice = page.one("div", id="refused", role="alert")
    assert "Nothing was compared." in notice.words
    assert said in notice.words
    assert len(page.all("form", aria_describedby="refused")) == 1
    assert not page.all("table")


def test_a_wrong_name_leads_to_the_comparison_that_may_be_meant(client: TestClient) -> None:
    page = _page(client, "/compare?procedures=micro-laser-peel&procedures=mesotherapi", status=404)
    link = page.one("a", lang="en").attributes["href"]
    assert link == "/compare?procedures=micro-laser-peel&procedures=mesotherapy"
    assert _page(client, link).all("table")
    assert "says nothing about it" in page.words


@pytest.mark.parametrize("mark", ["\u200e", "\u200b", "\u00ad", "\ufeff", "\0"])
def test_marks_that_show_nothing_are_no_fault_in_a_name(client: TestClient, mark: str) -> None:
    plain, marked = (
        reading.page(client.get("/compare", params={"find": name, "choose": "true"}).text)
        for name in ("meso", f"{mark}meso")
    )
    assert [one.words for one in marked.all("label")] == [one.words for one in plain.all("label")]


@pytest.mark.parametrize("query", ["a=b", "choose=1", "find=a&find=b", "procedures=%00"])
def test_what_the_page_does_not_know_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/compare?{query}").status_code == 422


@pytest.mark.parametrize(
    ("address", "most"), [("/compare", 2), (ADDRESS, 4), ("/compare?procedures=a,b", 10)]
)
def test_the_page_asks_few_questions_of_the_database(client: TestClient, address: str, most: int) -> None:
    with counting.counted() as asked:
        client.get(address)
    assert 1 <= len(asked) <= most, asked


@pytest.mark.parametrize("address", ["/compare", ADDRESS])
def test_the_page_is_kept_for_a_minute_and_not_sent_again(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert (
        answer.headers["cache-control"]
        == "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
    )
    assert "script" not in answer.headers["content-security-policy"]
    assert client.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405
    robots = reading.whole(answer.text).all("meta", name="robots")
    assert bool(robots) == (address != "/compare")


@pytest.mark.parametrize("word", texts.WORDS.values(), ids=texts.WORDS)
def test_a_hostile_choice_makes_no_element(client: TestClient, word: str) -> None:
    for parameters in ({"procedures": word, "choose": "true"}, {"find": word}):
        answer = client.get("/compare", params=parameters)
        assert answer.status_code in {200, 404, 422}
        if answer.headers["content-type"].startswith("text/html"):
            page = reading.whole(answer.text)
            assert not {"script", "img", "svg"} & {held.tag for held in page.walk()}
            assert not [name for held in page.walk() for name in held.attributes if name.startswith("on")]


@pytest.fixture
def many(database_url: str, tmp_path: Path) -> Iterator[TestClient]:
    """Return a client of a service over more procedures than the form offers at once."""
    drafts = [builders.draft_tree(f"peel-{number:02}", procedure=number) for number in range(1, 53)]
    database = engine.Database(database_url)
    try:
        importing.import_folder(database, builders.folder(tmp_path, *drafts))
    finally:
        database.dispose()
    configured = settings.Settings(database_url=SecretStr(database_url), public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as client:
        yield client


def test_of_many_procedures_the_first_are_offered_and_others_can_be_named_or_looked_for(
    many: TestClient,
) -> None:
    page = _page(many, "/compare")
    assert len(page.all("input", type="checkbox")) == 50
    assert "These are not all" in page.words
    assert len(page.all("input", id="others", name="procedures")) == 1
    found = _page(many, "/compare?find=peel+52&choose=true&procedures=peel-01&procedures=")
    offered = {
        box.attributes["value"]: "checked" in box.attributes for box in found.all("input", type="checkbox")
    }
    assert offered == {"peel-01": True, "peel-52": False}
    both = _page(many, "/compare?procedures=peel-51&procedures=peel-52")
    assert len(both.one("table").all("th", scope="col")) == 3
    ticked = [
        box.attributes["value"] for box in both.all("input", type="checkbox") if "checked" in box.attributes
    ]
    assert sorted(ticked) == ["peel-51", "peel-52"]


def test_the_page_and_the_api_compare_as_many(client: TestClient) -> None:
    seven = ",".join(f"p-{number}" for number in range(api.MOST + 1))
    assert client.get(f"/compare?procedures={seven}").status_code == 422
    assert client.get(f"/v1/compare?procedures={seven}").status_code == 422
