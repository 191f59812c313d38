"""Dates and ticks, by hand."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitban.scenario.horizon import Time, date_after, moment_after, months_between

Day = datetime.date
Moment = datetime.datetime
DAYS = st.dates(Day(1800, 1, 1), Day(2200, 12, 31))
MOMENTS = st.datetimes(Moment(1800, 1, 1), Moment(2200, 12, 31)).map(lambda one: one.replace(microsecond=0))


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


class TestTimesOfDay:
    """By hand: July has 31 days, so 744 ticks in a month are its hours; November has 30, so 720 are."""

    def test_hours_of_july(self) -> None:
        time = Time(Moment(2022, 7, 5, 18), months_between(Moment(2022, 7, 5, 18), Moment(2022, 7, 7, 12, 30)), 744)
        assert time.ticks == 43, "42 hours and a half: a tick that is begun counts"
        assert time.end == Moment(2022, 7, 7, 13)
        assert [time.tick_of(Moment(2022, 7, 5, 18)), time.tick_of(Moment(2022, 7, 5, 18, 59))] == [0, 0]
        assert [time.tick_of(Moment(2022, 7, 5, 19)), time.tick_of(Moment(2022, 7, 7, 12, 30))] == [1, 42]
        assert [time.end_of_tick(0), time.end_of_tick(29)] == [Moment(2022, 7, 5, 19), Moment(2022, 7, 7, 0)]

    def test_a_date_is_its_first_moment(self) -> None:
        time = Time(Moment(2023, 11, 20, 4), 1, 720)
        assert time.tick_of(Day(2023, 11, 21)) == time.tick_of(Moment(2023, 11, 21, 0)) == 20
        assert time.tick_of(Day(2023, 11, 20)) == -4

    def test_where_the_month_is_longer_the_tick_is(self) -> None:
        time = Time(Day(2023, 12, 1), 1, 720)
        assert time.end_of_tick(0) == Moment(2023, 12, 1, 1, 2)
        assert time.end_of_tick(719) == Moment(2024, 1, 1)

    def test_long_ticks_of_a_day_are_told_by_dates(self) -> None:
        assert Time(Day(2024, 1, 1), 1, 31).end_of_tick(0) == Day(2024, 1, 2)
        assert not isinstance(Time(Day(2024, 1, 1), 1, 31).end_of_tick(0), Moment)

    @pytest.mark.parametrize(
        ("end", "words"),
        [
            (Moment(2022, 7, 7, 12), "42 hours"),
            (Moment(2022, 7, 12, 6), "6.5 days"),
            (Day(2022, 8, 5), "30.2 days"),
            (Moment(2022, 10, 5, 18), "3 months"),
        ],
    )
    def test_how_long_it_lasts(self, end: Day, words: str) -> None:
        start = Moment(2022, 7, 5, 18)
        assert Time(start, months_between(start, end), 744).words() == words


@given(start=MOMENTS, end=MOMENTS)
def test_a_moment_is_found_again(start: Moment, end: Moment) -> None:
    assert moment_after(start, months_between(start, end)) == end


@given(start=DAYS, end=DAYS)
def test_midnight_is_the_date(start: Day, end: Day) -> None:
    midnight = Moment(end.year, end.month, end.day)
    assert months_between(start, midnight) == months_between(start, end)
