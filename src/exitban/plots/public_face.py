"""Public face against private wish: who wants out, and who of them says so."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from exitban.analysis import PolicySummary, Summary
from exitban.analysis.wording import percent
from exitban.plots import style
from exitban.plots.labels import spread, within
from exitban.plots.panels import heading
from exitban.plots.time_axis import dated, days, days_from_start, mark_events, percent_axis

PANEL = 1.25
GAP = 0.38


def _areas(axes: Axes, summary: Summary, policy: PolicySummary, colour: str) -> None:
    """Who says so, solid, at the bottom; who keeps quiet, hatched, on top: together all who want out."""
    shown, wanting = policy["shown"].mean.value, policy["wanting"].mean.value
    places = days(summary)
    if places.size == 1:  # a single tick is drawn over all of its time: an area of one moment cannot be seen
        places, shown, wanting = days_from_start(summary), np.repeat(shown, 2), np.repeat(wanting, 2)
    axes.fill_between(places, 0.0, shown, color=colour, alpha=0.85, linewidth=0)
    axes.fill_between(places, shown, wanting, color=colour, alpha=style.BAND_90, linewidth=0)
    axes.fill_between(places, shown, wanting, facecolor="none", edgecolor=colour, hatch="////", linewidth=0.0)
    axes.plot(places, wanting, color=colour, linewidth=1.4)


def _labels(axes: Axes, policy: PolicySummary, colour: str) -> None:
    """Both shares at the end, at their heights; none where nobody is left of whom they could be."""
    shown, hidden = (float(policy[name].mean.value[-1]) for name in ("shown", "hidden"))
    if np.isnan(shown + hidden):
        return
    high = axes.get_ylim()[1]
    points = PANEL * 72.0
    wanted = [shown / 2.0 / high * points, (shown + hidden / 2.0) / high * points]
    sizes = [24.0, 24.0]
    centres = within(spread(wanted, sizes), sizes, 0.0, points)
    texts = (f"{percent(shown)} % want out,\nand it is known", f"{percent(hidden)} % want out\nand keep quiet")
    for centre, text in zip(centres, texts, strict=True):
        axes.text(
            1.015,
            float(centre) / points,
            text,
            transform=axes.transAxes,
            color=colour,
            va="center",
            linespacing=1.1,
        )


def _top(summary: Summary) -> float:
    wanting = np.concatenate([policy["wanting"].mean.value for policy in summary.policies])
    highest = float(np.max(wanting, initial=0.0, where=np.isfinite(wanting)))
    return min(1.0, max(0.05, 1.12 * highest))


def public_face_private_wish(summary: Summary) -> Figure:
    """One panel per policy: of the filled posts that can be left, who wants out, parted into the open and the quiet."""
    number = len(summary.policies)
    height = 1.0 + number * (PANEL + GAP) + 0.15
    with style.settings():
        figure = style.blank(
            height,
            "Public face against private wish",
            "Of the filled posts that can be left, mean over worlds. Hatched: want out and show loyalty all the same.",
        )
        for position, policy in enumerate(summary.policies):
            top = height - 1.0 - position * (PANEL + GAP)
            axes = style.panel(figure, (style.LEFT, 0.82, top - PANEL, top))
            line = style.line(position)
            _areas(axes, summary, policy, line.colour)
            dated(axes, summary)
            percent_axis(axes, 0.0, _top(summary))
            mark_events(axes, summary, named=False)
            heading(axes, policy.title, line.text, lift=3.0)
            _labels(axes, policy, line.text)
            axes.tick_params(labelbottom=position == number - 1)
        return figure
