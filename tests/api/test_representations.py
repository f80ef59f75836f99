"""Each form of a procedure is served alike: tagged, not sent twice, linked to the page and to all other forms."""

import re

import pytest
from starlette.testclient import TestClient

from app.http import representations
from tests import clients, counting, facts, facts_markdown

PATH = "/v1/procedures/mesotherapy"
PAGE = f"{clients.PUBLIC_URL}/procedures/mesotherapy"
FORMS = list(representations.FORMS.values())
SUFFIXES = [form.suffix for form in FORMS]


@pytest.fixture
def client(opened: clients.Opened, sqlite_catalogue_url: str) -> TestClient:
    """Return a client over one database: which it is makes no difference here."""
    return opened.of(sqlite_catalogue_url)


def _links(value: str) -> dict[str, str]:
    """Return the addresses of a Link header with what is said of each."""
    return dict(re.findall(r"<([^>]+)>; ([^,]+)", value))


@pytest.mark.parametrize("form", FORMS, ids=SUFFIXES)
def test_a_form_is_tagged_and_not_sent_again(client: TestClient, form: representations.Form) -> None:
    address = f"{PATH}.{form.suffix}"
    read, head = client.get(address), client.head(address)
    assert (read.status_code, head.status_code, head.content) == (200, 200, b"")
    assert read.headers["content-type"] == form.media_type + form.parameters
    assert (
        read.headers["cache-control"]
        == "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
    )
    for name in ("etag", "content-length", "content-type", "link"):
        assert head.headers[name] == read.headers[name]
    again = client.get(address, headers={"If-None-Match": read.headers["etag"]})
    assert (again.status_code, again.content, again.headers["link"]) == (304, b"", read.headers["link"])
    with counting.counted() as asked:
        client.get(address)
    assert len(asked) == 1, asked


def test_each_form_links_to_the_page_and_to_all_other_forms(client: TestClient) -> None:
    types = {PATH: "application/json", **{f"{PATH}.{form.suffix}": form.media_type for form in FORMS}}
    for suffix in SUFFIXES:
        mine = f"{PATH}.{suffix}"
        others = {
            clients.PUBLIC_URL + path: f'rel="alternate"; type="{kind}"'
            for path, kind in types.items()
            if path != mine
        }
        assert _links(client.get(mine).headers["link"]) == {PAGE: 'rel="canonical"', **others}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_form_of_what_is_not_there_is_a_problem(client: TestClient, suffix: str) -> None:
    answer = client.get(f"/v1/procedures/mesoterapy.{suffix}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["nearest"]) == (404, ["mesotherapy"])
    assert client.get(f"{PATH}.{suffix}?wide=1").json()["code"] == "unknown_parameter"


def test_the_markdown_served_has_the_facts_of_the_document(client: TestClient) -> None:
    for slug in ("mesotherapy", "laser-skin-tightening", "micro-laser-lipo", "micro-laser-peel"):
        body = client.get(f"/v1/procedures/{slug}").json()
        text = client.get(f"/v1/procedures/{slug}.md").text
        assert facts_markdown.of_markdown(text) == facts.of_document(body["data"])
        assert body["meta"]["revision"]["sha256"] in text
        links = set(facts_markdown.read(text).links)
        held = {link.removeprefix(clients.PUBLIC_URL) for link in links}
        assert {path for path in held if client.get(path).status_code != 200} == set()
