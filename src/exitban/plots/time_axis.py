"""Calendar dates along the bottom, dated events lightly along the top."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, Protocol

import matplotlib.dates as calendar
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.ticker import Formatter, FuncFormatter, MaxNLocator

from exitban.analysis import Summary
from exitban.analysis.intervals import Floats
from exitban.analysis.reading import Event
from exitban.analysis.wording import signed
from exitban.plots import style
from exitban.plots.labels import shortened
from exitban.plots.style import AXIS, MUTED
from exitban.scenario.horizon import SHORT

ROWS = 3
"""Rows of event labels above the axes; what does not fit is marked by its line alone."""

DAYS = 4.0
"""A time of no more days than these is told in hours."""

BESIDE = 0.06
"""Room behind a single tick, as a share of the time: its bars stand at the end."""

EVENT_TEXT = 7.0
LETTER = 0.56 * EVENT_TEXT
"""Width of a letter of their names, as a rule, in points."""
MOST_LETTERS, FEW_LETTERS = 90, 44
ROW = 9.5
"""Height of a row of event labels in points."""


def date2num(date: datetime.date) -> float:
    """A date as matplotlib counts days."""
    return float(calendar.date2num(date))  # type: ignore[no-untyped-call]


def days(summary: Dated) -> Floats:
    """Ends of ticks as matplotlib counts days."""
    return np.asarray(calendar.date2num(summary.dates), np.float64)  # type: ignore[no-untyped-call]


def days_from_start(summary: Summary) -> Floats:
    """The start and the ends of ticks: where curves stand that begin before the first tick."""
    return np.append(date2num(summary.start), days(summary))


class Dated(Protocol):
    """Anything over a simulated time: its start, the ends of its ticks, its length in months."""

    @property
    def start(self) -> datetime.date: ...

    @property
    def dates(self) -> tuple[datetime.date, ...]: ...

    @property
    def horizon(self) -> float: ...


def dated(axes: Axes, summary: Dated, most: int = 8) -> None:
    """Let the horizontal axis run over the simulated time, with dates at no more than `most` places."""
    first, last = _ends(summary)
    axes.set_xlim(first, last)
    span = last - first
    if summary.horizon >= SHORT:
        axes.xaxis.set_major_locator(_months_apart(summary.horizon, most))
        axes.xaxis.set_major_formatter(calendar.DateFormatter("%b %Y"))  # type: ignore[no-untyped-call]
    elif not in_hours(summary):
        axes.xaxis.set_major_locator(_days_apart(span, most))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda day, _: _day(day)))
    else:
        axes.xaxis.set_major_locator(_hours_apart(24 * span, most))
        axes.xaxis.set_major_formatter(FuncFormatter(_hour))


def _ends(summary: Dated) -> tuple[float, float]:
    """Where the axis begins and ends, in days."""
    first, last = date2num(summary.start), date2num(summary.dates[-1])
    return first, last + (BESIDE * (last - first) if len(summary.dates) == 1 else 0.0)


def in_hours(summary: Dated) -> bool:
    """Whether the axis tells hours; the label of the first one has a second line, the day."""
    first, last = _ends(summary)
    return summary.horizon < SHORT and last - first <= DAYS


def _day(day: float) -> str:
    """6 Jul: the day without its year, which short times do not need on every label."""
    date = calendar.num2date(day)  # type: ignore[no-untyped-call]
    return f"{date.day} {date:%b}"


def _hour(day: float, place: int | None) -> str:
    """18:00, and at midnight the day that begins; the first label says both."""
    date = calendar.num2date(day + 0.5 / 86_400)  # type: ignore[no-untyped-call]
    midnight, named = not (date.hour or date.minute), f"{date.day} {date:%b}"
    return named if midnight else f"{date:%H:%M}" if place else f"{date:%H:%M}\n{named}"


def _days_apart(days: float, most: int) -> calendar.RRuleLocator:
    apart = next((one for one in (1, 2, 5, 10) if days / one <= most), 15)
    return calendar.DayLocator(interval=apart)  # type: ignore[no-untyped-call]


def _hours_apart(hours: float, most: int) -> calendar.RRuleLocator:
    apart = next((one for one in (1, 2, 3, 6, 12) if hours / one <= most), 24)
    return calendar.HourLocator(byhour=range(0, 24, apart))  # type: ignore[no-untyped-call]


def _months_apart(horizon: float, most: int) -> calendar.RRuleLocator:
    """First days of months, as few months apart as leaves no more than `most` of them."""
    for apart in (1, 2, 3, 6):
        if horizon / apart <= most:
            return calendar.MonthLocator(bymonth=range(1, 13, apart))  # type: ignore[no-untyped-call]
    wide_enough = (apart for apart in (1, 2, 5, 10, 20, 50) if horizon / 12.0 / apart <= most)
    return calendar.YearLocator(next(wide_enough, 100))  # type: ignore[no-untyped-call]


def percent_axis(axes: Axes, low: float = 0.0, high: float = 1.0) -> None:
    """A vertical axis of shares or index values, told in percent."""
    axes.set_ylim(low, high)
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}{style.PERCENT}"))


def points_axis(axes: Axes, low: float, high: float) -> None:
    """A vertical axis of differences of shares, told in points with their sign."""
    axes.set_ylim(low, high)
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(Points())


class Points(Formatter):
    """Ticks of differences in points, each with as many digits as it needs to be told from the next."""

    def __call__(self, value: float, place: int | None = None) -> str:
        """A place by itself."""
        return points(value)

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """All ticks of an axis."""
        apart = np.diff(np.unique(np.asarray(values, np.float64)))
        step = 100.0 * float(apart.min()) if apart.size else 1.0
        return [_exactly(100.0 * value, step) for value in values]


def _exactly(value: float, step: float) -> str:
    """A number with its sign, and no more digits than tell it from another one step away."""
    fits = (digits for digits in range(9) if abs(round(value, digits) - value) < 0.01 * step)
    words = signed(value, next(fits, 9))
    return words.rstrip("0").rstrip(".") if "." in words else words


def points(value: float) -> str:
    """A difference of shares in points: +12, 0, or a true minus."""
    size = abs(100 * value)
    rounded = f"{size:.1f}".removesuffix(".0")
    if rounded == "0":
        return "0" if size < 1e-9 else signed(100 * value, 2)
    return ("\N{MINUS SIGN}" if value < 0 else "+") + rounded


def _merged(events: Sequence[Event]) -> dict[datetime.date, str]:
    """One text per date; a text that stands there twice is said once."""
    texts: dict[datetime.date, list[str]] = {}
    for event in events:
        found = texts.setdefault(event.date, [])
        if event.title not in found:
            found.append(event.title)
    return {date: "; ".join(found) for date, found in texts.items()}


def mark_events(axes: Axes, summary: Summary, named: bool = True) -> None:
    """Thin lines at dated events, with short names above the axes where there is room for them."""
    found = {date2num(date): text for date, text in _merged(summary.events).items()}
    lines = [((day, 0.0), (day, 1.0)) for day in found]
    look: dict[str, Any] = {"colors": AXIS, "linewidths": 0.6, "alpha": 0.55, "zorder": 0}
    axes.add_artist(LineCollection(lines, transform=axes.get_xaxis_transform(), **look))
    if not named:
        return
    left, across = axes.get_position().x0, axes.get_position().width
    first, last = axes.get_xlim()
    page = axes.figure.get_figwidth() * 72.0  # type: ignore[union-attr]
    places = [page * (left + across * (day - first) / (last - first)) for day in found]
    for day, (text, row) in zip(found, _in_rows(places, list(found.values()), page - 4.0), strict=True):
        if row is not None:
            _name(axes, day, text, row)


Named = list[tuple[str, int | None]]
"""Names as they are written, each with its row above the axes; None: there is no room for it."""


def _in_rows(places: Sequence[float], texts: Sequence[str], end: float) -> Named:
    """Whole names as far as the edge of the picture allows, or cut ones where that lets more of them find a row."""
    found = [_placed(places, texts, end, most) for most in (MOST_LETTERS, FEW_LETTERS)]
    return min(found, key=lambda named: sum(row is None for _, row in named))


def _placed(places: Sequence[float], texts: Sequence[str], end: float, most: int) -> Named:
    free = [-1.0] * ROWS
    named: Named = []
    for place, text in zip(places, texts, strict=True):
        short = shortened(text, min(most, max(FEW_LETTERS, int((end - place) / LETTER))))
        row = next((number for number, taken in enumerate(free) if place > taken), None)
        if row is not None:
            free[row] = place + LETTER * len(short) + 4.0
        named.append((short, row))
    return named


def _name(axes: Axes, day: float, text: str, row: int) -> None:
    axes.annotate(
        text,
        (day, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(0.0, 2.0 + row * ROW),
        textcoords="offset points",
        size=EVENT_TEXT,
        color=MUTED,
        annotation_clip=False,
    )
