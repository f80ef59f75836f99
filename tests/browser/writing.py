"""Somebody at the editor: signs in, fills in the form, picks phrases by keyboard, takes the steps to publication."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.browser import clinics

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

_NAME = (
    "one => (one.labels?.[0]?.textContent || one.getAttribute('aria-label') || one.textContent || '')"
    ".replace(/\\s+/g, ' ').trim()"
)


class Desk:
    """A browser in front of the editor."""

    def __init__(self, page: "Page", home: str) -> None:
        self.page, self.home = page, home

    def sign_in(self, key: str, path: str = "") -> None:
        """Sign in, beginning from a page of the editor."""
        self.page.goto(f"{self.home}/editor{path}")
        self.page.get_by_label("Key").fill(key)
        self.page.get_by_role("button", name="Sign in").click()
        self.ready()

    def go(self, path: str) -> None:
        """Open a page of the editor."""
        self.page.goto(f"{self.home}/editor{path}")
        self.ready()

    def ready(self) -> None:
        """Wait until the page shows what it is about."""
        self.page.locator("body[data-ready=true]").wait_for()

    def said(self, words: str) -> None:
        """Wait until the page says this."""
        self.page.locator("#state").filter(has_text=words).wait_for()

    def part(self, pointer: str) -> "Locator":
        """Return a part of the form, opened."""
        found = self.page.locator(f"details[data-pointer='{pointer}']")
        if found.get_attribute("open") is None:
            found.locator("> summary").click()
        return found

    def add(self, section: str) -> "Locator":
        """Say that sources say something in a section, and add a statement to it."""
        held = self.part(section)
        held.get_by_label("They say something").first.check()
        count = held.locator("> .body .claims > details").count()
        held.get_by_role("button", name="Add a statement").click()
        return self.part(f"{section}/statements/{count}")

    def pick(self, within: "Locator", words: str) -> None:
        """Pick a phrase as evidence, by keyboard alone."""
        adder = within.get_by_role("button", name="Pick a phrase from a source").first
        adder.focus()
        self.page.keyboard.press("Enter")
        panel = self.page.get_by_role("dialog", name="Pick a phrase")
        panel.get_by_label("Source", exact=True).select_option("soft-light-leaflet")
        self.page.wait_for_function("() => document.querySelector('.source-text').value.includes('toning')")
        first = " ".join(words.split(" ")[:2])
        panel.get_by_label("Find in the text").focus()
        self.page.keyboard.type(first)
        self.page.keyboard.press("Enter")
        for _ in range(len(words) - len(first)):
            self.page.keyboard.press("Shift+ArrowRight")
        panel.get_by_text("Selected,").filter(has_text=words).wait_for()
        panel.get_by_role("button", name="Use this phrase").focus()
        self.page.keyboard.press("Enter")
        within.locator(".proofs blockquote").filter(has_text=words).wait_for()

    def save(self) -> None:
        """Save the draft."""
        self.page.keyboard.press("Control+s")
        self.said("Saved.")

    def asked(self, button: str, **fields: str) -> None:
        """Take a step that asks for something first."""
        self.page.locator("#steps").get_by_role("button", name=button).first.click()
        panel = self.page.get_by_role("dialog", name=button)
        for box in panel.get_by_role("checkbox").all():
            box.check()
        for label, words in fields.items():
            panel.get_by_label(label).first.fill(words)
        panel.get_by_role("button", name=button).click()
        panel.wait_for(state="detached")

    def tab_to(self, name: str) -> None:
        """Press Tab until what has this name has the focus; what is not reached like that some cannot reach."""
        for _ in range(400):
            self.page.keyboard.press("Tab")
            if str(self.page.evaluate(f"() => ({_NAME})(document.activeElement)")).startswith(name):
                return
        raise AssertionError(f"{name} is not reached by Tab")

    def violations(self) -> list[str]:
        """Return what axe finds."""
        return clinics.violations(self.page)


@contextlib.contextmanager
def desk(browser: "Browser", heard: clinics.Heard, home: str, *, width: int = 1280) -> Iterator[Desk]:
    """Open a browser in front of the editor, in which nobody is signed in yet."""
    with clinics.opened(browser, heard, width=width) as page:
        yield Desk(page, home)
