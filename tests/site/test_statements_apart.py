"""Wherever a statement stands without its document, whatever speaks against relying on it stands beside it."""

import datetime
from collections.abc import Iterator

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.authoring import importing, publishing
from app.db import engine
from app.db import statements as stored
from app.renderings import apart
from tests import builders, clients, databases
from tests.site import reading

REVIEW = {"state": "disputed", "role": "dermatologist", "on": "2020-11-01", "next_due": "2021-11-01"}
REASON = "The rule was changed."


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of a service over a procedure with a statement that no longer holds, and a doubtful one."""
    folder = tmp_path_factory.mktemp("doubtful")
    url = databases.sqlite(folder, template="migrated")
    database = engine.Database(url)
    try:
        importing.import_folder(
            database, builders.folder(folder / "catalogue", builders.draft_tree()), note="N"
        )
        _publish(database)
    finally:
        database.dispose()
    configured = settings.Settings(database_url=SecretStr(url), public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as client:
        yield client


def _publish(database: engine.Database) -> None:
    tree = builders.draft_tree()
    old = builders.found(tree, builders.named("contraindication"))
    old |= {"rank": "deprecated", "rank_reason": REASON}
    weak = builders.found(tree, builders.named("side_effect_1"))
    weak["review"] = REVIEW
    weak["evidence"][0] |= {"quality": "corrupted", "note": "Two lines ran into each other."}
    weak["evidence"].append({**weak["evidence"][0], "stance": "disputes"})
    with database.write() as session:
        publishing.publish(
            session,
            builders.parsed(tree),
            editor="E",
            reviewer="dermatologist",
            note="Doubts",
            now=datetime.datetime.now(datetime.UTC),
            conditions=publishing.Conditions(
                allow_unreviewed=True, allow_dropping=frozenset({old["id"]}), reason=REASON
            ),
        )


def _shown(client: TestClient, address: str, line: str) -> reading.Element:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return reading.page(answer.text).one("li", data_statement=builders.named(line))


def _asked(line: str) -> str:
    return f"/?q={builders.LINES[line]}"


@pytest.mark.parametrize("address", [_asked("contraindication"), f"/sources/{builders.SOURCE}"])
def test_what_no_longer_holds_is_said_to_and_why(doubtful: TestClient, address: str) -> None:
    shown = _shown(doubtful, address, "contraindication")
    assert "This no longer holds." in shown.words
    assert REASON in shown.words
    assert shown.attributes["class"] == "deprecated"
    assert shown.all("strong", class_="mark")


@pytest.mark.parametrize("address", [_asked("side_effect_1"), f"/sources/{builders.SOURCE}"])
def test_doubts_stand_beside_what_is_doubted(doubtful: TestClient, address: str) -> None:
    shown = _shown(doubtful, address, "side_effect_1")
    assert "The source’s words are garbled." in shown.words
    assert "A reviewer disputes this statement: dermatologist, 1 November 2020." in shown.words
    assert "Its review has been due again since 1 November 2021." in shown.words
    assert ("This source disputes it." in shown.words) == address.startswith("/sources")
    assert ("A source disputes this statement." in shown.words) == address.startswith("/?")
    assert "Another source" not in shown.words


@pytest.mark.parametrize("address", [_asked("recovery"), f"/sources/{builders.SOURCE}"])
def test_nothing_is_said_against_what_is_not_in_doubt(doubtful: TestClient, address: str) -> None:
    assert not _shown(doubtful, address, "recovery").all("p", class_="warning")


def test_the_page_of_a_concept_says_every_doubt(doubtful: TestClient) -> None:
    assert "This no longer holds." in _shown(doubtful, "/concepts/pregnancy", "contraindication").words
    shown = _shown(doubtful, "/concepts/bruising", "side_effect_1")
    assert {one.attributes["data-doubt"] for one in shown.having("data-doubt")} == {
        "disputed", "overdue", "contested", "corrupted"
    }  # fmt: skip


def test_the_seed_marks_what_is_garbled_wherever_it_is_found(client: TestClient) -> None:
    page = reading.page(client.get("/?q=pregnancy").text)
    found = {one.attributes["data-statement"]: one for one in page.having("data-statement")}
    garbled = 0
    for name, shown in found.items():
        claim = client.get(f"/v1/statements/{name}").json()["data"]["statement"]
        doubts = {item.get("quality", "clear") for item in claim["evidence"]}
        assert ("The source’s words are garbled." in shown.words) == ("corrupted" in doubts)
        assert "lowest grade of evidence" in shown.words
        garbled += "corrupted" in doubts
    assert garbled


def test_a_statement_of_every_kind_can_be_shown() -> None:
    assert set(apart._CLAIM.json_schema()["discriminator"]["mapping"]) == set(stored.KINDS)
