"""Whatever stands in a text of a document is shown as it is on pages, cards and pictures; nothing runs in Chromium."""

import dataclasses
import itertools
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from app.content import document, values
from app.http import frames
from app.renderings import card, embedded, html, jsonml, languages, oembed, release, timeline
from app.site import views
from tests import builders, generated, showing, timelines
from tests.hostile import payloads

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

PARTS = 8
ORIGIN, CLINIC = "https://candour.example", "https://clinic.example"
SEVERAL = 12
"""How many names are put on one page."""
_AROUND = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title></head>'
    "<body>{}</body></html>"
)
STRICT = f"default-src 'none'; script-src {ORIGIN}; connect-src {ORIGIN}; require-trusted-types-for 'script'"
"""The policy of a careful clinic."""
_WATCH = """
window.happened = [];
addEventListener('securitypolicyviolation', event => happened.push(event.effectiveDirective + ' ' + event.blockedURI));
window.alert = () => happened.push('ran');
"""


@dataclasses.dataclass(frozen=True, kw_only=True)
class File:
    """What is answered at an address."""

    body: str | bytes
    type: str = "text/html; charset=utf-8"
    policy: str = ""


class Watched:
    """A page that is given files, and what happened in it."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.files: dict[str, File] = {}
        self.happened: list[str] = []
        page.add_init_script(_WATCH)
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.happened.append(str(error)))
        page.route("**/*", self._answer)

    def show(self, address: str, *, ready: str = "body", **files: File) -> list[str]:
        """Open an address among these files and return what happened that should not have."""
        self.happened = []
        self.files = {
            name.replace("__", "/").replace("_js", ".js").replace("_json", ".json"): held
            for name, held in files.items()
        }
        self.page.goto(address)
        self.page.locator(ready).first.wait_for(state="attached")
        self.page.evaluate("() => document.querySelectorAll('details').forEach(held => held.open = true)")
        self.page.wait_for_timeout(20)
        happened: list[str] = self.page.evaluate("() => happened")
        return [*self.happened, *happened]

    def _dialog(self, dialog: Any) -> None:
        self.happened.append("dialog")
        dialog.dismiss()

    def _answer(self, route: "Route") -> None:
        address = route.request.url
        path = address.partition("://")[2].partition("/")[2].partition("?")[0]
        if address.startswith(f"{ORIGIN}/static/"):
            name, _, rest = path.removeprefix("static/").partition(".")
            asset = html.ASSETS[f"{name}.{rest.rpartition('.')[2]}"]
            route.fulfill(body=asset.content, headers={"Content-Type": asset.media_type})
        elif address.startswith((f"{ORIGIN}/", f"{CLINIC}/")) and path in self.files:
            held = self.files[path]
            headers = {"Content-Type": held.type, "Access-Control-Allow-Origin": "*"}
            headers |= {"Content-Security-Policy": held.policy} if held.policy else {}
            route.fulfill(body=held.body, headers=headers)
        else:
            if not address.startswith((f"{ORIGIN}/v1/procedures/", f"{ORIGIN}/embed/", "data:,")):
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
    for markup in ("<script>alert(1)</script>", "<img src=//evil.example/x>", "<img src=x onerror=alert(1)>"):
        for policy in (views.POLICY, ""):
            assert watched.show(f"{ORIGIN}/shown", shown=File(body=_AROUND.format(markup), policy=policy))


def _cases(part: int) -> Iterator[tuple[document.ProcedureDocument, str]]:
    # One document has a statement of every kind; every tenth time one with much more of everything takes its place.
    small = timelines.frozen(builders.draft_tree(), concepts=builders.concepts())
    held = itertools.cycle([*[small] * 9, *generated.documents(1)])
    for payload in payloads.PAYLOADS[part::PARTS]:
        yield _laced(next(held), payload), payload


@pytest.mark.parametrize("part", range(PARTS))
def test_no_text_of_a_document_does_anything_on_pages_and_pictures(watched: Watched, part: int) -> None:
    for held, payload in _cases(part):
        picture = timeline.svg(
            held.canonical(), address=payload, licence=payload, revision=1, sha256="0" * 64, on=showing.DAY
        ).decode()
        body = showing.page(held).replace("</main>", f"{picture}</main>")
        happened = watched.show(f"{ORIGIN}/shown", shown=File(body=body, policy=views.POLICY))
        assert [what for what in happened if what != "style-src-elem inline"] == [], payload
        for place in ("main > section [data-statement] .claim > span", "svg title"):
            told = watched.page.locator(place).first.text_content()
            assert str(told).startswith(payload), (place, payload)
        linked = watched.page.locator('script[type="application/ld+json"]')
        assert json.loads(str(linked.text_content())) == json.loads(json.dumps(showing.linked(held)))


@pytest.mark.parametrize("part", range(PARTS))
def test_no_text_of_a_document_does_anything_on_cards(watched: Watched, part: int) -> None:
    script = File(body=release.newest(major=1).files[f"{release.VERSION}.js"], type="text/javascript")
    for held, payload in _cases(part):
        card_of = showing.card_of(held, *card.CHOICES)
        frame = embedded.Page(
            card=card_of,
            title=payload,
            address=f"{ORIGIN}/procedures/x",
            language=languages.ENGLISH,
            publisher=showing.PUBLISHER,
        )
        happened = watched.show(
            f"{ORIGIN}/shown",
            shown=File(body=embedded.page(frame), policy=frames.POLICY.replace("'self'", ORIGIN)),
        )
        assert happened == [], payload
        assert watched.page.locator(".candour-card h2").first.text_content() == payload
        assert watched.page.title() == f"{payload} – Candour"
        cards = json.dumps({"cards": [{"slug": "x", "card": jsonml.tree(card_of)}]})
        happened = watched.show(
            f"{CLINIC}/shown",
            ready="candour-procedure >> [data-revision]",
            shown=File(
                body=_AROUND.format(
                    f'<script src="{ORIGIN}/embed/v1.js" async></script>'
                    "<candour-procedure slug=x></candour-procedure>"
                ),
                policy=STRICT,
            ),
            embed__v1_js=script,
            embed__cards_json=File(body=cards, type="application/json"),
        )
        assert happened == [], payload
        assert watched.page.locator("candour-procedure >> h2").first.text_content() == payload


def test_no_name_does_anything_where_another_site_shows_what_oembed_answers(watched: Watched) -> None:
    for first in range(0, len(payloads.PAYLOADS), SEVERAL):
        some = payloads.PAYLOADS[first : first + SEVERAL]
        shown = _AROUND.format("".join(map(_oembed, some)))
        assert watched.show(f"{CLINIC}/shown", shown=File(body=shown)) == [], some
        quoted = watched.page.locator("blockquote").all_text_contents()
        assert len(quoted) == len(some), some
        assert all(payload in told for payload, told in zip(some, quoted, strict=True)), some


def _oembed(name: str) -> str:
    frame = oembed.Frame(
        name=name,
        page_url=f"{ORIGIN}/procedures/x",
        card_url=f"{ORIGIN}/embed/x",
        provider="Candour",
        provider_url=f"{ORIGIN}/",
        width=600,
        height=400,
    )
    return str(oembed.tree(frame, language=languages.ENGLISH)["html"])
