"""Ticks that are drawn together look as matplotlib's own, dot by dot, and fewer objects are made."""

from __future__ import annotations

import datetime
import io

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, MonthLocator
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from exitban.plots import style, ticks


def figure() -> Figure:
    """Dates against percent, names without marks, marks without names."""
    drawn = Figure(figsize=(6, 4))
    left, right = (drawn.add_axes((place, 0.2, 0.3, 0.6)) for place in (0.15, 0.6))
    left.set(xlim=(datetime.date(2023, 1, 1), datetime.date(2023, 9, 1)), ylim=(0.2, 1.0))
    left.xaxis.set_major_locator(MonthLocator(interval=2))  # type: ignore[no-untyped-call]
    left.xaxis.set_major_formatter(DateFormatter("%b %Y"))  # type: ignore[no-untyped-call]
    left.yaxis.set_major_locator(MaxNLocator(5))
    left.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f} %"))
    right.set(xlim=(0.0, 3.0), ylim=(2.5, -0.5))
    ticks.named(right.yaxis, ["one", "two", "three"])
    right.tick_params(axis="y", length=0.0, labelsize=7.5)
    left.tick_params(axis="x", labelbottom=False)
    return drawn


def dots(drawn: Figure) -> NDArray[np.float32]:
    page = io.BytesIO()
    drawn.savefig(page, format="png")
    page.seek(0)
    return np.asarray(imread(page))


def made(axes: Axes) -> int:
    return len(axes.xaxis.majorTicks) + len(axes.yaxis.majorTicks)


def test_ticks_drawn_together_look_the_same() -> None:
    with style.settings():
        own, lighter = figure(), figure()
        ticks.together(lighter)
        assert np.array_equal(dots(own), dots(lighter))
    assert made(lighter.axes[0]) == 2 < made(own.axes[0])
    assert made(lighter.axes[1]) < made(own.axes[1])


def named() -> Figure:
    """Both axes have names."""
    drawn = figure()
    drawn.axes[0].set(xlabel="an axis with a name", ylabel="and another\nof two lines")
    return drawn


def test_a_name_stands_beside_the_ticks_where_it_stood() -> None:
    with style.settings():
        own, lighter = named(), named()
        ticks.together(lighter)
        dots(own), dots(lighter)
    for axis in ("xaxis", "yaxis"):
        stood, stands = (getattr(drawn.axes[0], axis).label.get_window_extent().extents for drawn in (own, lighter))
        assert np.abs(stands - stood).max() < 1.5  # dots: the writer of SVG measures letters without rounding them
        assert made(lighter.axes[0]) == 2
