"""The table of a comparison in Chromium: columns where there is room, cards where there is none, a table in both."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ADDRESS = "/compare?procedures=mesotherapy&procedures=laser-skin-tightening"
NAMES = ["Mesotherapy", "Laser skin tightening"]


@pytest.fixture
def page(browser: "Browser", home: str) -> Iterator["Page"]:
    """Return a comparison of two procedures."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.goto(f"{home}{ADDRESS}")
    yield opened
    context.close()


def _places(page: "Page") -> list[dict[str, float]]:
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="In short"))
    boxes = [cell.bounding_box() for cell in row.get_by_role("cell").all()]
    return [{"x": box["x"], "y": box["y"]} for box in boxes if box]


@pytest.mark.parametrize("width", [320, 768, 1280, 1920])
def test_the_table_keeps_its_headers_at_every_width(page: "Page", width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    table = page.get_by_role("table")
    headers = [header.inner_text() for header in table.get_by_role("columnheader").all()]
    assert headers[1:] == NAMES
    assert table.get_by_role("rowheader").count() > 40
    assert table.get_by_role("cell").count() % len(NAMES) == 0


def test_where_there_is_room_the_answers_stand_beside_each_other_under_a_head_that_stays(
    page: "Page",
) -> None:
    first, second = _places(page)
    assert first["y"] == second["y"]
    assert first["x"] < second["x"]
    page.locator("#part-results").scroll_into_view_if_needed()
    head = page.get_by_role("columnheader", name=NAMES[1]).bounding_box()
    assert head is not None
    assert 0 <= head["y"] < 100
    assert not page.locator("p.column").first.is_visible()


def test_where_there_is_none_each_answer_is_a_card_that_names_its_procedure(page: "Page") -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    first, second = _places(page)
    assert first["x"] == second["x"]
    assert first["y"] < second["y"]
    assert [name.inner_text() for name in page.locator("p.column").all()[:2]] == NAMES
    assert page.locator("p.column").first.is_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") == 320


def test_what_bears_on_a_cell_is_reached_by_its_link_and_not_hidden_by_the_head(page: "Page") -> None:
    link = page.locator(".related a").first
    target = (link.get_attribute("href") or "")[1:]
    link.click()
    box, head = page.locator(f"#{target}").bounding_box(), page.locator("thead").bounding_box()
    assert box is not None
    assert head is not None
    assert box["y"] >= head["y"] + head["height"]
