"""Webhooks: where the changes are sent for a key, and what became of each delivery."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.access.principals import Permission, Principal
from app.api import queries, webhook_shapes
from app.authoring import outgoing, webhooks
from app.catalogue import listing
from app.catalogue import webhooks as reading
from app.content import values
from app.db import clock
from app.http import bodies, dependencies, envelope, models, paging, principals, writes

TAG = "Webhooks"
router = APIRouter(tags=[TAG])
Follower = Annotated[Principal, principals.needs(Permission.FOLLOW)]
WebhookId = Annotated[str, Path(alias="webhook", pattern="^[0-9a-z]{10}$", description="The webhook's id.")]


class NewWebhook(bodies.Body):
    """Where changes are to be sent."""

    url: Annotated[str, Field(min_length=1, max_length=outgoing.LONGEST)]
    """An https address on a public host."""


@router.post(
    "/webhooks",
    status_code=201,
    response_model=models.Answer[webhook_shapes.MadeWebhook],
    openapi_extra=bodies.described(NewWebhook, example={"url": "https://clinic.example/hooks/candour"}),
    summary="Have changes sent",
)
def create_webhook(
    here: dependencies.Here, who: Follower, asked: Annotated[NewWebhook, Depends(bodies.reader(NewWebhook))]
) -> Response:
    """Every change from now on is sent to this address, signed with the secret that is shown here once."""
    outgoing.require_public(
        outgoing.read(asked.url, private=here.private_webhooks), private=here.private_webhooks
    )
    return writes.answer(
        here, lambda session: _made(webhooks.create(session, who, asked.url, now=clock.now()))
    )


@router.get("/webhooks", response_model=models.Answer[list[webhook_shapes.Webhook]], summary="List webhooks")
def list_webhooks(here: dependencies.Here, who: Follower) -> Response:
    """The webhooks of this key, and how far each has come."""
    with here.database.latest() as session:
        found = reading.of(session, who.key_id)
    return _answer(here, [_tree(one) for one in found])


@router.get(
    "/webhooks/{webhook}",
    response_model=models.Answer[webhook_shapes.Webhook],
    summary="Read a webhook",
)
def read_webhook(here: dependencies.Here, who: Follower, webhook: WebhookId) -> Response:
    """How far it has come, when it is tried next, or why it was stopped."""
    with here.database.latest() as session:
        found = reading.one(session, who.key_id, webhook)
    return _answer(here, _tree(found))


@router.delete("/webhooks/{webhook}", status_code=204, summary="Remove a webhook")
def remove_webhook(here: dependencies.Here, who: Follower, webhook: WebhookId) -> Response:
    """Nothing is sent there any more; what was is forgotten."""
    return writes.answer(here, lambda session: _removed(session, who, webhook))


@router.get(
    "/webhooks/{webhook}/deliveries",
    response_model=models.Listed[webhook_shapes.Delivery],
    summary="List deliveries",
)
def list_deliveries(
    request: Request,
    here: dependencies.Here,
    who: Follower,
    webhook: WebhookId,
    query: Annotated[queries.Paged, Query()],
) -> Response:
    """The newest 500 attempts to send something to it, the newest first."""
    after = paging.after(request, query.cursor)
    with here.database.latest() as session:
        found = reading.deliveries(session, who.key_id, webhook, size=query.limit, after=after)
    return _page(request, here, found, size=query.limit)


def _made(made: webhooks.Made) -> writes.Made:
    tree = {**_tree(made.webhook), "secret": made.secret}
    return writes.Made(data=tree, status=201, location=f"/v1/webhooks/{made.webhook.id}")


def _removed(session: Any, who: Principal, webhook: str) -> writes.Made:
    webhooks.remove(session, who, webhook, now=clock.now())
    return writes.Made()


def _tree(one: reading.Webhook) -> dict[str, values.Json]:
    shown: dict[str, values.Json] = {
        "id": one.id,
        "url": one.url,
        "created_at": one.created_at,
        "cursor": one.cursor,
        "state": "stopped" if one.stopped else "retrying" if one.failures else "active",
    }
    more: dict[str, values.Json] = {"next_at": one.next_at, "stopped": one.stopped}
    return {**shown, **{name: value for name, value in more.items() if value is not None}}


def _answer(here: dependencies.Service, data: values.Json) -> Response:
    chunks = envelope.document(envelope.dumps(data), meta=envelope.meta(here.publisher))
    return Response(b"".join(chunks), headers=writes.NO_STORE, media_type="application/json")


def _page(
    request: Request, here: dependencies.Service, found: listing.Listed[reading.Delivery], *, size: int
) -> Response:
    rows = [envelope.dumps(_delivery(row)) for row in found.rows]
    place = paging.page(
        request, publisher=here.publisher, size=size, count=len(rows), last=found.last, total=found.total
    )
    chunks = envelope.page(rows, meta=envelope.meta(here.publisher), page=place.members())
    return Response(
        b"".join(chunks), headers={**writes.NO_STORE, **place.headers()}, media_type="application/json"
    )


def _delivery(row: reading.Delivery) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "number": row.number,
        "change": row.change,
        "attempt": row.attempt,
        "at": row.at,
        "milliseconds": row.milliseconds,
    }
    more = {"status": row.status, "error": row.error}
    return {**shown, **{name: value for name, value in more.items() if value is not None}}
