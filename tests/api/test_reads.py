"""What holds for every read: status, tag, caching, revision, HEAD, closed parameters, number of questions asked."""

import pytest
from starlette.testclient import TestClient

from app.api import examples
from app.content import values
from tests import counting

STATEMENT = "/v1/statements/{identifier}"
COMPARED = "/v1/compare?procedures=micro-laser-lipo,mesotherapy"
PATHS = sorted(
    {path.split("?")[0] for path in examples.REQUESTS.values()}
    - {"/v1/compare", examples.REQUESTS["read_clinic"]}  # the seed has no clinic
    | {COMPARED, "/v1/changes"}
)
MOST_STATEMENTS = {
    "/v1/procedures": 3,
    "/v1/procedures/micro-laser-lipo/revisions": 6,
    "/v1/side-effects": 6,
    "/v1/contraindications": 6,
    "/v1/interactions": 6,
    "/v1/indications": 6,
    "/v1/steps": 6,
    "/v1/sources": 4,
    "/v1/sources/mesotherapy-directory": 3,
    "/v1/sources/micro-laser-lipo-article/coverage": 3,
    "/v1/concepts": 3,
    "/v1/concepts/isotretinoin": 8,
    "/v1/changes": 2,
    "/v1/corrections": 3,
    "/v1/search": 5,
    "/v1/suggest": 0,
    COMPARED: 2,
}
"""How many statements of SQL a read may ask; a document and its sections are one."""


@pytest.mark.parametrize("path", PATHS)
def test_a_read_is_tagged_kept_for_a_minute_and_says_the_revision(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["etag"].startswith('W/"')
    assert (
        answer.headers["cache-control"]
        == "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
    )
    assert int(answer.headers["catalogue-revision"]) >= 1
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", PATHS)
def test_a_known_answer_is_not_sent_again(client: TestClient, path: str) -> None:
    tag = client.get(path).headers["etag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert client.get(path, headers={"If-None-Match": 'W/"another"'}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_head_says_what_get_would_say(client: TestClient, path: str) -> None:
    read, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == read.headers["etag"]
    assert head.headers["content-length"] == read.headers["content-length"]


@pytest.mark.parametrize("path", PATHS)
def test_an_unknown_parameter_is_refused(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}limmit=3")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "unknown_parameter"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_licence_disclaimer_and_where_to_report(client: TestClient, path: str) -> None:
    meta = client.get(path).json()["meta"]
    assert meta["licence"]["name"] == "CC BY 4.0"
    assert "not medical advice" in meta["disclaimer"]
    assert meta["report_error"].startswith("https://candour.example/")


@pytest.mark.parametrize("path", PATHS)
def test_a_read_asks_few_questions_of_the_database(client: TestClient, path: str) -> None:
    client.get(path)
    with counting.counted() as asked:
        client.get(path)
    most = MOST_STATEMENTS.get(path, 1)
    assert min(1, most) <= len(asked) <= most, asked


def test_the_links_in_answers_never_come_from_the_host_header(client: TestClient) -> None:
    answer = client.get("/v1/procedures?limit=1", headers={"Host": "evil.example"})
    assert "evil.example" not in answer.text + str(answer.headers)


def test_a_document_is_served_as_it_was_stored(client: TestClient) -> None:
    body = client.get("/v1/procedures/mesotherapy").json()
    assert values.digest(values.canonical(body["data"])) == body["meta"]["revision"]["sha256"]
    assert body["meta"]["revision"]["number"] == 1


def test_an_unknown_procedure_is_a_404_that_names_the_nearest_and_warns(client: TestClient) -> None:
    answer = client.get("/v1/procedures/mesoterapy")
    assert answer.status_code == 404
    problem = answer.json()
    assert (problem["code"], problem["nearest"]) == ("procedure_not_found", ["mesotherapy"])
    assert "no evidence" in problem["notice"]


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/health/version"])
def test_health_is_never_kept_by_caches(own_client: TestClient, path: str) -> None:
    answer = own_client.get(path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"


def test_the_version_says_code_schema_and_catalogue(client: TestClient) -> None:
    body = client.get("/health/version").json()
    assert set(body) == {"code", "schema_revision", "catalogue_revision"}
    assert body["catalogue_revision"] == int(client.get("/v1/procedures").headers["catalogue-revision"])
