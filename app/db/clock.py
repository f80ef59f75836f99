"""The one door to the time of day."""

import datetime
import time


def now() -> datetime.datetime:
    """Return the present instant in UTC."""
    return datetime.datetime.now(datetime.UTC)


def day() -> int:
    """Return the number of the day in UTC; a number, because it is asked for with every answer that is kept."""
    return int(time.time() // 86_400)
