"""One world under two policies: control, and below it who was stopped, who left, what leaked."""

from __future__ import annotations

from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from exitban.analysis.replay import Replay, World
from exitban.analysis.wording import quoted
from exitban.plots import style
from exitban.plots.labels import Label, end_labels
from exitban.plots.time_axis import dated, days, percent_axis

ROWS: Final = (
    ("left", "left"),
    ("removed", "removed"),
    ("stopped", "stopped"),
    ("attempt_leaked", "attempt leaked"),
    ("deal", "covert deal"),
    ("spoke", "spoke out"),
)
"""Kinds of happenings that are drawn, with their labels, from above."""

HEIGHT: Final = 6.6
LEFT: Final = 0.13
THRESHOLD: Final = style.Line(style.AXIS, "solid", style.MUTED)
APART: Final = 0.18
"""How far the marks of the two worlds stand from the middle of their row."""


def replay(found: Replay) -> Figure:
    """Control above; below, a row for each kind of happening with a mark for each, one world above the other."""
    with style.settings():
        figure = style.blank(
            HEIGHT,
            f"World {found.replicate} under two rules, on the same luck",
            "Above: control, with a cross where it is lost. Below: a mark for each thing that happened to a member.",
        )
        above = style.panel(figure, (LEFT, style.RIGHT, 3.55, HEIGHT - 0.85))
        below = style.panel(figure, (LEFT, style.RIGHT, 0.4, 3.0))
        for position, world in enumerate(found.worlds):
            _control(above, found, world, position)
            _marks(below, found, world, position)
        _frame(above, below, found)
        ends = [Label(float(w.control[-1]), quoted(w.title), style.line(n)) for n, w in enumerate(found.worlds)]
        end_labels(above, [*ends, Label(found.threshold, "control is lost below this", THRESHOLD)])
        return figure


def _control(axes: Axes, found: Replay, world: World, position: int) -> None:
    line, at = style.line(position), days(found)
    axes.plot(at, world.control, color=line.colour, linestyle=line.dash)
    if world.lost_at is not None:
        tick = round(world.lost_at / found.scenario.time.dt) - 1
        axes.plot(at[tick], world.control[tick], "X", color=line.colour, markersize=9)


def _marks(axes: Axes, found: Replay, world: World, position: int) -> None:
    at = days(found)
    for row, (kind, _) in enumerate(ROWS):
        when = [at[one.tick] for one in world.happenings if one.kind == kind]
        height = row + (APART if position else -APART)
        axes.plot(when, [height] * len(when), "|", color=style.line(position).colour, markersize=9, alpha=0.7)


def _frame(above: Axes, below: Axes, found: Replay) -> None:
    above.axhline(found.threshold, color=style.AXIS, linewidth=0.8)
    percent_axis(above, 0.0, max(1.05, 1.05 * max(float(one.control.max()) for one in found.worlds)))
    below.set_yticks(range(len(ROWS)), [title for _, title in ROWS])
    below.set_ylim(len(ROWS) - 0.5, -0.5)
    for axes in (above, below):
        dated(axes, found)
