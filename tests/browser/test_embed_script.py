"""The script on clinics' pages: cards that are right, cannot be hidden, break nothing, and never leave a gap unsaid."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import facts
from tests.browser import clinics

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

SLUGS = ("laser-skin-tightening", "mesotherapy", "micro-laser-lipo", "micro-laser-peel")
SAFETY = ("contraindications", "precautions", "interactions", "side_effects", "warning_signs", "recovery")
_SHIFTS = """() => { window.shifted = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {
    window.shifted += entry.value; })).observe({type: 'layout-shift', buffered: true}); }"""
_CONTRASTS = """() => {
    const parts = words => words.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(part => (part /= 255) <= 0.04045 ? part / 12.92
        : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
    const root = document.querySelector('candour-procedure').shadowRoot;
    const ground = element => { for (; element; element = element.parentElement) {
        const colour = parts(getComputedStyle(element).backgroundColor);
        if (colour[3] !== 0) return colour;
    } };
    return [...root.querySelectorAll('.candour-card *')].filter(element =>
        [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())).map(element => {
        const [one, other] = [light(parts(getComputedStyle(element).color)), light(ground(element))];
        return [(Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05), element.outerHTML.slice(0, 80)];
    });
}"""


def test_many_cards_make_one_request_and_all_are_shown(page: "Page", heard: clinics.Heard, home: str) -> None:
    body = clinics.script(home) + "".join(clinics.element(slug) for slug in (*SLUGS, SLUGS[0]))
    with clinics.site(body) as clinic:
        page.goto(clinic)
        clinics.await_cards(page, 5)
    assert len(heard.cards()) == 1
    asked = parse_qs(urlsplit(heard.cards()[0]).query)["card"]
    assert asked == [f"{slug}~~en" for slug in SLUGS]
    assert heard.said == []
    assert {urlsplit(url).netloc for url in heard.asked if not url.startswith("data:")} == {
        urlsplit(home).netloc,
        urlsplit(clinic).netloc,
    }
    assert page.evaluate("() => document.cookie + localStorage.length + sessionStorage.length") == "00"
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert clinics.violations(page) == []


def test_more_cards_than_one_request_may_name_are_asked_for_in_several(
    small: "Page", heard: clinics.Heard, home: str
) -> None:
    body = clinics.script(home) + "".join(clinics.element(f"unknown-{number}") for number in range(45))
    with clinics.site(body) as clinic:
        small.goto(clinic)
        small.wait_for_function(
            "() => document.querySelectorAll('candour-procedure')[44].shadowRoot?.querySelector('[data-status]')"
        )
    assert [len(parse_qs(urlsplit(url).query)["card"]) for url in heard.cards()] == [20, 20, 5]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_card_says_what_the_document_says(small: "Page", home: str, slug: str) -> None:
    document = small.request.get(f"{home}/v1/procedures/{slug}").json()["data"]
    with clinics.site(clinics.script(home) + clinics.element(slug, more='sections="all"')) as clinic:
        small.goto(clinic)
        clinics.await_cards(small)
    html = str(small.evaluate("() => document.querySelector('candour-procedure').shadowRoot.innerHTML"))
    assert facts.of_html(html) == facts.of_document(document)


def test_what_concerns_safety_cannot_be_switched_off(small: "Page", home: str) -> None:
    for sections in ("", "none", "how", "-side_effects", "all"):
        body = clinics.script(home) + clinics.element("mesotherapy", more=f'sections="{sections}"')
        with clinics.site(body) as clinic:
            small.goto(clinic)
            clinics.await_cards(small)
        for name in SAFETY:
            assert small.locator(f"candour-procedure >> [data-section={name}]").count() == 1


def test_a_card_is_there_one_round_trip_after_the_script(
    small: "Page", heard: clinics.Heard, home: str
) -> None:
    with clinics.site(clinics.script(home) + clinics.element("mesotherapy")) as clinic:
        small.goto(clinic)
        clinics.await_cards(small)
    after = heard.asked[heard.asked.index(f"{home}/embed/v1.js") + 1 :]
    assert [urlsplit(url).path for url in after if url.startswith(home)] == ["/embed/cards.json"]


def _late(page: "Page", route: "Route") -> None:
    page.wait_for_timeout(300)
    route.continue_()


def test_nothing_moves(page: "Page", home: str) -> None:
    body = (
        f"<p>Before</p>{clinics.script(home)}{clinics.element('mesotherapy')}<p>Between</p>"
        f"{clinics.element('unknown-procedure')}<p>After</p>"
    )
    page.add_init_script(f"({_SHIFTS})()")
    page.route("**/embed/cards.json*", lambda route: _late(page, route))
    with clinics.site(body) as clinic:
        page.goto(clinic)
        clinics.await_cards(page)
        page.wait_for_timeout(500)
    assert page.evaluate("() => window.shifted") == 0


def test_the_measure_of_movement_measures(small: "Page") -> None:
    small.add_init_script(f"({_SHIFTS})()")
    with clinics.site("<div id='a'></div><p>After</p>") as clinic:
        small.goto(clinic)
        small.wait_for_timeout(200)
        small.evaluate("() => { document.getElementById('a').style.height = '300px'; }")
        small.wait_for_timeout(600)
    assert small.evaluate("() => window.shifted") > 0


STRICT = {
    "Content-Security-Policy": "default-src 'none'; script-src {home}; connect-src {home}; img-src data:; "
    "require-trusted-types-for 'script'; trusted-types 'none'",
}


def test_a_strict_policy_and_trusted_types_change_nothing(
    page: "Page", heard: clinics.Heard, home: str
) -> None:
    headers = {name: value.format(home=home) for name, value in STRICT.items()}
    headers |= {"Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin"}
    snippet = clinics.script(home) + '<candour-procedure slug="mesotherapy"></candour-procedure>'
    with clinics.site(snippet.replace(" async", ' async crossorigin="anonymous"'), headers=headers) as clinic:
        page.goto(clinic)
        clinics.await_cards(page)
        assert clinics.shown(page)
        colour = page.locator("candour-procedure >> .candour-card").evaluate(
            "card => getComputedStyle(card).backgroundColor"
        )
    assert colour == "rgb(255, 255, 255)", "the styles did not arrive"
    assert heard.said == []


def test_without_constructed_style_sheets_a_linked_one_is_used(
    small: "Page", heard: clinics.Heard, home: str
) -> None:
    small.add_init_script("delete window.CSSStyleSheet; window.CSSStyleSheet = undefined")
    with clinics.site(clinics.script(home) + clinics.element("mesotherapy")) as clinic:
        small.goto(clinic)
        clinics.await_cards(small)
        small.wait_for_function(
            "() => getComputedStyle(document.querySelector('candour-procedure').shadowRoot"
            ".querySelector('.candour-card')).borderStyle === 'solid'"
        )
    assert heard.said == []


HOSTILE = (
    "candour-procedure, candour-procedure * { all: unset !important; display: none !important }",
    "* { display: none !important } html, body, main { display: block !important }",
    "*, *::before { all: initial !important } head, head * { display: none !important }",
    "candour-procedure { visibility: hidden !important; opacity: 0 !important }",
    "candour-procedure { height: 0 !important; max-height: 0 !important; overflow: hidden !important }",
    "candour-procedure { width: 0 !important; max-width: 0 !important; min-width: 0 !important }",
    "candour-procedure { position: fixed !important; left: -9999px !important; top: -9999px !important }",
    "candour-procedure { clip-path: inset(50%) !important; clip: rect(0 0 0 0) !important }",
    "candour-procedure { transform: scale(0) !important; scale: 0 !important; translate: -999px !important }",
    "candour-procedure { filter: opacity(0) !important; mask: linear-gradient(transparent, transparent) !important }",
    "candour-procedure { content-visibility: hidden !important; contain: strict !important }",
    "candour-procedure { zoom: 0.01 !important; font-size: 0 !important; line-height: 0 !important }",
    "candour-procedure { color: transparent !important; -webkit-text-fill-color: transparent !important }",
    "candour-procedure { text-indent: -9999px !important; letter-spacing: -1em !important; word-spacing: 9em }",
    "candour-procedure { float: left !important; z-index: -1 !important; position: relative !important }",
    "candour-procedure { --candour-text: #fff; --candour-background: #fff; --candour-gap: #fff }",
    "candour-procedure::part(name), candour-procedure::part(summary) { display: none !important }",
    "candour-procedure::part(*), candour-procedure::part(safety) { display: none !important }",
    "candour-procedure { --candour-width: 1px; --candour-radius: 50%; --candour-font: 0/0 x }",
    "candour-procedure { --candour-width: calc(-9px); --candour-radius: 9999px; --candour-border: 99px solid }",
    "candour-procedure { border: 5000px solid #fff !important; outline: 5000px solid #fff; outline-offset: -5000px }",
    "candour-procedure { padding-top: 9000px !important; padding-inline: 49% !important }",
    "candour-procedure { margin-left: -9999px !important; margin-top: -9999px !important }",
    (
        "candour-procedure { margin-bottom: -9000px !important } .late { position: relative; background: #fff; "
        "min-height: 9000px }"
    ),
    "candour-procedure { offset-path: path('M -9999 0 L 0 0') !important; offset-distance: 0 !important }",
    "candour-procedure { columns: 99 !important; container-type: size !important; aspect-ratio: 9999 !important }",
    "candour-procedure { width: 9999px !important; writing-mode: vertical-rl !important }",
    "candour-procedure::before { content: ''; position: absolute; inset: 0; background: #fff; z-index: 9 }",
    (
        "candour-procedure::after { content: '' !important; display: block !important; position: fixed !important; "
        "inset: 0 !important; background: #fff !important }"
    ),
    "candour-procedure::part(name) { margin-bottom: -4000px !important; font-size: 900px !important }",
    "candour-procedure::part(summary) { padding-bottom: 9000px !important; outline: 4000px solid #fff !important }",
    "candour-procedure::part(name) { position: fixed; inset: 0; background: #fff; height: 9000px !important }",
    "candour-procedure::part(summary) { transform: scale(99); zoom: 99; box-shadow: 0 0 0 4000px #fff }",
    "candour-procedure::part(summary)::before { content: ''; position: fixed; inset: 0; background: #fff }",
    (
        "candour-procedure::part(link) { text-decoration: line-through 9999px #fff !important; "
        "-webkit-text-stroke: 4000px #fff !important }"
    ),
    "html { font-size: 1px !important }",
    "main { font-size: 0; color: white; line-height: 0; visibility: hidden; text-indent: -999px; direction: rtl }",
)


def _outside(page: "Page") -> list[Any]:
    """Return what about the card's place is odd: far from what stands before it, narrow, or reaching out."""
    card, host, title = (
        page.locator(selector).evaluate(
            "one => { const box = one.getBoundingClientRect();"
            " return [box.left, box.top + scrollY, box.right, box.bottom + scrollY]; }"
        )
        for selector in ("candour-procedure >> .candour-card", "candour-procedure", "h1")
    )
    safety = page.locator("candour-procedure >> .safety").bounding_box()
    above = page.evaluate("() => scrollY")
    assert safety
    return [
        found
        for found in (
            ("far", card, title) if card[1] - title[3] > 400 else None,
            ("far inside", safety, card) if safety["y"] + above - card[1] > 3000 else None,
            ("narrow", card) if card[2] - card[0] < 250 else None,
            ("wide", card) if card[2] > page.evaluate("() => innerWidth") + 1 else None,
            ("reaching out", card, host) if card[3] > host[3] + 1 else None,
        )
        if found
    ]


@pytest.mark.parametrize("css", HOSTILE)
def test_no_style_of_the_page_hides_the_card(small: "Page", home: str, css: str) -> None:
    with clinics.site(
        clinics.script(home) + clinics.element("laser-skin-tightening") + '<p class="late">Later</p>',
        head=f"<style>{css}</style>",
    ) as clinic:
        small.goto(clinic)
        clinics.await_cards(small)
    assert clinics.shown(small)
    for name in SAFETY:
        assert clinics.shown(small, f"candour-procedure >> [data-section={name}]"), name
    assert _outside(small) == []
    assert all(contrast >= 4.5 for contrast, _ in small.evaluate(_CONTRASTS))
    sizes = small.evaluate(
        "() => [...document.querySelector('candour-procedure').shadowRoot.querySelectorAll('.safety li')]"
        ".map(item => parseFloat(getComputedStyle(item).fontSize))"
    )
    assert min(sizes) >= 14


COVERING = """candour-procedure, candour-procedure::part(summary), candour-procedure::part(link) {
    outline: 5000px solid #fff !important; border: 5000px solid #fff !important; box-shadow: 0 0 0 4000px #fff;
    text-decoration: line-through 9999px #fff !important; -webkit-text-stroke: 400px #fff !important }
candour-procedure::before, candour-procedure::after, candour-procedure::part(summary)::before {
    content: '' !important; position: fixed !important; inset: 0 !important; background: #fff !important }"""
_PAINTED = """() => {
    const host = document.querySelector('candour-procedure');
    const [summary, link] = ['[part=summary]', '[part=link]'].map(name => host.shadowRoot.querySelector(name));
    const pseudo = [[host, '::before'], [host, '::after'], [summary, '::before']]
        .map(([one, name]) => getComputedStyle(one, name).content);
    const drawn = [host, summary, link].flatMap(one => [getComputedStyle(one).outlineStyle,
        getComputedStyle(one).borderTopStyle]);
    const thick = [summary, link].flatMap(one => [getComputedStyle(one).textDecorationThickness,
        getComputedStyle(one).webkitTextStrokeWidth, getComputedStyle(one).boxShadow]);
    return [...new Set([...pseudo, ...drawn, ...thick])].sort();
}"""
"""What is drawn over a card takes no pointer, so it is looked for in the styles."""


def test_no_style_of_the_page_draws_over_the_card(small: "Page", home: str) -> None:
    body = clinics.script(home) + clinics.element("mesotherapy")
    with clinics.site(body, head=f"<style>{COVERING}</style>") as clinic:
        small.goto(clinic)
        clinics.await_cards(small)
    assert small.evaluate(_PAINTED) == ["0px", "auto", "none"]


@pytest.mark.parametrize("attribute", ["hidden", 'style="display:none !important"', 'dir="rtl"', "popover"])
def test_no_attribute_hides_the_card(small: "Page", home: str, attribute: str) -> None:
    body = f'{clinics.script(home)}<candour-procedure slug="mesotherapy" {attribute}></candour-procedure>'
    with clinics.site(body) as clinic:
        small.goto(clinic)
        clinics.await_cards(small)
    assert clinics.shown(small)


POLLUTED = """
window.polluted = ['method', 'body', 'headers', 'mode', 'signal', 'card', 'cards', 'root', 'key', 'text', 'asked',
    'name', 'slotAssignment', 'delegatesFocus', 'once', 'passive', 'capture', 'status', 'lang', 'value', 'writable',
    'href', 'onclick', '0', '1', 'toJSON', 'from', 'message', 'background', 'gap', 'class'];
for (const name of window.polluted) Object.prototype[name] = 'polluted';
Array.prototype.extra = 'polluted'; Array.prototype.last = function () {}; String.prototype.extra = 'polluted';
Array.prototype.toJSON = function () { return 'polluted'; };
window.name = 'polluted'; window.status = 'polluted'; window.event = 'polluted';
window.build = window.paint = window.ask = window.elements = window.base = window.sheet = 'polluted';
"""
_CLEANED = """async () => {
    const shown = () => document.querySelector('candour-procedure').shadowRoot?.querySelector('[data-revision]');
    for (let tries = 0; tries < 100 && !shown(); tries++) await new Promise(done => setTimeout(done, 50));
    for (const name of window.polluted) delete Object.prototype[name];
    delete Array.prototype.toJSON; delete Array.prototype.extra; delete Array.prototype.last;
}"""
"""What drives the browser runs in the page and does not bear pollution itself."""


def test_polluted_prototypes_and_globals_break_nothing(
    small: "Page", heard: clinics.Heard, home: str
) -> None:
    body = f"<script>{POLLUTED}</script>" + clinics.script(home) + clinics.element("mesotherapy")
    with clinics.site(body) as clinic:
        small.goto(clinic)
        small.evaluate(_CLEANED)
        clinics.await_cards(small)
    assert clinics.shown(small)
    assert small.locator("candour-procedure >> [onclick]").count() == 0
    assert heard.said == []


def test_the_script_leaves_no_name_behind(small: "Page", home: str) -> None:
    known = "Object.getOwnPropertyNames(window)"
    with clinics.site(clinics.element("mesotherapy")) as clinic:
        small.goto(clinic)
        before = set(small.evaluate(known))
        small.add_script_tag(url=f"{home}/embed/v1.js")
        assert set(small.evaluate(known)) == before


def test_two_copies_of_the_script_are_as_good_as_one(small: "Page", heard: clinics.Heard, home: str) -> None:
    both = clinics.script(home) + clinics.script(home).replace("v1.js", "1.0.0.js")
    with clinics.site(both + clinics.element("mesotherapy") + clinics.script(home)) as clinic:
        small.goto(clinic)
        clinics.await_cards(small)
        small.wait_for_timeout(200)
    assert (len(heard.cards()), heard.said) == (1, [])


BROUGHT = {
    "a module": '<script type="module" src="{home}/embed/v1.js"></script>',
    "a tool that runs it late": '<script type="text/plain" data-src="{home}/embed/1.0.0.js?ver=6"></script>'
    "<script>fetch('{home}/embed/v1.js').then(answer => answer.text()).then(text => {{"
    " const late = document.createElement('script'); late.text = text; document.head.append(late); }})</script>",
    "a blob": '<script type="text/plain" data-rocket-src="{home}/embed/v1.js"></script>'
    "<script>fetch('{home}/embed/v1.js').then(answer => answer.blob()).then(blob => {{"
    " const late = document.createElement('script'); late.src = URL.createObjectURL(blob);"
    " document.head.append(late); }})</script>",
}


@pytest.mark.parametrize("how", BROUGHT)
def test_however_the_script_is_brought_it_finds_whom_to_ask(
    small: "Page", heard: clinics.Heard, home: str, how: str
) -> None:
    with clinics.site(BROUGHT[how].format(home=home) + clinics.element("mesotherapy")) as clinic:
        small.goto(clinic)
        clinics.await_cards(small)
    assert heard.said == []


def test_where_nothing_tells_whom_to_ask_the_card_says_so_and_keeps_what_the_page_says(
    small: "Page", heard: clinics.Heard, home: str
) -> None:
    body = clinics.element("mesotherapy", inside='<a href="/m">What we wrote</a>') + (
        f"<script>fetch('{home}/embed/v1.js').then(answer => answer.text()).then(text => {{"
        " const late = document.createElement('script'); late.text = text; document.head.append(late); })</script>"
    )
    with clinics.site(body) as clinic:
        small.goto(clinic)
        small.wait_for_function("() => document.querySelector('candour-procedure').shadowRoot")
        assert "This card does not know where to ask." in clinics.text(small)
        assert clinics.NO_RISKS in clinics.text(small)
        assert small.get_by_role("link", name="What we wrote").is_visible()
        small.evaluate("() => document.querySelector('candour-procedure').setAttribute('slug', 'x')")
    assert (heard.cards(), heard.said) == ([], [])


def _notice(page: "Page", sentence: str, *, link: str) -> None:
    page.wait_for_function(
        "sentence => document.querySelector('candour-procedure').shadowRoot?.textContent.includes(sentence)",
        arg=sentence,
    )
    assert clinics.NO_RISKS in clinics.text(page)
    assert clinics.shown(page, "candour-procedure >> .gap")
    assert page.locator("candour-procedure >> a").get_attribute("href") == link


def _fail(route: "Route", how: str) -> None:
    match how:
        case "offline":
            route.abort("internetdisconnected")
        case "error":
            route.fulfill(status=503, body="{}")
        case "markup":
            route.fulfill(status=200, body="<html>Log in to the wireless network</html>")
        case "empty":
            route.fulfill(status=200, json={"cards": []}, headers={"Access-Control-Allow-Origin": "*"})
        case "wrong":
            route.fulfill(status=200, json=[1], headers={"Access-Control-Allow-Origin": "*"})
        case "null":
            route.fulfill(status=200, body="null", headers={"Access-Control-Allow-Origin": "*"})
        case "half":
            route.fulfill(
                status=200, body='{"cards":[{"card":["ar', headers={"Access-Control-Allow-Origin": "*"}
            )


@pytest.mark.parametrize("how", ["offline", "error", "markup", "empty", "wrong", "null", "half"])
def test_a_failing_service_is_said_and_tried_again_when_the_line_is_back(
    small: "Page", heard: clinics.Heard, home: str, how: str
) -> None:
    small.route("**/embed/cards.json*", lambda route: _fail(route, how))
    with clinics.site(clinics.script(home) + clinics.element("mesotherapy")) as clinic:
        small.goto(clinic)
        _notice(small, "could not be loaded", link=f"{home}/procedures/mesotherapy")
        assert small.locator("candour-procedure >> [aria-busy=true]").count() == 0
        assert clinics.violations(small) == []
        small.unroute("**/embed/cards.json*")
        small.evaluate("() => window.dispatchEvent(new Event('online'))")
        clinics.await_cards(small)
    assert clinics.shown(small)


def test_a_slow_service_is_waited_for_in_words_and_then_given_up(small: "Page", home: str) -> None:
    held: list[Route] = []
    small.clock.install()
    small.route("**/embed/cards.json*", lambda route: held.extend([route]))
    with clinics.site(clinics.script(home) + clinics.element("mesotherapy")) as clinic:
        small.goto(clinic)
        small.clock.run_for(300)
        _notice(small, "Loading what is known", link=f"{home}/procedures/mesotherapy")
        assert small.locator("candour-procedure >> [aria-busy=true]").count() == 1
        small.clock.run_for(10_100)
        _notice(small, "could not be loaded", link=f"{home}/procedures/mesotherapy")
    for route in held:
        route.abort()


@pytest.mark.parametrize("slug", ["unknown-procedure", "UNKNOWN-procedure "])
def test_an_unknown_procedure_is_said(small: "Page", home: str, slug: str) -> None:
    with clinics.site(clinics.script(home) + clinics.element(slug)) as clinic:
        small.goto(clinic)
        _notice(small, "There is no entry of this name here.", link=f"{home}/")
    assert clinics.violations(small) == []


@pytest.mark.parametrize("slug", ["", "a b", "../admin", "x/y", "'\"><script>alert(1)</script>"])
def test_a_slug_that_is_none_is_said_without_asking(
    small: "Page", heard: clinics.Heard, home: str, slug: str
) -> None:
    body = clinics.script(home) + "<candour-procedure></candour-procedure>"
    with clinics.site(body) as clinic:
        small.goto(clinic)
        small.evaluate("slug => document.querySelector('candour-procedure').setAttribute('slug', slug)", slug)
        _notice(small, "This card does not name a procedure.", link=f"{home}/")
    assert heard.cards() == []


def test_where_the_script_is_blocked_the_fallback_of_the_snippet_is_read(small: "Page", home: str) -> None:
    inside = f'<a href="{home}/procedures/mesotherapy">Mesotherapy</a> If you see no card here, …'
    blocked = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
    with clinics.site(
        clinics.script(home) + clinics.element("mesotherapy", inside=inside), headers=blocked
    ) as clinic:
        small.goto(clinic)
    assert small.get_by_role("link", name="Mesotherapy").is_visible()


@pytest.mark.parametrize("blocked", [False, True])
def test_the_snippet_of_the_readme_is_a_card_or_a_sentence(
    small: "Page", heard: clinics.Heard, home: str, *, blocked: bool
) -> None:
    text = (Path(clinics.__file__).parents[2] / "README.md").read_text("utf-8")
    snippet = re.search(r"```html\n(<script.*?)```", text, re.DOTALL)
    assert snippet
    body = snippet[1].replace("http://127.0.0.1:8000", home)
    headers = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"} if blocked else {}
    with clinics.site(body, headers=headers) as clinic:
        small.goto(clinic)
        sentence = small.get_by_text("If you see no card here, that does not mean that there are no risks.")
        if blocked:
            assert sentence.is_visible()
        else:
            clinics.await_cards(small)
            assert sentence.is_hidden()
            assert heard.said == []


def test_a_changed_attribute_changes_the_card(small: "Page", heard: clinics.Heard, home: str) -> None:
    change = "([name, value]) => document.querySelector('candour-procedure').setAttribute(name, value)"
    ground = "candour-procedure >> .candour-card"
    with clinics.site(clinics.script(home) + clinics.element("mesotherapy")) as clinic:
        small.goto(clinic)
        clinics.await_cards(small)
        small.evaluate(change, ["theme", "dark"])
        assert (
            small.locator(ground).evaluate("card => getComputedStyle(card).backgroundColor")
            == "rgb(17, 24, 28)"
        )
        small.evaluate(change, ["theme", "light"])
        assert (
            small.locator(ground).evaluate("card => getComputedStyle(card).backgroundColor")
            == "rgb(255, 255, 255)"
        )
        assert len(heard.cards()) == 1
        small.evaluate(change, ["sections", "how, uses"])
        small.wait_for_selector("candour-procedure >> [data-section=indications]")
        small.evaluate(change, ["slug", "micro-laser-peel"])
        small.wait_for_selector("candour-procedure >> [data-procedure=micro-laser-peel]")
    assert "card=mesotherapy~how.uses~en" in heard.cards()[1]
    assert "card=micro-laser-peel~how.uses~en" in heard.cards()[2]


def test_an_element_that_comes_and_goes_is_no_trouble(small: "Page", heard: clinics.Heard, home: str) -> None:
    with clinics.site(clinics.script(home)) as clinic:
        small.goto(clinic)
        small.evaluate(
            """async () => {
                await customElements.whenDefined('candour-procedure');
                const element = document.createElement('candour-procedure');
                element.setAttribute('slug', 'mesotherapy');
                document.querySelector('main').append(element);
                element.remove();
                document.querySelector('main').append(element);
            }"""
        )
        clinics.await_cards(small)
    assert heard.said == []
    assert len(heard.cards()) == 1


def _refuse(route: "Route") -> None:
    route.abort("connectionrefused")


def _pass(page: "Page", heard: clinics.Heard, *, seconds: int) -> int:
    """Let time pass in steps in which what was asked is answered; return how many requests there were."""
    before = len(heard.cards())
    for _ in range(0, seconds, 5):
        page.clock.run_for(5_000)
        page.wait_for_timeout(20)
    return len(heard.cards()) - before


def _answered(*statuses: int, text: str = "Changed.") -> dict[str, Any]:
    tree = ["article", {"class": "candour-card"}, ["h2", {"part": "name"}, "A name"], ["p", text]]
    return {
        "json": {
            "cards": [{"slug": "x", "status": status, "lang": "en", "card": tree} for status in statuses]
        },
        "headers": {"Access-Control-Allow-Origin": "*"},
    }


def _begin(page: "Page", clinic: str) -> None:
    page.goto(clinic)
    page.clock.run_for(300)
    clinics.await_cards(page)
    page.locator("candour-procedure >> .candour-card").evaluate("card => { card.dataset.same = 'yes'; }")


def test_a_card_that_people_look_at_is_kept_current(small: "Page", heard: clinics.Heard, home: str) -> None:
    small.clock.install()
    with clinics.site(clinics.script(home) + clinics.element("mesotherapy")) as clinic:
        _begin(small, clinic)
        assert _pass(small, heard, seconds=25) == 0
        assert _pass(small, heard, seconds=20) == 1
        assert 6 <= _pass(small, heard, seconds=300) <= 10
        assert small.locator("candour-procedure >> [data-same]").count() == 1, (
            "what is unchanged is left alone"
        )
        small.route("**/embed/cards.json*", lambda route: route.fulfill(**_answered(200)))
        _pass(small, heard, seconds=45)
        assert "Changed." in clinics.text(small)


def test_what_nobody_sees_is_not_asked_for_until_somebody_looks(
    small: "Page", heard: clinics.Heard, home: str
) -> None:
    hide = (
        "state => { Object.defineProperty(document, 'visibilityState', {value: state, configurable: true});"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )
    small.clock.install()
    with clinics.site(clinics.script(home) + clinics.element("mesotherapy")) as clinic:
        _begin(small, clinic)
        small.evaluate(hide, "hidden")
        assert _pass(small, heard, seconds=120) == 0
        small.evaluate(hide, "visible")
        small.clock.run_for(100)
        small.wait_for_timeout(100)
    assert len(heard.cards()) == 2


@pytest.mark.parametrize("status", [200, 404, 410])
def test_a_withdrawal_reaches_a_card_in_which_somebody_has_the_focus(
    small: "Page", heard: clinics.Heard, home: str, status: int
) -> None:
    small.clock.install()
    with clinics.site(clinics.script(home) + clinics.element("mesotherapy")) as clinic:
        _begin(small, clinic)
        small.locator("candour-procedure >> a").first.focus()
        small.route(
            "**/embed/cards.json*", lambda route: route.fulfill(**_answered(status, text="Withdrawn."))
        )
        _pass(small, heard, seconds=45)
    assert "Withdrawn." in clinics.text(small)
    assert small.locator("candour-procedure >> [data-same]").count() == 0


@pytest.mark.parametrize("broken", [_refuse, lambda route: route.fulfill(**_answered(503, text="Damaged."))])
def test_a_card_that_cannot_be_confirmed_says_since_when(
    small: "Page", heard: clinics.Heard, home: str, broken: Callable[["Route"], None]
) -> None:
    small.clock.install()
    with clinics.site(clinics.script(home) + clinics.element("mesotherapy")) as clinic:
        _begin(small, clinic)
        small.route("**/embed/cards.json*", broken)
        _pass(small, heard, seconds=45)
        assert small.locator("candour-procedure >> [role=status]").count() == 0, "one failure is no news"
        _pass(small, heard, seconds=60)
        line = small.locator("candour-procedure >> [role=status]")
        assert "could not be checked since" in str(line.text_content())
        assert line.count() == 1
        assert small.locator("candour-procedure >> [data-same]").count() == 1, "the card stays"
        assert clinics.violations(small) == []
        small.unroute("**/embed/cards.json*")
        _pass(small, heard, seconds=125)
        assert line.count() == 0


def test_what_failed_comes_back_by_itself_and_is_asked_for_ever_less_often(
    small: "Page", heard: clinics.Heard, home: str
) -> None:
    small.clock.install()
    small.route("**/embed/cards.json*", _refuse)
    with clinics.site(clinics.script(home) + clinics.element("mesotherapy")) as clinic:
        small.goto(clinic)
        small.clock.run_for(300)
        _notice(small, "could not be loaded", link=f"{home}/procedures/mesotherapy")
        assert 3 <= _pass(small, heard, seconds=60) <= 5
        assert _pass(small, heard, seconds=600) <= 8
        # Time flies here: the first card of a process takes longer to make than the script waits.
        small.request.get(f"{home}/embed/cards.json?card=mesotherapy~~en")
        small.unroute("**/embed/cards.json*")
        _pass(small, heard, seconds=125)
        small.wait_for_timeout(300)
        assert small.locator("candour-procedure >> [data-revision]").count() == 1


FAULTY = (
    ("sections", "how," + "x" * 300),
    ("sections", "how \u202e"),
    ("lang", "en\u200f"),
    ("lang", "x" * 300),
    ("slug", "x" * 300),
    ("slug", "mesotherapy\ud800"),
)


@pytest.mark.parametrize(("name", "value"), FAULTY)
def test_one_faulty_element_takes_no_other_card_with_it(
    small: "Page", heard: clinics.Heard, home: str, name: str, value: str
) -> None:
    body = clinics.script(home) + clinics.element("micro-laser-peel")
    with clinics.site(body) as clinic:
        small.add_init_script(
            f"""document.addEventListener('DOMContentLoaded', () => {{
                const element = document.createElement('candour-procedure');
                element.setAttribute('slug', 'mesotherapy');
                element.setAttribute({json.dumps(name)}, {json.dumps(value)});
                document.querySelector('main').append(element);
            }})"""
        )
        small.goto(clinic)
        clinics.await_cards(small, 1 if name == "slug" else 2)
        if name == "slug":
            assert "This card does not name a procedure." in clinics.text(small, 1)
    assert heard.said == []


COLOURS = ("#ffffff", "#000000", "#777777", "yellow", "hsl(200 50% 50%)", "transparent", "rgb(0 0 0 / 50%)", "banana",
           "color(display-p3 1 0 0)", "oklch(0.5 0.2 200)", "currentColor", "var(--nothing)", "light-dark(#fff, #000)",
           "inherit", "url(x)", "Canvas", "")  # fmt: skip


_TRIED = """colours => {
    const style = document.querySelector('candour-procedure').style;
    const low = [];
    for (const text of colours) for (const background of colours) {
        for (const role of ['text', 'accent', 'muted', 'mark']) style.setProperty('--candour-' + role, text);
        for (const role of ['background', 'gap']) style.setProperty('--candour-' + role, background);
        for (const [contrast, where] of CONTRASTS) if (contrast < 4.49) low.push([text, background, contrast, where]);
    }
    return low;
}""".replace("CONTRASTS", f"({_CONTRASTS})()")


@pytest.mark.parametrize(("scheme", "theme"), [("light", "auto"), ("dark", "auto"), ("light", "dark")])
def test_whatever_colours_are_set_everything_can_be_read(
    browser: "Browser", heard: clinics.Heard, home: str, theme: str, scheme: str
) -> None:
    body = clinics.script(home) + clinics.element("micro-laser-peel", more=f'theme="{theme}"')
    with clinics.opened(browser, heard, color_scheme=scheme) as page, clinics.site(body) as clinic:
        page.goto(clinic)
        clinics.await_cards(page)
        assert page.evaluate(_TRIED, list(COLOURS)) == []
    assert heard.said == []


def test_colours_that_can_be_read_are_those_that_were_set(small: "Page", home: str) -> None:
    more = 'class="own"'
    css = (
        ".own { --candour-text: #102030; --candour-background: #f0fff0; "
        "--candour-accent: #803010; --candour-radius: 0 }"
    )
    with clinics.site(
        clinics.script(home) + clinics.element("mesotherapy", more=more), head=f"<style>{css}</style>"
    ) as clinic:
        small.goto(clinic)
        clinics.await_cards(small)
    card = small.locator("candour-procedure >> .candour-card")
    assert card.evaluate("card => getComputedStyle(card).color") == "rgb(16, 32, 48)"
    assert card.evaluate("card => getComputedStyle(card).backgroundColor") == "rgb(240, 255, 240)"
    assert card.evaluate("card => getComputedStyle(card.querySelector('a')).color") == "rgb(128, 48, 16)"
    assert card.evaluate("card => getComputedStyle(card).borderRadius") == "0px"


def test_parts_can_be_styled_by_the_page(small: "Page", home: str) -> None:
    css = "<style>candour-procedure::part(name) { font-family: Georgia; text-transform: uppercase }</style>"
    with clinics.site(clinics.script(home) + clinics.element("mesotherapy"), head=css) as clinic:
        small.goto(clinic)
        clinics.await_cards(small)
    assert (
        small.locator("candour-procedure >> h2").evaluate("one => getComputedStyle(one).textTransform")
        == "uppercase"
    )


MARKUP: tuple[Any, ...] = (
    ["article", ["script", "alert(1)"]],
    ["article", ["img", {"src": "x", "onerror": "alert(1)"}]],
    ["article", ["iframe", {"srcdoc": "<script>alert(1)</script>"}]],
    ["article", ["a", {"href": "javascript:alert(1)"}, "x"]],
    ["article", ["a", {"href": "data:text/html,x"}, "x"]],
    ["article", {"onclick": "alert(1)", "style": "display:none", "id": "x", "is": "x-y"}, "x"],
    ["article", ["style", "* { display: none }"]],
    ["article", ["svg", ["script", "alert(1)"]], ["math", "x"]],
    ["script", "alert(1)"],
    ["article", "<img src=x onerror=alert(1)>"],
    ["article", ["p", "known"], ["meter", {"value": "1"}, "from a later version"]],
)


@pytest.mark.parametrize("tree", MARKUP, ids=json.dumps)
def test_what_a_tree_may_not_hold_becomes_text(
    small: "Page", heard: clinics.Heard, home: str, tree: Any
) -> None:
    answer = {"cards": [{"slug": "x", "status": 200, "lang": "en", "dir": "ltr", "card": tree}]}
    small.route(
        "**/embed/cards.json*",
        lambda route: route.fulfill(json=answer, headers={"Access-Control-Allow-Origin": "*"}),
    )
    small.on("dialog", lambda dialog: heard.said.append("a dialog"))
    with clinics.site(clinics.script(home) + clinics.element("x")) as clinic:
        small.goto(clinic)
        small.wait_for_function(
            "() => document.querySelector('candour-procedure').shadowRoot?.querySelector('[aria-busy=false]')"
        )
    inside = "candour-procedure >> "
    for selector in (
        "script",
        "img",
        "iframe",
        "svg",
        "[onclick]",
        "[onerror]",
        "a[href]",
        "[id]",
        "[is]",
        "[srcdoc]",
    ):
        assert small.locator(inside + selector).count() == 0, selector
    assert _words(tree) in clinics.text(small)
    assert heard.said == []


def _words(tree: Any) -> str:
    if isinstance(tree, list):
        return "".join(_words(item) for item in tree[1:])
    return tree if isinstance(tree, str) else ""
