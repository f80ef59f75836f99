"""Random procedures, published and read over HTTP: nothing is lost on the way, and no silence reads as safe."""

import datetime
import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.authoring import importing, publishing
from app.content import document, freezing, problems, values, words
from app.db import engine, projection
from app.renderings import excerpts
from tests import builders, clients, databases, strategies

SAFETY = {"contraindications", "precautions", "interactions", "side_effects", "warning_signs"}
ACROSS = {
    "/v1/side-effects": ("side_effect", ("bruising", "swelling", "skin-effect")),
    "/v1/contraindications": ("contraindication", ("pregnancy", "dark-skin")),
    "/v1/interactions": ("interaction", ("isotretinoin", "retinoids")),
    "/v1/indications": ("indication", ("fine-lines",)),
}
NUMBERS = itertools.count(1)
"""Ids are never used again, and every example is published beside the ones before."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a database of this module."""
    if request.param == "sqlite":
        yield databases.sqlite(tmp_path_factory.mktemp("properties"), template="migrated")
        return
    request.getfixturevalue("postgres_server")
    made = databases.postgresql(template="migrated")
    yield made
    databases.drop_postgresql(made)


@pytest.fixture(scope="module")
def database(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[engine.Database]:
    """Return that database with a source and a vocabulary in it."""
    held = engine.Database(url)
    importing.import_folder(held, builders.folder(tmp_path_factory.mktemp("catalogue")))
    yield held
    held.dispose()


@pytest.fixture(scope="module")
def client(database: engine.Database) -> Iterator[TestClient]:
    """Return a client of an application over that database."""
    with clients.Opened() as opened:
        yield opened.of(database.url)


def _publish(database: engine.Database, draft: document.ProcedureDraft) -> document.ProcedureDocument:
    conditions = publishing.Conditions(allow_unreviewed=True)
    with database.write() as session:
        now = datetime.datetime.now(datetime.UTC)
        publishing.publish(session, draft, editor="Ada", note="A test.", now=now, conditions=conditions)
    with database.read() as session:
        found = projection.latest(session, draft.slug)
    assert found is not None
    assert freezing.thaw(found[0]) == draft
    return found[0]


def _check_questions(client: TestClient, published: document.ProcedureDocument) -> None:
    """What a document says is found by its concept; where it says nothing, that is said, and that it is not safe."""
    for path, (kind, concepts) in ACROSS.items():
        held = {claim.id: claim for _, claim in document.claims(published) if document.kind(claim) == kind}
        listed = client.get(path, params={"procedure": published.slug}).json()
        assert {row["statement"]["id"] for row in listed["data"]} == set(held)
        assert listed["page"]["total"] == len(held)
        for row in listed["data"]:
            _check_conflicts(row, published)
        assert listed.get("note") == (None if held else words.FOUND_NOTHING)
        assert "there may be risks that they do not name" in listed["meta"]["disclaimer"]
        for concept in concepts:
            asked = client.get(path, params={"procedure": published.slug, "concept": concept}).json()
            silent = [row["slug"] for row in asked["not_addressed"].get("procedures", [])]
            broader = asked.get("broader", {}).get("total", 0)
            assert bool(asked["data"]) or bool(broader) or silent == [published.slug]
            assert not (asked["data"] and silent)
            if silent:
                assert asked["not_addressed"]["words"] == words.SILENT_ON_CONCEPT
            if not asked["data"]:
                assert asked["note"] == words.FOUND_NOTHING


def _check_conflicts(row: Any, published: document.ProcedureDocument) -> None:
    """No side of a contradiction is shown alone: each row names it, and where the other sides stand."""
    mine = row["statement"]["id"]
    between = [item for item in published.conflicts.conflicts if mine in item.statements]
    assert [(item["id"], item["text"]) for item in row.get("conflicts", [])] == [
        (item.id, item.text) for item in between
    ]
    for shown, item in zip(row.get("conflicts", []), between, strict=True):
        assert {mine, *(other["id"] for other in shown["others"])} == set(item.statements)


def _check_mentions(client: TestClient, published: document.ProcedureDocument) -> None:
    """What a document names is found by way of the concept, with its contradictions; where nothing is, that is said."""
    concepts = {concept for _, named in ACROSS.values() for concept in named}
    for concept in sorted(concepts):
        exact = {
            claim.id for _, claim in document.claims(published) if getattr(claim, "concept", None) == concept
        }
        asked = client.get(
            f"/v1/concepts/{concept}", params={"procedure": published.slug, "limit": "100"}
        ).json()
        rows = [row for group in asked["mentions"].get("procedures", []) for row in group["statements"]]
        assert {row["statement"]["id"] for row in rows if row["relation"] == "same"} == exact
        for row in rows:
            _check_conflicts(row, published)
        silent = [row["slug"] for row in asked["not_addressed"].get("procedures", [])]
        assert (silent == [published.slug]) == (not rows)
        assert rows or (asked["note"] == words.FOUND_NOTHING and words.FOUND_NOTHING in asked["summary"])


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_was_published_comes_out_byte_for_byte_and_silence_is_said(
    database: engine.Database, client: TestClient, data: st.DataObject
) -> None:
    published = _publish(database, data.draw(strategies.drafts(procedure=1 + next(NUMBERS))))
    content = published.canonical()
    address = f"/v1/procedures/{published.slug}"
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content.endswith(b',"data":' + content + b"}")
    assert answer.json()["meta"]["revision"]["sha256"] == values.digest(content)
    tree = json.loads(content)
    for path, name in excerpts.PATHS.items():
        section: Any = clients.data(client, f"{address}/{path}")
        assert {key: section[key] for key in tree["sections"][name]} == tree["sections"][name]
        hedge = section.get("finding", {}).get("hedge")
        assert section["words"] == words.coverage(name, section["coverage"], hedge=hedge)
        assert "statements" in section or section["coverage"] != "stated"
    assert clients.data(client, f"{address}/steps")["words"] == tree["techniques"]["words"]
    assert clients.data(client, f"{address}/sources")["sources"]
    for _, claim in document.claims(published):
        assert clients.data(client, f"/v1/statements/{claim.id}")["statement"] == claim.tree()
    found = client.get("/v1/procedures", params={"alias": published.name}).json()["data"]
    (card,) = [item for item in found if item["slug"] == published.slug]
    assert card["coverage"] == {name: tree["sections"][name]["coverage"] for name in document.SECTION_KINDS}
    assert card["words"] == {name: tree["sections"][name]["words"] for name in SAFETY}
    _check_questions(client, published)
    _check_mentions(client, published)


@pytest.mark.parametrize(
    "path",
    ["/v1/procedures?alias=nobody-calls-it-so", "/v1/procedures?alias=nobody-calls-it-so&max_session=P1Y"],
)
def test_finding_nothing_is_told_from_a_wrong_address_and_is_no_evidence(
    client: TestClient, path: str
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["page"]["total"]) == (200, 0)
    assert answer.json()["note"] == words.FOUND_NOTHING
    unknown = client.get("/v1/procedures/nobody-calls-it-so")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "procedure_not_found")
    assert unknown.json()["notice"] == problems.SILENCE


def test_every_safety_section_of_a_silent_procedure_says_so_everywhere(
    database: engine.Database, client: TestClient
) -> None:
    number = 1 + next(NUMBERS)
    tree = builders.draft_tree(f"silent-{number}", procedure=number)
    lines = [
        "contraindication",
        "precaution",
        "interaction",
        "side_effect_1",
        "side_effect_2",
        "warning_sign",
    ]
    quiet = builders.without(tree, *(builders.named(line, procedure=number) for line in lines))
    published = _publish(database, builders.parsed(quiet))
    for name in SAFETY:
        section = clients.data(client, f"/v1/procedures/{published.slug}/{name.replace('_', '-')}")
        assert section["coverage"] == "not_addressed"
        assert "That does not mean it is safe." in section["words"]
        assert set(section) == {"procedure", "section", "coverage", "words"}
    _check_questions(client, published)
