"""The picture of a timeline as people see it in Chromium: legible at 320 pixels, in light and dark, from any site."""

import contextlib
import dataclasses
import datetime
import importlib
import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from app import main, settings
from app.content import document, timeline
from app.renderings import picture
from tests import clients, generated, timelines
from tests.hostile import test_literal_texts, wire

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SLUGS = ("laser-skin-tightening", "mesotherapy", "micro-laser-lipo", "micro-laser-peel")
SCHEMES = ("light", "dark")
_TEXTS = """() => [...document.querySelectorAll('svg text')].map(text => {
    const box = text.getBoundingClientRect();
    return {words: text.textContent, left: box.left, right: box.right, top: box.top, bottom: box.bottom,
            size: parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a};
})"""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Text:
    """Hold where a line of text stands on the screen, in pixels."""

    words: str
    left: float
    right: float
    top: float
    bottom: float
    size: float

    def overlaps(self, other: "Text") -> bool:
        """Tell whether two lines share more than a hair of the screen."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > 1 and high > 1


@pytest.fixture(scope="module")
def served(sqlite_catalogue_url: str) -> Iterator[str]:
    """Return the address of a running service over the seed."""
    configured = settings.Settings(
        database_url=SecretStr(sqlite_catalogue_url), public_url=clients.PUBLIC_URL
    )
    with wire.serving(main.create_app(configured)) as port:
        yield f"http://127.0.0.1:{port}"


@dataclasses.dataclass
class Heard:
    """Hold what a page said and asked for."""

    said: list[str] = dataclasses.field(default_factory=list)
    asked: list[str] = dataclasses.field(default_factory=list)


@pytest.fixture
def heard() -> Heard:
    """Return what the page of this test says and asks for."""
    return Heard()


@pytest.fixture(params=SCHEMES)
def page(browser: "Browser", heard: Heard, request: pytest.FixtureRequest) -> Iterator["Page"]:
    """Return a page of a small telephone, in light and in dark."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=request.param)
    opened = context.new_page()
    opened.on("console", lambda message: heard.said.append(message.text))
    opened.on("pageerror", lambda error: heard.said.append(str(error)))
    opened.on("request", lambda asked: heard.asked.append(asked.url))
    yield opened
    context.close()


def _inline(svg: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>'
        '<meta name="viewport" content="width=device-width"></head>'
        f'<body style="margin:0"><main><h1>A page</h1>{svg}</main></body></html>'
    )


@contextlib.contextmanager
def _site(body: str, headers: dict[str, str]) -> Iterator[str]:
    """Serve a page of another origin and give its address."""

    async def show(_: Request) -> HTMLResponse:
        return HTMLResponse(body, headers=headers)

    with wire.serving(Starlette(routes=[Route("/", show)])) as port:
        yield f"http://127.0.0.1:{port}/"


def _texts(page: "Page") -> list[Text]:
    return [Text(**held) for held in page.evaluate(_TEXTS)]


def _check_legible(page: "Page") -> None:
    """Check that every line is large enough, inside the picture and beside every other one."""
    box: Any = page.evaluate("() => document.querySelector('svg').getBoundingClientRect().toJSON()")
    texts = _texts(page)
    assert len(texts) > 10
    for text in texts:
        assert text.size >= 11, text
        assert box["left"] <= text.left, text
        assert text.right <= box["right"], text
        assert box["top"] <= text.top, text
        assert text.bottom <= box["bottom"], text
    assert [
        (one.words, other.words) for one, other in itertools.combinations(texts, 2) if one.overlaps(other)
    ] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_axe_finds_nothing_in_a_page_that_holds_the_picture(
    page: "Page", heard: Heard, served: str, slug: str
) -> None:
    page.set_content(_inline(page.request.get(f"{served}/v1/procedures/{slug}/timeline.svg").text()))
    found = importlib.import_module("axe_playwright_python.sync_playwright").Axe().run(page)
    assert [violation["id"] for violation in found.response["violations"]] == []
    assert heard.said == []
    assert heard.asked == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_line_can_be_read_on_a_small_telephone(page: "Page", served: str, slug: str) -> None:
    page.set_content(_inline(page.request.get(f"{served}/v1/procedures/{slug}/timeline.svg").text()))
    _check_legible(page)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_picture_has_a_name_that_tells_the_whole_story(page: "Page", served: str, slug: str) -> None:
    page.set_content(_inline(page.request.get(f"{served}/v1/procedures/{slug}/timeline.svg").text()))
    name = str(page.evaluate("() => document.querySelector('svg desc').textContent"))
    told = page.get_by_role("img", name=name[:200])
    assert told.count() == 1
    assert "That does not mean it is safe. Ask a clinician." in name


@pytest.mark.parametrize("slug", SLUGS)
def test_any_site_can_show_the_picture(page: "Page", heard: Heard, served: str, slug: str) -> None:
    address = f"{served}/v1/procedures/{slug}/timeline.svg"
    body = f'<link rel="icon" href="data:,"><img src="{address}" alt="Timeline; also at hand as data">'
    strict = {
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Content-Security-Policy": f"default-src 'none'; img-src {served} data:",
    }
    with _site(body, strict) as clinic:
        page.goto(clinic)
        page.wait_for_function("() => document.images[0].complete")
    assert page.evaluate("() => document.images[0].naturalWidth") == 320
    assert page.evaluate("() => document.images[0].naturalHeight") > 400
    assert heard.said == []
    # A browser may ask again whether it is still the same.
    assert set(heard.asked) - {"data:,"} == {clinic, address}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_picture_keeps_its_colours_under_its_own_policy(
    page: "Page", heard: Heard, served: str, slug: str
) -> None:
    address = f"{served}/v1/procedures/{slug}/timeline.svg"
    page.goto(address)
    dark = page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
    ground = page.evaluate("() => getComputedStyle(document.querySelector('rect')).fill")
    assert ground == ("rgb(16, 23, 30)" if dark else "rgb(255, 255, 255)")
    assert heard.said == []
    assert set(heard.asked) == {address}
    _check_legible(page)


def test_the_picture_can_be_read_in_a_page_that_allows_no_styles(page: "Page", served: str) -> None:
    svg = page.request.get(f"{served}/v1/procedures/mesotherapy/timeline.svg").text()
    with _site(_inline(svg), {"Content-Security-Policy": "default-src 'none'"}) as clinic:
        page.goto(clinic)
        _check_legible(page)


def _svg(published: document.ProcedureDocument) -> str:
    foot = picture.Foot(
        name=published.name,
        reviewed=published.review.words,
        address=f"candour.example/v1/procedures/{published.slug}/timeline",
        licence="CC BY 4.0",
        revision=1000,
        sha256="0123456789abcdef" * 4,
        published=datetime.date(2026, 11, 21),
    )
    return picture.svg(timeline.of(published), foot=foot).decode()


def test_pictures_of_all_sorts_of_procedures_can_be_read(page: "Page") -> None:
    for published in generated.documents(12):
        page.set_content(_inline(_svg(published)))
        _check_legible(page)


def test_hostile_texts_are_shown_and_nothing_happens(page: "Page", heard: Heard) -> None:
    words = test_literal_texts.WORDS
    for start in range(0, len(words), 8):
        held = itertools.cycle(words[start : start + 8])
        tree = timelines.bare(
            side_effects=[
                timelines.effect(
                    1,
                    onset=next(held),
                    duration=timelines.span("P1D", "P3D", next(held), measures="until_gone"),
                ),
                timelines.effect(2, concept="swelling", hedge=next(held), frequency=next(held)),
            ],
            warning_signs=[timelines.claim(3, "warning_sign", text=next(held), ask=next(held))],
            outcomes=[timelines.claim(4, "outcome", text=next(held))],
        )
        tree["name"] = next(held)
        page.set_content(_inline(_svg(timelines.frozen(tree))))
        assert page.locator("script, img, iframe, a").count() == 0
        assert page.locator("svg").count() == 1
    assert heard.said == []
    assert heard.asked == []
