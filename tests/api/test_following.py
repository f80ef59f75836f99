"""Following the catalogue: the log of changes replayed gives what is published, and the feed tells the newest."""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from starlette.testclient import TestClient

from app import main, settings
from app.authoring import (
    edits,
    exporting,
    importing,
    ledgers,
    publishing,
    refusals,
    renaming,
    withdrawing,
)
from app.catalogue import absent
from app.content import problems, values
from app.db import clock, engine, projection, tables
from tests import builders, clients, databases, tampering

ATOM = "{http://www.w3.org/2005/Atom}"
ANY = publishing.Conditions(allow_unreviewed=True)
State = dict[str, tuple[int, str]]


@pytest.fixture
def served(filled: engine.Database) -> Iterator[TestClient]:
    """Return a client of the small catalogue."""
    configured = settings.Settings(database_url=SecretStr(filled.url), public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as held:
        yield held


def replayed(client: TestClient, *, limit: int = 7) -> tuple[State, list[Any]]:
    """Return the slugs that are public with their revision and digest, as a follower learns them, and all changes."""
    state: State = {}
    seen: list[Any] = []
    cursor = "0"
    while True:
        body = client.get(f"/v1/changes?since={cursor}&limit={limit}").json()
        for change in body["data"]:
            seen.append(change)
            if change["kind"] in ("withdraw", "rename"):
                del state[change["slug"]]
            else:
                state[change["slug"]] = (change["revision"], change["sha256"])
        cursor = body["page"]["cursor"]
        if body["page"]["complete"]:
            return state, seen


def published(database: engine.Database) -> State:
    """Return what is public."""
    with database.read() as session:
        newest = {
            held.slug: (version.number, values.digest(held.canonical()))
            for held, version in projection.newest(session)
        }
        listed = select(tables.Procedure.slug, tables.Procedure.revision, tables.Procedure.sha256)
        assert {slug: (number, sha256) for slug, number, sha256 in session.execute(listed)} == newest
        assert projection.differences(session) == ()
    return newest


def do_something(database: engine.Database, chance: random.Random, *, step: int) -> None:
    """Publish, withdraw, recall, restore or rename something that chance names; some of it is refused."""
    slug = chance.choice([f"peel-{letter}" for letter in "abcdef"])
    with database.write() as session:
        edit = edits.Edit(session, editor="Ada", note="A note.", now=clock.now())
        act = chance.choice(["publish", "publish", "withdraw", "recall", "reinstate", "rename"])
        if act == "publish":
            tree = builders.draft_tree(slug, procedure=ord(slug[-1]) - 90)
            tree["name"] = f"Name {step}"
            ledgers.keep(edit, before=None, after=builders.parsed(tree))
            publishing.release(edit, builders.parsed(tree), conditions=ANY)
        elif act == "withdraw":
            withdrawing.withdraw(edit, slug, reason="It was wrong.")
        elif act == "reinstate":
            withdrawing.reinstate(edit, slug)
        elif act == "recall":
            names = [builders.named("side_effect_1", procedure=ord(slug[-1]) - 90)]
            asked = withdrawing.Recall(statements=names, reason="It was wrong.")
            withdrawing.recall(edit, slug, asked)
        else:
            renaming.rename(
                edit, slug, to=chance.choice([f"peel-{chance.choice('def')}", f"peel-x{step}"]), reason="So."
            )
        edit.finish()


@pytest.mark.parametrize("seed", range(3))
def test_the_log_replayed_is_what_is_published_and_exported(
    filled: engine.Database, served: TestClient, seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same each time
    done = refused = 0
    for step in range(60):
        try:
            do_something(filled, chance, step=step)
            done += 1
        except (refusals.Refused, absent.Renamed, problems.Problem):
            refused += 1
        if step % 10 == 9:
            assert replayed(served)[0] == published(filled)
    state, seen = replayed(served)
    assert min(done, refused) > 10
    assert {change["kind"] for change in seen} > {"create", "update", "withdraw"}
    assert [change["at"] for change in seen] == sorted(change["at"] for change in seen)
    exporting.export_folder(filled, tmp_path / "export")
    other = engine.Database(databases.sqlite(tmp_path, template="migrated"))
    importing.import_folder(other, tmp_path / "export")
    imported = published(other)
    other.dispose()
    assert {slug: sha256 for slug, (_, sha256) in imported.items()} == {
        slug: sha256 for slug, (_, sha256) in state.items()
    }


def test_there_is_always_a_cursor_to_ask_again_with(filled: engine.Database, served: TestClient) -> None:
    first = served.get("/v1/changes").json()
    assert (first["page"]["complete"], first["page"]["count"]) == (True, 1)
    following = first["page"]["next"].removeprefix(clients.PUBLIC_URL)
    empty = served.get(following).json()
    assert (empty["data"], empty["page"]["complete"]) == ([], True)
    assert empty["page"]["cursor"] == first["page"]["cursor"]
    assert "Nothing has changed" in empty["note"]
    with filled.write() as session:
        edit = edits.Edit(session, editor="Ada", note="", now=clock.now())
        withdrawing.withdraw(edit, "example-peel", reason="It was wrong.")
        edit.finish()
    (change,) = served.get(following).json()["data"]
    assert (change["kind"], change["reason"], change["safety_changed"]) == ("withdraw", "It was wrong.", True)
    assert "Ada" not in served.get("/v1/changes").text


def test_an_empty_log_has_a_cursor(database: engine.Database) -> None:
    configured = settings.Settings(database_url=SecretStr(database.url), public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured)) as client:
        page = client.get("/v1/changes").json()["page"]
        assert (page["cursor"], page["complete"]) == ("0", True)
        assert client.get(f"/v1/changes?since={page['cursor']}").status_code == 200
        assert b"<entry" not in client.get("/feeds/changes.atom").content


@pytest.mark.parametrize(
    "cursor", ["", "1", "-1", "00", "x", "1-zzzzzzzzzzzz", "99-0b5bd2a458f3", "1-0b5bd2a458f3", "9" * 50]
)
def test_a_cursor_of_another_log_is_refused(served: TestClient, cursor: str) -> None:
    answer = served.get("/v1/changes", params={"since": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


def test_a_cursor_does_not_fit_a_log_that_was_put_back(filled: engine.Database, served: TestClient) -> None:
    """The same numbers, another history: whoever goes on as if nothing had happened would miss what was lost."""
    cursor = served.get("/v1/changes").json()["page"]["cursor"]
    tampering.tamper(filled.url, "UPDATE changes SET sha256 = ?", "0" * 64)
    assert served.get("/v1/changes", params={"since": cursor}).status_code == 400


@pytest.mark.parametrize("limit", ["0", "1001", "x"])
def test_a_page_of_changes_has_a_size(served: TestClient, limit: str) -> None:
    assert served.get("/v1/changes", params={"limit": limit}).status_code == 422


def test_the_feed_is_atom(filled: engine.Database, served: TestClient) -> None:
    with filled.write() as session:
        edit = edits.Edit(session, editor="Ada", note="", now=clock.now())
        withdrawing.withdraw(edit, "example-peel", reason="One & <two>.")
        edit.finish()
    answer = served.get("/feeds/changes.atom")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/atom+xml")
    assert (
        answer.headers["cache-control"]
        == "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
    )
    tag = answer.headers["etag"]
    assert served.get("/feeds/changes.atom", headers={"If-None-Match": tag}).status_code == 304
    assert served.get("/feeds/changes.atom?limit=3").status_code == 422
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own feed
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}id") == f"{clients.PUBLIC_URL}/feeds/changes.atom"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Candour"
    newest, first = root.findall(f"{ATOM}entry")
    assert root.findtext(f"{ATOM}updated") == newest.findtext(f"{ATOM}updated")
    assert newest.findtext(f"{ATOM}title") == "Example peel: withdrawn"
    assert "One & <two>." in (newest.findtext(f"{ATOM}summary") or "")
    assert [item.get("term") for item in newest.findall(f"{ATOM}category")] == ["withdraw", "safety"]
    assert len({entry.findtext(f"{ATOM}id") for entry in (newest, first)}) == 2
    for entry in (newest, first):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.get("href") == f"{clients.PUBLIC_URL}/procedures/example-peel"
        at = entry.findtext(f"{ATOM}updated") or ""
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", at)
    assert "Ada" not in answer.text


def test_every_page_names_the_feed(served: TestClient) -> None:
    for path in ("/", "/corrections", "/procedures/example-peel"):
        assert 'type="application/atom+xml"' in served.get(path, headers={"Accept": "text/html"}).text
