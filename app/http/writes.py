"""How a change is answered: one transaction, committed before the reply; repeated requests get their first answer."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.access import principals
from app.authoring import idempotency
from app.content import problems, values, writing_problems
from app.db import clock
from app.http import dependencies, envelope

NO_STORE = {"Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin"}
"""What is said of every answer to those who write: nobody keeps it, and no other origin reads it."""
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_running: set[str] = set()
_guard = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class Made:
    """Say what a change came to."""

    data: values.Json = None
    status: int = 200
    tag: str | None = None
    """The strong ETag of what is stored now."""
    location: str | None = None


@dataclass(frozen=True, kw_only=True)
class Once:
    """Hold the Idempotency-Key of a request, and what tells the request from others."""

    route: str
    key: str
    fingerprint: str


async def _once(
    request: Request,
    _: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key", description="Yours: 16 to 64 letters, digits, hyphens or underscores."
        ),
    ] = None,
) -> Once:
    given = request.headers.getlist("idempotency-key")
    if not given:
        raise writing_problems.IdempotencyKeyMissing("The header Idempotency-Key is missing.")
    key = given[0].strip('"')
    if len(given) != 1 or _KEY.fullmatch(key) is None:
        raise problems.InvalidParameter(
            "The Idempotency-Key must be 16 to 64 letters, digits, hyphens or underscores.",
            errors=[
                {"in": "header", "name": "Idempotency-Key", "code": "form", "message": "has another form"}
            ],
        )
    asked = b"\n".join(
        (request.scope["path"].encode("utf-8"), request.scope["query_string"], await request.body())
    )
    return Once(route=request.scope["route"].name, key=key, fingerprint=values.digest(asked))


Repeatable = Annotated[Once, Depends(_once)]
"""The Idempotency-Key that a request must have, and what it is for."""


def answer(here: dependencies.Service, act: Callable[[Session], Made]) -> Response:
    """Answer with what a change came to, once it is committed."""
    with here.database.write() as session:
        made = act(session)
    return _response(_written(here, made))


def answer_once(
    here: dependencies.Service, who: principals.Principal, once: Once, act: Callable[[Session], Made]
) -> Response:
    """Answer with what a change came to, or with what the same request was answered before."""
    asked = idempotency.Request(
        key_id=who.key_id, route=once.route, key=once.key, fingerprint=once.fingerprint
    )
    with _alone(asked.name), here.database.write() as session:
        found = idempotency.earlier(session, asked)
        kept = found or _written(here, act(session))
        if found is None:
            idempotency.keep(session, asked, kept, now=clock.now())
    return _response(kept, replayed=found is not None)


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Keep two threads of this process from answering one request; between processes the database does."""
    with _guard:
        if name in _running:
            raise idempotency.being_done()
        _running.add(name)
    try:
        yield
    finally:
        with _guard:
            _running.discard(name)


def _written(here: dependencies.Service, made: Made) -> idempotency.Answer:
    headers = {}
    if made.tag is not None:
        headers["ETag"] = f'"{made.tag}"'
    if made.location is not None:
        headers["Location"] = made.location
    if made.data is None:
        return idempotency.Answer(status=204, headers=headers, body=b"")
    chunks = envelope.document(envelope.dumps(made.data), meta=envelope.meta(here.publisher))
    return idempotency.Answer(status=made.status, headers=headers, body=b"".join(chunks))


def _response(kept: idempotency.Answer, *, replayed: bool = False) -> Response:
    headers = {**NO_STORE, **kept.headers, **({"Idempotent-Replayed": "true"} if replayed else {})}
    if kept.status == 204:
        return Response(status_code=204, headers=headers)
    return Response(kept.body, status_code=kept.status, headers=headers, media_type="application/json")
