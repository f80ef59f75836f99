"""The pages as people meet them in Chromium: every width, light and dark, both directions, with and without scripts."""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from pydantic import SecretStr

from app import main, settings
from app.content import words
from tests import clients, messages
from tests.hostile import wire
from tests.site import addresses

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Scheme = Literal["light", "dark"]
LOOKS: tuple[tuple[int, Scheme, str], ...] = (
    (320, "light", ""),
    (768, "dark", "/en-XA"),
    (1280, "light", "/ar-XB"),
    (1280, "dark", ""),
)
"""Width, scheme and language of the pages that axe looks at."""


def _looked_at() -> Iterator[tuple[str, int, Scheme, str]]:
    """Yield one page of each kind in every look, the others of its kind in one look each."""
    for alike in addresses.BY_ROUTE.values():
        for place, address in enumerate(alike):
            # A procedure's page takes axe long; the shortest stands for all of them in every look.
            whole = address == "/procedures/mesotherapy" or (
                place == 0 and address not in addresses.PROCEDURES
            )
            for look in LOOKS if whole else LOOKS[place % len(LOOKS) :][:1]:
                yield (address, *look)


WIDTHS = (320, 360, 768, 1280, 1920)
_SHIFTS = """() => new Promise(done => {
    let total = 0;
    new PerformanceObserver(list => { for (const entry of list.getEntries()) total += entry.value; })
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(total), 300);
})"""
_FOCUS = """() => {
    const held = document.activeElement;
    const box = held.getBoundingClientRect();
    const style = getComputedStyle(held);
    return {tag: held.tagName, text: held.textContent.trim().slice(0, 40), outline: style.outlineStyle,
            inline: held.closest('p, q, cite') !== null, height: box.height};
}"""
_STOPS = "a[href], button, input, select, textarea, summary, [tabindex='0']"


@pytest.fixture(scope="module")
def served(sqlite_catalogue_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a running service over the seed, with the made-up languages."""
    folder: Path = tmp_path_factory.mktemp("locales")
    messages.write(folder)
    configured = settings.Settings(
        database_url=SecretStr(sqlite_catalogue_url), public_url=clients.PUBLIC_URL, locales=folder
    )
    with wire.serving(main.create_app(configured)) as port:
        yield f"http://127.0.0.1:{port}"


Opener = Callable[..., "Page"]


@pytest.fixture
def opened(browser: "Browser", served: str) -> Iterator[Opener]:
    """Return what opens a page of the service, noting in it what it said and asked for."""
    contexts = []

    def open_page(
        address: str, *, width: int = 1280, scheme: Scheme = "light", scripts: bool = True
    ) -> "Page":
        context = browser.new_context(
            viewport={"width": width, "height": 640}, color_scheme=scheme, java_script_enabled=scripts
        )
        contexts.append(context)
        page: Page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith((served, "data:")) else said.append(asked.url),
        )
        page.goto(f"{served}{address}")
        assert said == []
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("address", "width", "scheme", "prefix"), list(_looked_at()))
def test_axe_finds_nothing(opened: Opener, address: str, width: int, scheme: Scheme, prefix: str) -> None:
    page = opened(f"{prefix}{address}", width=width, scheme=scheme)
    page.evaluate("() => document.querySelectorAll('details').forEach(held => held.open = true)")
    axe = importlib.import_module("axe_playwright_python.sync_playwright").Axe()
    found: Any = axe.run(page).response
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []


@pytest.mark.parametrize("prefix", ["", "/en-XA", "/ar-XB"])
@pytest.mark.parametrize("address", addresses.PAGES)
def test_no_page_scrolls_sideways(opened: Opener, address: str, prefix: str) -> None:
    page = opened(f"{prefix}{address}", width=320)
    for opened_up in (False, True):
        if opened_up:
            page.evaluate("() => document.querySelectorAll('details').forEach(held => held.open = true)")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 640})
            assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("address", addresses.PAGES)
def test_a_page_is_the_same_without_scripts_and_does_not_move(opened: Opener, address: str) -> None:
    page = opened(address, width=320)
    assert page.evaluate(_SHIFTS) == 0
    # A button that copies what stands beside it is all that a script may add.
    page.locator("main .copy").evaluate_all("held => held.forEach(button => button.remove())")
    without = opened(address, width=320, scripts=False)
    assert without.locator("main").inner_text() == page.locator("main").inner_text()


@pytest.mark.parametrize("address", addresses.PAGES)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(opened: Opener, address: str) -> None:
    page = opened(address, width=1280)
    page.keyboard.press("Tab")
    first = page.evaluate(_FOCUS)
    assert first["text"] == "Skip to the content"
    stops = page.locator(_STOPS).evaluate_all("held => held.filter(one => one.checkVisibility()).length")
    seen = 1
    for _ in range(min(stops - 1, 60)):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUS)
        if focused["tag"] == "IFRAME":
            return  # where it is inside the frame is shown there
        assert focused["outline"] != "none", focused
        assert focused["inline"] or focused["height"] >= 24, focused
        seen += 1
    assert seen == min(stops, 61)


def test_evidence_opens_with_the_keyboard(opened: Opener) -> None:
    page = opened("/procedures/mesotherapy")
    evidence = page.locator("details.evidence").first
    evidence.locator("summary").focus()
    page.keyboard.press("Enter")
    assert evidence.get_attribute("open") is not None
    assert evidence.locator("q").first.is_visible()


def test_what_a_worried_patient_needs_stands_on_the_first_two_screens_of_a_telephone(opened: Opener) -> None:
    page = opened("/procedures/mesotherapy", width=320)
    silent = page.get_by_text(words.coverage("contraindications", "not_addressed"), exact=True).first
    bruising = page.locator(".glance li", has_text="Bruising")
    for shown in (silent, bruising):
        box = shown.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 2 * 568
    assert "usually fades within 1 week" in bruising.inner_text()
