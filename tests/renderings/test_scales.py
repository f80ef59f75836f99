"""What is drawn of a length says no more than its bounds: open ends stay open, less is not gone, nothing is nought."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content import durations, placement
from app.renderings import scales
from tests import strategies

ALL = (scales.BEFORE, scales.SHORT, scales.AFTER)
Look = scales.Look


def _looks(place: placement.Place, scale: scales.Scale = scales.AFTER) -> list[scales.Look]:
    return [mark.look for mark in scales.drawn(place, scale, y=50)]


def _effect(low: str, high: str, measures: placement.Measures = "until_gone") -> placement.Place:
    span = durations.HealingSpan(min=low, max=high, wording="as worded", measures=measures)
    return placement.effect("unknown", span)


def _milestone(low: str, high: str) -> placement.Place:
    return placement.milestone(durations.TimeSpan(min=low, max=high, wording="as worded"))


@given(st.lists(strategies.iso_durations(), min_size=2), st.sampled_from(ALL))
def test_what_is_longer_is_never_drawn_shorter(lengths: list[str], scale: scales.Scale) -> None:
    places = [abs(scale.at(seconds) - scale.start) for seconds in sorted(map(durations.seconds, lengths))]
    assert places == sorted(places)
    assert all(0 <= place <= scales.WIDTH for place in places)


@given(strategies.iso_durations(), st.sampled_from(ALL))
def test_what_lasts_is_never_drawn_as_nothing(length: str, scale: scales.Scale) -> None:
    drawn = abs(scale.at(durations.seconds(length)) - scale.start)
    assert (drawn > 0) == (durations.seconds(length) > 0)


@pytest.mark.parametrize("scale", ALL)
def test_every_step_is_labelled_in_order_and_as_wide_as_the_next(scale: scales.Scale) -> None:
    places = [place for place, _ in scale.ticks]
    gaps = {abs(behind - before) for before, behind in itertools.pairwise(places)}
    assert gaps == {round(scale.step)}
    assert len(set(dict(scale.ticks).values())) == 4


@pytest.mark.parametrize(
    ("low", "high", "looks"),
    [
        ("P1D", "P3D", [Look.AT_LEAST, Look.UP_TO]),
        ("P3D", "P3D", [Look.AT_LEAST]),
        ("open", "P1W", [Look.UP_TO]),
        ("P1W", "open", [Look.AT_LEAST, Look.OPEN, Look.ONWARDS]),
        ("open", "open", [Look.OPEN, Look.ONWARDS]),
    ],
)
def test_only_what_is_certain_is_filled_and_an_open_end_goes_on(
    low: str, high: str, looks: list[scales.Look]
) -> None:
    assert _looks(_effect(low, high)) == looks


@pytest.mark.parametrize(("low", "high"), [("P1D", "P3D"), ("open", "P3D"), ("P3D", "P3D")])
def test_what_gets_less_goes_on_where_what_is_gone_ends(low: str, high: str) -> None:
    assert _looks(_effect(low, high, "until_better"))[-2:] == [Look.OPEN, Look.ONWARDS]
    assert Look.OPEN not in _looks(_effect(low, high))


def test_what_gets_less_becomes_thin_where_what_is_gone_stays_thick() -> None:
    fading = scales.drawn(_effect("P1D", "P3D", "until_better"), scales.AFTER, y=50)[1]
    ending = scales.drawn(_effect("P1D", "P3D"), scales.AFTER, y=50)[1]
    assert re.fullmatch(r"M\d+ 46L\d+ 49v2L\d+ 54z", fading.path)
    assert re.fullmatch(r"M\d+ 46H\d+v8H\d+z", ending.path)


@pytest.mark.parametrize(
    ("low", "high", "looks"),
    [
        ("P3D", "P4D", [Look.UP_TO, Look.REACHED]),
        ("P3D", "P3D", [Look.REACHED]),
        ("open", "P4D", [Look.UP_TO, Look.REACHED]),
        ("P1W", "open", [Look.OPEN, Look.ONWARDS, Look.NOT_BEFORE]),
    ],
)
def test_a_moment_is_a_diamond_that_is_filled_where_the_latest_is_stated(
    low: str, high: str, looks: list[scales.Look]
) -> None:
    assert _looks(_milestone(low, high)) == looks


def test_what_has_no_bounds_is_not_drawn() -> None:
    assert scales.drawn(placement.in_order("after"), scales.AFTER, y=50) == []
    assert scales.drawn(placement.effect("unknown", durations.Unstated()), scales.AFTER, y=50) == []


def test_what_is_done_beforehand_is_drawn_towards_the_session() -> None:
    length = durations.TimeSpan(min="P2W", max="P2W", wording="two weeks")
    place = placement.advice("before", durations.Period(wording="two weeks", length=length))
    (mark,) = scales.drawn(place, scales.of(place), y=50)
    assert mark.path.startswith(f"M{scales.WIDTH} ")
    assert scales.of(place) is scales.BEFORE
