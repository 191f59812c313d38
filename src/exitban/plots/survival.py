"""How long control lasts: survival curves with the numbers at risk."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from exitban.analysis import PolicySummary, Summary
from exitban.analysis.wording import percent, whole, worlds
from exitban.plots import style
from exitban.plots.labels import Label, end_labels, shortened
from exitban.plots.time_axis import dated, days_from_start, in_hours, mark_events, percent_axis
from exitban.scenario.direction import isolated

ROW = 0.17
"""Height of a row of the table under the axes, in inches."""


def _steps(axes: Axes, summary: Summary, policy: PolicySummary, line: style.Line) -> None:
    days, share = days_from_start(summary), policy.survival.share
    axes.fill_between(
        days, share.low, share.high, step="post", color=line.colour, alpha=style.BAND_90 + 0.04, linewidth=0
    )
    axes.step(days, share.value, where="post", color=line.colour, linestyle=line.dash, linewidth=1.9)


def _numbers_at_risk(axes: Axes, summary: Summary, ticks: list[float]) -> None:
    """How many worlds still had control just before each labelled date, one named row per policy."""
    height = axes.get_position().height * summary_height(summary)
    days, lower = days_from_start(summary), _second_line(summary)
    _cell(
        axes,
        0.0,
        -(0.30 + lower) / height,
        "worlds that still have control",
        style.MUTED,
        across=axes.transAxes,
        ha="left",
    )
    for row, policy in enumerate(summary.policies):
        drop, colour = -(0.46 + lower + ROW * row) / height, style.line(row).text
        _cell(axes, 1.04, drop, shortened(policy.title, 32), colour, across=axes.transAxes, ha="left")
        for tick in ticks:
            position = min(int(np.searchsorted(days, tick)), days.size - 1)
            _cell(axes, tick, drop, whole(int(policy.survival.at_risk[position])), colour)


def _cell(axes: Axes, place: float, drop: float, text: str, colour: str, **options: Any) -> None:
    """One entry of the table; `place` counts in days unless `across` says otherwise."""
    across = options.pop("across", axes.get_xaxis_transform())
    look = {"ha": "center", "va": "center", "size": style.SMALL, "color": colour, **options}
    axes.text(place, drop, text, transform=across, **look)


def summary_height(summary: Summary) -> float:
    """Height of the figure in inches: one row of numbers per policy."""
    return 4.4 + _second_line(summary) + ROW * len(summary.policies)


def _second_line(summary: Summary) -> float:
    """Room in inches for the day under the first hour of the axis."""
    return ROW if in_hours(summary) else 0.0


def _bottom(summary: Summary) -> float:
    """Zero, or one half where no curve and no interval comes near it."""
    lowest = min(float(policy.survival.share.low.min()) for policy in summary.policies)
    return 0.5 if lowest > 0.55 else 0.0


def _subtitle(summary: Summary) -> str:
    begins = " The axis begins at 50 %." if _bottom(summary) > 0.0 else ""
    return f"Share of worlds in which control is not lost yet. Bands: 95 % interval of the share.{begins}"


def _title(summary: Summary) -> str:
    """How often control lasts to the end: the fewest and the most worlds, as the labels name the policies."""
    censored = [policy.survival.censored for policy in summary.policies]
    fewest, most = (worlds(number, summary.replicates) for number in (min(censored), max(censored)))
    if fewest == most:
        told = f"{most} worlds{' under every policy' if len(censored) > 1 else ''}"
    else:
        alike = "".join(most.partition(" of ")[1:])
        told = f"{fewest.removesuffix(alike)} to {most} worlds, by policy"
    return f"Control lasts all {summary.span} in {told}"


def survival(summary: Summary) -> Figure:
    """Share of worlds in which control is not lost yet, with 95 % intervals and the numbers at risk."""
    with style.settings():
        height = summary_height(summary)
        figure = style.blank(
            height,
            _title(summary),
            _subtitle(summary),
        )
        bottom = 0.65 + _second_line(summary) + ROW * len(summary.policies)
        axes = style.panel(figure, (style.LEFT, style.RIGHT, bottom, height - 1.0))
        labels = []
        for position, policy in enumerate(summary.policies):
            line = style.line(position)
            _steps(axes, summary, policy, line)
            end = float(policy.survival.share.value[-1])
            labels.append(Label(end, f"{isolated(policy.title)}: {percent(end)}{style.PERCENT}", line))
        dated(axes, summary)
        percent_axis(axes, _bottom(summary), 1.0)
        first, last = axes.get_xlim()
        _numbers_at_risk(axes, summary, [float(t) for t in axes.get_xticks() if first <= t <= last])
        mark_events(axes, summary)
        end_labels(axes, labels)
        return figure
