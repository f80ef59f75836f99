"""Pages, cursors and links."""

import base64
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.content import problems
from app.http import paging
from tests.http import example

LISTING = paging.Listing(path="/v1/rows", parameters=(("alias", "x"),))
PARTS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
)


@pytest.fixture(scope="module")
def client() -> TestClient:
    return example.client()


def _path(url: str) -> str:
    assert url.startswith("https://candour.example/api/")
    return url.removeprefix("https://candour.example/api")


@pytest.mark.parametrize("limit", [1, 7, 20, 44, 45, 46, 100])
def test_following_the_links_reads_every_row_once(client: TestClient, limit: int) -> None:
    path: str | None = f"/v1/rows?limit={limit}&alias=caf%C3%A9+%26+co&concern=b&concern=a"
    found: list[str] = []
    while path:
        answer = client.get(path)
        body = answer.json()
        found += body["data"]
        assert body["page"]["count"] == len(body["data"])
        assert body["page"]["total"] == len(example.ROWS)
        following = body["page"].get("next")
        assert body["page"]["complete"] == (following is None)
        assert answer.headers.get("link") == (f'<{following}>; rel="next"' if following else None)
        path = _path(following) if following else None
    assert found == example.ROWS


def test_a_link_keeps_every_parameter(client: TestClient) -> None:
    asked: list[tuple[str, str | int | float | bool | None]] = [
        ("alias", "café & co=1"),
        ("concern", "b"),
        ("concern", "a"),
        ("limit", "3"),
    ]
    following = client.get("/v1/rows", params=asked).json()["page"]["next"]
    query = parse_qsl(urlsplit(following).query)
    assert query[:-1] == asked
    assert query[-1][0] == "cursor"


def test_a_cursor_is_good_for_its_own_list_only(client: TestClient) -> None:
    cursor = client.get("/v1/rows?limit=3&alias=x").json()["page"]["cursor"]
    assert client.get(f"/v1/rows?limit=9&alias=x&cursor={cursor}").json()["data"][0] == "row-03"
    for other in ("alias=y", "", "alias=x&sort=-name", "alias=x&concern=a"):
        answer = client.get(f"/v1/rows?{other}&cursor={cursor}")
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "a",
        "null",
        "0",
        "AAAAAAAAAAAAAAAAAAAAAAAA",
        "a" * 701,
        "....",
        "%00",
        "%ff%fe",
        "é",
        "eyJ2IjoxfQ==",
        "1' OR '1'='1",
    ],
)
def test_garbage_is_a_bad_cursor(client: TestClient, cursor: str) -> None:
    answer = client.get(f"/v1/rows?cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


@given(st.lists(PARTS, min_size=1, max_size=4))
def test_a_cursor_gives_its_key_back(key: list[bool | int | str | None]) -> None:
    cursor = paging.encode(LISTING, key=tuple(key))
    assert cursor.isascii()
    assert len(cursor) <= paging.MAX_LENGTH
    assert paging.decode(cursor, listing=LISTING) == tuple(key)


def test_every_single_change_of_a_cursor_is_found() -> None:
    cursor = paging.encode(LISTING, key=("row-03", 7))
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    changed = [cursor[:place] + new + cursor[place + 1 :] for place in range(len(cursor)) for new in alphabet]
    changed += [cursor[:length] for length in range(len(cursor))] + [cursor + "A", cursor + "=", "A" + cursor]
    for other in set(changed) - {cursor}:
        with pytest.raises(problems.BadCursor):
            paging.decode(other, listing=LISTING)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_bad_cursor(raw: bytes) -> None:
    with pytest.raises(problems.BadCursor):
        paging.decode(base64.urlsafe_b64encode(raw).rstrip(b"=").decode(), listing=LISTING)


@pytest.mark.parametrize(
    "payload",
    [
        b"[]",
        b"1",
        b"null",
        b"[1,2]",
        b'[2,"OWN",[1]]',
        b'[1,"OWN",{}]',
        b'[1,"OWN",[[1]]]',
        b'[1,"OWN",[NaN]]',
        b'[1,"OWN",[1.5]]',
        b'[1,"OWN",[9223372036854775808]]',
        b'[1,"OWN",["\\u0000"]]',
        b'[1,"OWN",["\\ud800"]]',
        b"[" * 400,
        b"\xff\xff",
    ],
)
def test_a_forged_cursor_with_a_right_check_is_still_a_bad_cursor(payload: bytes) -> None:
    payload = payload.replace(b"OWN", LISTING.fingerprint().encode())
    forged = base64.urlsafe_b64encode(paging._check(payload) + payload).rstrip(b"=").decode()
    with pytest.raises(problems.BadCursor):
        paging.decode(forged, listing=LISTING)


def test_a_key_that_does_not_fit_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        paging.encode(LISTING, key=("x" * 600,))
