"""Cards with a clinic: the facts are the same, the clinic's words come after them under their own label."""

import copy
import json
from pathlib import Path
from typing import Any, get_args

import pytest
from starlette.testclient import TestClient

from app.authoring import importing
from app.content import clinics
from app.db import engine
from app.renderings import card, jsonml, overlay
from tests import builders, clients, counting, generated, overlays, pages, showing
from tests.hostile import texts

FRAME = f"/embed/example-peel?clinic={overlays.SLUG}"
LABEL = "From the clinic Glow Clinic, not checked by Candour"


@pytest.fixture
def client(filled: engine.Database, opening: clients.Opened) -> TestClient:
    """Return a client of a service with one small procedure and a clinic that offers it."""
    overlays.put(filled)
    return opening.of(filled.url)


def tree(client: TestClient, words: str) -> Any:
    """Return a card as the script gets it."""
    return client.get("/embed/cards.json", params={"card": words}).json()["cards"][0]["card"]


def split(node: list[Any]) -> tuple[list[Any], list[Any]]:
    """Return a card without the clinic's part, and that part."""
    theirs = [item for item in node if isinstance(item, list) and "clinic" in str(item[1:2])]
    return [item for item in node if item not in theirs], theirs


def test_the_facts_are_the_same_with_a_clinic_and_without(client: TestClient) -> None:
    for sections in ("", "how.aftercare", "all"):
        plain = tree(client, f"example-peel~{sections}~en")
        ours, theirs = split(tree(client, f"example-peel~{sections}~en~{overlays.SLUG}"))
        assert ours == plain
        assert len(theirs) == 1


def test_what_the_clinic_says_comes_last_and_under_its_own_label(client: TestClient) -> None:
    node = tree(client, f"example-peel~~en~{overlays.SLUG}")
    _, (theirs,) = split(node)
    assert node[-1] == theirs
    said = json.dumps(theirs, ensure_ascii=False)
    for words in (
        LABEL,
        "£120.00 to £180.00",
        "30 minutes to 45 minutes",
        "Dr A. Example",
        "Call us on the day",
    ):
        assert words in said
    assert "https://glow.example/book" in said
    frame = pages.Page(client.get(FRAME).content)
    assert frame.words.index("Side effects") < frame.words.index("Sources") < frame.words.index(LABEL)
    assert set(card.ALWAYS) <= set(frame.values("data-section"))


def test_only_the_clinic_s_own_sites_may_frame_its_cards(client: TestClient, filled: engine.Database) -> None:
    answer = client.get(FRAME)
    assert f"frame-ancestors 'self' {overlays.ORIGIN};" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    overlays.put(filled, overlays.said(origins=[]), slug="closed")
    closed = client.get("/embed/example-peel?clinic=closed").headers["content-security-policy"]
    assert "frame-ancestors 'self';" in closed
    assert "frame-ancestors *;" in client.get("/embed/example-peel").headers["content-security-policy"]


def test_a_clinic_that_is_not_known_takes_no_fact_away(client: TestClient) -> None:
    answer = client.get("/embed/example-peel?clinic=nobody")
    assert answer.status_code == 200
    assert "No clinic is known here as “nobody”" in pages.Page(answer.content).words
    assert "Side effects" in answer.text
    ours, _ = split(tree(client, "example-peel~~en~nobody"))
    assert ours == tree(client, "example-peel~~en")


def test_a_clinic_without_an_offer_is_said_to_say_nothing(
    client: TestClient, filled: engine.Database
) -> None:
    overlays.put(filled, overlays.said(offers=[]), slug="quiet")
    assert "It says nothing here about this procedure." in client.get("/embed/example-peel?clinic=quiet").text


def test_what_is_published_anew_is_on_the_card_at_once(
    client: TestClient, filled: engine.Database, tmp_path: Path
) -> None:
    changed = copy.deepcopy(builders.draft_tree())
    builders.found(changed, builders.named("side_effect_1"))["text"] = "Bruising usually fades in one week."
    assert "fades in one week" not in client.get(FRAME).text
    importing.import_folder(filled, builders.folder(tmp_path / "b", changed))
    page = client.get(FRAME).text
    assert "fades in one week" in page
    assert LABEL in page


def test_its_choices_hold_where_the_frame_makes_none(client: TestClient, filled: engine.Database) -> None:
    chosen = overlays.said(theme={"scheme": "dark", "accent": "#86cbee"}, sections=["aftercare"])
    overlays.put(filled, chosen, slug="dark")
    page = client.get("/embed/example-peel?clinic=dark").text
    assert 'class="candour-card dark"' in page
    assert "/embed/theme.css?accent=86cbee&amp;theme=dark" in page
    assert "What to do or avoid afterwards" in page
    own = client.get("/embed/example-peel?clinic=dark&theme=light&sections=how").text
    assert 'class="candour-card light"' in own
    assert "What to do or avoid afterwards" not in own


def test_an_address_with_a_clinic_becomes_its_card_elsewhere(client: TestClient) -> None:
    asked = {"url": f"{clients.PUBLIC_URL}/embed/example-peel?x=1&clinic={overlays.SLUG}"}
    assert f"/embed/example-peel?clinic={overlays.SLUG}" in client.get("/oembed", params=asked).json()["html"]
    plain = {"url": f"{clients.PUBLIC_URL}/embed/example-peel?clinic=NO//"}
    assert "clinic" not in client.get("/oembed", params=plain).json()["html"]


def test_cards_of_clinics_ask_the_database_little(client: TestClient) -> None:
    with counting.counted() as asked:
        client.get(FRAME)
    assert len(asked) <= 3, asked
    cards = "&".join(f"card=example-peel~~{tag}~{overlays.SLUG}" for tag in ("en", "de", "fr"))
    with counting.counted() as asked:
        client.get(f"/embed/cards.json?{cards}")
    assert len(asked) <= 3, asked


def test_the_parts_that_a_clinic_may_choose_are_those_of_cards() -> None:
    assert get_args(clinics.Part) == card.CHOICES
    assert not set(get_args(clinics.Part)) & set(card.ALWAYS)


@pytest.mark.parametrize("hostile", texts.WORDS.values(), ids=texts.WORDS)
def test_hostile_words_of_a_clinic_are_shown_as_words(hostile: str) -> None:
    """Also where the list of what misleads would let them through."""
    plain, laced = (_card(words) for words in ("plain", hostile))
    assert pages.Page(laced.encode()).shape == pages.Page(plain.encode()).shape
    assert pages.Page(laced.encode()).text.count(hostile.strip()) >= 3
    jsonml.tree(laced)


def _card(words: str) -> str:
    clinic = clinics.Clinic.model_validate(overlays.said())
    offer = clinic.offers[0].changed(practitioner=words, aftercare=words)
    said = overlay.Overlay(slug="glow", clinic=clinic.changed(name=words), offer=offer)
    return showing.card_of(next(generated.documents(1)), beside=said)
