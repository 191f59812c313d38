"""The map of a ban's break-even: words stand where they are true, names of lines apart."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from exitban.plots import break_even_map, style

FINE = 61
across, up = np.meshgrid(np.linspace(0.0, 1.0, FINE), np.linspace(0.0, 1.0, FINE))
RAISES, LOWERS = "raises control", "lowers control"


def drawn(ratios: np.ndarray, dots: np.ndarray | None = None) -> Axes:
    """The map of a page, over axes from 0 to 1."""
    with style.settings():
        axes = style.panel(style.blank(4.3, "", ""), (0.085, 0.46, 0.55, 3.1))
        axes.set(xlim=(0.0, 1.0), ylim=(0.0, 1.0))
        if dots is not None:
            axes.plot(*dots.T, "o", markersize=4.0)
        break_even_map.drawn(axes, np.linspace(0.0, 1.0, FINE), np.linspace(0.0, 1.0, FINE), ratios)
        axes.figure.draw_without_rendering()  # type: ignore[union-attr]
        return axes


def words(axes: Axes) -> dict[str, Text]:
    return {text.get_text(): text for text in axes.texts if text.get_text() in (RAISES, LOWERS)}


def under(axes: Axes, text: Text) -> np.ndarray:
    """The places of the map that lie under a text."""
    (left, bottom), (right, top) = axes.transAxes.inverted().transform(text.get_window_extent().get_points())
    return (across >= left) & (across <= right) & (up >= bottom) & (up <= top)


PLANES = st.tuples(st.floats(-3.0, 3.0), st.floats(-3.0, 3.0), st.floats(-2.0, 2.0), st.floats(0.2, 4.0))


@settings(max_examples=25)
@given(PLANES)
def test_words_stand_where_they_are_true(plane: tuple[float, float, float, float]) -> None:
    slope, rise, height, bend = plane
    ratios = np.exp(height + slope * across + rise * up**bend)
    axes = drawn(ratios)
    for name, text in words(axes).items():
        found = ratios[under(axes, text)]
        assert found.size > 0
        assert (found > 1.0 if name == RAISES else found < 1.0).all()
    if (ratios > 1.0).all():
        assert set(words(axes)) == {RAISES}
    if (ratios < 1.0).all():
        assert set(words(axes)) == {LOWERS}


def test_both_regions_are_named_where_there_is_room() -> None:
    assert set(words(drawn(0.5 + up))) == {RAISES, LOWERS}


@pytest.mark.parametrize(
    ("ratios", "named"),
    [
        (np.ones_like(up), set()),
        (1.0 + 5.0 * up, {RAISES}),
        (0.98 + 5.0 * up, {RAISES}),
        (1.0 - 0.5 * up, {LOWERS}),
    ],
)
def test_a_region_that_is_missing_or_too_small_has_no_words(ratios: np.ndarray, named: set[str]) -> None:
    """A ratio of exactly 1, as where nobody leaves, is no change: neither raised nor lowered."""
    assert set(words(drawn(ratios))) == named


def test_words_keep_clear_of_dots_where_they_can() -> None:
    dots = np.column_stack([np.linspace(0.03, 0.4, 9), np.full(9, 0.95)])
    axes = drawn(1.1 + up, dots)
    box = words(axes)[RAISES].get_window_extent()
    assert not any(box.contains(x, y) for x, y in axes.transData.transform(dots))


def boxes_of_names(axes: Axes) -> dict[str, Bbox]:
    return {
        text.get_text(): text.get_window_extent()
        for text in axes.texts
        if text.get_text()[:1] == "\N{MULTIPLICATION SIGN}"
    }


@settings(max_examples=25)
@given(PLANES)
def test_no_two_names_of_lines_overlap(plane: tuple[float, float, float, float]) -> None:
    slope, rise, height, bend = plane
    axes = drawn(np.exp(height + slope * across + rise * up**bend))
    for (one, box), (other, second) in itertools.combinations(boxes_of_names(axes).items(), 2):
        assert not box.shrunk(0.9, 0.7).overlaps(second.shrunk(0.9, 0.7)), f"{one} lies over {other}"


def test_the_line_of_no_change_has_its_name_before_all_others() -> None:
    steep = np.exp(20.0 * (up - 0.5))
    assert "\N{MULTIPLICATION SIGN}1" in boxes_of_names(drawn(steep))
    gentle = boxes_of_names(drawn(0.6 + 1.5 * up))
    assert set(gentle) == {f"\N{MULTIPLICATION SIGN}{one:g}" for one in (0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2)}
