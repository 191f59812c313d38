"""Control over time by policy, with the spread between worlds."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from exitban.analysis import Summary
from exitban.analysis.bands import Bands
from exitban.analysis.intervals import Floats
from exitban.analysis.wording import percent, quoted
from exitban.plots import style
from exitban.plots.labels import Label, end_labels
from exitban.plots.panels import across, columns, fitted, heading
from exitban.plots.time_axis import dated, days, mark_events, percent_axis
from exitban.scenario.direction import isolated

ROW = 3.15
"""Height of a row of panels in inches."""

PANEL = 2.35

BANDS = "Line: median world. Bands: middle 50 % and 90 % of worlds"
BARS = "Dot: median world. Bars: middle 50 % and 90 % of worlds"

THICK, THIN = 9.0, 4.0
"""Widths in points of the bars of a single tick: middle 50 % and 90 % of worlds."""


def how_drawn(summary: Summary) -> str:
    """What line and bands are, or dot and bars where there is a single tick, and what worlds differ in."""
    differ = (
        "luck alone, since every number is fixed" if summary.uncertain == 0 else "luck and uncertain numbers together"
    )
    return f"{BANDS if len(summary.dates) > 1 else BARS}, {differ}."


def fan(axes: Axes, days: Floats, found: Bands, line: style.Line) -> None:
    """The median with the middle 50 % and 90 % of worlds; a single tick has no extent in time and gets bars."""
    if days.size == 1:
        _bars(axes, float(days[0]), found, line)
        return
    axes.fill_between(days, found.q05, found.q95, color=line.colour, alpha=style.BAND_90, linewidth=0)
    axes.fill_between(days, found.q25, found.q75, color=line.colour, alpha=style.BAND_50, linewidth=0)
    axes.plot(days, found.q50, color=line.colour, linestyle=line.dash, linewidth=1.9)


def _bars(axes: Axes, day: float, found: Bands, line: style.Line) -> None:
    """One moment: a dot at the median, a thin bar for 90 % of worlds and a thick one for 50 %."""
    look: dict[str, Any] = {"color": line.colour, "solid_capstyle": "butt", "clip_on": False}
    axes.plot([day, day], [found.q05[0], found.q95[0]], linewidth=THIN, alpha=style.BAND_50, **look)
    axes.plot([day, day], [found.q25[0], found.q75[0]], linewidth=THICK, alpha=2.0 * style.BAND_50, **look)
    axes.plot([day], [found.q50[0]], color=line.colour, marker="o", markersize=6.0, clip_on=False)


def thin_median(axes: Axes, days: Floats, median: Floats, line: style.Line) -> None:
    """Another median for comparison: a thin line, a dash for a single tick."""
    dash: dict[str, Any] = {"marker": "_", "markersize": 22.0} if days.size == 1 else {}
    axes.plot(days, median, color=line.colour, linestyle=line.dash, linewidth=1.2, **dash)


def _end(summary: Summary, position: int) -> float:
    return float(summary.policies[position].control.q50[-1])


def _title(summary: Summary) -> str:
    """Where the median world ends: lowest and highest of the policies, which the labels name."""
    ends = [_end(summary, position) for position in range(len(summary.policies))]
    lowest, highest = percent(min(ends)), percent(max(ends))
    if lowest == highest:
        told = f"{highest} %{' under every policy' if len(ends) > 1 else ''}"
    else:
        told = f"{lowest} to {highest} %, by policy"
    return f"Control over time: the median world ends at {told}"


def _top(summary: Summary) -> float:
    return max(1.0, max(float(policy.control.q95.max()) for policy in summary.policies))


def _bottom(summary: Summary) -> float:
    """Zero, or a round number under everything drawn where nothing comes near zero."""
    lowest = min(float(policy.control.q05.min()) for policy in summary.policies)
    lowest = min(lowest, summary.control_threshold.value)
    return 0.0 if lowest < 0.4 else math.floor(10.0 * lowest) / 10.0 - 0.1


def _lost_line(axes: Axes, summary: Summary, named: bool = True) -> None:
    """Where the scenario draws the line of lost control: the median of its prior."""
    line = summary.control_threshold.value
    axes.axhline(line, color=style.AXIS, linewidth=0.7, linestyle=(0.0, (1.0, 2.0)))
    if not named:
        return
    axes.annotate(
        f"assumed line {percent(line)}{style.PERCENT}",
        (0.0, line),
        xycoords=("axes fraction", "data"),
        xytext=(3.0, -2.0),
        textcoords="offset points",
        size=style.SMALL - 0.5,
        color=style.MUTED,
        va="top",
        bbox={"facecolor": style.PAPER, "edgecolor": "none", "alpha": 0.75, "pad": 0.6},
    )


def _frame(axes: Axes, summary: Summary, named: bool = True) -> None:
    """What every panel has in common: both axes, the assumed line."""
    percent_axis(axes, _bottom(summary), _top(summary))
    _lost_line(axes, summary, named)


def _subtitle(summary: Summary) -> str:
    bottom = _bottom(summary)
    return f"{how_drawn(summary)}{f' The axis begins at {percent(bottom)} %.' if bottom > 0.0 else ''}"


def _together(summary: Summary) -> Figure:
    """Two fans, one over the other, labelled at their ends."""
    figure = style.blank(4.6, _title(summary), _subtitle(summary))
    axes = style.panel(figure, (style.LEFT, style.RIGHT, 0.4, 3.6))
    dated(axes, summary)
    _frame(axes, summary)
    labels = []
    for position, policy in enumerate(summary.policies):
        line, end = style.line(position), _end(summary, position)
        fan(axes, days(summary), policy.control, line)
        labels.append(Label(end, f"{isolated(policy.title)}: {percent(end)}{style.PERCENT}", line))
    mark_events(axes, summary)
    end_labels(axes, labels)
    return figure


def _one(axes: Axes, summary: Summary, position: int) -> None:
    """One policy's fan with the first policy's median behind it."""
    policy, line = summary.policies[position], style.line(position)
    if position:
        thin_median(axes, days(summary), summary.base.control.q50, style.BASE)
    fan(axes, days(summary), policy.control, line)
    dated(axes, summary, most=4)
    _frame(axes, summary, named=position == 0)
    axes.tick_params(labelleft=position % across(len(summary.policies)) == 0)
    mark_events(axes, summary, named=False)
    text = f"{isolated(policy.title)}: {percent(_end(summary, position))}{style.PERCENT}"
    heading(axes, fitted(axes, text), line.text)


def _apart(summary: Summary) -> Figure:
    """One panel per policy: three fans over each other hide what they show."""
    number, wide = len(summary.policies), across(len(summary.policies))
    rows = -(-number // wide)
    height = 0.75 + ROW * rows
    figure = style.blank(
        height,
        _title(summary),
        f"{_subtitle(summary)}\nThin dashes in the other panels: the median under {quoted(summary.base.title)}.",
    )
    places = columns(wide, gap=0.025)
    for position in range(number):
        bottom = 0.35 + ROW * (rows - 1 - position // wide)
        left, right = places[position % wide]
        _one(style.panel(figure, (left, right, bottom, bottom + PANEL)), summary, position)
    return figure


def control_over_time(summary: Summary) -> Figure:
    """Fans of control: median line, middle 50 % and 90 % of worlds; 100 % is full staffing and full effort.

    Two policies share one panel; more get a panel each, with the first policy's median for comparison.
    """
    with style.settings():
        return _together(summary) if len(summary.policies) < 3 else _apart(summary)
