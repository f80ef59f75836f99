"""What is stored and is not what was published is never shown: 503, not fewer facts, and not a quiet 404."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app import console
from app.authoring import checking
from app.catalogue import procedures
from app.content import problems, values
from app.db import engine, stored
from tests import clients, commands, databases, tampering

SLUG = "laser-skin-tightening"
WHOLE = f"/v1/procedures/{SLUG}"
OTHER = "/v1/procedures/mesotherapy"
COMPARED = f"/v1/compare?procedures=mesotherapy,{SLUG}"


def _document(url: str) -> bytes:
    database = engine.Database(url, pool_size=1)
    try:
        with database.read() as session:
            return procedures.published(session, SLUG).document
    finally:
        database.dispose()


def _overwrite(url: str, document: bytes) -> None:
    assert tampering.tamper(url, "UPDATE revisions SET document = ? WHERE slug = ?", document, SLUG) == 1


def _check_damaged(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 503, path
    problem = answer.json()
    assert (problem["code"], problem["notice"]) == ("damaged", problems.SILENCE)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"


def _without_a_side_effect(document: bytes) -> bytes:
    tree = json.loads(document)
    tree["sections"]["side_effects"]["statements"].pop()
    return values.canonical(tree)


def _said_to_be_safe(document: bytes) -> bytes:
    tree: Any = json.loads(document)
    tree["sections"]["side_effects"] = {"coverage": "stated_none", "words": "There are none."}
    return values.canonical(tree)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "the first byte": lambda held: b"[" + held[1:],
    "one letter": lambda held: held.replace(b'"avoid"', b'"avoie"', 1),
    "one digit": lambda held: held.replace(b'"P3D"', b'"P8D"', 1),
    "the last byte": lambda held: held[:-1] + b" ",
    "a byte behind the end": lambda held: held + b"\n",
    "cut in half": lambda held: held[: len(held) // 2],
    "one side effect less": _without_a_side_effect,
    "side effects denied": _said_to_be_safe,
    "another procedure": lambda held: held.replace(SLUG.encode(), b"micro-laser-peel"),
    "the same, written otherwise": lambda held: json.dumps(json.loads(held)).encode(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_document_is_never_shown(
    own_client: TestClient, seeded_database_url: str, damage: str
) -> None:
    whole = _document(seeded_database_url)
    tree = json.loads(whole)
    statement = tree["sections"]["side_effects"]["statements"][0]["id"]
    tag = own_client.get(WHOLE).headers["etag"]
    changed = DAMAGES[damage](whole)
    assert changed != whole
    _overwrite(seeded_database_url, changed)
    for path in ("", "/side-effects", "/contraindications", "/steps", "/sources"):
        _check_damaged(own_client, f"{WHOLE}{path}")
    _check_damaged(own_client, f"/v1/statements/{statement}")
    _check_damaged(own_client, COMPARED)
    assert own_client.get(WHOLE, headers={"If-None-Match": tag}).status_code == 503
    assert own_client.head(WHOLE).status_code == 503
    assert own_client.get(OTHER).status_code == 200
    _overwrite(seeded_database_url, whole)
    assert own_client.get(WHOLE).headers["etag"] == tag


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10**6), bits=st.integers(1, 255))
def test_any_one_byte_that_differs_is_noticed(sqlite_catalogue_url: str, place: int, bits: int) -> None:
    held = bytearray(_document(sqlite_catalogue_url))
    sha256 = values.digest(bytes(held))
    held[place % len(held)] ^= bits
    with pytest.raises(problems.Damaged):
        stored.intact(bytes(held), sha256=sha256)


@pytest.mark.parametrize(
    ("statement", "path"),
    [
        (f"DELETE FROM procedures WHERE slug = '{SLUG}'", WHOLE),
        (f"UPDATE procedures SET revision = 7 WHERE slug = '{SLUG}'", f"{WHOLE}/side-effects"),
        (f"DELETE FROM revisions WHERE slug = '{SLUG}'", WHOLE),
    ],
)
def test_a_procedure_that_was_lost_does_not_look_like_one_that_never_was(
    own_client: TestClient, seeded_database_url: str, statement: str, path: str
) -> None:
    assert tampering.tamper(seeded_database_url, statement) == 1
    _check_damaged(own_client, path)
    _check_damaged(own_client, f"{COMPARED},nothing-like-it")
    assert own_client.get("/v1/procedures/laser-skin-tightenin").status_code == 404


def test_a_statement_that_was_lost_does_not_look_like_one_that_never_was(
    own_client: TestClient, seeded_database_url: str
) -> None:
    effects = clients.data(own_client, f"{WHOLE}/side-effects")["statements"]
    assert tampering.tamper(seeded_database_url, "DELETE FROM statements WHERE id = ?", effects[0]["id"]) == 1
    _check_damaged(own_client, f"/v1/statements/{effects[0]['id']}")
    assert own_client.get("/v1/statements/st_zzzzzzzzzz").status_code == 404


def test_nothing_is_imported_over_or_exported_from_a_damaged_document(
    seeded_database_url: str, tmp_path: Path
) -> None:
    """The shrink guard would compare with what is damaged, and find nothing lost."""
    _overwrite(seeded_database_url, _without_a_side_effect(_document(seeded_database_url)))
    for command in (("import", str(databases.SEED)), ("seed",), ("export", str(tmp_path / "out"))):
        result = commands.candour(*command, url=seeded_database_url)
        assert result.returncode == console.EXIT_PROBLEMS
        assert f"Revision 1 of {SLUG} is not stored as it was published" in result.stderr
    assert not (tmp_path / "out" / "procedures").exists()


def test_a_document_that_was_forged_with_its_digest_is_found_by_the_audit_log(
    seeded_database_url: str,
) -> None:
    forged = _without_a_side_effect(_document(seeded_database_url))
    _overwrite(seeded_database_url, forged)
    tampering.tamper(
        seeded_database_url, "UPDATE revisions SET sha256 = ? WHERE slug = ?", values.digest(forged), SLUG
    )
    database = engine.Database(seeded_database_url)
    try:
        report = checking.check(database, databases.SEED, rebuild=True)
    finally:
        database.dispose()
    assert [(fault.place, fault.code) for fault in report.faults] == [(SLUG, "damaged")]
    assert report.rebuilt is None


LISTS = (
    "/v1/procedures",
    "/v1/procedures?concern=wrinkles",
    "/v1/side-effects",
    "/v1/contraindications?concept=pregnancy",
    "/v1/concepts/pregnancy",
    "/v1/search?q=laser",
)
PAGES = ("/", "/ask", "/compare", "/sitemap.xml", "/concepts/pregnancy")
"""What names procedures for people and crawlers."""


@pytest.mark.parametrize("path", LISTS)
def test_no_list_is_shorter_for_a_procedure_that_was_lost(
    own_client: TestClient, seeded_database_url: str, path: str
) -> None:
    assert tampering.tamper(seeded_database_url, "DELETE FROM procedures WHERE slug = ?", SLUG) == 1
    _check_damaged(own_client, path)


def test_neither_pages_nor_a_screening_pass_over_a_procedure_that_was_lost(
    own_client: TestClient, seeded_database_url: str
) -> None:
    assert tampering.tamper(seeded_database_url, "DELETE FROM procedures WHERE slug = ?", SLUG) == 1
    assert {path: own_client.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 503)
    asked = own_client.post("/v1/screen", json={"circumstances": ["pregnancy"]})
    assert (asked.status_code, asked.json()["code"]) == (503, "damaged")


def test_a_search_does_not_pass_over_what_is_lost_while_the_service_runs(
    own_client: TestClient, seeded_database_url: str
) -> None:
    assert own_client.get("/v1/search?q=laser").status_code == 200
    assert tampering.tamper(seeded_database_url, "DELETE FROM procedures WHERE slug = ?", SLUG) == 1
    _check_damaged(own_client, "/v1/search?q=laser")


def test_a_running_service_looks_again_after_its_tables_were_derived_anew(
    own_client: TestClient, seeded_database_url: str
) -> None:
    whole = own_client.get("/v1/procedures").json()["page"]["total"]
    database = engine.Database(seeded_database_url)
    assert tampering.tamper(seeded_database_url, "DELETE FROM statements WHERE kind = 'contraindication'")
    assert (
        own_client.get("/v1/contraindications").json()["page"]["total"] == 0
    )  # the log says nothing of rows
    assert tampering.tamper(seeded_database_url, "DELETE FROM procedures WHERE slug = ?", SLUG) == 1
    assert checking.check(database, databases.SEED, rebuild=True).rebuilt
    database.dispose()
    assert own_client.get("/v1/contraindications").json()["page"]["total"] > 0
    assert own_client.get("/v1/procedures").json()["page"]["total"] == whole


@pytest.mark.parametrize("path", LISTS)
def test_no_list_shows_a_procedure_that_was_withdrawn_and_came_back_by_itself(
    own_client: TestClient, seeded_database_url: str, path: str
) -> None:
    assert tampering.tamper(
        seeded_database_url,
        "UPDATE changes SET kind = 'withdraw', reason = 'It was wrong.' WHERE slug = ?",
        SLUG,
    )
    _check_damaged(own_client, path)


def test_no_card_is_listed_that_is_not_of_a_revision(
    own_client: TestClient, seeded_database_url: str
) -> None:
    assert (
        tampering.tamper(seeded_database_url, "UPDATE procedures SET revision = 7 WHERE slug = ?", SLUG) == 1
    )
    _check_damaged(own_client, "/v1/procedures")


@pytest.mark.parametrize(
    ("statement", "paths"),
    [
        ("UPDATE sources SET json = ?", ("/v1/sources", "/v1/sources/mesotherapy-directory")),
        ("UPDATE sources SET ledger = ?", ("/v1/sources/mesotherapy-directory/coverage",)),
        ("UPDATE statements SET json = ?", ("/v1/side-effects",)),
        ("UPDATE procedures SET card = ?", ("/v1/procedures",)),
        ("UPDATE concepts SET json = ?", ("/v1/concepts",)),
    ],
)
@pytest.mark.parametrize("bytes_", [b"\x00\xff\xfe\x80", b'{"id": "cut', b""])
def test_what_is_no_json_any_more_is_said_to_be_damaged(
    own_client: TestClient, seeded_database_url: str, statement: str, paths: tuple[str, ...], bytes_: bytes
) -> None:
    assert tampering.tamper(seeded_database_url, statement, bytes_)
    for path in paths:
        _check_damaged(own_client, path)


@pytest.mark.parametrize(
    ("table", "column", "paths"),
    [
        ("sources", "json", ("/v1/sources", "/v1/sources/mesotherapy-directory", "/sources")),
        ("sources", "ledger", ("/v1/sources/mesotherapy-directory/coverage",)),
        ("statements", "json", ("/v1/side-effects", "/v1/search?q=bruising")),
        ("procedures", "card", ("/v1/procedures",)),
        ("concepts", "json", ("/v1/concepts", "/v1/concepts/pregnancy")),
        ("conflicts", "json", ("/v1/search?q=mesotherapy+destroy+fat+cells",)),
    ],
)
def test_a_letter_that_was_altered_in_what_is_served_is_noticed(
    own_client: TestClient, seeded_database_url: str, table: str, column: str, paths: tuple[str, ...]
) -> None:
    """As in a file on a disk of which a bit flipped: it is JSON still, and says something else."""
    for path in paths:
        assert own_client.get(path).status_code == 200
    replaced = f"CAST(REPLACE(CAST({column} AS TEXT), 'e', 'a') AS BLOB)"
    if not seeded_database_url.startswith("sqlite"):
        replaced = f"convert_to(replace(convert_from({column}, 'UTF8'), 'e', 'a'), 'UTF8')"
    assert tampering.tamper(seeded_database_url, f"UPDATE {table} SET {column} = {replaced}")
    for path in paths:
        _check_damaged(own_client, path)
