"""Which of two databases answers: a copy stands for a standby that lags, and shows what was read from it."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, event, make_url
from starlette.testclient import TestClient

from app import main, settings
from app.api import exports
from app.authoring import edits, sending, withdrawing
from app.db import clock, engine
from app.renderings import exports as forms
from tests import clients, counting, databases, holders
from tests.contract import authorisation, test_authorisation

SLUG = "laser-skin-tightening"
Two = tuple[TestClient, str, dict[str, str]]


@pytest.fixture(scope="module")
def two(postgres_server: str) -> Iterator[Two]:
    """Return a client of an application that reads a copy, the database it writes, and what proves who asks."""
    assert postgres_server
    url = databases.postgresql(template="seeded")
    key = holders.key(url)
    copy = databases.create_postgresql(template=make_url(url).database)
    configured = settings.Settings(
        database_url=SecretStr(url), read_database_url=SecretStr(copy), public_url=clients.PUBLIC_URL
    )
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as client:
        yield client, url, {**holders.known(client, key), "key": key}
    for one in (copy, url):
        databases.drop_postgresql(one)


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Collect the names of the databases that requests ask."""
    found: list[str] = []

    def note(connection: object, *_: object) -> None:
        if not counting.in_background():
            found.append(str(connection.engine.url.database))  # type: ignore[attr-defined]  # a Connection

    event.listen(Engine, "before_cursor_execute", note)
    yield found
    event.remove(Engine, "before_cursor_execute", note)


EXPORTS = {exports.name(form) for form in forms.FORMS}
READING = [name for name, (method, _) in test_authorisation.OPERATIONS.items() if method == "GET"]
"""Exports are among them, but made in a thread, which takes a while."""


def test_what_is_public_is_read_from_the_standby_and_what_is_written_from_the_primary(
    two: Two, asked: list[str]
) -> None:
    """Each operation that reads is asked; with a key that may do everything where it needs one."""
    client, url, headers = two
    public: set[str] = set()
    own: set[str] = set()
    for name in set(READING) - EXPORTS:
        row, (_, path) = authorisation.TABLE[name], test_authorisation.OPERATIONS[name]
        for placeholder in test_authorisation.PLACEHOLDERS:
            path = path.replace(f"{{{placeholder}}}", SLUG)
        path = path.replace("{number}", "1") + f"?{row.query.replace('{slug}', SLUG)}"
        asked.clear()
        needs = name in test_authorisation.SECURED
        answer = client.get(path, headers=headers if needs else {})
        assert answer.status_code < 500, answer.text
        written = make_url(url).database
        assert all((one == written) is needs for one in asked), name
        if asked:
            (own if needs else public).add(name)
    assert {"read_draft", "list_drafts", "list_webhooks", "preview_draft", "read_text_at_hand"} <= own
    assert {"read_procedure", "search", "list_changes", "read_clinic", "read_source"} <= public


def test_a_standby_that_lags_answers_with_the_revision_that_it_has(two: Two) -> None:
    client, url, _ = two
    before = client.get(f"/v1/procedures/{SLUG}")
    written = engine.Database(url, pool_size=1)
    with written.write() as session:
        edit = edits.Edit(session, editor="Ada", note="", now=clock.now())
        withdrawing.withdraw(edit, SLUG, reason="It was wrong.")
        edit.finish()
    written.dispose()
    after = client.get(f"/v1/procedures/{SLUG}")
    assert (after.status_code, after.content) == (200, before.content)
    assert after.headers["Catalogue-Revision"] == before.headers["Catalogue-Revision"]


def test_editors_and_clinics_read_what_they_wrote_however_far_the_standby_is_behind(two: Two) -> None:
    client, _, headers = two
    made = client.post(
        "/v1/authoring/procedures", headers=headers, json={"slug": "quiet-peel", "name": "Peel"}
    )
    assert made.status_code == 201, made.text
    read = client.get("/v1/authoring/procedures/quiet-peel", headers=headers)
    assert (read.status_code, read.headers["ETag"]) == (200, made.headers["ETag"])

    origin = {"Origin": clients.PUBLIC_URL, "Content-Type": "application/x-www-form-urlencoded"}
    form = f"key={headers['key']}"
    signed = client.post("/editor/sign-in", headers=origin, content=form, follow_redirects=False)
    token = signed.headers["Set-Cookie"].partition(";")[0]
    assert client.get("/editor", headers={"Cookie": token}, follow_redirects=False).status_code == 200

    said = {"name": "Glow", "site": "https://glow.example"}
    put = client.put("/v1/clinics/glow", headers={**headers, "If-None-Match": "*"}, json=said)
    assert put.status_code == 201, put.text
    assert client.get("/v1/clinics/glow", headers=headers).headers["ETag"] == put.headers["ETag"]
    assert client.get("/v1/clinics/glow").status_code == 404


def test_webhooks_are_sent_by_what_is_written(two: Two) -> None:
    client, url, headers = two
    made = client.post("/v1/webhooks", headers=headers, json={"url": "https://8.8.8.8/hook"})
    assert made.status_code == 201, made.text
    database = engine.Database(url, read_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    sender = sending.Sender(database, url=str, agent="Test")
    assert sender.round() == 0  # nothing changed since, and no standby was asked
    database.dispose()
