"""How much the outcome moves with each root of the evidence: a tornado, the widest bar on top."""

from __future__ import annotations

from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from exitban.analysis import reading
from exitban.analysis.weigh import RootWeight, Weights
from exitban.analysis.wording import percent, quoted
from exitban.plots import style

ROW: Final = 0.36
HEAD, FOOT = 0.95, 0.55
LEFT, RIGHT = 0.27, 0.74
TRUE, FALSE = style.OTHERS[0].colour, style.BASE.colour


def tornado(found: Weights) -> Figure:
    """A bar per root, from the mean where it does not hold to the mean where it holds, with the interval of the latter.

    The vertical line is the mean of all worlds. Beside each bar: what knowing the root would be worth for the choice.
    """
    roots = [one for one in found.roots if one.known]
    height = HEAD + FOOT + ROW * max(len(roots), 1)
    with style.settings():
        figure = style.blank(height, "What the answer owes to each root of the evidence", subtitle(found))
        axes = style.panel(figure, (LEFT, RIGHT, FOOT, height - HEAD))
        axes.set_ylim(len(roots) - 0.4, -0.6)
        for place, one in enumerate(roots):
            _bar(axes, found, one, place)
        _frame(axes, found, roots)
        return figure


def subtitle(found: Weights) -> str:
    """What the axis shows."""
    policy = quoted(reading.policy_title(found.scenario, found.focus))
    return (
        f"{found.outcome.title.capitalize()}, {found.outcome.unit}, under {policy}: mean if the root holds and if not"
    )


def _bar(axes: Axes, found: Weights, one: RootWeight, place: int) -> None:
    effect, scale = one.under(found.focus), found.outcome.scale
    false, true = scale * effect.if_false, scale * effect.if_true
    axes.plot([false, true], [place, place], color=style.AXIS, linewidth=5.0, alpha=0.35, solid_capstyle="butt")
    low, high = (false + scale * end for end in (effect.difference.low, effect.difference.high))
    axes.plot([low, high], [place, place], color=TRUE, linewidth=1.0)
    axes.plot([false], [place], "s", color=FALSE, markersize=6.0)
    axes.plot([true], [place], "o", color=TRUE, markersize=6.5)


def _frame(axes: Axes, found: Weights, roots: list[RootWeight]) -> None:
    scale, unit = found.outcome.scale, found.outcome.unit
    axes.set_yticks(range(len(roots)), [one.root for one in roots])
    axes.tick_params(axis="y", length=0, labelcolor=style.INK)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(7))
    axes.set_xlabel(f"{found.outcome.title}, {unit}   (square: it does not hold; dot, with 95 % interval: it holds)")
    axes.text(
        1.03,
        -0.75,
        "holds in   worth knowing",
        transform=axes.get_yaxis_transform(),
        size=style.SMALL,
        color=style.MUTED,
    )
    for place, one in enumerate(roots):
        share = f"{percent(one.worlds_true / found.replicates)}{style.PERCENT}"
        worth = "" if one.worth is None else f"{scale * one.worth.value:.2f} (up to {scale * one.worth.high:.2f})"
        axes.text(
            1.03, place, f"{share:<10} {worth}", transform=axes.get_yaxis_transform(), size=style.SMALL, va="center"
        )
