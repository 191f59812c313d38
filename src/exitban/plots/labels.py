"""Direct labels instead of legends: at the ends of lines, moved apart just as far as needed."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from exitban.analysis.intervals import Floats
from exitban.plots.style import TEXT, Line
from exitban.scenario.direction import marked_by_line

SAMPLE = 17.0
"""Length of the line sample in front of a label, in points."""

LEADING = 1.25


@dataclass(frozen=True)
class Label:
    """A text that wants to stand at a height of the data."""

    height: float
    text: str
    line: Line


def spread(wanted: Sequence[float], sizes: Sequence[float]) -> Floats:
    """Centres nearest to the wanted ones (least squares) that leave every label its size, in the given order.

    Pool adjacent violators: a group that overlaps moves as one, its members shoulder to shoulder.
    """
    halves = np.asarray(sizes, dtype=np.float64) / 2.0
    offsets = np.concatenate([[0.0], np.cumsum(halves[:-1] + halves[1:])])
    groups: list[list[float]] = []
    for target in np.asarray(wanted, dtype=np.float64) - offsets:
        groups.append([float(target)])
        while len(groups) > 1 and np.mean(groups[-2]) > np.mean(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    centres: Floats = np.concatenate([np.full(len(group), np.mean(group)) for group in groups]) + offsets
    return centres


def within(centres: Floats, sizes: Sequence[float], low: float, high: float) -> Floats:
    """Shift labels that stick out back between low and high; the lower end wins when there is no room."""
    over = max(0.0, float(np.max(centres + np.asarray(sizes) / 2.0)) - high)
    under = min(0.0, float(np.min(centres - np.asarray(sizes) / 2.0)) - over - low)
    moved: Floats = centres - over - under
    return moved


def wrapped(text: str, width: int = 24) -> str:
    """A title over several short lines."""
    return "\n".join(marked_by_line(textwrap.wrap(text, width)))


def shortened(text: str, most: int) -> str:
    """A text of no more than so many letters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def end_labels(axes: Axes, labels: Sequence[Label], width: int = 24) -> None:
    """Write labels in the right margin, each with a sample of its line, in the order of their heights."""
    ordered = sorted(labels, key=lambda label: label.height)
    texts = [wrapped(label.text, width) for label in ordered]
    points = axes.get_position().height * axes.figure.get_figheight() * 72.0  # type: ignore[union-attr]
    low, high = axes.get_ylim()
    sizes = [TEXT * LEADING * (text.count("\n") + 1) + 3.0 for text in texts]
    wanted = [(label.height - low) / (high - low) * points for label in ordered]
    centres = within(spread(wanted, sizes), sizes, 0.0, points)
    for label, text, centre in zip(ordered, texts, centres, strict=True):
        _sample(axes, label.line, float(centre) / points, text)


def _sample(axes: Axes, line: Line, height: float, text: str) -> None:
    """One label with its sample, at a share of the height of the axes."""
    across = axes.get_position().width * axes.figure.get_figwidth() * 72.0  # type: ignore[union-attr]
    start, stop = 1.0 + 5.0 / across, 1.0 + (5.0 + SAMPLE) / across
    axes.add_artist(
        Line2D(
            [start, stop],
            [height, height],
            color=line.colour,
            linestyle=line.dash,
            linewidth=1.8,
            transform=axes.transAxes,
            clip_on=False,
        )
    )
    axes.text(
        stop + 4.0 / across,
        height,
        text,
        color=line.text,
        va="center",
        transform=axes.transAxes,
        linespacing=LEADING - 0.1,
    )
