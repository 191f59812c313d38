"""What a policy holds back: how many more would leave if it were lifted on a day."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from exitban.analysis import PolicySummary, Summary
from exitban.analysis.answer import MANY
from exitban.analysis.wording import listed, quoted
from exitban.plots import style
from exitban.plots.labels import Label, end_labels
from exitban.plots.time_axis import date2num, dated

MARKER = 4.5
APART = 0.013
"""How far apart the policies stand on one date, as a share of the width: intervals must not lie over each other."""


def holding(summary: Summary) -> list[tuple[int, PolicySummary]]:
    """The policies that hold anybody back at some date, with their positions."""
    found = enumerate(summary.policies)
    return [(place, one) for place, one in found if any(entry.stored.value != 0.0 for entry in one.stored)]


def _points(axes: Axes, policy: PolicySummary, line: style.Line, aside: float) -> None:
    days = [date2num(entry.date) + aside for entry in policy.stored]
    axes.plot(
        days,
        [entry.stored.value for entry in policy.stored],
        color=line.colour,
        linestyle=line.dash,
        linewidth=1.2,
        marker="o",
        markersize=MARKER,
    )
    for day, entry in zip(days, policy.stored, strict=True):
        axes.plot(
            [day, day], [entry.spread.low, entry.spread.high], color=line.colour, linewidth=6, alpha=style.BAND_50
        )
        axes.plot([day, day], [entry.stored.low, entry.stored.high], color=line.colour, linewidth=1.6)


def _staying(found: list[tuple[int, PolicySummary]]) -> str:
    """That what stands beside a policy is not lifted with it."""
    named = {one.stays for _, one in found if one.stays}
    if not named:
        return ""
    titles = named.pop() if len(named) == 1 else ()
    what = f" ({listed([quoted(title) for title in titles])})" if 0 < len(titles) <= MANY else ""
    return f"\nLifted is only the policy named; what stands beside it{what} stays in force."


def stored_exits(summary: Summary) -> Figure:
    """Mean stored exits by date of lifting, with 95 % intervals and nine of ten worlds, a line per policy."""
    found = holding(summary)
    months = next((entry.months for _, policy in found for entry in policy.stored), 0)
    with style.settings():
        figure = style.blank(
            3.8,
            "What the policy holds back: further exits if it is lifted on that day",
            f"Posts left by choice within {months:g} months, beyond those if it stays. Dot: mean of matched worlds. "
            f"Thin line: its\n95 % interval. Broad line: 90 % of worlds.{_staying(found)}",
        )
        axes = style.panel(figure, (style.LEFT, style.RIGHT, 0.4, 2.85))
        dated(axes, summary)
        first, last = axes.get_xlim()
        for number, (position, policy) in enumerate(found):
            _points(axes, policy, style.line(position), APART * (last - first) * (number - (len(found) - 1) / 2.0))
        axes.set_xlim(first, last)
        axes.axhline(0.0, color=style.AXIS, linewidth=1.0)
        labels = [Label(one.stored[-1].stored.value, one.title, style.line(place)) for place, one in found]
        if labels:
            end_labels(axes, labels)
        return figure
