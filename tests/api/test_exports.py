"""Exports as they are served: whole, tagged, of one revision, with what they say of themselves; or a problem."""

import fcntl
import json
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import settings
from app.content import exports, problems
from app.http import exports as files
from app.renderings import exports as forms
from tests import clients, counting, facts, facts_tables, tampering

SLUGS = ("laser-skin-tightening", "mesotherapy", "micro-laser-lipo", "micro-laser-peel")
ADDRESSES = [f"/v1/export.{form.suffix}" for form in forms.FORMS]
NDJSON = "/v1/export.ndjson"


@pytest.mark.parametrize("form", forms.FORMS, ids=lambda form: form.suffix)
def test_an_export_is_tagged_measured_and_not_sent_again(client: TestClient, form: exports.Form) -> None:
    path = f"/v1/export.{form.suffix}"
    read, head = client.get(path), client.head(path)
    assert (read.status_code, head.status_code, head.content) == (200, 200, b"")
    assert read.headers["content-type"] == form.media_type
    assert read.headers["cache-control"] == "public, max-age=0, s-maxage=60, must-revalidate"
    assert read.headers["access-control-allow-origin"] == "*"
    assert read.headers["content-length"] == str(len(read.content))
    assert read.headers["content-disposition"] == f'attachment; filename="candour-1.{form.suffix}"'
    assert (read.headers["accept-ranges"], read.headers["catalogue-revision"]) == ("none", "1")
    for name in ("etag", "content-length", "content-type", "content-disposition"):
        assert head.headers[name] == read.headers[name]
    again = client.get(path, headers={"If-None-Match": read.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", read.headers["etag"])
    part = client.get(path, headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.content) == (200, read.content)


def test_an_export_asks_nothing_of_the_database_in_a_request(client: TestClient) -> None:
    client.get(NDJSON)
    with counting.counted() as asked:
        client.get(NDJSON)
    assert asked == []


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_export_knows_no_parameters(client: TestClient, path: str) -> None:
    assert client.get(path, params={"wide": "1"}).json()["code"] == "unknown_parameter"


def test_ndjson_says_what_it_is_and_holds_every_document_as_published(client: TestClient) -> None:
    lines = [json.loads(line) for line in client.get(NDJSON).text.splitlines()]
    about = lines[0]
    assert about["type"] == "about"
    assert (about["catalogue_revision"], about["licence"]["name"]) == (1, "CC BY 4.0")
    assert (about["reading"], "not medical advice" in about["disclaimer"]) == (exports.READING, True)
    held = {line["slug"]: line for line in lines if line["type"] == "procedure"}
    assert tuple(held) == SLUGS
    assert about["counts"] == {
        kind: sum(f"{line['type']}s" == kind for line in lines)
        for kind in ("concepts", "sources", "procedures")
    }
    found = facts_tables.of_ndjson(client.get(NDJSON).content)
    for slug in SLUGS:
        body = client.get(f"/v1/procedures/{slug}").json()
        revision = {"number": held[slug]["revision"], "sha256": held[slug]["sha256"]}
        assert {**revision, "published": held[slug]["published"]} == body["meta"]["revision"]
        assert held[slug]["document"] == body["data"]
        assert found[slug] == facts.of_document(body["data"])


def test_who_comes_while_it_is_made_is_told_to_come_again(
    own_client: TestClient, seeded_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "WAIT_SECONDS", 0.1)
    path = _folder(seeded_database_url)
    path.mkdir(parents=True)
    with (path / "ndjson.lock").open("a") as lock:  # as if another process were at work
        fcntl.flock(lock, fcntl.LOCK_EX)
        answer = own_client.get(NDJSON)
    assert (answer.status_code, answer.json()["code"]) == (503, "export_not_ready")
    assert (answer.headers["retry-after"], answer.json()["notice"]) == ("5", problems.SILENCE)
    monkeypatch.undo()
    assert own_client.get(NDJSON).status_code == 200


def test_a_file_that_was_deleted_is_made_again(own_client: TestClient, seeded_database_url: str) -> None:
    before = own_client.get(NDJSON).content
    for path in _folder(seeded_database_url).glob("*.ndjson"):
        path.unlink()
    assert own_client.get(NDJSON).content == before


def test_a_damaged_procedure_is_a_problem_and_no_export(
    own_client: TestClient, seeded_database_url: str
) -> None:
    statement = "UPDATE revisions SET document = ? WHERE slug = ?"
    assert tampering.tamper(seeded_database_url, statement, b"{}", "mesotherapy") == 1
    answer = own_client.get(NDJSON)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["code"], answer.json()["notice"]) == ("damaged", problems.SILENCE)


def _folder(url: str) -> Path:
    return settings.Settings(database_url=SecretStr(url), public_url=clients.PUBLIC_URL).exports_folder
