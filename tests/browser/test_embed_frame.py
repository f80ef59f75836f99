"""The card in a frame: in sandboxes, under strict policies, without scripts, in WordPress, beside hostile frames."""

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.browser import clinics, wordpress

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

SECRET = "A1b2C3d4E5"
SLUGS = ("laser-skin-tightening", "mesotherapy", "micro-laser-lipo", "micro-laser-peel")


def _frame(home: str, slug: str = "mesotherapy", *, more: str = "", query: str = "") -> str:
    return (
        f'<iframe src="{home}/embed/{slug}{query}" title="A card" style="width:100%;min-height:100vh;border:0" {more}>'
        "</iframe>"
    )


def _inside(page: "Page", place: int = 1) -> "Frame":
    page.wait_for_function("place => document.getElementsByTagName('iframe').length >= place", arg=place)
    page.frames[place].wait_for_selector(".candour-card")
    return page.frames[place]


def _await_height(page: "Page", frame: "Frame") -> None:
    """Wait until the frame is as high as what it holds."""
    page.wait_for_function(
        "height => [...document.getElementsByTagName('iframe')].some(one => Math.abs(one.clientHeight - height) < 2)",
        arg=frame.evaluate("() => Math.ceil(document.body.getBoundingClientRect().height)"),
    )


def _oembed(page: "Page", home: str, slug: str) -> str:
    address = quote(f"{home}/procedures/{slug}", safe="")
    return str(
        page.request.get(f"{home}/oembed?url={address}&maxwidth=500&maxheight=750&dnt=1").json()["html"]
    )


def test_three_snippets_on_a_page_of_another_origin_show_three_good_cards(
    page: "Page", heard: clinics.Heard, home: str
) -> None:
    body = (
        clinics.script(home)
        + clinics.element("mesotherapy")
        + _frame(home)
        + _oembed(page, home, "mesotherapy")
    )
    with clinics.site(body) as clinic:
        page.goto(clinic)
        clinics.await_cards(page)
        framed, quoted = _inside(page, 1), _inside(page, 2)
        _await_height(page, framed)
        names = "root => [...root.querySelectorAll('[data-statement]')].map(one => one.dataset.statement)"
        told = [
            page.locator("candour-procedure >> .candour-card").evaluate(names),
            framed.locator(".candour-card").evaluate(names),
            quoted.locator(".candour-card").evaluate(names),
        ]
    assert told[0] == told[1] == told[2]
    assert len(told[0]) > 5
    assert clinics.shown(page)
    assert heard.said == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert clinics.violations(page) == []


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(
    "query", ["", "?theme=dark&sections=all", "?background=000000&text=222222&accent=300000"]
)
def test_axe_finds_nothing_in_a_frame(
    browser: "Browser", heard: clinics.Heard, home: str, slug: str, query: str
) -> None:
    with clinics.opened(browser, heard, color_scheme="dark" if "theme" in query else "light") as page:
        page.goto(f"{home}/embed/{slug}{query}")
        assert clinics.violations(page) == []
        assert page.title().endswith(" – Candour")
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert heard.said == []


POLICIES: tuple[dict[str, str], ...] = (
    {},
    {"Content-Security-Policy": "default-src 'none'; img-src data:; frame-src {home}; script-src {home}"},
    {"Content-Security-Policy": "default-src 'none'; img-src data:; frame-src {home}; script-src {home}; "
        "require-trusted-types-for 'script'; trusted-types 'none'"},
    {"Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin"},
)  # fmt: skip


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(
    "sandbox", ["", 'sandbox="allow-scripts"', 'sandbox="allow-scripts allow-same-origin"']
)
def test_a_frame_is_as_high_as_its_card_under_every_policy(
    small: "Page", heard: clinics.Heard, home: str, policy: dict[str, str], sandbox: str
) -> None:
    headers = {name: value.format(home=home) for name, value in policy.items()}
    script = clinics.script(home).replace(" async", ' async crossorigin="anonymous"')
    frame = f'<iframe src="{home}/embed/mesotherapy" title="A card" {sandbox}></iframe>'
    with clinics.site(script + frame, headers=headers) as clinic:
        small.goto(clinic)
        framed = _inside(small)
        _await_height(small, framed)
        ground = framed.locator(".candour-card").evaluate("one => getComputedStyle(one).backgroundColor")
        assert ground == "rgb(255, 255, 255)", "the styles did not arrive"
        small.set_viewport_size({"width": 700, "height": 800})
        _await_height(small, framed)
    assert heard.said == []


def test_a_frame_that_came_before_the_script_is_sized_too(small: "Page", home: str) -> None:
    with clinics.site(f'<iframe src="{home}/embed/mesotherapy" title="A card"></iframe>') as clinic:
        small.goto(clinic)
        framed = _inside(small)
        small.wait_for_timeout(300)
        small.add_script_tag(url=f"{home}/embed/v1.js")
        _await_height(small, framed)


def test_without_scripts_the_card_is_there_and_scrolls(
    browser: "Browser", heard: clinics.Heard, home: str
) -> None:
    with (
        clinics.opened(browser, heard, java_script_enabled=False) as page,
        clinics.site(_frame(home, more='sandbox=""')) as clinic,
    ):
        page.goto(clinic)
        framed = page.frames[1]
        assert framed.get_by_role("heading", name="Mesotherapy", exact=True).is_visible()
        assert framed.get_by_text("Our sources do not say anything about who should not have it").is_visible()


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("unknown-procedure", 404, "There is no entry of this name here."),
        ("Not a slug", 422, "The address of this card has a fault, so it cannot be shown."),
        (
            "mesotherapy?sections=nonsense",
            422,
            "The address of this card has a fault, so it cannot be shown.",
        ),
        ("mesotherapy?text=banana", 422, "The address of this card has a fault, so it cannot be shown."),
        ("mesotherapy?theme=blue", 422, "The address of this card has a fault, so it cannot be shown."),
    ],
)
def test_a_frame_is_never_empty(
    small: "Page", heard: clinics.Heard, home: str, path: str, status: int, sentence: str
) -> None:
    frame = f'<iframe src="{home}/embed/{path}" title="A card" sandbox="allow-scripts"></iframe>'
    with clinics.site(clinics.script(home) + frame) as clinic:
        with small.expect_response("**/embed/*") as answered:
            small.goto(clinic)
        framed = _inside(small)
        assert framed.get_by_text(sentence).is_visible()
        assert framed.get_by_text(clinics.NO_RISKS).is_visible()
        assert framed.get_by_role("link").get_attribute("href", timeout=1_000) == f"{home}/"
        small.wait_for_function("() => document.getElementsByTagName('iframe')[0].offsetHeight > 150")
    assert answered.value.status in (status, 200)
    small.goto(f"{home}/embed/{path}")
    assert clinics.violations(small) == []


def _wordpress(html: str) -> str:
    shown = wordpress.filtered(html, secret=SECRET)
    assert shown is not None
    return f"{shown}<p id='after'>After</p><script>{wordpress.HOST}</script>"


@pytest.mark.parametrize("slug", SLUGS)
def test_wordpress_leaves_a_working_card_that_sizes_itself(
    page: "Page", heard: clinics.Heard, home: str, slug: str
) -> None:
    head = "<style>iframe { max-width: 100% }</style>"
    with clinics.site(_wordpress(_oembed(page, home, slug)), head=head) as clinic:
        page.goto(clinic)
        framed = _inside(page)
        page.wait_for_function("() => !document.getElementsByTagName('iframe')[0].hasAttribute('style')")
        assert not page.locator("blockquote").is_visible()
        high = framed.evaluate("() => Math.ceil(document.body.getBoundingClientRect().height)")
        assert page.locator("iframe").evaluate("one => one.offsetHeight") == min(max(high, 200), 1000)
        assert clinics.shown(page, "iframe")
        assert (
            framed.evaluate("() => getComputedStyle(document.querySelector('.candour-card')).borderStyle")
            == "solid"
        )
        if high > 1000:
            framed.evaluate("() => scrollTo(0, 300)")
            assert framed.evaluate("() => scrollY") == 300
    assert heard.said == []


def test_in_wordpress_a_link_leads_to_our_page(small: "Page", home: str) -> None:
    with clinics.site(_wordpress(_oembed(small, home, "mesotherapy"))) as clinic:
        small.goto(clinic)
        framed = _inside(small)
        small.wait_for_function("() => !document.getElementsByTagName('iframe')[0].hasAttribute('style')")
        framed.get_by_role("link", name="Everything with its evidence").click()
        small.wait_for_url(f"{home}/procedures/mesotherapy")


def test_in_wordpress_without_scripts_the_quotation_stands(
    browser: "Browser", heard: clinics.Heard, home: str
) -> None:
    with (
        clinics.opened(browser, heard, java_script_enabled=False) as page,
        clinics.site(_wordpress(_oembed(page, home, "mesotherapy"))) as clinic,
    ):
        page.goto(clinic)
        assert (
            page.get_by_role("link", name="Mesotherapy").get_attribute("href")
            == f"{home}/procedures/mesotherapy"
        )
        assert (
            page.locator("blockquote").get_by_text("that does not mean that there are no risks").is_visible()
        )


def test_in_a_sandbox_that_forbids_windows_a_link_shows_its_address(small: "Page", home: str) -> None:
    with clinics.site(_frame(home, more='sandbox="allow-scripts"')) as clinic:
        small.goto(clinic)
        framed = _inside(small)
        link = framed.get_by_role("link", name="Everything with its evidence")
        link.click()
        assert f"{home}/procedures/mesotherapy" in link.locator("xpath=..").inner_text()


def test_elsewhere_a_link_opens_a_window_of_its_own(small: "Page", home: str) -> None:
    for sandbox in ("", 'sandbox="allow-scripts allow-popups"'):
        with clinics.site(_frame(home, more=sandbox)) as clinic:
            small.goto(clinic)
            link = _inside(small).get_by_role("link", name="Everything with its evidence")
            with small.expect_popup() as popped:
                link.click()
            assert popped.value.url == f"{home}/procedures/mesotherapy"
            assert popped.value.evaluate("() => window.opener") is None
            popped.value.close()


ATTACK = """<script>
const values = [1, 50, 9999, 1e9, -1, '5000px', 'NaN', null, {}, [], Infinity, '</style><script>', true];
const messages = [null, 0, '', 'height', [], {}, {message: 'height'}];
for (const value of values) {
    messages.push({from: 'candour', message: 'height', value});
    messages.push({from: 'candour', message: 'height', value, secret: 'A1b2C3d4E5'});
    messages.push({message: 'link', value: 'https://evil.example/', secret: 'A1b2C3d4E5'});
    messages.push({from: 'candour', message: 'link', value: 'javascript:alert(1)'});
    messages.push({from: 'candour', message: 'ready', value});
    messages.push(JSON.stringify({from: 'candour', message: 'height', value}));
}
for (const target of [parent, top, ...Array.from({length: parent.length}, (_, place) => parent[place])]) {
    for (const message of messages) target.postMessage(message, '*');
}
parent.postMessage('done', '*');
</script>"""


@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'])
def test_messages_of_foreign_frames_have_no_effect(
    small: "Page", heard: clinics.Heard, home: str, sandbox: str
) -> None:
    """A foreign frame speaks to the page, and to our frame beside it: nothing is resized, nothing is answered."""
    record = (
        "<script>window.heard = []; addEventListener('message', event => heard.push(event.data))</script>"
    )
    with clinics.site(ATTACK) as evil:
        body = record + clinics.script(home) + _frame(home, more=sandbox) + clinics.element("mesotherapy")
        with clinics.site(body) as clinic:
            small.goto(clinic)
            framed = _inside(small)
            _await_height(small, framed)
            clinics.await_cards(small)
            before = _state(small)
            small.evaluate(
                """evil => { heard.length = 0; const frame = document.createElement('iframe'); frame.src = evil;
                    frame.sandbox = 'allow-scripts';  // so that it has no origin that could give it away
                    frame.title = 'evil'; document.body.append(frame); }""",
                evil,
            )
            small.wait_for_function("() => heard.includes('done')")
            small.wait_for_timeout(300)
            assert _state(small) == before
            ours = "() => heard.filter(data => data && data.from === 'candour' && data.secret === '' )"
            assert small.evaluate(ours) == []
            assert small.frames[-1].evaluate("() => document.scripts.length") >= 1
    assert heard.said == []


def _state(page: "Page") -> Any:
    return page.evaluate(
        "() => [document.getElementsByTagName('iframe')[0].outerHTML, location.href, "
        "document.querySelector('candour-procedure').shadowRoot.innerHTML]"
    )


def test_a_frame_elsewhere_in_the_page_is_not_sized_by_us(small: "Page", home: str) -> None:
    """A page of another origin that speaks our language is still not our card."""
    speak = "<script>parent.postMessage({from: 'candour', message: 'height', value: 900}, '*')</script>"
    with clinics.site(speak) as other:
        body = f'<iframe src="{other}" title="other" height="300"></iframe>{clinics.script(home)}'
        with clinics.site(body) as clinic:
            small.goto(clinic)
            small.wait_for_timeout(500)
            assert small.evaluate("() => document.getElementsByTagName('iframe')[0].offsetHeight") < 400


def test_a_frame_of_ours_that_was_led_elsewhere_is_not_sized(small: "Page", home: str) -> None:
    """Its address in the page is still ours; whoever speaks from it is not."""
    speak = "<script>parent.postMessage({from: 'candour', message: 'height', value: 5000}, '*')</script>"
    with clinics.site(speak) as other, clinics.site(clinics.script(home) + _frame(home)) as clinic:
        small.goto(clinic)
        _await_height(small, _inside(small))
        before = small.locator("iframe").get_attribute("style")
        small.evaluate("other => { frames[0].location = other; }", other.replace("localhost", "127.0.0.1"))
        small.frames[1].wait_for_url("**/", timeout=5_000)
        small.wait_for_timeout(300)
        assert small.locator("iframe").get_attribute("src") == f"{home}/embed/mesotherapy"
        assert small.locator("iframe").get_attribute("style") == before
