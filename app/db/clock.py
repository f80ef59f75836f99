"""The one door to the time of day."""

import datetime


def now() -> datetime.datetime:
    """Return the present instant in UTC."""
    return datetime.datetime.now(datetime.UTC)
