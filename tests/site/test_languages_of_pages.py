"""Pages speak the language that was asked for, wholly, and say in which language the catalogue's own words are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.renderings import languages
from app.site import routes, views
from tests import clients, databases, messages, pages
from tests.site import addresses


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of a service that offers the two made-up languages."""
    folder = tmp_path_factory.mktemp("locales")
    messages.write(folder)
    configured = settings.Settings(
        database_url=SecretStr(databases.sqlite(databases.run_folder(), template="seeded")),
        public_url=clients.PUBLIC_URL,
        locales=folder,
    )
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as held:
        yield held


def test_every_page_is_looked_at() -> None:
    assert routes.paths() == set(addresses.BY_ROUTE)


@pytest.mark.parametrize("address", addresses.PAGES)
def test_every_text_of_a_page_is_in_its_language_or_says_that_it_is_not(
    spoken: TestClient, address: str
) -> None:
    answer = spoken.get(f"/en-XA{address}")
    assert answer.status_code == 200
    assert answer.headers["content-language"] == "en-XA"
    read = pages.Page(answer.content)
    assert read.forgotten == []
    assert ("html", {"lang": "en-XA"}) in read.elements


def test_every_text_of_an_answer_is_in_its_language_or_says_that_it_is_not(spoken: TestClient) -> None:
    question = {"circumstances": "pregnancy, zzqq", "medicines": "acutane", "concerns": "bruises"}
    for fields in (question, {}, {"medicines": "a", "procedures": "mesotherapi"}):
        answer = spoken.post("/en-XA/ask", data={"medicines": "", **fields})
        assert pages.Page(answer.content).forgotten == []
    for address in (
        "/compare?procedures=a,mesotherapi",
        "/compare?procedures=a",
        "/compare?find=zz&choose=true",
    ):
        assert pages.Page(spoken.get(f"/en-XA{address}").content).forgotten == []


def test_the_title_of_a_page_is_in_its_language(spoken: TestClient) -> None:
    for address in ("/", "/compare", "/ask", "/corrections"):
        assert "<title>⟦" in spoken.get(f"/en-XA{address}").text


@pytest.mark.parametrize("address", addresses.PAGES)
def test_a_page_runs_in_the_direction_of_its_language(spoken: TestClient, address: str) -> None:
    read = pages.Page(spoken.get(f"/ar-XB{address}").content)
    assert ("html", {"lang": "ar-XB", "dir": "rtl"}) in read.elements
    english = [held for _, held in read.elements if held.get("lang") == "en" and "hreflang" not in held]
    assert all(held.get("dir") == "ltr" for held in english)


@pytest.mark.parametrize("address", addresses.CANONICAL)
def test_a_page_names_itself_in_each_language_and_links_stay_in_this_one(
    spoken: TestClient, address: str
) -> None:
    read = pages.Page(spoken.get(f"/ar-XB{address}").content)
    links = [held for tag, held in read.elements if tag == "link"]
    (canonical,) = [held["href"] for held in links if held.get("rel") == "canonical"]
    assert canonical == f"{clients.PUBLIC_URL}/ar-XB{address}"
    alternates = {held["hreflang"]: held["href"] for held in links if "hreflang" in held}
    assert alternates == {
        "en": f"{clients.PUBLIC_URL}{address}",
        "ar-XB": f"{clients.PUBLIC_URL}/ar-XB{address}",
        "en-XA": f"{clients.PUBLIC_URL}/en-XA{address}",
    }
    followed = [
        held["href"] or ""
        for tag, held in read.elements
        if tag == "a" and "hreflang" not in held and (held["href"] or "").startswith("/")
    ]
    outside = {link for link in followed if not link.startswith("/ar-XB/")}
    assert all(link.startswith(("/v1/", "/docs", "/report-error", "/feeds/")) for link in outside)


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("en-XA", "en-XA"),
        ("ar-XB, en;q=0.5", "ar-XB"),
        ("ar-EG,ar;q=0.9,en;q=0.8", "ar-XB"),
        ("ar-EG;q=0.7, en-GB", "en"),
        ("de, ar;q=0.5", "ar-XB"),
        ("de", "en"),
        (None, "en"),
    ],
)
def test_without_a_prefix_the_browser_chooses_and_caches_are_told_so(
    spoken: TestClient, header: str | None, tag: str
) -> None:
    answer = spoken.get(
        "/corrections", headers={"Accept-Language": header} if header else {"Accept-Language": ""}
    )
    assert answer.headers["content-language"] == tag
    assert "Accept-Language" in answer.headers["vary"]
    assert "/ar-XB/" not in str(pages.Page(answer.content).values("href", tags={"a"})).replace(
        "/ar-XB/corrections", ""
    )


def test_with_a_prefix_the_browser_does_not_choose(spoken: TestClient) -> None:
    answer = spoken.get("/en/corrections", headers={"Accept-Language": "ar-XB"})
    assert answer.headers["content-language"] == "en"
    assert "Accept-Language" not in answer.headers["vary"]


@pytest.mark.parametrize("tag", ["fr", "de", "en-XB", "zh-Hant", "e", "eng"])
def test_a_language_that_is_not_on_offer_is_not_found(spoken: TestClient, tag: str) -> None:
    assert spoken.get(f"/{tag}/corrections").status_code == 404


def test_one_language_alone_makes_no_alternates_and_varies_on_nothing(client: TestClient) -> None:
    answer = client.get("/corrections", headers={"Accept-Language": "fr"})
    assert answer.headers["content-language"] == languages.SOURCE
    assert "Accept-Language" not in answer.headers.get("vary", "")
    assert pages.Page(answer.content).values("hreflang") == []


def test_a_service_does_not_start_with_a_language_that_may_not_be_offered(tmp_path: Path) -> None:
    (tmp_path / "fr.po").write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n')
    configured = settings.Settings(database_url=SecretStr("sqlite:///unused.db"), locales=tmp_path)
    with pytest.raises(languages.Unusable, match="safety wording"):
        main.create_app(configured)


def test_the_prefix_matches_every_tag_that_may_be_offered() -> None:
    assert views.PREFIX == "/{language:language}"
    assert routes.LanguageTag.regex == languages.TAG
