"""Twenty equally likely outcomes: how a policy changes control at the end, as dots that can be counted."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from exitban.analysis import PolicySummary, Summary
from exitban.analysis.findings import Against
from exitban.analysis.intervals import Floats
from exitban.analysis.wording import quoted, worlds
from exitban.plots import style
from exitban.plots.paired_difference import compared
from exitban.plots.panels import heading
from exitban.plots.time_axis import points
from exitban.scenario.direction import isolated

BINS = 26
PANEL = 1.35
GAP = 0.62


def stacked(outcomes: Floats, low: float, high: float, bins: int = BINS) -> list[tuple[float, int]]:
    """Centre of the column and place in it (from 0) for each dot, left to right."""
    width = (high - low) / bins
    filled: dict[int, int] = {}
    places = []
    for outcome in np.sort(outcomes):
        column = min(int((outcome - low) / width), bins - 1)
        places.append((low + (column + 0.5) * width, filled.get(column, 0)))
        filled[column] = filled.get(column, 0) + 1
    return places


def _limits(summary: Summary) -> tuple[float, float]:
    found = np.concatenate([against.outcomes for _, _, against in compared(summary)] or [np.zeros(1)])
    low, high = min(float(found.min()), 0.0), max(float(found.max()), 0.0)
    air = 0.06 * max(high - low, 0.02)
    return low - air, high + air


def _dots(axes: Axes, against: Against, low: float, high: float, colour: str) -> None:
    places = stacked(against.outcomes, low, high)
    tallest = max(place for _, place in places) + 1
    axes.set_ylim(0.0, max(6.0, tallest + 0.5))
    size = min(12.0, PANEL * 72.0 / max(6.0, tallest + 0.5))
    axes.plot(
        [x for x, _ in places], [place + 0.5 for _, place in places], "o", color=colour, markersize=size,
        markeredgewidth=0.0, clip_on=False,
    )  # fmt: skip


def _zero(axes: Axes, title: str) -> None:
    """The line of no difference, with its meaning on the side that has room."""
    low, high = axes.get_xlim()
    left = -low > high
    axes.axvline(0.0, color=style.AXIS, linewidth=1.0)
    axes.annotate(
        f"as under\n{quoted(title)}",
        (0.0, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(-4.0 if left else 4.0, 0.0),
        textcoords="offset points",
        ha="right" if left else "left",
        va="top",
        size=style.SMALL,
        color=style.MUTED,
    )


def _panel(axes: Axes, summary: Summary, policy: PolicySummary, line: style.Line) -> None:
    assert policy.against is not None
    low, high = _limits(summary)
    axes.set_xlim(low, high)
    _dots(axes, policy.against, low, high, line.colour)
    _zero(axes, summary.base.title)
    axes.xaxis.set_major_locator(MaxNLocator(9, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: points(value)))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    found = policy.against["control_at_end"]
    higher = worlds(found.helped, summary.replicates)
    lower = worlds(found.harmed, summary.replicates)
    heading(axes, f"{isolated(policy.title)}: lower in {lower} matched worlds, higher in {higher}", line.text)


def outcomes(summary: Summary) -> Figure:
    """A quantile dot plot per compared policy: difference in control at the end, in points."""
    found = compared(summary)
    height = 1.05 + len(found) * (PANEL + GAP)
    with style.settings():
        figure = style.blank(
            height,
            "Twenty equally likely outcomes",
            f"Control at the end minus control under {quoted(summary.base.title)}, in points. "
            "Each dot stands for one twentieth of the matched worlds.",
        )
        for place, (position, policy, _) in enumerate(found):
            top = height - 0.95 - place * (PANEL + GAP)
            axes = style.panel(figure, (0.04, 0.96, top - PANEL, top))
            _panel(axes, summary, policy, style.line(position))
        return figure
