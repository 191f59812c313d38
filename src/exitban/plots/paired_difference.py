"""What a policy changes: control minus the first policy's, world by world on the same luck."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from exitban.analysis import PolicySummary, Summary
from exitban.analysis.findings import Against
from exitban.analysis.wording import quoted, worlds
from exitban.plots import style
from exitban.plots.control_over_time import fan
from exitban.plots.panels import across, columns, fitted, heading
from exitban.plots.time_axis import dated, days, mark_events, points, points_axis

ROW = 3.35
"""Height of a row of panels in inches."""

PANEL = 2.2

DIFFERENCE = style.Line(style.INK, "solid")


def compared(summary: Summary) -> list[tuple[int, PolicySummary, Against]]:
    """The policies that have something to be compared with, with their positions."""
    return [
        (position, policy, policy.against)
        for position, policy in enumerate(summary.policies)
        if policy.against is not None
    ]


def limits(summary: Summary) -> tuple[float, float]:
    """Ends of the vertical axis: all bands and zero, with some air."""
    found = [against.control for _, _, against in compared(summary)]
    low = min((float(band.q05.min()) for band in found), default=0.0)
    high = max((float(band.q95.max()) for band in found), default=0.0)
    air = 0.08 * max(high - low, 0.01)
    return min(low, 0.0) - air, max(high, 0.0) + air


def _note(against: Against, replicates: int) -> str:
    end, higher = points(float(against.control.q50[-1])), worlds(against["control_at_end"].helped, replicates)
    return f"median at the end {end},\nhigher in {higher} worlds"


def _one(axes: Axes, summary: Summary, policy: PolicySummary, position: int) -> None:
    assert policy.against is not None
    fan(axes, days(summary), policy.against.control, DIFFERENCE)
    axes.axhline(0.0, color=style.AXIS, linewidth=1.0)
    dated(axes, summary, most=5)
    points_axis(axes, *limits(summary))
    mark_events(axes, summary, named=False)
    heading(axes, fitted(axes, policy.title), style.line(position).text, lift=29.0)
    heading(axes, _note(policy.against, summary.replicates), style.INK, weight="normal")


def _drawn(summary: Summary) -> str:
    return "Line: median; bands" if len(summary.dates) > 1 else "Dot: median; bars"


def paired_difference(summary: Summary) -> Figure:
    """One panel per compared policy: median difference, middle 50 % and 90 % of matched worlds."""
    found = compared(summary)
    wide = max(1, across(len(found)))
    rows = max(1, -(-len(found) // wide))
    with style.settings():
        figure = style.blank(
            0.65 + ROW * rows,
            f"What the policy changes: control minus control under {quoted(summary.base.title)}",
            f"In points, the same world under both. {_drawn(summary)}: middle 50 % and 90 % of matched worlds.",
        )
        places = columns(wide)
        for place, (position, policy, _) in enumerate(found):
            left, right = places[place % wide]
            bottom = 0.35 + ROW * (rows - 1 - place // wide)
            _one(style.panel(figure, (left, right, bottom, bottom + PANEL)), summary, policy, position)
        return figure
