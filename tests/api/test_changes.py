"""What readers see when the catalogue changes behind a running server: at once, said out loud, and nothing lost."""

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.authoring import importing
from app.content import reading
from app.db import engine
from tests import builders, databases

FRESH_SECONDS = 0.5
EFFECT = "swelling"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the seed that a test may edit."""
    return Path(shutil.copytree(databases.SEED, tmp_path / "seed"))


def _edit(folder: Path, slug: str, alter: Any) -> None:
    path = folder / "procedures" / f"{slug}.yaml"
    tree: Any = reading.read_yaml(path.read_bytes())
    alter(tree)
    path.unlink()
    path.with_suffix(".json").write_text(json.dumps(tree), "utf-8")


def _import(url: str, folder: Path, **conditions: Any) -> importing.Report:
    database = engine.Database(url)
    try:
        return importing.import_folder(database, folder, **conditions)
    finally:
        database.dispose()


def _statements(tree: Any, section: str) -> list[Any]:
    statements: list[Any] = tree["sections"][section]["statements"]
    return statements


def test_a_running_server_knows_of_a_change_within_half_a_second(
    own_client: TestClient, seeded_database_url: str, folder: Path
) -> None:
    before = own_client.get("/health/version").json()["catalogue_revision"]

    def alter(tree: Any) -> None:
        tree["summary"]["text"] = "It is done with very small injections."

    _edit(folder, "mesotherapy", alter)
    _import(seeded_database_url, folder)
    changed = time.monotonic()
    assert own_client.get("/v1/procedures/mesotherapy").json()["meta"]["revision"]["number"] == 2
    while own_client.get("/health/version").json()["catalogue_revision"] == before:
        assert time.monotonic() - changed < 20 * FRESH_SECONDS, "the watcher never noticed"
        time.sleep(0.01)


def test_a_change_elsewhere_leaves_a_documents_tag_alone(
    own_client: TestClient, seeded_database_url: str, folder: Path
) -> None:
    path = "/v1/procedures/micro-laser-peel"
    before = own_client.get(path)

    def alter(tree: Any) -> None:
        tree["summary"]["text"] = "It is done with very small injections."

    _edit(folder, "mesotherapy", alter)
    _import(seeded_database_url, folder)
    after = own_client.get(path, headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 304
    assert int(after.headers["catalogue-revision"]) == int(before.headers["catalogue-revision"]) + 1


def test_a_withdrawn_statement_answers_410_with_its_tombstone_and_is_listed_as_a_correction(
    own_client: TestClient, seeded_database_url: str, folder: Path
) -> None:
    found: list[str] = []

    def alter(tree: Any) -> None:
        dropped = _statements(tree, "pain").pop()
        found.append(dropped["id"])
        tree["summary"]["statements"] = [
            name for name in tree["summary"]["statements"] if name != dropped["id"]
        ]

    _edit(folder, "micro-laser-peel", alter)
    _unaccount(folder, "micro-laser-peel-clinic", found)
    _import(seeded_database_url, folder, allow_dropping=frozenset(found), reason="The phrase was misread.")
    gone = own_client.get(f"/v1/statements/{found[0]}")
    assert (gone.status_code, gone.json()["code"]) == (410, "gone")
    assert gone.json()["tombstone"]["reason"] == "The phrase was misread."
    assert gone.json()["tombstone"]["kind"] == "pain"
    document = own_client.get("/v1/procedures/micro-laser-peel").json()["data"]
    assert [stone["id"] for stone in document["withdrawn"]] == found
    corrections = own_client.get("/v1/corrections").json()["data"]
    assert [correction["procedure"] for correction in corrections] == ["micro-laser-peel"]
    assert [stone["id"] for stone in corrections[0]["withdrawn"]] == found


def test_a_safety_statement_is_not_dropped_by_an_import_that_does_not_name_it(
    own_client: TestClient, seeded_database_url: str, folder: Path
) -> None:
    found: list[str] = []

    def alter(tree: Any) -> None:
        dropped = next(part for part in _statements(tree, "side_effects") if part["concept"] == "redness")
        _statements(tree, "side_effects").remove(dropped)
        found.append(dropped["id"])
        tree["summary"]["statements"] = [
            name for name in tree["summary"]["statements"] if name != dropped["id"]
        ]

    _edit(folder, "laser-skin-tightening", alter)
    _unaccount(folder, "laser-skin-tightening-clinic-page", found)
    before = own_client.get("/v1/procedures/laser-skin-tightening").content
    with pytest.raises(importing.ImportRefused) as refused:
        _import(seeded_database_url, folder)
    assert found[0] in str(refused.value) + repr(refused.value.faults)
    assert own_client.get("/v1/procedures/laser-skin-tightening").content == before
    assert own_client.get(f"/v1/statements/{found[0]}").status_code == 200


def test_a_safety_statement_is_not_withdrawn_without_a_reason(seeded_database_url: str, folder: Path) -> None:
    found: list[str] = []

    def alter(tree: Any) -> None:
        dropped = next(part for part in _statements(tree, "side_effects") if part["concept"] == "redness")
        _statements(tree, "side_effects").remove(dropped)
        found.append(dropped["id"])
        tree["summary"]["statements"] = [
            name for name in tree["summary"]["statements"] if name != dropped["id"]
        ]

    _edit(folder, "laser-skin-tightening", alter)
    _unaccount(folder, "laser-skin-tightening-clinic-page", found)
    with pytest.raises(importing.ImportRefused) as refused:
        _import(seeded_database_url, folder, allow_dropping=frozenset(found))
    assert [fault.code for fault in refused.value.faults] == ["no_reason"]
    report = _import(seeded_database_url, folder, allow_dropping=frozenset(found), reason="It was misread.")
    assert report.changes


def _unaccount(folder: Path, source: str, dropped: list[str]) -> None:
    """Take the statements out of a source's ledger; a span that none is left for is said to be general."""
    path = folder / "sources" / f"{source}.yaml"
    tree: Any = reading.read_yaml(path.read_bytes())
    for span in tree["ledger"]:
        if "used" in span:
            span["used"] = [name for name in span["used"] if name not in dropped]
            if not span["used"]:
                del span["used"]
                span.update(excluded="general", note="Nothing is said on the ground of this any more.")
    path.unlink()
    path.with_suffix(".json").write_text(json.dumps(tree), "utf-8")


def test_a_procedure_without_steps_is_named_as_silent_on_the_steps_of_its_kind(
    own_client: TestClient, seeded_database_url: str, tmp_path: Path
) -> None:
    tree = builders.draft_tree()
    tree["techniques"] = builders.silent()
    names = frozenset(concept.id for concept in builders.concepts())
    _import(seeded_database_url, builders.folder(tmp_path / "made", tree), allow_dropping=names)
    answer = own_client.get("/v1/steps?concept=fine-lines").json()
    assert "example-peel" not in {row["procedure"]["slug"] for row in answer["data"]}
    assert "example-peel" in {silent["slug"] for silent in answer["not_addressed"]["procedures"]}
