"""Webhooks: what changes arrives signed and in order, again where it did not, and never inside anybody's network."""

import base64
import contextlib
import datetime
import hashlib
import hmac
import http.server
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from starlette.testclient import TestClient

from app import main, settings
from app.access import keys
from app.authoring import edits, granting, outgoing, sending, withdrawing
from app.catalogue import changes
from app.content import webhook_problems
from app.db import clock, engine, following, tables
from tests import clients, holders

SLUG = "example-peel"
WHY = "It was wrong."
PUBLIC = "93.184.215.14"


@dataclass
class Receiver:
    """A server of this machine that takes what is sent, and answers as it is told."""

    url: str
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    status: int = 204
    seconds: float = 0.0


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Return a server to which webhooks can lead."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            held.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            time.sleep(held.seconds)
            self.send_response(held.status)
            if 300 <= held.status < 400:
                self.send_header("Location", f"{held.url}/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held = Receiver(f"http://127.0.0.1:{server.server_port}/hook")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield held
    server.shutdown()
    server.server_close()


@pytest.fixture
def private(filled: engine.Database) -> Iterator[TestClient]:
    """Return a client of a service that sends to its own network, too; its sender waits to be told."""
    with _client(filled, webhook_private=True) as held:
        yield held


@contextlib.contextmanager
def _client(database: engine.Database, *, webhook_private: bool) -> Iterator[TestClient]:
    configured = settings.Settings(
        database_url=SecretStr(database.url), public_url=clients.PUBLIC_URL, webhook_private=webhook_private
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sending, "INTERVAL_SECONDS", 3600.0)
        with TestClient(main.create_app(configured), raise_server_exceptions=False) as held:
            yield held


class Clock:
    """A clock that tests turn on."""

    def __init__(self) -> None:
        self.passed = datetime.timedelta()

    def __call__(self) -> datetime.datetime:
        return clock.now() + self.passed

    def turn(self, **passed: float) -> None:
        """Let time pass."""
        self.passed += datetime.timedelta(**passed)


def sender(database: engine.Database, now: Clock | None = None) -> sending.Sender:
    """Return a sender that works when it is told to."""
    return sending.Sender(
        database,
        url=lambda path: clients.PUBLIC_URL + path,
        agent="Candour/test",
        private=True,
        now=now or Clock(),
    )


def key(database: engine.Database, client: TestClient, **grant: Any) -> dict[str, str]:
    """Return the headers of a key that the service knows."""
    text = holders.key(database.url, **{"role": "reader", "holder": "Robin", **grant})
    return holders.known(client, text)


def made(client: TestClient, headers: dict[str, str], url: str) -> Any:
    """Return a webhook that was made."""
    answer = client.post("/v1/webhooks", headers=headers, json={"url": url})
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


def withdraw(database: engine.Database) -> None:
    """Withdraw the procedure."""
    with database.write() as session:
        edit = edits.Edit(session, editor="Ada", note="", now=clock.now())
        withdrawing.withdraw(edit, SLUG, reason=WHY)
        edit.finish()


def reinstate(database: engine.Database) -> None:
    """Bring it back."""
    with database.write() as session:
        edit = edits.Edit(session, editor="Ada", note="", now=clock.now())
        withdrawing.reinstate(edit, SLUG)
        edit.finish()


def state(client: TestClient, headers: dict[str, str], held: Any) -> Any:
    """Return how a webhook stands."""
    return client.get(f"/v1/webhooks/{held['id']}", headers=headers).json()["data"]


def log(client: TestClient, headers: dict[str, str], held: Any) -> list[Any]:
    """Return what was sent to a webhook, the newest first."""
    answer = client.get(f"/v1/webhooks/{held['id']}/deliveries", headers=headers)
    assert answer.headers["cache-control"] == "no-store"
    found: list[Any] = answer.json()["data"]
    return found


def test_a_change_arrives_signed(filled: engine.Database, private: TestClient, receiver: Receiver) -> None:
    headers = key(filled, private)
    held = made(private, headers, receiver.url)
    assert sender(filled).round() == 0
    withdraw(filled)
    assert sender(filled).round() == 1
    ((path, sent, body),) = receiver.requests
    assert (path, sent["content-type"], sent["user-agent"]) == ("/hook", "application/json", "Candour/test")
    tree = json.loads(body)
    (change,) = private.get("/v1/changes").json()["data"][1:]
    assert (tree["type"], tree["timestamp"], tree["data"]) == ("procedure.withdraw", change["at"], change)
    secret = base64.b64decode(held["secret"].removeprefix("whsec_"))
    signed = f"{sent['webhook-id']}.{sent['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    assert sent["webhook-signature"] == f"v1,{expected}"
    assert abs(int(sent["webhook-timestamp"]) - time.time()) < 60
    assert state(private, headers, held)["cursor"] == change["cursor"]
    (attempt,) = log(private, headers, held)
    assert (attempt["status"], attempt["attempt"], attempt["change"]) == (204, 1, 2)
    assert sender(filled).round() == 0


def test_the_signature_is_that_of_the_standard() -> None:
    """The example of the specification of Standard Webhooks 1.0."""
    found = sending.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        name="msg_p5jXN8AQM9LWM0D4loKWxJek",
        moment="1614265330",
        body=b'{"test": 2432232314}',
    )
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_did_not_arrive_is_sent_again_later_and_in_order(
    filled: engine.Database, private: TestClient, receiver: Receiver
) -> None:
    headers, now = key(filled, private), Clock()
    held = made(private, headers, receiver.url)
    withdraw(filled)
    reinstate(filled)
    receiver.status = 500
    sending_ = sender(filled, now)
    sending_.round()
    assert sending_.round() == 0
    standing = state(private, headers, held)
    assert (standing["state"], "next_at" in standing) == ("retrying", True)
    now.turn(seconds=6)
    sending_.round()
    receiver.status = 200
    now.turn(seconds=31)
    sending_.round()
    kinds = [json.loads(body)["data"]["kind"] for _, _, body in receiver.requests]
    assert kinds == ["withdraw", "withdraw", "withdraw", "restore"]
    names = [sent["webhook-id"] for _, sent, _ in receiver.requests]
    assert names[0] == names[1] == names[2] != names[3]
    assert state(private, headers, held)["state"] == "active"
    attempts = [(row["attempt"], row["status"]) for row in log(private, headers, held)]
    assert attempts == [(1, 200), (3, 200), (2, 500), (1, 500)]


def test_it_is_given_up_after_three_days_and_says_why(
    filled: engine.Database, private: TestClient, receiver: Receiver
) -> None:
    headers, now = key(filled, private), Clock()
    held = made(private, headers, receiver.url)
    withdraw(filled)
    receiver.status = 503
    sending_ = sender(filled, now)
    while state(private, headers, held)["state"] != "stopped":
        assert sending_.round() == 1
        now.turn(days=1.1)
    standing = state(private, headers, held)
    assert "11 attempts over three days" in standing["stopped"]
    assert "status 503" in standing["stopped"]
    assert len(receiver.requests) == 11
    assert sum(sending.DELAYS, datetime.timedelta()) > datetime.timedelta(days=3)
    assert sending_.round() == 0


def test_it_stops_where_the_receiver_is_gone(
    filled: engine.Database, private: TestClient, receiver: Receiver
) -> None:
    headers = key(filled, private)
    held = made(private, headers, receiver.url)
    withdraw(filled)
    receiver.status = 410
    sender(filled).round()
    assert "410" in state(private, headers, held)["stopped"]


def test_no_redirect_is_followed(filled: engine.Database, private: TestClient, receiver: Receiver) -> None:
    headers = key(filled, private)
    held = made(private, headers, receiver.url)
    withdraw(filled)
    receiver.status = 307
    sender(filled).round()
    assert [path for path, _, _ in receiver.requests] == ["/hook"]
    assert log(private, headers, held)[0]["status"] == 307


def test_who_answers_too_slowly_did_not_answer(
    filled: engine.Database, private: TestClient, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "DEADLINE_SECONDS", 0.2)
    headers = key(filled, private)
    held = made(private, headers, receiver.url)
    withdraw(filled)
    receiver.seconds = 1.0
    begun = time.monotonic()
    sender(filled).round()
    assert time.monotonic() - begun < 0.9
    (attempt,) = log(private, headers, held)
    assert ("status" in attempt, attempt["error"]) == (False, "It did not answer in time.")


def test_two_senders_send_each_change_once(
    filled: engine.Database, private: TestClient, receiver: Receiver
) -> None:
    headers = key(filled, private)
    made(private, headers, receiver.url)
    for _ in range(5):
        withdraw(filled)
        reinstate(filled)
    receiver.seconds = 0.02
    others = [engine.Database(filled.url, busy_seconds=20) for _ in range(3)]
    racing = [threading.Thread(target=sender(other).round) for other in others]
    for thread in racing:
        thread.start()
    for thread in racing:
        thread.join()
    for other in others:
        other.dispose()
    sent = [json.loads(body)["data"]["cursor"] for _, _, body in receiver.requests]
    assert sent == [change["cursor"] for change in private.get("/v1/changes").json()["data"][1:]]


def test_a_service_sends_by_itself(filled: engine.Database, receiver: Receiver) -> None:
    configured = settings.Settings(
        database_url=SecretStr(filled.url), public_url=clients.PUBLIC_URL, webhook_private=True
    )
    with TestClient(main.create_app(configured)) as client:
        made(client, key(filled, client), receiver.url)
        withdraw(filled)
        deadline = time.monotonic() + 10
        while not receiver.requests and time.monotonic() < deadline:
            time.sleep(0.05)
    assert len(receiver.requests) == 1


def test_nothing_is_sent_for_a_key_that_was_revoked(
    filled: engine.Database, private: TestClient, receiver: Receiver
) -> None:
    text = holders.key(filled.url, role="reader", holder="Robin")
    held = made(private, holders.known(private, text), receiver.url)
    holders.revoke(filled.url, text)
    withdraw(filled)
    assert sender(filled).round() == 0
    with filled.read() as session:
        row = session.get_one(following.Webhook, held["id"])
    assert row.stopped == "Its key is not valid any more."
    assert receiver.requests == []


def test_webhooks_go_on_for_the_key_that_takes_anothers_place(
    filled: engine.Database, private: TestClient, receiver: Receiver
) -> None:
    text = holders.key(filled.url, role="reader", holder="Robin")
    held = made(private, holders.known(private, text), receiver.url)
    old = keys.parse(text)
    assert old is not None
    with filled.write() as session:
        new = granting.rotate(session, old.id, by=holders.by(clock.now()))
    headers = holders.known(private, new.text)
    assert [one["id"] for one in private.get("/v1/webhooks", headers=headers).json()["data"]] == [held["id"]]
    withdraw(filled)
    assert sender(filled).round() == 1


def test_a_key_sees_and_removes_its_own_webhooks_only(
    filled: engine.Database, private: TestClient, receiver: Receiver
) -> None:
    robin, alma = key(filled, private), key(filled, private, role="admin", holder="Alma")
    held = made(private, robin, receiver.url)
    place = f"/v1/webhooks/{held['id']}"
    assert private.get("/v1/webhooks", headers=alma).json()["data"] == []
    for answer in (
        private.get(place, headers=alma),
        private.get(f"{place}/deliveries", headers=alma),
        private.delete(place, headers=alma),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "webhook_not_found")
    assert private.get("/v1/webhooks").status_code == 401
    shown = private.get("/v1/webhooks", headers=robin)
    assert shown.headers["cache-control"] == "no-store"
    assert held["secret"] not in shown.text + private.get(place, headers=robin).text
    withdraw(filled)
    sender(filled).round()
    assert private.delete(place, headers=robin).status_code == 204
    assert private.get(place, headers=robin).status_code == 404
    with filled.read() as session:
        assert session.scalars(select(following.Delivery)).all() == []
        rows = session.scalars(select(tables.Audit).order_by(tables.Audit.number.desc()).limit(3)).all()
    assert [row.action for row in rows] == ["remove_webhook", "withdraw", "create_webhook"]
    assert receiver.url not in "".join(str(row.details) for row in rows)


def test_a_key_has_a_few_webhooks(filled: engine.Database, private: TestClient, receiver: Receiver) -> None:
    headers = key(filled, private)
    for _ in range(5):
        made(private, headers, receiver.url)
    answer = private.post("/v1/webhooks", headers=headers, json={"url": receiver.url})
    assert (answer.status_code, answer.json()["code"], answer.json()["limit"]) == (
        409,
        "too_many_webhooks",
        5,
    )


INSIDE = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://0x7f000001/",
    "https://2130706433/",
    "https://0.0.0.0/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:53aa:64c:0:0:80ff:fffe]/",
    "https://[fe80::1]/",
    "https://[fec0::1]/",
    "https://[fd00::1]/",
    "https://[ff02::1]/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1:8443/hook",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://192.0.2.1/",
    "https://localhost/",
    "https://LOCALHOST./",
    "https://a.localhost/",
    "https://printer.local/",
    "https://metadata.google.internal/",
    "https://intranet/",
    "http://example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://example.org/",
    "//example.org/",
    "example.org",
    "https://",
    "https:///path",
    "https://user@example.org/",
    "https://user:pass@example.org/",
    "https://example.org/#part",
    "https://example.org:99999/",
    "https://example.org:x/",
    "https://exa mple.org/",
    "https://example.org/\r\nX: y",
    "https://example.org\\@127.0.0.1/",
    "https://ex\u00e4mple.org/",
    "https://example.org/" + "x" * 2_000,
]


@pytest.mark.parametrize("url", INSIDE)
def test_nothing_is_sent_into_a_network(url: str) -> None:
    with pytest.raises(webhook_problems.AddressRefused):
        outgoing.require_public(outgoing.read(url, private=False), private=False)


def test_such_an_address_is_refused_when_a_webhook_is_made(filled: engine.Database) -> None:
    with _client(filled, webhook_private=False) as client:
        headers = key(filled, client)
        for url in ("https://127.0.0.1/", "https://169.254.169.254/", "http://example.org/"):
            answer = client.post("/v1/webhooks", headers=headers, json={"url": url})
            assert (answer.status_code, answer.json()["code"]) == (422, "address_refused"), url
        for body in ({}, {"url": ""}, {"url": 5}, {"url": None}, {"url": "https://a.example", "secret": "x"}):
            answer = client.post("/v1/webhooks", headers=headers, json=body)
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid_body"), body
    with filled.read() as session:
        assert session.scalars(select(following.Webhook)).all() == []


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_known(address: str) -> None:
    assert outgoing.is_public(address)


def test_a_name_that_leads_into_a_network_later_leads_nowhere(
    filled: engine.Database, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public when the webhook is made, our own machine when something is to be sent."""
    port = int(receiver.url.rpartition(":")[2].partition("/")[0])
    leads_to = [PUBLIC]
    real = socket.getaddrinfo

    def resolved(host: Any, *rest: Any, **more: Any) -> Any:
        if host != "rebinding.example":
            return real(host, *rest, **more)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (leads_to[0], port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    with _client(filled, webhook_private=False) as client:
        headers = key(filled, client)
        held = made(client, headers, f"https://rebinding.example:{port}/hook")
        withdraw(filled)
        leads_to[0] = "127.0.0.1"
        careful = sending.Sender(filled, url=lambda path: path, agent="Candour/test")
        assert careful.round() == 1
        (attempt,) = log(client, headers, held)
    assert attempt["error"] == "Its host leads to an address that is not of the public internet."
    assert receiver.requests == []


def test_a_host_with_one_address_inside_is_refused(
    filled: engine.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in (PUBLIC, "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    target = outgoing.read("https://both.example/", private=False)
    with pytest.raises(Exception, match="not of the public internet"):
        outgoing.require_public(target, private=False)


def test_what_waits_is_told_by_its_cursor(filled: engine.Database) -> None:
    with filled.read() as session:
        assert changes.cursor_at(session, 0) == "0"
        assert changes.cursor_at(session, 1).startswith("1-")
        assert changes.behind(session, 1) is None
