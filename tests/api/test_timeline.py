"""The timeline as it is served: like every other read, and its picture like a file that any site may show."""

import base64
import hashlib
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from app.content import problems
from app.http import headers
from tests import clients, counting, tampering

SLUGS = ("laser-skin-tightening", "mesotherapy", "micro-laser-lipo", "micro-laser-peel")
PICTURE = "/v1/procedures/mesotherapy/timeline.svg"
BOTH = ("/v1/procedures/mesotherapy/timeline", PICTURE)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_timeline_is_read_with_its_sources_and_its_revision(client: TestClient, slug: str) -> None:
    body = client.get(f"/v1/procedures/{slug}/timeline").json()
    whole = client.get(f"/v1/procedures/{slug}").json()
    assert body["meta"]["revision"] == whole["meta"]["revision"]
    assert body["data"]["procedure"]["slug"] == slug
    assert [stage["phase"] for stage in body["data"]["phases"]] == ["before", "session", "after", "later"]
    entries = [entry for stage in body["data"]["phases"] for entry in stage.get("entries", [])]
    entries += body["data"]["unknown"].get("entries", [])
    cited = {item["source"] for entry in entries for item in entry["statement"]["evidence"]}
    assert cited
    assert cited <= {source["id"] for source in body["data"]["sources"]}
    for entry in entries:
        assert entry["statement"]["evidence"]
        assert entry["statement"] in _claims(whole["data"])


def _claims(tree: object) -> list[object]:
    if isinstance(tree, list):
        return [claim for item in tree for claim in _claims(item)]
    if not isinstance(tree, dict):
        return []
    return [tree, *(claim for value in tree.values() for claim in _claims(value))]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_picture_is_a_small_image_that_is_never_run(client: TestClient, slug: str) -> None:
    answer = client.get(f"/v1/procedures/{slug}/timeline.svg")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert 1024 <= len(answer.content) <= 6 * 1024
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert (
        answer.headers["cache-control"]
        == "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
    )
    svg = ElementTree.fromstring(answer.content)  # noqa: S314 - our own picture
    style = svg.findtext("{http://www.w3.org/2000/svg}style") or ""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = answer.headers["content-security-policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "sandbox" in policy
    assert set(headers.API_POLICY.split("; ")) <= set(policy.split("; "))


@pytest.mark.parametrize("path", BOTH)
def test_a_timeline_is_tagged_and_not_sent_again(client: TestClient, path: str) -> None:
    read, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-length", "content-type", "content-security-policy"):
        assert head.headers[name] == read.headers[name]
    again = client.get(path, headers={"If-None-Match": read.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert int(again.headers["catalogue-revision"]) >= 1
    assert client.get(path).content == read.content


@pytest.mark.parametrize("path", BOTH)
def test_a_timeline_is_one_question_to_the_database(client: TestClient, path: str) -> None:
    client.get(path)
    with counting.counted() as asked:
        client.get(path)
    assert len(asked) == 1, asked


@pytest.mark.parametrize("path", BOTH)
def test_an_unknown_procedure_has_a_problem_and_no_picture(client: TestClient, path: str) -> None:
    answer = client.get(path.replace("mesotherapy", "mesoterapy"))
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["code"], answer.json()["nearest"]) == ("procedure_not_found", ["mesotherapy"])
    assert client.get(path, params={"wide": "1"}).json()["code"] == "unknown_parameter"


@pytest.mark.parametrize("path", BOTH)
def test_a_damaged_procedure_has_a_problem_and_no_picture(
    own_client: TestClient, seeded_database_url: str, path: str
) -> None:
    changed = tampering.tamper(
        seeded_database_url, "UPDATE revisions SET document = ? WHERE slug = ?", b"{}", "mesotherapy"
    )
    assert changed == 1
    answer = own_client.get(path)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["code"], answer.json()["notice"]) == ("damaged", problems.SILENCE)
    assert answer.headers["content-security-policy"] == headers.API_POLICY


def test_the_address_in_a_picture_never_comes_from_the_host_header(client: TestClient) -> None:
    answer = client.get(PICTURE, headers={"Host": "evil.example"})
    assert "evil.example" not in answer.text
    shown = "".join(re.sub(r"<[^>]*>", "", line) for line in answer.text.splitlines())
    assert f"{clients.PUBLIC_URL.removeprefix('https://')}/v1/procedures/mesotherapy/timeline" in shown


def test_the_readme_shows_the_picture_by_its_address() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    assert re.search(r"<img src=\"[^\"]+/timeline\.svg\" alt=\"[^\"]{20,}\"", readme)
