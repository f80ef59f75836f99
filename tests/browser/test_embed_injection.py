"""Whatever stands in a text of a document does nothing on the pages of clinics, by the script or by oEmbed."""

import itertools
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from app.content import document
from app.renderings import card, jsonml, languages, oembed
from tests import clients, generated, showing
from tests.browser import clinics
from tests.hostile import payloads

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

POLICY = {
    "Content-Security-Policy": "default-src 'none'; script-src {home} 'report-sample'; connect-src {home}; "
    "style-src 'unsafe-inline'; img-src data:; frame-src {home}"
}
_WATCH = """
window.happened = [];
addEventListener('securitypolicyviolation', event => happened.push(event.effectiveDirective + ' ' + event.blockedURI));
window.alert = () => happened.push('ran');
"""
_TOLD = """() => [...document.querySelectorAll('candour-procedure')]
    .map(one => one.shadowRoot.querySelector('h2').textContent)"""


def _trees() -> list[Any]:
    """Return a card for each payload, which stands in every text of it."""
    held = itertools.cycle(json.loads(one.canonical()) for one in generated.documents(3))
    laced = (
        document.ProcedureDocument.model_validate(payloads.laced(tree, payload))
        for tree, payload in zip(held, payloads.PAYLOADS, strict=False)
    )
    return [jsonml.tree(showing.card_of(one, *card.CHOICES)) for one in laced]


def _watched(page: "Page", heard: clinics.Heard) -> None:
    page.add_init_script(_WATCH)
    page.on("dialog", lambda dialog: heard.said.append("a dialog"))


def test_no_text_of_a_card_does_anything_on_the_page_of_a_clinic(
    browser: "Browser", heard: clinics.Heard, home: str
) -> None:
    trees = _trees()
    assert len(trees) >= 150

    def answer(route: "Route") -> None:
        places = [
            int(words.split("~")[0][1:]) for words in parse_qs(urlsplit(route.request.url).query)["card"]
        ]
        cards = [
            {"slug": "x", "status": 200, "lang": "en", "dir": "ltr", "card": trees[place]} for place in places
        ]
        route.fulfill(json={"cards": cards}, headers={"Access-Control-Allow-Origin": "*"})

    body = clinics.script(home) + "".join(clinics.element(f"p{place}") for place in range(len(trees)))
    headers = {name: value.format(home=home) for name, value in POLICY.items()}
    with clinics.opened(browser, heard) as page, clinics.site(body, headers=headers) as clinic:
        _watched(page, heard)
        page.route("**/embed/cards.json*", answer)
        page.goto(clinic)
        clinics.await_cards(page, len(trees))
        page.wait_for_timeout(300)
        assert page.evaluate("() => happened") == []
        told = page.evaluate(_TOLD)
    assert [name.startswith(payload) for name, payload in zip(told, payloads.PAYLOADS, strict=True)] == [
        True
    ] * len(trees)
    assert heard.said == []
    hosts = {urlsplit(url).netloc for url in heard.asked if not url.startswith("data:")}
    assert hosts == {urlsplit(home).netloc, urlsplit(clinic).netloc}


def test_no_name_does_anything_in_the_answer_to_oembed(
    browser: "Browser", heard: clinics.Heard, home: str
) -> None:
    made = [
        oembed.tree(
            oembed.Frame(
                name=payload,
                page_url=f"{clients.PUBLIC_URL}/procedures/x",
                card_url="about:blank",
                provider="Candour",
                provider_url=clients.PUBLIC_URL,
                width=600,
                height=800,
            ),
            language=languages.ENGLISH,
        )["html"]
        for payload in payloads.PAYLOADS
    ]
    headers = {name: value.format(home=home) for name, value in POLICY.items()}
    with (
        clinics.opened(browser, heard) as page,
        clinics.site("".join(str(html) for html in made), headers=headers) as clinic,
    ):
        _watched(page, heard)
        page.goto(clinic)
        page.wait_for_timeout(300)
        assert page.evaluate("() => happened") == []
        names = page.locator("blockquote > a").all_text_contents()
        titles = page.locator("iframe").evaluate_all("held => held.map(one => one.title)")
        assert page.locator("main > *:not(h1, blockquote, iframe)").count() == 0
    assert names == list(payloads.PAYLOADS)
    assert [title.startswith(name) for title, name in zip(titles, names, strict=True)] == [True] * len(names)
    assert heard.said == []
