"""The editor in Chromium: a fifth procedure from a text to a card on another site, and what must not happen."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from app import main, settings
from app.catalogue import procedures
from app.content import document, evidence, values
from app.db import engine
from tests import holders, leaflets
from tests.browser import clinics, writing
from tests.hostile import wire

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SLUG = "soft-light-toning"
PATH = f"/procedures/{SLUG}"
EXPECTED = (
    "Failed to load resource: the server responded with a status of 422",  # a reviewer who overlooked a statement
    "Blocked script execution in 'about:srcdoc'",  # the script of a card, in the sandbox of the preview
)
"""What browsers say where nothing went wrong."""


class Service:
    """A running service of this test alone, and keys to its editor."""

    def __init__(self, url: str, home: str) -> None:
        self.url, self.home = url, home
        self.author = holders.key(url, role="author", holder="Ada Writer")
        self.reviewer = holders.key(url, role="reviewer", holder="Rosa Reviewer")
        self.publisher = holders.key(url, role="publisher", holder="Paul Publisher")


@pytest.fixture
def service(seeded_database_url: str, tmp_path: Path) -> Iterator[Service]:
    """Return a running service over the seed and a leaflet whose text was imported; on both databases."""
    leaflets.bring_in(seeded_database_url, tmp_path)
    port = wire.free_port()
    address = f"http://127.0.0.1:{port}"
    held = Service(seeded_database_url, address)
    configured = settings.Settings(database_url=SecretStr(seeded_database_url), public_url=address)
    with wire.serving(main.create_app(configured), port=port):
        yield held


def _write(desk: writing.Desk) -> None:
    """Write a procedure from the leaflet."""
    desk.page.get_by_label("Name", exact=True).fill("Soft light toning")
    desk.page.get_by_role("button", name="Begin", exact=True).click()
    desk.page.wait_for_url(f"**{PATH}")
    desk.ready()
    effect = desk.add("/sections/side_effects")
    effect.get_by_label("In plain words").fill("It usually makes the skin red for one to two days.")
    effect.get_by_label("What it is about").fill("redness")
    effect.get_by_label("Hedge", exact=True).fill("usually")
    lasts = effect.get_by_role("group", name="How long it lasts")
    lasts.get_by_label("At least", exact=True).fill("1")
    lasts.get_by_label("Unit: At least").select_option("days")
    lasts.get_by_label("At most", exact=True).fill("2")
    lasts.get_by_label("Unit: At most").select_option("days")
    lasts.get_by_label("As the source words it").fill("one to two days")
    lasts.get_by_label("What the length measures").select_option("until_gone")
    desk.pick(effect, "usually makes the skin red for one to two days")
    avoid = desk.add("/sections/contraindications")
    avoid.get_by_label("In plain words").fill("Pregnant women should not have it.")
    avoid.get_by_label("What it is about").fill("pregnancy")
    avoid.get_by_label("How strictly").select_option("avoid")


def _mend(desk: writing.Desk) -> None:
    """Go from what has to be mended to where it is mended, and mend it."""
    desk.page.locator("#faults").get_by_role("link").filter(has_text="Summary").first.click()
    summary = desk.part("/summary")
    summary.get_by_role("button", name="Update the list").click()
    summary.get_by_label("Summary in plain words").fill(
        "Soft light toning makes the skin red for a day or two. Pregnant women should not have it."
    )
    for box in summary.get_by_role("checkbox").all():
        box.check()
    missing = desk.page.locator("#faults").get_by_role("link").filter(has_text="Nothing supports")
    missing.click()
    avoid = desk.part("/sections/contraindications/statements/0")
    assert avoid.locator(".fault-message").filter(has_text="Nothing supports").count() == 1
    desk.pick(avoid, "Pregnant women should not have it")
    desk.page.get_by_role("heading", name="Nothing to mend").wait_for()


def test_a_procedure_is_written_from_a_text_reviewed_published_shown_elsewhere_and_recalled(
    browser: "Browser", heard: clinics.Heard, service: Service
) -> None:
    with writing.desk(browser, heard, service.home) as author:
        author.sign_in(service.author)
        _write(author)
        _mend(author)
        preview = author.page.locator("details.previewed")
        preview.locator("summary").click()
        frame = author.page.frame_locator("iframe.preview")
        frame.get_by_text("Pregnant women should not have it.").first.wait_for()
        preview.get_by_label("The card").check()
        frame.locator(".candour-card").get_by_text("Pregnant women").first.wait_for()
        author.save()
        author.go(f"{PATH}/check")
        assert author.page.locator(".diff .safety").count() == 2
        assert author.page.get_by_role("button", name="Publish").count() == 0
        author.asked("Submit for review")
        author.page.locator("#standing").get_by_text("In review").wait_for()
    with writing.desk(browser, heard, service.home) as reviewer:
        reviewer.sign_in(service.reviewer, f"{PATH}/check")
        verdicts = reviewer.page.locator("fieldset.verdict")
        assert verdicts.count() == 2
        assert reviewer.page.get_by_label("Not looked at").first.is_checked()
        verdicts.nth(0).get_by_label("Right").check()
        reviewer.page.get_by_role("button", name="Approve").click()
        reviewer.page.locator("#refused").get_by_text("about safety").first.wait_for()
        for place in range(2):
            verdicts.nth(place).get_by_label("Right").check()
        reviewer.page.get_by_role("button", name="Approve").click()
        reviewer.page.locator("#standing").get_by_text("Approved by Rosa Reviewer").wait_for()
    with writing.desk(browser, heard, service.home) as publisher:
        publisher.sign_in(service.publisher, f"{PATH}/check")
        publisher.asked("Publish", Note="The first version.")
        publisher.page.wait_for_url("**/history")
        publisher.ready()
        publisher.page.get_by_text("Readers see revision 1.").wait_for()
    assert [line for line in heard.said if not line.startswith(EXPECTED)] == []
    _proved(service.url)
    _follow(browser, service)


def _proved(url: str) -> None:
    """Compare each place that was filled in with the leaflet, character by character."""
    database = engine.Database(url, pool_size=1)
    with database.read() as session:
        published = document.ProcedureDocument.model_validate_json(
            procedures.published(session, SLUG).document
        )
    database.dispose()
    found = [item for _, claim in document.claims(published) for item in claim.evidence]
    assert len(found) == 2
    for item in found:
        assert isinstance(item, evidence.HeldEvidence)
        assert leaflets.TEXT[item.start : item.end] == item.phrase
        assert item.sha256 == values.digest(leaflets.TEXT.encode())


def _follow(browser: "Browser", service: Service) -> None:
    """See the card on another site, and what it says once a statement was recalled."""
    snippet = clinics.script(service.home) + clinics.element(SLUG)
    heard = clinics.Heard()
    with clinics.site(snippet) as clinic, clinics.opened(browser, heard, width=1280) as page:
        page.clock.install()
        page.goto(clinic)
        page.clock.run_for(300)
        clinics.await_cards(page)
        assert "Pregnant women should not have it." in clinics.text(page)
        assert "red for one to two days" in clinics.text(page)
        with writing.desk(browser, heard, service.home) as publisher:
            publisher.sign_in(service.publisher, f"{PATH}/history")
            publisher.page.get_by_role("button", name="Recall one statement").click()
            panel = publisher.page.get_by_role("dialog", name="Recall one statement")
            options = panel.get_by_label("Statement", exact=True)
            options.select_option(label="side effect: It usually makes the skin red for one to two days.")
            panel.get_by_label("Reason").fill("The leaflet was withdrawn by its authors.")
            panel.get_by_label("Summary from now on").fill("Pregnant women should not have it.")
            panel.get_by_role("button", name="Recall one statement").click()
            publisher.page.get_by_text("Readers see revision 2.").wait_for()
        page.clock.run_for(45_000)
        page.wait_for_function(
            "() => document.querySelector('candour-procedure').shadowRoot.textContent.includes('withdrawn')"
        )
        assert "red for one to two days" not in clinics.text(page)
    assert heard.said == []
