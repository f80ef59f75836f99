"""What was answered before is given again while the catalogue is the same, to whom it may be given, and never else."""

import asyncio
import gzip
import re
import socket
import time
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import brotli
import httpx2
import pytest
import time_machine
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.authoring import drafts, withdrawing
from app.catalogue import history, procedures
from app.content import problems, words
from app.db import clock, engine, freshness
from app.http import cache
from tests import assistants, clients, databases, writers
from tests.db.test_freshness import raise_revision
from tests.hostile import wire

SLUG = "laser-skin-tightening"
WHOLE = f"/v1/procedures/{SLUG}"
PAGE = f"/procedures/{SLUG}"
KEPT = (
    WHOLE,
    PAGE,
    "/",
    "/v1/procedures?limit=2",
    "/v1/search?q=bruising",
    "/v1/side-effects?concept=bruising",
    f"{WHOLE}.md",
    f"{WHOLE}.csv",
    f"{WHOLE}.fhir.json",
    f"{WHOLE}.jsonld",
    f"/embed/{SLUG}",
    f"/embed/cards.json?card={SLUG}",
    "/v1/concepts",
    "/v1/changes",
    "/feeds/changes.atom",
)
PARTICULAR = {"x-request-id", "cache-status", "ratelimit", "ratelimit-policy"}
HIT, STORED = "candour; hit", "candour; fwd=miss; stored"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return databases.sqlite(tmp_path, template="seeded")


@pytest.fixture
def keeping(url: str) -> Iterator[TestClient]:
    """Return a client of an application that keeps answers."""
    chosen = settings.Settings(
        database_url=SecretStr(url), public_url=clients.PUBLIC_URL, cache_bytes=16_777_216
    )
    with TestClient(main.create_app(chosen), raise_server_exceptions=False) as held:
        held.headers["accept-encoding"] = "identity"
        yield held


def _cache(client: TestClient) -> cache.Cached:
    assert isinstance(client.app, cache.Cached)
    return client.app


def _status(answer: httpx2.Response) -> str:
    return str(answer.headers["cache-status"])


def _shared(answer: httpx2.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in PARTICULAR}


def _watcher(client: TestClient) -> freshness.Watcher:
    return assistants.here(client).watcher


def _silence(client: TestClient, *, seconds: float) -> None:
    """Let nobody confirm the catalogue any more, and let the last time be so long ago."""
    watcher = _watcher(client)
    watcher._stopping.set()
    assert watcher._thread is not None
    watcher._thread.join()
    watcher._confirmed_at = time.monotonic() - seconds


def _await_revision(client: TestClient, revision: int) -> None:
    deadline = time.monotonic() + 10
    while _watcher(client).revision != revision:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_what_is_given_again_is_what_was_given(keeping: TestClient) -> None:
    for path in KEPT:
        first, second = keeping.get(path), keeping.get(path)
        assert (_status(first), _status(second)) == (STORED, HIT), path
        assert (second.status_code, second.content) == (200, first.content), path
        assert _shared(second) == _shared(first), path
        assert first.headers["x-request-id"] != second.headers["x-request-id"], path


def test_each_coding_is_kept_and_holds_the_same(keeping: TestClient) -> None:
    plain = keeping.get(WHOLE).content
    for accepted, read in (("gzip", gzip.decompress), ("br", brotli.decompress), ("zstd, br, gzip", None)):
        for status in (STORED, HIT):
            with keeping.stream("GET", WHOLE, headers={"accept-encoding": accepted}) as answer:
                raw = b"".join(answer.iter_raw())
            assert (_status(answer), answer.headers["vary"]) == (status, "Accept, Accept-Encoding")
            assert answer.headers["content-encoding"] == accepted[:4].rstrip(",")
            assert int(answer.headers["content-length"]) == len(raw) < len(plain)
            assert read is None or read(raw) == plain
    refused = keeping.get(WHOLE, headers={"accept-encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers


def test_who_has_it_already_is_told_so_with_and_without_the_cache(keeping: TestClient) -> None:
    tag = keeping.get(WHOLE).headers["etag"]
    keeping.get(PAGE)
    for named in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        answer = keeping.get(WHOLE, headers={"if-none-match": named})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag), named
        assert "content-length" not in answer.headers
    assert keeping.get(WHOLE, headers={"if-none-match": '"other"'}).status_code == 200
    cold = keeping.get(f"{WHOLE}.md").headers["etag"]
    raise_revision(assistants.here(keeping).database)
    _await_revision(keeping, 2)
    again = keeping.get(f"{WHOLE}.md", headers={"if-none-match": cold})
    assert (again.status_code, again.headers["catalogue-revision"]) == (304, "2")
    assert _status(keeping.get(f"{WHOLE}.md")) == HIT  # a condition is no reason not to keep the whole


def test_a_head_is_that_of_the_answer(keeping: TestClient) -> None:
    cold = keeping.head(WHOLE)
    whole = keeping.get(WHOLE)
    warm = keeping.head(WHOLE)
    assert (_status(cold), _status(warm)) == ("candour; fwd=miss", HIT)
    assert _shared(cold) == _shared(warm) == _shared(whole)
    assert warm.content == b""


def test_a_change_of_anything_ends_all_that_was_kept(keeping: TestClient) -> None:
    keeping.get(WHOLE)
    raise_revision(assistants.here(keeping).database)
    _await_revision(keeping, 2)
    answer = keeping.get(WHOLE)
    assert (_status(answer), answer.headers["catalogue-revision"]) == (STORED, "2")


def test_a_withdrawn_procedure_is_gone_from_the_cache_too(keeping: TestClient) -> None:
    for path in (WHOLE, PAGE, f"/embed/{SLUG}"):
        keeping.get(path)
        assert keeping.get(path).status_code == 200
    database = assistants.here(keeping).database
    before = _watcher(keeping).revision
    with database.write() as session:
        edit = drafts.signed(session, writers.PUBLISHER, now=clock.now())
        withdrawing.withdraw(edit, SLUG, reason="A risk was missing.")
        edit.finish()
    assert before is not None
    _await_revision(keeping, before + 1)
    for path in (WHOLE, PAGE, f"/embed/{SLUG}"):
        answer = keeping.get(path)
        assert answer.status_code == 410, path
        assert keeping.get(path).headers["cache-status"] == "candour; fwd=miss"


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Basic eDp5"},
        {"cookie": "a=b"},
        {"range": "bytes=0-1"},
        {"accept-encoding": "gzip;q=zero"},
        {"if-modified-since": "Sun, 22 Nov 2026 00:00:00 GMT"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_whoever_is_particular_is_answered_by_the_application(
    keeping: TestClient, headers: dict[str, str]
) -> None:
    keeping.get(WHOLE)
    kept = _cache(keeping).counts.entries
    answer = keeping.get(WHOLE, headers=headers)
    assert (answer.status_code, _status(answer)) == (200, "candour; fwd=bypass")
    assert _cache(keeping).counts.entries == kept


@pytest.mark.parametrize(
    "path",
    [
        "/health/ready",
        "/v1/authoring/procedures",
        "/v1/procedures/nothing",
        "/v1/procedures?unknown=1",
        "/v1/procedures?limit=0",
        "/v1/webhooks",
        "/editor",
        "/v1/export.ndjson",
    ],
)
def test_what_is_private_of_the_moment_or_no_success_is_never_kept(keeping: TestClient, path: str) -> None:
    for _ in range(2):
        assert "stored" not in keeping.get(path).headers["cache-status"]
    assert _cache(keeping).counts.entries == 0


def test_a_question_in_a_body_is_never_kept(keeping: TestClient) -> None:
    for _ in range(2):
        answer = keeping.post("/v1/screen", json={"conditions": ["pregnancy"]})
        assert _status(answer) == "candour; fwd=bypass"
    assert _cache(keeping).counts.entries == 0


def test_the_order_of_parameters_makes_no_difference_but_that_of_one_name_does(keeping: TestClient) -> None:
    keeping.get("/v1/procedures?limit=2&sort=name")
    assert _status(keeping.get("/v1/procedures?sort=name&limit=2")) == HIT
    cards = f"/embed/cards.json?card={SLUG}&card=mesotherapy"
    turned = f"/embed/cards.json?card=mesotherapy&card={SLUG}"
    assert keeping.get(cards).content != keeping.get(turned).content
    assert _status(keeping.get(turned)) == HIT


def test_what_others_append_to_an_address_makes_no_difference(keeping: TestClient) -> None:
    keeping.get(PAGE)
    for n in range(20):
        assert _status(keeping.get(f"{PAGE}?utm_source=letter{n}&fbclid={n}")) == HIT


def test_each_gets_the_form_that_they_like(keeping: TestClient) -> None:
    liked = {
        "*/*": "application/json",
        "text/markdown": "text/markdown; charset=utf-8",
        "text/csv;q=0.9, application/ld+json": "application/ld+json",
        "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8": "application/json",
    }
    for _ in range(2):
        for accept, kind in liked.items():
            assert keeping.get(WHOLE, headers={"accept": accept}).headers["content-type"] == kind
    browser = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    assert keeping.get(PAGE, headers=browser).headers["content-type"] == "text/html; charset=utf-8"
    elsewhere = keeping.get(PAGE, headers={"accept": "application/json"}, follow_redirects=False)
    assert elsewhere.status_code == 303
    assert keeping.get(WHOLE, headers={"accept": "application/json;q=0"}).status_code == 406


def test_a_day_later_pages_are_made_anew(keeping: TestClient) -> None:
    keeping.get(PAGE)
    assert _status(keeping.get(PAGE)) == HIT
    with time_machine.travel(time.time() + 86_400, tick=True):
        assert _status(keeping.get(PAGE)) == STORED


def test_a_flood_of_addresses_pushes_out_nothing_that_is_asked_for(keeping: TestClient) -> None:
    for _ in range(2):
        keeping.get(WHOLE)
    for number in range(300):
        keeping.get(f"/v1/search?q=word{number}")
        keeping.get(f"{PAGE}?revision={number % 3 + 1}&unknown={number}")
    counts = _cache(keeping).counts
    assert counts.bytes <= 16_777_216
    assert _status(keeping.get(WHOLE)) == HIT


def test_unconfirmed_answers_say_so_to_programs_and_to_people(keeping: TestClient) -> None:
    shown = (WHOLE, PAGE, f"/embed/{SLUG}", f"/embed/cards.json?card={SLUG}", f"{WHOLE}.md", f"{WHOLE}.csv")
    held = {path: keeping.get(path) for path in shown}
    _silence(keeping, seconds=60)
    for path in held:
        for coding in ("identity", "gzip"):
            answer = keeping.get(path, headers={"accept-encoding": coding, "if-none-match": "*"})
            assert answer.status_code == 200, path
            assert answer.headers["cache-status"].startswith("candour; hit; ttl=-60; detail=stale"), path
            assert answer.headers["catalogue-freshness"] == "stale"
            assert 60 <= int(answer.headers["age"]) < 90
            assert (answer.headers["cache-control"], answer.headers.get("etag")) == ("no-store", None)
            assert (words.UNCONFIRMED in answer.text) == (not path.endswith(".csv")), path
    meta = keeping.get(WHOLE).json()["meta"]
    assert (meta["freshness"], meta["notice"]) == ("stale", words.UNCONFIRMED)
    assert meta["unconfirmed_for"].startswith("PT6")
    assert keeping.get(WHOLE).json()["data"] == held[WHOLE].json()["data"]


@pytest.mark.parametrize("cached", [True, False])
def test_what_is_read_while_nothing_is_confirmed_is_marked_too(url: str, cached: bool) -> None:
    chosen = settings.Settings(
        database_url=SecretStr(url),
        public_url=clients.PUBLIC_URL,
        cache_bytes=1_000_000 if cached else 0,
    )
    with TestClient(main.create_app(chosen), raise_server_exceptions=False) as client:
        _silence(client, seconds=10)
        for path in (WHOLE, PAGE, f"/embed/{SLUG}", f"{WHOLE}.md"):
            for _ in range(2):
                answer = client.get(path, headers={"if-none-match": "*"})
                assert (answer.status_code, answer.headers["catalogue-freshness"]) == (200, "stale")
                assert answer.headers["cache-control"] == "no-store"
                assert words.UNCONFIRMED in answer.text
                assert not answer.headers.get("cache-status", "").endswith("stored")


def test_after_the_limit_nothing_is_shown_from_memory(keeping: TestClient) -> None:
    for path in (WHOLE, PAGE):
        keeping.get(path)
    _silence(keeping, seconds=901)
    for path in (WHOLE, PAGE, "/v1/procedures", "/"):
        answer = keeping.get(path)
        assert answer.status_code == 503, path
        assert (answer.json()["code"], answer.json()["notice"]) == ("unavailable", problems.SILENCE)
        assert answer.headers["retry-after"] == "5"
    page = keeping.get(PAGE, headers={"accept": "text/html"})
    assert (page.status_code, problems.SILENCE in page.text) == (503, True)
    assert keeping.get("/health/live").status_code == 200


def test_a_database_that_comes_back_is_believed_at_once(keeping: TestClient) -> None:
    keeping.get(WHOLE)
    _silence(keeping, seconds=60)
    assert keeping.get(WHOLE).headers["catalogue-freshness"] == "stale"
    _watcher(keeping).poll()
    assert keeping.get(WHOLE).headers["catalogue-freshness"] == "confirmed"
    assert _status(keeping.get(WHOLE)) == HIT


def test_whoever_takes_an_answer_slowly_keeps_nobody_waiting(keeping: TestClient) -> None:
    cached, told = _cache(keeping), list[int]()

    def scope(coding: bytes) -> dict[str, Any]:
        headers = [(b"host", b"candour.example"), (b"accept-encoding", coding)]
        asked = {
            "type": "http",
            "method": "GET",
            "path": WHOLE,
            "raw_path": WHOLE.encode(),
            "query_string": b"",
        }
        more = {
            "headers": headers,
            "http_version": "1.1",
            "scheme": "http",
            "root_path": "",
            "client": ("::1", 1),
        }
        return {**asked, **more, "server": ("::1", 2), "state": dict(keeping.app_state)}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def both() -> None:
        begun, taken = asyncio.Event(), asyncio.Event()

        async def slow(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.body":
                begun.set()
                await taken.wait()

        async def quick(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                told.append(message["status"])

        first = asyncio.create_task(cached(scope(b"identity"), receive, slow))
        await begun.wait()
        await asyncio.wait_for(cached(scope(b"gzip"), receive, quick), cache.PATIENCE_SECONDS / 2)
        taken.set()
        await first

    assert keeping.portal is not None
    keeping.portal.call(both)
    assert told == [200]


def test_what_is_made_over_midnight_is_not_kept_for_the_new_day(
    keeping: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    days, read = [20_000], history.document_of

    def late(*given: Any) -> procedures.Published:
        days.append(20_001)
        return read(*given)

    monkeypatch.setattr(clock, "day", lambda: days[-1])
    monkeypatch.setattr(history, "document_of", late)
    assert [_status(keeping.get(WHOLE)) for _ in range(3)] == [STORED, STORED, HIT]


@pytest.mark.parametrize("path", [f"{WHOLE}?revision=1", f"{PAGE}?revision=1"])
def test_of_an_earlier_revision_each_gets_the_form_that_was_asked_for(keeping: TestClient, path: str) -> None:
    wanted = ("text/markdown", "text/markdown, application/json;q=0.9", "text/markdown, text/html;q=0.9")
    barred = (
        "text/markdown, application/json;q=0",
        "text/markdown, text/html;q=0",
        "text/html;q=0.1, */*;q=0",
    )

    def got(form: str) -> tuple[int, str | None]:
        answer = keeping.get(path, headers={"accept": form}, follow_redirects=False)
        return answer.status_code, answer.headers.get("content-type")

    alone = {}
    for form in (*wanted, *barred):
        _cache(keeping)._store.clear()
        alone[form] = got(form)
    assert len(set(alone.values())) > 1
    assert {form: got(form) for form in alone} == alone


def test_names_of_parameters_that_are_written_oddly_are_left_to_the_application(keeping: TestClient) -> None:
    first = keeping.get(f"/embed/cards.json?card={SLUG}&c%61rd=mesotherapy")
    other = keeping.get(f"/embed/cards.json?c%61rd=mesotherapy&card={SLUG}")
    assert first.json() != other.json()
    assert _status(first) == _status(other) == "candour; fwd=bypass"


def test_with_no_bytes_nothing_is_kept(url: str) -> None:
    chosen = settings.Settings(database_url=SecretStr(url), public_url=clients.PUBLIC_URL, cache_bytes=0)
    with TestClient(main.create_app(chosen)) as client:
        for _ in range(2):
            assert "cache-status" not in client.get(WHOLE).headers


def test_a_shared_cache_can_forget_by_name(keeping: TestClient) -> None:
    named = {
        WHOLE: f"procedure:{SLUG}",
        f"{WHOLE}.fhir.json": f"procedure:{SLUG}",
        f"{WHOLE}/side-effects": f"procedure:{SLUG}",
        PAGE: f"procedure:{SLUG}",
        f"/embed/{SLUG}?clinic=glow": f"procedure:{SLUG} clinic:glow",
        f"/embed/cards.json?card={SLUG}~~en~glow": f"procedure:{SLUG} clinic:glow",
        f"/embed/cards.json?card={SLUG}&card=mesotherapy": f"procedure:{SLUG} procedure:mesotherapy",
        f"/v1/compare?procedures={SLUG},mesotherapy": f"procedure:{SLUG} procedure:mesotherapy",
        "/v1/procedures": "catalogue",
        "/v1/search?q=laser": "catalogue",
        "/": "catalogue",
    }
    for path, keys in named.items():
        assert keeping.get(path).headers["surrogate-key"] == keys, path


def test_our_server_writes_a_kept_answer_as_the_application_sends_it(served: str) -> None:
    port = int(served.rpartition(":")[2])
    request = f"GET {WHOLE} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
    made, kept = (wire.ask(port, request, until_closed=False) for _ in range(2))
    assert (made.status, kept.status, kept.body) == (200, 200, made.body)
    assert kept.headers["cache-status"] == HIT
    different = {"x-request-id", "cache-status", "date", "ratelimit", "ratelimit-policy"}
    assert {n: v for n, v in kept.headers.items() if n not in different} == {
        n: v for n, v in made.headers.items() if n not in different
    }
    old = wire.ask(port, f"GET {WHOLE} HTTP/1.0\r\nHost: a\r\n\r\n".encode())
    assert (old.status, old.headers["connection"], old.body) == (200, "close", made.body)
    last = request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    assert wire.ask(port, request * 3 + last).answers == 4


def test_our_server_tells_who_has_it_as_the_application_does(served: str) -> None:
    port = int(served.rpartition(":")[2])
    head = f"GET {WHOLE} HTTP/1.%b\r\nHost: a\r\n%b\r\n".encode()
    tag = wire.ask(port, head % (b"1", b""), until_closed=False).headers["etag"].encode()
    for named, status in ((tag, 304), (b'"other", W/' + tag.removeprefix(b"W/"), 304), (b'"other"', 200)):
        condition = b"If-None-Match: " + named + b"\r\n"
        quick = wire.ask(port, head % (b"1", condition), until_closed=False)
        slow = wire.ask(port, head % (b"0", condition))
        assert (quick.status, quick.body) == (slow.status, slow.body)
        assert quick.status == status
        ours = {"x-request-id", "date", "connection"}
        assert {n: v for n, v in quick.headers.items() if n not in ours} == {
            n: v for n, v in slow.headers.items() if n not in ours
        }
    again = head % (b"1", b"If-None-Match: " + tag + b"\r\n")
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(again + head % (b"1", b"Connection: close\r\n"))
        received = wire._read_all(connection)
    assert re.findall(rb"HTTP/1\.1 (\d+)", received) == [b"304", b"200"]


def test_kept_answers_keep_their_place_among_others(served: str) -> None:
    port = int(served.rpartition(":")[2])
    kept = f"GET {WHOLE}/pain HTTP/1.1\r\nHost: a\r\n\r\n".encode()
    wire.ask(port, kept, until_closed=False)
    made = b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"
    last = b"GET /health/version HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(kept + made + kept + kept + made + last)
        received = wire._read_all(connection)
    told = re.findall(rb'cache-status: candour; hit|"status":"alive"|"schema_revision"', received)
    hit, alive = b"cache-status: candour; hit", b'"status":"alive"'
    assert told == [hit, alive, hit, hit, alive, b'"schema_revision"']


@pytest.mark.parametrize(
    "added", ["Content-Length: 1", "Host: b", "Authorization: Bearer cdr_x", "If-Match: x"]
)
@pytest.mark.parametrize("path", [WHOLE, f"http://a{WHOLE}", f"{WHOLE}#x", f"/%76{WHOLE[2:]}"])
def test_our_server_looks_at_the_whole_head_before_it_gives_what_is_kept(
    served: str, path: str, added: str
) -> None:
    port = int(served.rpartition(":")[2])
    wire.ask(port, f"GET {WHOLE} HTTP/1.1\r\nHost: a\r\n\r\n".encode(), until_closed=False)
    asked = f"GET {path} HTTP/1.1\r\nHost: a\r\n{added}\r\nConnection: close\r\n\r\n"
    reply = wire.ask(port, asked.encode() + (b"x" if "Length" in added else b""))
    assert reply.status >= 400 or reply.headers["cache-status"] == "candour; fwd=bypass"


def test_a_change_through_another_process_is_seen(url: str, keeping: TestClient) -> None:
    keeping.get(WHOLE)
    other = engine.Database(url)
    raise_revision(other)
    other.dispose()
    _await_revision(keeping, 2)
    assert _status(keeping.get(WHOLE)) == STORED
