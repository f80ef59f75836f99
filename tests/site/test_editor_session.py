"""Signing in to the editor: the session is never the key, ends with it, and is worth nothing to other sites."""

import re
import time

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.access import principals, sessions
from app.authoring import signing
from app.db import clock, engine, tables
from app.db.sessions import EditorSession
from app.site.editor import shells
from tests import clients, holders

SIGN_IN, SIGN_OUT = "/editor/sign-in", "/editor/sign-out"
COOKIE = "__Host-candour-session"
OURS = {"Sec-Fetch-Site": "same-origin", "Origin": clients.PUBLIC_URL}
PAGES = (
    "/editor",
    "/editor/procedures/mesotherapy",
    "/editor/procedures/mesotherapy/check",
    "/editor/procedures/mesotherapy/history",
)


@pytest.fixture
def key(own_client: TestClient, seeded_database_url: str) -> str:
    """Return the key of an author that the running application knows."""
    text = holders.key(seeded_database_url, role="author", holder="Ann Author")
    holders.known(own_client, text)
    return text


def sign_in(client: TestClient, key: str, **more: str) -> dict[str, str]:
    """Return the headers of a browser that has signed in."""
    answer = client.post(SIGN_IN, data={"key": key, **more}, headers=OURS, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    found = re.match(rf"{COOKIE}=([^;]+);", answer.headers["set-cookie"])
    assert found
    client.cookies.clear()
    return {"Cookie": f"{COOKIE}={found[1]}"}


def token(client: TestClient, browser: dict[str, str]) -> str:
    """Return what pages of the session send with each change."""
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', client.get("/editor", headers=browser).text)
    assert found
    return found[1]


def test_a_key_is_changed_for_a_session_that_no_script_and_no_other_site_can_use(
    own_client: TestClient, key: str
) -> None:
    answer = own_client.post(
        SIGN_IN, data={"key": key, "next": PAGES[1]}, headers=OURS, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, PAGES[1])
    said = answer.headers["set-cookie"]
    for part in ("HttpOnly", "Secure", "SameSite=strict", "Path=/", "Max-Age=43200"):
        assert part in said
    assert "Domain" not in said
    assert key not in said
    assert key[4:14] not in said


def test_the_pages_are_for_those_who_are_signed_in(own_client: TestClient, key: str) -> None:
    for path in PAGES:
        answer = own_client.get(path, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(f"{SIGN_IN}?next=%2Feditor")
    browser = sign_in(own_client, key)
    for path in (*PAGES, SIGN_IN):
        answer = own_client.get(path, headers=browser)
        assert answer.status_code == 200
        assert answer.headers["content-security-policy"] == shells.POLICY
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in answer.headers
        assert key not in answer.text


def test_the_policy_lets_nothing_run_but_our_files_and_nobody_frame_the_pages() -> None:
    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ):
        assert part in shells.POLICY
    assert "unsafe" not in shells.POLICY


@pytest.mark.parametrize(
    "given",
    ["", "cdr_", "[]", "{}", "true", "0", "x" * 200, "cdr_abcdefghij_" + "A" * 49, "ключ"],
)
def test_whatever_is_no_valid_key_lets_nobody_in(client: TestClient, given: str) -> None:
    answer = client.post(SIGN_IN, data={"key": given}, headers=OURS)
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert "not a key that is valid now" in answer.text
    assert len(given) < 5 or given not in answer.text


def test_a_key_for_other_things_lets_nobody_in(own_client: TestClient, seeded_database_url: str) -> None:
    text = holders.key(seeded_database_url, role="reader")
    holders.known(own_client, text)
    answer = own_client.post(SIGN_IN, data={"key": text}, headers=OURS)
    assert answer.status_code == 401
    assert "for other things" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://candour.example.evil.example"},
    ],
)
def test_no_other_site_signs_anybody_in_or_out(
    own_client: TestClient, key: str, headers: dict[str, str]
) -> None:
    answer = own_client.post(SIGN_IN, data={"key": key}, headers=headers, follow_redirects=False)
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")
    browser = sign_in(own_client, key)
    proof = token(own_client, browser)
    answer = own_client.post(SIGN_OUT, data={"csrf": proof}, headers={**browser, **headers})
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")
    assert own_client.get("/editor", headers=browser, follow_redirects=False).status_code == 200


@pytest.mark.parametrize("sent", ["", "0" * 64, "ü"])
def test_signing_out_needs_what_only_a_page_of_the_session_knows(
    own_client: TestClient, key: str, sent: str
) -> None:
    browser = sign_in(own_client, key)
    answer = own_client.post(SIGN_OUT, data={"csrf": sent}, headers={**browser, **OURS})
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")
    other = sign_in(own_client, key)
    answer = own_client.post(SIGN_OUT, data={"csrf": token(own_client, other)}, headers={**browser, **OURS})
    assert answer.status_code == 403


def test_after_signing_out_the_session_is_worth_nothing(
    own_client: TestClient, key: str, seeded_database_url: str
) -> None:
    browser, other = sign_in(own_client, key), sign_in(own_client, key)
    answer = own_client.post(
        SIGN_OUT,
        data={"csrf": token(own_client, browser)},
        headers={**browser, **OURS},
        follow_redirects=False,
    )
    assert answer.status_code == 303
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert own_client.get("/editor", headers=browser, follow_redirects=False).status_code == 303
    assert own_client.get("/editor", headers=other, follow_redirects=False).status_code == 200
    database = engine.Database(seeded_database_url, pool_size=1)
    with database.read() as session:
        rows = session.execute(select(tables.Audit.action, tables.Audit.editor, tables.Audit.actor)).all()
        kept = session.scalars(select(EditorSession.sha256)).all()
    database.dispose()
    signed = [tuple(row) for row in rows if row.action.startswith("sign_")]
    assert signed == [
        (action, "Ann Author", f"key:{key[4:14]}") for action in ("sign_in", "sign_in", "sign_out")
    ]
    assert kept == [sessions.digest(other["Cookie"].partition("=")[2])]


def test_a_session_ends_with_its_key_within_a_second(
    own_client: TestClient, key: str, seeded_database_url: str
) -> None:
    browser = sign_in(own_client, key)
    holders.revoke(seeded_database_url, key)
    revoked = time.monotonic()
    while own_client.get("/editor", headers=browser, follow_redirects=False).status_code == 200:
        assert time.monotonic() < revoked + 1
        time.sleep(0.02)


def test_a_session_lasts_twelve_hours(database: engine.Database) -> None:
    made = holders.made(database, role="author")
    signed = principals.Principal(key_id=made.id, holder="Ada Ling", role="author")
    from_then = _signed_in(database, signed)
    with database.read() as session:
        begun = session.scalars(select(EditorSession.created_at)).one()
        last = begun + sessions.LASTS
        assert sessions.find(session, from_then, now=last - (last - begun) / 1000) is not None
        assert sessions.find(session, from_then, now=last) is None


def _signed_in(database: engine.Database, who: principals.Principal) -> str:
    with database.write() as session:
        return signing.sign_in(session, who, now=clock.now())


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/editor/../..//evil.example",
        "/editor@evil.example",
        "/editor/procedures/x\r\nSet-Cookie: a=b",
        "/",
        "",
    ],
)
def test_signing_in_leads_nowhere_else(own_client: TestClient, key: str, wanted: str) -> None:
    answer = own_client.post(SIGN_IN, data={"key": key, "next": wanted}, headers=OURS, follow_redirects=False)
    assert answer.headers["location"] == "/editor"
    assert own_client.get(SIGN_IN, params={"next": wanted[:200]}).status_code in (200, 422)


@pytest.mark.parametrize("cookie", ["", "x", "x" * 43, "x" * 5000, "../.."])
def test_a_made_up_session_is_none(client: TestClient, cookie: str) -> None:
    answer = client.get("/editor", headers={"Cookie": f"{COOKIE}={cookie}"}, follow_redirects=False)
    assert answer.status_code == 303


def test_pages_for_readers_do_not_look_at_sessions(own_client: TestClient, key: str) -> None:
    browser = sign_in(own_client, key)
    for path in ("/", "/procedures/mesotherapy", "/v1/procedures/mesotherapy"):
        plain, signed = own_client.get(path), own_client.get(path, headers=browser)
        assert (plain.content, plain.headers["cache-control"]) == (
            signed.content,
            signed.headers["cache-control"],
        )


def test_crawlers_are_kept_out(client: TestClient) -> None:
    assert "Disallow: /editor" in client.get("/robots.txt").text
    assert "/editor" not in client.get("/sitemap.xml").text.replace("/guide/editor", "")  # a chapter about it


API = "/v1/authoring/procedures/mesotherapy"


def test_the_api_takes_the_session_only_from_a_page_of_it(own_client: TestClient, key: str) -> None:
    browser = sign_in(own_client, key)
    proof = {"X-CSRF-Token": token(own_client, browser)}
    body = {"slug": "mesotherapy"}
    made = own_client.post("/v1/authoring/procedures", json=body, headers={**browser, **OURS, **proof})
    assert made.status_code == 201
    for headers in (
        {},
        OURS,
        {**OURS, "X-CSRF-Token": ""},
        {**OURS, "X-CSRF-Token": "0" * 64},
        {**proof, "Sec-Fetch-Site": "cross-site"},
        {**proof, "Sec-Fetch-Site": "same-site"},
        {**proof, "Origin": "https://evil.example"},
        {**proof, "Origin": "null"},
    ):
        sent = {**browser, **headers, "If-Match": "*"}
        for method in ("GET", "PUT", "PATCH", "DELETE"):
            answer = own_client.request(method, API, headers=sent)
            assert (answer.status_code, answer.json()["code"]) == (403, "cross_site"), (method, headers)
    read = own_client.get(API, headers={**browser, **OURS, **proof})
    assert (read.status_code, read.json()["data"]["number"]) == (200, 1)
    assert "access-control-allow-origin" not in read.headers
    unsaid = own_client.put(API, json={}, headers={**browser, **proof, "If-Match": "*"})
    assert unsaid.status_code == 403  # a browser that says nothing of where it comes from


def test_the_role_of_the_key_holds_in_its_session(own_client: TestClient, key: str) -> None:
    browser = sign_in(own_client, key)
    proof = {**browser, **OURS, "X-CSRF-Token": token(own_client, browser)}
    answer = own_client.post(f"{API}/withdraw", json={"reason": "Because."}, headers=proof)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
