"""Contradictions in lists across procedures: no side of one is shown without saying so."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.authoring import importing, publishing
from app.catalogue import conflicts
from app.db import engine
from tests import builders, clients

SIDES = {
    "/v1/side-effects": "side_effect_1",
    "/v1/contraindications": "contraindication",
    "/v1/interactions": "interaction",
    "/v1/indications": "indication",
    "/v1/steps": "step_2",
}


def _publish(database: engine.Database, tree: builders.Tree, *, allow: frozenset[str] = frozenset()) -> None:
    conditions = publishing.Conditions(allow_unreviewed=True, allow_dropping=allow)
    now = datetime.datetime.now(datetime.UTC)
    with database.write() as session:
        publishing.publish(
            session, builders.parsed(tree), editor="Ada", note="A test.", now=now, conditions=conditions
        )


@pytest.fixture
def contradictory(filled: engine.Database) -> engine.Database:
    """Return a database that holds one procedure whose statements of every listed kind contradict each other."""
    tree = builders.draft_tree()
    between = builders.conflict(*SIDES.values(), number=2)
    twice = builders.conflict("side_effect_1", "side_effect_2", "side_effect_1", number=3)
    tree["conflicts"]["conflicts"] = [between, twice]
    _publish(filled, tree)
    return filled


@pytest.fixture
def asked(contradictory: engine.Database, opening: clients.Opened) -> TestClient:
    """Return a client of an application over that database."""
    return opening.of(contradictory.url)


@pytest.mark.parametrize("path", SIDES)
def test_a_row_names_its_contradictions_and_where_the_other_sides_stand(asked: TestClient, path: str) -> None:
    rows: list[Any] = asked.get(path).json()["data"]
    mine = builders.named(SIDES[path])
    (row,) = [row for row in rows if row["statement"]["id"] == mine]
    shown = {item["id"]: item for item in row["conflicts"]}["cf_0000001002"]
    assert shown["text"] == "The page does not say how both can be true."
    expected = [builders.named(line) for line in SIDES.values()]
    assert shown["statements"] == expected
    others = [name for name in expected if name != mine]
    assert [other["id"] for other in shown["others"]] == others
    for other in shown["others"]:
        assert other["url"] == f"{clients.PUBLIC_URL}/v1/statements/{other['id']}"
        there = clients.data(asked, f"/v1/statements/{other['id']}")
        assert next(item["id"] for item in there["conflicts"]) == "cf_0000001002"


def test_a_row_without_a_contradiction_has_no_empty_list(asked: TestClient) -> None:
    rows = asked.get("/v1/side-effects").json()["data"]
    assert [[item["id"] for item in row.get("conflicts", [])] for row in rows] == [
        ["cf_0000001002", "cf_0000001003"],
        ["cf_0000001003"],
    ]
    steps = asked.get("/v1/steps").json()["data"]
    assert ["conflicts" in row for row in steps] == [False, True]


def test_what_is_said_of_something_broader_names_its_contradictions_too(
    filled: engine.Database, opening: clients.Opened
) -> None:
    tree = builders.draft_tree()
    builders.found(tree, builders.named("interaction"))["concept"] = "retinoids"
    tree["conflicts"]["conflicts"] = [builders.conflict("interaction", "precaution", number=2)]
    _publish(filled, tree, allow=frozenset({builders.named("interaction")}))
    body = opening.of(filled.url).get("/v1/interactions?concept=isotretinoin").json()
    (row,) = body["broader"]["statements"]
    assert [item["id"] for item in row["conflicts"]] == ["cf_0000001002"]


def test_a_republished_procedure_keeps_no_contradiction_that_was_settled(
    contradictory: engine.Database, tmp_path: Path
) -> None:
    ids = [builders.named(line) for line in builders.LINES]
    with contradictory.read() as session:
        assert set(conflicts.of(session, ids)) == {
            builders.named(line) for line in (*SIDES.values(), "side_effect_2")
        }
    importing.import_folder(contradictory, builders.folder(tmp_path / "again"))
    with contradictory.read() as session:
        assert set(conflicts.of(session, ids)) == {
            builders.named(line) for line in ("session_plan", "duration")
        }
        assert conflicts.of(session, []) == {}
