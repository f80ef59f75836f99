"""Cards for other sites: asked for by the script, shown in frames, and never an empty box."""

import dataclasses
import gzip
import json
import re
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
import hypothesis
import pytest
import sqlalchemy
import time_machine
from hypothesis import strategies
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.catalogue import cards, procedures
from app.content import problems
from app.http import caching
from app.renderings import card, colours, embedded, html, jsonml, languages
from app.site import embeds
from tests import assistants, clients, facts, generated, messages, pages, showing, tampering, validity

HOME = clients.PUBLIC_URL
SLUGS = ("laser-skin-tightening", "mesotherapy", "micro-laser-lipo", "micro-laser-peel")
NO_RISKS = "That you see no risks here does not mean that there are none."
ALL_IN = 25_000
"""How many bytes a frame may take with its styles and its script."""


@pytest.fixture(scope="module")
def mirrored(sqlite_catalogue_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of a service that offers a language that runs from right to left."""
    folder = tmp_path_factory.mktemp("locales")
    messages.write(folder)
    configured = settings.Settings(
        database_url=SecretStr(sqlite_catalogue_url), public_url=HOME, locales=folder
    )
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as held:
        yield held


def _asked(client: TestClient, *words: str) -> Any:
    answer = client.get("/embed/cards.json", params={"card": list(words)})
    assert answer.status_code == 200, answer.text
    return answer.json()["cards"]


def _text(tree: Any) -> str:
    if isinstance(tree, list):
        return " ".join(_text(item) for item in tree[1:])
    return tree if isinstance(tree, str) else ""


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("sections", ["", "all"])
def test_a_tree_is_the_card_in_a_frame(client: TestClient, slug: str, sections: str) -> None:
    found = _asked(client, f"{slug}~{sections}")[0]
    assert (found["slug"], found["status"], found["lang"], found["dir"]) == (slug, 200, "en", "ltr")
    frame = client.get(f"/embed/{slug}", params={"sections": sections} if sections else {}).text
    whole = re.search(r"<article.*</article>", frame, re.DOTALL)
    assert whole
    level = re.compile(r'"h[1-4]"')  # a page begins with h1, a card in another page with h2
    framed, alone = (
        level.sub('"h"', json.dumps(tree))
        for tree in (jsonml.tree(re.sub(r"(</?)h1", r"\1h2", whole[0])), found["card"])
    )
    assert framed == alone


def test_cards_come_in_the_order_asked_for_each_with_its_own_choice(client: TestClient) -> None:
    found = _asked(client, "mesotherapy", "micro-laser-peel~how.uses", "mesotherapy~all~en-GB")
    assert [one["slug"] for one in found] == ["mesotherapy", "micro-laser-peel", "mesotherapy"]
    told = [json.dumps(one["card"]) for one in found]
    assert ['"indications"' in text for text in told] == [False, True, True]
    assert len(told[2]) > len(told[0])


@pytest.mark.parametrize(
    "words", ["", "~", "Mesotherapy", "a b", "-", "a--b", "../x", "a" * 81, "<b>", "%00", "~all~en"]
)
def test_what_names_no_procedure_gets_a_sentence_in_its_place(client: TestClient, words: str) -> None:
    broken, whole = _asked(client, words, "mesotherapy")
    assert (broken["status"], broken["slug"], whole["status"]) == (422, "", 200)
    assert NO_RISKS in _text(broken["card"])


def test_an_unknown_procedure_gets_a_sentence_and_a_way_on(client: TestClient) -> None:
    (found,) = _asked(client, "no-such-thing~all")
    assert (found["status"], found["slug"]) == (404, "no-such-thing")
    assert "There is no entry of this name here." in _text(found["card"])
    assert NO_RISKS in _text(found["card"])
    assert f'"href": "{HOME}/"' in json.dumps(found["card"])


@pytest.mark.parametrize(
    "words",
    [
        "a" * 300,
        "mesotherapy~" + "x" * 300,
        "mesotherapy~how\u202e",
        "mesotherapy~~en\u200f",
        "mesotherapy~~" + "x" * 300,
        "mesotherapy\x00",
        "\ufffd",
    ],
)
def test_one_faulty_card_takes_no_other_with_it(client: TestClient, words: str) -> None:
    odd, whole = _asked(client, words, "micro-laser-peel")
    assert (whole["slug"], whole["status"]) == ("micro-laser-peel", 200)
    assert odd["status"] == (200 if words.startswith("mesotherapy~") else 422)


def test_sections_that_are_not_known_are_passed_over(client: TestClient) -> None:
    plain, odd = _asked(client, "mesotherapy", "mesotherapy~nonsense.-side_effects.none~xx-YY~~more")
    assert odd == plain


@pytest.mark.parametrize("query", ["", "card=a&limit=1", "&".join(["card=a"] * 21), "slug=a"])
def test_a_request_that_is_not_understood_is_422(client: TestClient, query: str) -> None:
    assert client.get(f"/embed/cards.json?{query}").status_code == 422


def test_cards_are_kept_and_asked_for_again_by_their_tag(client: TestClient) -> None:
    path = "/embed/cards.json?card=mesotherapy&card=no-such-thing"
    answer = client.get(path)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"].startswith("public, max-age=0, s-maxage=15")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert int(answer.headers["catalogue-revision"]) > 0
    again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (problems.Gone("Withdrawn."), "What was published here about it has been withdrawn."),
        (problems.Damaged("Damaged."), "What is known about it cannot be shown at present."),
        (problems.Unavailable("Not now."), "What is known about it cannot be shown at present."),
        (problems.ProcedureNotFound("None."), "There is no entry of this name here."),
    ],
)
def test_whatever_is_wrong_a_card_says_that_nothing_follows_from_it(
    client: TestClient, problem: problems.Problem, sentence: str
) -> None:
    publisher = html.Publisher(
        name="Candour",
        disclaimer="",
        licence="",
        licence_url="",
        contact=None,
        path=str,
        url=lambda path: HOME + path,
    )
    made = embedded.missing(
        problem, slug="mesotherapy", language=languages.ENGLISH, publisher=publisher, level=2
    )
    told = _text(jsonml.tree(made))
    assert sentence in told
    assert NO_RISKS in told
    assert (f"{HOME}/procedures/mesotherapy" in made) is (problem.status != 404)


def test_a_damaged_document_leaves_the_other_cards_and_no_cache_keeps_it(
    own_client: TestClient, seeded_database_url: str
) -> None:
    broken = "UPDATE revisions SET document = ? WHERE slug = ?"
    assert tampering.tamper(seeded_database_url, broken, b"{}", "mesotherapy") == 1
    answer = own_client.get("/embed/cards.json?card=mesotherapy&card=micro-laser-peel")
    assert [one["status"] for one in answer.json()["cards"]] == [503, 200]
    assert NO_RISKS in _text(answer.json()["cards"][0]["card"])
    assert answer.headers["cache-control"] == "no-store"
    frame = own_client.get("/embed/mesotherapy")
    assert (frame.status_code, frame.headers["cache-control"]) == (503, "no-store")
    assert NO_RISKS in frame.text
    assert f'href="{HOME}/procedures/mesotherapy"' in frame.text


def test_a_card_that_was_made_is_made_anew_when_the_day_or_the_document_is_another(
    client: TestClient,
) -> None:
    with time_machine.travel("2026-11-21T12:00:00Z"):
        first = _asked(client, "mesotherapy~all")
        embeds._card.cache_clear()
        embeds._tree.cache_clear()
        assert _asked(client, "mesotherapy~all", "mesotherapy~all") == first * 2
        assert embeds._tree.cache_info().misses == 1
    with time_machine.travel("2026-11-22T12:00:00Z"):
        _asked(client, "mesotherapy~all")
    assert embeds._tree.cache_info().misses == 2
    fields = {field.name for field in dataclasses.fields(embeds._Wanted) if field.compare}
    assert {"sha256", "number", "published", "language", "chosen", "publisher"} <= fields


@pytest.mark.parametrize("slug", SLUGS)
def test_a_frame_is_light_all_in(client: TestClient, slug: str) -> None:
    page = client.get(f"/embed/{slug}")
    names = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    assert len(names) == 3
    parts = [page.content, *(client.get(name).content for name in names)]
    assert sum(len(part) for part in parts) < ALL_IN, "even where nothing is compressed"
    assert sum(len(gzip.compress(part)) for part in parts) < ALL_IN / 3


def test_a_frame_may_be_shown_by_any_site_and_loads_only_ours(client: TestClient) -> None:
    for path in ("/embed/mesotherapy", "/embed/no-such-thing", "/embed/mesotherapy?text=red", "/embed/a/b"):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors *" in policy
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "x-frame-options" not in answer.headers
        assert answer.headers["cross-origin-embedder-policy"] == "require-corp"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert answer.headers["content-type"].startswith("text/html")
        assert not re.search(r"<style|style=|<script>|onclick|javascript:", answer.text)


def test_everything_else_is_still_shown_in_no_frame(client: TestClient) -> None:
    for path in (
        "/procedures/mesotherapy",
        "/v1/procedures",
        "/embed/cards.json?card=a",
        "/nothing",
        "/embed",
    ):
        answer = client.get(path)
        assert answer.headers["x-frame-options"] == "DENY", path
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], path


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/embed/no-such-thing", 404),
        ("/embed/No", 404),
        ("/embed/a/b", 404),
        ("/embed/a/b/?utm_source=x", 404),
        ("/embed/mesotherapy/card", 404),
        ("/embed/mesotherapy.html", 422),
        ("/embed/mesotherapy?theme=blue", 422),
        ("/embed/mesotherapy?sections=how,nonsense", 422),
        ("/embed/mesotherapy?lang=english please", 422),
        ("/embed/mesotherapy?text=fff", 422),
        ("/embed/mesotherapy?text=123456&text=123456", 422),
        ("/embed/mesotherapy?text=%00", 422),
    ],
)
def test_a_frame_that_cannot_be_shown_says_so_under_its_status(
    client: TestClient, path: str, status: int
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
    page = pages.Page(answer.content)
    assert NO_RISKS in page.words
    assert page.values("href", tags={"a"}) == [f"{HOME}/"]
    assert page.values("lang", tags={"html"}) == ["en"]


def _check_said(answer: httpx2.Response, *, status: int, again: bool) -> None:
    assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
    assert ("retry-after" in answer.headers) == again
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    page = pages.Page(answer.content)
    assert NO_RISKS in page.words
    assert page.values("href", tags={"a"}) == [f"{HOME}/procedures/mesotherapy"]
    assert page.values("class", tags={"article"}) == ["candour-card dark"]


def test_no_frame_is_empty_while_nothing_is_shown_any_more(
    own_client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long after the database was lost: then it is not a route that answers."""
    monkeypatch.setattr(assistants.here(own_client).watcher, "age", lambda: 1e6)
    _check_said(own_client.get("/embed/Mesotherapy/?theme=dark"), status=503, again=True)
    asked = own_client.get("/embed/mesotherapy", headers={"Accept": "application/json"})
    assert asked.json()["code"] == "unavailable", "a program has no frame"
    assert own_client.get("/embed/cards.json?card=mesotherapy").status_code == 503
    for script in ("/embed/v1.js", "/embed/1.0.1.js", "/embed/theme.css?text=123456"):
        assert own_client.get(script).status_code == 200, "what says on another site that there is no card"


@pytest.mark.usefixtures("amid_a_minute")
def test_no_frame_is_empty_for_who_asked_too_much(sqlite_catalogue_url: str) -> None:
    configured = settings.Settings(
        database_url=SecretStr(sqlite_catalogue_url), public_url=HOME, limit_anonymous=1
    )
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as client:
        assert client.get("/embed/mesotherapy").status_code == 200
        _check_said(client.get("/embed/mesotherapy?theme=dark"), status=429, again=True)


@pytest.mark.parametrize(
    "variant",
    [
        "/embed/mesotherapy/",
        "/embed/MESOTHERAPY",
        "/embed/Mesotherapy/?utm_source=x&utm_source=y&fbclid=z",
        "/embed/mesotherapy?lang=&sections=&theme=&text=",
        "/embed/mesotherapy?nonsense=%00&sections",
        "/embed/mesotherapy?lang=EN",
    ],
)
def test_what_people_and_editors_make_of_an_address_shows_the_same_frame(
    client: TestClient, variant: str
) -> None:
    answer = client.get(variant, follow_redirects=False)
    assert (answer.status_code, answer.content) == (200, client.get("/embed/mesotherapy").content)
    assert "x-frame-options" not in answer.headers


def test_names_of_parts_may_be_written_loosely(client: TestClient) -> None:
    loose = client.get("/embed/mesotherapy?sections=How, uses,&theme=DARK").content
    assert loose == client.get("/embed/mesotherapy?sections=how,uses&theme=dark").content


def test_a_frame_names_itself_its_language_and_its_page(client: TestClient) -> None:
    page = pages.Page(client.get("/embed/mesotherapy?theme=dark").content)
    assert "Mesotherapy – Candour" in page.text
    assert page.values("lang", tags={"html"}) == ["en"]
    assert f"{HOME}/procedures/mesotherapy" in page.values("href", tags={"link"})
    assert "candour-card dark" in page.values("class", tags={"article"})
    links = [held for tag, held in page.elements if tag == "a"]
    assert links
    assert all((held["target"], held["rel"]) == ("_blank", "noopener") for held in links)
    assert all(str(held["href"]).startswith(f"{HOME}/") for held in links)


def test_a_card_speaks_the_language_that_is_asked_for(mirrored: TestClient) -> None:
    (found,) = _asked(mirrored, "mesotherapy~all~ar-XB")
    assert (found["lang"], found["dir"]) == ("ar-XB", "rtl")
    assert found["card"][1]["dir"] == "rtl"
    assert f"{HOME}/ar-XB/procedures/mesotherapy" in json.dumps(found["card"])
    for path in ("/embed/mesotherapy?lang=ar-XB&sections=all", "/embed/no-such-thing?lang=ar-XB"):
        page = pages.Page(mirrored.get(path).content)
        assert (page.values("lang", tags={"html"}), page.values("dir", tags={"html"})) == (["ar-XB"], ["rtl"])
        assert page.forgotten == []
    (missing,) = _asked(mirrored, "no-such-thing~~ar-XB")
    assert missing["dir"] == "rtl"


def test_a_sheet_holds_the_corrected_colours(client: TestClient) -> None:
    answer = client.get("/embed/theme.css?text=777777&background=888888&theme=light")
    assert answer.headers["content-type"].startswith("text/css")
    found = dict(re.findall(r"--candour-(\w+):(#[0-9a-f]{6})", answer.text))
    assert found["background"] == "#888888"
    assert colours.contrast(colours.read(found["text"]), colours.read(found["background"])) >= 4.5
    assert not re.search(r"url|@import|expression|</", answer.text)


@pytest.mark.parametrize(
    "query",
    [
        "text=red",
        "text=12345",
        "text=1234567",
        "text=%23%23aabbcc",
        "text=aabbcc;}",
        "theme=x",
        "a=1",
        "text=",
    ],
)
def test_a_sheet_is_made_of_nothing_but_colours(client: TestClient, query: str) -> None:
    assert client.get(f"/embed/theme.css?{query}").status_code == 422


def test_a_frame_with_colours_loads_them_as_a_sheet(client: TestClient) -> None:
    page = client.get("/embed/mesotherapy?text=%23112233&background=FFFFEE&theme=dark").text
    assert 'href="/embed/theme.css?text=112233&amp;background=ffffee&amp;theme=dark"' in page
    assert "theme.css" not in client.get("/embed/mesotherapy").text


@pytest.mark.parametrize("slug", SLUGS)
def test_what_concerns_safety_is_on_every_card(client: TestClient, slug: str) -> None:
    for query in ("", "?sections=how", "?sections=names", "?sections=all"):
        page = pages.Page(client.get(f"/embed/{slug}{query}").content)
        assert set(card.ALWAYS) <= set(page.values("data-section"))


def test_each_document_is_read_once_by_one_select(filled: Any) -> None:
    asked: list[str] = []
    with filled.read() as session:
        slug = session.scalar(sqlalchemy.select(procedures.Procedure.slug))
        sqlalchemy.event.listen(
            session.get_bind(), "before_cursor_execute", lambda *given: asked.append(given[2])
        )
        found = cards.each(session, [slug, slug, slug])
    assert list(found) == [slug]
    assert isinstance(found[slug], procedures.Published)
    assert len(asked) == 1


def test_the_released_files_are_kept_for_ever(client: TestClient) -> None:
    manifest = json.loads((Path(html.__file__).parent / "static" / "embed" / "manifest.json").read_text())
    for version in manifest.values():
        for name in version["files"]:
            answer = client.get(f"/embed/{name}")
            assert answer.status_code == 200
            kept = "public, max-age=31536000, immutable" if version["released"] else caching.PUBLIC
            assert answer.headers["cache-control"] == kept
            assert answer.headers["access-control-allow-origin"] == "*"
            assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    newest = client.get("/embed/v1.js")
    assert newest.headers["cache-control"] == "public, max-age=3600"
    assert newest.headers["content-type"].startswith("text/javascript")
    assert client.get("/embed/0.0.1.js").status_code == 422
    assert client.get("/embed/v2.js").status_code == 422


@pytest.mark.parametrize("page", ["README.md", "app/renderings/guide/clinic.md"])
def test_the_snippet_that_is_shown_is_the_one_that_is_made_for_clinics(client: TestClient, page: str) -> None:
    text = (Path(html.__file__).parents[2] / page).read_text("utf-8")
    made = re.search(
        r"<textarea[^>]*>(&lt;script.*?)</textarea>",
        client.get("/embed?procedure=mesotherapy").text,
        re.DOTALL,
    )
    assert made
    assert unescape(made[1]).strip().replace(HOME, "http://127.0.0.1:8000") in text


def test_the_guide_names_every_part_property_and_parameter(client: TestClient) -> None:
    guide = (Path(html.__file__).parent / "guide" / "cards.md").read_text("utf-8")
    styles = html.read("card.css").decode()
    for name in set(re.findall(r"var\((--candour-[a-z]+)", styles)):
        assert f"`{name}`" in guide, name
    for name in (*card.CHOICES, "all", "theme", "lang", *colours.CHOSEN):
        assert f"`{name}`" in guide, name
    parts = re.findall(r'part="([a-z]+)"', client.get("/embed/mesotherapy?sections=all").text)
    for name in parts:
        assert f"::part({name})" in guide, name


@pytest.mark.parametrize("slug", SLUGS)
def test_a_card_with_all_its_parts_tells_every_fact_of_the_document(client: TestClient, slug: str) -> None:
    wanted = facts.of_document(clients.data(client, f"/v1/procedures/{slug}"))
    assert facts.of_html(client.get(f"/embed/{slug}?sections=all").text) == wanted
    assert facts.of_html(_markup(_asked(client, f"{slug}~all")[0]["card"])) == wanted


def _markup(tree: Any) -> str:
    """Return a tree as markup, as a reader of the tree would have it."""
    if isinstance(tree, str):
        return escape(tree)
    held = tree[1] if len(tree) > 1 and isinstance(tree[1], dict) else {}
    inside = "".join(_markup(item) for item in tree[1:] if not isinstance(item, dict))
    named = "".join(f' {name}="{escape(value)}"' for name, value in held.items())
    return f"<{tree[0]}{named}>{inside}</{tree[0]}>"


def test_every_sort_of_card_fits_the_lists(client: TestClient) -> None:
    for held in generated.documents(12):
        made = showing.card_of(held, *card.CHOICES)
        assert facts.of_html(_markup(jsonml.tree(made))) == facts.of_html(made)


ODD = strategies.text(max_size=60) | strategies.sampled_from(
    ["~", "mesotherapy~", "~all~en", "%", "\x00", "\ud800"]
)


@hypothesis.given(cards=strategies.lists(ODD, min_size=1, max_size=22))
@hypothesis.settings(max_examples=60, suppress_health_check=list(hypothesis.HealthCheck))
def test_nothing_that_is_asked_breaks_the_service(
    opened: clients.Opened, sqlite_catalogue_url: str, cards: list[str]
) -> None:
    client = opened.of(sqlite_catalogue_url)
    query = "&".join(f"card={quote(words, errors='surrogatepass')}" for words in cards)
    answer = client.get(f"/embed/cards.json?{query}")
    assert answer.status_code in (200, 422)
    if answer.status_code == 200:
        assert len(answer.json()["cards"]) == len(cards)
    for words in cards[:4]:
        given = quote(words, safe="", errors="surrogatepass")
        for address in (
            f"/embed/x?sections={given}",
            f"/embed/theme.css?text={given}",
            f"/oembed?url={given}",
            f"/embed?text={given}",
        ):
            assert client.get(address).status_code in (200, 404, 422), address


def test_frames_and_what_stands_in_their_place_are_valid_html(
    client: TestClient, tmp_path: Path, validator: None
) -> None:
    paths = [
        f"/embed/{slug}{query}" for slug in SLUGS for query in ("", "?sections=all&theme=dark&text=112233")
    ]
    paths += ["/embed/no-such-thing", "/embed/No", "/embed/mesotherapy?theme=x"]
    assert validity.faults({path: client.get(path).text for path in paths}, folder=tmp_path) == []
