"""The guide as people meet it in Chromium, and the snippets that it gives to clinics, on a site of another origin."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from app.site import guide as chapters
from tests import forking, guide
from tests.browser import clinics

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((320, "light"), (1280, "dark"))
LOOKED_AT = [*((f"/guide/{name}").removesuffix("/index") for name in chapters.WRITTEN), "/guide/vocabulary"]
"""What axe looks at: each chapter that is written, and one that is made."""
SNIPPETS = ("clinic", "cards", "offers")


@pytest.fixture(scope="module")
def seen(browser: "Browser") -> "Iterator[dict[int, Page]]":
    """Return a page of each look, used for all chapters: opening one takes longer than looking at it."""
    contexts = [
        browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        for width, scheme in LOOKS
    ]
    yield {width: context.new_page() for (width, _), context in zip(LOOKS, contexts, strict=True)}
    for context in contexts:
        context.close()


@pytest.mark.parametrize("place", range(len(LOOKED_AT)), ids=lambda place: LOOKED_AT[place])
def test_axe_finds_nothing_in_a_chapter(seen: "dict[int, Page]", home: str, place: int) -> None:
    page = seen[LOOKS[place % len(LOOKS)][0]]
    page.goto(f"{home}{LOOKED_AT[place]}")
    axe = importlib.import_module("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []


def test_no_chapter_scrolls_sideways_or_asks_another_host(browser: "Browser", home: str) -> None:
    heard = clinics.Heard()
    for width, _ in LOOKS:
        with clinics.opened(browser, heard, width=width) as page:
            for path, _ in chapters.LISTED:
                page.goto(f"{home}{path}")
                assert page.evaluate("() => document.documentElement.scrollWidth") <= width, path
    assert heard.said == []
    assert [url for url in heard.asked if not url.startswith((home, "data:"))] == []


def test_a_block_of_code_scrolls_by_keyboard_and_the_page_does_not(
    seen: "dict[int, Page]", home: str
) -> None:
    page = seen[320]
    page.goto(f"{home}/guide/clinic")
    block = page.locator("pre").first
    block.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('pre').scrollLeft > 0")
    assert page.evaluate("() => document.documentElement.scrollLeft") == 0


def test_what_clinics_paste_shows_a_card_on_their_site(
    browser: "Browser", tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder: Path = tmp_path_factory.mktemp("guide")
    written = guide.written()
    followed = [block for name in SNIPPETS for block in written[name]]
    snippets = [block for block in followed if block.language == "html" and not block.unrun]
    assert len(snippets) == 5
    with forking.running(folder) as programs:
        desk = guide.desk(folder, programs=programs)
        with desk.following(followed):
            for block in snippets:
                with (
                    clinics.site(block.at(desk.home)) as address,
                    clinics.opened(browser, clinics.Heard(), width=360) as page,
                ):
                    page.goto(address)
                    if "<iframe" in block.content:
                        page.frame_locator("iframe").locator(".safety").first.wait_for()
                    else:
                        clinics.await_cards(page)
                        assert "Bruising" in clinics.text(page), block.place
                        assert ("Glow Clinic" in clinics.text(page)) == ("glow" in block.content)
