"""A real Chromium for tests that look at what people see: without a network, one for each module."""

import importlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from app import main, settings
from tests.browser import clinics
from tests.hostile import wire

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ARGUMENTS = (
    "--no-sandbox",  # tests run as root in containers, where there is none
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator["Browser"]:
    """Return a running browser.

    It ends with its module: while it runs, so does an event loop in this thread, which other tests would trip over.
    """
    sync_api = importlib.import_module("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        opened: Browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def heard() -> clinics.Heard:
    """Return what the page of this test says and asks for."""
    return clinics.Heard()


@pytest.fixture(scope="module")
def home(sqlite_catalogue_url: str) -> Iterator[str]:
    """Return the address of a running service over the seed, which is its public address too."""
    port = wire.free_port()
    address = f"http://127.0.0.1:{port}"
    configured = settings.Settings(database_url=SecretStr(sqlite_catalogue_url), public_url=address)
    with wire.serving(main.create_app(configured), port=port):
        yield address


@pytest.fixture(params=[320, 1280])
def page(browser: "Browser", heard: clinics.Heard, request: pytest.FixtureRequest) -> Iterator["Page"]:
    """Return a page of a small telephone and of a desk."""
    with clinics.opened(browser, heard, width=request.param) as opened:
        yield opened


@pytest.fixture
def small(browser: "Browser", heard: clinics.Heard) -> Iterator["Page"]:
    """Return a page of a small telephone."""
    with clinics.opened(browser, heard) as opened:
        yield opened
