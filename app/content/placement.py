"""Where one statement stands in time: its start and end as ISO 8601 bounds, in words only, or not stated."""

from typing import Annotated, Literal

from pydantic import Field

from app.content import durations, values

Phase = Literal["before", "session", "after", "later"]
Extent = Literal["span", "moment", "in_order", "count"]
Counted = Literal[
    "before_session", "from_session_start", "after_session", "from_its_start", "after_last_session"
]
Measures = Literal["until_gone", "until_better"]

NO_NUMBER = "No number is given."
NO_END = "At least; no end is stated."
NO_LATEST = "At the earliest; no latest is stated."
BETTER = "Until it gets less; when it is gone is not stated."
NO_START = "Our sources do not say when this starts."
NO_BEGIN = "Our sources do not say from when."


class TimeBounds(durations.TimeSpan):
    """Hold a moment as the source words it, between a minimum and a maximum, either of which may be open."""

    counted: Counted
    """From when, or back from when, the bounds are counted; `from_its_start` is a length, wherever it begins."""


class TimeInWords(values.Value):
    """Hold a moment for which the source has words and no number ("until full recovery")."""

    status: Literal["in_words"] = "in_words"
    words: values.Label


class TimeAnchor(values.Value):
    """Name the moment that everything is counted from."""

    status: Literal["anchor"] = "anchor"
    at: Literal["session_start", "session_end"]


_BEGIN = {"session": TimeAnchor(at="session_start"), "after": TimeAnchor(at="session_end")}
When = Annotated[TimeBounds | TimeInWords | TimeAnchor | durations.Unstated, Field(discriminator="status")]


class Place(values.Value):
    """Say in which phase something stands, how it extends in time, and what is left open."""

    phase: Phase
    extent: Extent
    """`span` has a start and an end, `moment` a start only; `in_order` is measured by nobody and has its place by its
    phase and position; `count` has a number of sessions."""
    start: When | None = None
    end: When | None = None
    number: durations.Number | None = None
    measures: Measures | None = None
    """Of a side effect: whether its end is when it is gone, or only when it gets less."""
    words: values.Text | None = None
    """What is left open, in words; of an unknown length or moment, how our sources leave it."""

    @property
    def is_unknown(self) -> bool:
        """Tell whether what would be measured is not stated: the end of a span, a moment, a number."""
        measured = {"span": self.end, "moment": self.start, "count": self.number}.get(self.extent)
        return isinstance(measured, durations.Unstated)

    @property
    def reach(self) -> int | None:
        """Return how far it reaches in seconds: its maximum, else its minimum, else None; for order and comparison."""
        held = self.bounds
        if held is None:
            return None
        known = held.max if held.max != "open" else held.min
        return None if known == "open" else durations.seconds(known)

    @property
    def bounds(self) -> TimeBounds | None:
        """Return the one measured moment of a place: the end of a span, the start of a moment; or None."""
        measured = [moment for moment in (self.end, self.start) if isinstance(moment, TimeBounds)]
        return measured[0] if measured else None


def order(place: Place) -> tuple[float, float]:
    """Return the key by which the places of a phase are sorted: by number, then those without one.

    Before the session the longest comes first, since it begins first; what is only in order stands where people do it.
    """
    rank = {"count": 0, "in_order": 0 if place.phase in {"after", "later"} else 3}.get(place.extent, 1)
    if place.reach is None:
        return (rank if rank != 1 else 2, 0)
    return (rank, -place.reach if place.phase == "before" else place.reach)


def session_length(length: durations.TimeSpan | durations.Unstated) -> Place:
    """Place the length of a session."""
    start = TimeAnchor(at="session_start")
    return _span("session", start, length, counted="from_session_start")


def effect(onset: str, length: durations.HealingSpan | durations.Unstated) -> Place:
    """Place a side effect; it starts when the source words it, which is hardly ever a number."""
    start = durations.Unstated(words=NO_START) if onset == "unknown" else TimeInWords(words=onset)
    place = _span("after", start, length, counted="from_its_start")
    if isinstance(length, durations.Unstated):
        return place
    said = f"{BETTER} {NO_NUMBER}" if place.words == NO_NUMBER else BETTER
    return place.changed(
        measures=length.measures, words=said if length.measures == "until_better" else place.words
    )


def advice(phase: Phase, until: durations.Period | durations.Unstated) -> Place:
    """Place what is to be done or avoided, before, during or after the session."""
    start = durations.Unstated(words=NO_BEGIN) if phase == "before" else _BEGIN[phase]
    if isinstance(until, durations.Unstated):
        return Place(phase=phase, extent="span", start=start, end=until, words=until.words)
    if until.length is None:
        ends = TimeInWords(words=until.event or until.wording)
        said = NO_BEGIN if phase == "before" else NO_NUMBER
        return Place(phase=phase, extent="span", start=start, end=ends, words=said)
    if phase == "before":
        begins = _bounds(until.length, "before_session")
        ends_at = TimeAnchor(at="session_start")
        return Place(phase=phase, extent="span", start=begins, end=ends_at, words=_left_open(begins, NO_END))
    return _span(
        phase, start, until.length, counted="after_session" if phase == "after" else "from_session_start"
    )


def milestone(length: durations.TimeSpan | durations.Unstated) -> Place:
    """Place a milestone of recovery."""
    return _moment("after", length, counted="after_session")


def again(length: durations.TimeSpan | durations.Unstated) -> Place:
    """Place the next session."""
    return _moment("later", length, counted="after_last_session")


def result(lasts: durations.TimeSpan | durations.Unstated) -> Place:
    """Place how long a result lasts."""
    return _span("later", durations.Unstated(words=NO_START), lasts, counted="from_its_start")


def number(count: durations.Count | durations.Unstated) -> Place:
    """Place how many sessions there are: a count, not a time."""
    said = count.words if isinstance(count, durations.Unstated) else None
    return Place(phase="later", extent="count", number=count, words=said)


def in_order(phase: Phase) -> Place:
    """Place what has its place in the order of things and is measured by nobody."""
    return Place(phase=phase, extent="in_order")


def _span(
    phase: Phase, start: When, length: durations.TimeSpan | durations.Unstated, *, counted: Counted
) -> Place:
    if isinstance(length, durations.Unstated):
        return Place(phase=phase, extent="span", start=start, end=length, words=length.words)
    bounds = _bounds(length, counted)
    return Place(phase=phase, extent="span", start=start, end=bounds, words=_left_open(bounds, NO_END))


def _moment(phase: Phase, length: durations.TimeSpan | durations.Unstated, *, counted: Counted) -> Place:
    if isinstance(length, durations.Unstated):
        return Place(phase=phase, extent="moment", start=length, words=length.words)
    bounds = _bounds(length, counted)
    return Place(phase=phase, extent="moment", start=bounds, words=_left_open(bounds, NO_LATEST))


def _bounds(length: durations.TimeSpan, counted: Counted) -> TimeBounds:
    return TimeBounds(
        min=length.min, max=length.max, unit=length.unit, wording=length.wording, counted=counted
    )


def _left_open(bounds: TimeBounds, no_maximum: str) -> str | None:
    if bounds.min == "open" and bounds.max == "open":
        return NO_NUMBER
    return no_maximum if bounds.max == "open" else None
