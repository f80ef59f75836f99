"""Every operation is asked by everybody about everything, and answers as the table says; none is without a row."""

import copy
import datetime
import functools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import insert, make_url
from starlette.testclient import TestClient

from app import main, settings
from app.access import keys
from app.authoring import edits, importing, sending, withdrawing
from app.content import drafting
from app.db import clock, engine, following
from app.http import urls
from tests import builders, clients, databases, holders, overlays
from tests.contract import authorisation as table

PLACE = "/v1/authoring/procedures"
CANARY = "Kestrel peel nobody may read of"
PLACEHOLDERS = ("slug", "identifier", "source", "concept", "code", "name", "clinic", "webhook")
OPERATIONS = {
    operation["operationId"]: (method.upper(), path)
    for path, methods in main.describe(urls.Publisher(public_url=clients.PUBLIC_URL))
    .openapi()["paths"]
    .items()
    for method, operation in methods.items()
}
SECURED = {
    operation["operationId"]
    for methods in main.describe(urls.Publisher(public_url=clients.PUBLIC_URL)).openapi()["paths"].values()
    for operation in methods.values()
    if operation.get("security") == [{"key": []}]
}
Headers = dict[str, str]


class World:
    """Hold a running application over procedures in every state, the keys of everybody, and a way back."""

    def __init__(self, client: TestClient, url: str) -> None:
        self.client = client
        self.path = str(make_url(url).database)
        self.database = engine.Database(url)
        self.headers = self._keys(url)
        self.secrets = [found["Authorization"][-49:] for found in self.headers.values() if found]
        self.statements: list[str] = []
        self._write()
        self.kept = self._read()

    def ask(self, name: str, who: str, what: str) -> Any:
        """Return the answer to an operation, asked by somebody about something."""
        row, (method, path) = table.TABLE[name], OPERATIONS[name]
        for placeholder in PLACEHOLDERS:
            path = path.replace(f"{{{placeholder}}}", what)
        path = path.replace("{number}", "1") + (f"?{row.query.replace('{slug}', what)}" if row.query else "")
        return self.send(method, path, who, self._body(row, what), row.headers)

    def send(self, method: str, path: str, who: str, body: Any = None, more: Any = None) -> Any:
        """Return the answer to a request with a body in JSON."""
        headers = {**(self.headers[who] or {}), **(more or {})}
        if body is None:
            return self.client.request(method, path, headers=headers)
        headers = {"Content-Type": "application/json", **headers}
        return self.client.request(method, path, headers=headers, content=json.dumps(body))

    def audits(self) -> int:
        """Return how many rows the audit log has."""
        return int(self._execute("SELECT count(*) FROM audit"))

    def restore(self) -> None:
        """Put everything back as it was."""
        with engine._DRIVER.connect(self.path) as target:
            self.kept.backup(target)
        target.close()

    def _read(self) -> Any:
        kept, source = engine._DRIVER.connect(":memory:"), engine._DRIVER.connect(self.path)
        source.backup(kept)
        source.close()
        return kept

    def _execute(self, statement: str) -> Any:
        with self.database.read() as session:
            return session.connection().exec_driver_sql(statement).scalar()

    def _body(self, row: table.Row, what: str) -> Any:
        body = copy.deepcopy(row.body)
        if isinstance(body, dict):
            body = {
                name: value.replace("{slug}", what) if isinstance(value, str) else value
                for name, value in body.items()
            }
            if body.get("statements") == ["every statement"]:
                body["statements"] = [
                    name for name in self.statements if name.startswith(_prefix(table.ORDER.get(what, 0)))
                ]
        return body

    def _keys(self, url: str) -> dict[str, Headers | None]:
        def key(role: Any, holder: str, **grant: Any) -> Headers:
            return holders.bearing(holders.key(url, role=role, holder=holder, **grant))

        revoked = holders.key(url)
        holders.revoke(url, revoked)
        made: dict[str, Headers | None] = {
            "none": None,
            "garbage": holders.bearing("cdr_garbage"),
            "expired": key("admin", "Late", lasts=datetime.timedelta(milliseconds=1)),
            "revoked": holders.bearing(revoked),
            "reader": key("reader", "Robin"),
            "clinic_a": key("clinic", "Glow", clinic="glow"),
            "clinic_b": key("clinic", "Halo", clinic="halo"),
            "author_a": key("author", "Ada"),
            "author_b": key("author", "Bela", procedures=("elsewhere-peel",)),
            "reviewer": key("reviewer", "Rosa"),
            "reviewer_b": key("reviewer", "Rita", procedures=("elsewhere-peel",)),
            "publisher": key("publisher", "Paul"),
            "publisher_b": key("publisher", "Petra", procedures=("elsewhere-peel",)),
            "admin": key("admin", "Alma"),
        }
        last = made["admin"]
        assert last is not None
        holders.known(self.client, last["Authorization"].removeprefix("Bearer "))
        return made

    def _write(self) -> None:
        """Bring drafts into every state, as people would."""
        for slug in ("drafted-peel", "submitted-peel", "approved-peel"):
            tree = builders.draft_tree(slug, procedure=table.ORDER[slug]) | {"name": f"{CANARY} {slug}"}
            self._done("POST", PLACE, "author_a", {"slug": slug, "document": tree})
            self.statements += [claim["id"] for _, claim in drafting.claims(tree)]
        self._done("POST", PLACE, "author_a", {"slug": "edited-peel"})
        self._done("PATCH", f"{PLACE}/edited-peel", "author_a", {"name": CANARY}, drafted=True)
        for slug in ("submitted-peel", "approved-peel"):
            self._done("POST", f"{PLACE}/{slug}/submit", "author_a", {})
        own = [name for name in self.statements if name.startswith(_prefix(table.ORDER["approved-peel"]))]
        self._done("POST", f"{PLACE}/approved-peel/approve", "reviewer", {"statements": own})

        with self.database.write() as session:
            for who, identifier in table.HOOKS.items():
                session.execute(insert(following.Webhook), [self._webhook(who, identifier)])

    def _webhook(self, who: str, identifier: str) -> dict[str, object]:
        held = self.headers[who] or {}
        return {
            "id": identifier,
            "key_id": held["Authorization"].split("_")[1],
            "url": "https://8.8.8.8/hook",
            "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "created_at": clock.now(),
            "delivered": 0,
            "failures": 0,
        }

    def _done(self, method: str, path: str, who: str, body: Any, *, drafted: bool = False) -> None:
        more = {"If-Match": "*", **({"Content-Type": "application/merge-patch+json"} if drafted else {})}
        answer = self.send(method, path, who, body, more)
        assert answer.status_code < 300, answer.text


def _prefix(procedure: int) -> str:
    return builders.identifier(0, procedure=procedure)[:-3]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Return a running application over procedures in every state."""
    folder = tmp_path_factory.mktemp("world")
    url = databases.sqlite(folder, template="migrated")
    database = engine.Database(url)
    public = ("published-peel", "edited-peel", "withdrawn-peel", "beside-peel")
    trees = [builders.draft_tree(slug, procedure=table.ORDER[slug]) for slug in public]
    importing.import_folder(database, builders.folder(folder / "catalogue", *trees))
    for clinic in ("glow", "halo"):
        overlays.put(database, overlays.said("published-peel"), slug=clinic)
    gone = functools.partial(withdrawing.withdraw, reason="It was wrong.")
    for act, slug in (
        (gone, "withdrawn-peel"),
        (gone, "beside-peel"),
        (withdrawing.reinstate, "beside-peel"),
    ):
        with database.write() as session:
            edit = edits.Edit(session, editor="Ada", note="", now=clock.now())
            act(edit, slug)
            edit.finish()
    database.dispose()
    configured = settings.Settings(database_url=SecretStr(url), public_url=clients.PUBLIC_URL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sending, "INTERVAL_SECONDS", 3600.0)  # nothing is sent from here
        yield from _served(configured, url)


def _served(configured: settings.Settings, url: str) -> Iterator[World]:
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as client:
        made = World(client, url)
        yield made
        made.database.dispose()
        made.kept.close()


def test_every_operation_has_a_row_and_every_row_an_operation() -> None:
    assert set(table.TABLE) == set(OPERATIONS)


def test_the_rows_permit_whoever_there_is() -> None:
    for name, row in table.TABLE.items():
        assert set(row.permits.split()) <= set(table.ROLES), name
        assert not row.confined or set(table.CONFINED) & set(row.permits.split()), name


def test_the_operations_that_need_a_key_are_those_that_the_table_closes() -> None:
    assert {name for name, row in table.TABLE.items() if row.permits} == SECURED


@pytest.mark.parametrize("name", table.TABLE)
def test_everybody_is_answered_as_the_table_says(world: World, name: str) -> None:
    row = table.TABLE[name]
    wrong: list[str] = []
    refusals: dict[str, set[str]] = {}
    for who in table.EVERYBODY:
        for what in row.cells:
            before = world.audits()
            answer = world.ask(name, who, what)
            wanted, left = table.expected(name, who, what), world.audits() - before
            if answer.status_code != wanted:
                wrong.append(f"{who} on {what}: {answer.status_code}, not {wanted}: {answer.text[:300]}")
            if left != (row.audits if wanted < 300 else 0):
                wrong.append(f"{who} on {what}: {left} rows in the audit log")
            if who not in table.EDITORS.split() and CANARY in answer.text:
                wrong.append(f"{who} on {what}: reads of a draft")
            if any(secret in answer.text + str(answer.headers) for secret in world.secrets):
                wrong.append(f"{who} on {what}: repeats a key")
            if wanted in (401, 403):
                refusals.setdefault(f"{who} {wanted}", set()).add(_said(answer))
            if left:
                world.restore()
    assert wrong == []
    # A refusal says nothing about what is there, and a bad key nothing about why it is bad.
    assert all(len(said) == 1 for said in refusals.values()), refusals
    bad = [refusals[f"{who} 401"] for who in (*table.STRANGERS, "none") if f"{who} 401" in refusals]
    assert len(set().union(*bad)) == 1


def _said(answer: Any) -> str:
    return str({name: value for name, value in answer.json().items() if name != "request_id"})


BAD = (
    *(
        [f"Bearer{rest}"]
        for rest in ("", " ", " null", " []", " {}", " true", " 0", ' ""', " " + "a" * 4_000)
    ),
    ["null"],
    [""],
    ["Bearer {", "}"],
    ["Basic YWRtaW46YWRtaW4="],
    [f"Bearer {keys.make().text}"],
)


@pytest.mark.parametrize("name", sorted(SECURED))
def test_nothing_that_is_no_key_passes_for_one(world: World, name: str) -> None:
    row, (method, path) = table.TABLE[name], OPERATIONS[name]
    for placeholder in PLACEHOLDERS:
        path = path.replace(f"{{{placeholder}}}", "drafted-peel")
    path = path.replace("{number}", "1")
    for values in BAD:
        sent = [("Authorization", value) for value in values]
        answer = world.client.request(method, path, headers=[*sent, *row.headers.items()], json=row.body)
        assert answer.status_code == 401, values
        for place in ("", "x=1&"):
            key = (world.headers["admin"] or {})["Authorization"].removeprefix("Bearer ")
            given = f"{path}?{place}access_token={key}"
            answer = world.client.request(method, given, json=row.body)
            assert (answer.status_code, answer.json()["code"]) == (400, "key_in_url")


FORGED = {
    "state": "approved",
    "status": "published",
    "reviewer": "Rosa",
    "reviewed_by": "Rosa",
    "authors": [],
    "editor": "Rosa",
    "actor": "host",
    "origin": "command line",
    "published_at": "2020-01-01T00:00:00Z",
    "clinic_id": "halo",
    "role": "admin",
    "number": 99,
    "sha256": "0" * 64,
    "base_revision": 1,
    "approved": True,
}
"""What nobody may say of themselves or of their work."""
TAKE_ANY_DOCUMENT = {"replace_draft", "patch_draft", "validate_document", "preview_document", "import_drafts"}


@pytest.mark.parametrize(
    "name", sorted(name for name, row in table.TABLE.items() if isinstance(row.body, dict) and row.permits)
)
def test_nobody_gives_themselves_what_is_not_theirs_to_give(world: World, name: str) -> None:
    row, (method, path) = table.TABLE[name], OPERATIONS[name]
    what = next(iter(row.cells))
    for placeholder in PLACEHOLDERS:
        path = path.replace(f"{{{placeholder}}}", what)
    for member, value in FORGED.items():
        body = {**world._body(row, what), member: value}
        answer = world.send(method, path, "admin", body, row.headers)
        if name not in TAKE_ANY_DOCUMENT:
            assert answer.status_code == 422, (member, answer.text)
            assert "unknown_member" in answer.text
        elif answer.status_code < 300 and "state" in answer.json()["data"]:
            drafted = answer.json()["data"]
            assert (drafted["state"], drafted["authors"]) == ("draft", ["Ada", "Alma"]), member
            assert "reviewer" not in drafted
            world.restore()
        else:
            assert answer.status_code in (200, 422), (member, answer.text)


OPEN_PLACES = """
    / /sitemap.xml /robots.txt /sources /concepts /corrections /search?q=kestrel /compare?with={slug} /procedures/{slug}
    /fr/procedures/{slug} /procedures/{slug}/history /embed/{slug} /oembed?url=https://candour.example/procedures/{slug}
    /feeds/changes.atom /v1/changes /v1/procedures /v1/procedures?q={slug} /v1/search?q=kestrel /v1/suggest?q=kest
    /v1/side-effects /v1/corrections /v1/sources/example-page/coverage /v1/procedures/{slug}
    /v1/procedures/{slug}.jsonld /v1/procedures/{slug}.md /v1/procedures/{slug}.fhir.json
    /v1/procedures/{slug}.csv /v1/export.ndjson /v1/export.yaml /v1/export.fhir.json
    /v1/procedures/{slug}/revisions /v1/procedures/{slug}/diff?from=1&to=2 /v1/procedures/{slug}/card
"""
"""Where the public could come upon a draft."""


@pytest.mark.parametrize("who", ["none", "reader", "clinic_a"])
def test_a_draft_is_on_no_page_and_in_no_list_for_the_public(world: World, who: str) -> None:
    for slug in ("drafted-peel", "submitted-peel", "approved-peel"):
        for place in OPEN_PLACES.split():
            for accept in ("text/html", "application/json"):
                path = place.replace("{slug}", slug)
                answer = world.send("GET", path, who, None, {"Accept": accept})
                assert answer.status_code < 500, path
                assert CANARY not in answer.text, path
                assert slug in path or slug not in answer.text, path
                if f"/{slug}" in path and "url=" not in path:
                    assert answer.status_code in (404, 422), path  # 422: addresses that know other parameters


def test_an_author_reviews_nothing_they_wrote_with_whichever_key(world: World) -> None:
    own = [name for name in world.statements if name.startswith(_prefix(table.ORDER["submitted-peel"]))]
    for holder in ("Ada", "ADA", "aDa"):
        key = holders.made(world.database, role="reviewer", holder=holder)
        headers = {**holders.known(world.client, key.text), "If-Match": "*"}
        path = f"{PLACE}/submitted-peel/approve"
        answer = world.client.post(path, headers=headers, json={"statements": own})
        assert (answer.status_code, answer.json()["code"]) == (403, "own_work"), holder
    world.restore()
