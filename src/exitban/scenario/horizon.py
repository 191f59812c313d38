"""Calendar dates, times of day, and ticks.

Months between two moments count whole calendar months, and what is left as parts of the month in which it lies: 12 *
years + months + (day - 1 + hours / 24) / (days in the month), the later less the earlier. A date without a time of day
is its first moment, 00:00. A tick is a fixed part of a month; a moment falls on the tick in which it lies, rounded
down. So in a month of 31 days a tick is exactly an hour where there are 744 of them in a month, and in one of 30 days
where there are 720. All moments of a scenario are told by one clock: there are no zones.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

Date = datetime.date
"""A day, or, as `datetime.datetime`, a moment of one."""

SECONDS: Final = 24 * 60 * 60
A_DAY_AT_LEAST: Final = 31
"""Up to so many ticks in a month none is shorter than about a day, so that dates tell them apart."""

SHORT: Final = 2
"""Less than so many months are told in days or hours,"""
HOURS: Final = 96
"""and up to so many hours in hours."""


def position(date: Date) -> Fraction:
    """Months since the year 0, exactly."""
    days = calendar.monthrange(date.year, date.month)[1]
    return Fraction(12 * date.year + date.month - 1) + (date.day - 1 + time_of_day(date)) / Fraction(days)


def time_of_day(date: Date) -> Fraction:
    """The share of the day that is over; 0 for a date alone."""
    if not isinstance(date, datetime.datetime):
        return Fraction(0)
    since_midnight = date - datetime.datetime(date.year, date.month, date.day)
    return Fraction(since_midnight // datetime.timedelta(microseconds=1), SECONDS * 1_000_000)


def moment(date: Date) -> datetime.datetime:
    """The moment itself, or the first one of a day; so days and moments can be compared."""
    return date if isinstance(date, datetime.datetime) else datetime.datetime(date.year, date.month, date.day)


def day_of(date: Date) -> Date:
    """The day in which a moment lies."""
    return Date(date.year, date.month, date.day)


def months_between(start: Date, end: Date) -> Fraction:
    """Months from the start to the end, exactly; negative when the end comes first."""
    return position(end) - position(start)


def date_after(start: Date, months: Fraction) -> Date:
    """The day in which the point so many months after the start lies."""
    day, _ = _after(start, months)
    return day


def moment_after(start: Date, months: Fraction) -> datetime.datetime:
    """The point so many months after the start, to the second."""
    day, part = _after(start, months)
    return moment(day) + datetime.timedelta(seconds=round(part * SECONDS))


def _after(start: Date, months: Fraction) -> tuple[Date, Fraction]:
    """The day, and the part of it that is over."""
    at = position(start) + months
    year, month = divmod(int(at // 1), 12)
    into = (at % 1) * calendar.monthrange(year, month + 1)[1]
    return Date(year, month + 1, 1 + int(into)), into % 1


def length_in_words(start: Date, end: Date, months: float) -> str:
    """A length of time as people tell it: hours up to four days, days up to two months, months beyond."""
    hours = (moment(end) - moment(start)) / datetime.timedelta(hours=1)
    if months >= SHORT or hours <= 0:
        return f"{months:g} months" if months == int(months) else f"{months:.3g} months"
    return f"{hours:.3g} hours" if hours <= HOURS else f"{hours / 24:.3g} days"


@dataclass(frozen=True)
class Time:
    """Start, length and steps of a simulation. ``months`` need not be whole where a time has an ``end``."""

    start: Date
    months: int | Fraction
    ticks_per_month: int
    report_date: Date | None = None

    @property
    def dt(self) -> float:
        """Length of a tick in months."""
        return 1.0 / self.ticks_per_month

    @property
    def ticks(self) -> int:
        """How many ticks there are; one that is begun counts."""
        return -int(-self.months * self.ticks_per_month // 1)

    @property
    def by_the_clock(self) -> bool:
        """Moments are told with their time of day: it starts at one, or ticks are shorter than a day."""
        return isinstance(self.start, datetime.datetime) or self.ticks_per_month > A_DAY_AT_LEAST

    @property
    def end(self) -> Date:
        """The first day, or moment, after the horizon."""
        return self._after(Fraction(self.ticks, self.ticks_per_month))

    def words(self) -> str:
        """How long it lasts: in months, or in hours or days where it is not so long."""
        return length_in_words(self.start, self.end, float(self.months))

    def tick_of(self, date: Date) -> int:
        """The tick in which a date lies, from 0; below 0 or at least ``ticks`` outside the horizon."""
        return int(months_between(self.start, date) * self.ticks_per_month // 1)

    def holds(self, date: Date) -> bool:
        """The date lies within the horizon."""
        return 0 <= self.tick_of(date) < self.ticks

    def end_of_tick(self, tick: int) -> Date:
        """The day on which a tick ends, or the moment at which it does."""
        return self._after(Fraction(tick + 1, self.ticks_per_month))

    def _after(self, months: Fraction) -> Date:
        return moment_after(self.start, months) if self.by_the_clock else date_after(self.start, months)
