"""What readers get of a procedure that was withdrawn or renamed: the notice or the way on, at every address."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.authoring import edits, publishing, renaming, withdrawing
from app.db import clock, engine
from app.renderings import excerpts
from tests import clients

SLUG, OTHER = "mesotherapy", "laser-skin-tightening"
WHY = "It rests on a page that was taken down."
STATEMENT = "st_7mpvn2ty07"
DATA = [
    f"/v1/procedures/{SLUG}",
    f"/v1/procedures/{SLUG}.jsonld",
    f"/v1/procedures/{SLUG}.fhir.json",
    f"/v1/procedures/{SLUG}.md",
    f"/v1/procedures/{SLUG}/timeline",
    f"/v1/procedures/{SLUG}/timeline.svg",
    f"/v1/procedures/{SLUG}/steps",
    f"/v1/procedures/{SLUG}/sources",
    *(f"/v1/procedures/{SLUG}/{path}" for path in excerpts.PATHS),
    f"/oembed?url={clients.PUBLIC_URL}/procedures/{SLUG}&maxwidth=400",
    f"/v1/compare?procedures={OTHER},{SLUG}",
]
PAGES = [
    f"/procedures/{SLUG}",
    f"/en/procedures/{SLUG}",
    f"/embed/{SLUG}?sections=how&lang=en",
    f"/compare?procedures={OTHER}&procedures={SLUG}",
]
Act = Callable[[edits.Edit], publishing.Outcome]


def act(url: str, made: Act) -> None:
    """Do one thing as one edit."""
    database = engine.Database(url)
    with database.write() as session:
        edit = edits.Edit(session, editor="Ada", note="", now=clock.now())
        made(edit)
        edit.finish()
    database.dispose()


def withdrawing_(edit: edits.Edit) -> publishing.Outcome:
    """Withdraw the procedure."""
    return withdrawing.withdraw(edit, SLUG, reason=WHY)


def renaming_(edit: edits.Edit) -> publishing.Outcome:
    """Give the procedure another slug."""
    return renaming.rename(edit, SLUG, to="microinjections", reason="That is what it is called.")


def _changed(url: str, made: Act) -> Iterator[TestClient]:
    act(url, made)
    configured = settings.Settings(database_url=SecretStr(url), public_url=clients.PUBLIC_URL)
    with TestClient(
        main.create_app(configured), raise_server_exceptions=False, follow_redirects=False
    ) as held:
        yield held


@pytest.fixture
def withdrawn(seeded_database_url: str) -> Iterator[TestClient]:
    """Return a client of a catalogue of which one procedure was withdrawn."""
    yield from _changed(seeded_database_url, withdrawing_)


@pytest.fixture
def renamed(seeded_database_url: str) -> Iterator[TestClient]:
    """Return a client of a catalogue of which one procedure was renamed."""
    yield from _changed(seeded_database_url, renaming_)


def test_every_address_of_a_withdrawn_procedure_says_so(withdrawn: TestClient) -> None:
    for address in DATA:
        answer = withdrawn.get(address)
        body = answer.json()
        assert (answer.status_code, body["code"]) == (410, "gone"), address
        assert answer.headers["cache-control"] == "no-store"
        assert WHY in body["detail"], address
        assert body["notice"]
        if "compare" not in address:
            assert body["withdrawal"]["procedure"] == SLUG
            assert body["withdrawal"]["reason"] == WHY
            assert body["withdrawal"]["revision"]["number"] == 1
    for address in PAGES:
        answer = withdrawn.get(address, headers={"Accept": "text/html"})
        assert answer.status_code == 410, address
        assert WHY in answer.text, address
        assert "<time datetime=" in answer.text, address


def test_the_script_is_given_the_notice_in_place_of_the_card(withdrawn: TestClient) -> None:
    answer = withdrawn.get(f"/embed/cards.json?card={SLUG}&card={OTHER}")
    gone, there = answer.json()["cards"]
    assert (gone["status"], there["status"]) == (410, 200)
    assert WHY in json.dumps(gone["card"])


def test_a_statement_of_a_withdrawn_procedure_says_so(withdrawn: TestClient) -> None:
    answer = withdrawn.get(f"/v1/statements/{STATEMENT}")
    assert (answer.status_code, answer.json()["withdrawal"]["procedure"]) == (410, SLUG)


def test_a_question_that_names_a_withdrawn_procedure_is_told_so(withdrawn: TestClient) -> None:
    for path in (f"/v1/side-effects?procedure={SLUG}", f"/v1/concepts/bruising?procedure={SLUG}"):
        answer = withdrawn.get(path)
        assert (answer.status_code, answer.json()["code"]) == (422, "withdrawn_procedure"), path
        assert WHY in answer.json()["detail"]
    answer = withdrawn.post("/v1/screen", json={"circumstances": ["pregnancy"], "procedures": [SLUG]})
    body = answer.json()
    assert (answer.status_code, body["code"]) == (422, "withdrawn_procedure")
    assert body["withdrawals"][0]["reason"] == WHY
    form = {"circumstances": "pregnancy", "procedures": SLUG}
    page = withdrawn.post("/ask", data=form, headers={"Origin": "http://testserver"})
    assert (page.status_code, WHY in page.text) == (422, True)


def test_no_list_holds_what_was_withdrawn(withdrawn: TestClient) -> None:
    for path in (
        "/v1/procedures",
        "/v1/side-effects?limit=100",
        "/v1/search?q=mesotherapy",
        "/v1/suggest?q=meso",
        "/v1/concepts/bruising",
        "/v1/sources?limit=100",
        "/sitemap.xml",
        "/",
    ):
        answer = withdrawn.get(path)
        assert answer.status_code == 200
        assert f'"slug":"{SLUG}"' not in answer.text, path
        assert f"/procedures/{SLUG}" not in answer.text, path


def test_the_corrections_say_what_was_withdrawn(withdrawn: TestClient) -> None:
    (row,) = withdrawn.get("/v1/corrections").json()["data"]
    assert (row["procedure"], row["whole"], row["reason"], row["revision"]) == (SLUG, "withdrawn", WHY, 1)
    page = withdrawn.get("/corrections", headers={"Accept": "text/html"})
    assert (page.status_code, WHY in page.text) == (200, True)


def test_the_pages_of_sources_remain(withdrawn: TestClient) -> None:
    for path in ("/sources/mesotherapy-directory", "/v1/sources/mesotherapy-directory/coverage"):
        assert withdrawn.get(path).status_code == 200


def test_every_address_of_a_renamed_procedure_leads_on(renamed: TestClient) -> None:
    for address in (*DATA, *PAGES, f"/v1/side-effects?procedure={SLUG}&limit=1"):
        answer = renamed.get(address, headers={"Accept": "text/html"} if address in PAGES else {})
        assert answer.status_code == 308, address
        location = answer.headers["location"]
        assert location == _quoted(address.replace(SLUG, "microinjections")), address
        assert answer.headers["cache-control"].startswith("public, max-age=0")
        assert renamed.get(location).status_code == 200, location


def _quoted(address: str) -> str:
    path, mark, query = address.partition("?")
    return path + mark + query.replace(":", "%3A").replace("/", "%2F").replace(",", "%2C")


def test_a_card_by_the_old_slug_is_that_of_the_procedure(renamed: TestClient) -> None:
    (card,) = renamed.get(f"/embed/cards.json?card={SLUG}").json()["cards"]
    assert (card["slug"], card["status"]) == (SLUG, 200)


def test_a_question_in_a_body_is_told_the_new_slug(renamed: TestClient) -> None:
    answer = renamed.post("/v1/screen", json={"circumstances": ["pregnancy"], "procedures": [SLUG]})
    body: Any = answer.json()
    assert (answer.status_code, body["code"], body["nearest"]) == (
        422,
        "unknown_procedure",
        ["microinjections"],
    )
    assert body["errors"][0]["code"] == "renamed_procedure"


def test_a_statement_of_a_renamed_procedure_is_read_at_its_address(renamed: TestClient) -> None:
    found = clients.data(renamed, f"/v1/statements/{STATEMENT}")
    assert found["procedure"]["slug"] == "microinjections"
