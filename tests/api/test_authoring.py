"""Writing over HTTP: the life of a draft as its author, reviewer and publisher live it; nothing of it leaks."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.content import drafting
from app.db import engine, tables
from tests import builders, clients, holders

SLUG = "other-peel"
PLACE = "/v1/authoring/procedures"
ONE = f"{PLACE}/{SLUG}"
Headers = dict[str, str]


class Team:
    """Hold a client of an application over a small catalogue, and the headers of those who write there."""

    def __init__(self, client: TestClient, url: str) -> None:
        self.client, self.url = client, url
        self.author = self._of("author", "Ada Writer")
        self.reviewer = self._of("reviewer", "Rosa Reviewer")
        self.publisher = self._of("publisher", "Paul Publisher")

    def _of(self, role: Any, holder: str) -> Headers:
        return holders.known(self.client, holders.key(self.url, role=role, holder=holder))

    def send(self, method: str, path: str, who: Headers, body: object = None, **headers: str) -> Any:
        """Return the answer to a request with a body in JSON."""
        given = {**who, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if body is None:
            return self.client.request(method, path, headers=given)
        kind = {"Content-Type": "application/json", **given}
        return self.client.request(method, path, headers=kind, content=json.dumps(body))

    def step(self, name: str, who: Headers, body: object, **headers: str) -> Any:
        """Return the answer to a step of the draft, made for what is there."""
        tag = self.client.get(ONE, headers=self.author).headers["ETag"]
        return self.send("POST", f"{ONE}/{name}", who, body, **{"If_Match": tag, **headers})

    def bring_out(self, tree: builders.Tree) -> Any:
        """Write, review and publish a procedure; return the answer to its publication."""
        assert self.send("POST", PLACE, self.author, {"slug": SLUG, "document": tree}).status_code == 201
        assert self.step("submit", self.author, {}).status_code == 200
        named = [claim["id"] for _, claim in drafting.claims(tree)]
        approved = self.step("approve", self.reviewer, {"statements": named, "next_due": "2027-11-21"})
        assert approved.status_code == 200, approved.text
        return self.step("publish", self.publisher, {"note": "First."}, Idempotency_Key="0123456789abcdef")


@pytest.fixture
def team(filled: engine.Database, opening: clients.Opened) -> Team:
    """Return those who write in a small catalogue."""
    return Team(opening.of(filled.url), filled.url)


@pytest.fixture
def tree() -> builders.Tree:
    """Return the document of a procedure that is not published."""
    return builders.draft_tree(SLUG, procedure=2)


def test_a_procedure_is_written_reviewed_and_published(team: Team, tree: builders.Tree) -> None:
    published = team.bring_out(tree)
    assert published.status_code == 200, published.text
    assert published.json()["data"] | {"catalogue_revision": 0, "sha256": ""} == {
        "slug": SLUG,
        "number": 1,
        "sha256": "",
        "changed": True,
        "catalogue_revision": 0,
    }
    assert published.headers["Cache-Control"] == "no-store"
    read = team.client.get(f"/v1/procedures/{SLUG}")
    assert read.status_code == 200
    assert read.json()["data"]["review"]["unreviewed"] == 0
    assert team.client.get(ONE, headers=team.author).json()["code"] == "draft_not_found"
    (row,) = [one for one in clients_data(team, PLACE) if one["slug"] == SLUG]
    assert (row["state"], row["published"]["number"], row["reviews"]["overdue"]) == ("none", 1, 0)


def clients_data(team: Team, path: str) -> Any:
    answer = team.client.get(path, headers=team.author)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def test_nothing_is_written_without_saying_what_it_replaces(team: Team, tree: builders.Tree) -> None:
    begun = team.send("POST", PLACE, team.author, {"slug": SLUG, "document": tree})
    assert begun.headers["Location"] == f"{clients.PUBLIC_URL}{ONE}"
    tag = begun.headers["ETag"]
    assert team.send("PUT", ONE, team.author, tree).json()["code"] == "precondition_required"
    assert team.send("DELETE", ONE, team.author).status_code == 428
    for wrong in ('"1.0000000000000000"', f"W/{tag}", "nonsense"):
        refused = team.send("PUT", ONE, team.author, tree, If_Match=wrong)
        assert refused.status_code == 412, wrong
        assert refused.json()["current"]["document"]["name"] == tree["name"]
        assert refused.headers["ETag"] == tag
    replaced = team.send("PUT", ONE, team.author, {**tree, "name": "Another"}, If_Match=tag)
    assert replaced.status_code == 200
    assert replaced.headers["ETag"] != tag
    patched = team.send(
        "PATCH",
        ONE,
        team.author,
        {"name": "Third"},
        If_Match=f'"x", {replaced.headers["ETag"]}',
        Content_Type="application/merge-patch+json",
    )
    assert patched.json()["data"]["document"]["name"] == "Third"
    assert team.send("DELETE", ONE, team.author, If_Match="*").status_code == 204
    assert team.client.get(ONE, headers=team.author).status_code == 404
    actions = [row["action"] for row in clients_data(team, f"{ONE}/versions")]
    assert actions == ["edit_draft", "edit_draft", "create_draft"]
    assert clients_data(team, f"{ONE}/versions/2")["document"]["name"] == "Another"


def test_a_patch_is_sent_as_a_patch(team: Team, tree: builders.Tree) -> None:
    team.send("POST", PLACE, team.author, {"slug": SLUG, "document": tree})
    refused = team.send("PATCH", ONE, team.author, {"name": "Third"}, If_Match="*")
    assert refused.status_code == 415


def test_a_publication_that_is_repeated_is_made_once(team: Team, tree: builders.Tree) -> None:
    first = team.bring_out(tree)
    entries = _entries(team)
    again = team.send(
        "POST",
        f"{ONE}/publish",
        team.publisher,
        {"note": "First."},
        If_Match="*",
        Idempotency_Key="0123456789abcdef",
    )
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    other = team.send(
        "POST",
        f"{ONE}/publish",
        team.publisher,
        {"note": "Other."},
        If_Match="*",
        Idempotency_Key="0123456789abcdef",
    )
    assert other.json()["code"] == "idempotency_key_reused"
    assert _entries(team) == entries
    fresh = team.send(
        "POST", f"{ONE}/publish", team.publisher, {"note": "First."}, If_Match="*", Idempotency_Key="f" * 16
    )
    assert fresh.json()["code"] == "draft_not_found"
    missing = team.send("POST", f"{ONE}/publish", team.publisher, {}, If_Match="*")
    assert missing.json()["code"] == "idempotency_key_missing"


def test_a_key_of_somebody_else_repeats_nothing(team: Team, tree: builders.Tree) -> None:
    team.bring_out(tree)
    other = holders.known(team.client, holders.key(team.url, role="publisher", holder="Petra"))
    answer = team.send(
        "POST", f"{ONE}/publish", other, {"note": "First."}, If_Match="*", Idempotency_Key="0123456789abcdef"
    )
    assert answer.json()["code"] == "draft_not_found"


def _entries(team: Team) -> int:
    database = engine.Database(team.url, pool_size=1)
    with database.read() as session:
        count = session.scalar(select(func.count()).select_from(tables.Audit)) or 0
    database.dispose()
    return count


def test_of_sixteen_publications_at_once_one_has_an_effect(team: Team, tree: builders.Tree) -> None:
    team.send("POST", PLACE, team.author, {"slug": SLUG, "document": tree})
    team.step("submit", team.author, {})
    named = [claim["id"] for _, claim in drafting.claims(tree)]
    team.step("approve", team.reviewer, {"statements": named})
    entries = _entries(team)

    def publish(_: int) -> Any:
        return team.send(
            "POST", f"{ONE}/publish", team.publisher, {}, If_Match="*", Idempotency_Key="0123456789abcdef"
        )

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(publish, range(16)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len({answer.content for answer in answers if answer.status_code == 200}) == 1
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {"in_progress"}
    assert _entries(team) == entries + 1


@pytest.mark.parametrize("word", ["status", "state", "reviewer", "published_at", "authors", "number"])
def test_nobody_writes_what_the_steps_write(team: Team, word: str) -> None:
    answer = team.send("POST", PLACE, team.author, {"slug": SLUG, word: "approved"})
    assert answer.status_code == 422
    document = team.send("POST", PLACE, team.author, {"slug": SLUG, "document": {word: "approved"}}).json()[
        "data"
    ]
    assert document["state"] == "draft"
    assert any(fault["pointer"] == f"/{word}" for fault in document["violations"])


def test_a_body_that_no_text_can_hold_is_refused(team: Team) -> None:
    for body in (
        b"[]",
        b"null",
        b'{"a": 1e400}',
        b'{"a": "\\ud800"}',
        b'{"a": 1, "a": 2}',
        b"{" * 5_000,
        b"\xff",
    ):
        kind = {"Content-Type": "application/json", "If-Match": "*", **team.author}
        answer = team.client.put(ONE, headers=kind, content=body)
        assert answer.status_code == 422, body[:20]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", PLACE),
        ("GET", ONE),
        ("GET", f"{ONE}/versions"),
        ("GET", f"{ONE}/diff"),
        ("GET", f"{ONE}/preview"),
        ("GET", "/v1/authoring/schema"),
        ("GET", "/v1/authoring/sources"),
        ("PUT", ONE),
        ("POST", f"{ONE}/publish"),
    ],
)
def test_without_a_key_there_is_nothing(team: Team, tree: builders.Tree, method: str, path: str) -> None:
    team.send("POST", PLACE, team.author, {"slug": SLUG, "document": tree})
    reader = holders.known(team.client, holders.key(team.url, role="reader", holder="Rita"))
    assert team.send(method, path, {}, {} if method != "GET" else None).status_code == 401
    assert team.send(method, path, reader, {} if method != "GET" else None).status_code == 403


def test_a_draft_leaks_nowhere(team: Team, tree: builders.Tree) -> None:
    canary = "Zanzibarine"
    tree["name"] = canary
    tree["aliases"][0]["label"] = canary
    builders.found(tree, builders.named("side_effect_1", procedure=2))["text"] = f"{canary} usually fades."
    team.send("POST", PLACE, team.author, {"slug": SLUG, "document": tree})
    team.step("submit", team.author, {"note": canary})
    for path in (
        "/v1/procedures",
        f"/v1/procedures/{SLUG}",
        f"/v1/procedures/{SLUG}.jsonld",
        f"/v1/procedures/{SLUG}.fhir.json",
        f"/v1/procedures/{SLUG}.md",
        f"/v1/procedures/{SLUG}/side-effects",
        "/v1/side-effects",
        "/v1/statements/" + builders.named("side_effect_1", procedure=2),
        "/v1/concepts/bruising",
        "/v1/sources/" + builders.SOURCE,
        "/v1/sources/" + builders.SOURCE + "/coverage",
        "/v1/corrections",
        f"/procedures/{SLUG}",
        "/sources/" + builders.SOURCE,
        f"/embed/{SLUG}",
        f"/embed/cards.json?card={SLUG}",
        "/sitemap.xml",
        "/corrections",
        "/openapi.json",
    ):
        assert canary not in team.client.get(path).text, path
    for path in ("search", "suggest"):
        assert SLUG not in team.client.get(f"/v1/{path}?q={canary}").text


def test_previews_show_what_would_be_published_and_are_kept_by_nobody(
    team: Team, tree: builders.Tree
) -> None:
    team.send("POST", PLACE, team.author, {"slug": SLUG, "document": tree})
    for form, kind in {
        "page": "text/html; charset=utf-8",
        "card": "text/html; charset=utf-8",
        "json": "application/json",
        "jsonld": "application/ld+json",
    }.items():
        shown = team.client.get(f"{ONE}/preview?as={form}", headers=team.author)
        assert (shown.status_code, shown.headers["Content-Type"]) == (200, kind)
        assert "Bruising usually fades within one week." in shown.text
        assert shown.headers["Cache-Control"] == "no-store"
        unsaved = team.send(
            "POST", f"/v1/authoring/preview?as={form}", team.author, {**tree, "name": "Unsaved"}
        )
        assert "Unsaved" in unsaved.text
    unfinished = team.send("POST", "/v1/authoring/preview", team.author, {"slug": SLUG})
    assert unfinished.json()["code"] == "refused"
    assert team.client.get(f"/v1/procedures/{SLUG}").status_code == 404


def test_what_a_draft_changes_is_told_statement_by_statement(team: Team, tree: builders.Tree) -> None:
    team.bring_out(tree)
    begun = team.send("POST", PLACE, team.author, {"slug": SLUG}).json()["data"]["document"]
    effect, duration = (builders.named(line, procedure=2) for line in ("side_effect_1", "duration"))
    builders.found(begun, effect)["text"] = "Bruising fades, usually within a week."
    gone = builders.without(begun, builders.named("recovery", procedure=2))
    team.send("PUT", ONE, team.author, gone, If_Match="*")
    told = clients_data(team, f"{ONE}/diff")
    said = {(row["id"], row["what"]) for row in told["statements"]}
    assert (effect, "changed") in said
    assert (builders.named("recovery", procedure=2), "withdrawn") in said
    assert duration not in {row["id"] for row in told["statements"]}
    assert told["safety"] is True


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("application/json", json.dumps),
        ("application/yaml", json.dumps),
        ("application/x-ndjson", lambda tree: json.dumps({"type": "procedure", **tree}) + "\n"),
    ],
)
def test_procedures_from_elsewhere_become_drafts(
    team: Team, tree: builders.Tree, kind: str, content: Any
) -> None:
    headers = {**team.author, "Content-Type": kind, "Idempotency-Key": "0123456789abcdef"}
    tried = team.client.post("/v1/authoring/import?dry_run=true", headers=headers, content=content(tree))
    assert tried.status_code == 200, tried.text
    assert tried.json()["data"]["differences"][SLUG]["safety"] is True
    assert team.client.get(ONE, headers=team.author).status_code == 404
    stored = team.client.post("/v1/authoring/import", headers=headers, content=content(tree))
    assert [one["slug"] for one in stored.json()["data"]["drafts"]] == [SLUG]
    assert team.client.get(f"/v1/procedures/{SLUG}").status_code == 404
    again = team.client.post("/v1/authoring/import", headers=headers, content=content(tree))
    assert again.headers["Idempotent-Replayed"] == "true"
    fresh = {**headers, "Idempotency-Key": "f" * 16}
    refused = team.client.post("/v1/authoring/import", headers=fresh, content=content(tree))
    assert [fault["code"] for fault in refused.json()["errors"]] == ["draft_exists"]


def test_a_key_that_is_confined_reaches_nothing_else(team: Team, tree: builders.Tree) -> None:
    text = holders.key(team.url, role="author", holder="Conny", procedures=("example-peel",))
    confined = holders.known(team.client, text)
    assert team.send("POST", PLACE, confined, {"slug": SLUG, "document": tree}).status_code == 403
    assert team.send("POST", PLACE, confined, {"slug": "example-peel"}).status_code == 201


def test_a_withdrawn_procedure_says_so_everywhere_and_comes_back(team: Team, tree: builders.Tree) -> None:
    team.bring_out(tree)
    reason = "Its source was about another procedure."
    gone = team.send("POST", f"{ONE}/withdraw", team.publisher, {"reason": reason})
    assert gone.status_code == 200, gone.text
    for path in (
        f"/v1/procedures/{SLUG}",
        f"/v1/procedures/{SLUG}.jsonld",
        f"/v1/procedures/{SLUG}.fhir.json",
        f"/v1/procedures/{SLUG}.md",
        f"/procedures/{SLUG}",
        f"/embed/{SLUG}",
    ):
        answer = team.client.get(path)
        assert (answer.status_code, reason in answer.text) == (410, True), path
    refused = team.send("POST", PLACE, team.author, {"slug": SLUG})
    assert (refused.json()["code"], refused.json()["state"]) == ("wrong_state", "withdraw")
    (row,) = [one for one in clients_data(team, PLACE) if one["slug"] == SLUG]
    assert row["withdrawn"]["reason"] == reason
    back = team.send("POST", f"{ONE}/reinstate", team.publisher, {"note": "It was right after all."})
    assert back.json()["data"]["number"] == 2
    assert team.client.get(f"/v1/procedures/{SLUG}").status_code == 200


def test_single_statements_are_withdrawn_at_once(team: Team, tree: builders.Tree) -> None:
    team.bring_out(tree)
    effect = builders.named("side_effect_1", procedure=2)
    entries = _entries(team)
    answer = team.send(
        "POST",
        f"{ONE}/recall",
        team.publisher,
        {"statements": [effect], "reason": "The source says the opposite."},
    )
    assert answer.json()["data"]["number"] == 2, answer.text
    assert _entries(team) == entries + 1
    told = team.client.get(f"/v1/statements/{effect}")
    assert (told.status_code, "The source says the opposite." in told.text) == (410, True)
    named = builders.named("invasiveness", procedure=2)
    refused = team.send("POST", f"{ONE}/recall", team.publisher, {"statements": [named], "reason": "Wrong."})
    assert refused.json()["code"] == "refused", "the summary names it"


def test_a_renamed_procedure_leads_on(team: Team, tree: builders.Tree) -> None:
    team.bring_out(tree)
    answer = team.send(
        "POST", f"{ONE}/rename", team.publisher, {"to": "glow-peel", "reason": "Its usual name."}
    )
    assert answer.json()["data"]["number"] == 2, answer.text
    led = team.client.get(f"/v1/procedures/{SLUG}", follow_redirects=False)
    assert led.status_code == 308
    assert led.headers["Location"].endswith("/v1/procedures/glow-peel")
    refused = team.send("POST", PLACE, team.author, {"slug": SLUG})
    assert refused.json()["code"] == "wrong_state"


@pytest.mark.parametrize("step", ["withdraw", "recall", "reinstate", "rename"])
def test_only_publishers_take_away(team: Team, step: str) -> None:
    for who in (team.author, team.reviewer):
        answer = team.send(
            "POST", f"{PLACE}/example-peel/{step}", who, {"reason": "x", "statements": [], "to": "x"}
        )
        assert answer.status_code == 403
