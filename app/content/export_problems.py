"""The errors of exports: what is not ready yet, and what could not be made."""

from app.content import problems


class NotReady(problems.Problem):
    """The export of the present catalogue is being made. It is made once after each change, when somebody asks."""

    code = "export_not_ready"
    status = 503
    title = "Export being made"
    remedy = "Ask again after the time in the Retry-After header."
    silence = True


class NotMade(problems.Problem):
    """The export could not be made: it would be larger than the operator allows, or there is no room for it. No part of
    one is ever sent.
    """

    code = "export_not_made"
    status = 503
    title = "Export could not be made"
    remedy = "Read the procedures one by one, or ask again later; the operator finds the reason in the log."
    silence = True
