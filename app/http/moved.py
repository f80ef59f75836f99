"""Where the addresses of a procedure that was renamed lead: the same with its slug of now, and the query as it was."""

import re

from starlette import requests

from app.catalogue import absent
from app.http import urls

NAMING = frozenset({"procedure", "procedures", "url"})
"""The parameters that name procedures."""


def location(request: requests.Request, renamed: absent.Renamed, *, publisher: urls.Publisher) -> str | None:
    """Return the address on this host with the slug of now, None where the request's address has no slug in it."""
    path, pairs = request.scope["path"], request.query_params.multi_items()
    slug = re.escape(renamed.slug)
    meant = re.sub(f"(?<=/){slug}(?=$|[/.])", renamed.successor, path, count=1)
    within = re.compile(f"(?<![a-z0-9-]){slug}(?![a-z0-9-])")
    named = [
        (name, within.sub(renamed.successor, value) if name in NAMING else value) for name, value in pairs
    ]
    return None if (meant, named) == (path, pairs) else publisher.path(meant, query=named)
