"""Twenty dots: each on its own side of the line of no change, which no dot and no word lies over."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.lines import Line2D
from matplotlib.text import Text

from exitban import plots
from exitban.analysis import Summary, summarise
from exitban.analysis.contrasts import SAME
from exitban.plots.outcomes import stacked
from exitban.plots.ticks import together
from exitban.plots.time_axis import Points
from tests.analysis.synthetic import by_hand

CHANGES = st.one_of(st.just(0.0), st.floats(-1.0, 1.0), st.floats(-1e-5, 1e-5), st.sampled_from([SAME, -SAME, 2e-6]))


def sides(values: np.ndarray) -> tuple[int, int, int]:
    """How many lie below zero, at it and above it."""
    return int((values < -SAME).sum()), int((np.abs(values) <= SAME).sum()), int((values > SAME).sum())


def with_outcomes(values: list[float]) -> Summary:
    """A summary of two policies with these differences."""
    summary = summarise(by_hand())
    base, ban = summary.policies
    assert ban.against is not None
    return replace(summary, policies=(base, replace(ban, against=replace(ban.against, outcomes=np.array(values)))))


def dots_of(line: Line2D) -> np.ndarray:
    return np.column_stack([line.get_xdata(), line.get_ydata()])


@given(st.lists(CHANGES, min_size=1, max_size=20), st.floats(1e-4, 0.5))
def test_no_dot_stands_on_the_wrong_side_and_none_is_lost(values: list[float], width: float) -> None:
    places = stacked(np.array(values), width)
    columns = np.array([column for column, _ in places])
    assert sides(columns) == sides(np.array(values))
    assert (np.abs(columns - np.sort(values)) <= width * (1.0 + 1e-9)).all()
    for column in set(columns.tolist()):
        assert [row for x, row in places if x == column] == list(range(int((columns == column).sum())))


@pytest.mark.parametrize(
    "values",
    [
        [0.0] * 20,
        [1e-5] * 20,
        [-0.002] * 8 + [0.0] * 2 + [0.003] * 10,
        [0.0] * 12 + [0.2, 0.4, 0.45, 0.5, 0.5, 0.6, 0.7, 0.75],
        [-0.9] * 19 + [0.0],
        [-1e-4, 0.9, 0.9],
    ],
)
def test_dots_keep_clear_of_the_line_of_its_name_and_of_each_other(values: list[float]) -> None:
    figure = plots.outcomes(with_outcomes(values))
    (axes,) = figure.axes
    dots = axes.lines[0]
    in_points = axes.transData.transform(dots_of(dots)) * 72.0 / figure.dpi
    size = float(dots.get_markersize())
    middle = float(axes.transData.transform((0.0, 0.0))[0]) * 72.0 / figure.dpi
    asides = in_points[:, 0] - middle
    assert sides(np.where(np.abs(asides) < 1e-6, 0.0, asides)) == sides(np.array(values))
    assert (np.abs(asides[np.abs(asides) > 1e-6]) > size / 2.0).all(), "a dot lies across the line"
    for one, other in itertools.combinations(in_points, 2):
        assert np.hypot(*(one - other)) > 0.9 * size
    figure.draw_without_rendering()
    name = next(text for text in axes.texts if text.get_text().startswith("as under"))
    box = name.get_window_extent()
    assert (in_points[:, 1] + size / 2.0).max() <= box.y0 * 72.0 / figure.dpi + 0.5
    assert box.x0 >= axes.bbox.x0
    assert box.x1 <= axes.bbox.x1


@pytest.mark.parametrize("values", [[0.0] * 20, [1e-5, 2e-5], [-0.0003, 0.0008], [-0.5, 0.4], [-0.02, 0.05]])
def test_every_tick_says_something_else(values: list[float]) -> None:
    figure = plots.outcomes(with_outcomes(values))
    together(figure)
    told = [text.get_text() for text in figure.axes[0].findobj(Text) if text.get_text()[:1] in "+\N{MINUS SIGN}0"]
    told = [one for one in told if one]
    assert len(told) >= 3
    assert len(set(told)) == len(told)
    assert "0" in told


def test_where_nothing_differs_the_axis_shows_a_point_to_both_sides() -> None:
    (axes,) = plots.outcomes(with_outcomes([0.0] * 20)).axes
    assert axes.get_xlim() == (-0.01, 0.01)


@pytest.mark.parametrize(
    ("ticks", "told"),
    [
        ([-0.1, 0.0, 0.1], ["\N{MINUS SIGN}10", "0", "+10"]),
        ([0.0, 0.025, 0.05], ["0", "+2.5", "+5"]),
        ([0.0, 0.0005, 0.001], ["0", "+0.05", "+0.1"]),
        ([-2e-6, 0.0, 2e-6], ["\N{MINUS SIGN}0.0002", "0", "+0.0002"]),
    ],
)
def test_ticks_have_as_many_digits_as_they_need(ticks: list[float], told: list[str]) -> None:
    assert Points().format_ticks(ticks) == told
