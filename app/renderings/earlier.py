"""What the page of an earlier revision says before anything else: that it is one, and what was taken back since."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.content import values


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """A statement of the page that was withdrawn since, or that nobody is to rely on any more."""

    id: str
    kind: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What became of a revision; `since` and `reason` where it is superseded or its procedure withdrawn."""

    state: Literal["current", "superseded", "withdrawn"]
    since: datetime.date | None
    reason: str
    newest: int | None
    taken_back: tuple[TakenBack, ...]


def of(standing: values.Json) -> Earlier | None:
    """Return what a page says of the revision it shows, None where it shows the newest as such."""
    if not isinstance(standing, dict):
        return None
    since, newest = standing.get("since"), standing.get("newest")
    return Earlier(
        state=standing["state"],  # type: ignore[arg-type]  # one of the three, as it was made
        since=datetime.datetime.fromisoformat(str(since)).date() if since else None,
        reason=str(standing.get("reason", "")),
        newest=int(str(newest["number"])) if isinstance(newest, dict) else None,
        taken_back=tuple(_taken_back(standing)),
    )


def _taken_back(standing: dict[str, values.Json]) -> Iterator[TakenBack]:
    for name in ("withdrawn_since", "deprecated_since"):
        listed = standing.get(name)
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict):
                yield TakenBack(id=str(one["id"]), kind=str(one["kind"]), reason=str(one["reason"]))
