"""Wherever the line of lost control is drawn: the share of worlds that fall under it."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from exitban.analysis import Summary
from exitban.analysis.intervals import Floats
from exitban.analysis.wording import percent, share_range
from exitban.plots import style
from exitban.plots.labels import Label, end_labels
from exitban.plots.time_axis import percent_axis


def _window(summary: Summary) -> tuple[float, float]:
    """The lines c between which the curves move, and the assumed one."""
    shares = np.array([policy.thresholds.share.value for policy in summary.policies])
    lines, line = summary.base.thresholds.lines, summary.control_threshold
    moving = lines[(shares.max(axis=0) > 0.004) & (shares.min(axis=0) < 0.996)]
    ends = np.concatenate([moving, [line.low, line.high]])
    return max(0.0, float(ends.min()) - 0.05), min(1.0, float(ends.max()) + 0.05)


def _assumed_line(axes: Axes, summary: Summary) -> None:
    """Where the scenario draws the line, and how far its prior reaches."""
    line = summary.control_threshold
    axes.axvspan(line.low, line.high, color=style.AXIS, alpha=0.10, linewidth=0)
    axes.axvline(line.value, color=style.AXIS, linewidth=0.9)
    reach = f"\n(90 % of draws {share_range(line)})" if line.high > line.low else ""
    axes.annotate(
        f"assumed line: {percent(line.value)} %{reach}",
        (line.value, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(0.0, 3.0),
        textcoords="offset points",
        size=style.SMALL,
        color=style.MUTED,
        ha="center",
    )


def _widest(summary: Summary, lines: Floats) -> int:
    """Where the curves lie farthest apart: there their order is read."""
    shares = np.array([policy.thresholds.share.value for policy in summary.policies])
    return int((shares.max(axis=0) - shares.min(axis=0)).argmax())


def threshold_curve(summary: Summary) -> Figure:
    """Share of worlds whose lowest control lies under c, for every c, with 95 % intervals."""
    with style.settings():
        figure = style.blank(
            4.3,
            "Wherever the line is drawn: the share of worlds that fall under it",
            "Share of worlds whose lowest control lies under c. Bands: 95 % interval of the share.",
        )
        axes = style.panel(figure, (style.LEFT, style.RIGHT, 0.6, 3.35))
        for position, policy in enumerate(summary.policies):
            line, found = style.line(position), policy.thresholds
            look: dict[str, Any] = {"color": line.colour, "alpha": style.BAND_90 + 0.04, "linewidth": 0}
            axes.fill_between(found.lines, found.share.low, found.share.high, **look)
            axes.plot(found.lines, found.share.value, color=line.colour, linestyle=line.dash, linewidth=1.9)
        axes.set_xlim(*_window(summary))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}{style.PERCENT}"))
        axes.set_xlabel("c: the level of control under which it counts as lost", size=style.SMALL)
        percent_axis(axes)
        _assumed_line(axes, summary)
        widest = _widest(summary, summary.base.thresholds.lines)
        end_labels(
            axes,
            [
                Label(float(policy.thresholds.share.value[widest]), policy.title, style.line(position))
                for position, policy in enumerate(summary.policies)
            ],
        )
        return figure
