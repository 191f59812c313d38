"""Dates and ticks, by hand."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitban.scenario.horizon import Time, date_after, months_between

Day = datetime.date
DAYS = st.dates(Day(1800, 1, 1), Day(2200, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (Day(2022, 2, 24), Day(2022, 3, 24), Fraction(1) + Fraction(23, 31) - Fraction(23, 28)),
        (Day(2022, 3, 1), Day(2022, 4, 1), Fraction(1)),
        (Day(2022, 3, 1), Day(2023, 5, 1), Fraction(14)),
        (Day(2022, 4, 1), Day(2022, 4, 16), Fraction(1, 2)),
        (Day(2022, 4, 16), Day(2022, 4, 1), Fraction(-1, 2)),
    ],
)
def test_months_between(start: Day, end: Day, months: Fraction) -> None:
    assert months_between(start, end) == months


def test_ticks_of_dates() -> None:
    time = Time(Day(2024, 1, 1), months=12, ticks_per_month=4)
    assert (time.dt, time.ticks, time.end) == (0.25, 48, Day(2025, 1, 1))
    assert time.tick_of(Day(2024, 1, 1)) == 0
    assert time.tick_of(Day(2024, 1, 8)) == 0
    assert time.tick_of(Day(2024, 1, 9)) == 1
    assert time.tick_of(Day(2024, 12, 31)) == 47
    assert [time.holds(day) for day in (Day(2023, 12, 31), Day(2024, 1, 1), Day(2025, 1, 1))] == [False, True, False]


def test_the_end_of_a_tick() -> None:
    time = Time(Day(2024, 4, 1), months=2, ticks_per_month=2)
    assert [time.end_of_tick(tick) for tick in range(4)] == [
        Day(2024, 4, 16),
        Day(2024, 5, 1),
        Day(2024, 5, 16),
        Day(2024, 6, 1),
    ]


@given(start=DAYS, end=DAYS)
def test_a_date_is_found_again(start: Day, end: Day) -> None:
    assert date_after(start, months_between(start, end)) == end


@given(days=st.lists(DAYS, min_size=3, max_size=3), ticks=st.integers(1, 31))
def test_later_days_lie_in_later_ticks(days: list[Day], ticks: int) -> None:
    start, first, second = sorted(days)
    time = Time(start, 12, ticks)
    assert 0 <= time.tick_of(first) <= time.tick_of(second)
