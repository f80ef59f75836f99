"""How requests are counted, for whom, and how much is kept of it."""

import datetime

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from app.access import limits

START = datetime.datetime(2026, 12, 1, 10, 0, 0, tzinfo=datetime.UTC)


def ask(limiter: limits.Limiter, times: int, whose: str = "192.0.2.1") -> list[bool]:
    """Return which of so many requests were answered."""
    counted = [limiter.count("anonymous", whose) for _ in range(times)]
    return [standing is not None and not standing.refused for standing in counted]


def test_requests_are_answered_up_to_the_quota_and_counted_down() -> None:
    with time_machine.travel(START, tick=False):
        limiter = limits.Limiter(limits.Quotas(anonymous=3))
        standing = [limiter.count("anonymous", "a") for _ in range(4)]
    assert [(one.remaining, one.refused) for one in standing if one] == [
        (2, False),
        (1, False),
        (0, False),
        (0, True),
    ]
    assert {(one.policy, one.quota) for one in standing if one} == {("anonymous", 3)}


def test_nobody_is_counted_for_another() -> None:
    limiter = limits.Limiter(limits.Quotas(anonymous=1, failures=1))
    assert [ask(limiter, 1, whose) for whose in ("a", "b", "a")] == [[True], [True], [False]]
    counted = limiter.count("failures", "a")
    assert counted is not None
    assert not counted.refused


def test_a_quota_of_nought_sets_no_limit() -> None:
    assert limits.Limiter(limits.Quotas()).count("anonymous", "a") is None


def test_there_is_no_burst_at_the_turn_of_a_minute() -> None:
    with time_machine.travel(START + datetime.timedelta(seconds=59), tick=False) as clock:
        limiter = limits.Limiter(limits.Quotas(anonymous=60))
        assert all(ask(limiter, 60))
        clock.shift(1.5)
        assert sum(ask(limiter, 60)) <= 1


@given(
    quota=st.integers(1, 40),
    offset=st.floats(0, 120, allow_nan=False),
    pauses=st.lists(st.floats(0, 30, allow_nan=False), max_size=30),
)
def test_who_waits_as_long_as_they_were_told_is_answered(
    quota: int, offset: float, pauses: list[float]
) -> None:
    with time_machine.travel(START + datetime.timedelta(seconds=offset), tick=False) as clock:
        limiter = limits.Limiter(limits.Quotas(anonymous=quota))
        for pause in pauses:
            clock.shift(pause)
            limiter.count("anonymous", "a")
        while (standing := limiter.count("anonymous", "a")) and not standing.refused:
            assert 0 <= standing.remaining < quota
            assert 1 <= standing.seconds <= 60
        assert standing is not None
        assert 1 <= standing.seconds <= 120
        clock.shift(standing.seconds)
        assert ask(limiter, 1) == [True]


def test_no_more_counters_are_kept_than_there_may_be_and_the_busy_ones_stay() -> None:
    limiter = limits.Limiter(limits.Quotas(anonymous=2), most=100)
    assert ask(limiter, 3, "busy") == [True, True, False]
    for number in range(1_000):
        ask(limiter, 1, f"10.0.{number // 256}.{number % 256}")
        if number % 50 == 0:
            limiter.count("anonymous", "busy")
    assert len(limiter._counters) == 100


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
        ("x" * 500, "x" * 64),
        ("", ""),
    ],
)
def test_an_address_is_counted_as_itself_or_as_its_network(address: str, counted: str) -> None:
    assert limits.whose(address) == counted
