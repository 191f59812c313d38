"""The closed form of a ban's break-even beside the simulation: where it raises control, and where it lowers it."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from exitban.analysis import PolicySummary, Summary
from exitban.analysis.break_even import BreakEven
from exitban.analysis.break_even_worlds import Worlds
from exitban.analysis.intervals import Floats
from exitban.plots import break_even_map, style, ticks
from exitban.plots.labels import shortened
from exitban.plots.panels import heading
from exitban.plots.time_axis import points

ROW = 3.55
PANEL = 2.55
LOWER, HIGHER = "#F0D5C1", "#C4DFEE"
"""Pale twins of the two ends of the diverging map; words in the panels say which is which."""
POINT = 7.0
MOST = 150
"""Worlds drawn in a map; more would hide it."""
FINE = 61
"""Places of the plane along each axis: lines between them bend less than a line is wide."""
SLOWEST, QUICKEST = 0.005, 50.0
"""Rates of refill per month at which a map ends."""


def drawn(summary: Summary) -> list[tuple[int, PolicySummary]]:
    """The policies for which there is a closed form, with their positions."""
    return [(place, one) for place, one in enumerate(summary.policies) if one.break_even]


def _plane(whole: BreakEven) -> tuple[Floats, Floats]:
    """Rates of refill and hazards around those of all worlds."""
    one, worlds = whole.ingredients, whole.worlds
    refill = np.append(worlds.refill if worlds else [], one.refill)
    hazard = np.append(worlds.hazard if worlds else [], one.hazard)
    slow, quick = (min(max(edge, SLOWEST), QUICKEST) for edge in (refill.min() / 2.0, refill.max() * 2.0))
    return np.geomspace(slow, max(quick, 4.0 * slow), FINE), np.linspace(0.0, max(0.01, 1.3 * hazard.max()), FINE)


def _worlds(axes: Axes, worlds: Worlds) -> None:
    """A dot a world, filled where closed form and simulation have one sign; evenly chosen where there are many."""
    told = np.flatnonzero(worlds.told)
    shown = told[np.linspace(0, len(told) - 1, min(MOST, len(told))).astype(np.intp)]
    look: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 3.6, "markeredgecolor": style.INK}
    for agree, face, alpha, above in ((True, style.INK, 0.6, 3), (False, style.PAPER, 0.9, 4)):
        those = shown[worlds.agree[shown] == agree]
        more: dict[str, Any] = {
            "markerfacecolor": face,
            "alpha": alpha,
            "zorder": above,
            "markeredgewidth": 0.3 if agree else 0.9,
        }
        axes.plot(worlds.refill[those], worlds.hazard[those], **look, **more)


def _plane_panel(axes: Axes, whole: BreakEven) -> None:
    """Refill against the hazard of leaving, all else as in the run, and the worlds of the run in it."""
    refill, hazard = _plane(whole)
    axes.set_xscale("log")
    axes.set(xlim=(refill[0], refill[-1]), ylim=(hazard[0], hazard[-1]))
    if whole.worlds is not None:
        _worlds(axes, whole.worlds)
    found = whole.ingredients
    ratios = found.ratios(*np.meshgrid(refill, hazard))
    break_even_map.drawn(axes, refill, hazard, ratios)
    look: dict[str, Any] = {"markersize": POINT, "markeredgecolor": style.PAPER, "markerfacecolor": style.INK}
    axes.plot(found.refill, found.hazard, "D", zorder=5, **look)
    axes.xaxis.set_major_locator(FixedLocator([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}{style.PERCENT}"))
    axes.set_xlabel("refill of a vacant post, per month\nthe pooled closed form", size=style.SMALL)
    axes.set_ylabel("leaving a post without it, per month", size=style.SMALL)


def _rows(found: tuple[BreakEven, ...], titles: dict[str, str]) -> list[tuple[str, float, BreakEven]]:
    """(name, ratio by the closed form, what is beside it): the whole in two ways, then the institutions."""
    whole, *parts = found
    named = [(shortened(titles.get(one.institution, one.institution), 27), one.summed, one) for one in parts]
    if len(parts) < 2:
        return [("the whole", whole.ingredients.ratio, whole)]
    return [("the whole, pooled", whole.ingredients.ratio, whole), ("the whole, summed", whole.summed, whole), *named]


def _beside_panel(axes: Axes, rows: list[tuple[str, float, BreakEven]]) -> None:
    """By how much control changes, row by row: a diamond for the closed form, a dot for the simulation."""
    ratios = np.array([(ratio, one.ratio.value, one.ratio.low, one.ratio.high) for _, ratio, one in rows])
    closed, simulated, low, high = 100.0 * (ratios.T - 1.0)
    places = np.arange(len(rows))
    axes.hlines(places, closed, simulated, colors=style.AXIS, linewidth=1.0, zorder=2)
    axes.hlines(places, low, high, colors=style.INK, linewidth=2.4, zorder=3)
    axes.plot(simulated, places, "o", color=style.INK, markersize=4.5, zorder=3)
    axes.plot(closed, places, "D", markerfacecolor="none", markeredgecolor=style.INK, markersize=6.0, zorder=4)
    low, high = axes.get_xlim()
    reach = 1.15 * max(abs(low), abs(high), 0.5)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(len(rows) - 0.4, -1.4)
    axes.axvspan(-reach, 0.0, color=LOWER, linewidth=0, zorder=0)
    axes.axvspan(0.0, reach, color=HIGHER, linewidth=0, zorder=0)
    axes.axvline(0.0, color=style.INK, linewidth=1.2, zorder=1)
    for words, place in (("lowers control", -0.5), ("raises control", 0.5)):
        axes.text(place * reach, -0.95, words, ha="center", va="center", size=style.SMALL, style="italic")
    ticks.named(axes.yaxis, [name for name, _, _ in rows])
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
            "Left: the pooled form at other rates; heavy line: no change; dots: matched worlds, filled where the "
            "simulation has its sign,\nhollow where not; diamond: all worlds. "
            "Right: change of control; diamond: closed form, dot and bar: simulation, 95 % interval.",
        )
        for row, (position, policy) in enumerate(found):
            bottom = 0.55 + ROW * (rows - 1 - row)
            left = style.panel(figure, (0.085, 0.46, bottom, bottom + PANEL))
            _plane_panel(left, policy.break_even[0])
            right = style.panel(figure, (0.68, 0.97, bottom, bottom + PANEL))
            _beside_panel(right, _rows(policy.break_even, summary.institutions))
            heading(left, policy.title, style.line(position).text, lift=15.0)
        return figure
