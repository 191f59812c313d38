"""Calendar dates and ticks.

Months between two dates count whole calendar months, and days as parts of the month in which they lie: 12 *
years + months + (day - 1) / (days in the month), the later less the earlier. A tick is a fixed part of a
month; a date falls on the tick in which it lies, rounded down.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from fractions import Fraction

Date = datetime.date


def position(date: Date) -> Fraction:
    """Months since the year 0, exactly."""
    days = calendar.monthrange(date.year, date.month)[1]
    return Fraction(12 * date.year + date.month - 1) + Fraction(date.day - 1, days)


def months_between(start: Date, end: Date) -> Fraction:
    """Months from the start to the end, exactly; negative when the end comes first."""
    return position(end) - position(start)


def date_after(start: Date, months: Fraction) -> Date:
    """The day in which the point so many months after the start lies."""
    at = position(start) + months
    year, month = divmod(int(at // 1), 12)
    days = calendar.monthrange(year, month + 1)[1]
    return Date(year, month + 1, 1 + int((at % 1) * days))


@dataclass(frozen=True)
class Time:
    """Start, length and steps of a simulation."""

    start: Date
    months: int
    ticks_per_month: int
    report_date: Date | None = None

    @property
    def dt(self) -> float:
        """Length of a tick in months."""
        return 1.0 / self.ticks_per_month

    @property
    def ticks(self) -> int:
        """How many ticks there are."""
        return self.months * self.ticks_per_month

    @property
    def end(self) -> Date:
        """The first day after the horizon."""
        return date_after(self.start, Fraction(self.months))

    def tick_of(self, date: Date) -> int:
        """The tick in which a date lies, from 0; below 0 or at least ``ticks`` outside the horizon."""
        return int(months_between(self.start, date) * self.ticks_per_month // 1)

    def holds(self, date: Date) -> bool:
        """The date lies within the horizon."""
        return 0 <= self.tick_of(date) < self.ticks

    def end_of_tick(self, tick: int) -> Date:
        """The day on which a tick ends."""
        return date_after(self.start, Fraction(tick + 1, self.ticks_per_month))
