"""Accept is read as its standard says, and never in a way that fails for what clients really send."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request

from app.content import problems
from app.http import negotiation
from tests.hostile import payloads, texts

JSON, LINKED, TEXT, FHIR, TABLE = (
    "application/json",
    "application/ld+json",
    "text/markdown",
    "application/fhir+json",
    "text/csv",
)
OFFERED = [JSON, LINKED, TEXT, FHIR, TABLE]


def _chosen(*accept: str, offered: list[str] = OFFERED) -> str:
    headers = [(b"accept", one.encode("latin-1", "replace")) for one in accept]
    return negotiation.chosen(Request({"type": "http", "headers": headers}), offered=offered)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/json", JSON),
        ("application/*", JSON),
        ("text/markdown", TEXT),
        ("TEXT/Markdown", TEXT),
        ("text/markdown; charset=utf-8", TEXT),
        ("text/markdown;variant=GFM;q=0.5, application/json;q=0.4", TEXT),
        ("text/*", TEXT),
        ("text/*;q=0.1, application/json;q=0.2", JSON),
        ("text/markdown, */*", TEXT),
        ("*/*, text/markdown", TEXT),
        ("text/markdown;q=0.5, */*", JSON),
        ("text/markdown;q=0, text/*", TABLE),
        ("application/ld+json", LINKED),
        ("application/ld+json, application/json", LINKED),
        ("application/json, application/ld+json", JSON),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', LINKED),
        ("application/json;q=0, */*", LINKED),
        ("application/fhir+json", FHIR),
        ("application/fhir+json; fhirVersion=5.0", FHIR),
        ("application/fhir+json;FHIRVersion=5.0;q=0.9, application/json;q=0.1", FHIR),
        ("application/fhir+json; fhirVersion=4.0, application/json;q=0.1", JSON),
        ("application/fhir+json; fhirVersion=4.0, application/fhir+json; fhirVersion=5.0;q=0.5", FHIR),
        ("text/csv", TABLE),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", JSON),
        ("application/json, text/plain, */*", JSON),
        ("image/png", JSON),
        ("text/html", JSON),
        ("application/json;q=2", JSON),
        (",,;;,", JSON),
        ("application/json;q=0.001, text/markdown;q=0.002", TEXT),
    ],
)
def test_the_best_liked_is_answered(accept: str, kind: str) -> None:
    assert _chosen(accept) == kind


def test_several_headers_are_one() -> None:
    assert _chosen("text/html", "text/markdown") == TEXT


@pytest.mark.parametrize(
    "accept",
    [
        "application/json;q=0",
        "*/*;q=0",
        "application/*;q=0, image/png",
        "application/fhir+json; fhirVersion=4.0",
        "application/fhir+json; fhirVersion=4.0, image/png",
    ],
)
def test_only_who_excludes_all_gets_nothing(accept: str) -> None:
    with pytest.raises(problems.NotAcceptable) as met:
        _chosen(accept)
    assert met.value.extra["offered"] == OFFERED
    assert "5.0" in met.value.detail if "fhir" in accept else "excludes" in met.value.detail


def test_browsers_get_pages() -> None:
    offered = ["text/html", *OFFERED]
    for accept in (
        "",
        "*/*",
        "text/html",
        "text/*",
        "image/png",
        "text/html,application/xhtml+xml,*/*;q=0.8",
    ):
        assert _chosen(accept, offered=offered) == "text/html"
    assert _chosen("text/markdown, text/html, */*", offered=offered) == TEXT
    assert _chosen("application/json", offered=offered) == JSON


HEADERS = st.text(st.characters(max_codepoint=255)) | st.text(st.sampled_from('*/,;=q0.1 "ajsonmarkdown+'))


@settings(max_examples=200)
@given(HEADERS)
def test_no_header_fails(accept: str) -> None:
    try:
        assert _chosen(accept) in OFFERED
    except problems.NotAcceptable:
        assert "0" in accept


@pytest.mark.parametrize(
    "words", [[*texts.WORDS.values()], list(payloads.PAYLOADS)], ids=["words", "payloads"]
)
def test_no_hostile_header_fails(words: list[str]) -> None:
    for word in words:
        for accept in (
            word,
            f"text/{word}",
            f"text/markdown;{word}",
            f"text/markdown;q={word}",
            f"{word}, text/csv",
        ):
            assert _chosen(accept) in OFFERED
