"""The description and the docs page."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from app.content import problems
from tests.http import example


@pytest.fixture(scope="module")
def client() -> TestClient:
    return example.client()


@pytest.fixture(scope="module")
def schema(client: TestClient) -> dict[str, Any]:
    tree: dict[str, Any] = client.get("/openapi.json").json()
    return tree


def test_the_description_is_valid_openapi_3_1(schema: dict[str, Any]) -> None:
    assert schema["openapi"].startswith("3.1")
    validate(schema)


def test_every_operation_describes_its_errors_as_problems(schema: dict[str, Any]) -> None:
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            expected = {"400", "422", "500", "503", "default"} | ({"404"} if "{" in path else set())
            assert expected <= set(operation["responses"])
            for status in expected - {"default"}:
                assert operation["responses"][status] == {"$ref": f"#/components/responses/Problem{status}"}
    for name, response in schema["components"]["responses"].items():
        if name not in ("NotModified", "Renamed"):
            assert list(response["content"]) == ["application/problem+json"]


def test_every_problem_is_described(schema: dict[str, Any]) -> None:
    told = "".join(answer["description"] for answer in schema["components"]["responses"].values())
    assert [code for code in problems.every() if f"`{code}`" not in told] == []


def test_the_frameworks_own_error_shape_is_gone(schema: dict[str, Any]) -> None:
    assert "HTTPValidationError" not in str(schema)


def test_a_read_describes_its_headers_and_304(schema: dict[str, Any]) -> None:
    operation = schema["paths"]["/v1/rows"]["get"]
    assert set(operation["responses"]["200"]["headers"]) == {
        "X-Request-ID", "Cache-Control", "ETag", "Catalogue-Revision", "Catalogue-Freshness", "Link",
        "RateLimit", "RateLimit-Policy", "Surrogate-Key",
    }  # fmt: skip
    assert operation["responses"]["304"] == {"$ref": "#/components/responses/NotModified"}
    assert {"$ref": "#/components/parameters/IfNoneMatch"} in operation["parameters"]
    assert "Link" not in schema["paths"]["/v1/rows/{slug}"]["get"]["responses"]["200"]["headers"]


def test_head_is_not_listed_beside_get(schema: dict[str, Any]) -> None:
    assert all("head" not in operations for operations in schema["paths"].values())


def test_the_server_is_the_configured_address(schema: dict[str, Any]) -> None:
    assert schema["servers"] == [{"url": "https://candour.example/api"}]


def test_the_description_says_what_silence_means(schema: dict[str, Any]) -> None:
    assert "Silence is not safety" in schema["info"]["description"]
    assert "Not medical advice" in schema["info"]["description"]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.inline = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if name in {"src", "href"} and value]
        self.inline += "".join(name for name, _ in attrs if name.startswith("on") or name == "style")
        self._inside = tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.inline += data.strip()


def test_the_docs_page_asks_no_other_host_and_has_nothing_inline(client: TestClient) -> None:
    page = _Page()
    page.feed(client.get("/docs").text)
    assert page.inline == ""
    assert page.links
    for link in page.links:
        assert not re.match(r"[a-z]+:|//", link)
        assert client.get("/" + link).status_code == 200


def test_the_docs_page_allows_what_it_needs_and_no_more(client: TestClient) -> None:
    policy = client.get("/docs").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy
    assert "connect-src 'self' https://candour.example;" in policy
    assert "frame-ancestors 'none'" in policy
    assert (
        client.get("/docs/docs.js")
        .headers["content-security-policy"]
        .startswith("default-src 'none'; base-uri")
    )


def test_the_docs_assets_have_their_types(client: TestClient) -> None:
    for name, kind in {
        "docs.js": "text/javascript",
        "swagger-ui.css": "text/css",
        "favicon.png": "image/png",
    }.items():
        assert client.get(f"/docs/{name}").headers["content-type"].split(";")[0] == kind
