"""No public read looks through a whole table that grows with the catalogue, on either database, but where it must.

Every statement of every request below is explained. A walk along an index in the order of the answer, which ends with
the page, is no such look; neither is what a list of reasons here allows. SQLite plans without statistics, as it does
in use; PostgreSQL is kept from reading whole tables: what it still reads so has no index that fits.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Connection
from starlette.testclient import TestClient

from app.api import examples
from app.db import engine
from tests import clients, counting

SNAPSHOT = Path(__file__).parents[2] / "docs" / "openapi.json"
SLUG = "laser-skin-tightening"
READ = f"/v1/procedures/{SLUG}"
LIST = "/v1/procedures"
OTHERS = {
    "read_jsonld": f"{READ}.jsonld",
    "read_markdown": f"{READ}.md",
    "read_csv": f"{READ}.csv",
    "read_fhir": f"{READ}.fhir.json",
    "draw_timeline": f"{READ}/timeline.svg",
    "read_difference": f"{READ}/diff?from=1&to=2",
    "list_changes": "/v1/changes",
    "read_statement": "/v1/statements/st_0000000000",
    "read_source_text": "/v1/sources/mesotherapy-directory/text",
    "read_concepts_as_jsonld": "/v1/concepts.jsonld",
    "read_concepts_as_turtle": "/v1/concepts.ttl",
    "list_problems": "/problems",
    "read_problem": "/problems/gone",
    "report_error": "/report-error",
    "read_structure_definition": "/fhir/StructureDefinition/coverage",
    "read_code_system": "/fhir/CodeSystem/section",
    "read_live": "/health/live",
    "read_ready": "/health/ready",
    "read_version": "/health/version",
}
"""A request of each operation that has no example."""
FILTERED = (
    "limit=1", "sort=-name", "sort=published", "sort=-published", "body_area=face", "category=laser-treatment",
    "concern=wrinkles&include_unknown=true", "energy=laser-light", "technique=no-such-technique", "alias=SmartLipo",
    "invasiveness=surgical", "invasiveness=surgical&include_unknown=true", "anaesthesia=topical",
    "max_recovery=P2D", "max_session=PT1H", "max_session=PT1H&include_unknown=true", "coverage.pain=not_addressed",
)  # fmt: skip
MORE = (
    *(f"{LIST}?{query}" for query in FILTERED),
    f"{READ}?revision=1",
    f"{LIST}/no-such-procedure",
    "/v1/side-effects",
    f"/v1/side-effects?procedure={SLUG}",
    "/v1/steps?concept=wrinkles",
    "/v1/sources?limit=1",
    "/v1/sources/no-such-source",
    "/v1/concepts?limit=1",
    "/v1/concepts?scheme=energy",
    "/v1/concepts/isotretinoin?kind=interaction",
    "/",
    "/about",
    f"/compare?procedures={SLUG},mesotherapy",
    "/concepts/isotretinoin",
    "/corrections",
    f"/embed/{SLUG}",
    f"/oembed?url={clients.PUBLIC_URL}/procedures/{SLUG}",
    f"/procedures/{SLUG}",
    "/sources/mesotherapy-directory",
)
FOR_FILES = frozenset({"export_ndjson", "export_csv_zip", "export_sqlite", "export_yaml", "export_fhir_json"})
"""What gives out a file of everything, which is made once for each state of the catalogue by reading everything."""
GROWING = frozenset(
    {
        *(
            "procedures",
            "revisions",
            "changes",
            "audit",
            "identifiers",
            "tombstones",
            "sources",
            "statements",
        ),
        *("techniques", "steps", "evidence", "sections", "conflicts", "conflict_statements"),
        *("procedure_concepts", "procedure_sources"),
    }
)
UNUSED = ("seqscan", "bitmapscan", "hashjoin", "mergejoin", "material")
UNORDERED = ("sort", "incremental_sort", "hashagg")
"""Kept from PostgreSQL in a second try: some statements then go along an index in the order of the answer."""
ALLOWED = {
    r"SELECT count\(\*\) AS count_1 FROM \(SELECT (procedures|sources|statements)\.": (
        "The total of a list: counted once for each state of the catalogue (catalogue/totals.py)."
    ),
    r"SELECT count\(\*\) AS count_1 FROM \(SELECT audit\.": "The same, from the index of the corrections alone.",
    r"SELECT \(SELECT count\(\*\) AS count_1 FROM procedures\)": (
        "How many procedures there are beside those that speak of a concept: those that do not are shown as a number."
    ),
    r"SELECT \(\(SELECT count\(\*\) AS count_1 FROM \(SELECT changes\.slug": (
        "Whether a public procedure is missing: counted once for each state of the catalogue (catalogue/whole.py)."
    ),
    r"SELECT sources\.kind, count\(\*\)": "How many sources of each kind there are, for the page about the catalogue.",
}
"""The statements that look through everything, and why they may."""


@pytest.fixture
def asked(own_client: TestClient) -> Mapping[str, Any]:
    """Return what requests of every kind asked of the database, each statement with values it was given."""
    found: dict[str, Any] = {}

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SHOW")):
            found.setdefault(statement, values)

    with counting.heard(note):
        for path in (*(examples.REQUESTS | OTHERS).values(), *MORE):
            answer = own_client.get(path)
            page = (
                answer.json().get("page", {}) if answer.headers["content-type"] == "application/json" else {}
            )
            if "next" in page:
                own_client.get(page["next"].removeprefix(clients.PUBLIC_URL))
    return found


def test_every_public_read_is_explained() -> None:
    description = json.loads(SNAPSHOT.read_text("utf-8"))
    reads = {
        methods["get"]["operationId"]
        for methods in description["paths"].values()
        if "get" in methods and {"key": []} not in methods["get"].get("security", [])
    }
    assert reads - FOR_FILES <= (examples.REQUESTS | OTHERS).keys()


def test_no_read_looks_through_a_table_that_grows(asked: Mapping[str, Any], seeded_database_url: str) -> None:
    database = engine.Database(seeded_database_url)
    unused, faults = set(ALLOWED), []
    with database.read() as session:
        connection = session.connection()
        looks = _looks_of_sqlite if engine.is_sqlite(database.url) else _looks_of_postgresql
        for statement, values in asked.items():
            tables = GROWING.intersection(looks(connection, statement, values))
            flat = " ".join(statement.split())
            reason = next((pattern for pattern in ALLOWED if re.match(pattern, flat)), None)
            if tables and reason is None:
                faults.append(f"{', '.join(sorted(tables))}: {flat}")
            elif tables:
                unused.discard(str(reason))
    database.dispose()
    assert len(asked) > 60
    assert not faults, "\n\n".join(faults)
    assert not unused, "these reasons are needed no more"


def _looks_of_sqlite(connection: Connection, statement: str, values: Any) -> Iterator[str]:
    plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    ends_with_the_page = "LIMIT" in statement and not any("B-TREE FOR ORDER BY" in step for step in plan)
    for step in plan:
        found = re.match(r"SCAN (\w+?)(_\d+)?( USING.* INDEX .*)?$", step)
        if found and not (ends_with_the_page and found[3]):
            yield found[1]


def _looks_of_postgresql(connection: Connection, statement: str, values: Any) -> Iterator[str]:
    found = []
    for ordered in ("on", "off"):
        for setting in UNUSED:
            connection.exec_driver_sql(f"SET LOCAL enable_{setting} = off")
        for setting in UNORDERED:
            connection.exec_driver_sql(f"SET LOCAL enable_{setting} = {ordered}")
        plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
        tree = plan if isinstance(plan, list) else json.loads(plan)
        found.append(set(_whole(tree[0]["Plan"], limited=False)))
    yield from found[0] & found[1]


def _whole(node: Mapping[str, Any], *, limited: bool) -> Iterator[str]:
    """Yield the tables that a node of a plan looks through, unless a limit above it ends that early."""
    kind = node["Node Type"]
    limited = kind == "Limit" or (limited and "Sort" not in kind and "Aggregate" not in kind)
    ranged = "Index Cond" in node or (limited and kind in {"Index Scan", "Index Only Scan"})
    if "Relation Name" in node and not ranged:
        yield node["Relation Name"]
    for child in node.get("Plans", ()):
        yield from _whole(child, limited=limited and child.get("Parent Relationship") != "SubPlan")
