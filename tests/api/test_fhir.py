"""FHIR as it is served: conditional like every read, with the facts of the document, and extensions that answer."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api import fhir_example
from app.content import exports, problems
from app.renderings import fhir_definitions, fhir_export, fhir_extensions
from tests import clients, counting, facts, tampering
from tests.renderings import fhirs

SLUGS = ("laser-skin-tightening", "mesotherapy", "micro-laser-lipo", "micro-laser-peel")
PATH = "/v1/procedures/mesotherapy.fhir.json"
ALL = "/v1/export.fhir.json"
KIND = "application/fhir+json; fhirVersion=5.0"


@pytest.mark.parametrize("slug", SLUGS)
def test_the_facts_served_as_fhir_are_those_of_the_document(client: TestClient, slug: str) -> None:
    answer = client.get(f"/v1/procedures/{slug}.fhir.json")
    body = client.get(f"/v1/procedures/{slug}").json()
    assert answer.status_code == 200
    assert fhirs.faults(answer.json()) == []
    assert facts.of_fhir(answer.json()) == facts.of_document(body["data"])
    revision = body["meta"]["revision"]
    assert answer.json()["meta"]["versionId"] == str(revision["number"])
    assert answer.json()["timestamp"] == revision["published"]
    assert revision["sha256"] in answer.text


def test_fhir_is_tagged_and_not_sent_again(client: TestClient) -> None:
    read, head = client.get(PATH), client.head(PATH)
    assert (head.status_code, head.content) == (200, b"")
    assert read.headers["content-type"] == KIND
    assert (
        read.headers["cache-control"]
        == "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
    )
    assert read.headers["access-control-allow-origin"] == "*"
    for name in ("etag", "content-length", "content-type", "link"):
        assert head.headers[name] == read.headers[name]
    assert f'<{clients.PUBLIC_URL}/v1/procedures/mesotherapy>; rel="alternate"' in read.headers["link"]
    again = client.get(PATH, headers={"If-None-Match": read.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(PATH).content == read.content


def test_fhir_is_sent_small_and_files_of_it_as_they_are(client: TestClient) -> None:
    with client.stream("GET", PATH, headers={"Accept-Encoding": "gzip"}) as answer:
        small = b"".join(answer.iter_raw())
    assert (answer.headers["content-encoding"], answer.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert len(small) < len(client.get(PATH).content) / 8
    with client.stream("GET", ALL, headers={"Accept-Encoding": "gzip"}) as answer:
        whole = b"".join(answer.iter_raw())
    assert "content-encoding" not in answer.headers
    assert answer.headers["content-length"] == str(len(whole))


def test_fhir_is_one_question_to_the_database(client: TestClient) -> None:
    client.get(PATH)
    with counting.counted() as asked:
        client.get(PATH)
    assert len(asked) == 1, asked


def test_what_is_no_procedure_has_a_problem_and_no_fhir(client: TestClient) -> None:
    answer = client.get("/v1/procedures/mesoterapy.fhir.json")
    assert (answer.status_code, answer.json()["code"]) == (404, "procedure_not_found")
    assert client.get(PATH, params={"wide": "1"}).json()["code"] == "unknown_parameter"
    for name in ("Mesotherapy.fhir.json", "a.b.fhir.json"):
        refused = client.get(f"/v1/procedures/{name}")
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_parameter"), name


def test_a_damaged_procedure_has_a_problem_and_no_fhir(
    own_client: TestClient, seeded_database_url: str
) -> None:
    statement = "UPDATE revisions SET document = ? WHERE slug = ?"
    assert tampering.tamper(seeded_database_url, statement, b"{}", "mesotherapy") == 1
    for path in (PATH, ALL):
        answer = own_client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (503, "damaged")
        assert answer.json()["notice"] == problems.SILENCE


def test_every_address_of_our_own_that_is_no_name_answers(client: TestClient) -> None:
    held = {
        address.removeprefix(clients.PUBLIC_URL).partition("#")[0]
        for address in _texts(client.get(PATH).json())
        if address.startswith(clients.PUBLIC_URL)
    }
    names = {f"/fhir/{resource['resourceType']}/" for resource in fhirs.resources(client.get(PATH).json())}
    paths = {path for path in held if not path.startswith(tuple(names))}
    assert len(paths) > 60
    assert {path: client.get(path).status_code for path in paths if client.get(path).status_code != 200} == {}


def _texts(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part]
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return [text for item in inner for text in _texts(item)]


def test_every_extension_and_code_of_ours_is_described_at_its_address(client: TestClient) -> None:
    paths = [f"/fhir/StructureDefinition/{name}" for name in fhir_extensions.DEFINITIONS]
    paths += [f"/fhir/CodeSystem/{name}" for name in fhir_definitions.CODE_SYSTEMS]
    for path in paths:
        answer = client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (200, KIND), path
        assert answer.json()["url"] == clients.PUBLIC_URL + path
    unknown = client.get("/fhir/StructureDefinition/nothing")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")


def test_all_procedures_are_one_transaction_that_holds_everything_once(client: TestClient) -> None:
    answer = client.get(ALL)
    assert (answer.status_code, answer.headers["content-type"]) == (200, KIND)
    bundle = answer.json()
    assert fhirs.faults(bundle) == []
    assert bundle["type"] == "transaction"
    whole = {slug: client.get(f"/v1/procedures/{slug}.fhir.json").json() for slug in SLUGS}
    expected = {entry["fullUrl"]: entry["resource"] for one in whole.values() for entry in one["entry"]}
    itself, *entries = bundle["entry"]
    assert {entry["fullUrl"]: entry["resource"] for entry in entries} == expected
    for said in (exports.READING, "not medical advice", "Catalogue revision 1,", "CC BY 4.0"):
        assert said in itself["resource"]["text"]["div"]
    for entry in bundle["entry"]:
        name = f"{entry['resource']['resourceType']}/{entry['resource']['id']}"
        assert entry["request"] == {"method": "PUT", "url": name}
    assert facts.of_fhirs(bundle) == {slug: facts.of_fhir(one) for slug, one in whole.items()}


def test_in_the_transaction_nothing_refers_to_what_comes_later(client: TestClient) -> None:
    seen: set[str] = set()
    for entry in client.get(ALL).json()["entry"]:
        references = {node["reference"] for node in fhirs.nodes(entry["resource"]) if "reference" in node}
        assert references <= seen, entry["fullUrl"]
        seen.add(entry["request"]["url"])


def test_the_examples_are_parts_of_real_answers(client: TestClient) -> None:
    for example, path in (
        (fhir_example.EXAMPLE, PATH),
        (fhir_example.EXTENSION, "/fhir/StructureDefinition/onset"),
        (fhir_example.SYSTEM, "/fhir/CodeSystem/statement-kind"),
        (json.loads(fhir_export.EXAMPLE), ALL),
    ):
        answer = client.get(path).json()
        of_now = {"timestamp": answer["timestamp"]} if "timestamp" in example else {}  # no example knows it
        assert _is_within({**example, **of_now}, answer), path


def _is_within(part: Any, whole: Any) -> bool:
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            name in whole and _is_within(value, whole[name]) for name, value in part.items()
        )
    if isinstance(part, list):
        return all(any(_is_within(item, held) for held in whole) for item in part)
    return bool(part == whole)
