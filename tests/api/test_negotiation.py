"""By Accept a procedure comes in any of its forms; caches can tell them apart, and nobody can spoil them for others."""

import re

import pytest
from starlette.testclient import TestClient

from app.http import representations
from tests import clients

PATH, PAGE = "/v1/procedures/mesotherapy", "/procedures/mesotherapy"
FORMS = list(representations.FORMS.values())
SUFFIXES = [form.suffix for form in FORMS]
ODD = (
    "image/png", "text/html", "*/*;q=0", "application/json;q=0", "q", ",", ";", "*", "a/b/c", "*/json", "text/", "/",
    "text/markdown;q=nan", "text/markdown;q=-1", "text/markdown;q=1e999", "application/fhir+json; fhirVersion=4.0",
    "application/fhir+json; fhirVersion=\"", "a" * 5000, "text/markdown," * 500, "<script>alert(1)</script>",
)  # fmt: skip
ALTERED = (
    *({"Accept": accept} for accept in ODD),
    *({"Accept": form.media_type} for form in FORMS),
    {"Accept-Language": "fr;q=1, ../../x"},
    {"Accept-Charset": "utf-7"},
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Proto": "gopher"},
    {"X-Original-URL": "/v1/sources"},
    {"X-HTTP-Method-Override": "DELETE"},
    {"Forwarded": "host=evil.example"},
    {"Origin": "https://evil.example"},
    {"If-None-Match": "*"},
    {"Range": "bytes=0-9"},
)


@pytest.fixture
def client(opened: clients.Opened, sqlite_catalogue_url: str) -> TestClient:
    """Return a client over one database: which it is makes no difference here."""
    return opened.of(sqlite_catalogue_url)


def _vary(answer: object) -> set[str]:
    said: str = answer.headers["vary"]  # type: ignore[attr-defined]  # an answer of the client
    return {name.strip().lower() for name in said.split(",")}


@pytest.mark.parametrize("form", FORMS, ids=SUFFIXES)
def test_accept_brings_the_form_of_the_suffix(client: TestClient, form: representations.Form) -> None:
    plain = client.get(f"{PATH}.{form.suffix}")
    asked = client.get(PATH, headers={"Accept": form.media_type})
    assert (asked.status_code, asked.content) == (200, plain.content)
    assert asked.headers["content-type"] == form.media_type + form.parameters
    assert asked.headers["content-location"] == f"{PATH}.{form.suffix}"
    assert asked.headers["etag"] == plain.headers["etag"] != client.get(PATH).headers["etag"]
    assert {"accept", "accept-encoding"} <= _vary(asked)
    again = client.get(PATH, headers={"Accept": form.media_type, "If-None-Match": asked.headers["etag"]})
    assert (again.status_code, again.headers["content-location"]) == (304, f"{PATH}.{form.suffix}")
    assert "accept" in _vary(again)
    head = client.head(PATH, headers={"Accept": form.media_type})
    assert {**head.headers, "x-request-id": ""} == {**asked.headers, "x-request-id": ""}
    other = client.get(PATH, headers={"If-None-Match": asked.headers["etag"]})
    assert (other.status_code, other.headers["content-type"]) == (200, "application/json")


def test_tags_tell_the_forms_apart(client: TestClient) -> None:
    tags = [
        client.get(PATH).headers["etag"],
        *(client.get(f"{PATH}.{name}").headers["etag"] for name in SUFFIXES),
    ]
    assert len(set(tags)) == len(tags)


def test_without_accept_it_is_json_with_links_to_the_forms(client: TestClient) -> None:
    answer = client.get(PATH)
    assert answer.headers["content-type"] == "application/json"
    assert "content-location" not in answer.headers
    assert "accept" in _vary(answer)
    for form in FORMS:
        assert f'<{clients.PUBLIC_URL}{PATH}.{form.suffix}>; rel="alternate"' in answer.headers["link"]


@pytest.mark.parametrize(
    ("path", "status"),
    [("mesoterapy", 404), ("No%20slug", 422), ("mesotherapy?wide=1", 422), ("mesotherapy?revision=9", 404)],
)
def test_errors_vary_too(client: TestClient, path: str, status: int) -> None:
    for accept in ("*/*", "text/markdown"):
        answer = client.get(f"/v1/procedures/{path}", headers={"Accept": accept})
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert answer.headers["cache-control"] == "no-store"
        assert "accept" in _vary(answer)


def test_who_excludes_all_gets_a_problem_that_lists_the_forms(client: TestClient) -> None:
    answer = client.get(PATH, headers={"Accept": "application/json;q=0"})
    assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")
    assert answer.json()["offered"] == ["application/json", *(form.media_type for form in FORMS)]
    assert (answer.headers["cache-control"], "accept" in _vary(answer)) == ("no-store", True)


def test_an_earlier_revision_comes_as_json_only(client: TestClient) -> None:
    answer = client.get(f"{PATH}?revision=1", headers={"Accept": "text/markdown"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json()["meta"]["standing"]
    assert "accept" in _vary(answer)


@pytest.mark.parametrize("path", [PATH, PAGE, f"{PATH}.md"])
def test_no_header_spoils_the_next_answer(client: TestClient, path: str) -> None:
    def clean() -> tuple[int, bytes, dict[str, str]]:
        answer = client.get(path, follow_redirects=False)
        return answer.status_code, answer.content, {**answer.headers, "x-request-id": ""}

    baseline = clean()
    for altered in ALTERED:
        answer = client.get(path, headers=altered, follow_redirects=False)
        assert answer.status_code in {200, 303, 304, 406}, altered
        assert "evil.example" not in answer.text + str(answer.headers)
        assert clean() == baseline, altered


@pytest.mark.parametrize("suffix", ["json", "html", "css", "js", "jsonl", "md5", "MD", "png", "."])
def test_an_unknown_suffix_is_kept_by_nobody(client: TestClient, suffix: str) -> None:
    for path in (PATH, PAGE):
        answer = client.get(f"{path}.{suffix}", follow_redirects=False)
        assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store"), path
        assert client.head(f"{path}.{suffix}").status_code == 404


def test_the_page_is_for_people_and_leads_programs_to_what_they_like(client: TestClient) -> None:
    for accept in ("*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "image/png"):
        page = client.get(PAGE, headers={"Accept": accept}, follow_redirects=False)
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert {"accept", "accept-encoding"} <= _vary(page)
    liked = {"application/json": PATH, **{form.media_type: f"{PATH}.{form.suffix}" for form in FORMS}}
    for place in (PAGE, f"/en{PAGE}"):
        for accept, path in liked.items():
            answer = client.get(place, headers={"Accept": accept}, follow_redirects=False)
            assert (answer.status_code, answer.headers["location"]) == (303, path)
            assert "accept" in _vary(answer)
    earlier = client.get(f"{PAGE}?revision=1", headers={"Accept": "application/json"}, follow_redirects=False)
    assert earlier.headers["location"] == f"{PATH}?revision=1"
    missing = client.get(
        "/procedures/mesoterapy", headers={"Accept": "text/markdown"}, follow_redirects=False
    )
    assert (missing.status_code, "accept" in _vary(missing)) == (404, True)


def test_the_page_with_a_suffix_leads_to_the_form(client: TestClient) -> None:
    for suffix in SUFFIXES:
        answer = client.get(f"{PAGE}.{suffix}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (308, f"{PATH}.{suffix}")


def test_the_page_names_all_its_forms(client: TestClient) -> None:
    page = client.get(PAGE)
    for form in FORMS:
        address = f"{clients.PUBLIC_URL}{PATH}.{form.suffix}"
        assert re.search(
            rf'<link rel="alternate" type="{re.escape(form.media_type)}" [^>]*href="{address}">', page.text
        )
        assert f'<{address}>; rel="alternate"; type="{form.media_type}"' in page.headers["link"]
