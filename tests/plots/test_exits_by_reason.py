"""Bars of exits: room for the intervals and for the numbers beside them."""

from __future__ import annotations

import pytest
from matplotlib.collections import LineCollection
from matplotlib.text import Annotation

from exitban import plots
from exitban.analysis import summarise
from tests.analysis.synthetic import FakeResult, dataset, scenario


@pytest.mark.parametrize("counts", [[0, 0, 0, 4], [1, 1, 1, 1], [900, 0, 0, 2000]])
def test_intervals_and_numbers_lie_within_the_picture(counts: list[int]) -> None:
    """A mean of one with an interval that reaches far over it."""
    data = dataset(["none"], replicates=4, ticks=1)
    data["exits_open"].values[0, :, 0] = counts
    figure = plots.exits_by_reason(summarise(FakeResult(data, scenario(["none"]))))
    figure.draw_without_rendering()
    (axes,) = figure.axes
    end = axes.get_xlim()[1]
    lines = [line for line in axes.collections if isinstance(line, LineCollection)]
    assert all(segment[:, 0].max() <= end / 1.2 for line in lines for segment in line.get_segments())
    number = next(text for text in axes.texts if isinstance(text, Annotation))
    assert number.xy[0] <= end / 1.2
    assert number.get_window_extent().x1 < figure.bbox.x1
