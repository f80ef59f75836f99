"""The shapes of what the routes of webhooks answer, as OpenAPI describes them."""

from typing import Literal

from app.http import models


class Webhook(models.Shape):
    """Where changes are sent for a key, and how far that has come."""

    id: str
    url: models.Url
    created_at: str
    cursor: str
    """Behind the newest change that was delivered; for `GET /v1/changes`."""
    state: Literal["active", "retrying", "stopped"]
    next_at: str | None = None
    """When what did not arrive is sent again."""
    stopped: str | None = None
    """Why nothing is sent any more."""


class MadeWebhook(Webhook):
    """A webhook that was made."""

    secret: str
    """What its deliveries are signed with; shown this once."""


class Delivery(models.Shape):
    """One attempt to send a change."""

    number: int
    change: int
    """The number of the change in the log; its cursor begins with it."""
    attempt: int
    at: str
    milliseconds: int
    status: int | None = None
    """The status of the answer; absent where there was none."""
    error: str | None = None
    """Why it does not count as delivered."""
