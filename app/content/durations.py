"""Lengths of time and counts as a source words them: ISO 8601 bounds, either of which may be open."""

import functools
import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from app.content import values

_PARTS = re.compile(
    r"P(?=\d|T\d)(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,8})S)?)?",
    re.ASCII,
)
_DAY = 86_400
_SECONDS = {
    "years": 365 * _DAY,
    "months": 30 * _DAY,
    "weeks": 7 * _DAY,
    "days": _DAY,
    "hours": 3_600,
    "minutes": 60,
    "seconds": 1,
}


@functools.lru_cache(maxsize=1024)  # few lengths are said, and each of them often
def seconds(duration: str) -> int:
    """Return an ISO 8601 duration in seconds, for comparison only: a month is 30 days, a year 365.

    Raises ValueError for anything that is not a whole-numbered ISO 8601 duration.
    """
    match = _PARTS.fullmatch(duration)
    if match is None:
        raise ValueError("is not an ISO 8601 duration of whole numbers, such as PT30M, P3D, P1W or P6M")
    return sum(int(count) * _SECONDS[unit] for unit, count in match.groupdict().items() if count)


def _checked(duration: str) -> str:
    seconds(duration)
    return duration


IsoDuration = Annotated[str, StringConstraints(max_length=40), AfterValidator(_checked)]
"""An ISO 8601 duration kept as its string, e.g. PT30M, P3D, P1W, P6M, P1Y."""
Bound = IsoDuration | Literal["open"]
"""A duration, or the word `open`: the source sets no limit on that side. Never a number we made up."""
Unit = Literal["minutes", "hours", "days", "weeks", "months", "years"]


class Unstated(values.Value):
    """Say that our sources do not give this; it is not zero, not short and not none."""

    status: Literal["not_stated"] = "not_stated"
    words: values.Text = "Our sources do not say."


class TimeSpan(values.Value):
    """Hold a length of time as the source words it.

    `min` and `max` are ISO 8601 durations or `open`. `unit` names the unit of a vague wording ("several weeks"), for
    which no number is invented.
    """

    status: Literal["stated"] = "stated"
    min: Bound
    max: Bound
    unit: Unit | None = None
    wording: values.Label
    """The length in the source's own few words, hedges included."""

    @property
    def disordered(self) -> bool:
        """Tell whether the minimum exceeds the maximum."""
        return "open" not in (self.min, self.max) and seconds(self.min) > seconds(self.max)


class HealingSpan(TimeSpan):
    """Hold how long an effect lasts, and what that length measures."""

    measures: Literal["until_gone", "until_better"]
    """`until_gone`: to its end. `until_better`: to when it becomes less; it may still be there after that."""


class Count(values.Value):
    """Hold a number of sessions as the source words it; `open` where it sets no limit on that side."""

    status: Literal["stated"] = "stated"
    min: Annotated[int, Field(ge=0, le=1000)] | Literal["open"]
    max: Annotated[int, Field(ge=0, le=1000)] | Literal["open"]
    wording: values.Label

    @property
    def disordered(self) -> bool:
        """Tell whether the minimum exceeds the maximum."""
        return isinstance(self.min, int) and isinstance(self.max, int) and self.min > self.max


class Period(values.Value):
    """Hold until when something is to be done or avoided: a span, or an event in words ("until fully healed")."""

    status: Literal["stated"] = "stated"
    wording: values.Label
    length: TimeSpan | None = None
    event: values.Label | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if (self.length is None) == (self.event is None):
            raise ValueError("give either a length or an event, and only one of them")
        return self


Length = Annotated[TimeSpan | Unstated, Field(discriminator="status")]
HealingLength = Annotated[HealingSpan | Unstated, Field(discriminator="status")]
Number = Annotated[Count | Unstated, Field(discriminator="status")]
Until = Annotated[Period | Unstated, Field(discriminator="status")]
