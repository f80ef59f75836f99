"""The stepped scale of time, and what a length between a minimum and a maximum looks like on it."""

import enum
import functools
from collections.abc import Iterator
from dataclasses import dataclass

from app.content import durations, placement

WIDTH = 270
_HALF = 4
_DIAMOND = 7
"""Half the height of a bar and of a diamond, in pixels."""
_LAST = 10
"""How many times as far as the last step what is behind it reaches; what is longer ends there too."""
_LEAST = 3
"""What is stated is never drawn as nothing, however short it is."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Map lengths of time to places: each step is as wide as the next, and even within itself."""

    steps: tuple[tuple[str, str], ...]
    """The ends of the steps as ISO 8601 durations, and their labels; what is behind the last is open."""
    backwards: bool = False

    @property
    def step(self) -> float:
        """Return the width of one step."""
        return WIDTH / (len(self.steps) + 1)

    def at(self, seconds: int) -> int:
        """Return the place of a length of time, between 0 and the width of the scale."""
        passed = max(index for index, end in enumerate(self._ends) if end <= seconds)
        if passed + 1 == len(self._ends):
            along = float(WIDTH)
        else:
            begun, end = self._ends[passed : passed + 2]
            along = self.step * (passed + (seconds - begun) / (end - begun))
        along = max(along, _LEAST) if seconds else 0
        return round(WIDTH - along if self.backwards else along)

    @functools.cached_property
    def _ends(self) -> list[int]:
        ends = [0, *(durations.seconds(duration) for duration, _ in self.steps)]
        return [*ends, ends[-1] * _LAST]

    @functools.cached_property
    def ticks(self) -> list[tuple[int, str]]:
        """Return the place and the label of the end of each step."""
        return [(self.at(durations.seconds(duration)), label) for duration, label in self.steps]

    @property
    def start(self) -> int:
        """Return the place that everything is counted from."""
        return WIDTH if self.backwards else 0

    @property
    def end(self) -> int:
        """Return the open end of the scale."""
        return 0 if self.backwards else WIDTH


_LONG = (("P1D", "1 day"), ("P1W", "1 week"), ("P1M", "1 month"), ("P1Y", "1 year"))
SHORT = Scale(steps=(("PT15M", "15 min"), ("PT30M", "30 min"), ("PT1H", "1 hour"), ("PT2H", "2 hours")))
"""For what is counted within a session."""
AFTER = Scale(steps=_LONG)
BEFORE = Scale(steps=_LONG, backwards=True)
_OTHERS = {"before_session": BEFORE, "from_session_start": SHORT}


def of(place: placement.Place) -> Scale:
    """Return the scale on which a place is drawn."""
    return _OTHERS.get(place.bounds.counted, AFTER) if place.bounds else AFTER


class Look(enum.Enum):
    """What a shape is; the words beside it say the same."""

    AT_LEAST = "filled"
    UP_TO = "outlined"
    REACHED = "diamond"
    NOT_BEFORE = "hollow diamond"
    OPEN = "dotted"
    ONWARDS = "arrow"
    """The head of what has no stated end."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One shape: what it is, and its path."""

    look: Look
    path: str


def drawn(place: placement.Place, scale: Scale, *, y: int) -> list[Mark]:
    """Return the shapes of a place that has a number; their words stand beside them."""
    bounds = place.bounds
    if bounds is None:
        return []
    low = None if bounds.min == "open" else scale.at(durations.seconds(bounds.min))
    high = None if bounds.max == "open" else scale.at(durations.seconds(bounds.max))
    if place.extent == "moment":
        return list(_moment(low, high, scale, y))
    return list(_span(low, high, scale, y, fades=place.measures == "until_better"))


def _span(low: int | None, high: int | None, scale: Scale, y: int, *, fades: bool) -> Iterator[Mark]:
    sure = scale.start if low is None else low
    if low is not None:
        yield Mark(look=Look.AT_LEAST, path=_box(scale.start, low, y))
    if high is not None and high != sure:
        yield Mark(look=Look.UP_TO, path=_taper(sure, high, y) if fades else _box(sure, high, y))
    if high is None or fades:
        yield from _trail(sure if high is None else high, scale, y)


def _moment(low: int | None, high: int | None, scale: Scale, y: int) -> Iterator[Mark]:
    if high is not None and high != low:
        yield Mark(look=Look.UP_TO, path=_box(scale.start if low is None else low, high, y))
    if high is not None:
        yield Mark(look=Look.REACHED, path=_diamond(high, y))
    elif low is not None:
        beside = -_DIAMOND if scale.backwards else _DIAMOND
        yield from _trail(low + beside, scale, y)
        yield Mark(look=Look.NOT_BEFORE, path=_diamond(low, y))


def _diamond(place: int, y: int) -> str:
    return f"M{place} {y - _DIAMOND}l{_DIAMOND} {_DIAMOND}-{_DIAMOND} {_DIAMOND}-{_DIAMOND}-{_DIAMOND}z"


def _box(start: int, end: int, y: int) -> str:
    return f"M{start} {y - _HALF}H{end}v{2 * _HALF}H{start}z"


def _taper(start: int, end: int, y: int) -> str:
    return f"M{start} {y - _HALF}L{end} {y - 1}v2L{start} {y + _HALF}z"


def _trail(start: int, scale: Scale, y: int) -> Iterator[Mark]:
    head = 4 if scale.backwards else -4
    if abs(scale.end - start) > abs(head) and 0 <= start <= WIDTH:
        yield Mark(look=Look.OPEN, path=f"M{start} {y}H{scale.end}")
    yield Mark(look=Look.ONWARDS, path=f"M{scale.end + head} {y - _HALF}l{-head} {_HALF} {head} {_HALF}")
