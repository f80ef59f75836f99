"""Exports as they are served: whole, tagged, of one revision, with what they say of themselves; or a problem."""

import fcntl
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.authoring import edits, renaming, withdrawing
from app.content import exports, problems
from app.db import clock, engine, standing
from app.http import exports as files
from app.renderings import exports as forms
from app.renderings import fhir_naming, fhir_statements
from tests import clients, counting, facts, facts_tables, tampering
from tests.renderings import fhirs

SLUGS = ("laser-skin-tightening", "mesotherapy", "micro-laser-lipo", "micro-laser-peel")
ADDRESSES = [f"/v1/export.{form.suffix}" for form in forms.FORMS]
NDJSON = "/v1/export.ndjson"


@pytest.mark.parametrize("form", forms.FORMS, ids=lambda form: form.suffix)
def test_an_export_is_tagged_measured_and_not_sent_again(client: TestClient, form: exports.Form) -> None:
    path = f"/v1/export.{form.suffix}"
    read, head = client.get(path), client.head(path)
    assert (read.status_code, head.status_code, head.content) == (200, 200, b"")
    assert read.headers["content-type"] == form.media_type
    assert (
        read.headers["cache-control"]
        == "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
    )
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
        kind: sum(line["type"] == kind.removesuffix("s") for line in lines)
        for kind in ("concepts", "sources", "withdrawn", "renamed", "procedures")
    }
    found = facts_tables.of_ndjson(client.get(NDJSON).content)
    for slug in SLUGS:
        body = client.get(f"/v1/procedures/{slug}").json()
        revision = {"number": held[slug]["revision"], "sha256": held[slug]["sha256"]}
        assert {**revision, "published": held[slug]["published"]} == body["meta"]["revision"]
        assert held[slug]["document"] == body["data"]
        assert found[slug] == facts.of_document(body["data"])


def _changed(url: str) -> dict[str, list[tuple[str, str]]]:
    """Withdraw a procedure, rename another, recall a statement; return what has gone, by why."""
    database = engine.Database(url)
    with database.write() as session:
        edit = edits.Edit(session, editor="Ada", note="", now=clock.now())
        renaming.rename(edit, "mesotherapy", to="meso", reason="Its usual name.")
        edit.finish()
    with database.write() as session:
        edit = edits.Edit(session, editor="Ada", note="", now=clock.now())
        withdrawing.withdraw(edit, "meso", reason="=It was wrong.")
        renaming.rename(edit, "micro-laser-peel", to="laser-peel", reason="Its usual name.")
        owned = {
            slug: list(standing.identifiers(session, slug)) for slug in ("meso", "laser-skin-tightening")
        }
        lost = next(each for each in owned["laser-skin-tightening"] if each[1] == "side_effect")
        asked = withdrawing.Recall(statements=[lost[0]], reason="It was wrong.")
        withdrawing.recall(edit, "laser-skin-tightening", asked)
        edit.finish()
    database.dispose()
    return {"withdrawn": owned["meso"], "recalled": [lost]}


def test_every_export_names_what_was_withdrawn_and_renamed(seeded_database_url: str, tmp_path: Path) -> None:
    changed = _changed(seeded_database_url)
    configured = settings.Settings(database_url=SecretStr(seeded_database_url), public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured)) as client:
        lines = [json.loads(line) for line in client.get(NDJSON).text.splitlines()]
        told = {form: client.get(f"/v1/export.{form}").content for form in ("yaml", "csv.zip", "sqlite")}
        bundle = client.get("/v1/export.fhir.json").json()
    (gone,) = [line for line in lines if line["type"] == "withdrawn"]
    assert (gone["slug"], gone["revision"], gone["reason"]) == ("meso", 2, "=It was wrong.")
    assert gone["statements"] == [name for name, _ in changed["withdrawn"]]
    assert len(gone["statements"]) > 20
    successors = {line["slug"]: line["successor"] for line in lines if line["type"] == "renamed"}
    assert successors == {"mesotherapy": "meso", "micro-laser-peel": "laser-peel"}
    assert (lines[0]["counts"]["withdrawn"], lines[0]["counts"]["renamed"]) == (1, 2)
    assert facts_tables.yaml_parts(told["yaml"]) == lines
    (tmp_path / "held.sqlite").write_bytes(told["sqlite"])
    for tables in (
        facts_tables.csv_tables(told["csv.zip"]),
        facts_tables.sqlite_tables(tmp_path / "held.sqlite"),
    ):
        assert [(row["slug"], row["reason"]) for row in tables["withdrawn_procedures"]] == [
            ("meso", "=It was wrong.")
        ]
        assert {row["id"] for row in tables["withdrawn_statements"]} == set(gone["statements"])
        assert {row["slug"]: row["successor"] for row in tables["renamed_procedures"]} == successors
    put = [entry for entry in bundle["entry"] if "resource" in entry]
    assert fhirs.faults({**bundle, "entry": put}) == []
    _deletes(bundle, [*changed["withdrawn"], *changed["recalled"]])


def _deletes(bundle: fhirs.Tree, statements: list[tuple[str, str]]) -> None:
    requests = [entry["request"] for entry in bundle["entry"]]
    urls = [request["url"] for request in requests]
    assert len(urls) == len(set(urls))  # a transaction that names a resource twice is refused
    deleted = {request["url"] for request in requests if request["method"] == "DELETE"}
    kinds = {"Composition", "ActivityDefinition"}
    assert {url for url in deleted if url.partition("/")[0] in kinds} == {
        f"{kind}/candour-{slug}" for kind in kinds for slug in ("meso", "mesotherapy", "micro-laser-peel")
    }
    names = {f"candour-{name.replace('_', '-')}" for name, _ in statements}
    assert {url.partition("/")[2] for url in deleted if url.partition("/")[0] not in kinds} == names
    assert {f"Provenance/{name}" for name in names} <= deleted
    recalled, _ = statements[-1]
    assert f"ClinicalUseDefinition/candour-{recalled.replace('_', '-')}" in deleted


def test_a_deletion_names_every_resource_that_was_put(client: TestClient) -> None:
    put = {entry["request"]["url"] for entry in client.get("/v1/export.fhir.json").json()["entry"]}
    kinds = {
        identifier: fhir_statements.resource_type(claim["kind"])
        for slug in SLUGS
        for identifier, claim in _claims(clients.data(client, f"/v1/procedures/{slug}"))
    }
    shared = (
        "DocumentReference/",
        "Organization/",
        "Basic/candour-export",
        "Composition/",
        "ActivityDefinition/",
    )
    deletable = {f"{kind}/{fhir_naming.named(name)}" for name, kind in kinds.items()}
    deletable |= {f"Provenance/{fhir_naming.named(name)}" for name in kinds}
    assert {url for url in put if not url.startswith(shared)} <= deletable


def _claims(tree: object) -> Iterator[tuple[str, fhirs.Tree]]:
    for node in fhirs.nodes(tree):
        if "evidence" in node and "kind" in node:
            yield node["id"], node


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


def test_a_file_that_was_cut_short_is_made_again(own_client: TestClient, seeded_database_url: str) -> None:
    before = own_client.get(NDJSON).content
    (path,) = _folder(seeded_database_url).glob("*.ndjson")
    path.write_bytes(before[:1000])
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
