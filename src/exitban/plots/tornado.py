"""How much the outcome moves with each root of the evidence: tornados, the widest bar on top."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from exitban.analysis import reading
from exitban.analysis.root_weights import Effect, RootWeight
from exitban.analysis.weigh import Weights
from exitban.analysis.weigh_tables import holds_in, verdict
from exitban.analysis.wording import quoted
from exitban.plots import style

ROW: Final = 0.36
HEAD, FOOT = 0.95, 0.55
LEFT, RIGHT = 0.27, 0.74
BESIDE: Final = (1.03, 1.16)
"""Where the two columns beside the bars begin, in widths of the panel."""
TRUE, FALSE = style.OTHERS[0].colour, style.BASE.colour
OUTCOME, CHANGE = "What the answer owes to each root of the evidence", "What the difference owes to each root"


class Bar(NamedTuple):
    """A root: what it is called, from where to where its bar goes, and what stands beside it."""

    root: str
    effect: Effect
    beside: tuple[str, str]


def tornado(found: Weights) -> Figure:
    """A bar per root, from the mean where it does not hold to the mean where it holds, with the interval of the gap.

    Beside each bar: in how many worlds it holds, and what knowing the root would be worth for the choice.
    """
    bars = [Bar(one.root, one.under(found.focus), _worth(found, one)) for one in found.roots if one.known]
    words = f"under {_title(found, found.focus)}: mean if the root holds and if not"
    return _drawn(found, bars, OUTCOME, words, ("holds in", "worth knowing"))


def tornado_of_change(found: Weights) -> Figure:
    """The same of the matched difference between the policy in focus and the first one; the line is no difference."""
    bars = [
        Bar(one.root, effect, (holds_in(found, one.worlds_true), verdict(effect)))
        for one in found.by_change
        if (effect := one.changed(found.focus)) is not None
    ]
    words = f"{_title(found, found.focus)} less {_title(found, found.base)} in the same world"
    figure = _drawn(found, bars, CHANGE, words, ("holds in", ""))
    figure.axes[0].axvline(0.0, color=style.AXIS, linewidth=0.8, zorder=0)
    return figure


def _worth(found: Weights, one: RootWeight) -> tuple[str, str]:
    scale = found.outcome.scale
    worth = "" if one.worth is None else f"{scale * one.worth.value:.2f} (up to {scale * one.worth.high:.2f})"
    return holds_in(found, one.worlds_true), worth


def _title(found: Weights, policy: str) -> str:
    return quoted(reading.policy_title(found.scenario, policy))


def _drawn(found: Weights, bars: list[Bar], title: str, words: str, beside: tuple[str, str]) -> Figure:
    height = HEAD + FOOT + ROW * max(len(bars), 1)
    with style.settings():
        figure = style.blank(height, title, f"{found.outcome.title.capitalize()}, {found.outcome.unit}, {words}")
        axes = style.panel(figure, (LEFT, RIGHT, FOOT, height - HEAD))
        axes.set_ylim(len(bars) - 0.4, -0.6)
        _bars(axes, found.outcome.scale, [one.effect for one in bars])
        _frame(axes, found, bars, beside)
        return figure


def _bars(axes: Axes, scale: float, effects: list[Effect]) -> None:
    """All bars at once: an artist each would take ten times as long to draw."""
    spans = [(one.if_false, one.if_true, one.difference.low, one.difference.high) for one in effects]
    false, true, least, most = scale * np.array(spans, float).reshape(-1, 4).T
    places = np.arange(len(effects))
    axes.hlines(places, false, true, color=style.AXIS, linewidth=5.0, alpha=0.35, capstyle="butt")
    axes.hlines(places, false + least, false + most, color=TRUE, linewidth=1.0)
    axes.plot(false, places, "s", color=FALSE, markersize=6.0)
    axes.plot(true, places, "o", color=TRUE, markersize=6.5)


def _frame(axes: Axes, found: Weights, bars: list[Bar], beside: tuple[str, str]) -> None:
    axes.set_yticks(range(len(bars)), [one.root for one in bars])
    axes.tick_params(axis="y", length=0, labelcolor=style.INK)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(7))
    where = "(square: it does not hold; dot, with 95 % interval of the gap: it holds)"
    axes.set_xlabel(f"{found.outcome.title}, {found.outcome.unit}   {where}")
    side = axes.get_yaxis_transform()
    for column, left in enumerate(BESIDE):
        axes.text(left, -0.75, beside[column], transform=side, size=style.SMALL, color=style.MUTED)
        for place, one in enumerate(bars):
            axes.text(left, place, one.beside[column], transform=side, size=style.SMALL, va="center")
