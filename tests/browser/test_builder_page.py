"""The page on which clinics choose a card: it copies, follows each choice, and what is copied works elsewhere."""

from typing import TYPE_CHECKING

import pytest

from tests.browser import clinics

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

_SHIFTS = """() => { window.shifted = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {
    window.shifted += entry.value; })).observe({type: 'layout-shift', buffered: true}); }"""
CHOSEN = "/embed?procedure=mesotherapy&sections=how&theme=light&background=f0fff0&accent=a0ffa0"


@pytest.mark.parametrize("width", [320, 1280])
def test_what_is_copied_shows_the_chosen_card_on_another_site(
    browser: "Browser", heard: clinics.Heard, home: str, width: int
) -> None:
    with clinics.opened(
        browser, heard, width=width, permissions=["clipboard-read", "clipboard-write"]
    ) as page:
        page.goto(home + CHOSEN)
        copied = []
        for place in range(2):
            page.locator("button.copy").nth(place).click()
            page.locator("button.copy").nth(place).filter(has_text="Copied").wait_for()
            copied.append(page.evaluate("() => navigator.clipboard.readText()"))
        for snippet, selector in zip(
            copied, ("candour-procedure >> ", "iframe >> internal:control=enter-frame >> "), strict=True
        ):
            with clinics.site(snippet) as clinic:
                page.add_init_script(f"({_SHIFTS})()")
                page.goto(clinic)
                card = page.locator(f"{selector}.candour-card")
                card.wait_for()
                page.locator(f"{selector}[data-section=techniques]").wait_for()
                ground = card.evaluate("one => getComputedStyle(one).backgroundColor")
                assert ground == "rgb(240, 255, 240)"
                page.wait_for_timeout(300)
                assert page.evaluate("() => window.shifted") == 0
                assert heard.said == []
                assert clinics.violations(page) == []
                heard.said.clear()  # what looks for violations asks frames of other origins, which hear nothing


def test_the_preview_follows_each_choice(browser: "Browser", heard: clinics.Heard, home: str) -> None:
    with clinics.opened(browser, heard) as page:
        page.goto(f"{home}/embed?procedure=mesotherapy")
        page.get_by_label("Procedure", exact=True).select_option("micro-laser-peel")
        page.get_by_label("Results").check()
        page.get_by_label("Text").fill("eeeeee")
        page.get_by_label("Background").fill("ffffff")
        page.get_by_label("Background").press("Tab")
        page.get_by_text("Text: #eeeeee could not be read on the background").first.wait_for()
        assert "sections=results" in page.url
        assert 'slug="micro-laser-peel"' in page.locator("#script").input_value()
        preview = page.frame_locator("iframe")
        preview.get_by_role("heading", name="Micro laser peel").wait_for()
        preview.locator("[data-section=outcomes]").wait_for()
        assert clinics.violations(page) == []
    assert heard.said == []


def test_without_scripts_the_form_is_sent_by_its_button(
    browser: "Browser", heard: clinics.Heard, home: str
) -> None:
    with clinics.opened(browser, heard, java_script_enabled=False) as page:
        page.goto(f"{home}/embed")
        page.get_by_label("Procedure", exact=True).select_option("mesotherapy")
        page.get_by_role("button", name="Make the card").click()
        assert page.get_by_role("heading", name="The card of Mesotherapy").is_visible()
        assert 'slug="mesotherapy"' in page.locator("#script").input_value()
        assert page.locator("button.copy").first.is_hidden()


@pytest.mark.parametrize("how", ["unavailable", "refused"])
def test_while_a_choice_cannot_be_made_there_is_nothing_to_copy(
    browser: "Browser", heard: clinics.Heard, home: str, how: str
) -> None:
    def fail(route: "Route") -> None:
        if how == "refused":
            route.abort("connectionrefused")
        else:
            route.fulfill(status=503, body="<div id='made'>Not this</div>")

    with clinics.opened(browser, heard) as page:
        page.goto(f"{home}/embed?procedure=mesotherapy")
        assert page.locator("#script").count() == 1
        page.route("**/embed?procedure=*", fail)
        page.get_by_label("Procedure", exact=True).select_option("micro-laser-peel")
        page.get_by_role("status").filter(
            has_text="could not be made, so there is nothing to copy"
        ).wait_for()
        assert page.locator("textarea").count() == 0
        assert page.locator("button.copy").count() == 0
        assert "mesotherapy" in page.url
        page.unroute("**/embed?procedure=*")
        page.get_by_label("Results").check()
        page.get_by_role("status").filter(has_text="is the one that you chose").wait_for()
        assert 'slug="micro-laser-peel"' in page.locator("#script").input_value()
    assert [said for said in heard.said if "Uncaught" in said or "Unhandled" in said] == []


def test_where_nothing_may_be_copied_the_button_says_so(
    browser: "Browser", heard: clinics.Heard, home: str
) -> None:
    with clinics.opened(browser, heard) as page:
        page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
        page.goto(f"{home}/embed?procedure=mesotherapy")
        page.locator("button.copy").first.click()
        page.locator("button.copy").first.filter(has_text="Could not copy").wait_for()
    assert heard.said == []
