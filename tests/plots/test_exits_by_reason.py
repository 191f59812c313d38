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


@pytest.mark.parametrize("count", [7, 12_345, 1_234_567])
def test_a_number_ends_before_the_next_panel_begins(count: int) -> None:
    """The longest bar of six policies, and the longest number of seven digits."""
    names = ["none", *(f"policy-{number}" for number in range(5))]
    data = dataset(names, replicates=4, ticks=1)
    for place in range(len(names)):
        data["exits_open"].values[place, :, 0] = count
        data["exits_natural"].values[place, :, 0] = [0, 0, 0, 1]
    figure = plots.exits_by_reason(summarise(FakeResult(data, scenario(names))))
    figure.draw_without_rendering()
    ends = [axes.get_window_extent() for axes in figure.axes]
    for axes, own in zip(figure.axes, ends, strict=True):
        numbers = [one for one in axes.texts if isinstance(one, Annotation) and one.get_text()[:1].isdecimal()]
        assert len(numbers) == 2
        assert max(one.get_window_extent().x1 for one in numbers) <= own.x1
