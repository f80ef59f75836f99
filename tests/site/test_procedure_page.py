"""The page of a procedure: every fact of its document is on it, each gap is a sentence, nothing is asked of others."""

import datetime
import json
import re
from html import unescape

import markupsafe
import pytest
from starlette.testclient import TestClient

from app.content import cards, document, statements, trees, words
from app.http import representations
from app.renderings import card, languages
from tests import builders, clients, facts, generated, showing, timelines

SLUGS = ("laser-skin-tightening", "mesotherapy", "micro-laser-lipo", "micro-laser-peel")


def _wanted(held: document.ProcedureDocument) -> facts.Facts:
    return facts.of_document(json.loads(held.canonical()))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_page_shows_every_fact_of_the_document(client: TestClient, slug: str) -> None:
    answer = client.get(f"/procedures/{slug}")
    assert answer.status_code == 200
    assert facts.of_html(answer.text) == facts.of_document(clients.data(client, f"/v1/procedures/{slug}"))


def test_pages_and_cards_of_all_sorts_of_procedures_show_every_fact() -> None:
    for held in generated.documents(30):
        wanted = _wanted(held)
        assert facts.of_html(showing.page(held)) == wanted
        whole = facts.of_html(showing.card_of(held, *card.CHOICES))
        assert whole.statements == wanted.statements
        assert whole.lengths == wanted.lengths
        assert whole.coverage == wanted.coverage


@pytest.mark.parametrize("chosen", [(), *((choice,) for choice in card.CHOICES)])
def test_what_concerns_safety_is_on_every_card_whatever_is_chosen(chosen: tuple[card.Choice, ...]) -> None:
    for held in generated.documents(10):
        tree = json.loads(held.canonical())
        safety = facts.of_document({name: tree["sections"][name] for name in card.ALWAYS})
        found = facts.of_html(showing.card_of(held, *chosen))
        assert safety.statements <= found.statements
        assert safety.lengths <= found.lengths
        assert safety.coverage <= found.coverage


def test_every_silent_section_is_named_on_the_smallest_card() -> None:
    for held in generated.documents(20):
        silent = {
            (name, coverage)
            for name, coverage in _wanted(held).coverage
            if coverage == "not_addressed" and ":" not in name
        }
        assert silent <= facts.of_html(showing.card_of(held)).coverage


@pytest.mark.parametrize("slug", SLUGS)
def test_that_our_sources_do_not_say_when_to_seek_help_is_said_on_page_and_card(
    client: TestClient, slug: str
) -> None:
    held = document.ProcedureDocument.model_validate(clients.data(client, f"/v1/procedures/{slug}"))
    said = words.coverage("warning_signs", "not_addressed")
    assert held.sections.warning_signs.coverage == "not_addressed"
    assert said in client.get(f"/procedures/{slug}").text
    assert said in showing.card_of(held)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_page_is_conditional_cacheable_and_needs_no_script(client: TestClient, slug: str) -> None:
    answer = client.get(f"/procedures/{slug}")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert (
        answer.headers["cache-control"]
        == "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
    )
    assert answer.headers["content-language"] == "en"
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    again = client.get(f"/procedures/{slug}", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("slug", SLUGS)
def test_the_page_says_its_revision_digest_and_day(client: TestClient, slug: str) -> None:
    meta = client.get(f"/v1/procedures/{slug}").json()["meta"]["revision"]
    text = client.get(f"/procedures/{slug}").text
    day = languages.ENGLISH.day(datetime.datetime.fromisoformat(meta["published"]).date())
    assert f"Revision {meta['number']}, published on {day}." in text
    assert meta["sha256"] in text


@pytest.mark.parametrize("slug", SLUGS)
def test_the_page_loads_nothing_from_another_host(client: TestClient, slug: str) -> None:
    text = client.get(f"/procedures/{slug}").text
    loaded = re.findall(r'<(?:img|script|iframe|source|audio|video)[^>]* src="([^"]*)"', text)
    loaded += re.findall(r'<link rel="(?:stylesheet|icon|preload)"[^>]* href="([^"]*)"', text)
    assert loaded
    assert [address for address in loaded if not address.startswith(("/", "data:,"))] == []


def test_a_procedure_that_is_not_known_is_a_404_that_says_nothing_follows(client: TestClient) -> None:
    answer = client.get("/procedures/mesotherapie", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "no evidence that something is safe" in answer.text


def test_each_statement_on_the_page_can_be_reported(client: TestClient) -> None:
    text = client.get("/procedures/mesotherapy").text
    found = facts.of_html(text).statements
    assert text.count("Report an error in it") >= len(found)


def test_conflicts_withdrawals_and_doubts_are_shown() -> None:
    stone = document.Tombstone(
        id="st_0000000000",
        kind="side_effect",
        on=datetime.date(2026, 11, 2),
        reason="It was not what is said.",
    )
    held = next(held for held in generated.documents(50) if held.conflicts.conflicts)
    held = held.changed(withdrawn=(stone,))
    for text in (showing.page(held), showing.card_of(held)):
        assert markupsafe.escape(held.conflicts.conflicts[0].text) in text
        assert f'data-withdrawn="{stone.id}"' in text
        assert "2 November 2026" in text
        assert stone.reason in text


@pytest.mark.parametrize("slug", SLUGS)
def test_the_page_carries_the_linked_data_of_its_document(client: TestClient, slug: str) -> None:
    text = client.get(f"/procedures/{slug}").text
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert len(found) == 1
    assert json.loads(found[0]) == client.get(f"/v1/procedures/{slug}.jsonld").json()


@pytest.mark.parametrize("slug", SLUGS)
def test_what_the_page_names_for_programs_can_be_read(client: TestClient, slug: str) -> None:
    text = client.get(f"/procedures/{slug}").text
    found = re.findall(r'<link rel="alternate" type="([^"]*)" title="[^"]*" href="([^"]*)">', text)
    assert {kind for kind, _ in found} == {
        "application/json",
        *(form.media_type for form in representations.FORMS.values()),
        "application/json+oembed",
        "text/xml+oembed",
    }
    for kind, address in found:
        answer = client.get(unescape(address).removeprefix(clients.PUBLIC_URL))
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == kind.replace("+oembed", "")


@pytest.mark.parametrize("slug", SLUGS)
def test_every_place_on_the_page_that_is_linked_to_is_there(client: TestClient, slug: str) -> None:
    text = client.get(f"/procedures/{slug}").text
    places = set(re.findall(r' id="([^"]*)"', text))
    linked = client.get(f"/v1/procedures/{slug}.jsonld").text
    wanted = set(re.findall(r' href="#([^"]*)"', text))
    wanted |= set(re.findall(rf'"{clients.PUBLIC_URL}/procedures/{slug}#([^"]*)"', linked))
    assert len(wanted) > 20
    assert wanted - places == set()


def _doubtful(held: document.ProcedureDocument, *, number: int = 0) -> document.ProcedureDocument:
    """Return a document in which much speaks against what it says, in turn for each of its statements."""
    tree = json.loads(held.canonical())
    kinds = {claim.id: document.kind(claim) for _, claim in document.claims(held)}
    past = {"role": "nurse", "on": "2020-01-01", "next_due": "2021-01-01"}
    for place, claim in enumerate(trees.claims(tree), start=number):
        if place % 4 == 0:
            claim |= {"rank": "deprecated", "rank_reason": "Another guideline took its place."}
        elif place % 4 == 1:
            claim["review"] = {"state": "disputed", **past}
        elif place % 4 == 2:
            claim["evidence"][0] |= {
                "stance": "disputes",
                "quality": "corrupted",
                "note": "Words are missing.",
            }
        else:
            claim["evidence"][0] |= {"quality": "ambiguous", "note": "It can be read in two ways."}
    tree["withdrawn"] = [
        {"id": f"st_000000000{number}", "kind": kind, "on": "2026-11-02", "reason": f"Wrong about {kind}."}
        for number, kind in enumerate(sorted({*kinds.values()} & statements.SAFETY_KINDS))
    ]
    return document.ProcedureDocument.model_validate(tree)


@pytest.mark.parametrize("number", range(4))
def test_every_doubt_and_every_known_field_is_on_pages_and_cards(number: int) -> None:
    for plain in generated.documents(4):
        held = _doubtful(plain, number=number)
        doubts, fields = facts.doubts_of(held, today=showing.DAY), facts.fields_of(held)
        assert {doubt for _, doubt in doubts} >= {
            "deprecated",
            "disputed",
            "overdue",
            "contested",
            "ambiguous",
        }
        for text in (showing.page(held), showing.card_of(held, *card.CHOICES)):
            assert facts.doubts_of_html(text) == doubts
            assert facts.fields_of_html(text) == fields


@pytest.mark.parametrize("number", range(4))
def test_what_is_said_at_a_glance_is_as_doubtful_as_it_is_below(number: int) -> None:
    for plain in generated.documents(4):
        held = _doubtful(plain, number=number)
        glance = re.findall(r'<section class="glance".*?</section>', showing.page(held), re.DOTALL)[0]
        named = facts.of_html(glance).statements
        doubts = facts.doubts_of(held, today=showing.DAY)
        stated = {(name, doubt) for name, doubt in doubts if name in named}
        assert stated
        assert stated <= facts.doubts_of_html(glance)
        assert not {name for name, doubt in doubts if doubt == "deprecated"} & named


@pytest.mark.parametrize("name", ["contraindications", "side_effects", "interactions", "warning_signs"])
def test_a_section_in_which_nothing_holds_any_longer_does_not_look_empty_at_a_glance(name: str) -> None:
    held = next(held for held in generated.documents(50) if getattr(held.sections, name).statements)
    tree = json.loads(held.canonical())
    for claim in tree["sections"][name]["statements"]:
        claim |= {"rank": "deprecated", "rank_reason": "Another guideline took its place."}
    text = showing.page(document.ProcedureDocument.model_validate(tree))
    glance = re.findall(r'<section class="glance".*?</section>', text, re.DOTALL)[0]
    assert "No statement on this holds any longer." in glance
    assert tree["sections"][name]["words"] not in unescape(glance)


def test_where_sources_differ_on_how_far_it_goes_all_are_shown_and_found() -> None:
    tree = json.loads(next(iter(generated.documents(1))).canonical())
    section = timelines.frozen(builders.draft_tree()).invasiveness
    one = json.loads(section.canonical())["statements"][0] | {"value": "non_surgical"}
    other = one | {"id": "st_1111111111", "value": "surgical"}
    tree["invasiveness"] = {
        "coverage": "stated",
        "words": "This is what our sources say.",
        "statements": [one, other],
    }
    tree["sources"] += [
        json.loads(source.canonical()) for source in timelines.frozen(builders.draft_tree()).sources
    ]
    held = document.ProcedureDocument.model_validate(tree)
    for text in (showing.page(held), showing.card_of(held)):
        assert "Our sources differ:" in text
        assert "Not surgical" in text
        assert "Surgical" in text
    assert cards.card(held)["invasiveness"]["value"] == "surgical"  # type: ignore[index, call-overload] # a JSON tree


def test_a_length_is_said_in_units_beside_the_words_of_its_source(client: TestClient) -> None:
    text = unescape(client.get("/procedures/mesotherapy").text)
    assert "In numbers: at most 1 week, where the source says “usually fades within 1 week”." in text
    assert (
        "In numbers: from 6 months to 1 year, where the source says “every six months to one year”." in text
    )
