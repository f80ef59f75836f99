"""The sender of webhooks: each change to each of them, in order, signed, again later where it did not arrive.

Every process has one. Whoever writes a time into a webhook's row has it until then, so that one of them sends at a
time, and another goes on where that one ends.
"""

import base64
import contextlib
import datetime
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable
from concurrent import futures
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from app.authoring import outgoing
from app.catalogue import changes
from app.content import values, webhook_problems
from app.db import access, clock, engine, following

INTERVAL_SECONDS = 0.5
LEASE = datetime.timedelta(seconds=60)
"""How long a process has a webhook for itself; longer than one request may take."""
AT_ONCE = 4
"""How many webhooks are served at the same time."""
IN_A_ROW = 25
"""How many changes one webhook is sent before others have their turn."""
KEPT = 500
"""How many attempts are kept for each webhook."""
_SECOND, _HOUR = datetime.timedelta(seconds=1), datetime.timedelta(hours=1)
DELAYS = (
    5 * _SECOND,
    30 * _SECOND,
    300 * _SECOND,
    0.5 * _HOUR,
    *(hours * _HOUR for hours in (2, 5, 10, 14, 20, 24)),
)
"""After which time a change is sent again; three days in all, then the webhook is stopped."""
Webhook, Delivery, Log = following.Webhook, following.Delivery, following.Change
Url = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class _Message:
    """What is sent: a change, the body that tells of it, and which attempt it is."""

    number: int
    attempt: int
    body: bytes
    target: str
    secret: str


@dataclass(frozen=True, kw_only=True)
class _Result:
    """What became of one attempt."""

    status: int | None
    error: str | None
    milliseconds: int

    @property
    def arrived(self) -> bool:
        """Tell whether the receiver took it."""
        return self.status is not None and 200 <= self.status < 300


class Sender:
    """Send the changes of one database, in a thread."""

    def __init__(
        self,
        database: engine.Database,
        *,
        url: Url,
        agent: str,
        private: bool = False,
        now: Callable[[], datetime.datetime] = clock.now,
    ) -> None:
        self._database, self._url, self._agent, self._private, self._now = database, url, agent, private, now
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to send."""
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; what is being sent is waited for."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(outgoing.DEADLINE_SECONDS + outgoing.CONNECT_SECONDS)

    def round(self) -> int:
        """Serve every webhook that something is due for; return how many were served."""
        with self._database.latest() as session:
            due = self._due(session)
        if not due:
            return 0
        with futures.ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhooks") as pool:
            return sum(pool.map(self._serve, due))

    def _run(self) -> None:
        while not self._stopping.wait(INTERVAL_SECONDS):
            # Nothing may end the thread; what failed is tried again in the next round.
            with contextlib.suppress(Exception):
                self.round()

    def _due(self, session: Session) -> list[str]:
        newest = select(func.max(Log.number)).scalar_subquery()
        query = (
            select(Webhook.id)
            .where(Webhook.stopped.is_(None))
            .where(Webhook.delivered < newest)
            .where(or_(Webhook.next_at.is_(None), Webhook.next_at <= self._now()))
            .order_by(Webhook.next_at, Webhook.id)
        )
        return list(session.scalars(query.limit(100)))

    def _serve(self, identifier: str) -> bool:
        """Send a webhook what is due, one change after another; tell whether it was free to be served."""
        if not self._claim(identifier):
            return False
        for _ in range(IN_A_ROW):
            message = self._next(identifier)
            if message is None or self._stopping.is_set():
                break
            result = self._send(identifier, message)
            if not self._keep(identifier, message, result):
                return True
        with self._database.write() as session:
            free = update(Webhook).where(Webhook.id == identifier).where(Webhook.failures == 0)
            session.execute(free.values(next_at=None))
        return True

    def _claim(self, identifier: str) -> bool:
        """Take a webhook for a while, unless another process has it; stop it where its key is not valid any more."""
        now = self._now()
        key = access.Key
        with self._database.write() as session:
            taken = (
                update(Webhook)
                .where(Webhook.id == identifier)
                .where(Webhook.stopped.is_(None))
                .where(or_(Webhook.next_at.is_(None), Webhook.next_at <= now))
                .values(next_at=now + LEASE)
            )
            if not _changed(session, taken):
                return False
            valid = (
                select(key.id)
                .join(Webhook, Webhook.key_id == key.id)
                .where(Webhook.id == identifier)
                .where(key.revoked_at.is_(None))
                .where(or_(key.expires_at.is_(None), key.expires_at > now))
            )
            if session.scalar(valid) is not None:
                return True
            ended = update(Webhook).where(Webhook.id == identifier)
            session.execute(ended.values(stopped="Its key is not valid any more.", next_at=None))
            return False

    def _next(self, identifier: str) -> _Message | None:
        with self._database.latest() as session:
            held = session.get(Webhook, identifier)
            found = changes.behind(session, held.delivered) if held is not None else None
        if held is None or found is None:
            return None
        tree: dict[str, values.Json] = {
            "type": f"procedure.{found.kind}",
            "timestamp": found.at,
            "data": changes.tree(found, url=self._url),
        }
        return _Message(
            number=found.number,
            attempt=held.failures + 1,
            body=json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode("utf-8"),
            target=held.url,
            secret=held.secret,
        )

    def _send(self, identifier: str, message: _Message) -> _Result:
        name, moment = f"msg_{identifier}_{message.number}", str(int(self._now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": self._agent,
            "webhook-id": name,
            "webhook-timestamp": moment,
            "webhook-signature": signature(message.secret, name=name, moment=moment, body=message.body),
        }
        begun, status, error = time.monotonic(), None, None
        try:
            target = outgoing.read(message.target, private=self._private)
            status = outgoing.post(target, body=message.body, headers=headers, private=self._private)
            if not 200 <= status < 300:
                error = "It must answer with a status from 200 to 299."
        except (outgoing.Failed, webhook_problems.AddressRefused) as failed:
            error = str(failed)
        return _Result(status=status, error=error, milliseconds=int((time.monotonic() - begun) * 1000))

    def _keep(self, identifier: str, message: _Message, result: _Result) -> bool:
        """Log an attempt and say when the next is due; return whether to go on with the next change."""
        now = self._now()
        with self._database.write() as session:
            after = _after(message, result, now=now)
            if not _changed(session, update(Webhook).where(Webhook.id == identifier).values(**after)):
                return False  # it was removed meanwhile
            own = Delivery.webhook_id == identifier
            number = (session.scalar(select(func.max(Delivery.number)).where(own)) or 0) + 1
            row = {
                "webhook_id": identifier,
                "number": number,
                "change_number": message.number,
                "attempt": message.attempt,
                "at": now,
                "status": result.status,
                "error": result.error,
                "milliseconds": result.milliseconds,
            }
            session.execute(insert(Delivery), [row])
            session.execute(delete(Delivery).where(own).where(Delivery.number <= number - KEPT))
        return result.arrived


def signature(secret: str, *, name: str, moment: str, body: bytes) -> str:
    """Return the signature of a message, as Standard Webhooks 1.0 has it: HMAC-SHA256 over id, time and body."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = b".".join((name.encode("ascii"), moment.encode("ascii"), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode("ascii")


def _after(message: _Message, result: _Result, *, now: datetime.datetime) -> dict[str, object]:
    """Return how a webhook stands after an attempt."""
    if result.arrived:
        return {"delivered": message.number, "failures": 0, "next_at": now + LEASE}
    if result.status == 410:
        return {"failures": message.attempt, "next_at": None, "stopped": "It answered that it is gone (410)."}
    if message.attempt > len(DELAYS):
        last = f"status {result.status}" if result.status else result.error
        said = f"{message.attempt} attempts over three days did not arrive; the last: {last}"
        return {"failures": message.attempt, "next_at": None, "stopped": said}
    return {"failures": message.attempt, "next_at": now + DELAYS[message.attempt - 1]}


def _changed(session: Session, statement: object) -> bool:
    return bool(session.execute(statement).rowcount)  # type: ignore[call-overload]  # an UPDATE has a count
