"""The errors of webhooks: an address to which nothing is sent, too many of them, one that is not there."""

from app.content import problems


class AddressRefused(problems.InvalidParameter):
    """Nothing is sent to this address: it is not that of a server on the public internet, or not one over TLS. The
    detail says what is wrong with it.
    """

    code = "address_refused"
    title = "Address refused"
    remedy = "Give an https address on a public host, without a user name, a password or a fragment."


class TooManyWebhooks(problems.Problem):
    """The key has as many webhooks as one may have; the member `limit` says how many these are."""

    code = "too_many_webhooks"
    status = 409
    title = "Too many webhooks"
    remedy = "Remove one of them first: one webhook is told of everything."


class WebhookNotFound(problems.NotFound):
    """This key has no webhook with this id."""

    code = "webhook_not_found"
    title = "No such webhook"
    remedy = "List the webhooks of the key with GET /v1/webhooks."
    silence = False
