"""Twenty equally likely outcomes: how a policy changes control at the end, as dots that can be counted."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from exitban.analysis import PolicySummary, Summary
from exitban.analysis.contrasts import SAME
from exitban.analysis.findings import Against
from exitban.analysis.intervals import Floats
from exitban.analysis.wording import quoted, worlds
from exitban.plots import style
from exitban.plots.labels import shortened
from exitban.plots.paired_difference import compared
from exitban.plots.panels import heading
from exitban.plots.time_axis import Points
from exitban.scenario.direction import isolated

COLUMNS = 26
"""Columns of dots over the width of a panel."""
PANEL = 1.35
GAP = 0.62
NAME = 13.0
"""Room above the dots for what the line of no change stands for, in points."""
LARGEST, ROWS = 12.0, 6.0
"""Of dots, in points; and how many of them find room above each other at least."""
LETTER = 0.56 * style.SMALL
"""Width of a letter of the name of the line, as a rule, in points."""
NOTHING = 0.01
"""How far the axis reaches to both sides where nothing differs: one point."""


def stacked(outcomes: Floats, width: float) -> list[tuple[float, int]]:
    """Centre of the column and place in it (from 0) for each dot, left to right.

    Columns lie evenly around zero. The one over zero is for no change alone, as the counts of worlds have it: whatever
    changes stands on its own side, be it next to the line.
    """
    filled: dict[int, int] = {}
    places = []
    for outcome in np.sort(outcomes).tolist():
        aside = 0 if abs(outcome) <= SAME else max(1, round(abs(outcome) / width))
        column = aside if outcome > 0.0 else -aside
        places.append((column * width, filled.get(column, 0)))
        filled[column] = filled.get(column, 0) + 1
    return places


def _limits(summary: Summary) -> tuple[float, float]:
    """Ends of the axis: all dots and zero, with more air than a column is wide."""
    found = np.concatenate([against.outcomes for _, _, against in compared(summary)] or [np.zeros(1)])
    low, high = min(float(found.min()), 0.0), max(float(found.max()), 0.0)
    air = 0.06 * (high - low) if high - low > SAME else NOTHING
    return low - air, high + air


def _dots(axes: Axes, against: Against, colour: str) -> None:
    """The dots over the line of no change, in columns that leave room above them for its name."""
    low, high = axes.get_xlim()
    places = stacked(against.outcomes, (high - low) / COLUMNS)
    rows = max(ROWS, max(place for _, place in places) + 1.5)
    room = PANEL * 72.0 - NAME
    axes.set_ylim(0.0, rows * (room + NAME) / room)
    axes.plot(
        [x for x, _ in places], [place + 0.5 for _, place in places], "o", color=colour,
        markersize=min(LARGEST, room / rows), markeredgewidth=0.0, clip_on=False,
    )  # fmt: skip


def _zero(axes: Axes, title: str) -> None:
    """The line of no difference, with its meaning on the side that has room."""
    low, high = axes.get_xlim()
    left = -low > high
    room = axes.get_position().width * style.WIDTH * 72.0 * max(-low, high) / (high - low)
    axes.axvline(0.0, color=style.AXIS, linewidth=1.0, zorder=1)
    axes.annotate(
        f"as under {quoted(shortened(title, int(room / LETTER) - 12))}",
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
    axes.set_xlim(*_limits(summary))
    _dots(axes, policy.against, line.colour)
    _zero(axes, summary.base.title)
    axes.xaxis.set_major_locator(MaxNLocator(9, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(Points())
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
