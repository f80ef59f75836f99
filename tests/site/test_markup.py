"""The markup of every page and card is valid HTML, in every language and for all sorts of procedures."""

from pathlib import Path
from typing import get_args

import pytest
from starlette.testclient import TestClient

from app.renderings import card, editor
from app.site import guide
from tests import generated, showing, validity
from tests.site import addresses

pytestmark = pytest.mark.usefixtures("validator")
_AROUND = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>A card</title></head>'
    "<body><main>{}</main></body></html>"
)


def test_what_is_not_valid_is_found(tmp_path: Path) -> None:
    page = _AROUND.format("<p><div>no</div></p>")
    assert validity.faults({"bad": page}, folder=tmp_path)


def test_every_page_is_valid(client: TestClient, tmp_path: Path) -> None:
    pages = {}
    for address in (*addresses.PAGES, *(path for path, _ in guide.LISTED)):
        answer = client.get(address, headers={"Accept": "text/html"})
        assert answer.status_code == 200, address
        pages[address] = answer.text
    assert validity.faults(pages, folder=tmp_path) == []


def test_pages_of_the_editor_are_valid(tmp_path: Path) -> None:
    pages = {kind: showing.of_editors(kind) for kind in get_args(editor.Kind)}
    assert validity.faults(pages, folder=tmp_path) == []


def test_pages_of_problems_are_valid(client: TestClient, tmp_path: Path) -> None:
    pages = {}
    for address in ("/nothing", "/procedures/mesoterapy", "/corrections?limt=1", "/corrections?cursor=a"):
        answer = client.get(address, headers={"Accept": "text/html"})
        assert answer.status_code >= 400, address
        pages[address] = answer.text
    assert validity.faults(pages, folder=tmp_path) == []


def test_pages_and_cards_of_all_sorts_of_procedures_are_valid(tmp_path: Path) -> None:
    pages = {}
    for held in generated.documents(3):
        pages[held.slug] = showing.page(held)
        pages[f"card of {held.slug}"] = _AROUND.format(showing.card_of(held, *card.CHOICES))
    assert validity.faults(pages, folder=tmp_path) == []
