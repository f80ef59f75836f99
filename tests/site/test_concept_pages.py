"""The page of a concept: what procedures say of it, told apart, and who is silent; silence never reads as safe."""

import dataclasses
import datetime

import pytest
from starlette.testclient import TestClient

from app.content import vocabulary
from app.renderings import concepts, html, languages
from tests import pages, showing
from tests.hostile import texts
from tests.site import reads

IDS = ("bruising", "isotretinoin", "face", "acne", "pregnancy", "pacemaker", "retinoids", "bleeding")
NOT_SAFE = "That does not mean that they are safe."


def _read(client: TestClient, path: str) -> pages.Page:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return pages.Page(answer.content)


@pytest.mark.parametrize("concept", IDS)
def test_a_page_holds_what_the_data_hold(client: TestClient, concept: str) -> None:
    read = _read(client, f"/concepts/{concept}?limit=100")
    body = client.get(f"/v1/concepts/{concept}?limit=100").json()
    spoken = body["mentions"].get("procedures", [])
    expected = [row["statement"]["id"] for group in spoken for row in group["statements"]]
    assert read.values("data-statement") == expected
    for group in spoken:
        assert f"/procedures/{group['slug']}" in read.values("href", tags={"a"})
        for row in group["statements"]:
            assert row["statement"]["text"] in read.text
    silent = [row["slug"] for row in body["not_addressed"].get("procedures", [])]
    (part,) = [read.words.partition("Where our sources say nothing")[2]]
    for slug in silent:
        assert f"/procedures/{slug}" in read.values("href", tags={"a"})
    assert ("safe" in part.partition("Names and codes")[0]) == bool(silent)
    known = body["data"]
    for other in known.get("labels", []):
        assert other["label"] in read.text
    for code in known.get("codes", []):
        assert code["code"] in read.text
    for near in (*known.get("all_broader", []), *known.get("narrower", [])):
        assert f"/concepts/{near['id']}" in read.values("href", tags={"a"})


def test_the_concept_itself_and_what_is_broader_are_told_apart(client: TestClient) -> None:
    words = _read(client, "/concepts/isotretinoin").words
    same, broader = (
        words.index("About this itself"),
        words.index("About something broader, which includes this"),
    )
    assert same < broader
    assert words[same:broader].count("Evidence") == 1
    assert "This is about: Acne medicines" in words[broader:]


def test_what_is_narrower_is_told_apart(client: TestClient) -> None:
    words = _read(client, "/concepts/bleeding").words
    assert "About something narrower; it may not hold for all of this" in words
    assert "This is about: Bruising" in words


def test_each_statement_opens_its_evidence(client: TestClient) -> None:
    read = _read(client, "/concepts/bruising")
    statements = len(read.values("data-statement"))
    assert len([tag for tag, _ in read.elements if tag == "details"]) == statements > 0
    assert len([tag for tag, _ in read.elements if tag == "q"]) >= statements
    assert read.words.count("No clinician has reviewed this statement yet.") == statements
    assert "usually fades within 1 week" in read.text


def test_a_concept_of_which_nothing_is_said_never_reads_as_safe(client: TestClient) -> None:
    words = _read(client, "/concepts/pacemaker").words
    assert "That is no evidence of safety: it means only that our sources do not say." in words
    assert f"The sources of 4 procedures say nothing about this. {NOT_SAFE}" in words


def test_the_lists_follow_one_another_to_the_end(client: TestClient) -> None:
    whole = _read(client, "/concepts/face?limit=100").values("data-statement")
    found: list[str] = []
    following: str | None = "/concepts/face?limit=1"
    while following:
        read = _read(client, following)
        found += read.values("data-statement")
        nexts = [held["href"] for _, held in read.elements if held.get("rel") == "next"]
        following = nexts[0] if nexts else None
    assert found == whole
    assert len(found) > 1


def test_the_silent_procedures_follow_one_another_to_the_end(client: TestClient) -> None:
    found: set[str] = set()
    following: str | None = "/concepts/pacemaker?limit=1"
    visited = 0
    while following:
        read = _read(client, following.partition("#")[0])
        found |= {link for link in read.values("href", tags={"a"}) if link.startswith("/procedures/")}
        nexts = [link for link in read.values("href") if "silent_after" in link]
        # The next page is as long as lists are.
        following, visited = (nexts[0] if nexts else None), visited + 1
        assert "The sources of 4 procedures say nothing about this." in read.words
    assert len(found) == 4
    assert visited > 1


@pytest.mark.parametrize("path", ["/concepts/bruising", "/concepts/pacemaker"])
def test_a_page_of_a_concept_is_served_as_pages_are(client: TestClient, path: str) -> None:
    reads.check(client, path, at_most=10)


def test_a_concept_that_is_not_there_names_the_nearest(client: TestClient) -> None:
    answer = client.get("/concepts/bruisng", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "/concepts/bruising" in pages.Page(answer.content).values("href", tags={"a"})
    assert "That says nothing about the risks of any procedure." in answer.text


def test_the_page_of_a_procedure_links_to_what_others_say(client: TestClient) -> None:
    read = _read(client, "/procedures/mesotherapy")
    links = {link for link in read.values("href", tags={"a"}) if link.startswith("/concepts/")}
    assert "/concepts/bruising" in links
    for link in links:
        assert client.get(link).status_code == 200


@pytest.mark.parametrize("hostile", texts.WORDS.values(), ids=texts.WORDS)
def test_hostile_text_of_a_concept_is_shown_as_text(hostile: str) -> None:
    plain, shown = _page("plain"), _page(hostile)
    assert shown.shape == plain.shape
    assert shown.text.count(hostile) >= 10


def _page(text: str) -> pages.Page:
    held = vocabulary.Concept(id="a", scheme="concern", label="plain")
    others = tuple(
        vocabulary.OtherLabel.model_construct(
            label=text, type=kind
        )  # what cannot be published must not break out either
        for kind in ("synonym", "brand", "lay", "misspelling")
    )
    retired = vocabulary.RetiredLabel.model_construct(label=text, on=datetime.date(2026, 1, 1), reason=text)
    code = vocabulary.Code.model_construct(system="https://a.example/", code=text, match="exact")
    concept = held.model_copy(
        update={"label": text, "definition": text, "labels": others, "retired": (retired,), "codes": (code,)}
    )
    page = concepts.Page(
        concept=concept,
        broader=(("b", text),),
        narrower=(("c", text),),
        speaking=(),
        statements=0,
        exact=0,
        procedures=0,
        silent=concepts.Silent(procedures=(("peel", text),), total=1, next=None),
        first=True,
        next=None,
    )
    frame = html.Frame(publisher=showing.PUBLISHER, language=languages.ENGLISH, offered=("en",), title=text)
    beside = concepts.Beside(cited={}, today=datetime.date(2026, 1, 1))
    return pages.Page(
        concepts.page(page, beside=beside, contested=frozenset(), frame=dataclasses.replace(frame))
    )
