"""The history of a procedure: every revision as it was, what became of it, and what differs between two."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.authoring import edits, importing, publishing, renaming, withdrawing
from app.content import values
from app.db import clock, engine
from tests import builders, clients, counting, tampering

SLUG = "example-peel"
WHY = "It was wrong."
Act = Callable[[edits.Edit], publishing.Outcome]


@dataclass
class Lived:
    """A catalogue with one procedure that somebody works on, and a client of it."""

    client: TestClient
    database: engine.Database
    folder: Path

    def act(self, made: Act, *, note: str = "") -> None:
        """Do one thing as one edit."""
        with self.database.write() as session:
            edit = edits.Edit(session, editor="Ada Secret", note=note, now=clock.now())
            made(edit)
            edit.finish()

    def publish(self, tree: builders.Tree, *, note: str = "A better word.") -> None:
        """Publish one draft."""
        self.act(
            lambda edit: publishing.release(
                edit, builders.parsed(tree), conditions=publishing.Conditions(allow_unreviewed=True)
            ),
            note=note,
        )

    def withdraw(self) -> None:
        """Withdraw the procedure."""
        self.act(lambda edit: withdrawing.withdraw(edit, SLUG, reason=WHY))

    def recall(self, line: str) -> None:
        """Recall a statement."""
        asked = withdrawing.Recall(statements=[builders.named(line)], reason=WHY)
        self.act(lambda edit: withdrawing.recall(edit, SLUG, asked))

    def get(self, path: str = "", **query: object) -> Any:
        """Return what is answered at an address of the procedure."""
        return self.client.get(f"/v1/procedures/{SLUG}{path}", params={k: str(v) for k, v in query.items()})

    def revisions(self) -> list[Any]:
        """Return the list of revisions."""
        return clients.whole(self.client, f"/v1/procedures/{SLUG}/revisions?limit=2")


@pytest.fixture
def lived(database: engine.Database, tmp_path: Path) -> Iterator[Lived]:
    """Return a catalogue with one procedure of two revisions, the second of which says something else."""
    importing.import_folder(database, builders.folder(tmp_path / "catalogue"))
    configured = settings.Settings(database_url=SecretStr(database.url), public_url=clients.PUBLIC_URL)
    with TestClient(
        main.create_app(configured), raise_server_exceptions=False, follow_redirects=False
    ) as client:
        held = Lived(client, database, tmp_path)
        held.publish(reworded())
        yield held


def reworded() -> builders.Tree:
    """Return the draft with other words and another strength."""
    tree = builders.draft_tree()
    builders.found(tree, builders.named("side_effect_1"))["text"] = "Bruising may go within one week."
    return tree


def test_a_revision_is_answered_as_it_was_published(lived: Lived) -> None:
    for number in (1, 2):
        body = lived.get(revision=number).json()
        assert body["meta"]["revision"]["number"] == number
        assert values.digest(values.canonical(body["data"])) == body["meta"]["revision"]["sha256"]
    assert lived.get().json()["data"] == lived.get(revision=2).json()["data"]
    assert "standing" not in lived.get().json()["meta"]


def test_an_earlier_revision_says_by_which_it_was_superseded(lived: Lived) -> None:
    answer = lived.get(revision=1)
    standing = answer.json()["meta"]["standing"]
    newest = lived.get().json()["meta"]["revision"]
    assert standing["state"] == "superseded"
    assert standing["newest"] == {"number": 2, "sha256": newest["sha256"]}
    assert standing["since"] == newest["published"]
    assert "read the newest" in standing["words"]
    assert (
        answer.headers["cache-control"]
        == "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
    )
    assert lived.get(revision=2).json()["meta"]["standing"]["state"] == "current"


def test_the_tag_of_a_revision_changes_with_what_becomes_of_it(lived: Lived) -> None:
    tag = lived.get(revision=2).headers["etag"]
    assert lived.client.get(
        f"/v1/procedures/{SLUG}?revision=2", headers={"If-None-Match": tag}
    ).status_code == (304)
    lived.publish(builders.draft_tree())
    assert lived.get(revision=2).headers["etag"] != tag


def test_an_earlier_revision_names_what_was_recalled_or_deprecated_since(lived: Lived) -> None:
    lived.recall("contraindication")
    tree = reworded()
    builders.found(tree, builders.named("precaution")).update(rank="deprecated", rank_reason="It is old.")
    tree = builders.without(tree, builders.named("contraindication"))
    allowed = publishing.Conditions(allow_unreviewed=True, allow_dropping={builders.named("precaution")})
    lived.act(lambda edit: publishing.release(edit, builders.parsed(tree), conditions=allowed))
    standing = lived.get(revision=1).json()["meta"]["standing"]
    (gone,), (fallen,) = standing["withdrawn_since"], standing["deprecated_since"]
    assert (gone["id"], gone["reason"]) == (builders.named("contraindication"), WHY)
    assert (fallen["id"], fallen["reason"]) == (builders.named("precaution"), "It is old.")
    assert "withdrawn_since" not in lived.get(revision=4).json()["meta"]["standing"]


def test_a_revision_of_a_withdrawn_procedure_says_so(lived: Lived) -> None:
    lived.withdraw()
    assert lived.get().status_code == 410
    standing = lived.get(revision=2).json()["meta"]["standing"]
    assert (standing["state"], standing["reason"]) == ("withdrawn", WHY)
    assert lived.get(revision=1).json()["meta"]["standing"]["newest"]["number"] == 2


def test_there_is_no_revision_but_those_that_were_published(lived: Lived) -> None:
    answer = lived.get(revision=3)
    assert (answer.status_code, answer.json()["code"]) == (404, "revision_not_found")
    assert lived.client.get("/v1/procedures/none-such?revision=1").json()["code"] == "procedure_not_found"
    for wrong in ("0", "-1", "1.0", "x", "", "1e3", "99999999999"):
        assert lived.get(revision=wrong).status_code == 422, wrong


def test_an_instant_leads_to_the_revision_of_that_time(lived: Lived) -> None:
    first, second = [row["published"] for row in reversed(lived.revisions())]
    assert lived.get(as_of=first).json()["meta"]["revision"]["number"] == 1
    assert lived.get(as_of=second).json()["meta"]["revision"]["number"] == 2
    just = datetime.datetime.fromisoformat(second) - datetime.timedelta(microseconds=1)
    assert lived.get(as_of=just.isoformat()).json()["meta"]["revision"]["number"] == 1
    east = just.astimezone(datetime.timezone(datetime.timedelta(hours=14)))
    unescaped = f"/v1/procedures/{SLUG}?as_of={east.isoformat()}"  # its plus sign is read as a space
    assert lived.client.get(unescaped).json()["meta"]["revision"]["number"] == 1
    before = datetime.datetime.fromisoformat(first) - datetime.timedelta(microseconds=1)
    answer = lived.get(as_of=before.isoformat())
    assert (answer.status_code, answer.json()["code"]) == (404, "revision_not_found")
    assert answer.json()["first_published"] == first


def test_a_day_means_its_end_and_the_present_day_now(lived: Lived) -> None:
    today = clock.now().date()
    assert lived.get(as_of=today).json()["meta"]["revision"]["number"] == 2
    assert lived.get(as_of=today - datetime.timedelta(days=2)).status_code == 404


def test_the_future_is_refused(lived: Lived) -> None:
    soon = clock.now() + datetime.timedelta(minutes=1)
    for later in (clock.now().date() + datetime.timedelta(days=1), soon.isoformat(), "9999-12-31"):
        answer = lived.get(as_of=later)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_parameter"), later
        assert "future" in answer.json()["detail"]


@pytest.mark.parametrize(
    "wrong",
    [
        "yesterday",
        "2026",
        "2026-13-01",
        "2026-02-30",
        "0000-01-01",
        "2026-1-1",
        "2026-01-01T10:00",
        "2026-01-01T10:00:00",
        "2026-01-01T25:00:00Z",
        "2026-01-01T10:00:60Z",
        "2026-01-01T10:00:00+99:00",
        "1767261600",
        "\u0662\u0660\u0662\u0666-01-01",
        "",
    ],
)
def test_what_is_no_instant_is_refused(lived: Lived, wrong: str) -> None:
    answer = lived.get(as_of=wrong)
    assert (answer.status_code, answer.json()["errors"][0]["name"]) == (422, "as_of")


def test_a_number_and_an_instant_together_are_refused(lived: Lived) -> None:
    assert lived.get(revision=1, as_of="2026-01-01").status_code == 422
    assert lived.get(revision=1, before=2).json()["code"] == "unknown_parameter"


def test_after_a_withdrawal_there_is_the_notice_of_that_time(lived: Lived) -> None:
    lived.withdraw()
    withdrawn = clock.now()
    lived.act(lambda edit: withdrawing.reinstate(edit, SLUG))
    assert lived.get().json()["meta"]["revision"]["number"] == 3
    answer = lived.get(as_of=withdrawn.isoformat())
    assert (answer.status_code, answer.json()["withdrawal"]["reason"]) == (410, WHY)
    assert answer.json()["withdrawal"]["revision"]["number"] == 2
    states = [(row["number"], row["kind"], row["state"]) for row in lived.revisions()]
    assert states == [
        (3, "restore", "current"),
        (2, "update", "withdrawn"),
        (1, "create", "superseded"),
    ]


def test_the_list_tells_the_life_and_no_names(lived: Lived) -> None:
    newest, first = lived.revisions()
    assert (newest["number"], newest["state"], newest["safety_changed"], newest["note"]) == (
        2,
        "current",
        True,
        "A better word.",
    )
    assert (first["state"], first["by"], first["until"]) == ("superseded", 2, newest["published"])
    answer = lived.get("/revisions")
    assert "Ada" not in answer.text
    assert "Secret" not in answer.text
    found = lived.client.get(first["url"].removeprefix(clients.PUBLIC_URL)).json()
    assert found["meta"]["revision"]["sha256"] == first["sha256"]


def test_the_history_goes_on_over_another_slug(lived: Lived) -> None:
    lived.act(lambda edit: renaming.rename(edit, SLUG, to="glow-peel", reason="It is called so."))
    for path in ("?revision=1", "/revisions", "/diff?from=1&to=2", "?as_of=2026-01-01"):
        answer = lived.client.get(f"/v1/procedures/{SLUG}{path}")
        assert answer.status_code == 308
        assert answer.headers["location"] == f"/v1/procedures/glow-peel{path}"
    rows = lived.client.get("/v1/procedures/glow-peel/revisions").json()["data"]
    assert [(row["number"], row["slug"], row["kind"]) for row in rows] == [
        (3, "glow-peel", "rename"),
        (2, SLUG, "update"),
        (1, SLUG, "create"),
    ]
    assert lived.client.get("/v1/procedures/glow-peel?revision=1").json()["data"]["slug"] == SLUG
    told = lived.client.get("/v1/procedures/glow-peel/diff?from=2&to=3").json()["data"]
    assert [part["part"] for part in told["parts"]] == ["slug"]


def test_a_difference_is_told_by_statement_and_field(lived: Lived) -> None:
    found = lived.get("/diff", **{"from": 1, "to": 2}).json()["data"]
    assert found["safety_changed"]
    assert found["counts"] == {"added": 0, "changed": 1, "removed": 0, "judged": 0, "safety": 1}
    (change,) = found["statements"]
    assert (change["id"], change["change"], change["safety"]) == (
        builders.named("side_effect_1"),
        "changed",
        True,
    )
    assert change["fields"] == [
        {
            "field": "text",
            "before": "Bruising usually fades within one week.",
            "after": "Bruising may go within one week.",
        }
    ]
    assert (found["from"]["number"], found["to"]["number"]) == (1, 2)


def test_what_was_recalled_comes_with_its_tombstone(lived: Lived) -> None:
    lived.recall("contraindication")
    found = lived.get("/diff", **{"from": 2, "to": 3}).json()["data"]
    (change,), (part,) = found["statements"], found["parts"]
    assert (change["change"], change["tombstone"]["reason"]) == ("removed", WHY)
    assert change["before"]["text"] == builders.LINES["contraindication"]
    assert part["part"] == "coverage of contraindications"
    assert (part["before"], part["after"], part["safety"]) == ("stated", "not_addressed", True)


def test_two_revisions_are_compared_in_their_order(lived: Lived) -> None:
    for query in ({"from": 2, "to": 1}, {"from": 1, "to": 1}, {"from": 1}, {"to": 2}, {"from": 0, "to": 2}):
        assert lived.get("/diff", **query).status_code == 422, query
    assert lived.get("/diff", **{"from": 1, "to": 9}).json()["code"] == "revision_not_found"


def test_the_page_of_an_earlier_revision_says_that_it_is_one(lived: Lived) -> None:
    lived.recall("contraindication")
    html = {"Accept": "text/html"}
    page = lived.client.get(f"/procedures/{SLUG}?revision=1", headers=html)
    assert page.status_code == 200
    assert "This is revision 1, an earlier one." in page.text
    assert f'<li><a href="#{builders.named("contraindication")}">' in page.text
    assert WHY in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert "application/ld+json" not in page.text
    assert "timeline.svg" not in page.text
    assert f"/v1/procedures/{SLUG}?revision=1" in page.text
    newest = lived.client.get(f"/procedures/{SLUG}", headers=html)
    assert 'id="earlier"' not in newest.text
    assert f'href="/procedures/{SLUG}?revision=2"' in newest.text
    assert lived.client.get(f"/procedures/{SLUG}?revision=9", headers=html).status_code == 404
    assert lived.client.get(f"/procedures/{SLUG}?revison=1", headers=html).status_code == 422


def test_the_page_of_a_revision_of_a_withdrawn_procedure_says_so_first(lived: Lived) -> None:
    lived.withdraw()
    html = {"Accept": "text/html"}
    assert lived.client.get(f"/procedures/{SLUG}", headers=html).status_code == 410
    page = lived.client.get(f"/procedures/{SLUG}?revision=2", headers=html).text
    assert "This procedure was withdrawn. Do not rely on anything on this page." in page
    assert WHY in page
    assert page.index('id="earlier"') < page.index('id="procedure"')


def test_a_revision_that_was_altered_is_not_shown(lived: Lived) -> None:
    tampering.tamper(lived.database.url, "UPDATE revisions SET document = ? WHERE number = 1", b"{}")
    for answer in (lived.get(revision=1), lived.get("/diff", **{"from": 1, "to": 2})):
        assert (answer.status_code, answer.json()["code"]) == (503, "damaged")
    assert lived.get().status_code == 200


@pytest.mark.parametrize(
    ("path", "most"), [("", 1), ("?revision=2", 4), ("?revision=1", 5), ("/diff?from=1&to=2", 5)]
)
def test_history_asks_few_questions_of_the_database(lived: Lived, path: str, most: int) -> None:
    lived.get()
    with counting.counted() as asked:
        assert lived.client.get(f"/v1/procedures/{SLUG}{path}").status_code == 200
    assert len(asked) <= most, asked
