"""The page on what is promised and what not, and what search engines are told."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.catalogue import addresses
from app.db import engine
from app.renderings import sitemap
from app.site import routes
from tests import clients, messages, pages, tampering
from tests.site import addresses as every
from tests.site import reads

MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def test_the_page_says_what_is_promised_and_what_is_not(client: TestClient) -> None:
    words = pages.Page(client.get("/about").content).words
    for said in (
        "That a risk is not mentioned does not mean that there is none.",
        "It is not medical advice.",
        "It gives no verdicts.",
        "At present every source is a page of a clinic, a directory or an article.",
        "every statement has the lowest grade of evidence",
        "Unless a statement says that it was reviewed, no clinician has checked it.",
        "A withdrawn statement keeps its place",
        "CC BY 4.0",
        "has not named a contact here",
        "Do not send anything about your own health.",
    ):
        assert said in words


def test_the_page_counts_the_grades_where_a_source_is_better(
    own_client: TestClient, seeded_database_url: str
) -> None:
    tampering.tamper(
        seeded_database_url, "UPDATE sources SET kind = 'guideline' WHERE id = 'mesotherapy-directory'"
    )
    words = pages.Page(own_client.get("/about").content).words
    assert "Of our sources, 1 have the high grade, 0 the medium grade and 4 the lowest" in words
    assert "At present every source" not in words


def test_the_page_is_served_as_pages_are(client: TestClient) -> None:
    reads.check(client, "/about", at_most=2)


def test_the_sitemap_is_served_for_programs(client: TestClient) -> None:
    reads.check(client, "/sitemap.xml", at_most=7, kind="application/xml")


def _addresses(content: bytes) -> list[str]:
    return [found.text or "" for found in ElementTree.fromstring(content).iter(f"{MAPS}loc")]  # noqa: S314  ours


def test_the_sitemap_names_every_page_once_and_each_can_be_read(client: TestClient) -> None:
    found = _addresses(client.get("/sitemap.xml").content)
    assert len(found) == len(set(found))
    paths = [address.removeprefix(clients.PUBLIC_URL) for address in found]
    # No procedure names this one.
    assert set(every.CANONICAL) - {"/concepts/acne"} <= set(paths)
    assert set(routes.standing()) <= set(paths)
    for path in paths:
        if path in every.CANONICAL:
            continue
        answer = client.get(path)
        assert answer.status_code == 200
        assert "noindex" not in answer.text
    assert len([path for path in paths if path.startswith("/sources/")]) == 5
    assert len([path for path in paths if path.startswith("/concepts/")]) > 40


def test_the_sitemap_says_when_a_procedure_was_published(client: TestClient) -> None:
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  ours
    for entry in tree.iter(f"{MAPS}url"):
        path = (entry.findtext(f"{MAPS}loc") or "").removeprefix(clients.PUBLIC_URL)
        changed = entry.findtext(f"{MAPS}lastmod")
        assert bool(changed) == path.startswith("/procedures/")
        if changed:
            slug = path.removeprefix("/procedures/")
            meta = client.get(f"/v1/procedures/{slug}").json()["meta"]
            assert meta["revision"]["published"].startswith(changed)


@pytest.fixture
def spoken(catalogue_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of a service that offers three languages."""
    folder = tmp_path_factory.mktemp("locales")
    messages.write(folder)
    configured = settings.Settings(
        database_url=SecretStr(catalogue_url), public_url=f"{clients.PUBLIC_URL}/a", locales=folder
    )
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as held:
        yield held


def test_each_language_is_an_address_of_its_own_that_names_the_others(spoken: TestClient) -> None:
    tree = ElementTree.fromstring(spoken.get("/sitemap.xml").content)  # noqa: S314  ours
    home = f"{clients.PUBLIC_URL}/a"
    expected = {"en": f"{home}/about", "ar-XB": f"{home}/ar-XB/about", "en-XA": f"{home}/en-XA/about"}
    entries = [entry for entry in tree if (entry.findtext(f"{MAPS}loc") or "").endswith("/about")]
    assert sorted(entry.findtext(f"{MAPS}loc") or "" for entry in entries) == sorted(expected.values())
    for entry in entries:
        assert {
            link.attrib["hreflang"]: link.attrib["href"] for link in entry.iter(f"{XHTML}link")
        } == expected


@pytest.mark.parametrize("number", ["2", "999999"])
def test_a_sitemap_that_there_is_not_is_not_found(client: TestClient, number: str) -> None:
    assert client.get(f"/sitemap-{number}.xml").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "1000001", "x", "1.0"])
def test_a_sitemap_without_a_number_is_refused(client: TestClient, number: str) -> None:
    assert client.get(f"/sitemap-{number}.xml").status_code in {404, 422}


def test_one_file_is_the_same_as_the_first_of_several(client: TestClient) -> None:
    assert client.get("/sitemap-1.xml").content == client.get("/sitemap.xml").content


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 1000])
def test_ranges_of_any_size_name_every_page_once(seeded_database_url: str, size: int) -> None:
    database = engine.Database(seeded_database_url)
    standing = ("/about", "/sources")
    with database.read() as session:
        whole = addresses.listed(session, standing=standing, first=0, size=10_000)
        parts = [
            addresses.listed(session, standing=standing, first=first, size=size)
            for first in range(0, whole.total, size)
        ]
    database.dispose()
    assert len(whole.pages) == whole.total
    assert [page for part in parts for page in part.pages] == list(whole.pages)
    assert {part.total for part in parts} == {whole.total}
    assert all(len(part.pages) <= size for part in parts)


def test_an_index_names_each_file() -> None:
    made = sitemap.index(f"{clients.PUBLIC_URL}/sitemap-{number}.xml" for number in (1, 2))
    assert _addresses(made) == [f"{clients.PUBLIC_URL}/sitemap-1.xml", f"{clients.PUBLIC_URL}/sitemap-2.xml"]


@pytest.mark.parametrize(("languages", "most"), [(1, 10_000), (3, 3_333), (20_000, 1)])
def test_a_file_holds_no_more_addresses_than_the_protocol_allows(languages: int, most: int) -> None:
    assert sitemap.per_file(tuple(map(str, range(languages)))) == most
    assert most * languages <= 50_000


def test_addresses_are_escaped() -> None:
    made = sitemap.pages(
        [sitemap.Entry(path='/<a>&"')], offered=("en", "fr"), url=lambda path: f"https://a{path}"
    )
    assert _addresses(made) == ['https://a/<a>&"', 'https://a/fr/<a>&"']


def test_crawlers_are_let_into_pages_and_kept_out_of_the_data(client: TestClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert f"Sitemap: {clients.PUBLIC_URL}/sitemap.xml" in lines
    assert "Disallow: /v1/" in lines
    assert client.head("/robots.txt").content == b""
    kept_out = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    rules = [re.compile(re.escape(rule).replace(r"\*", ".*")) for rule in kept_out]
    for path in every.CANONICAL:
        assert not any(rule.match(path) for rule in rules)
    for path in (
        "/v1/procedures/mesotherapy",
        "/?q=acne",
        "/fr/?concern=a",
        "/compare?procedures=a,b",
        "/corrections?cursor=x",
    ):
        assert any(rule.match(path) for rule in rules)


def test_under_a_path_the_rules_name_it(spoken: TestClient) -> None:
    lines = spoken.get("/robots.txt").text.splitlines()
    assert "Disallow: /a/v1/" in lines
    assert f"Sitemap: {clients.PUBLIC_URL}/a/sitemap.xml" in lines
