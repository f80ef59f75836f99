"""Cards with a clinic's words in Chromium: on the clinic's own site and on others, with its key and without."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import pytest
from pydantic import SecretStr

from app import main, settings
from app.db import engine
from tests import databases, holders, overlays
from tests.browser import clinics
from tests.hostile import wire

if TYPE_CHECKING:
    from playwright.sync_api import Page

LABEL = "From the clinic Glow Clinic, not checked by Candour"
_CALL = """async ([address, key]) => {
    const headers = {Authorization: "Bearer " + key};
    try {
        const tag = (await fetch(address, {headers})).headers.get("ETag");
        const type = "application/merge-patch+json";
        const more = {...headers, "If-Match": tag, "Content-Type": type};
        const sent = {method: "PATCH", headers: more, body: '{"language": "en"}'};
        return (await fetch(address, sent)).status;
    } catch (_) {
        return "refused";
    }
}"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a seeded database that these tests may change."""
    return databases.sqlite(tmp_path_factory.mktemp("clinics"), template="seeded")


@pytest.fixture(scope="module")
def home(url: str) -> Iterator[str]:
    """Return the address of a running service over it."""
    port = wire.free_port()
    address = f"http://127.0.0.1:{port}"
    configured = settings.Settings(database_url=SecretStr(url), public_url=address)
    with wire.serving(main.create_app(configured), port=port):
        yield address


def say(url: str, *origins: str, slug: str) -> None:
    """Make a clinic that offers mesotherapy and may show its cards on these sites."""
    database = engine.Database(url)
    overlays.put(database, overlays.said("mesotherapy", origins=list(origins)), slug=slug)
    database.dispose()


def test_its_own_site_shows_the_words_of_a_clinic_after_the_facts(
    page: "Page", heard: clinics.Heard, home: str, url: str, tmp_path: Path
) -> None:
    slug = f"glow-{tmp_path.name.replace('_', '-')}"[:60].strip("-").lower()
    body = (
        clinics.script(home)
        + clinics.element("mesotherapy", more=f'clinic="{slug}"')
        + f'<iframe src="{home}/embed/mesotherapy?clinic={slug}" title="A card" style="width:100%;height:800px">'
        + "</iframe>"
    )
    with clinics.site(body) as site:
        say(url, site.rstrip("/"), slug=slug)
        page.goto(site)
        clinics.await_cards(page)
        framed = page.frames[1]
        framed.wait_for_selector(".clinic")
        for card in (page.locator("candour-procedure >> .candour-card"), framed.locator(".candour-card")):
            told = card.inner_text()
            assert told.index("Side effects") < told.index("Sources") < told.index(LABEL)
            assert "£120.00 to £180.00" in told
        assert clinics.shown(page, "candour-procedure >> .clinic")
        assert clinics.shown(page)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert framed.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert heard.said == []
        assert clinics.violations(page) == []


def test_an_attribute_that_changes_brings_another_clinic_s_words(small: "Page", home: str, url: str) -> None:
    say(url, slug="changed")
    with clinics.site(clinics.script(home) + clinics.element("mesotherapy")) as site:
        small.goto(site)
        clinics.await_cards(small)
        assert LABEL not in clinics.text(small)
        small.evaluate("() => document.querySelector('candour-procedure').setAttribute('clinic', 'changed')")
        small.wait_for_function(
            "words => document.querySelector('candour-procedure').shadowRoot.textContent.includes(words)",
            arg=LABEL,
        )


def test_another_site_can_neither_frame_its_cards_nor_act_with_its_key(
    small: "Page", heard: clinics.Heard, home: str, url: str
) -> None:
    key = holders.key(url, role="clinic", holder="Glow", clinic="apart")
    with httpx2.Client(base_url=home) as client:
        holders.known(client, key)
    frame = f'<iframe src="{home}/embed/mesotherapy?clinic=apart" title="A card"></iframe>'
    with clinics.site(frame) as own, clinics.site(frame) as other:
        say(url, own.rstrip("/"), slug="apart")
        address = f"{home}/v1/clinics/apart"
        small.goto(own)
        small.frames[1].wait_for_selector(".clinic")
        assert small.evaluate(_CALL, [address, key]) == 200
        assert heard.said == []
        small.goto(other)
        small.wait_for_timeout(500)
        assert any("frame-ancestors" in words for words in heard.said)
        assert small.frames[1].url.startswith("chrome-error:")
        assert small.evaluate(_CALL, [address, key]) == "refused"
