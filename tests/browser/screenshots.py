"""Take the pictures of pages and cards that the documentation shows, from a running service.

`python -m tests.browser.screenshots http://127.0.0.1:8000 docs/images`, and with the key of an author behind that for
those of the editor, which begin a draft.
"""

import shutil
import sys
from pathlib import Path
from typing import Literal

from playwright import sync_api

from tests.browser import clinics, conftest, writing

PICTURES: tuple[tuple[str, str, int, Literal["light", "dark"], int], ...] = (
    ("procedure-320", "/procedures/mesotherapy", 320, "light", 1136),
    ("procedure-1280", "/procedures/laser-skin-tightening", 1280, "light", 1000),
    ("compare-1280", "/compare?procedures=mesotherapy&procedures=micro-laser-peel", 1280, "dark", 900),
)
"""The name of each picture, what it shows, the width, the colours and the height."""


def take(address: str, folder: Path) -> None:
    """Write the pictures; `address` is that of a running service."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_api.sync_playwright() as playwright:
        chromium = next(path for name in ("chromium", "google-chrome") if (path := shutil.which(name)))
        browser = playwright.chromium.launch(executable_path=chromium, args=list(conftest.ARGUMENTS))
        for name, path, width, scheme, height in PICTURES:
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            page = context.new_page()
            page.goto(f"{address}{path}")
            page.screenshot(path=folder / f"{name}.png")
            context.close()
        body = clinics.script(address) + clinics.element("mesotherapy")
        with clinics.site(body, head="<style>body{font-family:serif;background:#f6efe6}</style>") as clinic:
            for width in (320, 1280):
                context = browser.new_context(viewport={"width": width, "height": 1136})
                page = context.new_page()
                page.goto(clinic)
                clinics.await_cards(page)
                page.screenshot(path=folder / f"card-{width}.png")
                context.close()
        browser.close()


def take_editor(address: str, folder: Path, *, key: str) -> None:
    """Write the pictures of the editor, with a draft of a procedure in which one statement is changed."""
    with sync_api.sync_playwright() as playwright:
        chromium = next(path for name in ("chromium", "google-chrome") if (path := shutil.which(name)))
        browser = playwright.chromium.launch(executable_path=chromium, args=list(conftest.ARGUMENTS))
        with writing.desk(browser, clinics.Heard(), address) as desk:
            desk.sign_in(key)
            desk.page.screenshot(path=folder / "editor-list-1280.png")
            begin = desk.page.get_by_role("button", name="Begin a draft of Mesotherapy")
            if begin.count():
                begin.click()
                desk.page.wait_for_url("**/procedures/mesotherapy")
            desk.go("/procedures/mesotherapy")
            desk.part("/sections/side_effects")
            claim = desk.part("/sections/side_effects/statements/0")
            claim.get_by_label("In plain words").fill(
                "Bruising is the most common side effect. It usually fades."
            )
            desk.save()
            claim.scroll_into_view_if_needed()
            desk.page.screenshot(path=folder / "editor-write-1280.png")
            desk.go("/procedures/mesotherapy/check")
            desk.page.screenshot(path=folder / "editor-check-1280.png")
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1], Path(sys.argv[2]))
    if len(sys.argv) > 3:
        take_editor(sys.argv[1], Path(sys.argv[2]), key=sys.argv[3])
