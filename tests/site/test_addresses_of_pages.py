"""Addresses of pages as others write them: none leads to another host, and programs are taken at their word."""

import pytest
from starlette.testclient import TestClient

from app.http import urls
from app.site import addresses, routes


def _addressed(public_url: str = "https://candour.example") -> addresses.Addressed:
    async def nothing(*_: object) -> None:
        raise AssertionError("nothing is asked of it")

    publisher = urls.Publisher(public_url=public_url)
    return addresses.Addressed(nothing, publisher=publisher, offered=("en", "ar-XB"), paths=routes.paths())


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/", None),
        ("/en/", None),
        ("/ask", None),
        ("/ar-XB/procedures/peel", None),
        ("/en", "/en/"),
        ("/EN", "/en/"),
        ("/ar-xb", "/ar-XB/"),
        ("/AR-XB/Ask/", "/ar-XB/ask"),
        ("/Procedures/Micro-Laser-Peel/", "/procedures/micro-laser-peel"),
        ("/SOURCES/", "/sources"),
        ("/fr", None),
        ("/fr/ask/", None),
        ("/procedures/", None),
        ("/procedures/a--b/", None),
        ("/procedures/a/b/", None),
        ("/static/Site.css", None),
        ("/v1/Procedures", None),
        ("//evil.example", None),
        ("//evil.example/", None),
        ("/en//evil.example", None),
        ("/\\evil.example/", None),
        ("/en/\\evil.example/", None),
        ("/ask//", None),
        ("/ask/\n", None),
        ("/\u017fources", None),
        ("/a\u017f\u212a", None),
    ],
)
def test_only_another_spelling_of_a_page_is_understood(path: str, meant: str | None) -> None:
    assert _addressed().meant(path) == meant


@pytest.mark.parametrize(
    "path", ["//evil.example/ask", "/%2Fevil.example/", "/%5Cevil.example/", "/en/%2F%2Fevil.example", "/ask/%0d%0aa:b"]
)  # fmt: skip
def test_no_address_leads_to_another_host(client: TestClient, path: str) -> None:
    answer = client.get(f"http://testserver{path}", follow_redirects=False)
    assert answer.status_code == 404
    assert "location" not in answer.headers


def test_a_page_below_a_path_is_led_to_below_it() -> None:
    moved = _addressed("https://candour.example/health-info")._moved("/ask", b"a=%0D%0A&b")
    assert moved.headers["location"] == "/health-info/ask?a=%0D%0A&b="


def test_only_reading_is_led_elsewhere(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert client.request(method, "/ASK/", follow_redirects=False).status_code == 404


@pytest.mark.parametrize("path", ["/v1/procedures", "/health/live", "/oembed?url=x"])
def test_programs_are_refused_what_others_append(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}utm_source=a")
    assert answer.status_code in {404, 422} or path.startswith("/oembed")
    assert client.get("/v1/Procedures", follow_redirects=False).status_code == 404
    assert client.get("/v1/procedures/", follow_redirects=False).status_code == 404


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        (b"", b""),
        (b"q=a", b"q=a"),
        (b"utm_campaign=x", b""),
        (b"q=a&gclid=b&concern=c", b"q=a&concern=c"),
        (b"UTM%5Fsource=x&q=utm_source", b"q=utm_source"),
        (b"fbclids=1&utm=2&", b"fbclids=1&utm=2&"),
        (b"q=\xff&fbclid", b"q=\xff"),
    ],
)
def test_only_what_others_append_is_passed_over(query: bytes, kept: bytes) -> None:
    assert addresses.without_appended(query) == kept


def test_an_address_for_search_engines_is_the_bare_one(client: TestClient) -> None:
    text = client.get("/procedures/mesotherapy?utm_source=letter").text
    assert "utm_source" not in text
    assert '/procedures/mesotherapy"' in text
