"""What clinics say of themselves: public to read, theirs to write, never lost, never misleading."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select, text
from starlette.testclient import TestClient

from app.authoring import edits, renaming
from app.db import clinics, clock, engine, tables
from tests import clients, counting, holders, overlays

PATH = f"/v1/clinics/{overlays.SLUG}"
PATCH = {"Content-Type": "application/merge-patch+json"}


@pytest.fixture
def client(filled: engine.Database, opening: clients.Opened) -> TestClient:
    """Return a client of a service with one small procedure."""
    return opening.of(filled.url)


@pytest.fixture
def key(filled: engine.Database, client: TestClient) -> dict[str, str]:
    """Return the headers that send the clinic's key."""
    return holders.known(client, holders.key(filled.url, role="clinic", holder="Glow", clinic=overlays.SLUG))


@pytest.fixture
def made(client: TestClient, key: dict[str, str]) -> dict[str, str]:
    """Return the headers that change the clinic, once it is there."""
    answer = client.put(PATH, json=overlays.said(), headers={**key, "If-None-Match": "*"})
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"{clients.PUBLIC_URL}{PATH}"
    return {**key, "If-Match": answer.headers["etag"]}


def audited(database: engine.Database) -> list[tuple[Any, ...]]:
    """Return what the audit log has of clinics."""
    audit = tables.Audit
    query = select(audit.editor, audit.actor, audit.origin, audit.before_sha256, audit.after_sha256)
    with database.read() as session:
        found = session.execute(query.where(audit.action == "clinic").order_by(audit.number))
        return [tuple(row) for row in found]


def versions(database: engine.Database) -> list[int]:
    """Return the numbers of the versions that are kept."""
    with database.read() as session:
        return list(session.scalars(select(clinics.ClinicRevision.number).order_by("number")))


def test_a_clinic_is_made_read_changed_and_removed_with_an_entry_each(
    client: TestClient, made: dict[str, str], filled: engine.Database
) -> None:
    first = made["If-Match"].strip('"')
    patched = client.patch(PATH, json={"theme": {"scheme": "dark"}}, headers={**made, **PATCH})
    second = patched.headers["etag"].strip('"')
    assert (patched.status_code, patched.json()["data"]["revision"]["number"]) == (200, 2)
    gone = client.delete(PATH, headers={**made, "If-Match": f'"{second}"'})
    assert (gone.status_code, gone.content, client.get(PATH).json()["code"]) == (204, b"", "clinic_not_found")
    said = [(row[0], row[1].partition(":")[0], *row[3:]) for row in audited(filled)]
    assert said == [
        ("Glow", "key", None, first),
        ("Glow", "key", first, second),
        ("Glow", "key", second, None),
    ]
    assert versions(filled) == [1, 2]


def test_versions_are_counted_on_after_a_clinic_was_removed(
    client: TestClient, made: dict[str, str], key: dict[str, str], filled: engine.Database
) -> None:
    client.delete(PATH, headers=made)
    client.put(PATH, json=overlays.said(), headers={**key, "If-None-Match": "*"})
    assert versions(filled) == [1, 2]
    with filled.write() as session, pytest.raises(Exception, match="may not be changed this way"):
        session.execute(text("UPDATE clinic_revisions SET editor = 'Nobody'"))


def test_everybody_reads_it_and_caches_may_keep_it(client: TestClient, made: dict[str, str]) -> None:
    with counting.counted() as asked:
        answer = client.get(PATH)
    assert len(asked) <= 2, asked
    assert answer.headers["cache-control"].startswith("public")
    assert answer.headers["etag"].startswith('W/"')
    assert client.get(PATH, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    held = answer.json()["data"]
    assert {name: held[name] for name in overlays.said()} == overlays.said()
    assert held["words"].startswith("The clinic says this of itself. It is not checked")
    assert client.get(f"{PATH}?x=1").status_code == 422
    assert "Glow" not in answer.text.replace("Glow Clinic", "")


def test_the_tag_for_changes_comes_with_the_key(client: TestClient, made: dict[str, str]) -> None:
    answer = client.get(PATH, headers={"Authorization": made["Authorization"]})
    assert (answer.headers["etag"], answer.headers["cache-control"]) == (made["If-Match"], "no-store")
    assert answer.json()["data"]["revision"]["sha256"] == made["If-Match"].strip('"')


def test_a_change_names_the_state_that_it_is_made_to(
    client: TestClient, made: dict[str, str], key: dict[str, str], filled: engine.Database
) -> None:
    for send in (client.put, client.patch):
        kind = PATCH if send == client.patch else {}
        assert send(PATH, json=overlays.said(), headers={**key, **kind}).status_code == 428
        late = send(PATH, json=overlays.said(), headers={**key, **kind, "If-Match": '"0"'})
        assert (late.status_code, late.headers["etag"]) == (412, made["If-Match"])
        assert late.json()["current"]["name"] == "Glow Clinic"
    assert client.delete(PATH, headers=key).status_code == 428
    there = client.put(PATH, json=overlays.said(), headers={**key, "If-None-Match": "*"})
    assert (there.status_code, there.json()["current"]["revision"]["number"]) == (412, 1)
    assert client.put(PATH, json=overlays.said(), headers=made).json()["data"]["revision"]["number"] == 1
    assert len(audited(filled)) == 1, "the same again leaves no entry"


def test_one_of_many_simultaneous_makers_makes_it(client: TestClient, key: dict[str, str]) -> None:
    def make(_: int) -> int:
        answer = client.put(PATH, json=overlays.said(), headers={**key, "If-None-Match": "*"})
        return answer.status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(make, range(8))) == [201, *[412] * 7]


@pytest.mark.parametrize(
    ("role", "clinic", "status"),
    [
        ("clinic", "other", 403),
        ("reader", None, 403),
        ("author", None, 403),
        ("publisher", None, 403),
        ("admin", None, 200),
    ],
)
def test_only_its_own_key_and_the_administrator_s_write_it(
    client: TestClient,
    made: dict[str, str],
    filled: engine.Database,
    role: Any,
    clinic: str | None,
    status: int,
) -> None:
    theirs = holders.known(client, holders.key(filled.url, role=role, holder="Else", clinic=clinic))
    answer = client.patch(
        PATH, json={"name": "Other"}, headers={**theirs, **PATCH, "If-Match": made["If-Match"]}
    )
    assert answer.status_code == status
    assert client.patch(PATH, json={}, headers={**PATCH, "If-Match": "*"}).status_code == 401
    if status == 403:
        assert client.get(PATH, headers=theirs).headers["etag"].startswith("W/")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"name": "Candour approved"}, "/name"),
        ({"theme": {"text": "#fefefe", "background": "#ffffff"}}, "/theme/text"),
        ({"theme": {"accent": "#ffff00", "scheme": "light"}}, "/theme/accent"),
        ({"offers": [{"procedure": "example-peel", "aftercare": "It is painless."}]}, "/offers/0/aftercare"),
        ({"offers": [{"procedure": "example-peel", "aftercare": "a " * 250 + "b"}]}, "/offers/0/aftercare"),
        ({"offers": [{"procedure": "example-peel", "practitioner": "<i>Dr</i>"}]}, "/offers/0/practitioner"),
    ],
)
def test_what_would_mislead_is_refused_with_the_reason_and_nothing_is_stored(
    client: TestClient, made: dict[str, str], filled: engine.Database, changes: dict[str, Any], pointer: str
) -> None:
    answer = client.patch(PATH, json=changes, headers={**made, **PATCH})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "would_mislead")
    assert pointer in [fault["pointer"] for fault in problem["errors"]]
    assert all(fault["message"] for fault in problem["errors"])
    assert (versions(filled), len(audited(filled))) == ([1], 1)


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"offers": [{"procedure": "nowhere"}]}, "unknown_procedure", "/offers/0/procedure"),
        (
            {"offers": [{"procedure": "example-peel", "price": {"currency": "ZZZ", "min": "1"}}]},
            "unknown_currency",
            "/offers/0/price/currency",
        ),
        (
            {"offers": [{"procedure": "example-peel", "price": {"currency": "JPY", "min": "1.50"}}]},
            "too_precise",
            "/offers/0/price/min",
        ),
        ({"origins": ["https://*.glow.example"]}, "value_error", "/origins/0"),
        ({"name": None}, "missing", "/name"),
        ({"slug": "other"}, "unknown_member", ""),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_place(
    client: TestClient, made: dict[str, str], changes: dict[str, Any], code: str, pointer: str
) -> None:
    answer = client.patch(PATH, json=changes, headers={**made, **PATCH})
    assert answer.status_code == 422, answer.text
    assert {(fault["code"], fault["pointer"]) for fault in answer.json()["errors"]} == {(code, pointer)}


def test_pages_of_its_own_sites_may_act_with_the_key_and_no_others(
    client: TestClient, made: dict[str, str]
) -> None:
    asked = {
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization,if-match",
    }
    may = client.options(PATH, headers={**asked, "Origin": overlays.ORIGIN})
    assert (may.status_code, may.headers["access-control-allow-origin"]) == (204, overlays.ORIGIN)
    assert "access-control-allow-credentials" not in may.headers
    for origin in ("https://evil.example", "null", "https://glow.example.evil.example"):
        refused = client.options(PATH, headers={**asked, "Origin": origin})
        assert refused.status_code == 400
        assert "access-control-allow-methods" not in refused.headers
    reading = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    assert client.options(PATH, headers={**reading, "Origin": "https://evil.example"}).status_code == 204
    answer = client.patch(PATH, json={"language": "de"}, headers={**made, **PATCH, "Origin": overlays.ORIGIN})
    assert answer.headers["access-control-allow-origin"] == overlays.ORIGIN
    with_key = {"Authorization": made["Authorization"], "Origin": "https://evil.example"}
    assert client.get(PATH, headers=with_key).headers["cross-origin-resource-policy"] == "same-origin"


def test_what_a_clinic_says_is_only_where_it_is_asked_for(client: TestClient, made: dict[str, str]) -> None:
    for path in (
        "/v1/procedures/example-peel",
        "/v1/search?q=glow",
        "/embed/example-peel",
        "/v1/corrections",
    ):
        assert "Glow Clinic" not in client.get(path).text


def test_a_clinic_that_was_altered_behind_our_back_is_not_shown(
    client: TestClient, made: dict[str, str], filled: engine.Database
) -> None:
    with filled.write() as session:
        session.execute(clinics.Clinic.__table__.update().values(json=b"{}"))  # type: ignore[attr-defined]  # a table
    assert client.get(PATH).json()["code"] == "damaged"
    card = client.get(f"/embed/example-peel?clinic={overlays.SLUG}")
    assert (card.status_code, "Side effects" in card.text, "Glow Clinic" in card.text) == (200, True, False)


def test_entries_are_numbered_without_gaps_whatever_is_refused(
    client: TestClient, made: dict[str, str], filled: engine.Database
) -> None:
    for name in ("Painless", "Glow", "Guaranteed", "Shine"):
        tag = client.get(PATH, headers={"Authorization": made["Authorization"]}).headers["etag"]
        client.patch(PATH, json={"name": name}, headers={**made, **PATCH, "If-Match": tag})
    with filled.read() as session:
        count, newest = session.execute(select(func.count(), func.max(tables.Audit.number))).one()
    assert count == newest
    assert versions(filled) == [1, 2, 3]


def test_a_clinic_is_told_what_became_of_the_procedure_that_it_offers(
    client: TestClient, made: dict[str, str], filled: engine.Database
) -> None:
    with filled.write() as session:
        edit = edits.Edit(session, editor="Paul", note="", now=clock.now())
        renaming.rename(edit, "example-peel", to="glow-peel", reason="That is what it is called.")
        edit.finish()
    answer = client.patch(PATH, json={"language": "de"}, headers={**made, **PATCH})
    assert (answer.status_code, answer.json()["errors"][0]["message"]) == (422, "is called glow-peel now")
