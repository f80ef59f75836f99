"""Comparisons over HTTP: the columns asked for, as they are published, and plain words on what cannot be compared."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.api import compare
from app.authoring import importing
from app.content import problems
from app.db import engine
from app.http import envelope
from tests import builders, clients

ALL = ["micro-laser-peel", "laser-skin-tightening", "mesotherapy", "micro-laser-lipo"]
ADDRESS = "/v1/compare"
MANUAL = Path(__file__).parents[2] / "docs" / "api.md"


def _compare(client: TestClient, *slugs: str) -> Any:
    return clients.data(client, f"{ADDRESS}?procedures={','.join(slugs)}")


def _refused(client: TestClient, procedures: str, *, status: int) -> Any:
    answer = client.get(ADDRESS, params={"procedures": procedures})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()


def _claims(tree: Any) -> list[Any]:
    if isinstance(tree, list):
        return [claim for item in tree for claim in _claims(item)]
    if not isinstance(tree, dict):
        return []
    own = [tree] if "evidence" in tree and "kind" in tree else []
    return own + [claim for value in tree.values() for claim in _claims(value)]


def test_all_procedures_stand_side_by_side_in_the_order_asked_for(client: TestClient) -> None:
    table = _compare(client, *ALL)
    assert [column["slug"] for column in table["columns"]] == ALL
    for group in table["groups"]:
        for row in group["rows"]:
            assert [cell["procedure"] for cell in row["cells"]] == ALL
            assert all(cell["words"] and cell["coverage"] for cell in row["cells"])


def test_each_column_is_the_published_document(client: TestClient) -> None:
    table = _compare(client, *ALL)
    for place, column in enumerate(table["columns"]):
        answer = client.get(column["url"].removeprefix(clients.PUBLIC_URL)).json()
        published = answer["data"]
        assert column["revision"] == answer["meta"]["revision"]
        for name in ("name", "language", "summary", "review", "conflicts"):
            assert column[name] == published[name]
        shown = {
            claim["id"]: claim
            for group in table["groups"]
            for row in group["rows"]
            for claim in _claims(row["cells"][place])
        }
        assert shown == {claim["id"]: claim for claim in _claims(published)}
        sources = [
            {key: value for key, value in source.items() if key != "procedures"}
            for source in table["sources"]
            if column["slug"] in source["procedures"]
        ]
        assert sources == published["sources"]


def test_the_answer_says_on_what_terms_and_that_it_is_no_advice(client: TestClient) -> None:
    body = client.get(f"{ADDRESS}?procedures={','.join(ALL)}").json()
    assert body["meta"]["licence"] == envelope.LICENCE
    assert body["meta"]["disclaimer"] == envelope.DISCLAIMER
    assert "revision" not in body["meta"]
    assert "A procedure with fewer entries is not safer" in body["data"]["words"]


def test_broader_side_effects_come_from_the_published_vocabulary(client: TestClient) -> None:
    table = _compare(client, "mesotherapy", "micro-laser-peel", "micro-laser-lipo")
    rows = {row["key"]: row for group in table["groups"] for row in group["rows"]}
    of_mesotherapy, of_peel, of_lipo = rows["side_effects/bruising"]["cells"]
    assert of_mesotherapy["statements"][0]["duration"]["measures"] == "until_gone"
    assert (
        of_peel["related"][0] | {"relation": "broader", "row": "side_effects/bleeding"}
        == of_peel["related"][0]
    )
    assert (of_lipo["coverage"], "related" in of_lipo) == ("not_addressed", False)
    assert "That does not mean it is safe." in of_lipo["words"]


def test_a_contradiction_hangs_on_the_cell_that_holds_it(client: TestClient) -> None:
    table = _compare(client, "mesotherapy", "micro-laser-peel")
    hanging = [
        (row["key"], cell["procedure"], conflict["id"])
        for group in table["groups"]
        for row in group["rows"]
        for cell in row["cells"]
        for conflict in cell.get("conflicts", [])
    ]
    assert hanging == [("mechanisms", "mesotherapy", table["columns"][0]["conflicts"]["conflicts"][0]["id"])]


def test_another_order_has_another_tag_and_the_same_order_the_same(client: TestClient) -> None:
    tags = [
        client.get(f"{ADDRESS}?procedures={','.join(order)}").headers["etag"]
        for order in (ALL, ALL, ALL[::-1])
    ]
    assert tags[0] == tags[1] != tags[2]


@pytest.mark.parametrize(
    ("procedures", "message"),
    [
        ("", "must name 2 to 6 procedures"),
        ("mesotherapy", "must name 2 to 6 procedures"),
        ("a,b,c,d,e,f,g", "must name 2 to 6 procedures"),
        ("mesotherapy,", "a slug before and after each comma"),
        (",mesotherapy", "a slug before and after each comma"),
        ("mesotherapy,,micro-laser-peel", "a slug before and after each comma"),
        ("mesotherapy,micro-laser-peel,mesotherapy", "must not name a procedure twice"),
        ("mesotherapy,mesotherapy", "must not name a procedure twice"),
        ("a," + compare.LONGEST * "b", "at most 600 characters"),
    ],
)
def test_what_is_no_list_of_procedures_is_refused(client: TestClient, procedures: str, message: str) -> None:
    problem = _refused(client, procedures, status=422)
    assert problem["code"] == "invalid_parameter"
    assert message in problem["errors"][0]["message"]
    assert "mesotherapy" not in json.dumps(problem)


def test_procedures_must_be_given_once_and_at_all(client: TestClient) -> None:
    assert client.get(ADDRESS).json()["errors"][0]["code"] == "missing"
    twice = client.get(f"{ADDRESS}?procedures=mesotherapy&procedures=micro-laser-peel")
    assert (twice.status_code, twice.json()["errors"][0]["code"]) == (422, "repeated")


def test_six_procedures_are_not_too_many(client: TestClient) -> None:
    problem = _refused(client, ",".join([*ALL, "a-fifth", "a-sixth"]), status=404)
    assert [unknown["slug"] for unknown in problem["unknown"]] == ["a-fifth", "a-sixth"]


def test_every_unknown_procedure_is_named_with_the_nearest(client: TestClient) -> None:
    problem = _refused(client, "mesoterapy,micro-laser-peel,micro-laser-lippo,qqq", status=404)
    assert problem["code"] == "procedure_not_found"
    assert problem["notice"] == problems.SILENCE
    assert problem["unknown"] == [
        {"position": 1, "slug": "mesoterapy", "nearest": ["mesotherapy"]},
        {"position": 3, "slug": "micro-laser-lippo", "nearest": ["micro-laser-lipo", "micro-laser-peel"]},
        {"position": 4, "slug": "qqq"},
    ]
    assert problem["nearest"] == ["mesotherapy", "micro-laser-lipo", "micro-laser-peel"]
    assert "“mesoterapy”, “micro-laser-lippo”, “qqq”" in problem["detail"]


@pytest.mark.parametrize(
    ("slug", "nearest"), [(" mesotherapy", "mesotherapy"), ("Micro Laser Peel", "micro-laser-peel")]
)
def test_slugs_are_taken_as_they_are_written(client: TestClient, slug: str, nearest: str) -> None:
    (unknown,) = _refused(client, f"laser-skin-tightening,{slug}", status=404)["unknown"]
    assert unknown["slug"] == slug
    assert unknown["nearest"][0] == nearest


@pytest.mark.parametrize(
    "slug", ["<script>alert(1)</script>", "méso", "a'; --", "%", " ", "../etc", "x" * 81]
)
def test_a_text_that_is_no_slug_is_found_by_its_place_and_not_repeated(client: TestClient, slug: str) -> None:
    problem = _refused(client, f"mesotherapy,{slug}", status=404)
    (unknown,) = problem["unknown"]
    assert unknown["position"] == 2
    if slug.strip():
        assert "slug" not in unknown
        assert slug not in json.dumps(problem, ensure_ascii=False)


def test_withdrawn_statements_are_listed_beside_their_column(database_url: str, tmp_path: Any) -> None:
    gone = builders.named("side_effect_1")
    tree = builders.without(builders.draft_tree("peel-1"), gone)
    tree["withdrawn"] = [
        {"id": gone, "kind": "side_effect", "on": "2026-11-20", "reason": "Said of another peel."}
    ]
    tree["summary"]["statements"] = [builders.named("invasiveness")]
    other = builders.draft_tree("peel-2", procedure=2)
    database = engine.Database(database_url)
    importing.import_folder(database, builders.folder(tmp_path, tree, other))
    database.dispose()
    configured = settings.Settings(database_url=SecretStr(database_url), public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as client:
        columns = _compare(client, "peel-1", "peel-2")["columns"]
    assert columns[0]["withdrawn"]["statements"] == tree["withdrawn"]
    assert columns[1]["withdrawn"] == {"words": "No statement of this procedure has been withdrawn."}


def test_the_row_in_the_manual_is_a_real_one(client: TestClient) -> None:
    text = MANUAL.read_text()
    request = re.search(r"curl 'http://127\.0\.0\.1:8000(/v1/compare[^']+)'", text)
    shown = re.search(r"<!-- comparison: begin -->\n```json\n(.*?)```", text, re.DOTALL)
    assert request is not None
    assert shown is not None
    row = json.loads(shown[1])
    table = clients.data(client, request[1])
    assert row in [row for group in table["groups"] for row in group["rows"]]
