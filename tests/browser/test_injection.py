"""Whatever stands in a text of a document is shown as it is on pages, cards and pictures; nothing runs in Chromium."""

import itertools
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from app.content import document, values
from app.renderings import card, html, timeline
from app.site import views
from tests import generated, showing
from tests.hostile import payloads

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

PARTS = 8
INLINE = "inline"
"""The picture's own style sheet, which the policy of pages does not let through: they load the picture as a file."""
ORIGIN = "https://candour.example"
_AROUND = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A card</title></head>'
    "<body><main>{}</main></body></html>"
)
_WATCH = """
window.happened = [];
addEventListener('securitypolicyviolation', event => happened.push(event.effectiveDirective + ' ' + event.blockedURI));
window.alert = () => happened.push('ran');
"""


class Watched:
    """A page that is given markup under our policy, and what happened in it."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.body = ""
        self.happened: list[str] = []
        page.add_init_script(_WATCH)
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.happened.append(str(error)))
        page.route("**/*", self._answer)

    def show(self, body: str) -> list[str]:
        """Show a page and return what happened that should not have."""
        self.body, self.happened = body, []
        self.page.goto(f"{ORIGIN}/shown")
        self.page.evaluate("() => document.querySelectorAll('details').forEach(held => held.open = true)")
        self.page.wait_for_timeout(20)
        happened: list[str] = self.page.evaluate("() => happened")
        return [*self.happened, *happened]

    def _dialog(self, dialog: Any) -> None:
        self.happened.append("dialog")
        dialog.dismiss()

    def _answer(self, route: "Route") -> None:
        address = route.request.url
        if address == f"{ORIGIN}/shown":
            headers = {"Content-Security-Policy": views.POLICY, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=self.body, headers=headers)
        elif address.startswith(f"{ORIGIN}/static/"):
            route.fulfill(body=html.ASSETS["site.css"].content, headers={"Content-Type": "text/css"})
        else:
            if not address.startswith((f"{ORIGIN}/v1/procedures/", "data:,")):
                self.happened.append(address)
            route.abort()


@pytest.fixture(scope="module")
def watched(browser: "Browser") -> Iterator[Watched]:
    """Return a page that anything may be shown in."""
    context = browser.new_context(viewport={"width": 800, "height": 600})
    yield Watched(context.new_page())
    context.close()


def _laced(held: document.ProcedureDocument, payload: str) -> document.ProcedureDocument:
    return document.ProcedureDocument.model_validate(payloads.laced(json.loads(held.canonical()), payload))


def test_there_are_many_payloads_and_each_may_stand_in_a_text() -> None:
    assert len(payloads.PAYLOADS) >= 150
    assert [
        payload for payload in payloads.PAYLOADS if values.clean(payload) != payload or len(payload) > 120
    ] == []


def test_the_watch_sees_what_runs(watched: Watched) -> None:
    assert watched.show(_AROUND.format("<script>alert(1)</script>"))
    assert watched.show(_AROUND.format("<img src=//evil.example/x>"))


@pytest.mark.parametrize("part", range(PARTS))
def test_no_text_of_a_document_does_anything_on_pages_cards_or_pictures(watched: Watched, part: int) -> None:
    for held, payload in zip(
        itertools.cycle(generated.documents(3)), payloads.PAYLOADS[part::PARTS], strict=False
    ):
        laced = _laced(held, payload)
        picture = timeline.svg(
            laced.canonical(), address=payload, licence=payload, revision=1, sha256="0" * 64, on=showing.DAY
        ).decode()
        beside = f"{showing.card_of(laced, *card.CHOICES)}{picture}</main>"
        happened = watched.show(showing.page(laced).replace("</main>", beside))
        assert [what for what in happened if what != f"style-src-elem {INLINE}"] == [], payload
        for place in ("main > section [data-statement] .claim > span", ".candour-card h2", "svg title"):
            told = watched.page.locator(place).first.text_content()
            assert str(told).startswith(payload), (place, payload)
