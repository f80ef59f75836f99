"""JSON-LD as it is served: conditional like every read, with the facts of the document beside it, and no other."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api import jsonld
from app.content import problems
from tests import clients, counting, facts, tampering
from tests.renderings import schemaorg

SLUGS = ("laser-skin-tightening", "mesotherapy", "micro-laser-lipo", "micro-laser-peel")
PATH = "/v1/procedures/mesotherapy.jsonld"


@pytest.mark.parametrize("slug", SLUGS)
def test_the_facts_served_as_json_ld_are_those_of_the_document(client: TestClient, slug: str) -> None:
    answer = client.get(f"/v1/procedures/{slug}.jsonld")
    body = client.get(f"/v1/procedures/{slug}").json()
    assert answer.status_code == 200
    assert schemaorg.faults(answer.json()) == []
    assert facts.of_linked_data(answer.json()) == facts.of_document(body["data"])
    assert answer.json()["version"] == body["meta"]["revision"]["number"]
    assert answer.json()["identifier"]["value"] == body["meta"]["revision"]["sha256"]
    assert answer.json()["dateModified"] == body["meta"]["revision"]["published"]


def test_json_ld_is_tagged_and_not_sent_again(client: TestClient) -> None:
    read, head = client.get(PATH), client.head(PATH)
    assert (head.status_code, head.content) == (200, b"")
    assert read.headers["content-type"] == "application/ld+json"
    assert (
        read.headers["cache-control"]
        == "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
    )
    assert read.headers["access-control-allow-origin"] == "*"
    assert read.headers["x-content-type-options"] == "nosniff"
    for name in ("etag", "content-length", "content-type", "link"):
        assert head.headers[name] == read.headers[name]
    again = client.get(PATH, headers={"If-None-Match": read.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert int(again.headers["catalogue-revision"]) >= 1
    assert client.get(PATH).content == read.content


def test_every_address_of_our_own_answers(client: TestClient) -> None:
    tree = client.get(PATH).json()
    addresses = {address.partition("#")[0] for address in _addresses(tree)}
    held = {address.removeprefix(clients.PUBLIC_URL) for address in addresses}
    assert len(held) > 20
    missing = {path: client.get(path).status_code for path in held if path.startswith("/v1/")}
    assert {path: status for path, status in missing.items() if status != 200} == {}


def _addresses(part: Any) -> set[str]:
    if isinstance(part, str):
        return {part} if part.startswith(clients.PUBLIC_URL) else set()
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return {address for item in inner for address in _addresses(item)}


def test_json_ld_is_one_question_to_the_database(client: TestClient) -> None:
    client.get(PATH)
    with counting.counted() as asked:
        client.get(PATH)
    assert len(asked) == 1, asked


def test_an_unknown_procedure_has_a_problem_and_no_json_ld(client: TestClient) -> None:
    answer = client.get("/v1/procedures/mesoterapy.jsonld")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["code"], answer.json()["nearest"]) == ("procedure_not_found", ["mesotherapy"])
    assert client.get(PATH, params={"wide": "1"}).json()["code"] == "unknown_parameter"


@pytest.mark.parametrize("name", ["Mesotherapy.jsonld", "a.b.jsonld", ".jsonld", "x.jsonld.jsonld"])
def test_what_is_no_slug_is_refused(client: TestClient, name: str) -> None:
    answer = client.get(f"/v1/procedures/{name}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_parameter")


def test_a_damaged_procedure_has_a_problem_and_no_json_ld(
    own_client: TestClient, seeded_database_url: str
) -> None:
    changed = tampering.tamper(
        seeded_database_url, "UPDATE revisions SET document = ? WHERE slug = ?", b"{}", "mesotherapy"
    )
    assert changed == 1
    answer = own_client.get(PATH)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["code"], answer.json()["notice"]) == ("damaged", problems.SILENCE)


def test_the_addresses_in_json_ld_never_come_from_the_host_header(client: TestClient) -> None:
    answer = client.get(PATH, headers={"Host": "evil.example"})
    assert "evil.example" not in answer.text + str(answer.headers)


def test_the_example_is_a_part_of_the_real_answer(client: TestClient) -> None:
    assert schemaorg.faults(jsonld.EXAMPLE) == []
    _is_within(jsonld.EXAMPLE, client.get(PATH).json())


def _is_within(part: Any, whole: Any) -> None:
    if isinstance(part, dict):
        for name, value in part.items():
            _is_within(value, whole[name])
    elif isinstance(part, list):
        for item in part:
            assert any(_fits(item, held) for held in whole), item
    else:
        assert part == whole


def _fits(part: Any, whole: Any) -> bool:
    try:
        _is_within(part, whole)
    except (AssertionError, KeyError, TypeError):
        return False
    return True
