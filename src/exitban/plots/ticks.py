"""Ticks drawn together: matplotlib makes nine objects of each, and a page of pictures has four hundred of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis, Tick
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from exitban.analysis.intervals import Floats

APART = 4.0
"""Points between two names."""
WIDER = 1.05
"""The font of the reader may run wider than the one that is measured."""
FROM_LINE_TO_LINE = 1.2
"""Of the lines of a name, in sizes of its letters."""
EDGE = 1e-9
"""Ticks so near the end of an axis, as a share of its length, stand on it."""


def named(axis: Axis, names: Sequence[str]) -> None:
    """A tick at 0, 1, 2 and so on, with these names; none of them is made before it is drawn."""
    axis.set_major_locator(FixedLocator(range(len(names))))
    axis.set_major_formatter(FixedFormatter(names))


def together(figure: Figure) -> None:
    """Put one line of marks and plain texts in the place of the ticks, where they stand, as they look."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if axis.get_visible():
                _replaced(axes, axis)


def _replaced(axes: Axes, axis: Axis) -> None:
    places = _in_view(axis)
    if places.size:
        model = axis.get_major_ticks(1)[0]
        names = axis.get_major_formatter().format_ticks(places.tolist())
        _marks(axes, axis, model, places)
        _names(axes, axis, model, places, names)
        axis.labelpad += _room(axis is axes.xaxis, model, names) if axis.get_label_text() else 0.0
    axis.set_major_locator(NullLocator())
    axis.set_minor_locator(NullLocator())
    axis.set_visible(bool(axis.get_label_text()))


def _room(across: bool, model: Tick, names: Sequence[str]) -> float:
    """How far from the axis its name begins, in points: beyond the marks and what is written at them."""
    marks = float(model.tick1line.get_markersize()) if model.tick1line.get_visible() else 0.0
    if not model.label1.get_visible():
        return marks
    font = model.label1.get_fontproperties()
    sizes = [_size(name, font) for name in names]
    pad = float(model.get_pad())  # type: ignore[func-returns-value, arg-type]
    return marks + pad + max(size[int(across)] for size in sizes)


def _size(name: str, font: FontProperties) -> tuple[float, float]:
    """Width and height of a name in points: that of its widest line, and of all its lines."""
    lines = [text_to_path.get_text_width_height_descent(line, font, False) for line in name.split("\n")]
    further = (len(lines) - 1) * FROM_LINE_TO_LINE * font.get_size_in_points()
    return max(width for width, _, _ in lines), lines[-1][1] + further


def _in_view(axis: Axis) -> Floats:
    """Where ticks stand that can be seen."""
    places = np.asarray(axis.get_majorticklocs(), np.float64)
    low, high = sorted(axis.get_view_interval())
    slack = EDGE * (high - low)
    return places[(places >= low - slack) & (places <= high + slack)]


def _marks(axes: Axes, axis: Axis, model: Tick, places: Floats) -> None:
    """All marks as one line without a line."""
    if not model.tick1line.get_visible():
        return
    edge = np.zeros_like(places)
    marks = Line2D(*((places, edge) if axis is axes.xaxis else (edge, places)), linestyle="none")
    marks.update_from(model.tick1line)
    marks.set(transform=model.tick1line.get_transform(), clip_on=False)
    axes.add_artist(marks)


def _names(axes: Axes, axis: Axis, model: Tick, places: Floats, names: Sequence[str]) -> None:
    """Every name as a text, off the axis as far as the tick has it."""
    if not model.label1.get_visible():
        return
    across = axis is axes.xaxis
    if across:
        places, names = _side_by_side(axes, model, places, names)
    for place, name in zip(places.tolist(), names, strict=True):
        x, y = (place, 0.0) if across else (0.0, place)
        text = Text(x, y, name)
        text.update_from(model.label1)
        text.set(transform=model.label1.get_transform(), clip_on=False)
        axes.add_artist(text)


def _side_by_side(axes: Axes, model: Tick, places: Floats, names: Sequence[str]) -> tuple[Floats, list[str]]:
    """Names that keep clear of the panels beside and of each other: at an edge they move in, and every other one goes.

    All lengths in pixels of the figure, from the left edge of the axes.
    """
    root = axes.get_figure(root=True)
    assert root is not None
    apart, font = APART * root.dpi / 72.0, model.label1.get_fontproperties()
    widths = np.array([_size(name, font)[0] for name in names])
    halves = widths * WIDER * root.dpi / 72.0 / 2.0
    to_pixels = axes.get_xaxis_transform()
    found = to_pixels.transform(np.column_stack([places, np.zeros_like(places)]))[:, 0] - axes.bbox.x0
    before, behind = _air(axes)
    centres = np.clip(found, halves - before + apart / 2.0, axes.bbox.width + behind - halves - apart / 2.0)
    step = next(
        every
        for every in range(1, len(names) + 1)
        if (np.diff(centres[::every]) >= halves[::every][:-1] + halves[::every][1:] + apart).all()
    )
    moved = np.column_stack([centres[::step] + axes.bbox.x0, np.zeros(len(centres[::step]))])
    return np.asarray(to_pixels.inverted().transform(moved)[:, 0]), list(names[::step])


def _air(axes: Axes) -> tuple[float, float]:
    """How far names may stand over the left and right edge: half of the gap to a panel, all of it to the paper."""
    own, figure = axes.bbox, axes.get_figure(root=True)
    assert figure is not None
    row = [one.bbox for one in figure.axes if one is not axes and one.bbox.y0 < own.y1 and own.y0 < one.bbox.y1]
    before = [(own.x0 - one.x1) / 2.0 for one in row if one.x1 <= own.x0]
    behind = [(one.x0 - own.x1) / 2.0 for one in row if one.x0 >= own.x1]
    return min(own.x0, *before, own.x0), min(figure.bbox.width - own.x1, *behind, figure.bbox.width - own.x1)
