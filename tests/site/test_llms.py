"""What language models are told: in the form of llmstxt.org, with links that work and silence that is no safety."""

import pytest
from markdown_it import MarkdownIt
from starlette.testclient import TestClient

from app.content import words
from app.renderings import llms
from tests import clients, facts_markdown


@pytest.fixture
def client(opened: clients.Opened, sqlite_catalogue_url: str) -> TestClient:
    """Return a client over one database: which it is makes no difference here."""
    return opened.of(sqlite_catalogue_url)


def _made(procedures: list[tuple[str, str]], *, total: int) -> str:
    made = llms.content(
        procedures,
        total=total,
        url=lambda path: f"{clients.PUBLIC_URL}{path}",
        publisher="Candour",
        disclaimer="Not medical advice.",
        licence="CC BY 4.0",
    )
    return made.decode()


def test_it_has_the_form_that_is_asked_for(client: TestClient) -> None:
    answer = client.get("/llms.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    again = client.get("/llms.txt", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, client.head("/llms.txt").content) == (304, b"")
    tags = [(token.type, token.tag) for token in MarkdownIt("commonmark").parse(answer.text)]
    assert tags[0] == ("heading_open", "h1")
    assert tags[3] == ("blockquote_open", "blockquote")
    assert [tag for kind, tag in tags if kind == "heading_open"] == ["h1", "h2", "h2", "h2"]
    assert words.NOT_SAFE in answer.text
    assert words.FOUND_NOTHING in answer.text


def test_every_procedure_is_named_and_every_link_leads_somewhere(client: TestClient) -> None:
    links = facts_markdown.read(client.get("/llms.txt").text).links
    for row in clients.whole(client, "/v1/procedures"):
        assert f"{clients.PUBLIC_URL}/v1/procedures/{row['slug']}.md" in links
    asking = {"/v1/search": "?q=laser", "/v1/compare": "?procedures=mesotherapy,micro-laser-peel"}
    for link in links:
        path = link.removeprefix(clients.PUBLIC_URL)
        if path not in {"/mcp", "/v1/export.ndjson"}:
            assert client.get(path + asking.get(path, "")).status_code == 200, path


def test_many_procedures_are_counted_and_hostile_names_are_words() -> None:
    text = _made([("a", "[x](javascript:alert(1))"), ("b", "# <b>")], total=300)
    found = facts_markdown.read(text)
    assert "298 more are not named here" in text
    assert all(link.startswith(clients.PUBLIC_URL) for link in found.links)
    assert len(found.headings) == 4
    assert not {"html_inline", "html_block"} & found.kinds
    assert "Nothing is published yet." in _made([], total=0)


def test_crawlers_may_read_the_texts_it_leads_to(client: TestClient) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert lines.index("Allow: /v1/procedures/*.md") > lines.index("Disallow: /v1/")
