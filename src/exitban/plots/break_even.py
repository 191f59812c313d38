"""The closed form of a ban's break-even beside the simulation: where it raises control, and where it lowers it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from exitban.analysis import PolicySummary, Summary
from exitban.analysis.break_even import BreakEven
from exitban.analysis.intervals import Floats
from exitban.plots import style
from exitban.plots.labels import shortened
from exitban.plots.panels import heading
from exitban.plots.time_axis import points

ROW = 3.55
PANEL = 2.55
LOWER, HIGHER = "#F0D5C1", "#C4DFEE"
"""Pale twins of the two ends of the diverging map; words in the panels say which is which."""
MAP = LinearSegmentedColormap.from_list("change", ["#D9A67F", "#FFFFFF", "#73B3D6"])
REACH = float(np.log(1.6))
"""Changes beyond this factor all have the full colour."""
LINES = (0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0)
POINT = 7.0
TIMES = "\N{MULTIPLICATION SIGN}"


def drawn(summary: Summary) -> list[tuple[int, PolicySummary]]:
    """The policies for which there is a closed form, with their positions."""
    return [(place, one) for place, one in enumerate(summary.policies) if one.break_even]


def _plane(whole: BreakEven) -> tuple[Floats, Floats]:
    """Rates of refill and hazards around those of the run."""
    found = whole.ingredients
    slow, quick = min(0.02, found.refill / 3.0 or 0.02), max(2.0, 3.0 * found.refill)
    return np.geomspace(slow, quick, 121), np.linspace(0.0, max(0.05, 2.2 * found.hazard), 101)


def _region(axes: Axes, whole: BreakEven) -> None:
    """Control with the ban over control without it, as colour and as lines."""
    refill, hazard = _plane(whole)
    ratios = whole.ingredients.ratios(*np.meshgrid(refill, hazard))
    steps = np.linspace(-REACH, REACH, 33)
    axes.contourf(refill, hazard, np.log(np.maximum(ratios, 1e-9)), levels=steps, cmap=MAP, extend="both")
    lines = [one for one in LINES if ratios.min() < one < ratios.max()]
    if lines:
        widths = [1.8 if one == 1.0 else 0.5 for one in lines]
        found = axes.contour(refill, hazard, ratios, levels=lines, colors=style.INK, linewidths=widths)
        names = {one: f"{TIMES}{one:g}" for one in lines if one != 1.0}
        _apart(axes, axes.clabel(found, levels=list(names), fmt=names, fontsize=7), whole)
    for corner, (x, y), side in (((-1, 0), (0.03, 0.93), "left"), ((0, -1), (0.97, 0.04), "right")):
        words = "raises control" if ratios[corner] > 1.0 else "lowers control"
        axes.text(x, y, words, transform=axes.transAxes, ha=side, size=style.SMALL, style="italic")


def _apart(axes: Axes, names: Sequence[Text], whole: BreakEven) -> None:
    """Take away names of lines that lie near the run, near the corners with words, or near each other."""
    refill, hazard = _plane(whole)
    found = whole.ingredients
    across = np.log(refill[-1] / refill[0])
    kept = [(np.log(max(found.refill, refill[0]) / refill[0]) / across, found.hazard / hazard[-1] - 0.05)]
    kept += [(0.15, 0.95), (0.85, 0.05)]
    for name in names:
        x, y = name.get_position()
        place = (np.log(x / refill[0]) / across, y / hazard[-1])
        if all(abs(place[0] - one[0]) > 0.2 or abs(place[1] - one[1]) > 0.1 for one in kept):
            kept.append(place)
        else:
            name.remove()


def _plane_panel(axes: Axes, whole: BreakEven) -> None:
    """Refill against the hazard of leaving, all else as in the run, and the run in it."""
    _region(axes, whole)
    found = whole.ingredients
    axes.plot(found.refill, found.hazard, "o", color=style.INK, markersize=POINT, markeredgecolor=style.PAPER)
    look: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "size": style.SMALL, "weight": "bold"}
    axes.annotate("this run", (found.refill, found.hazard), xytext=(0.0, -14.0), **look)
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(FixedLocator([0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}{style.PERCENT}"))
    axes.set_xlabel("refill of a vacant post, per month", size=style.SMALL)
    axes.set_ylabel("leaving without it, per month", size=style.SMALL)


def _rows(found: tuple[BreakEven, ...], titles: dict[str, str]) -> list[tuple[str, float, BreakEven]]:
    """(name, ratio by the closed form, what is beside it): the whole in two ways, then the institutions."""
    whole, *parts = found
    named = [(shortened(titles.get(one.institution, one.institution), 27), one.summed, one) for one in parts]
    if len(parts) < 2:
        return [("the whole", whole.ingredients.ratio, whole)]
    return [("the whole, pooled", whole.ingredients.ratio, whole), ("the whole, summed", whole.summed, whole), *named]


def _beside_panel(axes: Axes, rows: list[tuple[str, float, BreakEven]]) -> None:
    """By how much control changes, row by row: a diamond for the closed form, a dot for the simulation."""
    for row, (_, ratio, one) in enumerate(rows):
        closed, simulated = 100.0 * (ratio - 1.0), 100.0 * (one.ratio - 1.0)
        axes.plot([closed, simulated], [row, row], color=style.AXIS, linewidth=1.0, zorder=2)
        axes.plot(simulated, row, "o", color=style.INK, markersize=4.5, zorder=3)
        axes.plot(closed, row, "D", markerfacecolor="none", markeredgecolor=style.INK, markersize=6.0, zorder=4)
    low, high = axes.get_xlim()
    reach = 1.15 * max(abs(low), abs(high), 0.5)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(len(rows) - 0.4, -1.4)
    axes.axvspan(-reach, 0.0, color=LOWER, linewidth=0, zorder=0)
    axes.axvspan(0.0, reach, color=HIGHER, linewidth=0, zorder=0)
    axes.axvline(0.0, color=style.INK, linewidth=1.2, zorder=1)
    for words, place in (("lowers control", -0.5), ("raises control", 0.5)):
        axes.text(place * reach, -0.95, words, ha="center", va="center", size=style.SMALL, style="italic")
    axes.set_yticks(range(len(rows)), [name for name, _, _ in rows])
    axes.tick_params(axis="y", length=0.0, labelsize=7.5)
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{points(value / 100.0)}{style.PERCENT}"))
    axes.set_xlabel("control with it, against without", size=style.SMALL)


def break_even(summary: Summary) -> Figure:
    """A row per compared policy: refill against hazard for the whole, and closed form beside simulation by place."""
    found = drawn(summary)
    rows = max(1, len(found))
    with style.settings():
        figure = style.blank(
            0.75 + ROW * rows,
            "When does a ban raise control? The closed form beside the simulation",
            "Left: the closed form at other rates of refill and leaving; control without it is 1; heavy line: no change"
            "\nRight: change of control by institution; diamond: closed form, dot: simulation.",
        )
        for row, (position, policy) in enumerate(found):
            bottom = 0.55 + ROW * (rows - 1 - row)
            left = style.panel(figure, (0.085, 0.46, bottom, bottom + PANEL))
            _plane_panel(left, policy.break_even[0])
            right = style.panel(figure, (0.68, 0.97, bottom, bottom + PANEL))
            _beside_panel(right, _rows(policy.break_even, summary.institutions))
            heading(left, policy.title, style.line(position).text, lift=6.0)
        return figure
