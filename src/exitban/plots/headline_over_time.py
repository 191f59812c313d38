"""What a scenario asks its answer to speak of, over time, with the spread between worlds."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from exitban.analysis import Summary
from exitban.analysis.headline import Headline
from exitban.analysis.wording import count_text, percent, quoted
from exitban.plots import style
from exitban.plots.control_over_time import fan, how_drawn
from exitban.plots.labels import Label, end_labels
from exitban.plots.panels import heading
from exitban.plots.time_axis import dated, days, mark_events, percent_axis

PANEL, GAP = 3.2, 0.9
"""Height of a panel and what lies between two of them, in inches."""

Shown = list[tuple[str, Headline, style.Line]]


def shown(summary: Summary) -> Shown:
    """What is drawn, by its label: every headline of one policy, or the first under each of several."""
    if len(summary.policies) == 1:
        found = [(one.title, one) for one in summary.base.headlines]
    else:
        found = [(policy.title, policy.headlines[0]) for policy in summary.policies]
    return [(label, one, style.line(position)) for position, (label, one) in enumerate(found)]


def _end(found: Headline) -> str:
    """The median world at the end."""
    value = float(found.spread.q50[-1])
    return f"{percent(value, 1)}{style.PERCENT}" if found.of_shares else f"{count_text(value)} {found.unit}"


def _title(summary: Summary) -> str:
    found = summary.base.headlines[0]
    name = f"{found.title[:1].upper()}{found.title[1:]}"
    under = f" under {quoted(summary.base.title)}" if len(summary.policies) > 1 else ""
    return f"{name}: the median world ends at {_end(found)}{under}".replace(style.PERCENT, " %")


def _scale(axes: Axes, found: Shown) -> None:
    """Shares up to all, or beyond where an index goes there; numbers up to a little over everything drawn."""
    highest = max(float(one.spread.q95.max()) for _, one, _ in found)
    if found[0][1].of_shares:
        percent_axis(axes, 0.0, max(1.0, highest))
    else:
        axes.set_ylim(0.0, 1.08 * (highest or 1.0))
        axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))


def _one(axes: Axes, summary: Summary, found: Shown, named: bool) -> None:
    """Fans of one unit."""
    dated(axes, summary)
    _scale(axes, found)
    for _, one, line in found:
        fan(axes, days(summary), one.spread, line)
    mark_events(axes, summary, named=named)
    end_labels(axes, [Label(float(one.spread.q50[-1]), f"{label}: {_end(one)}", line) for label, one, line in found])


def headline_over_time(summary: Summary) -> Figure:
    """Fans of the headline results: median line, middle 50 % and 90 % of worlds; a panel for each unit."""
    found = shown(summary)
    units = list(dict.fromkeys(one.unit for _, one, _ in found))
    with style.settings():
        top = 3.6 + (PANEL + GAP) * (len(units) - 1)
        figure = style.blank(top + 1.0, _title(summary), how_drawn(summary))
        for place, unit in enumerate(units):
            high = top - (PANEL + GAP) * place
            axes = style.panel(figure, (style.LEFT, style.RIGHT, high - PANEL, high))
            _one(axes, summary, [entry for entry in found if entry[1].unit == unit], named=place == 0)
            if place:
                heading(axes, unit, style.INK)
        return figure
