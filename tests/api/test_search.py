"""Search over HTTP: what it finds and why, what it counts, and that no input is ever anything but text."""

import itertools
import urllib.parse
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.catalogue.search import counts
from app.content import document, words
from tests import clients

FACETS = ("body_area", "concern", "category", "invasiveness", "energy", "anaesthesia")


def _search(client: TestClient, question: str | None = None, **parameters: str) -> Any:
    query = urllib.parse.urlencode({**({} if question is None else {"q": question}), **parameters})
    answer = client.get(f"/v1/search?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def _slugs(body: Any) -> list[str]:
    return [hit["procedure"]["slug"] for hit in body["data"]]


@pytest.mark.parametrize(
    ("question", "slug", "section"),
    [
        ("accutane", "laser-skin-tightening", "interactions"),
        ("sun spots", "micro-laser-peel", "indications"),
        ("tanning bed", "micro-laser-peel", "aftercare"),
        ("numbness after lipo", "micro-laser-lipo", "side_effects"),
        ("pregnant", "laser-skin-tightening", "contraindications"),
    ],
)
def test_a_hit_says_why_with_evidence_grade_and_place(
    client: TestClient, question: str, slug: str, section: str
) -> None:
    hit = _search(client, question)["data"][0]
    assert hit["procedure"]["slug"] == slug
    match = hit["matches"][0]
    assert match["section"] in (section, "preparation")
    statement = match["statement"]
    assert statement["evidence"]
    assert statement["grade"] == "low"
    whole = clients.data(client, f"/v1/statements/{statement['id']}")["statement"]
    assert statement == whole


def test_marks_are_places_in_the_text_and_not_html(client: TestClient) -> None:
    for hit in _search(client, "bruise laser")["data"]:
        for match in hit["matches"]:
            text = match["statement"]["text"]
            for mark in match.get("marks", []):
                word = text[mark["start"] : mark["end"]].lower()
                assert word.startswith(("bruis", "laser"))
        assert "<" not in str(hit.get("name_marks"))


def test_the_name_is_marked_where_it_holds_words_of_the_question(client: TestClient) -> None:
    hit = _search(client, "tightening laser")["data"][0]
    name = hit["procedure"]["name"]
    assert [name[mark["start"] : mark["end"]] for mark in hit["name_marks"]] == ["Laser", "tightening"]


def test_a_broader_or_narrower_concept_says_that_it_is(client: TestClient) -> None:
    narrower = _search(client, "retinoids")["data"][0]["matches"][0]["about"]
    assert {about["relation"] for about in narrower} == {"narrower"}
    same = _search(client, "isotretinoin")["data"][0]["matches"][0]["about"]
    assert [(about["id"], about["relation"]) for about in same] == [("isotretinoin", "same")]
    related = [
        about for match in _search(client, "isotretinoin")["data"][0]["matches"] for about in match["about"]
    ]
    assert {"id": "acne-medicines", "relation": "broader"} in related


def test_what_a_word_was_taken_for_is_said(client: TestClient) -> None:
    question = _search(client, "isotretinon")["question"]
    (correction,) = question["corrections"]
    assert correction["word"] == "isotretinon"
    assert "isotretinoin" in correction["looked_for"]
    assert question["read_as"][0]["concepts"][0]["id"] == "isotretinoin"


def test_an_answer_that_lacks_words_of_the_question_says_so(client: TestClient) -> None:
    body = _search(client, "mesotherapy zzzzqqq")
    assert _slugs(body) == ["mesotherapy"]
    assert (body["question"]["parts"], body["question"]["matched"]) == (2, 1)
    assert body["question"]["words"] == words.NOT_ALL_WORDS


@pytest.mark.parametrize(
    "question", ["qqqqzzzz", "", "   ", "👩🏽‍⚕️", "\u202e\u200f", "🫩", "?!", "\x00", "...", "'"]
)
def test_finding_nothing_is_no_evidence_of_safety(client: TestClient, question: str) -> None:
    body = _search(client, question)
    assert (body["page"]["total"], body["data"]) == (0, [])
    assert body["note"] == words.FOUND_NOTHING
    assert "evidence of safety" in body["note"]
    assert set(body["facets"]) == set(FACETS)


@pytest.mark.parametrize(
    "question",
    [
        '"laser"',
        "laser AND NOT",
        "name:laser",
        "laser^9 ~2 [a TO b]",
        "(laser",
        "laser*",
        "-laser +",
        "NEAR(laser)",
        "/laser/",
        "laser\\",
        "\uff2c\uff21\uff33\uff25\uff32",
        "la\u00adser",
        "laser \u0627\u0644\u062c\u0644\u062f",
        "\u202elaser\u202c",
        "laser\tlaser\nlaser",
        "🔥laser🔥",
        "l" * 60 + " laser",
        "laser " * 33,
    ],
)
def test_any_input_is_literal_text(client: TestClient, question: str) -> None:
    found = _slugs(_search(client, question))
    assert found
    assert all("laser" in slug for slug in found[:1])


def test_a_word_longer_than_any_is_not_left_out_unseen(client: TestClient) -> None:
    question = _search(client, "laser " + "x" * 100)["question"]
    assert (question["parts"], question["matched"]) == (2, 1)
    assert question["words"] == words.NOT_ALL_WORDS


@pytest.mark.parametrize("path", ["/v1/search", "/v1/suggest", "/v1/procedures"])
@pytest.mark.parametrize("length", [201, 10_000])
def test_a_question_above_the_limit_is_refused(client: TestClient, path: str, length: int) -> None:
    answer = client.get(path, params={"q": "x" * length})
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_parameter"


@settings(max_examples=150, deadline=None)
@given(question=st.text(max_size=40))
def test_no_text_at_all_is_an_error(shared: TestClient, question: str) -> None:
    try:
        question.encode()
    except UnicodeEncodeError:
        return
    for path in ("/v1/search", "/v1/suggest", "/v1/procedures"):
        answer = shared.get(path, params={"q": question})
        expected = 422 if "\ufffd" in question else 200
        assert answer.status_code == expected, (path, question)


@pytest.fixture(scope="module")
def shared(sqlite_catalogue_url: str, opened: clients.Opened) -> TestClient:
    """Return a client that all examples of a property share."""
    return opened.of(sqlite_catalogue_url)


def test_the_list_of_procedures_and_search_find_the_same(client: TestClient) -> None:
    for question in ("laser", "skin fat", "bruising", "wrinkels", "numb"):
        listed = client.get("/v1/procedures", params={"q": question}).json()
        assert [card["slug"] for card in listed["data"]] == _slugs(_search(client, question))
        assert listed["page"]["total"] == _search(client, question)["page"]["total"]


def test_every_filter_means_in_search_what_it_means_in_the_list(client: TestClient) -> None:
    """Without words both list what passes: once from the database, once from the index."""
    vocabulary = [concept["id"] for concept in clients.whole(client, "/v1/concepts?limit=100")]
    asked = [
        *({"category": concept} for concept in vocabulary),
        *({"max_recovery": length} for length in ("PT0S", "P3D", "P4D", "P1Y")),
        *({"max_session": length} for length in ("PT29M", "PT30M", "PT1H", "P1D")),
        *({"invasiveness": value} for value in ("non_surgical", "minimally_invasive", "surgical")),
        *({"anaesthesia": value} for value in ("none", "topical", "local", "general")),
        *({"technique": value} for value in ("liposuction", "laser-peeling", "injections")),
        *({"alias": value} for value in ("Smartlipo", "LASER-LIPO", "nothing", "mesotherapy")),
        *({f"coverage.{name}": "not_addressed"} for name in document.SECTION_KINDS),
        *({f"coverage.{name}": "stated"} for name in document.SECTION_KINDS),
    ]
    schemes = {
        concept["id"]: concept["scheme"] for concept in clients.whole(client, "/v1/concepts?limit=100")
    }
    for name, scheme in (("body_area", "body_area"), ("concern", "concern"), ("energy", "energy")):
        asked += [{name: concept} for concept in vocabulary if schemes[concept] == scheme]
    for filters, unknown in itertools.product(asked, ("false", "true")):
        parameters = {**filters, "include_unknown": unknown}
        listed = client.get("/v1/procedures", params=parameters).json()
        searched = _search(client, **parameters)
        assert _slugs(searched) == [card["slug"] for card in listed["data"]], parameters
        assert searched["page"]["total"] == listed["page"]["total"]


@pytest.mark.parametrize("question", [None, "laser", "skin bruising", "fat"])
def test_each_count_of_a_facet_is_what_its_filter_finds(client: TestClient, question: str | None) -> None:
    body = _search(client, question)
    assert set(body["facets"]) == set(FACETS)
    for name, facet in body["facets"].items():
        for value in facet.get("values", []):
            found = _search(client, question, **{name: value["value"]})
            assert found["page"]["total"] == value["count"], (name, value)
        assert facet["different"] == len(facet.get("values", [])) <= counts.MOST_VALUES
        assert ("words" in facet) == bool(facet["not_stated"])


def test_facets_count_all_that_was_found_and_not_a_page(client: TestClient) -> None:
    assert _search(client, "laser", limit="1")["facets"] == _search(client, "laser")["facets"]


@pytest.mark.parametrize("sort", [None, "relevance", "name", "-name", "published", "-published"])
def test_pages_together_are_the_whole_list_once(client: TestClient, sort: str | None) -> None:
    order = f"&sort={sort}" if sort else ""
    whole = clients.whole(client, f"/v1/search?q=laser{order}&limit=100")
    paged = clients.whole(client, f"/v1/search?q=laser{order}&limit=1")
    assert paged == whole
    assert len({hit["procedure"]["slug"] for hit in whole}) == len(whole) > 1


def test_an_unknown_concept_in_a_filter_is_refused_with_the_nearest(client: TestClient) -> None:
    answer = client.get("/v1/search?q=laser&concern=wrinklez")
    assert answer.status_code == 422
    assert "wrinkles" in answer.json()["nearest"]


def test_other_words_are_offered_where_little_is_found(client: TestClient) -> None:
    assert "Hyperpigmentation" in _search(client, "hyperpigmentoze")["did_you_mean"]
    assert "did_you_mean" not in _search(client, "laser")


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("smar", "Smartlipo"),
        ("ligh", "Light"),
        ("crow's f", "crow's feet"),
        ("isotr", "Isotretinoin"),
        ("mes", "Mesotherapy"),
    ],
)
def test_suggestions_go_on_as_typed(client: TestClient, typed: str, label: str) -> None:
    offered = client.get("/v1/suggest", params={"q": typed}).json()["data"]["suggestions"]
    assert label in [one["label"] for one in offered]
    assert 1 <= len(offered) <= 10


def test_suggestions_are_never_more_than_ten_and_hold_procedures_and_concepts(client: TestClient) -> None:
    offered = client.get("/v1/suggest?q=s").json()["data"]["suggestions"]
    assert len(offered) == 10
    assert {one["type"] for one in client.get("/v1/suggest?q=las").json()["data"]["suggestions"]} == {
        "procedure",
        "concept",
    }


def test_no_suggestion_is_said_in_words(client: TestClient) -> None:
    for typed in ("", "qqqq", "👍"):
        assert client.get("/v1/suggest", params={"q": typed}).json()["data"] == {"words": words.NO_SUGGESTION}


def test_a_misspelling_is_never_offered(client: TestClient) -> None:
    offered = client.get("/v1/suggest?q=wrin").json()["data"]["suggestions"]
    assert "wrinkels" not in [one["label"] for one in offered]
