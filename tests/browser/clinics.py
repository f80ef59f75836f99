"""Sites of clinics that show our cards: pages of another origin, and a record of what they say and ask for."""

import contextlib
import dataclasses
import importlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.hostile import wire

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NO_RISKS = "That you see no risks here does not mean that there are none."


@dataclasses.dataclass
class Heard:
    """Hold what a page said in its console, threw, and asked for."""

    said: list[str] = dataclasses.field(default_factory=list)
    asked: list[str] = dataclasses.field(default_factory=list)

    def listen(self, page: "Page") -> None:
        """Begin to record."""
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda asked: self.asked.append(asked.url))

    def cards(self) -> list[str]:
        """Return the addresses under which cards were asked for."""
        return [url for url in self.asked if "/embed/cards.json" in url]


@contextlib.contextmanager
def site(body: str, *, headers: Mapping[str, str] | None = None, head: str = "") -> Iterator[str]:
    """Serve a clinic's page on an origin, and a site, of its own; give its address."""
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A clinic</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"{head}</head><body><main><h1>A clinic</h1>{body}</main></body></html>"
    )

    async def show(_: Request) -> HTMLResponse:
        return HTMLResponse(page, headers=dict(headers or {}))

    with wire.serving(Starlette(routes=[Route("/", show)])) as port:
        yield f"http://localhost:{port}/"


@contextlib.contextmanager
def opened(browser: "Browser", heard: Heard, *, width: int = 320, **options: Any) -> Iterator["Page"]:
    """Open a page of a browser that knows nothing yet."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    page = context.new_page()
    heard.listen(page)
    yield page
    context.close()


def script(home: str) -> str:
    """Return the line that brings the script."""
    return f'<script src="{home}/embed/v1.js" async></script>'


def element(slug: str, *, more: str = "", inside: str = "") -> str:
    """Return an element as our snippet writes it."""
    return (
        f'<candour-procedure slug="{slug}" style="display:block;min-height:100vh" {more}>{inside}'
        "</candour-procedure>"
    )


def text(page: "Page", place: int = 0) -> str:
    """Return what an element shows."""
    return str(
        page.evaluate(
            "place => document.querySelectorAll('candour-procedure')[place].shadowRoot.textContent", place
        )
    )


def await_cards(page: "Page", count: int = 1) -> None:
    """Wait until this many cards are shown."""
    page.wait_for_function(
        "count => [...document.querySelectorAll('candour-procedure')].filter("
        "one => one.shadowRoot?.querySelector('[data-revision]')).length === count",
        arg=count,
    )


def shown(page: "Page", selector: str = "candour-procedure >> .safety") -> bool:
    """Tell whether something stands where a reader sees it, large enough to read, nothing in front of it."""
    found = page.locator(selector).first
    found.scroll_into_view_if_needed(timeout=2_000)
    box = found.bounding_box()
    return (
        box is not None
        and box["width"] > 100
        and box["height"] > 20
        and box["x"] >= 0
        and bool(
            found.evaluate(
                """element => {
                    const box = element.getBoundingClientRect();
                    const host = element.getRootNode().host;
                    const top = document.elementFromPoint(box.left + box.width / 2, Math.max(box.top, 0) + 5);
                    return element.checkVisibility({opacityProperty: true, visibilityProperty: true,
                        contentVisibilityAuto: true}) && (!host || top === host);
                }"""
            )
        )
    )


def violations(page: "Page") -> list[str]:
    """Return what axe finds."""
    found = importlib.import_module("axe_playwright_python.sync_playwright").Axe().run(page)
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found.response["violations"]]
