"""Observed values: each with its number, and the number nearest to its own dot."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from exitban import plots
from exitban.analysis import Summary, summarise
from exitban.errors import CallError
from exitban.plots.point_labels import label_points
from tests.analysis.synthetic import by_hand, plausible


@pytest.fixture(scope="module")
def summary() -> Summary:
    return summarise(plausible(40))


def _axes(places: list[tuple[float, float]], texts: list[str]) -> Axes:
    axes = Figure(figsize=(8.0, 4.0)).add_axes((0.1, 0.1, 0.8, 0.8))
    axes.set_xlim(0.0, 100.0)
    axes.set_ylim(0.0, 100.0)
    label_points(axes, places, texts)
    axes.figure.draw_without_rendering()  # type: ignore[union-attr]
    return axes


CROWDED = [(50.0, 50.0), (52.0, 52.0), (54.0, 50.0), (99.5, 60.0), (0.5, 1.0), (50.0, 99.0)]


def test_every_dot_has_its_number_nearest_to_it() -> None:
    """Three dots closer together than a number is wide, one at each edge."""
    axes = _axes(CROWDED, [f"{number}" for number in range(6)])
    dots = np.array([axes.transData.transform(place) for place in CROWDED])
    for text in axes.texts:
        box = text.get_window_extent()
        centre = np.array([(box.x0 + box.x1) / 2.0, (box.y0 + box.y1) / 2.0])
        assert int(np.linalg.norm(dots - centre, axis=1).argmin()) == int(text.get_text())


def test_numbers_lie_over_no_dot_and_over_no_other_number() -> None:
    axes = _axes(CROWDED, ["1,234"] * 6)
    boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) == 6
    for number, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:number])
        assert not any(box.contains(*axes.transData.transform(place)) for place in CROWDED)


def test_all_values_over_time_are_told(summary: Summary) -> None:
    texts = {text.get_text() for axes in plots.observed(summary).axes for text in axes.texts}
    assert {"150", "420", "900", "300", "90"} <= texts


def test_the_number_of_a_period_stands_over_its_period(summary: Summary) -> None:
    figure = plots.observed(summary)
    figure.draw_without_rendering()
    axes = figure.axes[1]
    text = next(one for one in axes.texts if one.get_text() == "90")
    bar = next(line for line in axes.lines if list(line.get_ydata()) == [90.0, 90.0])  # type: ignore[arg-type]
    ends = [axes.transData.transform((float(day), 90.0))[0] for day in bar.get_xdata()]  # type: ignore[union-attr]
    assert ends[0] < text.get_window_extent().x0 < text.get_window_extent().x1 < ends[1]


def test_what_stands_at_the_end_of_a_line_says_what_it_is(summary: Summary) -> None:
    words = [" ".join(text.get_text().split()) for axes in plots.observed(summary).axes for text in axes.texts]
    assert any("(was in force), median at the end:" in one for one in words)
    assert any("median in the last period:" in one for one in words)


def test_without_observed_values_there_is_nothing_to_draw() -> None:
    with pytest.raises(CallError, match="no observed values"):
        plots.observed(summarise(by_hand()))
