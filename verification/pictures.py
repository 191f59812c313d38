"""One small picture per target, in the colours of the project."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from exitban.plots import style
from exitban.plots.svg import inline_svg
from verification.target import FARTHEST, Number, Outcome, Picture, Target, Verdict, WithinFactor

WIDTH, HEIGHT = 4.6, 2.5
ROW, FRAME = 0.19, 0.6
"""Inches for a row of distances, and for what is around them: labels must not meet."""
FURTHEST_SHOWN = 6.0
LAW, FOUND, OFF = style.INK, style.OTHERS[0].colour, style.BASE.colour


def drawn(target: Target, outcome: Outcome, verdicts: tuple[Verdict, ...]) -> str:
    """The picture of a target as one SVG element: its own, or how far each number is from what was expected."""
    with style.settings():
        rows = len(verdicts) if outcome.picture is None else 0
        size = (WIDTH, max(HEIGHT, FRAME + ROW * rows))
        figure = Figure(figsize=size, facecolor=style.PAPER, layout="constrained")
        axes = figure.add_subplot()
        if outcome.picture is None:
            distances(axes, verdicts)
        else:
            curve(axes, outcome.picture)
    return inline_svg(figure, f"picture-{target.name}", target.says, described(outcome.picture))


def described(picture: Picture | None) -> str:
    """What a screen reader says of it."""
    if picture is None:
        return "How far each number is from what was expected, in units of what is allowed."
    return f"{picture.up} against {picture.across}: points were simulated, the line is the law."


def curve(axes: Axes, picture: Picture) -> None:
    """The law as a line, what was simulated as points with their 4 standard errors."""
    if picture.law is not None:
        axes.plot(*picture.law, color=LAW, linewidth=1.1)
    across, up, errors = picture.points
    axes.errorbar(across, up, yerr=FARTHEST * errors, fmt="o", markersize=3.2, color=FOUND, elinewidth=0.9)
    axes.set_xlabel(picture.across, size=style.SMALL)
    axes.set_ylabel(picture.up, size=style.SMALL)


def distances(axes: Axes, verdicts: tuple[Verdict, ...]) -> None:
    """One row per number: got - expected, in units of what is allowed; the allowed lies between the dashes."""
    for row, verdict in enumerate(verdicts):
        off = np.clip(signed(verdict), -FURTHEST_SHOWN, FURTHEST_SHOWN)
        axes.plot([0, off], [row, row], color=FOUND if verdict.met else OFF, linewidth=1.0)
        axes.plot(off, row, "o", markersize=4, color=FOUND if verdict.met else OFF)
    furthest = max([1.0, *(abs(signed(verdict)) for verdict in verdicts)])
    axes.set_xlim(-min(1.15 * furthest, FURTHEST_SHOWN), min(1.15 * furthest, FURTHEST_SHOWN))
    for edge in (-1, 1):
        axes.axvline(edge, color=style.MUTED, linewidth=0.8, linestyle=(0, (3, 3)))
    axes.axvline(0, color=LAW, linewidth=0.8)
    axes.set_yticks(range(len(verdicts)), [shortened(verdict.label) for verdict in verdicts], size=style.SMALL)
    axes.set_ylim(len(verdicts) - 0.5, -0.5)
    axes.set_xlabel("off, as a share of what is allowed", size=style.SMALL)


def signed(verdict: Verdict) -> float:
    """The distance with its direction."""
    distance = verdict.expected.distance(verdict.got)
    at = verdict.expected.value if isinstance(verdict.expected, Number | WithinFactor) else 0.0
    return float(np.copysign(distance, verdict.got.value - at))


def shortened(label: str, longest: int = 34) -> str:
    """A label that fits beside the picture."""
    return label if len(label) <= longest else f"{label[: longest - 1]}…"
