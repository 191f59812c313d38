"""What came after, drawn beside what was simulated: dots that set nothing, over the spread between worlds."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from exitban.analysis import Summary
from exitban.analysis.looking_back import Beside, LookingBack, UnderPolicy
from exitban.analysis.looking_back_words import bare
from exitban.errors import CallError
from exitban.plots import style
from exitban.plots.control_over_time import fan
from exitban.plots.labels import Label, end_labels, wrapped
from exitban.plots.panels import heading
from exitban.plots.point_labels import label_points
from exitban.plots.time_axis import date2num, dated, days
from exitban.scenario.direction import isolated

PANEL = 2.5
ROW = 0.46
GAP = 0.95
"""Heights in inches: a panel over time, a row of a single value, and what lies between two panels."""

HEAD = 0.55
FOOT = 0.4
ROWS_LEFT, ROWS_RIGHT = 0.36, 0.72

READING = "Dots: observed, and used for nothing else. Line: median world; bands: middle 50 % and 90 % of worlds."


def observed(summary: Summary) -> Figure:
    """Every observed series beside the same quantity simulated under the policy that was in force.

    Raises `exitban.errors.CallError` where nothing was observed.
    """
    if not summary.observed:
        raise CallError("observed: the scenario names no observed values, so there is nothing to draw.")
    over_time = [back for back in summary.observed if len(back.under[0].values) > 1]
    single = _by_unit([back for back in summary.observed if len(back.under[0].values) == 1])
    heights = [PANEL] * len(over_time) + [ROW * len(group) for group in single]
    with style.settings():
        top = HEAD + sum(heights) + GAP * len(heights)
        figure = style.blank(top, _title(summary), READING)
        bottom = top - HEAD + FOOT
        for place, height in enumerate(heights):
            bottom -= height + GAP
            box = (bottom, bottom + height)
            if place < len(over_time):
                axes = style.panel(figure, (style.LEFT, style.RIGHT, *box))
                _over_time(axes, summary, over_time[place])
            else:
                axes = style.panel(figure, (ROWS_LEFT, ROWS_RIGHT, *box))
                _rows(axes, summary, single[place - len(over_time)])
        return figure


def _by_unit(found: list[LookingBack]) -> list[list[LookingBack]]:
    """Series of one value each, those of one unit together."""
    units = dict.fromkeys(back.unit for back in found)
    return [[back for back in found if back.unit == unit] for unit in units]


def drawn(back: LookingBack) -> UnderPolicy:
    """The policy whose worlds are drawn: the one that was in force, or the first where that was not run."""
    return back.told or back.under[0]


def _title(summary: Summary) -> str:
    found = [drawn(back) for back in summary.observed]
    inside, number = sum(one.inside for one in found), sum(len(one.values) for one in found)
    return f"What came after: {inside} of {number} observed values within the middle 90 % of worlds"


def _line(summary: Summary, policy: str) -> style.Line:
    return style.line([one.name for one in summary.policies].index(policy))


def _over_time(axes: Axes, summary: Summary, back: LookingBack) -> None:
    main = drawn(back)
    if back.by_period:
        _periods(axes, summary, main, _line(summary, main.policy))
    else:
        fan(axes, days(summary), main.spread, _line(summary, main.policy))
    for other in back.under:
        if other is not main:
            _median(axes, summary, back, other)
    dated(axes, summary)
    _scale(axes, back)
    _values(axes, back, main)
    heading(axes, f"{isolated(back.title)}{_places(back)} ({back.unit})", style.INK)
    _name(axes, summary, back)


def _places(back: LookingBack) -> str:
    return f", {', '.join(back.where)}" if back.where else ""


def _median(axes: Axes, summary: Summary, back: LookingBack, other: UnderPolicy) -> None:
    """Another policy: its median alone, thin."""
    line = _line(summary, other.policy)
    look: dict[str, Any] = {"color": line.colour, "linestyle": line.dash, "linewidth": 1.2}
    if back.by_period:
        for one in other.values:
            axes.plot(_ends(summary, one), [one.median] * 2, **look)
    else:
        axes.plot(days(summary), other.spread.q50, **look)


def _ends(summary: Summary, one: Beside) -> list[float]:
    return [date2num(one.since or summary.start), date2num(one.date)]


def _periods(axes: Axes, summary: Summary, main: UnderPolicy, line: style.Line) -> None:
    """A box for every period: the spread of what was counted in it."""
    for one in main.values:
        low, lower, median, upper, high = one.spread
        ends = _ends(summary, one)
        axes.fill_between(ends, low, high, color=line.colour, alpha=style.BAND_90, linewidth=0)
        axes.fill_between(ends, lower, upper, color=line.colour, alpha=style.BAND_50, linewidth=0)
        axes.plot(ends, [median] * 2, color=line.colour, linestyle=line.dash, linewidth=1.9)


def _values(axes: Axes, back: LookingBack, main: UnderPolicy) -> None:
    """The observed values: a dot each, in the middle of its period where it has one."""
    places = []
    for one in main.values:
        at = date2num(one.date)
        if one.since is not None:
            first = date2num(one.since)
            axes.plot([first, at], [one.observed] * 2, color=style.INK, linewidth=0.9)
            at = (first + at) / 2.0
        _dot(axes, at, one.observed)
        places.append((at, one.observed))
    label_points(axes, places, [bare(height, back.unit) for _, height in places])


def _dot(axes: Axes, across: float, height: float) -> None:
    axes.plot(
        [across],
        [height],
        marker="o",
        markersize=6.0,
        color=style.INK,
        markeredgecolor=style.PAPER,
        markeredgewidth=1.0,
        linestyle="none",
        clip_on=False,
        zorder=5,
    )


def _highest(back: LookingBack) -> float:
    main = drawn(back)
    found = [one.observed for one in main.values] + [one.spread[4] for one in main.values]
    found += [one.median for other in back.under for one in other.values]
    if not back.by_period:
        found += [*main.spread.q95, *(height for other in back.under for height in other.spread.q50)]
    return float(np.nanmax(found))


def _lowest(back: LookingBack) -> float:
    return min(0.0, *(min(one.observed, one.spread[0]) for one in drawn(back).values))


def _scale(axes: Axes, back: LookingBack) -> None:
    """From zero to a little over everything drawn."""
    low, high = _lowest(back), _highest(back) or 1.0
    axes.set_ylim(low, high + 0.12 * (high - low))
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: bare(value, back.unit)))


def _name(axes: Axes, summary: Summary, back: LookingBack) -> None:
    """Each policy at the end of its line, the one that was in force said to be so."""
    labels = []
    for one in back.under:
        end = one.values[-1].median if back.by_period else float(one.spread.q50[-1])
        force = " (was in force)" if one.policy == back.in_force and len(back.under) > 1 else ""
        text = f"{isolated(one.title)}{force}, median {'in the last period' if back.by_period else 'at the end'}: "
        text += bare(end, back.unit)
        labels.append(Label(end, text, _line(summary, one.policy)))
    end_labels(axes, labels)


def _rows(axes: Axes, summary: Summary, backs: list[LookingBack]) -> None:
    """Single values of one unit: a row each, the spread of the worlds and the dot."""
    unit = backs[0].unit
    for row, back in enumerate(backs):
        main = drawn(back)
        _row(axes, row, main.values[0], unit, _line(summary, main.policy))
    highest = max(max(drawn(back).values[0].spread[4], drawn(back).values[0].observed) for back in backs)
    axes.set_xlim(min(_lowest(back) for back in backs), 1.08 * (highest or 1.0))
    axes.set_ylim(len(backs) - 0.45, -0.55)
    axes.set_yticks(range(len(backs)), [wrapped(back.title, 36) for back in backs])
    axes.tick_params(axis="y", length=0.0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: bare(value, unit)))
    titles = dict.fromkeys(drawn(back).title for back in backs)
    heading(axes, f"Single values ({unit}): {', '.join(titles)}", style.INK)


def _row(axes: Axes, row: int, one: Beside, unit: str, line: style.Line) -> None:
    low, lower, median, upper, high = one.spread
    axes.plot(
        [low, high], [row, row], color=line.colour, linewidth=7.0, alpha=style.BAND_90 + 0.06, solid_capstyle="butt"
    )
    axes.plot([lower, upper], [row, row], color=line.colour, linewidth=7.0, alpha=0.45, solid_capstyle="butt")
    axes.plot([median, median], [row - 0.22, row + 0.22], color=line.colour, linewidth=1.9)
    _dot(axes, one.observed, row)
    axes.annotate(
        f"observed {bare(one.observed, unit)}, median {bare(median, unit)}",
        (1.0, row),
        xycoords=("axes fraction", "data"),
        xytext=(6.0, 0.0),
        textcoords="offset points",
        size=style.SMALL,
        va="center",
        annotation_clip=False,
    )
