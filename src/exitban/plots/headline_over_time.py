"""What a scenario asks its answer to speak of, over time, with the spread between worlds."""

from __future__ import annotations

from matplotlib.figure import Figure

from exitban.analysis import Summary
from exitban.analysis.headline import Headline
from exitban.analysis.wording import percent, quoted
from exitban.plots import style
from exitban.plots.control_over_time import fan, how_drawn
from exitban.plots.labels import Label, end_labels
from exitban.plots.time_axis import dated, days, mark_events, percent_axis


def shown(summary: Summary) -> list[tuple[str, Headline]]:
    """What is drawn, by its label: every headline of one policy, or the first under each of several."""
    if len(summary.policies) == 1:
        return [(found.title, found) for found in summary.base.headlines]
    return [(policy.title, policy.headlines[0]) for policy in summary.policies]


def _title(summary: Summary) -> str:
    found = summary.base.headlines[0]
    name = f"{found.title[:1].upper()}{found.title[1:]}"
    end = f"{percent(float(found.spread.q50[-1]), 1)} %"
    under = f" under {quoted(summary.base.title)}" if len(summary.policies) > 1 else ""
    return f"{name}: the median world ends at {end}{under}"


def headline_over_time(summary: Summary) -> Figure:
    """Fans of the headline results: median line, middle 50 % and 90 % of worlds, as shares."""
    with style.settings():
        figure = style.blank(4.6, _title(summary), how_drawn(summary))
        axes = style.panel(figure, (style.LEFT, style.RIGHT, 0.4, 3.6))
        dated(axes, summary)
        percent_axis(axes)
        labels = []
        for position, (label, found) in enumerate(shown(summary)):
            line, end = style.line(position), float(found.spread.q50[-1])
            fan(axes, days(summary), found.spread, line)
            labels.append(Label(end, f"{label}: {percent(end, 1)}{style.PERCENT}", line))
        mark_events(axes, summary)
        end_labels(axes, labels)
        return figure
