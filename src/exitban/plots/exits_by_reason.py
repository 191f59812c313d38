"""Who leaves, and by which door."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from exitban.analysis import PolicySummary, Summary
from exitban.analysis.intervals import Interval
from exitban.analysis.wording import count_text
from exitban.plots import style, ticks
from exitban.plots.panels import columns, fitted, heading

ROW = 0.27
LETTER = 0.62
"""The width of a figure as a share of the size of the text."""
BESIDE, APART = 3.0, 3.0
"""Points between a bar and its number, and after the number."""


def used_doors(summary: Summary) -> list[str]:
    """Reasons for which somebody leaves under at least one policy, in the order of the model."""
    used = {found.name for policy in summary.policies for found in policy.exits if found.total.value > 0.0}
    return [found.name for found in summary.base.exits if found.name in used]


def _reach(total: Interval) -> float:
    """How far a bar and the line at its end go; a single world has no interval."""
    return max(total.value, total.high if total.high == total.high else 0.0)


def _number(axes: Axes, row: int, total: Interval) -> None:
    """The count beside its bar."""
    axes.annotate(
        count_text(total.value),
        (_reach(total), row),
        xytext=(BESIDE, 0.0),
        textcoords="offset points",
        va="center",
        size=style.SMALL,
        color=style.INK if total.value > 0.0 else style.MUTED,
    )


def _bars(axes: Axes, totals: list[Interval], colour: str) -> None:
    """A bar per reason, with the interval of its mean: two artists in all, since a page has many bars."""
    rows = range(len(totals))
    axes.barh(rows, [total.value for total in totals], height=0.62, color=colour, alpha=0.85)
    known = [row for row in rows if totals[row].high > totals[row].low]
    low, high = [totals[row].low for row in known], [totals[row].high for row in known]
    axes.hlines(known, low, high, colors=style.INK, linewidth=1.0)
    for row in rows:
        _number(axes, row, totals[row])


def _limit(summary: Summary, across: float) -> float:
    """Where the scale ends so that every number has room beside its bar; ``across``: the width of a panel in points.

    A number takes at most three quarters of a panel.
    """
    totals = [found.total for policy in summary.policies for found in policy.exits]
    texts = [LETTER * style.SMALL * len(count_text(total.value)) + BESIDE + APART for total in totals]
    room = [_reach(total) / (1.0 - min(text / across, 0.75)) for total, text in zip(totals, texts, strict=True)]
    return max(1.28 * max(map(_reach, totals)), *room) or 1.0


def _panel(axes: Axes, policy: PolicySummary, doors: list[str], limit: float, line: style.Line) -> None:
    totals = {found.name: found.total for found in policy.exits}
    _bars(axes, [totals[reason] for reason in doors], line.colour)
    axes.set_xlim(0.0, limit)
    axes.set_ylim(len(doors) - 0.4, -0.6)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(left=False)
    heading(axes, fitted(axes, policy.title), line.text)


def exits_by_reason(summary: Summary) -> Figure:
    """Posts that fall vacant within the horizon by reason, mean per world; a panel per policy, one scale."""
    doors = used_doors(summary)
    height = 1.35 + ROW * max(len(doors), 1)
    with style.settings():
        figure = style.blank(
            height,
            f"Posts left within {summary.span}, by reason",
            "Mean number of posts per world; a line at the end of a bar is the 95 % interval of the mean.",
        )
        places = columns(len(summary.policies), gap=0.02, left=0.21)
        limit = _limit(summary, (places[0][1] - places[0][0]) * style.WIDTH * 72.0)
        titles = {found.name: found.title for found in summary.base.exits}
        for place, (left, right) in enumerate(places):
            axes = style.panel(figure, (left, right, 0.1, height - 1.15))
            _panel(axes, summary.policies[place], doors, limit, style.line(place))
            ticks.named(axes.yaxis, [titles[door] for door in doors] if place == 0 else [])
        return figure
