"""The page on which clinics choose a card: a plain form, snippets that are right, colours that can be read."""

import html
import re
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from app.renderings import card, release
from tests import clients, pages

HOME = clients.PUBLIC_URL
CHOSEN = (
    "/embed?procedure=mesotherapy&sections=uses&sections=how&theme=dark&text=&background=102030&accent=%23ff0"
)


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.held: dict[str, str] = {}
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in = str(dict(attrs).get("id")) if tag == "textarea" else ""

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in:
            self.held[self._in] = self.held.get(self._in, "") + data


def _snippets(client: TestClient, path: str) -> dict[str, str]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    reader = _Texts()
    reader.feed(answer.text)
    return reader.held


def test_the_form_offers_every_procedure_and_every_part(client: TestClient) -> None:
    page = pages.Page(client.get("/embed").content)
    values = page.values("value", tags={"option", "input"})
    assert {"mesotherapy", "micro-laser-peel", *card.CHOICES} <= set(values)
    assert page.values("method", tags={"form"}) == ["get"]


def test_the_first_procedure_is_chosen_by_default_and_its_card_is_made(client: TestClient) -> None:
    page = pages.Page(client.get("/embed").content)
    first = page.values("value", tags={"option"})[0]
    assert f'slug="{first}"' in _snippets(client, "/embed")["script"]
    assert page.values("role", tags={"p"}) == ["status"]
    assert page.values("aria-live") == []


def test_the_snippets_hold_what_was_chosen(client: TestClient) -> None:
    made = _snippets(client, CHOSEN)
    digest = release.newest(major=1).integrity[f"{release.VERSION}.js"]
    address = f"{HOME}/embed/{release.VERSION}.js"
    brought = f'<script src="{address}" integrity="{digest}" crossorigin="anonymous" async></script>'
    assert brought in made["script"]
    assert brought in made["frame"]
    assert 'slug="mesotherapy" lang="en" sections="how uses" theme="dark"' in made["script"]
    assert 'style="display:block;min-height:100vh;--candour-background:#102030"' in made["script"]
    source = html.escape(f"{HOME}/embed/mesotherapy?sections=how%2Cuses&theme=dark&background=102030")
    assert f'<iframe src="{source}" title="Mesotherapy: ' in made["frame"]
    assert made["address"] == f"{HOME}/procedures/mesotherapy"
    for text in (made["script"], made["frame"]):
        assert "If you see no card here, that does not mean that there are no risks." in text
        assert f'<a href="{HOME}/procedures/mesotherapy">' in text


def test_the_frame_of_the_snippet_and_of_the_preview_can_be_shown(client: TestClient) -> None:
    source = re.search(r'src="([^"]+)"', _snippets(client, CHOSEN)["frame"])
    assert source
    assert client.get(html.unescape(source[1]).removeprefix(HOME)).status_code == 200
    preview = pages.Page(client.get(CHOSEN).content).values("src", tags={"iframe"})
    assert [client.get(path).status_code for path in preview] == [200]


def test_a_colour_that_cannot_be_read_is_said_and_nothing_else_is_lost(client: TestClient) -> None:
    page = client.get("/embed?procedure=mesotherapy&text=red&background=ffffff&accent=fefefe")
    words = pages.Page(page.content).words
    assert "This is no colour of six hexadecimal digits, so ours is used." in words
    assert "Links: #fefefe could not be read on the background, so the card uses #" in words
    assert 'value="red"' in page.text


@pytest.mark.parametrize(
    "words", ["\"'><script>alert(1)</script>", "</textarea><b>", "{{ 7*7 }}", "javascript:x"]
)
@pytest.mark.parametrize("name", ["text", "background", "accent", "lang"])
def test_what_is_typed_is_shown_as_it_is_and_in_no_snippet(client: TestClient, name: str, words: str) -> None:
    answer = client.get("/embed", params={"procedure": "mesotherapy", name: words})
    assert answer.status_code == 200
    assert words not in answer.text or words == "javascript:x" or "{{" in words
    assert all(words not in text for text in _snippets(client, str(answer.url)).values())


@pytest.mark.parametrize(
    "query",
    [
        "procedure=no-such-thing",
        "procedure=A",
        "sections=nonsense",
        "theme=blue",
        "colour=red",
        "text=" + "a" * 41,
    ],
)
def test_what_the_form_cannot_send_is_422(client: TestClient, query: str) -> None:
    assert client.get(f"/embed?{query}").status_code == 422


def test_the_page_runs_our_script_alone_and_is_in_no_frame(client: TestClient) -> None:
    answer = client.get(CHOSEN)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-frame-options"] == "DENY"
    assert not re.search(r"<style|<script>|\son[a-z]+=", answer.text)


def test_where_there_are_many_procedures_their_slugs_are_typed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.site.builder._MOST", 2)
    answer = client.get("/embed?procedure=micro-laser-peel")
    assert (
        '<input id="procedure" type="text" name="procedure" value="micro-laser-peel" list="procedures"'
        in answer.text
    )
    assert "The card of Micro laser peel" in answer.text
    assert "<textarea" not in client.get("/embed").text
