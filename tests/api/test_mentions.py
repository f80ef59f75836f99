"""A concept as a way in: all that is said of it, told apart, and everybody who says nothing of it."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Engine
from starlette.testclient import TestClient

from app.authoring import importing
from app.catalogue import mentions
from app.content import document, values, vocabulary, words
from app.db import engine, projection
from tests import builders, clients, counting

ALL = ["laser-skin-tightening", "mesotherapy", "micro-laser-lipo", "micro-laser-peel"]
RANK = ["same", "narrower", "broader"]


def _ask(client: TestClient, concept: str, **filters: str) -> Any:
    answer = client.get(f"/v1/concepts/{concept}", params=filters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _pages(client: TestClient, path: str) -> Iterator[Any]:
    following: str | None = path
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        yield answer.json()
        following = answer.json()["page"].get("next", "").removeprefix(clients.PUBLIC_URL) or None


def _rows(body: Any) -> list[tuple[str, str, str]]:
    """Return the procedure, the relation and the id of each statement of a page."""
    return [
        (group["slug"], row["relation"], row["statement"]["id"])
        for group in body["mentions"].get("procedures", [])
        for row in group["statements"]
    ]


def _expected(client: TestClient, concept: str, terms: vocabulary.Vocabulary) -> list[tuple[str, str, str]]:
    """Return the same from the documents themselves."""
    found: list[tuple[str, int, int, str]] = []
    for slug in ALL:
        held = document.ProcedureDocument.model_validate_json(
            values.canonical(clients.data(client, f"/v1/procedures/{slug}"))
        )
        for place, (_, claim) in enumerate(document.claims(held)):
            named = getattr(claim, "concept", None)
            if named is not None and (named == concept or concept in terms.broader(named)):
                found.append((slug, int(named != concept), place, claim.id))
            elif named in terms.broader(concept):
                found.append((slug, 2, place, claim.id))
    return [(slug, RANK[rank], name) for slug, rank, _, name in sorted(found)]


@pytest.fixture
def terms(catalogue_url: str) -> vocabulary.Vocabulary:
    """Return the vocabulary of the seed."""
    held = engine.Database(catalogue_url, pool_size=1)
    try:
        with held.read() as session:
            return projection.vocabulary_of(session)
    finally:
        held.dispose()


def test_every_mention_in_every_document_is_found_and_everybody_else_is_named_as_silent(
    client: TestClient, terms: vocabulary.Vocabulary
) -> None:
    seen = 0
    for concept in terms.concepts:
        body = _ask(client, concept, limit="100")
        expected = _expected(client, concept, terms)
        assert _rows(body) == expected, concept
        assert body["page"]["total"] == body["mentions"]["total"] == len(expected)
        speaking = {slug for slug, _, _ in expected}
        silent = [row["slug"] for row in body["not_addressed"].get("procedures", [])]
        assert silent == [slug for slug in ALL if slug not in speaking], concept
        assert body["mentions"]["total_procedures"] == len(speaking)
        seen += len(expected)
    assert seen > len(terms.concepts)


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
@pytest.mark.parametrize("concept", ["bleeding", "wrinkles", "isotretinoin", "body"])
def test_pages_hold_every_mention_once_in_one_order(client: TestClient, concept: str, limit: int) -> None:
    whole = _ask(client, concept, limit="100")
    bodies = list(_pages(client, f"/v1/concepts/{concept}?limit={limit}"))
    assert [row for body in bodies for row in _rows(body)] == _rows(whole)
    assert {body["page"]["total"] for body in bodies} == {whole["page"]["total"]}
    for before, after in itertools.pairwise(bodies):
        last, first = before["mentions"]["procedures"][-1], after["mentions"]["procedures"][0]
        split = last["slug"] == first["slug"]
        assert (last["complete"], first["continued"]) == (not split, split)
    groups = [group for body in bodies for group in body["mentions"]["procedures"]]
    assert not groups[0]["continued"]
    assert groups[-1]["complete"]


def test_a_mention_says_where_it_stands_and_how_it_is_related(client: TestClient) -> None:
    body = _ask(client, "bleeding", limit="100")
    rows = [(group, row) for group in body["mentions"]["procedures"] for row in group["statements"]]
    assert {row["relation"] for _, row in rows} == {"same", "narrower"}
    for group, row in rows:
        path = [concept["id"] for concept in row["path"]]
        assert (path[0], path[-1]) == ("bleeding", row["statement"]["concept"])
        assert all(concept["label"] for concept in row["path"])
        assert row["statement"]["evidence"]
        assert row["url"].endswith(f"/v1/statements/{row['statement']['id']}")
        there = clients.data(client, row["url"].removeprefix(clients.PUBLIC_URL))
        assert (there["statement"], there["section"]) == (row["statement"], row["section"])
        assert there["procedure"] == {name: group[name] for name in ("slug", "name", "language")}
    bruise = next(row for _, row in rows if row["statement"]["concept"] == "bruising")
    assert [concept["id"] for concept in bruise["path"]] == [
        "bleeding",
        "bleeding-under-the-skin",
        "bruising",
    ]
    wide = _ask(client, "isotretinoin")["mentions"]["procedures"][0]["statements"][-1]
    assert (wide["relation"], [concept["id"] for concept in wide["path"]]) == (
        "broader",
        ["isotretinoin", "acne-medicines"],
    )
    assert "may hold for it" in wide["words"]


def test_the_counts_are_those_of_all_pages(client: TestClient) -> None:
    body = _ask(client, "bleeding", limit="1")
    rows = _rows(_ask(client, "bleeding", limit="100"))
    assert sum(body["mentions"]["by_kind"].values()) == len(rows)
    assert body["mentions"]["by_relation"] == {
        name: sum(relation == name for _, relation, _ in rows) for name in ("same", "narrower")
    }
    assert body["mentions"]["by_kind"]["side_effect"] == 5
    assert "side effects (5)" in body["summary"]


def test_statements_can_be_asked_for_by_kind_and_by_procedure(client: TestClient) -> None:
    body = _ask(client, "bleeding", kind="side_effect", procedure="laser-skin-tightening")
    rows = body["mentions"]["procedures"]
    assert [group["slug"] for group in rows] == ["laser-skin-tightening"]
    assert {row["statement"]["kind"] for row in rows[0]["statements"]} == {"side_effect"}
    assert (body["not_addressed"]["total"], body["mentions"]["total_procedures"]) == (0, 1)
    assert body["summary"].startswith("“Laser skin tightening” has statements on side effects")
    silent = _ask(client, "bleeding", kind="contraindication", procedure="mesotherapy")
    assert [row["slug"] for row in silent["not_addressed"]["procedures"]] == ["mesotherapy"]
    assert silent["note"] == words.FOUND_NOTHING


def test_a_silent_section_that_says_more_says_it(client: TestClient) -> None:
    silent = _ask(client, "sun-exposure", kind="preparation")["not_addressed"]["procedures"]
    said = {row["slug"]: (row["coverage"], row["words"]) for row in silent}
    assert said["mesotherapy"][0] == "stated_none"
    assert "a source says" in said["mesotherapy"][1]


@pytest.mark.parametrize(
    "filters", [{}, {"kind": "interaction"}, {"procedure": "mesotherapy"}, {"silent_after": "mesotherapy"}]
)
def test_a_concept_that_nothing_mentions_says_so_and_shows_no_empty_list(
    client: TestClient, filters: dict[str, str]
) -> None:
    body = _ask(client, "pacemaker", **filters)
    assert body["note"] == words.FOUND_NOTHING
    assert words.FOUND_NOTHING in body["summary"]
    assert body["mentions"] == {"total": 0, "total_procedures": 0}
    assert body["data"]["label"] == "Pacemaker"
    assert "[]" not in json.dumps(body)
    assert "does not mean it is safe" in body["not_addressed"]["words"]


def test_finding_only_something_broader_is_said(client: TestClient) -> None:
    body = _ask(client, "isotretinoin", procedure="laser-skin-tightening")
    assert "note" not in body
    only = _ask(client, "haematoma", procedure="micro-laser-peel")
    assert set(only["mentions"]["by_relation"]) == {"broader"}
    assert only["note"] == words.ONLY_BROADER


def test_the_silent_procedures_have_pages_of_their_own(client: TestClient) -> None:
    bodies = [_ask(client, "pacemaker", limit="3")]
    first = bodies[0]["not_addressed"]
    assert (first["total"], first["complete"], len(first["procedures"])) == (4, False, 3)
    rest = client.get(first["next"].removeprefix(clients.PUBLIC_URL)).json()["not_addressed"]
    assert ([row["slug"] for row in rest["procedures"]], rest["complete"]) == (["micro-laser-peel"], True)
    page = _ask(client, "isotretinoin", limit="1")
    beside = client.get(page["not_addressed"]["next"].removeprefix(clients.PUBLIC_URL)).json()
    assert _rows(beside) == _rows(page)
    assert beside["not_addressed"]["procedures"] != page["not_addressed"]["procedures"]
    further = client.get(page["page"]["next"].removeprefix(clients.PUBLIC_URL)).json()
    assert further["not_addressed"] != beside["not_addressed"]


@pytest.mark.parametrize(
    ("filters", "status", "code"),
    [
        ({"kind": "step"}, 422, "invalid_parameter"),
        ({"kind": "side-effects"}, 422, "invalid_parameter"),
        ({"kidn": "side_effect"}, 422, "unknown_parameter"),
        ({"procedure": "micro-laser-peeel"}, 422, "unknown_procedure"),
        ({"limit": "101"}, 422, "invalid_parameter"),
        ({"cursor": "x"}, 400, "bad_cursor"),
    ],
)
def test_a_question_that_is_not_understood_is_refused(
    client: TestClient, filters: dict[str, str], status: int, code: str
) -> None:
    answer = client.get("/v1/concepts/bleeding", params=filters)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_cursor_of_another_concept_or_filter_is_a_400(client: TestClient) -> None:
    cursor = _ask(client, "bleeding", limit="1")["page"]["cursor"]
    for path in ("/v1/concepts/pain?", "/v1/concepts/bleeding?kind=side_effect&"):
        answer = client.get(f"{path}cursor={cursor}")
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


@pytest.fixture
def wide(database: engine.Database, tmp_path: Path) -> engine.Database:
    """Return a database with more narrower concepts than one union may have, and two that are mentioned."""
    kinds = [
        {"id": f"effect-{n}", "scheme": "side_effect", "label": f"effect {n}", "broader": ["skin-effect"]}
        for n in range(600)
    ]
    listed = [
        *builders.concepts(),
        *(vocabulary.Concept.model_validate_json(json.dumps(item)) for item in kinds),
    ]
    tree = builders.draft_tree()
    builders.found(tree, builders.named("side_effect_1"))["concept"] = "effect-1"
    builders.found(tree, builders.named("side_effect_2"))["concept"] = "effect-599"
    importing.import_folder(database, builders.folder(tmp_path / "catalogue", tree, listed=listed))
    return database


def test_a_concept_with_hundreds_of_narrower_ones_is_answered(wide: engine.Database) -> None:
    asked = mentions.Asked(concept="skin-effect")
    with wide.read() as session:
        found = mentions.of(session, asked, size=1, after=None, silent_after=None)
        rest = mentions.of(session, asked, size=1, after=found.found.last, silent_after=None)
    assert [row.path[-1][0] for row in (*found.found.rows, *rest.found.rows)] == ["effect-1", "effect-599"]
    assert (found.found.total, found.mentioning, found.silent.total) == (2, 1, 0)
    assert (found.cut, rest.continues) == (True, True)


GROWING = ("statements", "sections", "evidence", "revisions", "procedure_concepts", "conflict_statements")
"""Tables that are never walked through from end to end."""


@pytest.mark.parametrize(
    "asked",
    [
        mentions.Asked(concept="bleeding"),
        mentions.Asked(concept="bleeding", kind="side_effect"),
        mentions.Asked(concept="bleeding", procedure="mesotherapy"),
        mentions.Asked(concept="bleeding", kind="side_effect", procedure="mesotherapy"),
    ],
)
@pytest.mark.parametrize("after", [None, ("a", 1, 0)])
def test_no_growing_table_is_walked_through(
    catalogue_url: str, asked: mentions.Asked, after: tuple[str, int, int] | None
) -> None:
    held = engine.Database(catalogue_url, pool_size=1)
    lite = engine.is_sqlite(catalogue_url)
    try:
        with held.read() as session:
            if not lite:  # it would rather read a few rows than an index, and with many rows it would not
                session.execute(text("SET LOCAL enable_seqscan = off"))
            asked_of = _statements(
                lambda: mentions.of(session, asked, size=20, after=after, silent_after=None)
            )
            cursor = session.connection().connection.cursor()
            plans = []
            for statement, given in asked_of:
                cursor.execute(("EXPLAIN QUERY PLAN " if lite else "EXPLAIN ") + statement, given)
                plans += [str(row[-1]) for row in cursor.fetchall()]
    finally:
        held.dispose()
    walked = [line for line in plans if line.strip().startswith(("SCAN", "->  Seq Scan", "Seq Scan"))]
    assert plans
    assert [line for line in walked if any(f" {name}" in line for name in GROWING)] == []
    ranges = [line for line in plans if "ix_statements_concept_" in line]
    assert len(ranges) >= 4 * 2


def _statements(ask: Any) -> list[tuple[str, Any]]:
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, given: Any, *_: object) -> None:
        # The watcher of an application that is open beside this has a thread and a connection of its own.
        if not counting.in_background() and statement.startswith("SELECT"):
            asked.append((statement, given))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return asked


@pytest.mark.parametrize("size", [1, 20, 100])
@pytest.mark.parametrize("concept", ["pacemaker", "isotretinoin", "body"])
def test_the_number_of_questions_does_not_depend_on_how_much_is_said(
    catalogue_url: str, concept: str, size: int
) -> None:
    asked = mentions.Asked(concept=concept)
    held = engine.Database(catalogue_url, pool_size=1)
    try:
        with held.read() as session:
            session.execute(text("SELECT 1"))
            counted = _statements(
                lambda: mentions.of(session, asked, size=size, after=None, silent_after=None)
            )
    finally:
        held.dispose()
    assert len(counted) == 9  # one of them looks, once for each state, whether any procedure is missing
