"""What holds for every page, whatever it shows."""

import pathlib
import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from app.site import routes
from tests import clients, counting
from tests.site import addresses

MOST_STATEMENTS = 9
"""How many statements of SQL a page may ask."""
_LINK = re.compile(r'<(?:a|link|img)\b[^>]*? (?:href|src)="([^"]*)"')


def _links(text: str) -> set[str]:
    """Return the addresses on this host that a page leads to, without searches, which lead to others without an end."""
    found = {
        unescape(address).removeprefix(clients.PUBLIC_URL).partition("#")[0]
        for address in _LINK.findall(text)
    }
    return {address for address in found if address.startswith("/") and "?" not in address}


@pytest.mark.parametrize("address", addresses.PAGES)
def test_a_page_is_html_for_anybody_to_keep_a_minute(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == "en"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert (
        answer.headers["cache-control"]
        == "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
    )
    again = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", addresses.PAGES)
def test_head_says_what_get_of_a_page_would_say(client: TestClient, address: str) -> None:
    read, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == read.headers["content-length"]


@pytest.mark.parametrize("address", addresses.PAGES)
def test_a_page_refuses_an_unknown_parameter(client: TestClient, address: str) -> None:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}limmit=3")
    assert answer.status_code == 422
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("address", addresses.PAGES)
def test_a_page_passes_over_what_others_append_to_links(client: TestClient, address: str) -> None:
    plain = client.get(address)
    answer = client.get(
        f"{address}{'&' if '?' in address else '?'}fbclid=a&utm_source=b&utm_source=c&MC_EID=%ff"
    )
    assert answer.status_code == 200
    assert answer.content == plain.content
    assert answer.headers["etag"] == plain.headers["etag"]


@pytest.mark.parametrize("address", addresses.CANONICAL)
def test_other_spellings_of_a_page_lead_to_it(client: TestClient, address: str) -> None:
    whole = f"/en{address}"
    for given, meant in (
        (f"{address}/", address),
        (address.upper(), address),
        (f"/EN{address.title()}", whole),
    ):
        for method in ("GET", "HEAD"):
            answer = client.request(method, f"{given}?limit=3&fbclid=a&q=%26+%C3%A9", follow_redirects=False)
            if given in {meant, "//"}:
                continue
            assert answer.status_code == 308, given
            assert answer.headers["location"] == f"{meant}?limit=3&q=%26+%C3%A9"
            assert answer.headers["cache-control"] == "public, max-age=3600"
            assert answer.content == b""
    assert client.get(whole.removesuffix("/"), follow_redirects=True).status_code == 200


@pytest.mark.parametrize("address", addresses.PAGES)
def test_a_page_asks_few_questions_of_the_database(client: TestClient, address: str) -> None:
    client.get(address)
    with counting.counted() as asked:
        client.get(address)
    most = 1 if address in addresses.PROCEDURES else MOST_STATEMENTS
    assert len(asked) <= most, asked


@pytest.mark.parametrize("address", addresses.PAGES)
def test_a_page_has_one_heading_and_says_its_address_title_and_terms(
    client: TestClient, address: str
) -> None:
    text = client.get(address).text
    assert len(re.findall(r"<h1\b", text)) == 1
    assert re.search(r"<title>[^<]{3,}</title>", text)
    assert re.search(r'<meta name="description" content="[^"]{20,}">', text)
    assert f'<link rel="canonical" href="{clients.PUBLIC_URL}/' in text or 'content="noindex"' in text
    assert "not medical advice" in text
    assert "CC BY 4.0" in text


def test_the_documentation_describes_every_page_and_no_other() -> None:
    described = (pathlib.Path(__file__).parents[2] / "docs" / "pages.md").read_text(encoding="utf-8")
    headings = [line for line in described.splitlines() if line.startswith("## `/")]
    named = {path for line in headings for path in re.findall(r"`(/[^`]*)`", line)}
    served = {re.sub(r"\{\w+\}", "{}", path) for path in routes.paths()}
    assert {re.sub(r"\{\w+\}", "{}", path) for path in named} == served | {
        "/sitemap.xml",
        "/robots.txt",
        "/llms.txt",
    }


def test_no_link_on_any_page_leads_nowhere(client: TestClient) -> None:
    seen: set[str] = set()
    coming = {"/"}
    while coming:
        address = coming.pop()
        seen.add(address)
        answer = client.get(address, headers={"Accept": "text/html,*/*;q=0.5"})
        assert answer.status_code == 200, address
        if answer.headers["content-type"].startswith("text/html") and not address.startswith("/docs"):
            coming |= _links(answer.text) - seen
    assert set(addresses.PROCEDURES) <= seen
