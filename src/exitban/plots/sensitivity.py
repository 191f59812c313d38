"""Which numbers the outcome hangs on: a panel for each method, the weightiest factor on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from exitban.analysis.intervals import Interval
from exitban.analysis.sensitivity import Sensitivity
from exitban.analysis.wording import percent
from exitban.plots import style

MOST: Final = 12
"""Factors that are drawn; a table tells the others."""
ROW = 0.26
HEAD, FOOT, GAP = 0.75, 0.55, 0.25
LEFT, RIGHT = 0.44, 0.97
ALONE, TOTAL = style.OTHERS[0].colour, style.BASE.colour


class Row(NamedTuple):
    """A factor with a point, and where a method gives two, a second one: alone, and with interactions."""

    name: str
    point: Interval
    total: Interval | None = None


def sensitivity(found: Sequence[Sensitivity], title: str, scale: float, unit: str) -> Figure:
    """Elementary effects; shares of the variance, alone (dot) and with interactions (square); 95 % intervals."""
    panels = [(one, rows_of(one)) for one in found]
    heights = [ROW * max(len(rows), 1) for _, rows in panels]
    height = HEAD + sum(heights) + FOOT * len(panels) + GAP * (len(panels) - 1)
    with style.settings():
        figure = style.blank(height, "Which numbers does it hang on?", title)
        top = height - HEAD
        for (one, rows), size in zip(panels, heights, strict=True):
            axes = style.panel(figure, (LEFT, RIGHT, top - size, top))
            _panel(axes, rows, 100.0 if one.indices else scale)
            axes.set_xlabel(label(one, unit), loc="right")
            top -= size + GAP + FOOT
        return figure


def rows_of(one: Sensitivity) -> list[Row]:
    """The weightiest factors of a method."""
    if one.screened:
        return [Row(each.name, each.size) for each in one.screened[:MOST]]
    return [Row(each.name, each.first, each.total) for each in one.indices[:MOST]]


def label(one: Sensitivity, unit: str) -> str:
    """What the axis shows, and the share of luck beside which it has to be read."""
    luck = "" if one.luck is None else f"; luck: {percent(one.luck.value)} % of the variance"
    if one.screened:
        return f"Morris: mean size of elementary effects, {unit}{luck}"
    alone = "share of the variance, %: dot alone" + (", square with interactions" if one.method == "sobol" else "")
    return f"{'Sobol' if one.method == 'sobol' else 'from the worlds at hand'}: {alone}{luck}"


def _panel(axes: Axes, rows: Sequence[Row], scale: float) -> None:
    axes.set_ylim(len(rows) - 0.4, -0.6)
    for place, row in enumerate(rows):
        shift = 0.0 if row.total is None else 0.14
        _point(axes, row.point, place - shift, scale, "o", ALONE)
        if row.total is not None:
            _point(axes, row.total, place + shift, scale, "s", TOTAL)
    axes.axvline(0.0, color=style.AXIS, linewidth=0.8, zorder=0)
    axes.set_yticks(range(len(rows)), [row.name for row in rows])
    axes.tick_params(axis="y", length=0, labelcolor=style.INK)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(7))


def _point(axes: Axes, found: Interval, place: float, scale: float, mark: str, colour: str) -> None:
    axes.plot([scale * found.low, scale * found.high], [place, place], color=colour, linewidth=1.0)
    axes.plot([scale * found.value], [place], mark, color=colour, markersize=5.0)
