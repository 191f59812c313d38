"""Figures: the same bytes every time, told apart without colour, labels that do not overlap."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from exitban import plots
from exitban.analysis import Summary, summarise
from exitban.plots import style
from exitban.plots.labels import spread, within
from tests.analysis.synthetic import by_hand, plausible

FIGURES = [getattr(plots, name) for name in plots.__all__ if "svg" not in name and "headline" not in name]
MANY = ("none", "ban", "closed", "decree", "fifth-policy-with-a-long-name", "sixth")

Draw = Callable[[Summary], Figure]


@pytest.fixture(scope="module")
def summary() -> Summary:
    return summarise(plausible(60))


@pytest.fixture(scope="module")
def crowded() -> Summary:
    return summarise(plausible(60, MANY))


@pytest.mark.parametrize("draw", FIGURES)
def test_the_same_numbers_give_the_same_bytes(draw: Draw, summary: Summary) -> None:
    first = plots.raw_svg(draw(summary))
    assert first == plots.raw_svg(draw(summary))
    assert "<dc:date>" not in first


def test_the_users_own_settings_change_nothing_and_stay_as_they_are(summary: Summary) -> None:
    plain = plots.raw_svg(plots.survival(summary))
    with matplotlib.rc_context({"font.size": 30, "lines.linewidth": 9, "svg.fonttype": "path"}):
        assert plots.raw_svg(plots.survival(summary)) == plain
        assert matplotlib.rcParams["font.size"] == 30


def test_a_picture_is_the_same_while_others_are_drawn(summary: Summary) -> None:
    """Matplotlib's settings are the whole process's: a thread must not put them back under another's pen."""
    plain = plots.raw_svg(plots.survival(summary))
    with ThreadPoolExecutor(4) as threads:
        drawn = threads.map(lambda _: plots.raw_svg(plots.survival(summary)), range(12))
        assert set(drawn) == {plain}
    assert matplotlib.rcParams["svg.fonttype"] == matplotlib.rcParamsDefault["svg.fonttype"]


@pytest.mark.parametrize("draw", FIGURES)
def test_words_stay_words(draw: Draw, summary: Summary) -> None:
    """A screen reader and a search find the text; glyphs drawn as paths would hide it."""
    assert "The ban as reported" in plots.raw_svg(draw(summary)).replace("\n", " ")


@pytest.mark.parametrize("draw", FIGURES)
@pytest.mark.parametrize("policies", [("ban",), ("none", "ban"), MANY])
def test_any_number_of_policies_can_be_drawn(draw: Draw, policies: tuple[str, ...]) -> None:
    if len(policies) == 1 and draw in (plots.paired_difference, plots.outcomes):
        pytest.skip("nothing to compare")
    assert len(plots.raw_svg(draw(summarise(plausible(8, policies))))) > 1000


@pytest.mark.parametrize("draw", FIGURES)
def test_four_dull_worlds_can_be_drawn(draw: Draw) -> None:
    if draw is plots.observed:
        pytest.skip("nothing was observed")
    assert plots.raw_svg(draw(summarise(by_hand())))


def test_six_policies_differ_without_their_colour() -> None:
    dashes = [style.line(position).dash for position in range(len(MANY))]
    assert len(set(dashes)) == len(MANY)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("position", range(6))
def test_lines_and_words_have_contrast_on_white(position: int) -> None:
    """WCAG 2.1: 3:1 for graphics, 4.5:1 for text."""
    line = style.line(position)
    assert 1.05 / (_luminance(line.colour) + 0.05) >= 3.0
    assert 1.05 / (_luminance(line.text) + 0.05) >= 4.5


def _beyond(figure: Figure) -> set[int]:
    """Labels of ticks outside the axes, which matplotlib keeps and does not draw."""
    found = set()
    for axis in (one for axes in figure.axes for one in (axes.xaxis, axes.yaxis)):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if not low <= tick.get_loc() <= high:
                found |= {id(tick.label1), id(tick.label2)}
    return found


def _texts(figure: Figure) -> list[Text]:
    hidden = _beyond(figure)
    shown = [text for text in figure.findobj(Text) if text.get_visible() and id(text) not in hidden]
    return [text for text in shown if text.get_text().strip()]


@pytest.mark.parametrize("draw", FIGURES)
def test_no_two_texts_overlap(draw: Draw, summary: Summary, crowded: Summary) -> None:
    for found in (summary, crowded):
        figure = draw(found)
        figure.draw_without_rendering()
        boxes = [(text.get_text(), text.get_window_extent()) for text in _texts(figure)]
        for (one, box), (other, second) in itertools.combinations(boxes, 2):
            apart = box.shrunk(0.9, 0.7).overlaps(second.shrunk(0.9, 0.7))
            assert not apart, f"{one!r} lies over {other!r}"


def test_labels_that_fit_stay_where_they_are() -> None:
    assert spread([0.0, 20.0, 50.0], [10.0, 10.0, 10.0]).tolist() == [0.0, 20.0, 50.0]


def test_labels_that_overlap_move_apart_by_the_same_amount() -> None:
    assert spread([10.0, 10.0], [8.0, 8.0]).tolist() == [6.0, 14.0]
    assert np.diff(spread([5.0, 5.0, 5.0], [4.0, 8.0, 4.0])).tolist() == [6.0, 6.0]


def test_labels_that_stick_out_are_pushed_back() -> None:
    assert within(np.array([98.0]), [10.0], 0.0, 100.0).tolist() == [95.0]
    assert within(np.array([2.0]), [10.0], 0.0, 100.0).tolist() == [5.0]
